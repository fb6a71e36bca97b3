"""How arguments travel: query, form and JSON body, merged as Slack does."""

import json
from urllib.parse import parse_qsl

from starlette.requests import Request

from bot.sandbox.errors import Refused

MAX_BODY_BYTES = 4 * 1024 * 1024
"""No call of the Web API needs more; files travel on an upload URL."""


async def raw_arguments(request: Request) -> dict[str, object]:
    """All arguments as they came: text from query and form, any JSON type from a JSON body.

    Raises:
        Refused: The body is not what its content type says.
    """
    arguments: dict[str, object] = dict(parse_qsl(request.url.query, keep_blank_values=True))
    body = await _body(request)
    if not body:
        return arguments
    content_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if content_type == "application/json":
        return arguments | _json_object(body)
    if content_type in {"application/x-www-form-urlencoded", ""}:
        try:
            form = body.decode("utf-8")
        except UnicodeDecodeError as error:
            raise Refused("invalid_form_data") from error
        return arguments | dict(parse_qsl(form, keep_blank_values=True))
    raise Refused("invalid_post_type")


def bearer_token(request: Request, arguments: dict[str, object]) -> str | None:
    """The token of the ``Authorization`` header, else of the ``token`` argument."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer" and token.strip():
        return token.strip()
    argument = arguments.get("token")
    return argument if isinstance(argument, str) and argument else None


async def _body(request: Request) -> bytes:
    chunks: list[bytes] = []
    size = 0
    async for chunk in request.stream():
        size += len(chunk)
        if size > MAX_BODY_BYTES:
            raise Refused("invalid_form_data")
        chunks.append(chunk)
    return b"".join(chunks)


def _json_object(body: bytes) -> dict[str, object]:
    try:
        value = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise Refused("invalid_json") from error
    if not isinstance(value, dict):
        raise Refused("json_not_object")
    return value
