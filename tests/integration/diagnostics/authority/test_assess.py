"""The health of a CA's services, against real servers on loopback."""

import asyncio
import json
import ssl
from collections.abc import Mapping, Sequence
from ipaddress import ip_network
from pathlib import Path

import pytest
import trustme

from bot.diagnostics.authority.assess import directories_health, services_health
from bot.diagnostics.fetching.fetcher import ScreenedFetcher
from bot.diagnostics.fetching.outcome import FetchRequest
from bot.diagnostics.fetching.rules import FetchRules
from bot.diagnostics.model.authority import AuthorityHealth, AuthorityService, ServiceState
from bot.diagnostics.model.revocation import Revocation
from bot.diagnostics.revocation.learn import learn
from bot.diagnostics.revocation.subjects import ChainSeen
from tests.hostile_http import Handler, Visit, always, serve
from tests.revocation_pki import NOW, Request, issue

DIRECTORY = json.dumps({"newOrder": "https://ca.example/order"}).encode()
ROOT = issue(Request("Corp Issuing CA", ca=True))
LEAF = issue(Request("Leaf"), ROOT)
CHAIN = ((LEAF.der, ROOT.der),)
LOOPBACK = FetchRules((ip_network("127.0.0.0/8"),), timeout_s=1.5)


async def _assessed(
    chains: Sequence[tuple[bytes, ...]],
    fetcher: ScreenedFetcher,
    revocation: Revocation,
    *,
    acme_directories: Mapping[str, str],
    tls: ssl.SSLContext | None = None,
) -> tuple[AuthorityHealth, ...]:
    """Every service, as a diagnosis asks for them."""
    directories = await directories_health(
        chains, fetcher, acme_directories=acme_directories, tls=lambda: tls or ssl.create_default_context()
    )
    return (*directories, *services_health(fetcher, revocation))


async def health(
    handler: Handler, rules: FetchRules | None = None, tls: ssl.SSLContext | None = None
) -> AuthorityHealth:
    """Of a directory that is served by ``handler``, over plain HTTP."""
    async with serve(handler) as server, ScreenedFetcher(rules or FetchRules(timeout_s=0.5)) as fetcher:
        own = {"corp issuing*": server.url("/directory")}
        found = await _assessed(CHAIN, fetcher, Revocation(), acme_directories=own, tls=tls)
    return found[0]


async def test_a_directory_that_answers() -> None:
    """It is up, which proves little; the operator's URL may be private."""
    found = await health(always(DIRECTORY))
    assert (found.service, found.state) == (AuthorityService.ACME_DIRECTORY, ServiceState.UP)
    assert found.latency_ms is not None
    assert "static file" in found.proves


@pytest.mark.parametrize(
    ("status", "state"),
    [
        ("503 Service Unavailable", ServiceState.DOWN),
        ("429 Too Many Requests", ServiceState.RATE_LIMITED),
        ("404 Not Found", ServiceState.UNKNOWN),
        ("302 Found", ServiceState.UNKNOWN),
    ],
)
async def test_a_directory_that_does_not(status: str, state: ServiceState) -> None:
    """An error of the server is an outage, our quota is not, and a wrong URL says nothing."""
    found = await health(always(b"", status))
    assert found.state is state
    assert found.detail
    assert found.proves


async def test_a_page_that_is_no_directory() -> None:
    """Somebody answers, and it is not an ACME server."""
    assert (await health(always(b"<html>Welcome"))).state is ServiceState.UNKNOWN


async def test_a_directory_that_takes_its_time() -> None:
    """A late answer is slow, and so is none from a server that is there."""

    async def late(visit: Visit) -> None:
        await _pause(1.05)
        await visit.answer(DIRECTORY)

    found = await health(late, FetchRules(timeout_s=5))
    assert (found.state, found.detail) == (ServiceState.SLOW, "")
    assert found.latency_ms is not None
    assert found.latency_ms >= 1000
    never = await health(late)
    assert never.state is ServiceState.SLOW
    assert "within 0.5 s" in never.detail


