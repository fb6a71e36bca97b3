"""Each misbehaving endpoint gets its own right finding, over a real TLS connection."""

import asyncio
import functools
import json
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from bot import content
from bot.clock import Clock
from bot.diagnostics import (
    ChangeKind,
    Diagnosis,
    DiagnosisOptions,
    Inquiry,
    Linter,
    OperatorPolicy,
    StaticHosts,
    TrustStore,
    diagnose,
    diagnosis_from_json,
    diagnosis_to_json,
    parse_expectation,
    parse_target,
)
from bot.faulty_tls import (
    ENDPOINTS,
    Endpoint,
    EndpointState,
    FaultyEndpoints,
    serve_faulty_endpoints,
)


@dataclass
class Lab:
    """The endpoints, and a way to diagnose them."""

    endpoints: FaultyEndpoints
    clock: Clock
    linter: Linter | None = None

    @functools.cached_property
    def trust_store(self) -> TrustStore:
        """Read once: it takes longer than a handshake."""
        return TrustStore.load(self.endpoints.trust_anchor_files, self.endpoints.public_anchor_files)

    async def diagnose(self, host: str, timeout_s: float = 5, inquiry: Inquiry | None = None) -> Diagnosis:
        """As the demo does it."""
        options = DiagnosisOptions(
            trust_store=self.trust_store,
            static_hosts=StaticHosts.parse(self.endpoints.static_hosts),
            timeout=timedelta(seconds=timeout_s),
            acme_directories=self.endpoints.acme_directories,
            policy=OperatorPolicy.load(content.root() / "runbooks" / "demo" / "policy.yaml"),
            deep_checks=self.linter is not None,
            linter=self.linter,
        )
        return await diagnose(parse_target(host), options, now=self.clock.now(), inquiry=inquiry)


@pytest.fixture
async def lab(tmp_path: Path) -> AsyncIterator[Lab]:
    """Endpoints of this test's own, looked at without lint and without a search for weak keys."""
    clock = Clock()
    async with serve_faulty_endpoints(tmp_path, clock) as endpoints:
        yield Lab(endpoints, clock)


@dataclass(frozen=True)
class Expected:
    """What a diagnosis of an endpoint says."""

    findings: list[str]
    verdict: str
    """A regular expression for all of it."""


TIME = r"\d{4}-\d\d-\d\d \d\d:\d\d UTC"
VALID = rf"The certificate is valid, for (69|70) d more \(until {TIME}\)\."
EXPIRED = rf"The certificate expired, 6 h ago \({TIME}\); nothing newer is deployed\."
REVOKED = (
    rf"is revoked since {TIME} \(%s\), says the revocation list http://crl\.pki\.example\.com/issuing\.crl\."
)
NO_ANSWER = r"There is no answer within the time: it accepts the connection, and TLS gets no further\."

