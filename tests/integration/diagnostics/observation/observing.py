"""Observing one address, as the tests here do it."""

import asyncio

from bot.diagnostics.model.observation import AddressSource, Observation
from bot.diagnostics.observation.addresses import Located
from bot.diagnostics.observation.observe import Observer
from bot.diagnostics.static_hosts import Endpoint
from bot.diagnostics.target import StartTls, Target


async def observed(
    port: int,
    host: str = "api.example.com",
    *,
    target_port: int = 443,
    starttls: StartTls | None = None,
    within: float = 3.0,
    further: bool = True,
) -> Observation:
    """What 127.0.0.1 shows on that port, within so many seconds."""
    deadline = asyncio.get_running_loop().time() + within
    observer = Observer.until(Target(host, target_port, starttls), deadline, further_handshakes=further)
    return await observer.observe(Located(Endpoint("127.0.0.1", port), AddressSource.STATIC))
