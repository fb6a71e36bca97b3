"""Uploads and downloads of files: the two ends of the external-upload flow that are not Web API methods."""

from collections.abc import Awaitable, Callable
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from bot.sandbox.multipart import CONTENT_TYPE, MultipartError, read_form
from bot.sandbox.request_body import bounded_body
from bot.sandbox.store import files
from bot.sandbox.workspace import Workspace

Handler = Callable[[Request], Awaitable[Response]]

READ_SCOPE = "files:read"
HARMLESS = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp", "text/plain"})
"""Types that a browser shows without running anything. Everything else is handed over to be kept."""


def file_routes(workspace: Workspace) -> list[Route]:
    """Where bytes come in, and where they go out."""
    return [
        Route("/upload/v1/{ticket}", _upload(workspace), methods=["POST", "PUT"]),
        Route("/files-pri/{file:str}/{name:str}", _download(workspace), methods=["GET"]),
    ]


def _upload(workspace: Workspace) -> Handler:
    async def receive(request: Request) -> Response:
        try:
            body = _content(request.headers.get("content-type", ""), await bounded_body(request))
        except MultipartError as error:
            return PlainTextResponse(f"no such form: {error}", status_code=400)
        with workspace.store.transaction() as tx:
            file = files.by_ticket(tx, request.path_params["ticket"])
            if file is None or file.completed:
                return PlainTextResponse("no such upload", status_code=404)
            files.store_content(tx, file, body)
        return PlainTextResponse(f"OK - {len(body)}")

    return receive


def _content(content_type: str, body: bytes) -> bytes:
    """The file itself: Slack takes it as the whole body, or as the one file of a form."""
    if not content_type.lower().startswith(CONTENT_TYPE):
        return body
    files_sent = read_form(content_type, body).files
    if len(files_sent) != 1:
        raise MultipartError(f"{len(files_sent)} files instead of one")
    return next(iter(files_sent.values()))


def _download(workspace: Workspace) -> Handler:
    """Slack answers whoever shows no token with its sign-in page, not with an error (Slack, "File object")."""

    async def hand_over(request: Request) -> Response:
        if not (_from_the_page(request) or _by_token(workspace, request)):
            return RedirectResponse("/", status_code=302)
        with workspace.store.transaction() as tx:
            _team, _, file_id = request.path_params["file"].partition("-")
            file = files.get(tx, file_id)
        if file is None or not file.completed or file.content is None:
            return PlainTextResponse("no such file", status_code=404)
        shown = file.mimetype in HARMLESS and "download" not in request.query_params
        disposition = "inline" if shown else "attachment"
        return Response(
            file.content,
            media_type=file.mimetype if shown else "application/octet-stream",
            headers={"Content-Disposition": f"{disposition}; filename*=UTF-8''{quote(file.name)}"},
        )

    return hand_over


def _from_the_page(request: Request) -> bool:
    """Browsers say so themselves, and no page can say it for another one (Fetch Metadata)."""
    return request.headers.get("sec-fetch-site") == "same-origin"


def _by_token(workspace: Workspace, request: Request) -> bool:
    kind, _, token = request.headers.get("authorization", "").partition(" ")
    granted = READ_SCOPE in workspace.manifest.scopes
    return granted and kind == "Bearer" and token == workspace.store.identity.bot_token