EXPECTED = {
    "expired": Expected(
        ["leaf-expired"],
        rf"The certificate expired on all 3 addresses seen from here, 6 h ago \({TIME}\); nothing newer is deployed\.",
    ),
    "one-still-old": Expected(
        ["leaf-expired", "addresses-differ"],
        rf"The certificate expired on 1 of 3 addresses \(127\.0\.0\.1:\d+\) seen from here, 6 h ago \({TIME}\); "
        r"a valid one is served on 2 of 3\.",
    ),
    "standby-expired": Expected(["leaf-expired"], EXPIRED),
    "staging-expired": Expected(["leaf-expired"], EXPIRED),
    "mail-expired": Expected(["leaf-expired"], EXPIRED),
    "intermediate-expired": Expected(
        ["intermediate-expired"],
        rf"An intermediate certificate in the chain has expired: Example Demo Issuing CA E3 expired at {TIME}\.",
    ),
    "rsa-not-renewed": Expected(
        ["key-types-differ"],
        rf"The server has two certificates, and its RSA one expired at {TIME}, while its ECDSA one is in order\.",
    ),
    "expires-soon": Expected(
        ["expires-soon"],
        rf"The certificate is valid, for 2 d more \(until {TIME}\)\. But: The certificate expires at {TIME}\.",
    ),
    "not-yet-valid": Expected(["leaf-not-yet-valid"], rf"The certificate is not valid before {TIME}\."),
    "revoked": Expected(["revoked", "revocation-horizon"], "The certificate " + REVOKED % "no reason given"),
    "revoked-key": Expected(
        ["revoked", "revocation-horizon"], "The certificate " + REVOKED % "reason keyCompromise"
    ),
    "revoked-by-staple": Expected(
        ["revoked", "revocation-horizon"],
        rf"The certificate is revoked since {TIME} \(no reason given\), says the server's own staple and .*",
    ),
    "half-replaced": Expected(
        ["revoked", "addresses-differ", "revocation-horizon"],
        r"The certificate on 1 of 2 addresses \(127\.0\.0\.\d:\d+\) " + REVOKED % "reason superseded",
    ),
    "stale-staple": Expected(
        ["revoked", "staple-stale", "revocation-horizon"],
        rf"The certificate is revoked since {TIME} .* 1 more thing is wrong\.",
    ),
    "former-staple": Expected(
        ["staple-of-other-certificate"],
        r"The OCSP response that is stapled is about another certificate, perhaps the former one\.",
    ),
    "sources-disagree": Expected(
        ["revoked-only-by-some", "revocation-horizon"],
        rf"The sources disagree on the certificate: The revocation list .* of {TIME} says revoked since {TIME}; "
        rf"the OCSP responder .* of {TIME} says good until {TIME}\.",
    ),
    "must-staple": Expected(
        ["must-staple-missing"], r"The certificate demands a stapled OCSP response, and none is sent\."
    ),
    "ocsp-down": Expected(["ca-service-down", "revocation-source-failed"], VALID),
    "unknown-root": Expected(
        ["unknown-root"], r"The chain ends at a CA that is not among the trusted roots\."
    ),
    "untrusted-root-sent": Expected(
        ["untrusted-root-sent"],
        r"The server sends its own root, and clients do not trust that root: the root Example Lab Root CA is not "
        r"trusted\.",
    ),
    "missing-intermediate": Expected(
        ["missing-intermediate"], r"The server does not send the certificate of the CA that issued its own\."
    ),
    "cross-sign-expired": Expected(
        ["expired-path-beside-good-one"],
        VALID + r" But: One of several paths has expired, and clients that try no other one fail: "
        rf"Example Demo Root R2 by Example Demo Root R1, at {TIME}\.",
    ),
    "wrong-order": Expected(
        ["chain-out-of-order"], VALID + r" But: The certificates of the chain are not .*"
    ),
    "self-signed": Expected(
        ["self-signed", "unknown-issuer"],
        r"The certificate is signed by itself, so no client has a reason to trust it\.",
    ),
    "shadow-pki": Expected(
        ["unknown-issuer"],
        VALID
        + r" But: The certificate is of a CA that is not known here: the issuer Blue Team Private CA .*",
    ),
    "weak-key": Expected(
        ["key-too-small"],
        r"The key of the certificate is too small \(RSA 1024\): current clients refuse it\.",
    ),
    "sha1": Expected(
        ["weak-signature"],
        r"A certificate in the chain is signed with ecdsa-with-SHA1, which can be forged: archive\.example\.com\.",
    ),
    "known-key": Expected(
        ["key-compromised"], r"The private key of the certificate can be had by anybody: fermat\."
    ),
    "careless-issuance": Expected(
        ["lifetime-too-long", "lint-errors", "too-few-scts", "lint-warnings"],
        r"The certificate is valid for 901 days, and browsers refuse public ones of more than 398\.",
    ),
    "internal-ca-down": Expected(
        ["ca-down"],
        VALID + r" But: The CA's ACME directory https://acme\.corp\.example\.com/directory is down: .* 503.*",
    ),
    "public-ca-down": Expected(
        ["revocation-unknown", "ca-down", "ca-service-down", "ca-service-down"],
        VALID + r" But: Whether the certificate booking\.example\.com is revoked could not be learnt: .*",
    ),
    "public-ca-slow": Expected(["ca-slow", "ca-slow"], VALID + r" But: The CA's ACME directory .* is slow.*"),
    "wrong-host-name": Expected(
        ["wrong-host-name"], r"The certificate is not for this host; it names www\.example\.net\."
    ),
    "old-protocol": Expected(
        ["old-protocol"], r"The server speaks no version newer than TLS 1\.0, which current clients refuse\."
    ),
    "client-certificate": Expected(["client-certificate-demanded"], VALID),
    "wrong-without-sni": Expected(["no-sni-differs"], VALID),
    "sni-needed": Expected(["fails-without-sni"], VALID),
    "many-names": Expected(
        ["certificate-message-too-large", "many-names"],
        r"The certificates that are sent come to \d+ KB; many clients accept no more than 100 KB\.",
    ),
    "strange-name": Expected(
        ["name-with-invisible-characters", "name-not-a-host"],
        VALID + r" But: The certificate has invisible .* U\+202E.*U\+001B.*",
    ),
    "plain-http": Expected(["plain-http"], r"What answers is plain HTTP, without TLS\."),
    "silent": Expected(["timed-out"], NO_ANSWER),
    "dribbling": Expected(["timed-out"], NO_ANSWER),
    "refused": Expected(["connection-refused"], r"The connection is refused\."),
    "healthy": Expected([], VALID.replace("valid,", "valid on all 2 addresses seen from here,")),
}
"""Each endpoint by its name."""

