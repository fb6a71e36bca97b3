"""How arguments travel: query, form and JSON body, merged as Slack does.

Source of the warnings: Slack, "Using the Slack Web API", and its developer blog on warnings about charsets.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qsl

from starlette.requests import Request

from bot.sandbox import multipart
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

    warning: str | None = None
    """``missing_charset`` for JSON that names none, ``superfluous_charset`` for a form that names one."""

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
    header = request.headers.get("content-type", "")
    content_type, _, parameters = header.partition(";")
    names_charset = "charset=" in parameters.lower()
    match content_type.strip().lower():
        case "application/json":
            return Sent(query, _json_object(body), None if names_charset else "missing_charset")
        case "application/x-www-form-urlencoded" | "":
            fields = _form(body)
        case multipart.CONTENT_TYPE:
            fields = _multipart(header, body)
        case _:
            raise Refused("invalid_post_type")
    return Sent({**query, **fields}, warning="superfluous_charset" if names_charset else None)


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


def _form(body: bytes) -> Mapping[str, object]:
    try:
        return dict(parse_qsl(body.decode("utf-8"), keep_blank_values=True))
    except UnicodeDecodeError as error:
        raise Refused("invalid_form_data") from error


def _multipart(content_type: str, body: bytes) -> Mapping[str, object]:
    """The fields of a form with parts. No method here takes a file this way, so that one is an unknown argument."""
    try:
        form = multipart.read_form(content_type, body)
    except multipart.MultipartError as error:
        raise Refused("invalid_form_data") from error
    return form.fields | {name: f"{len(content)} bytes" for name, content in form.files.items()}


def _json_object(body: bytes) -> dict[str, object]:
    try:
        value = read_json(body)
    except ValueError as error:
        raise Refused("invalid_json") from error
    if not isinstance(value, dict):
        raise Refused("json_not_object")
    return value
