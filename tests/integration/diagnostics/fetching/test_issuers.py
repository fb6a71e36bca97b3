"""Completing a chain by the URLs in its certificates."""

from ipaddress import ip_network

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, pkcs7

from bot.diagnostics.fetching.fetcher import ScreenedFetcher
from bot.diagnostics.fetching.issuers import MAX_LEVELS, fetch_issuers
from bot.diagnostics.fetching.rules import FetchRules
from bot.diagnostics.model.authority import AuthorityService
from tests.hostile_http import Visit, always, serve
from tests.revocation_pki import Certified, Request, issue

RULES = FetchRules(allowed_networks=(ip_network("127.0.0.0/8"),))
ROOT = issue(Request("Root", ca=True))


def as_der(found: Certified) -> bytes:
    """The certificate itself."""
    return found.der


def as_pem(found: Certified) -> bytes:
    """What it should not be, and is often."""
    return b"Here it is:\n" + found.certificate.public_bytes(Encoding.PEM)


def as_p7c(found: Certified) -> bytes:
    """A bundle, the root first."""
    return pkcs7.serialize_certificates([ROOT.certificate, found.certificate], Encoding.DER)


@pytest.mark.parametrize("encode", [as_der, as_pem, as_p7c])
async def test_a_missing_intermediate_is_fetched(encode: object) -> None:
    """In each form in which servers give it; what is known ends the way up."""
    intermediate = issue(Request("Intermediate", ca=True), ROOT)
    async with serve(always(encode(intermediate))) as server, ScreenedFetcher(RULES) as fetcher:  # type: ignore[operator] # one of the three above
        leaf = issue(Request("Leaf", issuer_url=server.url("/i")), intermediate)
        found = await fetch_issuers(
            [leaf.der],
            fetcher,
            lambda subject: [ROOT.certificate] if subject == ROOT.certificate.subject.public_bytes() else [],
        )
        assert found == (intermediate.der,)
        assert [record.service for record in fetcher.records] == [AuthorityService.ISSUER_CERTIFICATE]


async def test_it_goes_up_to_a_root() -> None:
    """Level by level, over what was sent, too."""
    served: dict[bytes, bytes] = {}

    async def handler(visit: Visit) -> None:
        await visit.answer(served[visit.head.split()[1]])

    async with serve(handler) as server, ScreenedFetcher(RULES) as fetcher:
        upper = issue(Request("Upper", ca=True, issuer_url=server.url("/root")), ROOT)
        lower = issue(Request("Lower", ca=True, issuer_url=server.url("/upper")), upper)
        leaf = issue(Request("Leaf", issuer_url=server.url("/lower")), lower)
        served |= {b"/root": ROOT.der, b"/upper": upper.der}
        assert await fetch_issuers([leaf.der, lower.der], fetcher) == (upper.der, ROOT.der)


async def test_a_complete_chain_is_not_fetched_for() -> None:
    """Nor is a self-signed certificate."""
    async with ScreenedFetcher(RULES) as fetcher:
        intermediate = issue(Request("Intermediate", ca=True, issuer_url="http://127.0.0.1:9999/"), ROOT)
        leaf = issue(Request("Leaf", issuer_url="http://127.0.0.1:9999/"), intermediate)
        assert await fetch_issuers([leaf.der, ROOT.der, intermediate.der], fetcher) == ()
        assert await fetch_issuers([ROOT.der], fetcher) == ()
        assert await fetch_issuers([b"junk"], fetcher) == ()
        assert await fetch_issuers([], fetcher) == ()
        assert fetcher.records == ()


async def test_a_certificate_that_did_not_issue_it_is_not_taken() -> None:
    """A name alone proves nothing."""
    real = issue(Request("Intermediate", ca=True), ROOT)
    false = issue(Request("Intermediate", ca=True), ROOT)
    async with serve(always(false.der)) as server, ScreenedFetcher(RULES) as fetcher:
        leaf = issue(Request("Leaf", issuer_url=server.url()), real)
        assert await fetch_issuers([leaf.der], fetcher) == ()


async def test_an_endless_ladder_ends() -> None:
    """After four levels."""
    ladder: dict[bytes, bytes] = {}

    async def handler(visit: Visit) -> None:
        await visit.answer(ladder[visit.head.split()[1]])

    async with serve(handler) as server, ScreenedFetcher(RULES) as fetcher:
        above = issue(Request("Level 7", ca=True), ROOT)
        for level in range(6, -1, -1):
            ladder[b"/%d" % level] = above.der
            above = issue(Request(f"Level {level}", ca=True, issuer_url=server.url(f"/{level}")), above)
        assert len(await fetch_issuers([above.der], fetcher)) == MAX_LEVELS
