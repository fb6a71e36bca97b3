"""Findings on what answers, and on who is shown which certificate."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.diagnostics import Handshake, Observation, Offer, Outcome, StoreVerdict, Trust, TrustReason
from bot.diagnostics.findings import protocol, reachability
from bot.diagnostics.findings.catalogue import CATALOGUE
from bot.diagnostics.findings.kinds import Evidence
from bot.diagnostics.findings.protocol import KINDS
from bot.diagnostics.model.finding import Severity
from bot.diagnostics.model.observation import Obstacle
from bot.diagnostics.target import Target
from tests.expired_diagnosis import AT, expired_diagnosis
from tests.findings_of import findings_of

ADDRESS = "192.0.2.1:443"
GOOD = StoreVerdict("Mozilla", Trust(trusted=True, reason=TrustReason.TRUSTED, path=()))
EXPIRED = StoreVerdict("Mozilla", Trust(trusted=False, reason=TrustReason.EXPIRED_LEAF, path=()))


def _usual() -> Handshake:
    usual = expired_diagnosis().observations[0].usual
    assert usual is not None
    assert usual.leaf is not None
    lasting = replace(usual.leaf, not_after=AT + timedelta(days=60))
    return replace(usual, chain=(lasting,), verdicts=(GOOD,))


USUAL = _usual()


def _other(offer: Offer, verdict: StoreVerdict = GOOD) -> Handshake:
    chain = tuple(None if each is None else replace(each, not_after=AT) for each in USUAL.chain)
    return replace(USUAL, offer=offer, chain=chain, chain_der=("AAAA",), verdicts=(verdict,))


def _sentences(seen: Observation) -> dict[str, str]:
    return {
        found.id: found.sentence
        for found in findings_of(Evidence(Target("api.example.com"), AT, (seen,)), protocol, reachability)
    }


def _served(*handshakes: Handshake) -> dict[str, str]:
    return _sentences(Observation(ADDRESS, Outcome.SERVED, handshakes=handshakes))


def test_a_handshake_like_any_other() -> None:
    """Nothing is found."""
    assert _served(USUAL) == {}


@pytest.mark.parametrize(
    ("outcome", "obstacle", "kind"),
    [
        (Outcome.NOT_TLS, Obstacle.PLAIN_HTTP, "plain-http"),
        (Outcome.NOT_TLS, Obstacle.SSH, "ssh-on-port"),
        (Outcome.NOT_TLS, Obstacle.CLEAR_TEXT, "starttls-expected"),
        (Outcome.NOT_TLS, Obstacle.OTHER_PROTOCOL, "not-tls"),
        (Outcome.NOT_TLS, Obstacle.STARTTLS_NOT_OFFERED, "starttls-not-offered"),
        (Outcome.NOT_TLS, Obstacle.STARTTLS_FAILED, "starttls-failed"),
        (Outcome.NOT_TLS, None, "not-tls"),
        (Outcome.FAILED_HANDSHAKE, Obstacle.NAME_REFUSED, "server-name-refused"),
        (Outcome.FAILED_HANDSHAKE, Obstacle.VERSION_REFUSED, "protocol-version-refused"),
        (Outcome.FAILED_HANDSHAKE, Obstacle.CLOSED_EARLY, "connection-closed-early"),
        (Outcome.FAILED_HANDSHAKE, None, "handshake-failed"),
        (Outcome.UNREACHABLE, Obstacle.NO_ROUTE, "no-route-from-here"),
        (Outcome.UNREACHABLE, None, "unreachable"),
        (Outcome.TIMED_OUT, None, "timed-out"),
        (Outcome.REFUSED, None, "connection-refused"),
        (Outcome.FORBIDDEN, None, "address-forbidden"),
        (Outcome.FORBIDDEN, Obstacle.PORT_NOT_ALLOWED, "port-not-allowed"),
    ],
)
def test_each_obstacle_has_its_own_finding(outcome: Outcome, obstacle: Obstacle | None, kind: str) -> None:
    """And no other."""
    found = _sentences(Observation(ADDRESS, outcome, "a reason", obstacle=obstacle))
    assert list(found) == [kind]
    assert "{" not in found[kind]


def test_a_handshake_that_fails_after_the_certificate() -> None:
    """The certificate was seen, and clients fail all the same."""
    broken = replace(USUAL, completed=False, failure="bad signature")
    assert list(_served(broken)) == ["handshake-failed"]


def test_a_client_certificate_does_not_hide_another_failure() -> None:
    """Only when the server ends the handshake is it because of that."""
    wanted = replace(USUAL, client_certificate_wanted=True)
    broken = replace(wanted, completed=False, failure="bad signature")
    refused = replace(
        broken, failure="the server answered with the alert bad_certificate", alert="bad_certificate"
    )
    assert list(_served(wanted)) == ["client-certificate-demanded"]
    assert set(_served(broken)) == {"client-certificate-demanded", "handshake-failed"}
    assert list(_served(refused)) == ["client-certificate-demanded"]


@pytest.mark.parametrize("usual_is_bad", [True, False])
def test_of_two_certificates_the_bad_one_is_named(usual_is_bad: bool) -> None:
    """Whichever of them a current client is shown."""
    usual = replace(USUAL, verdicts=(EXPIRED if usual_is_bad else GOOD,))
    found = _served(usual, _other(Offer.RSA, GOOD if usual_is_bad else EXPIRED))
    bad, good = ("ECDSA", "RSA") if usual_is_bad else ("RSA", "ECDSA")
    assert f"its {bad} one expired at" in found["key-types-differ"]
    assert f"its {good} one is in order" in found["key-types-differ"]


def test_two_certificates_that_are_both_in_order() -> None:
    """That is how it should be."""
    assert _served(USUAL, _other(Offer.RSA)) == {}


def test_another_certificate_without_sni() -> None:
    """A note that names it; a chain that only ends otherwise is none."""
    assert list(_served(USUAL, _other(Offer.NO_SERVER_NAME))) == ["no-sni-differs"]
    same_leaf = replace(USUAL, offer=Offer.NO_SERVER_NAME, chain_der=(*USUAL.chain_der, "AAAA"))
    assert _served(USUAL, same_leaf) == {}


def test_notes_leave_a_host_healthy() -> None:
    """What only some clients may mind is no error."""
    notes = {"no-sni-differs", "fails-without-sni", "client-certificate-demanded", "no-route-from-here"}
    assert {kind for kind in notes if CATALOGUE[kind].severity is not Severity.NOTE} == set()


def test_every_kind_is_said_in_one_sentence() -> None:
    """With an order by weight that no two of one severity share."""
    for kind in KINDS:
        assert kind.sentence.endswith(".")
        assert kind.what_to_do.endswith(".")
    weights = [(kind.severity, kind.weight) for kind in KINDS]
    assert len(weights) == len(set(weights))
