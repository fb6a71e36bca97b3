"""Making a diagnosis: every address at once, under one deadline."""

import asyncio
import base64
import contextlib
import socket
import time
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from OpenSSL import SSL

from bot.clock import require_aware
from bot.diagnostics.addresses import endpoints_of, is_forbidden
from bot.diagnostics.certificate import certificate_facts
from bot.diagnostics.diagnosis import Diagnosis, Observation, Outcome
from bot.diagnostics.findings import find
from bot.diagnostics.handshake import Handshake, new_context, shake_hands
from bot.diagnostics.static_hosts import Endpoint, StaticHosts
from bot.diagnostics.target import Target
from bot.diagnostics.trust import judge
from bot.diagnostics.trust_store import TrustStore
from bot.diagnostics.verdict import verdict
from bot.diagnostics.visible_text import visible


@dataclass(frozen=True, slots=True)
class DiagnosisOptions:
    """How to look."""

    trust_store: TrustStore
    timeout: timedelta = timedelta(seconds=10)
    """One deadline for the whole diagnosis."""
    static_hosts: StaticHosts = field(default_factory=StaticHosts)


async def diagnose(target: Target, options: DiagnosisOptions, *, now: datetime) -> Diagnosis:
    """Look at every address of ``target``, and say what is wrong as of ``now`` (aware).

    What cannot be observed is a finding; nothing a server does raises.
    """
    moment = require_aware(now)
    started = time.perf_counter()
    deadline = asyncio.get_running_loop().time() + options.timeout.total_seconds()
    context = new_context()
    unresolved: str | None
    try:
        async with asyncio.timeout_at(deadline):
            endpoints, unresolved = await endpoints_of(target, options.static_hosts)
    except TimeoutError:
        endpoints, unresolved = (), "DNS did not answer in time"
    observations = await asyncio.gather(
        *(_observe(context, target, endpoint, options, moment, deadline) for endpoint in endpoints)
    )
    findings = find(target, observations, unresolved, moment)
    return Diagnosis(
        target=target,
        at=moment,
        vantage=f"seen from {visible(socket.gethostname(), 60)}",
        observations=tuple(observations),
        findings=findings,
        verdict=verdict(target, observations, findings, moment),
        duration_ms=_milliseconds_since(started),
    )


async def _observe(
    context: SSL.Context,
    target: Target,
    endpoint: Endpoint,
    options: DiagnosisOptions,
    now: datetime,
    deadline: float,
) -> Observation:
    address = str(endpoint)
    if is_forbidden(endpoint.address):
        return Observation(address, Outcome.FORBIDDEN)
    started = time.perf_counter()
    try:
        async with asyncio.timeout_at(deadline):
            reader, writer = await asyncio.open_connection(endpoint.address, endpoint.port)
            connected = time.perf_counter()
            try:
                server_name = None if target.address is not None else target.host
                shaken = await shake_hands(context, reader, writer, server_name)
            finally:
                writer.close()
                with contextlib.suppress(OSError):
                    await writer.wait_closed()
    except TimeoutError:
        return Observation(address, Outcome.TIMED_OUT)
    except ConnectionRefusedError:
        return Observation(address, Outcome.REFUSED)
    except ConnectionResetError:
        return Observation(address, Outcome.FAILED_HANDSHAKE, "the connection was reset")
    except OSError as error:
        return Observation(address, Outcome.UNREACHABLE, visible(error.strerror or str(error)).lower())
    return _observation(
        address, shaken, target, options, now, (connected - started) * 1000, _milliseconds_since(connected)
    )


def _observation(
    address: str,
    shaken: Handshake,
    target: Target,
    options: DiagnosisOptions,
    now: datetime,
    connect_ms: float,
    handshake_ms: float,
) -> Observation:
    if not shaken.chain:
        outcome = Outcome.NOT_TLS if shaken.not_tls else Outcome.FAILED_HANDSHAKE
        detail = shaken.not_tls or shaken.failure or "no certificate was presented"
        return Observation(
            address, outcome, detail, connect_ms=round(connect_ms, 2), handshake_ms=round(handshake_ms, 2)
        )
    return Observation(
        address=address,
        outcome=Outcome.SERVED,
        detail=shaken.failure or "",
        protocol=shaken.protocol,
        cipher=shaken.cipher,
        chain=tuple(certificate_facts(der) for der in shaken.chain),
        chain_der=tuple(base64.b64encode(der).decode("ascii") for der in shaken.chain),
        trust=judge(shaken.chain, target, options.trust_store, now),
        connect_ms=round(connect_ms, 2),
        handshake_ms=round(handshake_ms, 2),
    )


def _milliseconds_since(started: float) -> float:
    return round((time.perf_counter() - started) * 1000, 2)
