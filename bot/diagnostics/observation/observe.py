"""What one address shows: connect, shake hands, keep everything. Nothing a server does raises."""

import asyncio
import base64
import contextlib
import time
from dataclasses import dataclass

from OpenSSL import SSL

from bot.diagnostics.address_rules import is_forbidden
from bot.diagnostics.certificates.facts import certificate_facts
from bot.diagnostics.model.observation import Handshake, Observation, Offer, Outcome
from bot.diagnostics.observation.addresses import Located
from bot.diagnostics.observation.handshake import Shaken, new_context, shake_hands
from bot.diagnostics.target import Target
from bot.diagnostics.visible_text import visible


@dataclass(frozen=True, slots=True)
class Observer:
    """Observes addresses of one target."""

    target: Target
    deadline: float
    """In the running loop's time."""
    context: SSL.Context

    @classmethod
    def until(cls, target: Target, deadline: float) -> "Observer":
        """An observer with a context of its own."""
        return cls(target, deadline, new_context())

    async def observe(self, located: Located) -> Observation:
        """One address."""
        endpoint, address = located.endpoint, str(located.endpoint)
        if is_forbidden(endpoint.address):
            return Observation(address, Outcome.FORBIDDEN, source=located.source)
        started = time.perf_counter()
        try:
            async with asyncio.timeout_at(self.deadline):
                reader, writer = await asyncio.open_connection(endpoint.address, endpoint.port)
                connected = time.perf_counter()
                try:
                    shaken = await shake_hands(self.context, reader, writer, self._server_name())
                finally:
                    writer.close()
                    with contextlib.suppress(OSError):
                        await writer.wait_closed()
        except TimeoutError:
            return Observation(address, Outcome.TIMED_OUT, source=located.source)
        except ConnectionRefusedError:
            return Observation(address, Outcome.REFUSED, source=located.source)
        except ConnectionResetError:
            detail = "the connection was reset"
            return Observation(address, Outcome.FAILED_HANDSHAKE, detail, source=located.source)
        except OSError as error:
            detail = visible(error.strerror or str(error)).lower()
            return Observation(address, Outcome.UNREACHABLE, detail, source=located.source)
        connect_ms = round((connected - started) * 1000, 2)
        return _observation(located, shaken, connect_ms, round((time.perf_counter() - connected) * 1000, 2))

    def _server_name(self) -> str | None:
        return None if self.target.address is not None else self.target.host


def _observation(located: Located, shaken: Shaken, connect_ms: float, handshake_ms: float) -> Observation:
    handshake = Handshake(
        offer=Offer.USUAL,
        completed=shaken.failure is None,
        failure=shaken.failure or "",
        protocol=shaken.protocol,
        cipher=shaken.cipher,
        chain=tuple(certificate_facts(der) for der in shaken.chain),
        chain_der=tuple(base64.b64encode(der).decode("ascii") for der in shaken.chain),
        handshake_ms=handshake_ms,
    )
    if shaken.chain:
        outcome, detail = Outcome.SERVED, shaken.failure or ""
    else:
        outcome = Outcome.NOT_TLS if shaken.not_tls else Outcome.FAILED_HANDSHAKE
        detail = shaken.not_tls or shaken.failure or "no certificate was presented"
    return Observation(
        str(located.endpoint), outcome, detail, (handshake,), located.source, connect_ms=connect_ms
    )
