"""``auth.test``, ``api.test``, ``apps.connections.open``, ``team.info``."""

from bot.sandbox.errors import Refused
from bot.sandbox.json_types import JsonObject
from bot.sandbox.web_api.arguments import Argument
from bot.sandbox.web_api.method import Call, Method, Tier, Token, errors


def _api_test(call: Call) -> JsonObject:
    error = call.args.text("error")
    if error:
        raise Refused("fatal_error", messages=(f"[ERROR] asked for: {error}",))
    foo = call.args.text("foo")
    return {"args": {"foo": foo} if foo is not None else {}}


def _auth_test(call: Call) -> JsonObject:
    who = call.tx.identity
    return {
        "url": f"{call.base_url}/",
        "team": who.team_name,
        "user": who.bot_name,
        "team_id": who.team_id,
        "user_id": who.bot_user_id,
        "bot_id": who.bot_id,
        "is_enterprise_install": False,
    }


def _connections_open(call: Call) -> JsonObject:
    return {"url": call.issue_socket_url()}


def _team_info(call: Call) -> JsonObject:
    who = call.tx.identity
    asked = call.args.text("team")
    if asked and asked != who.team_id:
        raise Refused("team_not_found")
    return {
        "team": {
            "id": who.team_id,
            "name": who.team_name,
            "domain": who.team_domain,
            "email_domain": "example.com",
            "icon": {"image_default": True},
            "is_verified": False,
            "url": f"{call.base_url}/",
            "avatar_base_url": f"{call.base_url}/",
        }
    }


METHODS = (
    Method("api.test", _api_test, Tier.T4, (Argument("foo"), Argument("error")), token=Token.NONE),
    Method("auth.test", _auth_test, Tier.SPECIAL, token=Token.ANY),
    Method(
        "apps.connections.open",
        _connections_open,
        Tier.T3,
        errors=errors("forbidden_team insecure_request missing_args"),
        token=Token.APP,
    ),
    Method(
        "team.info",
        _team_info,
        Tier.T3,
        (Argument("team"), Argument("domain")),
        scopes=("team:read",),
        errors=errors("team_not_found"),
    ),
)
