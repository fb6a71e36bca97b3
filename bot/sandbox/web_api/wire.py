"""How arguments travel: query, form and JSON body, merged as Slack does."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qsl

from starlette.requests import Request

from bot.sandbox.errors import Refused
from bot.sandbox.json_text import read_json

MAX_BODY_BYTES = 4 * 1024 * 1024
"""No call of the Web API needs more; files travel on an upload URL."""


@dataclass(frozen=True, slots=True)
class Sent:
    """The arguments of a call as they came."""

    fields: Mapping[str, object]
    """Text from query and form."""

    document: Mapping[str, object] = field(default_factory=dict)
    """Any JSON type, from a JSON body."""

    @property
    def everything(self) -> dict[str, object]:
        """All of them by name."""
        return {**self.fields, **self.document}


async def sent_arguments(request: Request) -> Sent:
    """What a call carries in query, form and JSON body.

    Raises:
        Refused: The body is not what its content type says.
    """
    query = dict(parse_qsl(request.url.query, keep_blank_values=True))
    body = await _body(request)
    if not body:
        return Sent(query)
    content_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if content_type == "application/json":
        return Sent(query, _json_object(body))
    if content_type in {"application/x-www-form-urlencoded", ""}:
        try:
            form = body.decode("utf-8")
        except UnicodeDecodeError as error:
            raise Refused("invalid_form_data") from error
        return Sent(query | dict(parse_qsl(form, keep_blank_values=True)))
    raise Refused("invalid_post_type")


def bearer_token(request: Request, arguments: Mapping[str, object]) -> str | None:
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
        value = read_json(body)
    except ValueError as error:
        raise Refused("invalid_json") from error
    if not isinstance(value, dict):
        raise Refused("json_not_object")
    return value
