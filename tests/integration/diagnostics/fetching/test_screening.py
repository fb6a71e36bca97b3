"""Where URLs may lead: addresses are screened after the one look-up, and connected to as screened."""

import asyncio
from collections.abc import Sequence
from ipaddress import ip_network

import pytest

from bot.diagnostics.fetching.fetcher import ScreenedFetcher
from bot.diagnostics.fetching.outcome import FailureKind, Fetched
from bot.diagnostics.fetching.rules import FetchRules
from bot.diagnostics.ports import parse_ports
from bot.diagnostics.static_hosts import StaticHosts
from tests.fetches import LOOPBACK, Resolver, failure, fetch, request
from tests.hostile_http import always, serve


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        ("http://169.254.169.254/latest/meta-data/", FailureKind.FORBIDDEN_ADDRESS),
        ("http://[::ffff:169.254.169.254]/", FailureKind.FORBIDDEN_ADDRESS),
        ("http://[64:ff9b::a9fe:a9fe]/", FailureKind.FORBIDDEN_ADDRESS),
        ("http://[fe80::1]/", FailureKind.FORBIDDEN_ADDRESS),
        ("http://0.0.0.0/", FailureKind.FORBIDDEN_ADDRESS),
        ("http://224.0.0.1/", FailureKind.FORBIDDEN_ADDRESS),
        ("http://10.0.0.1/", FailureKind.FORBIDDEN_ADDRESS),
        ("http://127.0.0.1/", FailureKind.FORBIDDEN_ADDRESS),
        ("http://[::1]/", FailureKind.FORBIDDEN_ADDRESS),
        ("http://localhost/", FailureKind.FORBIDDEN_ADDRESS),
        ("http://2130706433/", FailureKind.FORBIDDEN_ADDRESS),
        ("http://0x7f.1/", FailureKind.FORBIDDEN_ADDRESS),
        ("https://192.0.2.1/", FailureKind.NOT_HTTP),
        ("ldap://192.0.2.1/cn=x?certificateRevocationList", FailureKind.NOT_HTTP),
        ("file:///etc/passwd", FailureKind.NOT_HTTP),
        ("ftp://192.0.2.1/a.crl", FailureKind.NOT_HTTP),
        ("http://user:word@192.0.2.1/", FailureKind.NOT_HTTP),
        ("http://192.0.2.1:25/", FailureKind.NOT_HTTP),
        ("http://192.0.2.1:0/", FailureKind.NOT_HTTP),
        ("http://192.0.2.1:99999/", FailureKind.NOT_HTTP),
        ("http://192.0.2.1/\r\nX-Injected: yes", FailureKind.NOT_HTTP),
        ("http://192.0.2.1/a b", FailureKind.NOT_HTTP),
        ("http://b\u00fccher.example/", FailureKind.NOT_HTTP),
        ("http://[fe80::1%25eth0]/", FailureKind.NOT_HTTP),
        ("http:///path", FailureKind.NOT_HTTP),
        ("", FailureKind.NOT_HTTP),
    ],
)
async def test_urls_that_lead_where_nobody_may_send_the_bot(url: str, kind: FailureKind) -> None:
    """Nothing is connected to, and the reason is told."""
    result = failure(await fetch(url, FetchRules()))
    assert result.kind is kind, result
    assert result.detail
    assert not result.connected


async def test_a_name_that_leads_to_cloud_metadata() -> None:
    """Its address is screened, whatever the name; an allow-list does not help."""
    resolver = Resolver(["169.254.169.254"])
    rules = FetchRules(allowed_networks=(ip_network("0.0.0.0/0"),))
    async with ScreenedFetcher(rules, resolve=resolver) as fetcher:
        result = failure(await fetcher.fetch(request("http://crl.example.com/a.crl")))
    assert result.kind is FailureKind.FORBIDDEN_ADDRESS
    assert result.detail == "crl.example.com leads to 169.254.169.254, which is never connected to"


async def test_a_name_that_changes_its_address_is_looked_up_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """What was screened is what is connected to: a second answer is never asked for (DNS rebinding)."""
    connected = []

    async def connect(address: str, port: int, **_: object) -> None:
        connected.append((address, port))
        raise ConnectionRefusedError

    monkeypatch.setattr(asyncio, "open_connection", connect)
    resolver = Resolver(["1.1.1.1"], ["127.0.0.1"])
    async with ScreenedFetcher(FetchRules(), resolve=resolver) as fetcher:
        result = failure(await fetcher.fetch(request("http://crl.example.com/")))
    assert result.kind is FailureKind.REFUSED
    assert resolver.asked == ["crl.example.com"]
    assert connected == [("1.1.1.1", 80)]


