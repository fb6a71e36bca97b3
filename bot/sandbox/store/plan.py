"""What the workspace's plan includes. Free plans of Slack lack some of it."""

from dataclasses import dataclass

from bot.sandbox.store.database import Transaction

_CANVASES = "plan.canvases"
_USER_GROUPS = "plan.user_groups"


@dataclass(frozen=True, slots=True)
class Plan:
    """The features that a plan can lack."""

    canvases: bool = True
    user_groups: bool = True


def current(tx: Transaction) -> Plan:
    """The workspace's plan."""
    return Plan(canvases=_has(tx, _CANVASES), user_groups=_has(tx, _USER_GROUPS))


def change(tx: Transaction, plan: Plan) -> None:
    """Give the workspace another plan."""
    tx.set_meta(_CANVASES, str(int(plan.canvases)))
    tx.set_meta(_USER_GROUPS, str(int(plan.user_groups)))


def _has(tx: Transaction, key: str) -> bool:
    row = tx.db.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
    return row is None or row["value"] == "1"