AT_ONCE = 4
"""More would make the endpoints' CAs, which run in this very loop, look slow."""

DEEP = {"known-key", "careless-issuance"}
"""What only a search for weak keys, or a linter, finds."""


def test_every_endpoint_is_expected() -> None:
    """None is served that is not looked at here."""
    assert set(EXPECTED) == {endpoint.name for endpoint in ENDPOINTS}


async def test_every_endpoint_has_its_findings_and_verdict_and_no_others(lab: Lab) -> None:
    """Each can be saved and read again."""
    looked_at = [endpoint for endpoint in ENDPOINTS if endpoint.name not in DEEP]
    turn = asyncio.Semaphore(AT_ONCE)

    async def look(endpoint: Endpoint) -> Diagnosis:
        # Its certificates are made before the look: a key takes time, and "6 h ago" counts from then on.
        await asyncio.to_thread(lab.endpoints.expected_fingerprints, endpoint.name)
        async with turn:
            return await lab.diagnose(endpoint.target)

    diagnoses = await asyncio.gather(*(look(endpoint) for endpoint in looked_at))
    by_name = {endpoint.name: each for endpoint, each in zip(looked_at, diagnoses, strict=True)}
    assert {name: [each.id for each in found.findings] for name, found in by_name.items()} == {
        name: expected.findings for name, expected in EXPECTED.items() if name not in DEEP
    }
    for name, diagnosis in by_name.items():
        assert re.fullmatch(EXPECTED[name].verdict, diagnosis.verdict), (name, diagnosis.verdict)
        assert diagnosis_from_json(json.loads(json.dumps(diagnosis_to_json(diagnosis)))) == diagnosis


async def test_what_is_found_by_looking_deeper(lab: Lab) -> None:
    """A key that anybody can compute, a certificate against the rules; and nothing of that in a healthy one."""
    async with Linter() as linter:
        lab.linter = linter
        for name in (*sorted(DEEP), "healthy"):
            (endpoint,) = [endpoint for endpoint in ENDPOINTS if endpoint.name == name]
            diagnosis = await lab.diagnose(endpoint.target, timeout_s=60)
            assert [finding.id for finding in diagnosis.findings] == EXPECTED[name].findings
            assert re.fullmatch(EXPECTED[name].verdict, diagnosis.verdict), diagnosis.verdict


async def test_a_replacement_is_compared_with_what_it_replaces(lab: Lab) -> None:
    """Newer, with a new key; the name that it lost is told, and that the certificate has not expired any more."""
    before = await lab.diagnose("api.example.com")
    lab.endpoints.set_state("expired", EndpointState.RENEWED_LOST_NAME)
    (expected,) = lab.endpoints.expected_fingerprints("expired")
    inquiry = Inquiry((parse_expectation(expected),), before)
    after = await lab.diagnose("api.example.com", inquiry=inquiry)
    assert all(each.met for each in after.expected)
    assert after.comparison is not None
    kinds = {change.kind for change in after.comparison.changes}
    assert {ChangeKind.REPLACED, ChangeKind.KEY_CHANGED, ChangeKind.NAME_LOST} <= kinds
    assert [finding.id for finding in after.findings] == ["replacement-lost-name"]
    assert "expired" in after.comparison.findings_gone[0]


