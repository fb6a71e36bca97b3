"""``blocks.validate``."""

from bot.sandbox.blocks import Issue, check_message, check_view
from bot.sandbox.errors import Refused
from bot.sandbox.json_types import JsonObject
from bot.sandbox.web_api.arguments import Argument, Kind
from bot.sandbox.web_api.method import Call, Method, Tier, Token, errors

MAX_JSON = 100_000
"""Characters of JSON (Slack, ``blocks.validate``)."""

_EXACTLY_ONE = "must provide exactly one of `blocks`, `view`, or `message`"


def _validate(call: Call) -> JsonObject:
    given = [name for name in ("blocks", "view", "message") if name in call.args]
    if len(given) != 1:
        raise Refused("invalid_arguments", messages=(_EXACTLY_ONE,))
    issues = _issues(call, given[0])
    if issues:
        raise Refused(f"invalid_{given[0]}", errors=[issue.as_error() for issue in issues])
    return {}


def _issues(call: Call, what: str) -> list[Issue]:
    if what == "blocks":
        return check_message(call.args.array("blocks"), at="")
    if what == "message":
        return check_message((call.args.object("message") or {}).get("blocks", []), at="/blocks")
    view = call.args.object("view") or {}
    return check_view(view, "home" if view.get("type") == "home" else "modal", at="")


def _json(name: str, kind: Kind) -> Argument:
    return Argument(name, kind, max_length=MAX_JSON)


METHODS = (
    Method(
        "blocks.validate",
        _validate,
        Tier.T4,
        (_json("blocks", Kind.ARRAY), _json("view", Kind.OBJECT), _json("message", Kind.OBJECT)),
        errors=errors("invalid_blocks invalid_view invalid_message"),
        token=Token.NONE,
    ),
)
