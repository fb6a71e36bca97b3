"""Our own closed incidents as knowledge, and what was said later of what is seen."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

Json = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    with op.batch_alter_table("incidents") as table:
        table.add_column(sa.Column("clues", sa.Text(), nullable=False, server_default=""))
    op.create_table(
        "past_incidents",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("incident_id", sa.String(32), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("category", sa.String(64), nullable=True),
        sa.Column("root_cause", sa.Text(), nullable=False),
        sa.Column("fixed_by", sa.Text(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("channel_id", sa.String(32), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("traits", Json, nullable=False),
        sa.Column("team_id", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_past_incidents"),
        sa.UniqueConstraint("incident_id", name="uq_past_incidents_incident_id"),
    )
    op.create_index("ix_past_incidents_team_id", "past_incidents", ["team_id"])
    op.create_table(
        "past_incident_traits",
        sa.Column("team_id", sa.String(32), nullable=False),
        sa.Column("trait", sa.String(80), nullable=False),
        sa.Column("past_incident_id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("team_id", "trait", "past_incident_id", name="pk_past_incident_traits"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "past_trait_counts",
        sa.Column("team_id", sa.String(32), nullable=False),
        sa.Column("trait", sa.String(80), nullable=False),
        sa.Column("incidents", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("team_id", "trait", name="pk_past_trait_counts"),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    op.drop_table("past_trait_counts")
    op.drop_table("past_incident_traits")
    op.drop_table("past_incidents")
    with op.batch_alter_table("incidents") as table:
        table.drop_column("clues")
