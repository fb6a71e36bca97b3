"""Each misbehaving endpoint gets its own right finding, over a real TLS connection."""

import asyncio
import functools
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from bot.clock import Clock
from bot.diagnostics import (
    Diagnosis,
    DiagnosisOptions,
    StaticHosts,
    TrustStore,
    diagnose,
    diagnosis_from_json,
    diagnosis_to_json,
    parse_target,
)
from bot.faulty_tls import (
    ENDPOINTS,
    EndpointState,
    FaultyEndpoints,
    serve_faulty_endpoints,
)


@dataclass
class Lab:
    """The endpoints, and a way to diagnose them."""

    endpoints: FaultyEndpoints
    clock: Clock

    @functools.cached_property
    def trust_store(self) -> TrustStore:
        """Read once: it takes longer than a handshake."""
        return TrustStore.load(self.endpoints.trust_anchor_files)

    async def diagnose(self, host: str, timeout_s: float = 5) -> Diagnosis:
        """As the bot does it."""
        options = DiagnosisOptions(
            trust_store=self.trust_store,
            static_hosts=StaticHosts.parse(self.endpoints.static_hosts),
            timeout=timedelta(seconds=timeout_s),
        )
        return await diagnose(parse_target(host), options, now=self.clock.now())


@pytest.fixture
async def lab(tmp_path: Path) -> AsyncIterator[Lab]:
    """Endpoints of this test's own."""
    clock = Clock()
    async with serve_faulty_endpoints(tmp_path, clock) as endpoints:
        yield Lab(endpoints, clock)


FINDINGS = {
    "expired": ["leaf-expired"],
    "one-still-old": ["leaf-expired", "addresses-differ"],
    "standby-expired": ["leaf-expired"],
    "staging-expired": ["leaf-expired"],
    "missing-intermediate": ["missing-intermediate"],
    "unknown-root": ["unknown-root"],
    "untrusted-root-sent": ["unknown-root"],
    "intermediate-expired": ["intermediate-expired"],
    "half-replaced": ["addresses-differ"],
    "self-signed": ["self-signed"],
    "sha1": ["missing-intermediate"],
    "wrong-host-name": ["wrong-host-name"],
    "not-yet-valid": ["leaf-not-yet-valid"],
    "mail-expired": ["not-tls"],
    "many-names": ["handshake-failed"],
    "plain-http": ["not-tls"],
    "silent": ["timed-out"],
    "dribbling": ["timed-out"],
    "refused": ["connection-refused"],
    "expires-soon": ["expires-soon"],
}
"""Of all others nothing is found."""


async def test_every_endpoint_has_its_findings_and_no_others(lab: Lab) -> None:
    """One by one, all at once."""
    diagnoses = await asyncio.gather(*(lab.diagnose(endpoint.target) for endpoint in ENDPOINTS))
    found = {
        endpoint.name: [finding.id for finding in diagnosis.findings]
        for endpoint, diagnosis in zip(ENDPOINTS, diagnoses, strict=True)
        if diagnosis.findings
    }
    assert found == FINDINGS
    for diagnosis in diagnoses:
        assert diagnosis_from_json(json.loads(json.dumps(diagnosis_to_json(diagnosis)))) == diagnosis


async def test_the_verdict_of_an_expired_certificate(lab: Lab) -> None:
    """Where, since when, and whether something newer is deployed."""
    diagnosis = await lab.diagnose("api.example.com")
    assert diagnosis.verdict.startswith(
        "The certificate expired on all 3 addresses seen from here, 6 h ago ("
    )
    assert diagnosis.verdict.endswith(" UTC); nothing newer is deployed.")
    assert len(diagnosis.addresses_with_problems) == 3


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
    """Those that spoke no TLS, too; only mail is not looked into yet."""
    for endpoint in ENDPOINTS:
        lab.endpoints.set_state(endpoint.name, EndpointState.RENEWED)
    diagnoses = await asyncio.gather(*(lab.diagnose(endpoint.target) for endpoint in ENDPOINTS))
    unwell = [
        endpoint.name for endpoint, diagnosis in zip(ENDPOINTS, diagnoses, strict=True) if diagnosis.findings
    ]
    assert unwell == ["mail-expired"]
