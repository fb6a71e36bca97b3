"""The addresses of the control API. Every answer is JSON with ``ok``; an error has ``error`` and ``message``."""

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import TypeVar

from pydantic import BaseModel, ValidationError
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from bot.sandbox.control import (
    actions,
    commands,
    conversations,
    endpoints,
    invitations,
    modals,
    overview,
    people,
    plan,
    suggestions,
)
from bot.sandbox.control import requests as bodies
from bot.sandbox.control.references import person
from bot.sandbox.errors import ControlRefused
from bot.sandbox.json_types import JsonObject
from bot.sandbox.web_api.faults import Fault
from bot.sandbox.workspace import Workspace

BodyT = TypeVar("BodyT", bound=BaseModel)
Handler = Callable[[Request], Awaitable[Response]]

MAX_BODY_BYTES = 1024 * 1024


def control_routes(workspace: Workspace) -> list[Route]:
    """Routes below ``/sandbox``."""
    get = _Reads(workspace)
    return [
        Route("/users", get.answer(lambda _: overview.list_users(workspace))),
        Route("/users/{user}", _set_user(workspace), methods=["POST"]),
        Route("/workspace", get.answer(lambda _: overview.describe(workspace))),
        Route("/tokens", get.answer(lambda _: overview.tokens(workspace))),
        Route("/endpoints", get.answer(lambda _: endpoints.list_endpoints(workspace))),
        Route("/endpoints/{name}", get.endpoint),
        Route("/endpoints/{name}", _set_endpoint(workspace), methods=["POST"]),
        Route("/calls", get.answer(lambda _: overview.list_calls(workspace))),
        Route("/clock", get.answer(lambda _: overview.clock(workspace))),
        Route("/clock", _write(bodies.ClockBody, _now(workspace, overview.advance_clock)), methods=["POST"]),
        Route("/channels", get.answer(lambda r: conversations.list_channels(workspace, _user(r)))),
        Route("/channels/{channel}/messages", get.answer(get.messages)),
        Route("/home", get.answer(lambda r: overview.home(workspace, _required_user(r)))),
        Route("/home/open", _write(bodies.HomeBody, _now(workspace, overview.open_home)), methods=["POST"]),
        Route("/views", get.answer(lambda r: modals.shown_views(workspace, _required_user(r)))),
        Route("/views/{view_id}/submit", _submit(workspace), methods=["POST"]),
        Route("/views/{view_id}/close", _close(workspace), methods=["POST"]),
        Route("/stream", get.stream),
        Route(
            "/commands", _write(bodies.CommandBody, _later(workspace, commands.run_command)), methods=["POST"]
        ),
        Route("/actions", _write(bodies.ActionBody, _later(workspace, actions.run_action)), methods=["POST"]),
        Route(
            "/suggestions",
            _write(bodies.SuggestionBody, _later(workspace, suggestions.suggest)),
            methods=["POST"],
        ),
        Route(
            "/invitations",
            _write(bodies.InvitationBody, _now(workspace, invitations.invite)),
            methods=["POST"],
        ),
        Route(
            "/shortcuts",
            _write(bodies.ShortcutBody, _later(workspace, commands.run_shortcut)),
            methods=["POST"],
        ),
        Route(
            "/messages",
            _write(bodies.MessageBody, _now(workspace, conversations.post_message)),
            methods=["POST"],
        ),
        Route(
            "/reactions", _write(bodies.ReactionBody, _now(workspace, conversations.react)), methods=["POST"]
        ),
        Route("/read", _write(bodies.ReadBody, _now(workspace, conversations.mark_read)), methods=["POST"]),
        Route("/app", _write(bodies.AppBody, _later(workspace, overview.reach_app)), methods=["POST"]),
        Route("/plan", get.answer(lambda _: plan.show(workspace))),
        Route("/plan", _write(plan.PlanBody, _now(workspace, plan.change)), methods=["POST"]),
        Route("/usergroups", get.answer(lambda _: plan.list_user_groups(workspace))),
        Route(
            "/canvases/{canvas}", get.answer(lambda r: plan.show_canvas(workspace, r.path_params["canvas"]))
        ),
        Route("/faults", _write(Fault, _now(workspace, overview.order_fault)), methods=["POST"]),
        Route("/faults", get.answer(lambda _: overview.clear_faults(workspace)), methods=["DELETE"]),
        Route(
            "/disconnect",
            _write(bodies.DisconnectBody, _later(workspace, overview.disconnect)),
            methods=["POST"],
        ),
    ]


