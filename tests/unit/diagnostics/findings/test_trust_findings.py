"""Each thing that is wrong with a chain is a finding of its own, and nothing else is found."""

import base64
from dataclasses import replace
from datetime import timedelta

import pytest
from cryptography import x509
from cryptography.x509.oid import ExtendedKeyUsageOID

from bot.diagnostics.certificates.facts import certificate_facts
from bot.diagnostics.findings.catalogue import CATALOGUE
from bot.diagnostics.findings.chain import KINDS as CHAIN_KINDS
from bot.diagnostics.findings.chain import find as find_in_chain
from bot.diagnostics.findings.kinds import Evidence, finding, grouped
from bot.diagnostics.findings.trust import KINDS as TRUST_KINDS
from bot.diagnostics.findings.trust import find as find_in_trust
from bot.diagnostics.model.finding import Finding
from bot.diagnostics.model.observation import Handshake, Observation, Offer, Outcome
from bot.diagnostics.model.revocation import (
    Revocation,
    RevocationAnswer,
    RevocationSource,
    RevocationStatus,
)
from bot.diagnostics.model.trust import StoreVerdict, Trust, TrustReason
from bot.diagnostics.target import Target
from bot.diagnostics.trust.clients import TrustStores, verdicts
from bot.diagnostics.trust.stores import TrustStore
from tests.made_certificates import (
    DAY,
    HOST,
    NOW,
    Made,
    Wish,
    authority,
    general_name,
    leaf,
    made,
    revocation_list,
    root,
)

ROOT, OLD_ROOT = root(), made(Wish(common_name="Old Root", ca=True, not_after=NOW - DAY))
CA = authority(ROOT, "CA")
LEAF = leaf(CA)
OTHER_ROOT = root("Other Root")
OTHER_CA = authority(OTHER_ROOT, "Other CA")
OLD_CA = authority(ROOT, "Old CA", not_after=NOW - DAY)
SHORT = authority(ROOT, "Short", path_length=0)
BELOW = authority(SHORT, "Below")
CONSTRAINED = authority(
    ROOT, "Constrained", extra=[(x509.NameConstraints([general_name("example.net")], None), True)]
)
CROSS = authority(OTHER_ROOT, "Test Root", key=ROOT.key, not_after=NOW - DAY)
LOOSE = root("Loose", leave_out=[x509.SubjectKeyIdentifier.oid])
STORES = TrustStores(
    TrustStore((ROOT.certificate, OLD_ROOT.certificate, LOOSE.certificate), "the roots given")
)


def observed(*chain: bytes, stores: TrustStores = STORES, crls: tuple[bytes, ...] = ()) -> Observation:
    """As it is after judging."""
    handshake = Handshake(
        offer=Offer.USUAL,
        completed=True,
        chain=tuple(certificate_facts(der) for der in chain),
        chain_der=tuple(base64.b64encode(der).decode() for der in chain),
        verdicts=verdicts(chain, Target(HOST), stores, NOW, crls=crls),
    )
    return Observation("192.0.2.7:443", Outcome.SERVED, handshakes=(handshake,))


def found(*seen: Observation, revocation: Revocation | None = None) -> list[Finding]:
    """By the two areas about chains."""
    evidence = Evidence(Target(HOST), NOW, seen, revocation=revocation or Revocation())
    return [
        finding(CATALOGUE[each.kind], each.evidence, addresses, len(seen))
        for area in (find_in_trust, find_in_chain)
        for each, addresses in grouped(area(evidence))
    ]


CASES: dict[str, tuple[list[Made], list[str]]] = {
    "good": ([LEAF, CA], []),
    "expired": ([leaf(CA, not_after=NOW - DAY), CA], ["leaf-expired"]),
    "not yet valid": ([leaf(CA, not_before=NOW + DAY), CA], ["leaf-not-yet-valid"]),
    "early intermediate": ([leaf(e := authority(ROOT, "Early", not_before=NOW + DAY)), e], ["untrusted"]),
    "expired intermediate": ([leaf(OLD_CA), OLD_CA], ["intermediate-expired"]),
    "expired root": ([leaf(OLD_ROOT)], ["root-expired"]),
    "expired cross-sign": ([LEAF, CA, CROSS], ["expired-path-beside-good-one"]),
    "self-signed": ([leaf(None)], ["self-signed"]),
    "missing intermediate": ([LEAF], ["missing-intermediate"]),
    "unknown root": ([leaf(OTHER_CA), OTHER_CA], ["unknown-root"]),
    "untrusted root sent": ([leaf(OTHER_CA), OTHER_CA, OTHER_ROOT], ["untrusted-root-sent"]),
    "wrong name": ([leaf(CA, "www.example.net"), CA], ["wrong-host-name"]),
    "wrong purpose": ([leaf(CA, usages=[ExtendedKeyUsageOID.CLIENT_AUTH]), CA], ["wrong-purpose"]),
    "constraint": ([leaf(CONSTRAINED), CONSTRAINED], ["name-constraint"]),
    "too long": ([leaf(BELOW), BELOW, SHORT], ["path-too-long"]),
    "no CA": ([leaf(LEAF), LEAF, CA], ["untrusted"]),
    "out of order": ([leaf(b := authority(CA, "B")), CA, b], ["chain-out-of-order"]),
    "root sent": ([LEAF, CA, ROOT], ["extra-certificates"]),
    "sent twice": ([LEAF, CA, CA], ["extra-certificates"]),
    "a stranger": ([LEAF, CA, OTHER_CA], ["extra-certificates"]),
    "loose": ([leaf(LOOSE)], ["strict-clients-refuse"]),
}


