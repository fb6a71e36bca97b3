"""Short-lived permissions given with a delivery: trigger ids and response URLs. They run on real time."""

import secrets
from dataclasses import dataclass
from typing import Literal

from bot.sandbox.store.database import Transaction

TRIGGER_LIFETIME_S = 3.0
"""Slack, "Handling user interaction": a trigger expires three seconds after it was sent."""

RESPONSE_URL_LIFETIME_S = 30 * 60.0
RESPONSE_URL_USES = 5
"""Slack, "Handling user interaction": up to five times within thirty minutes."""

TriggerState = Literal["valid", "unknown", "expired", "exchanged"]


@dataclass(frozen=True, slots=True)
class Trigger:
    """Leave to open one modal for one person."""

    id: str
    user: str
    view_id: str | None
    """The modal in which the person acted, if they acted in one."""

    state: TriggerState


@dataclass(frozen=True, slots=True)
class ResponseUrl:
    """Leave to answer one delivery."""

    secret: str
    kind: str
    """``commands`` or ``actions``, as in the URL's path."""

    user: str
    channel: str
    ts: str | None
    """The message in which the person acted, if any."""

    thread_ts: str | None
    is_expired: bool
    """Whether its thirty minutes are over."""

    is_used_up: bool
    """Whether its five uses are spent."""


def issue_trigger(tx: Transaction, user: str, view_id: str | None = None) -> str:
    """A new trigger id, such as ``123456.7890123.abcdef…``."""
    trigger = f"{secrets.randbelow(10**12)}.{secrets.randbelow(10**12)}.{secrets.token_hex(16)}"
    tx.db.execute("INSERT INTO triggers VALUES (?, ?, ?, ?, 0)", (trigger, user, view_id, tx.real_s))
    return trigger


def trigger(tx: Transaction, trigger_id: str) -> Trigger:
    """The trigger and whether it can still be exchanged."""
    row = tx.db.execute("SELECT * FROM triggers WHERE id = ?", (trigger_id,)).fetchone()
    if row is None:
        return Trigger(trigger_id, "", None, "unknown")
    state: TriggerState = "valid"
    if row["exchanged"]:
        state = "exchanged"
    elif tx.real_s - row["issued_real_s"] > TRIGGER_LIFETIME_S:
        state = "expired"
    return Trigger(trigger_id, row["user"], row["view_id"], state)


def exchange(tx: Transaction, trigger_id: str) -> None:
    """Use the trigger up."""
    tx.db.execute("UPDATE triggers SET exchanged = 1 WHERE id = ?", (trigger_id,))


def issue_response_url(
    tx: Transaction,
    *,
    kind: str,
    user: str,
    channel: str,
    ts: str | None = None,
    thread_ts: str | None = None,
) -> str:
    """A new response URL's path under the workspace's base URL."""
    secret = secrets.token_urlsafe(18)
    tx.db.execute(
        "INSERT INTO response_urls VALUES (?, ?, ?, ?, ?, ?, ?, 0)",
        (secret, kind, user, channel, ts, thread_ts, tx.real_s),
    )
    return f"{kind}/{tx.identity.team_id}/{secrets.randbelow(10**13)}/{secret}"


def response_url(tx: Transaction, secret: str) -> ResponseUrl | None:
    """The response URL with this secret."""
    row = tx.db.execute("SELECT * FROM response_urls WHERE secret = ?", (secret,)).fetchone()
    if row is None:
        return None
    values = dict(row)
    age_s = tx.real_s - values.pop("issued_real_s")
    is_used_up = values.pop("uses") >= RESPONSE_URL_USES
    return ResponseUrl(**values, is_expired=age_s > RESPONSE_URL_LIFETIME_S, is_used_up=is_used_up)


def count_use(tx: Transaction, url: ResponseUrl) -> None:
    """One of the five uses is spent."""
    tx.db.execute("UPDATE response_urls SET uses = uses + 1 WHERE secret = ?", (url.secret,))
