"""What stands in front of every method: token, limits, scopes, arguments, faults, and the list of calls."""

import asyncio
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import structlog
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot.sandbox.errors import Refused
from bot.sandbox.json_types import JsonObject
from bot.sandbox.store import Store, calls
from bot.sandbox.web_api import arguments, wire
from bot.sandbox.web_api.faults import Fault, Faults
from bot.sandbox.web_api.method import COMMON_ERRORS, Call, Method, Token, missing_scope
from bot.sandbox.web_api.rate_limits import RateLimiter

_log = structlog.get_logger(__name__)


_CHARSET_MESSAGES = {
    "missing_charset": "[WARN] the Content-Type of the JSON body declares no charset, such as utf-8",
    "superfluous_charset": "[WARN] the Content-Type of a form needs no charset",
}


@dataclass(frozen=True, slots=True)
class _Answer:
    body: JsonObject
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    unknown: tuple[str, ...] = ()


class WebApi:
    """Answers ``/api/{method}``.

    Args:
        store: The workspace.
        table: Method name -> method.
        scopes: The granted bot scopes.
        has_home_tab: Whether the app may publish a Home tab.
        limiter: None leaves rate limits off.
        faults: Ordered faults.
        latency_ms: Real milliseconds by which each answer is delayed.
        issue_socket_url: Makes the one-use URL of ``apps.connections.open``.
        base_url: The workspace's own address, asked when needed.
        cut: Cuts the connection of a request without an answer.
    """

    def __init__(
        self,
        *,
        store: Store,
        table: Mapping[str, Method],
        scopes: frozenset[str],
        has_home_tab: bool,
        limiter: RateLimiter | None,
        faults: Faults,
        latency_ms: int,
        issue_socket_url: Callable[[], str],
        base_url: Callable[[], str],
        cut: Callable[[Request], None],
    ) -> None:
        self._store = store
        self._table = table
        self._scopes = scopes
        self._has_home_tab = has_home_tab
        self._limiter = limiter
        self._faults = faults
        self._latency_s = latency_ms / 1000
        self._issue_socket_url = issue_socket_url
        self._base_url = base_url
        self._cut = cut

    async def __call__(self, request: Request) -> Response:
        """Answer one call. HTTP 200 with ``ok`` false for what Slack refuses, 429 over the limit."""
        started = time.perf_counter()
        name = str(request.path_params["method"])
        try:
            sent = await wire.sent_arguments(request)
            unreadable = None
        except Refused as refusal:
            sent, unreadable = wire.Sent({}), refusal
        with self._store.transaction() as tx:
            number = calls.record_arrival(
                tx, name, {key: value for key, value in sent.everything.items() if key != "token"}
            )
        fault = self._faults.take(name)
        await asyncio.sleep(self._latency_s + (fault.delay_ms / 1000 if fault else 0))
        if fault and fault.replaces_work:
            answer = _faulty_answer(fault)
        elif unreadable:
            answer = _Answer(_refusal_body(unreadable))
        else:
            answer = self._answer(name, wire.bearer_token(request, sent.everything), sent)
            _warn(answer, sent.warning)
        with self._store.transaction() as tx:
            calls.record_answer(
                tx,
                number,
                status=answer.status,
                error=answer.body.get("error"),
                unknown=answer.unknown,
                fault=fault.model_dump_json(exclude_defaults=True) if fault else None,
                duration_ms=(time.perf_counter() - started) * 1000,
            )
        if fault and fault.drop_reply:
            self._cut(request)
        return JSONResponse(answer.body, status_code=answer.status, headers=dict(answer.headers))

    def _answer(self, name: str, token: str | None, sent: wire.Sent) -> _Answer:
        method = self._table.get(name)
        if method is None:
            return _Answer({"ok": False, "error": "unknown_method", "req_method": name})
        raw = sent.everything if method.accepts_json else sent.fields
        ignored = () if method.accepts_json else tuple(sent.document)
        try:
            self._authorise(method, token)
            wait_s = self._limit(method, raw)
            if wait_s is not None:
                return _Answer({"ok": False, "error": "ratelimited"}, 429, {"Retry-After": str(wait_s)})
            if method.scopes and not self._scopes.intersection(method.scopes):
                raise missing_scope(method.scopes, self._scopes)
            checked = arguments.check(method.arguments, raw)
        except Refused as refusal:
            return _Answer(_refusal_body(refusal), headers=self._scope_headers(method), unknown=ignored)
        unknown = (*checked.unknown, *ignored)
        try:
            with self._store.transaction() as tx:
                body = method.handler(
                    Call(
                        tx,
                        checked,
                        self._scopes,
                        self._base_url(),
                        self._issue_socket_url,
                        self._has_home_tab,
                    )
                )
        except Refused as refusal:
            if refusal.code not in method.errors | COMMON_ERRORS:
                _log.error("undeclared_error", method=name, error=refusal.code)
                return _Answer({"ok": False, "error": "internal_error"}, unknown=unknown)
            body = _refusal_body(refusal)
            return _Answer(body, headers=self._scope_headers(method), unknown=unknown)
        return _Answer({"ok": True} | body, headers=self._scope_headers(method), unknown=unknown)

    def _authorise(self, method: Method, token: str | None) -> None:
        if method.token is Token.NONE:
            return
        if not token:
            raise Refused("not_authed")
        identity = self._store.identity
        kind = {identity.bot_token: Token.BOT, identity.app_token: Token.APP}.get(token)
        if kind is None:
            raise Refused("invalid_auth")
        if method.token not in {kind, Token.ANY}:
            raise Refused("not_allowed_token_type")

    def _limit(self, method: Method, raw: Mapping[str, object]) -> int | None:
        if self._limiter is None:
            return None
        channel = raw.get("channel")
        return self._limiter.retry_after_s(
            method.name, method.tier, channel if isinstance(channel, str) else None
        )

    def _scope_headers(self, method: Method) -> Mapping[str, str]:
        return {
            "x-oauth-scopes": ",".join(sorted(self._scopes)),
            "x-accepted-oauth-scopes": ",".join(method.scopes),
        }


def _refusal_body(refusal: Refused) -> JsonObject:
    body: JsonObject = {"ok": False, "error": refusal.code} | refusal.extra
    if refusal.messages:
        body["response_metadata"] = {"messages": list(refusal.messages)}
    return body


def _faulty_answer(fault: Fault) -> _Answer:
    status = fault.status or 200
    default = "ratelimited" if status == 429 else "internal_error"
    headers = {} if fault.retry_after is None else {"Retry-After": str(fault.retry_after)}
    return _Answer({"ok": False, "error": fault.error or default}, status, headers)


def _warn(answer: _Answer, about_charset: str | None) -> None:
    """Add warnings to those that the method itself gives: in ``warning``, and once more in the metadata."""
    added = [about_charset] if about_charset else []
    messages = [_CHARSET_MESSAGES[about_charset]] if about_charset else []
    if answer.unknown:
        added.append("superfluous_argument")
        messages += [f"[WARN] unknown argument: {name}" for name in answer.unknown]
    if not added:
        return
    metadata = answer.body.setdefault("response_metadata", {})
    warnings = [*metadata.get("warnings", ()), *added]
    answer.body["warning"] = ",".join(warnings)
    metadata["warnings"] = warnings
    metadata["messages"] = [*metadata.get("messages", ()), *messages]