class _Reads:
    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def answer(self, read: Callable[[Request], JsonObject]) -> Handler:
        async def handle(request: Request) -> Response:
            return _ok(read(request))

        return handle

    def messages(self, request: Request) -> JsonObject:
        return conversations.list_messages(self._workspace, request.path_params["channel"], _user(request))

    async def endpoint(self, request: Request) -> Response:
        return _ok(await endpoints.show(self._workspace, request.path_params["name"]))

    async def stream(self, request: Request) -> Response:
        reference = _user(request)
        user = None
        if reference:
            with self._workspace.store.transaction() as tx:
                user = person(tx, reference).id
        lines: AsyncIterator[str] = self._workspace.watchers.stream(user)
        return StreamingResponse(
            lines,
            media_type="text/event-stream",
            headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
        )


def _user(request: Request) -> str | None:
    return request.query_params.get("user") or None


def _required_user(request: Request) -> str:
    user = _user(request)
    if user is None:
        raise ControlRefused("user_required", "Say whose with ?user=.")
    return user


def _now(
    workspace: Workspace, do: Callable[[Workspace, BodyT], JsonObject]
) -> Callable[[BodyT], Awaitable[JsonObject]]:
    async def call(body: BodyT) -> JsonObject:
        return do(workspace, body)

    return call


def _later(
    workspace: Workspace, do: Callable[[Workspace, BodyT], Awaitable[JsonObject]]
) -> Callable[[BodyT], Awaitable[JsonObject]]:
    async def call(body: BodyT) -> JsonObject:
        return await do(workspace, body)

    return call


def _write(model: type[BodyT], do: Callable[[BodyT], Awaitable[JsonObject]]) -> Handler:
    async def handle(request: Request) -> Response:
        return _ok(await do(await _body(request, model)))

    return handle


def _set_endpoint(workspace: Workspace) -> Handler:
    async def handle(request: Request) -> Response:
        body = await _body(request, endpoints.EndpointBody)
        return _ok(await endpoints.change(workspace, request.path_params["name"], body))

    return handle


def _set_user(workspace: Workspace) -> Handler:
    async def handle(request: Request) -> Response:
        body = await _body(request, people.UserBody)
        return _ok(people.change(workspace, request.path_params["user"], body))

    return handle


def _submit(workspace: Workspace) -> Handler:
    async def handle(request: Request) -> Response:
        body = await _body(request, bodies.SubmitBody)
        return _ok(await modals.submit(workspace, request.path_params["view_id"], body))

    return handle


def _close(workspace: Workspace) -> Handler:
    async def handle(request: Request) -> Response:
        body = await _body(request, bodies.CloseBody)
        return _ok(await modals.close(workspace, request.path_params["view_id"], body))

    return handle


async def _body(request: Request, model: type[BodyT]) -> BodyT:
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_BODY_BYTES:
            raise ControlRefused("too_large", "That is too much.", status=413)
    try:
        return model.model_validate_json(body or b"{}")
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False, include_context=False)[0]
        where = ".".join(str(part) for part in first["loc"]) or "body"
        raise ControlRefused("invalid_arguments", f"{where}: {first['msg']}.") from error


def _ok(answer: JsonObject) -> Response:
    return JSONResponse({"ok": True} | answer)


async def refused(request: Request, error: Exception) -> Response:
    """Answer a `ControlRefused` as the page and tests expect it."""
    del request
    if not isinstance(error, ControlRefused):
        raise error
    return JSONResponse({"ok": False, "error": error.code, "message": error.what}, status_code=error.status)
