"""An empty workspace's first people, channels and tokens."""

import json
import re
import secrets
import sqlite3
from collections.abc import Callable

from bot.sandbox.store.identity import Identity
from bot.sandbox.store.ids import new_id

PERSONAS = (
    ("responder", "Robin Reyes", "On-call SRE", "Europe/Berlin", "2f7d6d"),
    ("commander", "Casey Morgan", "Incident commander", "America/New_York", "8a4fbf"),
    ("stakeholder", "Sam Okafor", "Head of Support", "Europe/London", "b5622e"),
    ("pki-engineer", "Priya Nair", "PKI engineer", "Asia/Kolkata", "2b6cb0"),
    ("executive", "Elena Fischer", "VP Engineering", "America/Los_Angeles", "9b2c5e"),
)
"""(name, real name, title, time zone, colour) of the people anyone can act as."""

CHANNELS = (
    ("general", "Company-wide announcements and work-based matters", True),
    ("incidents", "Every certificate incident, one line each", False),
)
"""(name, purpose, whether it is the general channel)."""

USER_GROUPS = (
    ("pki-oncall", "PKI on call", "Who answers for certificates now", ("commander", "pki-engineer")),
)
"""(handle, name, description, names of the members)."""


def seeding(bot_name: str) -> Callable[[sqlite3.Connection, int], None]:
    """What fills an empty workspace in which the app's bot user is called ``bot_name``."""

    def seed(db: sqlite3.Connection, now_s: int) -> None:
        identity = _new_identity(_handle(bot_name))
        db.executemany("INSERT INTO meta VALUES (?, ?)", identity.as_rows())
        people = [_add_person(db, *persona, now_s=now_s) for persona in PERSONAS]
        db.execute(
            "INSERT INTO users VALUES (?, ?, ?, '', '', 'America/Los_Angeles', '4d5e26', 1, ?, 0, 0)",
            (identity.bot_user_id, identity.bot_name, bot_name, now_s),
        )
        for name, purpose, is_general in CHANNELS:
            channel = new_id("C")
            db.execute(
                "INSERT INTO channels (id, kind, name, creator, created, updated, purpose, purpose_by,"
                " purpose_set, is_general) VALUES (?, 'public', ?, ?, ?, ?, ?, ?, ?, ?)",
                (channel, name, people[0], now_s, now_s, purpose, people[0], now_s, is_general),
            )
            members = people if is_general else [*people, identity.bot_user_id]
            db.executemany(
                "INSERT INTO members (channel, user, position) VALUES (?, ?, ?)",
                [(channel, user, position) for position, user in enumerate(members)],
            )
        ids = dict(zip((name for name, *_ in PERSONAS), people, strict=True))
        for handle, name, description, group in USER_GROUPS:
            db.execute(
                "INSERT INTO user_groups VALUES (?, ?, ?, ?, ?, ?, ?)",
                (
                    new_id("S"),
                    handle,
                    name,
                    description,
                    json.dumps([ids[member] for member in group]),
                    people[0],
                    now_s,
                ),
            )

    return seed


def installing(bot_name: str) -> Callable[[sqlite3.Connection, int], None]:
    """What gives the bot user the name that the manifest has now: an app may be renamed, or be another one."""

    def install(db: sqlite3.Connection, now_s: int) -> None:
        key = "identity.bot_name"
        before = db.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()[0]
        name = _handle(bot_name)
        if name == before:
            return
        bot = db.execute("SELECT value FROM meta WHERE key = 'identity.bot_user_id'").fetchone()[0]
        db.execute("UPDATE meta SET value = ? WHERE key = ?", (name, key))
        db.execute(
            "UPDATE users SET name = ?, real_name = ?, updated = ? WHERE id = ?", (name, bot_name, now_s, bot)
        )

    return install


def _handle(bot_name: str) -> str:
    """The bot user's handle: in lower case, without spaces, and nobody else's."""
    handle = re.sub(r"[^a-z0-9._-]+", "_", bot_name.lower()).strip("_") or "bot"
    return f"{handle}2" if handle in {name for name, *_ in PERSONAS} else handle


def _add_person(
    db: sqlite3.Connection, name: str, real_name: str, title: str, tz: str, color: str, *, now_s: int
) -> str:
    user = new_id("U")
    db.execute(
        "INSERT INTO users VALUES (?, ?, ?, ?, ?, ?, ?, 0, ?, 0, 0)",
        (user, name, real_name, title, f"{name}@example.com", tz, color, now_s),
    )
    return user


def _new_identity(bot_name: str) -> Identity:
    app_id = new_id("A")
    return Identity(
        team_id=new_id("T"),
        team_name="Example Corp",
        team_domain="example-corp",
        app_id=app_id,
        bot_id=new_id("B"),
        bot_user_id=new_id("U"),
        bot_name=bot_name,
        verification_token=secrets.token_hex(12),
        bot_token=f"xoxb-{secrets.randbelow(10**12):012d}-{secrets.token_hex(12)}",
        app_token=f"xapp-1-{app_id}-{secrets.randbelow(10**12):012d}-{secrets.token_hex(16)}",
        signing_secret=secrets.token_hex(16),
    )