async def test_it_connects_to_the_address_that_was_screened_and_names_the_host() -> None:
    """By one look-up."""
    async with serve(always(b"list")) as server:
        resolver = Resolver(["127.0.0.1"], ["203.0.113.1"])
        async with ScreenedFetcher(LOOPBACK, resolve=resolver) as fetcher:
            result = await fetcher.fetch(request(server.url("/a", "crl.example.com")))
    assert isinstance(result, Fetched)
    assert resolver.asked == ["crl.example.com"]
    assert b"Host: crl.example.com:%d\r\n" % server.port in server.visits[0].head


async def test_forbidden_addresses_among_good_ones_are_left_out() -> None:
    """The others are tried in turn, until one answers."""
    async with serve(always(b"list")) as server:
        resolver = Resolver(["169.254.169.254", "127.0.0.2", "127.0.0.1"])
        async with ScreenedFetcher(LOOPBACK, resolve=resolver) as fetcher:
            assert isinstance(await fetcher.fetch(request(server.url(host="crl.example.com"))), Fetched)


async def test_a_name_in_the_static_host_map_may_be_private() -> None:
    """The operator put it there; cloud metadata stays out all the same."""
    async with serve(always(b"list")) as server:
        hosts = StaticHosts.parse(
            [f"crl.example.com:80:127.0.0.1:{server.port}", "bad.example.com:80:169.254.169.254:80"]
        )
        rules = FetchRules(static_hosts=hosts)
        assert isinstance(await fetch("http://crl.example.com/a.crl", rules), Fetched)
        assert failure(await fetch("http://bad.example.com/", rules)).kind is FailureKind.FORBIDDEN_ADDRESS
    assert b"Host: crl.example.com\r\n" in server.visits[0].head


async def test_the_host_that_was_asked_about_may_be_private() -> None:
    """By its own name only."""
    async with serve(always(b"list")) as server:
        rules = FetchRules(private_host="app.example.com")
        async with ScreenedFetcher(rules, resolve=Resolver(["127.0.0.1"], ["127.0.0.1"])) as fetcher:
            own = await fetcher.fetch(request(server.url(host="app.example.com")))
            other = await fetcher.fetch(request(server.url(host="crl.example.com")))
    assert isinstance(own, Fetched)
    assert failure(other).kind is FailureKind.FORBIDDEN_ADDRESS


async def test_a_certificate_does_not_lead_to_a_port_that_nobody_may_name() -> None:
    """Not even on the host that was asked about, whose name may lead elsewhere the second time."""
    async with serve(always(b"list")) as server:
        for ports, reached in ((parse_ports(["443"]), False), (parse_ports([str(server.port)]), True)):
            rules = FetchRules(private_host="app.example.com", private_host_ports=ports)
            async with ScreenedFetcher(rules, resolve=Resolver(["127.0.0.1"])) as fetcher:
                result = await fetcher.fetch(request(server.url(host="app.example.com")))
            assert isinstance(result, Fetched) is reached
    assert len(server.visits) == 1


async def test_an_ipv6_literal() -> None:
    """Its brackets stay in the Host header."""
    async with serve(always(b"list"), host="::1") as server:
        assert isinstance(await fetch(server.url(host="[::1]")), Fetched)
    assert b"Host: [::1]:" in server.visits[0].head


async def test_a_name_that_does_not_resolve() -> None:
    """That is told as such."""

    async def nowhere(_host: str, _port: int) -> Sequence[str]:
        raise OSError(-2, "Name or service not known")

    async with ScreenedFetcher(FetchRules(), resolve=nowhere) as fetcher:
        result = failure(await fetcher.fetch(request("http://crl.example.com/")))
    assert result.kind is FailureKind.UNRESOLVABLE
    assert result.detail == "crl.example.com does not resolve: name or service not known"


async def test_a_port_on_which_nobody_listens() -> None:
    """That is told as such."""
    async with serve(always(b"")) as server:
        url = server.url()
    result = failure(await fetch(url))
    assert (result.kind, result.detail) == (FailureKind.REFUSED, "refuses the connection")


async def test_no_proxy_of_the_environment_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    """It would connect for us, past all screening."""
    async with serve(always(b"list")) as server, serve(always(b"by proxy")) as proxy:
        for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, proxy.url())
        result = await fetch(server.url())
    assert isinstance(result, Fetched)
    assert result.body == b"list"
    assert proxy.visits == []
