"""Reading what was sent, but not without end."""

from starlette.requests import Request

from bot.sandbox.errors import ControlRefused

MAX_BODY_BYTES = 20 * 1024 * 1024


async def bounded_body(request: Request) -> bytes:
    """The whole body.

    Raises:
        ControlRefused: It is longer than `MAX_BODY_BYTES`.
    """
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_BODY_BYTES:
            raise ControlRefused("too_large", "That is too much.", status=413)
    return body
