"""One workspace with everything that belongs to it, put together in one place."""

from collections.abc import Callable
from pathlib import Path

from starlette.requests import Request

from bot.clock import Clock
from bot.sandbox.delivery.app_link import AppLink
from bot.sandbox.delivery.http_requests import RequestUrl
from bot.sandbox.delivery.outbox import Outbox
from bot.sandbox.delivery.sockets import SocketHub
from bot.sandbox.endpoints import NoEndpoints, OfferedEndpoints
from bot.sandbox.manifest import AppManifest
from bot.sandbox.real_time import RealTime
from bot.sandbox.scheduled_posts import ScheduledPosts
from bot.sandbox.settings import SandboxSettings
from bot.sandbox.store import Grants, Store
from bot.sandbox.store.seed import installing, seeding
from bot.sandbox.watchers import Watchers
from bot.sandbox.web_api.dispatcher import WebApi
from bot.sandbox.web_api.faults import Faults
from bot.sandbox.web_api.rate_limits import RateLimiter
from bot.sandbox.web_api.table import TABLE

DATABASE_NAME = "sandbox.db"


class Workspace:
    """The state and the services of one workspace.

    Args:
        settings: How it is served.
        manifest: The installed app.
        database: Its file; ``:memory:`` for one that is forgotten.
        real_time: Runs the limits that follow no movable clock.

    Raises:
        SandboxError: The file cannot be used.
    """

    def __init__(
        self,
        settings: SandboxSettings,
        manifest: AppManifest,
        *,
        database: Path | str | None = None,
        real_time: RealTime | None = None,
    ) -> None:
        self._real_time = real_time or RealTime()
        self.settings = settings
        self.manifest = manifest
        self.clock = Clock()
        self.base_url = f"http://127.0.0.1:{settings.port}"
        self.endpoints: OfferedEndpoints = NoEndpoints()
        self.faults = Faults()
        self.cut: Callable[[Request], None] = _cannot_cut
        if database is None:
            settings.data_dir.mkdir(parents=True, exist_ok=True)
            database = settings.data_dir / DATABASE_NAME
        self.store = Store(
            database,
            clock=self.clock,
            grants=Grants(frozenset(manifest.scopes), manifest.events),
            seed=seeding(manifest.bot_name),
            install=installing(manifest.bot_name),
            real_time=self._real_time,
        )
        self.watchers = Watchers(self.store)
        self.sockets = SocketHub(
            app_id=self.store.identity.app_id,
            base_url=self._own_address,
            on_change=self.watchers.notice_app,
            real_time=self._real_time,
        )
        self.app = AppLink(self.sockets, on_change=self.watchers.notice_app)
        self.scheduled_posts = ScheduledPosts(self.store)
        self.outbox = Outbox(self.store, self.app, self._real_time)
        self.web_api = WebApi(
            store=self.store,
            table=TABLE,
            scopes=frozenset(manifest.scopes),
            has_home_tab=manifest.has_home_tab,
            limiter=RateLimiter() if settings.rate_limits else None,
            faults=self.faults,
            latency_ms=settings.latency_ms,
            issue_socket_url=self.sockets.issue_url,
            base_url=self._own_address,
            cut=self._cut,
        )

    def _own_address(self) -> str:
        return self.base_url

    def _cut(self, request: Request) -> None:
        self.cut(request)

    def request_url(self, url: str) -> RequestUrl:
        """``url`` as the app's request URL.

        Raises:
            RequestUrlError: It is not of this computer.
        """
        who = self.store.identity
        return RequestUrl(
            url,
            signing_secret=who.signing_secret,
            verification_token=who.verification_token,
            real_time=self._real_time,
        )

    async def start(self) -> None:
        """Deliver what is pending."""
        if self.settings.request_url:
            await self.app.use_http(self.request_url(self.settings.request_url))
        self.outbox.start()
        self.scheduled_posts.start()

    async def stop(self) -> None:
        """End the streams and deliveries. Requests on their way are still answered, until `close`."""
        self.watchers.close()
        await self.scheduled_posts.stop()
        await self.outbox.stop()
        await self.app.close()

    def close(self) -> None:
        """Close the file, after the last request."""
        self.store.close()


def _cannot_cut(request: Request) -> None:
    """Without a server of ours there is no connection to cut; the caller's transport gets an error."""
    message = f"the connection of {request.url.path} was to be cut"
    raise ConnectionAbortedError(message)
