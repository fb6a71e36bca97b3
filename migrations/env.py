"""Alembic's environment: one code path for SQLite and PostgreSQL."""

from alembic import context

import bot.incidents.deliveries
import bot.incidents.diagnosis_log
import bot.incidents.tables
import bot.integrations.tracker.table
import bot.jobs.table
import bot.known_incidents.tables
import bot.reviews.tables
import bot.slack.posted
import bot.slack.shared_files  # noqa: F401 - importing a room's tables puts them into the metadata
from bot.storage.base import Base

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    render_as_batch=connection.dialect.name == "sqlite",
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