async def test_the_expected_certificate_is_not_there_yet(lab: Lab) -> None:
    """On the addresses that a rollout has not reached."""
    lab.endpoints.set_state("expired", EndpointState.RENEWED_ON_ONE)
    fingerprints = lab.endpoints.expected_fingerprints("expired")
    leaves = [seen.leaf for seen in (await lab.diagnose("api.example.com")).observations]
    new = next(leaf.fingerprint_sha256 for leaf in leaves if leaf and leaf.not_after > lab.clock.now())
    assert new in fingerprints
    inquiry = Inquiry((parse_expectation(new),))
    diagnosis = await lab.diagnose("api.example.com", inquiry=inquiry)
    assert [each.met for each in diagnosis.expected] == [True, False, False]
    assert diagnosis.findings[0].id == "not-the-expected-certificate"


async def test_a_renewed_certificate_is_seen_where_it_is(lab: Lab) -> None:
    """On one address, then on all; its fingerprint is another one."""
    before = (await lab.diagnose("api.example.com")).observations[0].leaf
    lab.endpoints.set_state("expired", EndpointState.RENEWED_ON_ONE)
    partly = await lab.diagnose("api.example.com")
    assert len(partly.addresses_with_problems) == 2
    assert "a valid one is served on 1 of 3" in partly.verdict
    lab.endpoints.set_state("expired", EndpointState.RENEWED)
    after = await lab.diagnose("api.example.com")
    assert after.healthy
    leaf = after.observations[0].leaf
    assert leaf is not None
    assert before is not None
    assert leaf.fingerprint_sha256 != before.fingerprint_sha256


async def test_a_replacement_that_lost_a_name(lab: Lab) -> None:
    """It is valid for the host, and of no use for its other name."""
    lab.endpoints.set_state("expired", EndpointState.RENEWED_LOST_NAME)
    assert (await lab.diagnose("api.example.com")).healthy
    diagnosis = await lab.diagnose("api-eu.example.com")
    assert [finding.id for finding in diagnosis.findings] == ["wrong-host-name"]


async def test_a_host_that_does_not_resolve(lab: Lab) -> None:
    """It is said as such."""
    diagnosis = await lab.diagnose("nowhere.invalid")
    assert [finding.id for finding in diagnosis.findings] == ["does-not-resolve"]
    assert not diagnosis.healthy


async def test_a_healthy_one_stays_healthy_for_days(lab: Lab) -> None:
    """The clock may be moved on in the demo."""
    lab.clock.advance(timedelta(days=30))
    assert (await lab.diagnose("www.example.com")).healthy


async def test_states_and_certificates_survive_a_restart(lab: Lab, tmp_path: Path) -> None:
    """A restarted demo serves what it served, so that what was seen stays true."""
    lab.endpoints.set_state("expired", EndpointState.RENEWED)
    before = await lab.diagnose("api.example.com")
    async with serve_faulty_endpoints(tmp_path, lab.clock) as again:
        after = await Lab(again, lab.clock).diagnose("api.example.com")
    assert after.healthy
    assert after.observations[0].leaf == before.observations[0].leaf


async def test_every_mended_endpoint_is_healthy(lab: Lab) -> None:
    """Those that spoke no TLS, too. What belongs to the endpoint and not to its fault stays worth a note."""
    for endpoint in ENDPOINTS:
        lab.endpoints.set_state(endpoint.name, EndpointState.RENEWED)
    diagnoses = await asyncio.gather(*(lab.diagnose(endpoint.target) for endpoint in ENDPOINTS))
    by_name = {endpoint.name: each for endpoint, each in zip(ENDPOINTS, diagnoses, strict=True)}
    assert [name for name, diagnosis in by_name.items() if not diagnosis.healthy] == []
    found = {name: [each.id for each in diagnosis.findings] for name, diagnosis in by_name.items()}
    assert {name: ids for name, ids in found.items() if ids} == {
        "client-certificate": ["client-certificate-demanded"]
    }
