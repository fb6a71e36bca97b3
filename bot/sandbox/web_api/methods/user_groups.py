"""``usergroups.*``: reading them."""

from bot.sandbox.errors import Refused
from bot.sandbox.json_types import JsonObject
from bot.sandbox.objects.user_groups import user_group_object
from bot.sandbox.store import plan, user_groups
from bot.sandbox.web_api.arguments import Argument, Kind
from bot.sandbox.web_api.method import Call, Method, Tier, errors


def _require_plan(call: Call) -> None:
    if not plan.current(call.tx).user_groups:
        raise Refused("plan_upgrade_required")


def _list(call: Call) -> JsonObject:
    _require_plan(call)
    shown = []
    for group in user_groups.every(call.tx):
        one = user_group_object(call.tx, group)
        if call.args.flag("include_users"):
            one["users"] = list(group.members)
        if call.args.flag("include_count"):
            one["user_count"] = len(group.members)
        shown.append(one)
    return {"usergroups": shown}


def _list_users(call: Call) -> JsonObject:
    _require_plan(call)
    group = user_groups.by_id(call.tx, call.args.required_text("usergroup"))
    if group is None:
        raise Refused("no_such_subteam")
    return {"users": list(group.members)}


_DISABLED = Argument("include_disabled", Kind.BOOLEAN)
_SCOPES = ("usergroups:read",)

METHODS = (
    Method(
        "usergroups.list",
        _list,
        Tier.T2,
        (
            Argument("include_count", Kind.BOOLEAN),
            _DISABLED,
            Argument("include_users", Kind.BOOLEAN),
            Argument("team_id"),
        ),
        scopes=_SCOPES,
        errors=errors("plan_upgrade_required"),
        accepts_json=False,
    ),
    Method(
        "usergroups.users.list",
        _list_users,
        Tier.T2,
        (Argument("usergroup", required=True, missing="no_such_subteam"), _DISABLED, Argument("team_id")),
        scopes=_SCOPES,
        errors=errors("no_such_subteam plan_upgrade_required"),
        accepts_json=False,
    ),
)
