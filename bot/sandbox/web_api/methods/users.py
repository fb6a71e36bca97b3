"""``users.*``, apart from ``users.conversations``."""

from bot.sandbox.errors import Refused
from bot.sandbox.json_types import JsonObject
from bot.sandbox.objects.users import user_object
from bot.sandbox.store import users
from bot.sandbox.store.users import User
from bot.sandbox.web_api.arguments import INVALID, Argument, Kind
from bot.sandbox.web_api.method import Call, Method, Tier, errors
from bot.sandbox.web_api.paging import page


def _shown(call: Call, user: User) -> JsonObject:
    shown = user_object(call.tx, user, with_email="users:read.email" in call.scopes)
    return shown | {"locale": "en-US"} if call.args.flag("include_locale") else shown


def _info(call: Call) -> JsonObject:
    return {"user": _shown(call, call.person(call.args.required_text("user")))}


def _list(call: Call) -> JsonObject:
    found, metadata = page(
        users.every(call.tx), call.args.text("cursor"), call.args.number("limit"), bad_limit=INVALID
    )
    return {
        "members": [_shown(call, user) for user in found],
        "cache_ts": call.tx.now_s,
        "response_metadata": metadata,
    }


def _lookup_by_email(call: Call) -> JsonObject:
    found = users.by_email(call.tx, call.args.required_text("email"))
    if found is None:
        raise Refused("users_not_found")
    return {"user": _shown(call, found)}


METHODS = (
    Method(
        "users.info",
        _info,
        Tier.T4,
        (Argument("user", required=True, missing="user_not_found"), Argument("include_locale", Kind.BOOLEAN)),
        scopes=("users:read",),
        errors=errors("user_not_found user_not_visible"),
        accepts_json=False,
    ),
    Method(
        "users.list",
        _list,
        Tier.T2,
        (
            Argument("cursor"),
            Argument("limit", Kind.INTEGER),
            Argument("include_locale", Kind.BOOLEAN),
            Argument("team_id"),
        ),
        scopes=("users:read",),
        errors=errors("invalid_cursor limit_required missing_argument"),
        accepts_json=False,
    ),
    Method(
        "users.lookupByEmail",
        _lookup_by_email,
        Tier.T3,
        (Argument("email", required=True, missing="users_not_found"),),
        scopes=("users:read.email",),
        errors=errors("users_not_found"),
        accepts_json=False,
    ),
)
