"""The app, by whichever of Slack's two ways it is reached: Socket Mode, or signed HTTP requests."""

from collections.abc import Callable

from bot.sandbox.delivery.dispatch import Dispatch
from bot.sandbox.delivery.http_requests import RequestUrl
from bot.sandbox.delivery.sockets import SocketHub
from bot.sandbox.json_types import JsonObject


class AppLink:
    """Delivers to the request URL where there is one, else over Socket Mode.

    Args:
        sockets: The app's Socket Mode connections.
        on_change: Called when the way changes.
    """

    def __init__(self, sockets: SocketHub, on_change: Callable[[], None]) -> None:
        self._sockets = sockets
        self._on_change = on_change
        self._request_url: RequestUrl | None = None

    @property
    def request_url(self) -> str | None:
        """The app's request URL; None in Socket Mode."""
        return self._request_url.url if self._request_url else None

    @property
    def is_connected(self) -> bool:
        """Whether there is somewhere to deliver to."""
        return self._request_url is not None or self._sockets.is_connected

    async def use_http(self, request_url: RequestUrl) -> None:
        """Send signed requests from now on. Socket Mode is switched off, which its connections are told."""
        await self._release()
        self._request_url = request_url
        self._sockets.is_enabled = False
        await self._sockets.disconnect("link_disabled")
        self._on_change()

    async def use_sockets(self) -> None:
        """Use Socket Mode from now on."""
        await self._release()
        self._sockets.is_enabled = True
        self._on_change()

    async def close(self) -> None:
        """End every connection."""
        await self._release()
        await self._sockets.disconnect(None)

    async def deliver(self, dispatch: Dispatch) -> JsonObject:
        """Send it and wait for the acknowledgement.

        Returns:
            The answer in the acknowledgement, empty without one.

        Raises:
            DeliveryError: The app is not there, or does not acknowledge in three seconds.
        """
        if self._request_url:
            return await self._request_url.deliver(dispatch)
        return await self._sockets.deliver(dispatch)

    async def _release(self) -> None:
        if self._request_url:
            await self._request_url.close()
            self._request_url = None
