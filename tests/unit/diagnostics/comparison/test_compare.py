"""What is said to have changed between two diagnoses."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.diagnostics import Diagnosis, Handshake, Observation, Outcome
from bot.diagnostics.comparison.compare import changes_since
from bot.diagnostics.model.certificate import CertificateFacts
from bot.diagnostics.model.checks import Checks, DnsRecords
from bot.diagnostics.model.comparison import ChangeKind
from tests.expired_diagnosis import ADDRESSES, expired_diagnosis


def _known(leaf: CertificateFacts | None) -> CertificateFacts:
    assert leaf is not None
    return leaf


BEFORE = expired_diagnosis()
LEAF = _known(BEFORE.observations[0].leaf)
RENEWED = replace(
    LEAF,
    serial="5678",
    fingerprint_sha256="a" * 64,
    spki_sha256="b" * 64,
    not_before=LEAF.not_before + timedelta(days=80),
    not_after=LEAF.not_before + timedelta(days=85),
)


def _presenting(*leaves: CertificateFacts) -> tuple[Observation, ...]:
    handshake = BEFORE.observations[0].handshakes[0]
    return tuple(
        Observation(address, Outcome.SERVED, handshakes=(replace(handshake, chain=(leaf,)),))
        for address, leaf in zip(ADDRESSES, leaves, strict=False)
    )


def _earlier(leaf: CertificateFacts) -> Diagnosis:
    return replace(BEFORE, observations=_presenting(leaf, leaf))


def _kinds(before: Diagnosis, after: tuple[Observation, ...]) -> list[ChangeKind]:
    return [change.kind for change in changes_since(before, after, None)]


def test_nothing_has_changed() -> None:
    """The same certificates on the same addresses."""
    assert changes_since(BEFORE, BEFORE.observations, None) == ()


def test_a_later_not_before_makes_it_newer_whatever_its_end() -> None:
    """A short-lived replacement may end before the certificate that it replaces."""
    long_lived = replace(LEAF, not_after=LEAF.not_after + timedelta(days=400))
    changes = changes_since(_earlier(long_lived), _presenting(RENEWED, RENEWED), None)
    assert [change.kind for change in changes] == [ChangeKind.REPLACED, ChangeKind.KEY_CHANGED]
    assert changes[0].addresses == ADDRESSES
    assert not changes[0].grave


def test_a_later_end_alone_proves_nothing() -> None:
    """A restored older file is no renewal, though it may end later."""
    older = replace(RENEWED, not_before=LEAF.not_before, not_after=LEAF.not_after + timedelta(days=90))
    assert _kinds(BEFORE, _presenting(older, older)) == [ChangeKind.NOT_NEWER, ChangeKind.KEY_CHANGED]


@pytest.mark.parametrize(
    ("before", "after", "kind", "word"),
    [
        ({"names": ("a.example", "b.example")}, {"names": ("a.example",)}, ChangeKind.NAME_LOST, "b.example"),
        (
            {"names": ("a.example",)},
            {"names": ("a.example", "c.example")},
            ChangeKind.NAME_GAINED,
            "c.example",
        ),
        (
            {"purposes": ("serverAuth", "clientAuth")},
            {"purposes": ("serverAuth",)},
            ChangeKind.PURPOSE_LOST,
            "clientAuth",
        ),
        ({"issuer_name": "Old CA"}, {"issuer_name": "New CA"}, ChangeKind.ISSUER_CHANGED, "New CA"),
        ({"spki_sha256": "c" * 64}, {"spki_sha256": "c" * 64}, ChangeKind.KEY_REUSED, "same key"),
    ],
)
def test_what_a_replacement_lost(
    before: dict[str, Any], after: dict[str, Any], kind: ChangeKind, word: str
) -> None:
    """Names, purposes, issuer and key are compared one by one."""
    former, renewed = replace(LEAF, **before), replace(RENEWED, **after)
    changes = changes_since(_earlier(former), _presenting(renewed, renewed), None)
    (change,) = [change for change in changes if change.kind is kind]
    assert word in change.sentence


def test_grave_changes_come_first() -> None:
    """What can break clients is read first."""
    former = replace(LEAF, names=("a.example", "b.example"))
    kinds = _kinds(_earlier(former), _presenting(replace(RENEWED, names=("a.example",)), RENEWED))
    assert kinds[0] is ChangeKind.NAME_LOST


def test_a_rollout_that_reached_one_address() -> None:
    """Only that address is named."""
    changes = changes_since(BEFORE, _presenting(RENEWED, LEAF), None)
    assert {change.addresses for change in changes} == {(ADDRESSES[0],)}


def test_addresses_that_come_and_go() -> None:
    """A standby that was added, a node that was taken out, one that went silent, one that is back."""
    gone = replace(BEFORE, observations=BEFORE.observations[:1])
    assert _kinds(gone, BEFORE.observations) == [ChangeKind.ADDRESS_APPEARED]
    assert _kinds(BEFORE, BEFORE.observations[:1]) == [ChangeKind.ADDRESS_GONE]
    silent = tuple(Observation(address, Outcome.TIMED_OUT) for address in ADDRESSES)
    assert _kinds(BEFORE, silent) == [ChangeKind.SERVES_NO_MORE]
    assert _kinds(replace(BEFORE, observations=silent), BEFORE.observations) == [ChangeKind.SERVES_AGAIN]


def test_tlsa_records_are_compared_only_where_both_are_known() -> None:
    """A look-up that failed is no change."""
    known = replace(BEFORE, checks=Checks(dns=DnsRecords(tlsa=("3 1 1 aa",))))
    assert changes_since(known, BEFORE.observations, DnsRecords(tlsa=None)) == ()
    (change,) = changes_since(known, BEFORE.observations, DnsRecords(tlsa=("3 1 1 bb",)))
    assert change.kind is ChangeKind.TLSA_CHANGED


def test_another_handshake_is_compared_with_its_own_kind() -> None:
    """An RSA certificate is no replacement of the ECDSA one beside it."""
    usual: Handshake = BEFORE.observations[0].handshakes[0]
    rsa = replace(usual, offer=type(usual.offer).RSA, chain=(RENEWED,))
    both = (replace(BEFORE.observations[0], handshakes=(usual, rsa)),)
    assert changes_since(replace(BEFORE, observations=both), both, None) == ()
