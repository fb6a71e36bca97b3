"""Learning revocation from real servers on loopback."""

from dataclasses import dataclass
from ipaddress import ip_network

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import ocsp

from bot.diagnostics.fetching.fetcher import ScreenedFetcher
from bot.diagnostics.fetching.rules import FetchRules
from bot.diagnostics.model.revocation import (
    AnswerDefect,
    Revocation,
    RevocationSource,
    RevocationStatus,
)
from bot.diagnostics.revocation.learn import learn
from bot.diagnostics.revocation.subjects import ChainSeen
from tests.hostile_http import Server, Visit, always, serve
from tests.revocation_pki import (
    NOW,
    Certified,
    Request,
    Revoked,
    issue,
    make_list,
    respond,
)

RULES = FetchRules(allowed_networks=(ip_network("127.0.0.0/8"),), timeout_s=1)


@dataclass
class Authority:
    """A root, an intermediate, and what is served for them by path."""

    root: Certified
    intermediate: Certified
    served: dict[bytes, bytes]
    server: Server

    def leaf(self, **wanted: object) -> Certified:
        """With a responder and a list, unless it is wanted otherwise."""
        pointers = {"ocsp_url": self.server.url("/ocsp"), "crl_urls": [self.server.url("/leaf.crl")]}
        return issue(Request("Leaf", **(pointers | wanted)), self.intermediate)  # type: ignore[arg-type] # a test's own


async def ask(
    chain: list[Certified], *, staple: bytes | None = None, known: Certified | None = None
) -> Revocation:
    """As a diagnosis does."""
    seen = ChainSeen("192.0.2.1:443", tuple(each.der for each in chain), staple)
    async with ScreenedFetcher(RULES) as fetcher:
        return await learn(
            [seen], fetcher, NOW, known=lambda _: [known.certificate] if known is not None else []
        )


@pytest.fixture
async def authority() -> object:
    """Serves whatever is put into ``served``; OCSP requests by GET are found by their prefix."""
    served: dict[bytes, bytes] = {}

    async def handler(visit: Visit) -> None:
        path = visit.head.split()[1]
        body = served.get(b"/ocsp" if path.startswith(b"/ocsp") else path)
        await (visit.answer(b"", "503 Busy") if body is None else visit.answer(body))

    async with serve(handler) as server:
        root = issue(Request("Root", ca=True))
        intermediate = issue(Request("Intermediate", ca=True, crl_urls=[server.url("/root.crl")]), root)
        served[b"/root.crl"] = make_list(root)
        served[b"/leaf.crl"] = make_list(intermediate)
        yield Authority(root, intermediate, served, server)


def of_leaf(found: Revocation) -> list[tuple[RevocationSource, RevocationStatus]]:
    """Source and status of what is said of the leaf."""
    return [(answer.source, answer.status) for answer in found.answers if answer.position == 0]


def statuses(found: Revocation) -> list[tuple[RevocationSource, int, RevocationStatus]]:
    """Source, position, status."""
    return [(answer.source, answer.position, answer.status) for answer in found.answers]


GOOD, REVOKED, UNAVAILABLE = RevocationStatus.GOOD, RevocationStatus.REVOKED, RevocationStatus.UNAVAILABLE
OCSP, CRL, STAPLE = RevocationSource.OCSP, RevocationSource.CRL, RevocationSource.STAPLE


async def test_leaf_and_intermediate_are_asked_about_and_the_root_is_not(authority: Authority) -> None:
    """The responder by GET; each answer verified, current and timed."""
    leaf = authority.leaf()
    authority.served[b"/ocsp"] = respond(leaf, authority.intermediate)
    found = await ask([leaf, authority.intermediate, authority.root])
    assert statuses(found) == [(OCSP, 0, GOOD), (CRL, 0, GOOD), (CRL, 1, GOOD)]
    assert all(answer.verified and answer.current and answer.took_ms for answer in found.answers)
    assert found.horizons == ()
    gets = [visit.head for visit in authority.server.visits if visit.head.startswith(b"GET /ocsp/")]
    assert len(gets) == 1


async def test_a_responder_that_knows_only_post(authority: Authority) -> None:
    """It is asked by POST then, and the CertID is what it expects."""
    leaf = authority.leaf(crl_urls=[])
    response = respond(leaf, authority.intermediate)

    async def handler(visit: Visit) -> None:
        if not visit.body:
            return await visit.answer(b"", "405 Method Not Allowed")
        asked = ocsp.load_der_ocsp_request(visit.body)
        assert asked.serial_number == leaf.certificate.serial_number
        return await visit.answer(response)

    async with serve(handler) as server:
        leaf = authority.leaf(crl_urls=[], ocsp_url=server.url("/post"))
        response = respond(leaf, authority.intermediate)
        found = await ask([leaf], known=authority.intermediate)
    assert of_leaf(found) == [(OCSP, GOOD)]
    assert len(server.visits) == 2


async def test_a_long_url_is_posted_to_at_once(authority: Authority) -> None:
    """A GET of more than 255 characters is not for responders."""
    path = "/" + "x" * 220
    leaf = authority.leaf(ocsp_url=authority.server.url(path), crl_urls=[])
    authority.served[path.encode()] = respond(leaf, authority.intermediate)
    assert of_leaf(await ask([leaf], known=authority.intermediate)) == [(OCSP, GOOD)]
    assert [visit.head.split()[0] for visit in authority.server.visits if b"xxx" in visit.head] == [b"POST"]