@pytest.mark.parametrize(("chain", "ids"), CASES.values(), ids=CASES.keys())
def test_each_fault_has_its_finding_and_no_other(chain: list[Made], ids: list[str]) -> None:
    """The sentence has no gap in it."""
    findings = found(observed(*(each.der for each in chain)))
    assert [each.id for each in findings] == ids
    for each in findings:
        assert "{" not in each.sentence
        assert "  " not in each.sentence
        assert ": ." not in each.sentence


def test_unreadable_certificates() -> None:
    """The leaf's is another finding than one further up."""
    assert [each.id for each in found(observed(b"junk", CA.der))] == ["certificate-unreadable"]
    findings = found(observed(LEAF.der, b"junk", CA.der))
    assert [each.id for each in findings] == ["chain-certificate-unreadable"]
    assert "(number 2)" in findings[0].sentence


def test_every_kind_is_tested() -> None:
    """None of the two areas is only in the catalogue."""
    tested = {each for _, ids in CASES.values() for each in ids}
    tested |= {"certificate-unreadable", "chain-certificate-unreadable", "client-distrust", "stores-differ"}
    assert tested == {kind.id for kind in (*TRUST_KINDS, *CHAIN_KINDS)}


def test_stores_that_differ() -> None:
    """In either direction; but not where only the operator's own root is missing elsewhere, which is no news."""
    system = TrustStore((OTHER_ROOT.certificate,), "this system's roots")
    own = STORES.deciding
    assert found(observed(LEAF.der, CA.der, stores=TrustStores(own, (system,)))) == []
    stores = TrustStores(replace(own, held_to_public_rules=own.roots), (system,))
    findings = found(observed(LEAF.der, CA.der, stores=stores))
    assert [each.id for each in findings] == ["stores-differ"]
    assert findings[0].sentence.startswith("Clients with the roots given accept the chain")
    findings = found(observed(leaf(OTHER_CA).der, OTHER_CA.der, stores=stores))
    assert [each.id for each in findings] == ["unknown-root", "stores-differ"]


def test_a_programme_that_distrusts_the_ca() -> None:
    """It is an error: those clients fail now."""
    chrome = StoreVerdict("Chrome", Trust(False, TrustReason.DISTRUSTED, (), "Chrome trusts none (source)"))
    seen = observed(LEAF.der, CA.der)
    handshake = seen.handshakes[0]
    changed = Handshake(
        offer=handshake.offer,
        completed=True,
        chain=handshake.chain,
        chain_der=handshake.chain_der,
        verdicts=(handshake.verdicts[0], chrome),
    )
    findings = found(Observation(seen.address, seen.outcome, handshakes=(changed,)))
    assert [each.id for each in findings] == ["client-distrust"]
    assert "Chrome trusts none (source)" in findings[0].sentence


def test_a_revocation_is_told_once() -> None:
    """By the findings about revocation, where they know of it."""
    seen = observed(LEAF.der, CA.der, crls=(revocation_list(CA, [LEAF]),))
    assert [each.id for each in found(seen)] == ["untrusted"]
    answer = RevocationAnswer(
        RevocationSource.CRL,
        "crl.pem",
        "ab",
        HOST,
        0,
        RevocationStatus.REVOKED,
        revoked_at=NOW - timedelta(1),
    )
    assert found(seen, revocation=Revocation((answer,))) == []


def test_addresses_that_show_the_same_are_one_finding() -> None:
    """With where it is."""
    bad = observed(LEAF.der)
    other = Observation("192.0.2.8:443", Outcome.SERVED, handshakes=bad.handshakes)
    (finding_,) = found(bad, other)
    assert finding_.sentence.endswith("on all 2 addresses.")