async def test_a_long_list_is_not_slow_for_its_length() -> None:
    """What counts is when the answer begins."""

    async def long(visit: Visit) -> None:
        await visit.send(b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n")
        await _pause(1.05)
        await visit.send(b"x")

    async with (
        serve(long) as server,
        ScreenedFetcher(FetchRules(LOOPBACK.allowed_networks, timeout_s=5)) as fetcher,
    ):
        await fetcher.fetch(FetchRequest(server.url(), AuthorityService.CRL, "aa"))
        (found,) = await _assessed(CHAIN, fetcher, Revocation(), acme_directories={})
    assert found.state is ServiceState.UP
    assert found.latency_ms is not None
    assert found.latency_ms < 1000


async def _pause(seconds: float) -> None:
    until = asyncio.get_running_loop().time() + seconds
    while asyncio.get_running_loop().time() < until:
        await asyncio.sleep(0.01)


async def test_a_directory_where_nobody_listens() -> None:
    """That is down."""
    async with serve(always(b"")) as server:
        url = server.url()
    async with ScreenedFetcher(FetchRules()) as fetcher:
        found = await _assessed(CHAIN, fetcher, Revocation(), acme_directories={"Corp*": url})
    assert (found[0].state, found[0].detail) == (ServiceState.DOWN, "refuses the connection")


@pytest.fixture
def server_tls() -> tuple[ssl.SSLContext, trustme.CA]:
    """For a directory under ``localhost``."""
    authority = trustme.CA()
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("localhost").configure_cert(context)
    return context, authority


async def test_https_with_a_certificate_that_is_accepted(
    server_tls: tuple[ssl.SSLContext, trustme.CA], tmp_path: Path
) -> None:
    """By the trust that it is given."""
    tls = ssl.create_default_context()
    server_tls[1].configure_trust(tls)
    async with (
        serve(always(DIRECTORY), tls=server_tls[0]) as server,
        ScreenedFetcher(FetchRules()) as fetcher,
    ):
        own: Mapping[str, str] = {"*": f"https://localhost:{server.port}/directory"}
        found = await _assessed(CHAIN, fetcher, Revocation(), acme_directories=own, tls=tls)
    assert (found[0].state, found[0].detail) == (ServiceState.UP, "")


async def test_https_with_a_certificate_that_is_not_accepted(
    server_tls: tuple[ssl.SSLContext, trustme.CA],
) -> None:
    """The directory is up all the same; that its certificate is bad is told."""
    async with (
        serve(always(DIRECTORY), tls=server_tls[0]) as server,
        ScreenedFetcher(FetchRules()) as fetcher,
    ):
        own: Mapping[str, str] = {"*": f"https://localhost:{server.port}/directory"}
        found = await _assessed(CHAIN, fetcher, Revocation(), acme_directories=own)
    assert found[0].state is ServiceState.UP
    assert "its own certificate is not accepted" in found[0].detail


async def test_what_was_fetched_for_the_certificates_tells_of_the_ca() -> None:
    """Without asking again; a responder that says to try later is down, though it answers."""
    served = {b"/leaf.crl": (b"", "503 Busy"), b"/i": (b"x", "200 OK")}

    async def handler(visit: Visit) -> None:
        path = visit.head.split()[1]
        await visit.answer(*served.get(path, (b"\x30\x03\x0a\x01\x03", "200 OK")))

    async with serve(handler) as server, ScreenedFetcher(LOOPBACK) as fetcher:
        leaf = issue(Request("Leaf", ocsp_url=server.url("/ocsp"), crl_urls=[server.url("/leaf.crl")]), ROOT)
        revocation = await learn([ChainSeen("a", (leaf.der, ROOT.der))], fetcher, NOW)
        await fetcher.fetch(FetchRequest(server.url("/i"), AuthorityService.ISSUER_CERTIFICATE, "aa"))
        visits = len(server.visits)
        found = await _assessed([(leaf.der, ROOT.der)], fetcher, revocation, acme_directories={})
        assert len(server.visits) == visits
    by_service = {each.service: each for each in found}
    assert by_service[AuthorityService.CRL].state is ServiceState.DOWN
    assert by_service[AuthorityService.OCSP].state is ServiceState.DOWN
    assert by_service[AuthorityService.OCSP].url == server.url("/ocsp")
    assert "try later" in by_service[AuthorityService.OCSP].detail
    assert by_service[AuthorityService.ISSUER_CERTIFICATE].state is ServiceState.UP


async def test_cloud_metadata_is_refused_to_the_operator_too() -> None:
    """A URL in a configuration may have been written by somebody else."""
    async with ScreenedFetcher(FetchRules()) as fetcher:
        own = {"*": "http://169.254.169.254/directory"}
        found = await _assessed(CHAIN, fetcher, Revocation(), acme_directories=own)
    assert found[0].state is ServiceState.UNKNOWN
    assert "never connected to" in found[0].detail
