"""Transparency, lint, policy and DNS, as findings."""

import hashlib
from datetime import UTC, datetime

import pytest

from bot.diagnostics.findings import dns, lint, policy, transparency
from bot.diagnostics.findings.catalogue import CATALOGUE, find
from bot.diagnostics.findings.kinds import finding
from bot.diagnostics.model.certificate import SignedTimestamp
from bot.diagnostics.model.checks import Checks, DnsRecords, LintIssue, LintSeverity, PolicyViolation
from bot.diagnostics.model.observation import Handshake
from tests.certificates_made import (
    DAY,
    HOST,
    NOW,
    evidence_of,
    facts_of,
    handshake_of,
    kinds,
    make_certificate,
    with_facts,
)

LEAF = make_certificate(organization="Let's Encrypt")
FINGERPRINT = facts_of(LEAF).fingerprint_sha256


def _logged(handshake: Handshake, *logs: str) -> Handshake:
    return with_facts(handshake, timestamps=tuple(SignedTimestamp(log, NOW) for log in logs))


@pytest.mark.parametrize(
    ("days", "logs", "told"),
    [
        (47, ("a", "b"), []),
        (47, ("a", "a"), ["too-few-scts"]),
        (47, (), ["too-few-scts"]),
        (180, ("a", "b"), []),
        (182, ("a", "b"), ["too-few-scts"]),
        (182, ("a", "b", "c"), []),
    ],
)
def test_timestamps_of_enough_logs(days: int, logs: tuple[str, ...], told: list[str]) -> None:
    """Distinct ones: two, or three for more than 180 days."""
    handshake = _logged(handshake_of(make_certificate(lifetime=days * DAY)), *logs)
    assert kinds(list(transparency.find(evidence_of(handshake)))) == told


def test_timestamps_are_asked_only_of_public_certificates() -> None:
    """Of those whose path is known, issued under the present policy, and readable."""
    assert kinds(list(transparency.find(evidence_of(handshake_of(LEAF, store="the operator's"))))) == []
    assert kinds(list(transparency.find(evidence_of(handshake_of(LEAF, trusted=False))))) == []
    old = make_certificate(not_before=datetime(2022, 4, 14, tzinfo=UTC))
    assert kinds(list(transparency.find(evidence_of(handshake_of(old))))) == []
    damaged = with_facts(handshake_of(LEAF), unreadable=("signed certificate timestamps",))
    assert kinds(list(transparency.find(evidence_of(damaged)))) == []


def test_lint_is_summed_up() -> None:
    """Errors and warnings apart; each code once, the first three by name."""
    issues = [LintIssue(FINGERPRINT, LintSeverity.ERROR, f"rule.{n}") for n in (1, 2, 3, 4, 4)]
    issues += [
        LintIssue(FINGERPRINT, LintSeverity.FATAL, "fatal"),
        LintIssue("other", LintSeverity.ERROR, "x"),
    ]
    issues += [
        LintIssue(FINGERPRINT, LintSeverity.WARNING, "w"),
        LintIssue(FINGERPRINT, LintSeverity.NOTICE, "n"),
    ]
    found = list(lint.find(evidence_of(handshake_of(LEAF), checks=Checks(lint=tuple(issues)))))
    assert [(each.kind, each.evidence) for each in found] == [
        ("lint-errors", {"count": "5", "codes": "rule.1, rule.2, rule.3 and 2 more"}),
        ("lint-warnings", {"count": "1", "codes": "w"}),
    ]


def test_policy_sentences() -> None:
    """An unknown issuer is a finding of its own."""
    checks = Checks(
        policy=(
            PolicyViolation(FINGERPRINT, "inventory", "The issuer X is in no inventory."),
            PolicyViolation(
                FINGERPRINT, "key", "The policy “A” allows EC as keys, and this one is RSA 2048."
            ),
        )
    )
    found = list(policy.find(evidence_of(handshake_of(LEAF), checks=checks)))
    told = [finding(CATALOGUE[each.kind], each.evidence, (each.address or "",), 1) for each in found]
    assert [(each.id, each.sentence) for each in told] == [
        (
            "unknown-issuer",
            "The certificate is of a CA that is not known here: the issuer X is in no inventory.",
        ),
        (
            "policy-violation",
            "The certificate breaks the operator's rules: the policy “A” allows EC as keys, and this one is RSA 2048.",
        ),
    ]


