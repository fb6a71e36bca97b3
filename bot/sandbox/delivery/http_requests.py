"""HTTP mode: signed requests to the app's request URL (Slack, "The Events API", "Slash commands")."""

import json
import secrets
from collections.abc import Mapping
from urllib.parse import urlencode

import httpx

from bot.sandbox.delivery.dispatch import ACK_TIMEOUT_S, Dispatch
from bot.sandbox.delivery.failure import DeliveryError
from bot.sandbox.delivery.request_url import RequestUrlError, loopback_url
from bot.sandbox.delivery.signing import signature_headers
from bot.sandbox.json_text import read_json
from bot.sandbox.json_types import JsonObject
from bot.sandbox.real_time import RealTime

_JSON = "application/json"
_FORM = "application/x-www-form-urlencoded"
_TIMEOUT_S = 60.0
"""Bounds a request behind the acknowledgement, which is timed apart so that a test can move its time."""

_AGENT = "Slackbot 1.0 (+https://api.slack.com/robots)"


class RequestUrl:
    """One app's request URL: events, commands and interactions all go there, as Bolt expects.

    Args:
        url: On this computer.
        signing_secret: Signs each request.
        verification_token: Told in the challenge, as in every payload.
        real_time: Runs time stamps and acknowledgements.

    Raises:
        RequestUrlError: ``url`` is not of this computer.
    """

    def __init__(
        self, url: str, *, signing_secret: str, verification_token: str, real_time: RealTime
    ) -> None:
        self.url = loopback_url(url)
        self._signing_secret = signing_secret
        self._verification_token = verification_token
        self._time = real_time
        self._is_verified = False
        # Redirects are not followed and proxies not asked: either could lead to another computer.
        self._client = httpx.AsyncClient(follow_redirects=False, trust_env=False, timeout=_TIMEOUT_S)

    async def close(self) -> None:
        """Close its connections."""
        await self._client.aclose()

    async def verify(self) -> None:
        """Ask it to repeat a challenge, as Slack does before it sends events there.

        Raises:
            RequestUrlError: It does not.
        """
        challenge = secrets.token_urlsafe(32)
        body = {"token": self._verification_token, "challenge": challenge, "type": "url_verification"}
        try:
            answer = await self._post(json.dumps(body).encode(), _JSON, {})
        except DeliveryError as error:
            raise RequestUrlError(
                f"{self.url} does not answer the challenge ({error.retry_reason}).",
                remedy="Start the app first, with the signing secret of this workspace.",
            ) from error
        if _repeated(answer) != challenge:
            raise RequestUrlError(
                f"{self.url} does not repeat the challenge.",
                remedy="It must answer url_verification with the value of challenge.",
            )
        self._is_verified = True

    async def deliver(self, dispatch: Dispatch) -> JsonObject:
        """Post one thing and wait for its acknowledgement.

        Returns:
            The answer in it, empty without one.

        Raises:
            DeliveryError: It does not answer with 2xx within three seconds.
        """
        if dispatch.kind == "events_api":
            await self._require_verified()
            await self._post(json.dumps(dispatch.payload).encode(), _JSON, _retry_headers(dispatch))
            return {}
        body = _form(dispatch)
        answer = await self._post(body.encode(), _FORM, {})
        return _answer(answer, dispatch)

    async def _require_verified(self) -> None:
        if not self._is_verified:
            try:
                await self.verify()
            except RequestUrlError as error:
                raise DeliveryError("dispatch_failed", "connection_failed") from error

    async def _post(self, body: bytes, content_type: str, more: Mapping[str, str]) -> httpx.Response:
        now = self._time.now_s()
        headers = {
            "Content-Type": content_type,
            "User-Agent": _AGENT,
            **signature_headers(self._signing_secret, body, timestamp_s=int(now)),
            **more,
        }
        posting = self._client.post(self.url, content=body, headers=headers)
        try:
            answer = await self._time.finish_by(now + ACK_TIMEOUT_S, posting)
        except TimeoutError as error:
            raise DeliveryError("operation_timeout", "http_timeout") from error
        except httpx.HTTPError as error:
            raise DeliveryError("dispatch_failed", "connection_failed") from error
        if not answer.is_success:
            code = "http_client_error" if answer.is_client_error else "http_service_error"
            may_retry = answer.headers.get("X-Slack-No-Retry") != "1"
            raise DeliveryError(code, "http_error", may_retry=may_retry)
        return answer


def _retry_headers(dispatch: Dispatch) -> dict[str, str]:
    if not dispatch.retry_attempt:
        return {}
    return {
        "X-Slack-Retry-Num": str(dispatch.retry_attempt),
        "X-Slack-Retry-Reason": dispatch.retry_reason,
    }


def _form(dispatch: Dispatch) -> str:
    """Commands are plain fields; interactions are JSON in the one field ``payload``."""
    if dispatch.kind == "interactive":
        return urlencode({"payload": json.dumps(dispatch.payload)})
    return urlencode({key: _field(value) for key, value in dispatch.payload.items()})


def _field(value: object) -> str:
    return json.dumps(value) if isinstance(value, bool) else str(value)


def _repeated(answer: httpx.Response) -> str | None:
    """The challenge in an answer: as JSON, or plain."""
    if answer.headers.get("Content-Type", "").startswith(_JSON):
        try:
            document = read_json(answer.content)
        except ValueError:
            return None
        repeated = document.get("challenge") if isinstance(document, dict) else None
        return repeated if isinstance(repeated, str) else None
    return answer.text.strip()


def _answer(answer: httpx.Response, dispatch: Dispatch) -> JsonObject:
    """What the app says in its acknowledgement. A command may be answered in plain text."""
    if not dispatch.accepts_response or not answer.text.strip():
        return {}
    if answer.headers.get("Content-Type", "").startswith(_JSON):
        try:
            document = read_json(answer.content)
        except ValueError as error:
            raise DeliveryError("invalid_command_response", "http_error") from error
        return document if isinstance(document, dict) else {}
    return {"text": answer.text} if dispatch.kind == "slash_commands" else {}
