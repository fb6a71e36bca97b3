"""What the sources of revocation say, and what is wrong with them. No answer is never taken for a good one."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta

from bot.clock import utc_minute
from bot.diagnostics.findings.kinds import Evidence, FindingKind, Found
from bot.diagnostics.model.finding import Severity
from bot.diagnostics.model.observation import Observation
from bot.diagnostics.model.revocation import (
    AnswerDefect,
    PropagationHorizon,
    RevocationAnswer,
    RevocationSource,
    RevocationStatus,
)
from bot.diagnostics.revocation.telling import names

KINDS = (
    FindingKind(
        "revoked",
        Severity.ERROR,
        95,
        "The certificate {where} is revoked since {since} ({reason}), says {by}.",
        "Deploy a certificate with a new key, and ask who had this one revoked: a revocation is not taken back.",
        "RFC 5280, 5.3.1",
    ),
    FindingKind(
        "intermediate-revoked",
        Severity.ERROR,
        94,
        "The CA's certificate {subject} in the chain {where} is revoked since {since} ({reason}), says {by}.",
        "Get a certificate of another issuer, or a chain that does not need this one; nothing below it can be trusted.",
        "RFC 5280, 6.1.3 (a)(3)",
    ),
    FindingKind(
        "revoked-only-by-some",
        Severity.ERROR,
        93,
        "The sources disagree on the certificate {where}: {disagreement}",
        "Take it for revoked and replace it; clients see it fail at different times, as their answers run out.",
        "RFC 6960, 4.2.2.1; RFC 5280, 5.1.2.5",
    ),
    FindingKind(
        "staple-of-other-certificate",
        Severity.ERROR,
        66,
        "The OCSP response that is stapled {where} is about another certificate, perhaps the former one.",
        "Let the server fetch a staple for the certificate it serves now: most do on a reload.",
        "RFC 6066, 8; RFC 6960, 3.2",
    ),
    FindingKind(
        "staple-stale",
        Severity.ERROR,
        65,
        "The OCSP response that is stapled {where} is too old to count: {detail}.",
        "See why the server could not fetch a newer one: its way to the responder, its cache, its clock.",
        "RFC 6960, 4.2.2.1",
    ),
    FindingKind(
        "staple-invalid",
        Severity.ERROR,
        64,
        "The OCSP response that is stapled {where} does not count: {detail}.",
        "Let the server fetch a new staple, and see which responder it asks.",
        "RFC 6960, 3.2",
    ),
    FindingKind(
        "must-staple-missing",
        Severity.ERROR,
        63,
        "The certificate demands a stapled OCSP response, and none is sent {where}.",
        "Switch OCSP stapling on, or issue a certificate without the TLS feature extension.",
        "RFC 7633, 4.2.3",
    ),
    FindingKind(
        "responder-does-not-know",
        Severity.WARNING,
        68,
        "The CA's own responder does not know the certificate {subject} {where}: {by}.",
        "Ask the CA: it may be too new there, or it was never issued as it should.",
        "RFC 6960, 2.2",
    ),
    FindingKind(
        "revocation-unknown",
        Severity.WARNING,
        67,
        "Whether the certificate {subject} {where} is revoked could not be learnt: {detail}.",
        "Look at the sources from another network; clients that insist on an answer fail meanwhile.",
        "RFC 5280, 6.3",
    ),
    FindingKind(
        "revocation-answer-invalid",
        Severity.WARNING,
        66,
        "What {by} answers does not count: {detail}.",
        "Tell the CA; clients that insist on an answer of this source fail.",
        "RFC 6960, 4.2.2.2; RFC 5280, 6.3.3",
    ),
    FindingKind(
        "crl-stale",
        Severity.WARNING,
        65,
        "The answer of {by} is too old to count: {detail}.",
        "Tell the CA, or publish a new list if it is yours; clients that insist on a current one fail.",
        "RFC 5280, 5.1.2.5",
    ),
    FindingKind(
        "revocation-horizon",
        Severity.NOTE,
        80,
        "Not every client can know of the revocation yet: {clients}.",
        "Count with clients that still accept it until then, and do not wait for those without a bound.",
        "RFC 5280, 5.1.2.5; RFC 6960, 4.2.2.1",
    ),
    FindingKind(
        "revocation-source-failed",
        Severity.NOTE,
        50,
        "One source of revocation gave no usable answer, though another did: {by} ({detail}).",
        "Nothing, unless clients depend on that source.",
        "RFC 5280, 6.3",
    ),
    FindingKind(
        "no-revocation-source",
        Severity.NOTE,
        49,
        "The certificate {where} names neither a responder nor a list, so nobody can learn of its revocation.",
        "Replace it where it has to be withdrawn: revoking it changes nothing.",
        "CA/Browser Forum Baseline Requirements, 7.1.2.11.2",
    ),
)

SHORT_LIVED = timedelta(days=7, minutes=1)
"""From 2026-03-15 on, certificates up to this lifetime need no source (Baseline Requirements, 1.6.1)."""

_STAPLE_KINDS = {
    AnswerDefect.OTHER_CERTIFICATE: "staple-of-other-certificate",
    AnswerDefect.STALE: "staple-stale",
    AnswerDefect.BAD_SIGNATURE: "staple-invalid",
    AnswerDefect.UNAUTHORISED: "staple-invalid",
    AnswerDefect.UNREADABLE: "staple-invalid",
    AnswerDefect.REFUSED: "staple-invalid",
    AnswerDefect.NOT_YET: "staple-invalid",
}
_SOURCE_KINDS = {
    AnswerDefect.STALE: "crl-stale",
    AnswerDefect.BAD_SIGNATURE: "revocation-answer-invalid",
    AnswerDefect.UNAUTHORISED: "revocation-answer-invalid",
    AnswerDefect.OTHER_CERTIFICATE: "revocation-answer-invalid",
    AnswerDefect.OTHER_ISSUER: "revocation-answer-invalid",
    AnswerDefect.NOT_YET: "revocation-answer-invalid",
}


def find(evidence: Evidence) -> Iterator[Found]:
    """Of each certificate what counts, of each source what is wrong with it, and what the servers do not send."""
    by_certificate: dict[str, list[RevocationAnswer]] = {}
    for answer in evidence.revocation.answers:
        by_certificate.setdefault(answer.fingerprint, []).append(answer)
    horizons = {horizon.fingerprint: horizon for horizon in evidence.revocation.horizons}
    for fingerprint, answers in by_certificate.items():
        where = _presenting(evidence.observations, fingerprint)
        yield from _of_certificate(answers, horizons.get(fingerprint), where)
    for seen in evidence.observations:
        yield from _not_sent(seen)


def _of_certificate(
    answers: Sequence[RevocationAnswer], horizon: PropagationHorizon | None, where: Sequence[str]
) -> Iterator[Found]:
    revoking = _with(answers, RevocationStatus.REVOKED)
    good, unknown = _with(answers, RevocationStatus.GOOD), _with(answers, RevocationStatus.UNKNOWN)
    if revoking:
        yield from _at(where, *_revoked(revoking, good, horizon))
        if horizon is not None:
            yield Found("revocation-horizon", {"clients": _clients(horizon)})
    elif unknown:
        filling = {"subject": unknown[0].subject, "by": _by(unknown)}
        yield from _at(where, "responder-does-not-know", filling)
    elif not good and not _is_chains_fault(answers):
        filling = {"subject": answers[0].subject, "detail": _details(answers)}
        yield from _at(where, "revocation-unknown", filling)
    yield from _of_sources(answers, another_answers=bool(revoking or good))


def _is_chains_fault(answers: Sequence[RevocationAnswer]) -> bool:
    """Nothing above the leaf can be verified where the chain has no end: that is told as what it is."""
    return answers[0].position > 0 and all(answer.defect is AnswerDefect.NO_ISSUER for answer in answers)


def _with(answers: Sequence[RevocationAnswer], status: RevocationStatus) -> list[RevocationAnswer]:
    return [answer for answer in answers if answer.status is status]


def _revoked(
    revoking: Sequence[RevocationAnswer],
    good: Sequence[RevocationAnswer],
    horizon: PropagationHorizon | None,
) -> tuple[str, dict[str, str]]:
    since = min((answer.revoked_at for answer in revoking if answer.revoked_at is not None), default=None)
    reason = next((answer.reason for answer in revoking if answer.reason is not None), None)
    filling = {
        "subject": revoking[0].subject,
        "since": utc_minute(since) if since is not None else "a time that is not told",
        "reason": f"reason {reason}" if reason is not None else "no reason given",
        "by": _by(revoking),
        "disagreement": horizon.disagreement if horizon is not None else "",
    }
    if revoking[0].position > 0:
        return "intermediate-revoked", filling
    return ("revoked-only-by-some" if good else "revoked"), filling


def _of_sources(answers: Sequence[RevocationAnswer], *, another_answers: bool) -> Iterator[Found]:
    """What is wrong with each source: a failure beside a usable answer is only worth a note."""
    for answer in answers:
        if answer.defect is None or answer.status is not RevocationStatus.UNAVAILABLE:
            continue
        filling = {"by": names(answer), "detail": answer.detail or "no reason was given"}
        if answer.source is RevocationSource.STAPLE:
            kind = _STAPLE_KINDS.get(answer.defect)
            if kind is not None:
                yield Found(kind, {"detail": filling["detail"]}, answer.location)
        elif answer.defect in _SOURCE_KINDS:
            yield Found(_SOURCE_KINDS[answer.defect], filling)
        elif another_answers:
            yield Found("revocation-source-failed", filling)


def _not_sent(seen: Observation) -> Iterator[Found]:
    handshake, leaf = seen.usual, seen.leaf
    if handshake is None or leaf is None:
        return
    if leaf.must_staple and handshake.completed and handshake.staple is None:
        yield Found("must-staple-missing", {}, seen.address)
    # Only public CAs are bound to name a source, and theirs carry signed timestamps; a private one may do without.
    is_public, is_short = bool(leaf.timestamps), leaf.not_after - leaf.not_before <= SHORT_LIVED
    if is_public and not is_short and not (leaf.ocsp_urls or leaf.crl_urls or handshake.staple):
        yield Found("no-revocation-source", {}, seen.address)


def _presenting(observations: Sequence[Observation], fingerprint: str) -> tuple[str, ...]:
    """The addresses that present the certificate, in whichever handshake; none for one that was fetched."""
    return tuple(
        seen.address
        for seen in observations
        if any(
            facts is not None and facts.fingerprint_sha256 == fingerprint
            for handshake in seen.handshakes
            for facts in handshake.chain
        )
    )


def _at(where: Sequence[str], kind: str, filling: Mapping[str, str]) -> Iterator[Found]:
    for address in where or (None,):
        yield Found(kind, filling, address)


def _by(answers: Sequence[RevocationAnswer]) -> str:
    """Every source by name, staples together."""
    named = dict.fromkeys(
        "the server's own staple" if answer.source is RevocationSource.STAPLE else names(answer)
        for answer in answers
    )
    return " and ".join(named)


def _details(answers: Sequence[RevocationAnswer]) -> str:
    return "; ".join(dict.fromkeys(f"{names(answer)}: {answer.detail}" for answer in answers[:3]))


def _clients(horizon: PropagationHorizon) -> str:
    bounded = [
        f"{client.clients} may believe it is good until {utc_minute(client.until)}"
        for client in horizon.clients
        if client.until is not None
    ]
    unbounded = [client.clients for client in horizon.clients if client.until is None]
    return "; ".join([*bounded, f"without a bound are {' and '.join(unbounded)}"])
