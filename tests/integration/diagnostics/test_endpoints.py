"""Each misbehaving endpoint gets its own right finding, over a real TLS connection."""

import asyncio
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
    UnknownEndpointError,
    serve_faulty_endpoints,
)


@dataclass
class Lab:
    """The endpoints, and a way to diagnose them."""

    endpoints: FaultyEndpoints
    clock: Clock
    timeout: timedelta = timedelta(seconds=5)

    async def diagnose(self, host: str, timeout_s: float = 5) -> Diagnosis:
        """As the bot does it."""
        options = DiagnosisOptions(
            trust_store=TrustStore.load(self.endpoints.trust_anchor_files),
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
    "unknown-root": ["untrusted-root-sent"],
    "intermediate-expired": ["intermediate-expired"],
    "self-signed": ["self-signed"],
    "wrong-host-name": ["wrong-host-name"],
    "not-yet-valid": ["leaf-not-yet-valid"],
    "plain-http": ["not-tls"],
    "silent": ["timed-out"],
    "refused": ["connection-refused"],
    "expires-soon": ["expires-soon"],
    "healthy": [],
}


async def test_every_endpoint_has_its_findings_and_no_others(lab: Lab) -> None:
    """One by one, all at once."""
    diagnoses = await asyncio.gather(*(lab.diagnose(endpoint.host, 1.5) for endpoint in ENDPOINTS))
    found = {
        endpoint.name: [finding.id for finding in diagnosis.findings]
        for endpoint, diagnosis in zip(ENDPOINTS, diagnoses, strict=True)
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
    """It is valid, and of no use for this host."""
    lab.endpoints.set_state("expired", EndpointState.RENEWED_LOST_NAME)
    diagnosis = await lab.diagnose("api.example.com")
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


async def test_only_what_presents_a_certificate_can_be_renewed(lab: Lab) -> None:
    """A plain sentence for the others, and for names that do not exist."""
    for name in ("refused", "nonsense"):
        with pytest.raises(UnknownEndpointError, match=name):
            lab.endpoints.set_state(name, EndpointState.RENEWED)