async def test_a_revoked_leaf(authority: Authority) -> None:
    """With time and reason, and until when clients may believe otherwise."""
    leaf = authority.leaf(ocsp_url=None)
    entry = Revoked(leaf.certificate.serial_number, reason=x509.ReasonFlags.key_compromise)
    authority.served[b"/leaf.crl"] = make_list(authority.intermediate, [entry])
    found = await ask([leaf, authority.intermediate], known=authority.root)
    revoking = found.answers[0]
    assert (revoking.status, revoking.revoked_at, revoking.reason) == (REVOKED, entry.at, "keyCompromise")
    assert found.horizons[0].fingerprint == revoking.fingerprint


async def test_a_revoked_intermediate(authority: Authority) -> None:
    """By the root's list."""
    serial = authority.intermediate.certificate.serial_number
    authority.served[b"/root.crl"] = make_list(authority.root, [Revoked(serial)])
    found = await ask([authority.leaf(ocsp_url=None), authority.intermediate], known=authority.root)
    assert statuses(found) == [(CRL, 0, GOOD), (CRL, 1, REVOKED)]


async def test_sources_that_disagree(authority: Authority) -> None:
    """Both are told, and the horizon is the older answer's."""
    leaf = authority.leaf()
    authority.served[b"/ocsp"] = respond(leaf, authority.intermediate)
    authority.served[b"/leaf.crl"] = make_list(
        authority.intermediate, [Revoked(leaf.certificate.serial_number)]
    )
    found = await ask([leaf], known=authority.intermediate)
    assert of_leaf(found) == [(OCSP, GOOD), (CRL, REVOKED)]
    assert (
        "/ocsp of 2026-11-24 01:00 UTC says good until 2026-11-27 02:00 UTC" in found.horizons[0].disagreement
    )


async def test_a_staple_and_the_fetches_of_many_addresses(authority: Authority) -> None:
    """A certificate that three addresses present is fetched for once; each staple is its own answer."""
    leaf = authority.leaf(ocsp_url=None)
    staple = respond(leaf, authority.intermediate)
    chain = (leaf.der, authority.intermediate.der)
    seen = [ChainSeen(f"192.0.2.{number}:443", chain, staple) for number in range(3)]
    async with ScreenedFetcher(RULES) as fetcher:
        found = await learn(seen, fetcher, NOW)
    assert [answer.source for answer in found.answers].count(STAPLE) == 3
    assert len(authority.server.visits) == 2


async def test_what_cannot_be_fetched_is_unavailable_and_never_good(authority: Authority) -> None:
    """With the reason."""
    leaf = authority.leaf(crl_urls=["ldap://127.0.0.1/cn=x", authority.server.url("/gone.crl")])
    found = await ask([leaf], known=authority.intermediate)
    assert {answer.status for answer in found.answers} == {UNAVAILABLE}
    assert [answer.detail for answer in found.answers if answer.position == 0] == [
        "answers HTTP 503",
        "only http is followed, and this is ldap",
        "answers HTTP 503",
    ]


async def test_without_the_issuer_nothing_is_verified(authority: Authority) -> None:
    """A list that says good proves nothing then; it is told what is missing."""
    leaf = authority.leaf()
    found = await ask([leaf], staple=respond(leaf, authority.intermediate))
    assert {answer.status for answer in found.answers} == {UNAVAILABLE}
    assert {answer.defect for answer in found.answers} == {AnswerDefect.NO_ISSUER}


async def test_without_a_fetcher_only_staples_are_read(authority: Authority) -> None:
    """Nothing leaves the machine."""
    leaf = authority.leaf()
    staple = respond(leaf, authority.intermediate)
    seen = ChainSeen("192.0.2.1:443", (leaf.der, authority.intermediate.der), staple)
    found = await learn([seen], None, NOW)
    assert statuses(found) == [(STAPLE, 0, GOOD)]
    assert authority.server.visits == []


async def test_a_list_in_pem_and_a_web_page_for_a_list(authority: Authority) -> None:
    """The first is read, the second is called what it is."""
    leaf = authority.leaf(ocsp_url=None)
    authority.served[b"/leaf.crl"] = make_list(authority.intermediate, encoding=Encoding.PEM)
    assert of_leaf(await ask([leaf], known=authority.intermediate)) == [(CRL, GOOD)]
    authority.served[b"/leaf.crl"] = b"\n<!DOCTYPE html><title>Sign in</title>"
    found = (await ask([leaf], known=authority.intermediate)).answers[0]
    assert (found.status, found.detail) == (UNAVAILABLE, "a web page was sent instead of a list")


async def test_nothing_presented_asks_nothing() -> None:
    """No chain, an empty one, or one that cannot be read."""
    async with serve(always(b"")) as server, ScreenedFetcher(RULES) as fetcher:
        seen = [ChainSeen("a", ()), ChainSeen("b", (b"junk",), b"junk")]
        assert await learn(seen, fetcher, NOW) == Revocation()
    assert server.visits == []
