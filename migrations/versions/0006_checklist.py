"""What people do with a runbook step besides ticking it."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

COLUMNS = ("skipped", "reason", "drift", "choice", "overridden")


def upgrade() -> None:
    with op.batch_alter_table("runbook_steps") as table:
        table.add_column(sa.Column("skipped", sa.Boolean(), nullable=False, server_default=sa.false()))
        table.add_column(sa.Column("reason", sa.Text(), nullable=False, server_default=""))
        table.add_column(sa.Column("drift", sa.Text(), nullable=False, server_default=""))
        table.add_column(sa.Column("choice", sa.String(64), nullable=True))
        table.add_column(sa.Column("overridden", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    with op.batch_alter_table("runbook_steps") as table:
        for column in COLUMNS:
            table.drop_column(column)
