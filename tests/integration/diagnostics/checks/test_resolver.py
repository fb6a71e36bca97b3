"""Looking up records at a small DNS server on loopback."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import cast

import dns.flags
import dns.message
import dns.rcode
import dns.rrset
import pytest

from bot.diagnostics.checks.dns import dns_records
from bot.diagnostics.checks.resolver import MAX_RECORDS, LookupFailedError, SystemResolver
from bot.diagnostics.target import Target


@dataclass
class Zone(asyncio.DatagramProtocol):
    """Answers with what it has, from whatever name; other names do not exist."""

    records: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    aliases: dict[str, str] = field(default_factory=dict)
    failing: set[str] = field(default_factory=set)
    silent: set[str] = field(default_factory=set)
    garbled: set[str] = field(default_factory=set)
    secure: bool = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the socket to answer by."""
        # The loop's own class does not derive from that of the documentation.
        self.transport = cast(asyncio.DatagramTransport, transport)

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        """One question, one answer."""
        query = dns.message.from_wire(data)
        name, kind = str(query.question[0].name), query.question[0].rdtype.name
        if name in self.silent:
            return
        if name in self.garbled:
            self.transport.sendto(data[:2] + b"\xff" * 20, addr)
            return
        answer = dns.message.make_response(query)
        answer.flags |= dns.flags.RA | (dns.flags.AD if self.secure else 0)
        if name in self.failing:
            answer.set_rcode(dns.rcode.SERVFAIL)
        elif name in self.aliases:
            answer.answer.append(dns.rrset.from_text(name, 60, "IN", "CNAME", self.aliases[name]))
            name = self.aliases[name]
        if found := self.records.get((name, kind)):
            answer.answer.append(dns.rrset.from_text(name, 60, "IN", kind, *found))
        elif not any(known == name for known, _ in self.records) and name not in self.failing:
            answer.set_rcode(dns.rcode.NXDOMAIN)
        self.transport.sendto(answer.to_wire(max_size=65_000), addr)


@pytest.fixture
async def zone() -> AsyncIterator[Zone]:
    """It listens on a free port."""
    loop = asyncio.get_running_loop()
    transport, protocol = await loop.create_datagram_endpoint(Zone, local_addr=("127.0.0.1", 0))
    yield protocol
    transport.close()


def _resolver(zone: Zone) -> SystemResolver:
    address, port = zone.transport.get_extra_info("sockname")
    return SystemResolver(((address, port),))


async def test_records_of_a_host(zone: Zone) -> None:
    """CAA from above, TLSA of the port, and the resolver's word that they are proven."""
    zone.records = {
        ("example.com.", "CAA"): ['0 issue "ca.example"', '0 iodef "mailto:pki@example.com"'],
        ("_443._tcp.api.example.com.", "TLSA"): ["3 1 1 " + "ab" * 32],
    }
    zone.secure = True
    found = await dns_records(
        Target("api.example.com"), _resolver(zone), asyncio.get_running_loop().time() + 5
    )
    assert found is not None
    assert found.caa == ('0 iodef "mailto:pki@example.com"', '0 issue "ca.example"')
    assert (found.caa_at, found.tlsa, found.tlsa_secure) == ("example.com", ("3 1 1 " + "ab" * 32,), True)
    assert found.detail == ""


async def test_an_alias_is_followed(zone: Zone) -> None:
    """The records of what it stands for are those of the name (RFC 8659, 3)."""
    zone.aliases = {"www.example.com.": "cdn.example."}
    zone.records = {("cdn.example.", "CAA"): ['0 issue "ca.example"']}
    records, secure = await _resolver(zone).records("www.example.com", "CAA", 5)
    assert (records, secure) == (('0 issue "ca.example"',), False)


async def test_no_such_name_and_no_such_record(zone: Zone) -> None:
    """Both are known to be empty."""
    zone.records = {("example.com.", "TXT"): ["hello"]}
    assert await _resolver(zone).records("example.com", "CAA", 5) == ((), False)
    assert await _resolver(zone).records("none.example", "CAA", 5) == ((), False)


async def test_answers_that_are_none(zone: Zone) -> None:
    """A refusal, silence and nonsense are failures, never an empty answer."""
    zone.failing, zone.silent, zone.garbled = {"a.example."}, {"b.example."}, {"c.example."}
    for name in ("a.example", "b.example", "c.example"):
        with pytest.raises(LookupFailedError):
            await _resolver(zone).records(name, "CAA", 0.5)


@pytest.mark.parametrize("name", ["a" * 64 + ".example", "a..example", ".".join(["abc"] * 90)])
async def test_names_that_dns_cannot_hold(zone: Zone, name: str) -> None:
    """They fail; nothing else is raised."""
    with pytest.raises(LookupFailedError):
        await _resolver(zone).records(name, "CAA", 0.5)


async def test_more_records_than_are_kept(zone: Zone) -> None:
    """The rest is left out."""
    zone.records = {("example.com.", "CAA"): [f'0 issue "ca{number}.example"' for number in range(200)]}
    records, _ = await _resolver(zone).records("example.com", "CAA", 5)
    assert len(records) == MAX_RECORDS
