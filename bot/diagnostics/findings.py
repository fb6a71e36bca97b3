"""The catalogue of findings, and what is found in a set of observations."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.clock import utc_minute
from bot.diagnostics.diagnosis import Finding, Observation, Outcome, Severity, TrustReason
from bot.diagnostics.target import Target

EXPIRES_SOON = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class FindingKind:
    """One entry of the catalogue. ``sentence`` is filled with the evidence."""

    id: str
    severity: Severity
    sentence: str
    what_to_do: str
    source: str


def _kind(id_: str, severity: Severity, sentence: str, what_to_do: str, source: str) -> FindingKind:
    return FindingKind(id_, severity, sentence, what_to_do, source)


_ERROR, _WARNING = Severity.ERROR, Severity.WARNING

CATALOGUE: dict[str, FindingKind] = {
    kind.id: kind
    for kind in (
        _kind(
            "leaf-expired",
            _ERROR,
            "The certificate expired at {not_after} {where}.",
            "Renew it and deploy the renewed one; check that the renewed one is what is served.",
            "RFC 5280, 4.1.2.5",
        ),
        _kind(
            "leaf-not-yet-valid",
            _ERROR,
            "The certificate is not valid before {not_before} {where}.",
            "Check the clock of whoever made it, and of the machine that serves it.",
            "RFC 5280, 4.1.2.5",
        ),
        _kind(
            "intermediate-expired",
            _ERROR,
            "An intermediate certificate in the chain has expired {where}.",
            "Replace the intermediate in the server's chain file with the CA's current one.",
            "RFC 5280, 6.1.3",
        ),
        _kind(
            "self-signed",
            _ERROR,
            "The certificate is signed by itself {where}, so no client has a reason to trust it.",
            "Deploy a certificate of a CA that the clients trust.",
            "RFC 5280, 3.2",
        ),
        _kind(
            "missing-intermediate",
            _ERROR,
            "The server does not send the certificate of the CA that issued its own {where}.",
            "Serve the full chain: leaf first, then each intermediate, without the root.",
            "RFC 8446, 4.4.2",
        ),
        _kind(
            "unknown-root",
            _ERROR,
            "The chain {where} ends at a CA that is not among the trusted roots.",
            "Give the failing clients that root, or deploy a certificate of a CA that they trust.",
            "RFC 5280, 6.1",
        ),
        _kind(
            "wrong-host-name",
            _ERROR,
            "The certificate {where} is not for this host; it names {names}.",
            "Check the server's configuration for this name, or issue a certificate that has it.",
            "RFC 9525, 6.3",
        ),
        _kind(
            "certificate-unreadable",
            _ERROR,
            "The certificate that is presented {where} cannot be read.",
            "Look at the file the server is configured with; it may be damaged.",
            "RFC 5280, 4.1",
        ),
        _kind(
            "untrusted",
            _ERROR,
            "The chain {where} is not accepted: {detail}.",
            "See the verifier's words; the certificate breaks a rule that clients enforce.",
            "RFC 5280, 6.1",
        ),
        _kind(
            "expires-soon",
            _WARNING,
            "The certificate {where} expires at {not_after}.",
            "Check that its renewal is under way.",
            "RFC 5280, 4.1.2.5",
        ),
        _kind(
            "addresses-differ",
            _WARNING,
            "Not every address presents the same certificate.",
            "Deploy the newest one everywhere; a rollout may have stopped half-way.",
            "Compared by SHA-256 of the certificate",
        ),
        _kind(
            "not-tls",
            _ERROR,
            "What answers {where} is {detail}, not TLS.",
            "Check the port, and whether TLS is switched on there.",
            "RFC 8446, 5.1",
        ),
        _kind(
            "handshake-failed",
            _ERROR,
            "The TLS handshake fails {where}: {detail}.",
            "Compare the protocol versions, ciphers and names that the server accepts.",
            "RFC 8446, 6.2",
        ),
        _kind(
            "connection-refused",
            _ERROR,
            "The connection is refused {where}.",
            "Check that the service runs and listens on this port.",
            "RFC 9293, 3.10.7.1",
        ),
        _kind(
            "timed-out",
            _ERROR,
            "There is no answer {where} within the time.",
            "Check the service, the firewall, and whether this bot may reach it.",
            "Measured",
        ),
        _kind(
            "unreachable",
            _ERROR,
            "It cannot be reached {where}: {detail}.",
            "Check the route and the firewall between this bot and the service.",
            "Measured",
        ),
        _kind(
            "address-forbidden",
            _ERROR,
            "The address {where} is never connected to: it belongs to the machine's own link or its cloud.",
            "Name another host.",
            "RFC 3927; RFC 4291, 2.5.6",
        ),
        _kind(
            "does-not-resolve",
            _ERROR,
            "The name does not resolve: {detail}.",
            "Check its spelling and its DNS records.",
            "RFC 1035",
        ),
    )
}
"""Every finding by its id, in order of weight."""

_BY_REASON = {
    TrustReason.EXPIRED_LEAF: "leaf-expired",
    TrustReason.NOT_YET_VALID: "leaf-not-yet-valid",
    TrustReason.EXPIRED_INTERMEDIATE: "intermediate-expired",
    TrustReason.SELF_SIGNED: "self-signed",
    TrustReason.MISSING_INTERMEDIATE: "missing-intermediate",
    TrustReason.UNKNOWN_ROOT: "unknown-root",
    TrustReason.WRONG_NAME: "wrong-host-name",
    TrustReason.UNREADABLE: "certificate-unreadable",
    TrustReason.OTHER: "untrusted",
}

_BY_OUTCOME = {
    Outcome.NOT_TLS: "not-tls",
    Outcome.FAILED_HANDSHAKE: "handshake-failed",
    Outcome.REFUSED: "connection-refused",
    Outcome.TIMED_OUT: "timed-out",
    Outcome.UNREACHABLE: "unreachable",
    Outcome.FORBIDDEN: "address-forbidden",
}


def find(
    target: Target, observations: Sequence[Observation], unresolved: str | None, now: datetime
) -> tuple[Finding, ...]:
    """Everything that is wrong, the gravest first. ``unresolved`` says why the name has no address."""
    del target
    if unresolved is not None:
        return (_finding("does-not-resolve", (), len(observations), {"detail": unresolved}),)
    found: list[Finding] = []
    found += _grouped(observations, _trust_finding)
    found += _grouped(observations, _outcome_finding)
    found += _grouped(observations, lambda seen: _soon(seen, now))
    if _differ(observations):
        found.append(_finding("addresses-differ", (), len(observations), {}))
    order = list(CATALOGUE)
    weight = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.NOTE: 2}
    return tuple(sorted(found, key=lambda f: (weight[f.severity], order.index(f.id))))


Found = tuple[str, dict[str, str]]


def _trust_finding(seen: Observation) -> Found | None:
    if seen.trust is None or seen.trust.trusted:
        return None
    evidence = {"detail": seen.trust.detail}
    if seen.leaf is not None:
        evidence |= {
            "not_after": utc_minute(seen.leaf.not_after),
            "not_before": utc_minute(seen.leaf.not_before),
            "names": _names(seen.leaf.names),
        }
    return _BY_REASON[seen.trust.reason], evidence


def _outcome_finding(seen: Observation) -> Found | None:
    if seen.outcome is Outcome.SERVED:
        return None
    return _BY_OUTCOME[seen.outcome], {"detail": seen.detail or "no reason was given"}


def _soon(seen: Observation, now: datetime) -> Found | None:
    if seen.leaf is None or seen.trust is None or not seen.trust.trusted:
        return None
    if seen.leaf.not_after - now > EXPIRES_SOON:
        return None
    return "expires-soon", {"not_after": utc_minute(seen.leaf.not_after)}


def _grouped(
    observations: Sequence[Observation], look: Callable[[Observation], Found | None]
) -> list[Finding]:
    """One finding for all the addresses that show the same thing."""
    groups: dict[tuple[str, tuple[tuple[str, str], ...]], list[str]] = {}
    for seen in observations:
        found = look(seen)
        if found is not None:
            kind, evidence = found
            groups.setdefault((kind, tuple(evidence.items())), []).append(seen.address)
    return [
        _finding(kind, tuple(addresses), len(observations), dict(evidence))
        for (kind, evidence), addresses in groups.items()
    ]


def _finding(kind_id: str, addresses: tuple[str, ...], total: int, evidence: dict[str, str]) -> Finding:
    kind = CATALOGUE[kind_id]
    where = spread(len(addresses), total, addresses)
    return Finding(
        id=kind.id,
        severity=kind.severity,
        sentence=" ".join(kind.sentence.format_map({**evidence, "where": where}).split())
        .replace(" .", ".")
        .replace(" ,", ",")
        .replace(" :", ":"),
        what_to_do=kind.what_to_do,
        source=kind.source,
        addresses=addresses,
        evidence=evidence,
    )


def spread(bad: int, total: int, addresses: Sequence[str]) -> str:
    """``on all 3 addresses``, ``on 1 of 3 addresses (192.0.2.7:443)``; nothing where there is only one."""
    if bad == total:
        return "" if total == 1 else f"on all {total} addresses"
    return f"on {bad} of {total} addresses ({', '.join(addresses[:3])}{', …' if bad > 3 else ''})"


def _differ(observations: Sequence[Observation]) -> bool:
    seen = {o.leaf.fingerprint_sha256 for o in observations if o.leaf is not None}
    return len(seen) > 1


def _names(names: Sequence[str]) -> str:
    shown = ", ".join(names[:3]) or "no host at all"
    return f"{shown} and {len(names) - 3} more" if len(names) > 3 else shown
