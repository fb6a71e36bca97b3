"""Where a target is, and what may be connected to."""

import asyncio
import errno
import socket
from collections.abc import Mapping, Sequence

import pytest

from bot.diagnostics.address_rules import is_forbidden
from bot.diagnostics.model.observation import AddressSource
from bot.diagnostics.observation import addresses
from bot.diagnostics.observation.addresses import Located, has_route, locate
from bot.diagnostics.static_hosts import Endpoint, StaticHosts
from bot.diagnostics.target import Target

TARGET = Target("api.example.com")


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names that were looked up; two of them have addresses."""
    known: Mapping[str, Sequence[str]] = {
        "api.example.com": ["2001:db8::1", "192.0.2.1", "192.0.2.1"],
        "backend.example": ["169.254.169.254"],
        "many.example.com": [f"192.0.2.{number}" for number in range(100)],
    }
    asked: list[str] = []

    async def look_up(host: str, port: int, **_: object) -> list[tuple[object, ...]]:
        asked.append(host)
        if host == "silent.example.com":
            await asyncio.Event().wait()
        if host not in known:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return [(0, 0, 0, "", (address, port)) for address in known[host]]

    monkeypatch.setattr(
        asyncio.BaseEventLoop, "getaddrinfo", lambda _, host, port, **more: look_up(host, port, **more)
    )
    return asked


async def test_every_address_of_a_name(names: list[str]) -> None:
    """Of both families, each once, by one look-up."""
    found = await locate(TARGET, StaticHosts())
    located, reason = found.located, found.unresolved
    assert located == (
        Located(Endpoint("2001:db8::1", 443), AddressSource.DNS),
        Located(Endpoint("192.0.2.1", 443), AddressSource.DNS),
    )
    assert reason is None
    assert names == ["api.example.com"]


async def test_addresses_that_the_caller_adds(names: list[str]) -> None:
    """A standby outside DNS is looked at too; an address that is in DNS already is not looked at twice."""
    extra = [Endpoint("198.51.100.7", 8443), Endpoint("192.0.2.1", 443)]
    located = (await locate(TARGET, StaticHosts(), extra)).located
    assert [(str(each.endpoint), each.source) for each in located] == [
        ("[2001:db8::1]:443", AddressSource.DNS),
        ("192.0.2.1:443", AddressSource.DNS),
        ("198.51.100.7:8443", AddressSource.GIVEN),
    ]


async def test_addresses_that_are_added_are_seen_where_the_name_is_lost(names: list[str]) -> None:
    """And that it does not resolve is said all the same."""
    found = await locate(Target("gone.example.com"), StaticHosts(), [Endpoint("198.51.100.7", 443)])
    located, reason = found.located, found.unresolved
    assert [each.source for each in located] == [AddressSource.GIVEN]
    assert reason == "name or service not known"


async def test_dns_that_says_nothing(names: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """It is given up on before the deadline of the whole."""
    monkeypatch.setattr(addresses, "LOOK_UP_SECONDS", 0.01)
    found = await locate(Target("silent.example.com"), StaticHosts(), [Endpoint("198.51.100.7", 443)])
    located, reason = found.located, found.unresolved
    assert len(located) == 1
    assert reason == "DNS did not answer in time"


async def test_the_static_map_stands_for_dns(names: list[str]) -> None:
    """A name in it is looked up here, so that its address is screened before it is connected to."""
    hosts = StaticHosts.parse(
        ["api.example.com:443:127.0.0.1:8443", "api.example.com:443:backend.example:8444"]
    )
    located = (await locate(TARGET, hosts)).located
    assert [str(each.endpoint) for each in located] == ["127.0.0.1:8443", "169.254.169.254:8444"]
    assert {each.source for each in located} == {AddressSource.STATIC}
    assert names == ["backend.example"]
    assert is_forbidden(located[1].endpoint.address)


async def test_an_address_needs_no_look_up(names: list[str]) -> None:
    """It is itself."""
    found = await locate(Target("192.0.2.9"), StaticHosts())
    located, reason = found.located, found.unresolved
    assert located == (Located(Endpoint("192.0.2.9", 443), AddressSource.GIVEN),)
    assert (names, reason) == ([], None)


async def test_addresses_are_capped(names: list[str]) -> None:
    """Those of DNS, and those that are added; how many are left out is known, so that it can be told."""
    extra = [Endpoint(f"198.51.100.{number}", 443) for number in range(100)]
    found = await locate(Target("many.example.com"), StaticHosts(), extra)
    assert len(found.located) == 64
    assert found.left_out == 136


@pytest.mark.parametrize(
    ("address", "forbidden"),
    [
        ("64:ff9b::a9fe:a9fe", True),  # NAT64
        ("2002:a9fe:a9fe::1", True),  # 6to4
        ("::a9fe:a9fe", True),
        ("fd00:ec2::23", True),
        ("fd20:ce::254", True),
        ("100.100.100.200", True),
        ("168.63.129.16", True),
        ("192.0.0.192", True),
        ("0.1.2.3", True),
        ("224.0.0.1", True),
        ("ff02::1", True),
        ("255.255.255.255", True),
        ("::", True),
        ("api.example.com", True),
        ("", True),
        ("64:ff9b::c000:201", False),
        ("2002:c000:201::1", False),
        ("::1", False),
        ("fd00::1", False),
        ("100.64.0.1", False),
    ],
)
def test_what_may_not_be_connected_to(address: str, forbidden: bool) -> None:
    """Also where IPv6 only carries it. A name was not screened, so it may not either."""
    assert is_forbidden(address) is forbidden


def test_whether_there_is_a_route(monkeypatch: pytest.MonkeyPatch) -> None:
    """The system is asked; nothing is sent."""
    assert has_route("127.0.0.1")

    def no_route(*_: object) -> None:
        raise OSError(errno.ENETUNREACH, "Network is unreachable")

    monkeypatch.setattr(socket.socket, "connect", no_route)
    assert not has_route("2001:db8::1")
