"""The issuing CA's services, where they do not answer as they should."""

from collections.abc import Iterator

from bot.diagnostics.findings.kinds import Evidence, FindingKind, Found
from bot.diagnostics.model.authority import AuthorityHealth, AuthorityService, ServiceState
from bot.diagnostics.model.finding import Severity
from bot.diagnostics.visible_text import visible

KINDS = (
    FindingKind(
        "ca-down",
        Severity.WARNING,
        60,
        "The CA's ACME directory {url} is down: {detail}; nothing can be ordered there meanwhile.",
        "Look at the CA's status page or its machine, and at the errors of your own orders; ask from elsewhere, too.",
        "RFC 8555, 7.1.1",
    ),
    FindingKind(
        "ca-slow",
        Severity.WARNING,
        58,
        "The CA's {service} {url} is slow: {detail}.",
        "Let renewals retry with patience, and watch the CA's status page; one slow answer may be the network.",
        "Measured",
    ),
    FindingKind(
        "ca-rate-limited",
        Severity.NOTE,
        57,
        "The CA's {service} {url} refuses to answer us more often (HTTP 429): that is our quota, not an outage.",
        "Find what asks so often, and do not let orders loop.",
        "RFC 6585, 4",
    ),
    FindingKind(
        "ca-service-down",
        Severity.NOTE,
        56,
        "The CA's {service} {url} does not answer: {detail}.",
        "Look at the CA's status page; this alone says nothing of whether it issues.",
        "RFC 5280, 4.2.2.1; 4.2.1.13",
    ),
)

_WORDS = {
    AuthorityService.ACME_DIRECTORY: "ACME directory",
    AuthorityService.OCSP: "OCSP responder",
    AuthorityService.CRL: "revocation list",
    AuthorityService.ISSUER_CERTIFICATE: "issuer certificate",
}


def find(evidence: Evidence) -> Iterator[Found]:
    """One for each service in trouble. One that could not be asked, or works, gives none."""
    for health in evidence.authority:
        kind = _kind(health)
        if kind is not None:
            yield Found(kind, _filling(health))


def _kind(health: AuthorityHealth) -> str | None:
    if health.state is ServiceState.DOWN:
        is_directory = health.service is AuthorityService.ACME_DIRECTORY
        return "ca-down" if is_directory else "ca-service-down"
    return {ServiceState.SLOW: "ca-slow", ServiceState.RATE_LIMITED: "ca-rate-limited"}.get(health.state)


def _filling(health: AuthorityHealth) -> dict[str, str]:
    took = f"it took {health.latency_ms / 1000:.1f} s" if health.latency_ms is not None else ""
    return {
        "service": _WORDS[health.service],
        "url": visible(health.url, 100),
        "detail": health.detail or took or "no reason was given",
        "proves": health.proves,
    }
