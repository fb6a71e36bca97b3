"""The verdict agrees with a suite of path-validation cases that others made (C2SP x509-limbo)."""

import json
import os
import ssl
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.diagnostics.model.trust import Trust
from bot.diagnostics.target import Target
from bot.diagnostics.trust.judge import judge
from bot.diagnostics.trust.policy import MAX_DEPTH, Profile, Purpose
from bot.diagnostics.trust.stores import TrustStore

DIRECTORY = os.environ.get("CERTINC_CONFORMANCE_DATA")
pytestmark = pytest.mark.skipif(
    not DIRECTORY, reason="CERTINC_CONFORMANCE_DATA, the directory with x509-limbo.json, is not set"
)

MAX_SECONDS = 1.0
"""Of processor time for one case, the pathological ones too."""

DISAGREEMENTS = {
    "rfc5280::aki::cross-signed-root-missing-aki": (
        "A trust anchor is a name and a key (RFC 5280, 6.1.1 d): what it lacks towards an issuer of its own is not"
        " asked, by OpenSSL's X509_STRICT neither. cve::cve-2024-0567 wants just such a root accepted."
    ),
    "rfc5280::nc::permitted-dns-match-noncritical": (
        "The Baseline Requirements allow name constraints that are not critical (7.1.2.10.8), and all clients do;"
        " webpki::nc::permitted-dns-match-noncritical is the same chain and wants it accepted."
    ),
    "rfc5280::ca-as-leaf": (
        "The Baseline Requirements forbid a CA in the leaf's place (7.1.2.7.8), Firefox refuses it;"
        " webpki::ca-as-leaf is the same chain and wants it refused."
    ),
    "webpki::eku::ee-without-eku": (
        "RFC 5280 (4.2.1.12) takes no extension for any purpose, and all clients do;"
        " rfc5280::eku::ee-without-eku is the same chain and wants it accepted."
    ),
}


def _cases() -> list[dict[str, Any]]:
    content = (Path(DIRECTORY or ".") / "x509-limbo.json").read_text(encoding="utf-8")
    cases: list[dict[str, Any]] = json.loads(content)["testcases"]
    return cases


def _verdict(case: dict[str, Any], tmp_path: Path, profile: Profile | None = None) -> Trust:
    """By what the command does with files: --pem, --roots, --crl, --host, --purpose, --max-depth, --at."""
    roots = tmp_path / "roots.pem"
    roots.write_text("\n".join(case["trusted_certs"]))
    chain = [case["peer_certificate"], *case["untrusted_intermediates"]]
    peer = case["expected_peer_name"]
    depth = case["max_chain_depth"]
    return judge(
        [ssl.PEM_cert_to_DER_cert(pem.strip()) for pem in chain],
        Target(peer["value"]) if peer else None,
        TrustStore.only([roots]),
        datetime.fromisoformat(case["validation_time"]) if case["validation_time"] else datetime.now(UTC),
        purpose=Purpose(case["validation_kind"].lower()),
        crls=[pem.encode() for pem in case["crls"]],
        max_depth=MAX_DEPTH if depth is None else depth,
        profile=profile,
    )


def test_at_least_97_of_100_agree_and_the_rest_has_reasons(tmp_path: Path) -> None:
    """The list of disagreements is exact: one that agrees again is a mistake in it."""
    cases = _cases()
    differing, slow = set(), {}
    for case in cases:
        started = time.process_time()
        trust = _verdict(case, tmp_path)
        took = time.process_time() - started
        if took > MAX_SECONDS:
            slow[case["id"]] = took
        if trust.trusted is not (case["expected_result"] == "SUCCESS"):
            differing.add(case["id"])
    assert not slow
    assert differing == set(DISAGREEMENTS) & {case["id"] for case in cases}
    assert len(differing) <= 0.03 * len(cases)


def test_what_the_suite_accepts_common_clients_accept(tmp_path: Path) -> None:
    """They ask for less; but a key that may only sign certificates serves no client."""
    refused = {
        case["id"]
        for case in _cases()
        if case["expected_result"] == "SUCCESS" and not _verdict(case, tmp_path, Profile.USUAL).trusted
    }
    assert refused <= {"rfc5280::ca-as-leaf"}


def test_what_common_clients_accept_beyond_the_suite_is_a_matter_of_form(tmp_path: Path) -> None:
    """Dates, names, signatures, constraints, purposes and revocation are judged alike by every profile."""
    for case in _cases():
        if case["expected_result"] == "SUCCESS":
            continue
        strict = _verdict(case, tmp_path)
        usual = _verdict(case, tmp_path, Profile.USUAL)
        if usual.trusted and not strict.trusted:
            assert strict.reason.value == "other", case["id"]
