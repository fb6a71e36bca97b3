"""Files that were uploaded to Slack, by the message they belong to."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    op.create_table(
        "shared_files",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("incident_id", sa.String(length=32), nullable=False),
        sa.Column("key", sa.String(length=128), nullable=False),
        sa.Column("file_ids", JSON, nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["incident_id"], ["incidents.id"], name=op.f("fk_shared_files_incident_id_incidents")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shared_files")),
        sa.UniqueConstraint("incident_id", "key", name=op.f("uq_shared_files_incident_id_key")),
    )
    op.create_index(op.f("ix_shared_files_incident_id"), "shared_files", ["incident_id"])
    op.create_index(op.f("ix_shared_files_team_id"), "shared_files", ["team_id"])


def downgrade() -> None:
    op.drop_table("shared_files")