def _dns(records: DnsRecords, *handshakes: Handshake) -> list[str]:
    return kinds(list(dns.find(evidence_of(*handshakes, checks=Checks(dns=records)))))


@pytest.mark.parametrize(
    ("caa", "told"),
    [
        (('0 issue "digicert.com"',), ["caa-forbids-issuer"]),
        (('0 issue ";"',), ["caa-forbids-issuer"]),
        (('0 issue "letsencrypt.org"', '0 issue "digicert.com"'), []),
        (('0 issuewild ";"',), []),
        ((), []),
        (None, []),
    ],
)
def test_caa(caa: tuple[str, ...] | None, told: list[str]) -> None:
    """Only a set that is known and restricts forbids anything."""
    assert _dns(DnsRecords(caa=caa, caa_at="example.com"), handshake_of(LEAF)) == told


def test_caa_of_a_wildcard() -> None:
    """``issuewild`` counts where only a wildcard stands for the host."""
    records = DnsRecords(caa=('0 issuewild ";"', '0 issue "letsencrypt.org"'), caa_at="example.com")
    wild = make_certificate(["*.example.com"], organization="Let's Encrypt")
    both = make_certificate(["*.example.com", HOST], organization="Let's Encrypt")
    assert _dns(records, handshake_of(wild)) == ["caa-forbids-issuer"]
    assert _dns(records, handshake_of(both)) == []


def test_caa_says_nothing_of_issuers_that_are_not_known() -> None:
    """Nor of private ones that call themselves by a known name."""
    records = DnsRecords(caa=('0 issue "digicert.com"',), caa_at="example.com")
    assert _dns(records, handshake_of(make_certificate())) == []
    assert _dns(records, handshake_of(LEAF, store="the operator's")) == []


def test_tlsa() -> None:
    """At the addresses that present another certificate; an error only where DNSSEC proves the records."""
    other = make_certificate(serial=99)
    record = (f"3 0 1 {hashlib.sha256(LEAF).hexdigest()}",)
    proven = DnsRecords(tlsa=record, tlsa_secure=True)
    evidence = evidence_of(handshake_of(LEAF), handshake_of(other), checks=Checks(dns=proven))
    assert [(each.kind, each.address) for each in dns.find(evidence)] == [("tlsa-mismatch", "192.0.2.2:443")]
    assert _dns(DnsRecords(tlsa=record), handshake_of(other)) == ["tlsa-mismatch-unproven"]


@pytest.mark.parametrize("tlsa", [None, (), ("9 9 9 aa",), (f"0 0 1 {'00' * 32}",)])
def test_tlsa_that_says_nothing(tlsa: tuple[str, ...] | None) -> None:
    """Unknown, none, unusable, or of a root that is not sent."""
    assert _dns(DnsRecords(tlsa=tlsa, tlsa_secure=True), handshake_of(LEAF)) == []


def test_a_sound_public_certificate_has_no_finding() -> None:
    """Nothing is told for its own sake."""
    checks = Checks(dns=DnsRecords(caa=('0 issue "letsencrypt.org"',), caa_at="example.com", tlsa=()))
    found = find(evidence_of(_logged(handshake_of(LEAF), "a", "b"), checks=checks))
    # It is made without the URLs of a CA.
    assert [each.id for each in found] == ["no-revocation-source"]


def test_every_kind_fills_its_sentence() -> None:
    """One sentence, with what to do and a source."""
    for kind in CATALOGUE.values():
        told = finding(kind, dict.fromkeys(kind.fields, "x"), ("192.0.2.1:443",), 2)
        assert told.sentence.endswith((".", "x"))
        assert "{" not in told.sentence
        assert told.what_to_do
        assert told.source
        assert 0 <= kind.weight <= 100
