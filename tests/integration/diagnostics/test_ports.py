"""Diagnoses of ports that may be connected to, and of others."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime

from bot.diagnostics import (
    Diagnosis,
    DiagnosisOptions,
    StaticHosts,
    TrustStore,
    diagnose,
    parse_ports,
    parse_target,
)
from bot.diagnostics.static_hosts import Endpoint

NOW = datetime(2026, 11, 24, tzinfo=UTC)
REMEDY = "Name another port; an operator can allow this one: CERTINC_DIAGNOSIS_PORTS."


class Listener:
    """A server that closes every connection at once, and counts them."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.connections = 0


@asynccontextmanager
async def listening() -> AsyncIterator[Listener]:
    """One on loopback."""
    listener = Listener(0)

    async def accept(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        listener.connections += 1
        writer.close()

    server = await asyncio.start_server(accept, "127.0.0.1", 0)
    async with server:
        listener.port = server.sockets[0].getsockname()[1]
        yield listener


async def diagnosed(
    target: str, *, ports: list[str], static: tuple[str, ...] = (), extra: int = 0
) -> Diagnosis:
    """As the bot does it, where these ports are allowed."""
    options = DiagnosisOptions(
        TrustStore.load(),
        static_hosts=StaticHosts.parse(static),
        ports=parse_ports(ports),
        network_checks=False,
        further_handshakes=False,
    )
    added = [Endpoint("127.0.0.1", extra)] if extra else []
    return await diagnose(parse_target(target), options, now=NOW, extra_addresses=added)


async def test_a_port_that_is_not_allowed_is_not_connected_to() -> None:
    """And the diagnosis says so, and who can allow it."""
    async with listening() as listener:
        made = await diagnosed(f"127.0.0.1:{listener.port}", ports=["443"])
    assert listener.connections == 0
    (finding,) = made.findings
    assert finding.id == "port-not-allowed"
    assert made.verdict == f"It was not looked at: port {listener.port} is none that this bot may connect to."
    assert finding.what_to_do == REMEDY
    assert made.observations[0].outcome_words == "was not connected to"


async def test_a_port_that_is_allowed_is_connected_to() -> None:
    """By its number, or because any is."""
    async with listening() as listener:
        for ports in ([str(listener.port)], ["any"]):
            made = await diagnosed(f"127.0.0.1:{listener.port}", ports=ports)
            assert "port-not-allowed" not in {each.id for each in made.findings}
    assert listener.connections >= 2


async def test_what_the_static_host_map_names_is_allowed() -> None:
    """The operator named it with its port; another port of the same host is not meant."""
    async with listening() as listener:
        static = (f"odd.example.com:7777:127.0.0.1:{listener.port}",)
        mapped = await diagnosed("odd.example.com:7777", ports=["443"], static=static)
        assert listener.connections > 0
        beside = await diagnosed(
            f"127.0.0.1:{listener.port}", ports=["443"], static=(f"127.0.0.1:7777:127.0.0.1:{listener.port}",)
        )
    assert "port-not-allowed" not in {each.id for each in mapped.findings}
    assert [each.id for each in beside.findings] == ["port-not-allowed"]


async def test_an_address_that_is_added_has_no_more_rights() -> None:
    """A standby beside a mapped host is held to the ports too."""
    async with listening() as listener, listening() as standby:
        static = (f"odd.example.com:443:127.0.0.1:{listener.port}",)
        made = await diagnosed("odd.example.com", ports=["443"], static=static, extra=standby.port)
    assert listener.connections > 0
    assert standby.connections == 0
    assert [each.addresses for each in made.findings if each.id == "port-not-allowed"] == [
        (f"127.0.0.1:{standby.port}",)
    ]


async def test_a_forbidden_address_stays_forbidden_on_an_allowed_port() -> None:
    """One rule does not undo the other."""
    made = await diagnosed("169.254.169.254:443", ports=["443"])
    assert [each.id for each in made.findings] == ["address-forbidden"]
