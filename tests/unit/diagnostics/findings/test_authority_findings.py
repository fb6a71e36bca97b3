"""What is found in the health of a CA's services."""

import pytest

from bot.diagnostics import Severity, Target
from bot.diagnostics.findings.catalogue import find
from bot.diagnostics.findings.kinds import Evidence
from bot.diagnostics.model.authority import AuthorityHealth, AuthorityService, ServiceState
from tests.revocation_pki import NOW

ACME, CRL = AuthorityService.ACME_DIRECTORY, AuthorityService.CRL


@pytest.mark.parametrize(
    ("service", "state", "kind", "severity"),
    [
        (ACME, ServiceState.DOWN, "ca-down", Severity.WARNING),
        (CRL, ServiceState.DOWN, "ca-service-down", Severity.NOTE),
        (ACME, ServiceState.SLOW, "ca-slow", Severity.WARNING),
        (CRL, ServiceState.RATE_LIMITED, "ca-rate-limited", Severity.NOTE),
    ],
)
def test_a_service_in_trouble(
    service: AuthorityService, state: ServiceState, kind: str, severity: Severity
) -> None:
    """Never an error: the certificate is what it was."""
    health = AuthorityHealth(service, "http://ca.example/x", state, 1500, "", "It proves little.")
    (finding,) = find(Evidence(Target("api.example.com"), NOW, (), authority=(health,)))
    assert (finding.id, finding.severity) == (kind, severity)
    assert "http://ca.example/x" in finding.sentence
    assert finding.evidence["proves"] == "It proves little."


@pytest.mark.parametrize("state", [ServiceState.UP, ServiceState.UNKNOWN])
def test_what_works_or_could_not_be_asked_is_nothing_to_tell(state: ServiceState) -> None:
    """Not knowing is no outage."""
    health = AuthorityHealth(ACME, "http://ca.example/x", state)
    assert find(Evidence(Target("api.example.com"), NOW, (), authority=(health,))) == ()
