"""What keeps an address from being reached at all."""

from collections.abc import Iterator

from bot.diagnostics.findings.kinds import Evidence, FindingKind, Found
from bot.diagnostics.model.finding import Severity
from bot.diagnostics.model.observation import Observation, Obstacle, Outcome

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
        "There is no answer {where} within the time: {detail}.",
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
    FindingKind(
        "port-not-allowed",
        Severity.ERROR,
        39,
        "It was not looked at {where}: port {port} is none that this bot may connect to.",
        "Name another port; an operator can allow this one: CERTINC_DIAGNOSIS_PORTS.",
        "The operator's settings",
    ),
    FindingKind(
        "addresses-left-out",
        Severity.NOTE,
        60,
        "{count} more addresses were not looked at: the name has more than one diagnosis covers.",
        "Diagnose those by their address.",
        "A limit of this bot",
    ),
    FindingKind(
        "no-route-from-here",
        Severity.NOTE,
        60,
        "This bot has no route to the address {where}, so nothing is known of it.",
        "Diagnose from a machine that has one, for example with IPv6.",
        "Measured",
    ),
)

_BY_OUTCOME = {
    Outcome.REFUSED: "connection-refused",
    Outcome.TIMED_OUT: "timed-out",
    Outcome.UNREACHABLE: "unreachable",
    Outcome.FORBIDDEN: "address-forbidden",
}


def find(evidence: Evidence) -> Iterator[Found]:
    """One finding for each way in which addresses could not be reached."""
    if evidence.unresolved is not None:
        yield Found("does-not-resolve", {"detail": evidence.unresolved})
    if evidence.left_out:
        yield Found("addresses-left-out", {"count": str(evidence.left_out)})
    for seen in evidence.observations:
        kind = _kind(seen)
        if kind == "port-not-allowed":
            yield Found(kind, {"port": seen.address.rpartition(":")[2]}, seen.address)
        elif kind is not None:
            yield Found(kind, {"detail": seen.detail or "no reason was given"}, seen.address)


def _kind(seen: Observation) -> str | None:
    if seen.obstacle is Obstacle.NO_ROUTE:
        return "no-route-from-here"
    if seen.obstacle is Obstacle.PORT_NOT_ALLOWED:
        return "port-not-allowed"
    return _BY_OUTCOME.get(seen.outcome)
