"""The workspace as an ASGI app: Web API, Socket Mode, response URLs, uploads, the control API and the page."""

from collections.abc import Awaitable, Callable
from urllib.parse import urlencode, urlsplit

from starlette.applications import Starlette
from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Mount, Route, WebSocketRoute
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette.websockets import WebSocket

from bot.sandbox.control.routes import control_routes, refused
from bot.sandbox.delivery.response_urls import parse_response, use
from bot.sandbox.errors import ControlRefused, Refused
from bot.sandbox.file_transfer import file_routes
from bot.sandbox.page_files import front_page, page_files
from bot.sandbox.request_body import bounded_body
from bot.sandbox.store import permits
from bot.sandbox.workspace import Workspace

Handler = Callable[[Request], Awaitable[Response]]

LOOPBACK_NAMES = frozenset({"127.0.0.1", "localhost", "::1"})

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


def build_app(workspace: Workspace) -> Starlette:
    """The app of one workspace. Whoever serves it starts and stops the workspace."""
    routes = [
        Route("/api/{method}", _web_api(workspace), methods=["GET", "POST"]),
        WebSocketRoute("/link/", _socket(workspace)),
        Route("/{kind:str}/{team}/{number:int}/{secret}", _response_url(workspace), methods=["POST"]),
        *file_routes(workspace),
        Route("/archives/{channel}/p{digits:int}", _permalink),
        Mount("/sandbox", routes=control_routes(workspace)),
        page_files(),
        Route("/", _index),
    ]
    return Starlette(
        routes=routes,
        exception_handlers={ControlRefused: refused},
        middleware=[Middleware(LoopbackOnly)],
    )


class LoopbackOnly:
    """Refuses requests by another host name or from another site's page.

    The page acts as anyone, so no other site may reach it through a person's browser (DNS rebinding,
    cross-site requests). Every answer forbids scripts that are not the page's own.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it."""
        if scope["type"] not in {"http", "websocket"}:
            await self._app(scope, receive, send)
            return
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        host = headers.get("host", "")
        origin = headers.get("origin")
        if _name(f"//{host}") not in LOOPBACK_NAMES or (origin and urlsplit(origin).netloc != host):
            await self._refuse(scope, receive, send)
            return

        async def send_with_policy(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _POLICY_HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, send_with_policy)

    async def _refuse(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await WebSocket(scope, receive, send).close(code=1008)
            return
        answer = PlainTextResponse("This workspace answers its own computer only.", status_code=403)
        await answer(scope, receive, send)


_POLICY_HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-cache",
}


def _name(url: str) -> str | None:
    try:
        return urlsplit(url).hostname
    except ValueError:
        return None


def _web_api(workspace: Workspace) -> Handler:
    async def answer(request: Request) -> Response:
        return await workspace.web_api(request)

    return answer


def _socket(workspace: Workspace) -> Callable[[WebSocket], Awaitable[None]]:
    async def hold(websocket: WebSocket) -> None:
        await workspace.sockets.serve(websocket)

    return hold


def _response_url(workspace: Workspace) -> Handler:
    """Slack answers a good one with ``ok`` in plain text, and others with 404 and an error."""

    async def respond(request: Request) -> Response:
        body = await bounded_body(request)
        try:
            response = parse_response(body)
            with workspace.store.transaction() as tx:
                url = permits.response_url(tx, request.path_params["secret"])
                if url is None or url.is_expired:
                    raise Refused("expired_url")
                if url.is_used_up:
                    raise Refused("used_url")
                use(tx, url, response)
        except Refused as refusal:
            return JSONResponse({"ok": False, "error": refusal.code}, status_code=404)
        return PlainTextResponse("ok")

    return respond


async def _permalink(request: Request) -> Response:
    """A message's permalink leads to the page; a reply's to its thread too (Slack, "chat.getPermalink")."""
    digits = str(request.path_params["digits"])
    place = {"channel": request.path_params["channel"], "ts": f"{digits[:-6]}.{digits[-6:]}"}
    thread = request.query_params.get("thread_ts")
    return RedirectResponse("/?" + urlencode(place | ({"thread": thread} if thread else {})))


async def _index(request: Request) -> Response:
    del request
    return front_page()
