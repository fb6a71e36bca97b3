"""Why the deciding client does not accept what it is shown."""

from collections.abc import Iterator, Sequence

from bot.clock import utc_minute
from bot.diagnostics.findings.kinds import Evidence, FindingKind, Found
from bot.diagnostics.model.finding import Severity
from bot.diagnostics.model.observation import Observation
from bot.diagnostics.model.trust import TrustReason

KINDS = (
    FindingKind(
        "leaf-expired",
        Severity.ERROR,
        90,
        "The certificate expired at {not_after} {where}.",
        "Renew it and deploy the renewed one; check that the renewed one is what is served.",
        "RFC 5280, 4.1.2.5",
    ),
    FindingKind(
        "leaf-not-yet-valid",
        Severity.ERROR,
        89,
        "The certificate is not valid before {not_before} {where}.",
        "Check the clock of whoever made it, and of the machine that serves it.",
        "RFC 5280, 4.1.2.5",
    ),
    FindingKind(
        "intermediate-expired",
        Severity.ERROR,
        88,
        "An intermediate certificate in the chain has expired {where}.",
        "Replace the intermediate in the server's chain file with the CA's current one.",
        "RFC 5280, 6.1.3",
    ),
    FindingKind(
        "self-signed",
        Severity.ERROR,
        80,
        "The certificate is signed by itself {where}, so no client has a reason to trust it.",
        "Deploy a certificate of a CA that the clients trust.",
        "RFC 5280, 3.2",
    ),
    FindingKind(
        "missing-intermediate",
        Severity.ERROR,
        79,
        "The server does not send the certificate of the CA that issued its own {where}.",
        "Serve the full chain: leaf first, then each intermediate, without the root.",
        "RFC 8446, 4.4.2",
    ),
    FindingKind(
        "unknown-root",
        Severity.ERROR,
        78,
        "The chain {where} ends at a CA that is not among the trusted roots.",
        "Give the failing clients that root, or deploy a certificate of a CA that they trust.",
        "RFC 5280, 6.1",
    ),
    FindingKind(
        "wrong-host-name",
        Severity.ERROR,
        70,
        "The certificate {where} is not for this host; it names {names}.",
        "Check the server's configuration for this name, or issue a certificate that has it.",
        "RFC 9525, 6.3",
    ),
    FindingKind(
        "certificate-unreadable",
        Severity.ERROR,
        60,
        "The certificate that is presented {where} cannot be read.",
        "Look at the file the server is configured with; it may be damaged.",
        "RFC 5280, 4.1",
    ),
    FindingKind(
        "untrusted",
        Severity.ERROR,
        59,
        "The chain {where} is not accepted: {detail}.",
        "See the verifier's words; the certificate breaks a rule that clients enforce.",
        "RFC 5280, 6.1",
    ),
)

_BY_REASON = {
    TrustReason.EXPIRED_LEAF: "leaf-expired",
    TrustReason.NOT_YET_VALID: "leaf-not-yet-valid",
    TrustReason.EXPIRED_INTERMEDIATE: "intermediate-expired",
    TrustReason.SELF_SIGNED: "self-signed",
    TrustReason.MISSING_INTERMEDIATE: "missing-intermediate",
    TrustReason.UNKNOWN_ROOT: "unknown-root",
    TrustReason.WRONG_NAME: "wrong-host-name",
    TrustReason.UNREADABLE: "certificate-unreadable",
}


def find(evidence: Evidence) -> Iterator[Found]:
    """One finding for each reason for which addresses are not trusted."""
    for seen in evidence.observations:
        if seen.trust is not None and not seen.trust.trusted:
            kind = _BY_REASON.get(seen.trust.reason, "untrusted")
            yield Found(kind, _filling(seen, seen.trust.detail), seen.address)


def _filling(seen: Observation, detail: str) -> dict[str, str]:
    if seen.leaf is None:
        return {"detail": detail}
    return {
        "detail": detail,
        "not_after": utc_minute(seen.leaf.not_after),
        "not_before": utc_minute(seen.leaf.not_before),
        "names": named(seen.leaf.names, seen.leaf.name_count),
    }


def named(names: Sequence[str], count: int) -> str:
    """Three names, and how many more there are."""
    shown = ", ".join(names[:3]) or "no host at all"
    return f"{shown} and {count - 3} more" if count > 3 else shown
