"""The real slack-bolt, served over HTTP on loopback or connected over Socket Mode."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
from aiohttp import web
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

PATH = "/slack/events"


async def bolt_app(workspace: httpx.AsyncClient, *, signing_secret: str | None = None) -> AsyncApp:
    """A Bolt app with this workspace's tokens, whose handlers are to be added."""
    tokens = (await workspace.get("/sandbox/tokens")).json()
    client = AsyncWebClient(token=tokens["bot"], base_url=str(workspace.base_url.join("/api/")))
    return AsyncApp(client=client, signing_secret=signing_secret or tokens["signing_secret"])


@asynccontextmanager
async def served(handler: web.Application) -> AsyncIterator[str]:
    """Serve a web application on loopback; yields the URL that Slack would post to."""
    runner = web.AppRunner(handler, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    host, port = runner.addresses[0][:2]
    try:
        yield f"http://{host}:{port}{PATH}"
    finally:
        await runner.cleanup()


@asynccontextmanager
async def connected(workspace: httpx.AsyncClient, app: AsyncApp) -> AsyncIterator[None]:
    """Connect a Bolt app over Socket Mode."""
    tokens = (await workspace.get("/sandbox/tokens")).json()
    handler = AsyncSocketModeHandler(app, tokens["app"])
    await handler.connect_async()  # type: ignore[no-untyped-call] # as Bolt declares it
    try:
        yield
    finally:
        await handler.close_async()  # type: ignore[no-untyped-call] # as Bolt declares it
