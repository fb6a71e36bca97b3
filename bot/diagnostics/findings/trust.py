"""Why clients do not accept what they are shown, and where clients differ."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from bot.clock import utc_minute
from bot.diagnostics.findings.kinds import Evidence, FindingKind, Found
from bot.diagnostics.model.finding import Severity
from bot.diagnostics.model.observation import Handshake
from bot.diagnostics.model.revocation import RevocationStatus
from bot.diagnostics.model.trust import StoreVerdict, Trust, TrustReason
from bot.diagnostics.trust.clients import STRICT_CLIENTS

MAX_NAMED = 3
"""Certificates and names in one sentence."""

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
        "An intermediate certificate in the chain has expired {where}: {detail}.",
        "Replace the intermediate in the server's chain file with the CA's current one.",
        "RFC 5280, 6.1.3",
    ),
    FindingKind(
        "root-expired",
        Severity.ERROR,
        87,
        "The root that the chain {where} ends at has expired: {detail}.",
        "Serve a chain to a root that is valid, and give clients without one the CA's current root.",
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
        "untrusted-root-sent",
        Severity.ERROR,
        77,
        "The server sends its own root {where}, and clients do not trust that root: {detail}.",
        "Give the failing clients that root by another way; sending it along changes nothing.",
        "RFC 5280, 6.1",
    ),
    FindingKind(
        "client-distrust",
        Severity.ERROR,
        76,
        "Some clients no longer accept certificates of this CA {where}: {detail}.",
        "Replace the certificate with one of a CA that those clients trust.",
        "The root programme's announcement, named in the sentence",
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
        "wrong-purpose",
        Severity.ERROR,
        69,
        "The certificate {where} is not made for this use: {detail}.",
        "Issue a certificate with the extended key usage that this use needs.",
        "RFC 5280, 4.2.1.12",
    ),
    FindingKind(
        "name-constraint",
        Severity.ERROR,
        68,
        "A CA in the chain {where} may not issue for this name: {detail}.",
        "Have the certificate issued by a CA that may certify the name.",
        "RFC 5280, 4.2.1.10",
    ),
    FindingKind(
        "path-too-long",
        Severity.ERROR,
        67,
        "The chain {where} has more CAs than it may have: {detail}.",
        "Have the certificate issued by a CA that is nearer to the root.",
        "RFC 5280, 4.2.1.9",
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
        "Have the certificate issued anew so that it keeps the rule that is named.",
        "RFC 5280, 6.1",
    ),
    FindingKind(
        "strict-clients-refuse",
        Severity.WARNING,
        58,
        "Clients that check strictly, as Python does since 3.13, do not accept the chain {where}: {detail}.",
        "Have the CA's certificates issued anew as RFC 5280 asks before such clients come into use.",
        "RFC 5280, 4; Python, ssl.VERIFY_X509_STRICT",
    ),
    FindingKind(
        "stores-differ",
        Severity.NOTE,
        30,
        "Clients with {accepting} accept the chain {where}; those with {refusing} do not: {detail}.",
        "Compare the roots of the clients that fail with those of the clients that work.",
        "RFC 5280, 6.1",
    ),
)

_BY_REASON = {
    TrustReason.EXPIRED_LEAF: "leaf-expired",
    TrustReason.EXPIRED_INTERMEDIATE: "intermediate-expired",
    TrustReason.EXPIRED_ROOT: "root-expired",
    TrustReason.SELF_SIGNED: "self-signed",
    TrustReason.MISSING_INTERMEDIATE: "missing-intermediate",
    TrustReason.UNKNOWN_ROOT: "unknown-root",
    TrustReason.UNTRUSTED_ROOT_SENT: "untrusted-root-sent",
    TrustReason.DISTRUSTED: "client-distrust",
    TrustReason.WRONG_NAME: "wrong-host-name",
    TrustReason.WRONG_PURPOSE: "wrong-purpose",
    TrustReason.NAME_CONSTRAINT: "name-constraint",
    TrustReason.PATH_TOO_LONG: "path-too-long",
    TrustReason.UNREADABLE: "certificate-unreadable",
}


def find(evidence: Evidence) -> Iterator[Found]:
    """One finding for each reason for which addresses are not trusted, by those that decide or by some."""
    revocation_told = any(answer.status is RevocationStatus.REVOKED for answer in evidence.revocation.answers)
    for seen in evidence.observations:
        if seen.usual is None or seen.trust is None:
            continue
        trust = seen.trust
        if not trust.trusted and not (trust.reason is TrustReason.REVOKED and revocation_told):
            yield Found(
                _kind(seen.usual, trust, evidence.now), _filling(seen.usual, trust.detail), seen.address
            )
        for kind, filling in _clients(seen.usual):
            yield Found(kind, filling, seen.address)


def _kind(handshake: Handshake, trust: Trust, now: datetime) -> str:
    if trust.reason is TrustReason.NOT_YET_VALID:
        of_leaf = handshake.leaf is not None and handshake.leaf.not_before > now
        return "leaf-not-yet-valid" if of_leaf else "untrusted"
    return _BY_REASON.get(trust.reason, "untrusted")


def _filling(handshake: Handshake, detail: str) -> dict[str, str]:
    leaf = handshake.leaf
    if leaf is None:
        return {"detail": detail}
    return {
        "detail": detail,
        "not_after": utc_minute(leaf.not_after),
        "not_before": utc_minute(leaf.not_before),
        "names": named(leaf.names, leaf.name_count),
    }


def _clients(handshake: Handshake) -> Iterator[tuple[str, dict[str, str]]]:
    """Where clients differ from the one that decides."""
    deciding, *others = handshake.verdicts
    for each in others:
        if each.trust.reason is TrustReason.DISTRUSTED:
            yield "client-distrust", {"detail": each.trust.detail}
        elif each.store == STRICT_CLIENTS:
            if deciding.trust.trusted and not each.trust.trusted:
                yield "strict-clients-refuse", {"detail": each.trust.detail}
        elif _differ(deciding, each):
            yes, no = (each, deciding) if each.trust.trusted else (deciding, each)
            yield (
                "stores-differ",
                {
                    "accepting": yes.store,
                    "refusing": no.store,
                    "detail": no.trust.detail or no.trust.reason.value.replace("-", " "),
                },
            )


def _differ(deciding: StoreVerdict, other: StoreVerdict) -> bool:
    """Not where the deciding client accepts by a root that the operator brought: others are known to lack it."""
    brought = deciding.trust.trusted and not deciding.public
    return other.trust.trusted is not deciding.trust.trusted and not brought


def named(names: Sequence[str], count: int) -> str:
    """Three names, and how many more there are."""
    shown = ", ".join(names[:MAX_NAMED]) or "no host at all"
    return f"{shown} and {count - MAX_NAMED} more" if count > MAX_NAMED else shown
