"""What the addresses of a diagnosis answered by HTTP."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    with op.batch_alter_table("diagnoses") as table:
        table.add_column(sa.Column("health", JSON, nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("diagnoses") as table:
        table.drop_column("health")
