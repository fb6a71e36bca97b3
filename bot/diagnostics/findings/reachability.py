"""What keeps a certificate from being seen at all."""

from collections.abc import Iterator

from bot.diagnostics.findings.kinds import Evidence, FindingKind, Found
from bot.diagnostics.model.finding import Severity
from bot.diagnostics.model.observation import Outcome

KINDS = (
    FindingKind(
        "does-not-resolve",
        Severity.ERROR,
        30,
        "The name does not resolve: {detail}.",
        "Check its spelling and its DNS records.",
        "RFC 1035",
    ),
    FindingKind(
        "not-tls",
        Severity.ERROR,
        45,
        "What answers {where} is {detail}, not TLS.",
        "Check the port, and whether TLS is switched on there.",
        "RFC 8446, 5.1",
    ),
    FindingKind(
        "handshake-failed",
        Severity.ERROR,
        44,
        "The TLS handshake fails {where}: {detail}.",
        "Compare the protocol versions, ciphers and names that the server accepts.",
        "RFC 8446, 6.2",
    ),
    FindingKind(
        "connection-refused",
        Severity.ERROR,
        43,
        "The connection is refused {where}.",
        "Check that the service runs and listens on this port.",
        "RFC 9293, 3.10.7.1",
    ),
    FindingKind(
        "timed-out",
        Severity.ERROR,
        42,
        "There is no answer {where} within the time.",
        "Check the service, the firewall, and whether this bot may reach it.",
        "Measured",
    ),
    FindingKind(
        "unreachable",
        Severity.ERROR,
        41,
        "It cannot be reached {where}: {detail}.",
        "Check the route and the firewall between this bot and the service.",
        "Measured",
    ),
    FindingKind(
        "address-forbidden",
        Severity.ERROR,
        40,
        "The address {where} is never connected to: it belongs to the machine's own link or its cloud.",
        "Name another host.",
        "RFC 3927; RFC 4291, 2.5.6",
    ),
)

_BY_OUTCOME = {
    Outcome.NOT_TLS: "not-tls",
    Outcome.FAILED_HANDSHAKE: "handshake-failed",
    Outcome.REFUSED: "connection-refused",
    Outcome.TIMED_OUT: "timed-out",
    Outcome.UNREACHABLE: "unreachable",
    Outcome.FORBIDDEN: "address-forbidden",
}


def find(evidence: Evidence) -> Iterator[Found]:
    """One finding for each way in which addresses could not be seen."""
    if evidence.unresolved is not None:
        yield Found("does-not-resolve", {"detail": evidence.unresolved})
    for seen in evidence.observations:
        kind = _BY_OUTCOME.get(seen.outcome)
        if kind is not None:
            yield Found(kind, {"detail": seen.detail or "no reason was given"}, seen.address)
