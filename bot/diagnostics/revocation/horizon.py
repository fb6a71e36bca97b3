"""The propagation horizon: until when which clients may go on believing that a revoked certificate is good.

A client that holds an answer may use it until the answer's nextUpdate (RFC 5280, 5.1.2.5; RFC 6960, 4.2.2.1; RFC 5019,
6). So the bound is the nextUpdate of the last good answer that anybody was given:

- A good answer that was seen, stapled or fetched, holds until its own nextUpdate. While its source still gives such
  answers, each new one moves the bound on.
- A source that says revoked gave good answers before. The last of them was made before the certificate was revoked,
  and held as long as this source's answers do: revocationDate plus (nextUpdate less thisUpdate). The revocation date is
  when the CA acted, and should not precede lists that were issued earlier (RFC 5280, 5.3.2); but a CA may set it back
  for a compromised key (Baseline Requirements, 7.2.2). With that reason, or a date after thisUpdate, only thisUpdate
  proves anything: the last good answer is older than the revoking one, and ended no later than it does.

Nobody believes a certificate beyond its own end, so no bound lies behind that. Clients without a bound are those
that never ask, and those that are told by their maker in pushes of his own timing.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from bot.diagnostics.model.revocation import (
    AnswerDefect,
    ClientHorizon,
    PropagationHorizon,
    RevocationAnswer,
    RevocationSource,
    RevocationStatus,
)
from bot.diagnostics.revocation.telling import says

MAX_TOLD = 4
_BACKDATED = frozenset({"keyCompromise", "cACompromise"})

_OCSP = frozenset({RevocationSource.OCSP, RevocationSource.STAPLE})
"""A staple is an OCSP response: that it was made shows what the responder said, to whoever keeps its answers."""
_CRL = frozenset({RevocationSource.CRL})

_UNBOUNDED = (
    ClientHorizon(
        "clients that never check revocation",
        None,
        "most libraries and command-line tools do not ask unless they are told to",
    ),
    ClientHorizon(
        "browsers that are told by a push (CRLSets, CRLite, OneCRL)",
        None,
        "their makers decide which revocations they push and when, and a browser has to fetch the push",
    ),
)
_IGNORES_DATES = ClientHorizon(
    "clients that do not look at the date of a staple",
    None,
    "a server still staples a good answer that has ended, and some clients believe it",
)


def horizons(
    answers: Iterable[RevocationAnswer], ends: Mapping[str, datetime], now: datetime
) -> tuple[PropagationHorizon, ...]:
    """One for each certificate that a source says is revoked; ``ends``: notAfter of each, by fingerprint."""
    by_certificate: dict[str, list[RevocationAnswer]] = {}
    for each in answers:
        by_certificate.setdefault(each.fingerprint, []).append(each)
    return tuple(
        _horizon(found, ends.get(fingerprint), now)
        for fingerprint, found in by_certificate.items()
        if any(each.status is RevocationStatus.REVOKED for each in found)
    )


def _horizon(answers: Sequence[RevocationAnswer], end: datetime | None, now: datetime) -> PropagationHorizon:
    revoking = [each for each in answers if each.status is RevocationStatus.REVOKED]
    bounded = [
        found
        for found in (
            _stapling(answers),
            _caching(answers, _OCSP, "clients that cache OCSP responses"),
            _caching(answers, _CRL, "clients that cache revocation lists"),
        )
        if found is not None
    ]
    ended = [_within(each, end) for each in bounded]
    ahead = sorted(
        (each for each in ended if each.until is not None and each.until > now),
        key=lambda each: str(each.until),
    )
    unbounded = (_IGNORES_DATES, *_UNBOUNDED) if any(map(_is_old_staple, answers)) else _UNBOUNDED
    return PropagationHorizon(
        fingerprint=revoking[0].fingerprint,
        revoked_at=min((each.revoked_at for each in revoking if each.revoked_at is not None), default=None),
        disagreement=_disagreement(answers),
        clients=(*ahead, *unbounded),
    )


def _within(client: ClientHorizon, end: datetime | None) -> ClientHorizon:
    if end is None or client.until is None or client.until <= end:
        return client
    return ClientHorizon(client.clients, end, f"{client.why}; the certificate itself ends before that")


def _stapling(answers: Sequence[RevocationAnswer]) -> ClientHorizon | None:
    good = [
        (each.next_update, each.location)
        for each in answers
        if each.source is RevocationSource.STAPLE and _is_good(each) and each.next_update is not None
    ]
    if not good:
        return None
    until, where = max(good)
    why = f"{where} staples an answer that says good until then; a newer good one would move it on"
    return ClientHorizon("clients that rely on the staple", until, why)


def _caching(
    answers: Sequence[RevocationAnswer], sources: frozenset[RevocationSource], clients: str
) -> ClientHorizon | None:
    """By good answers that were seen, and by what revoking ones tell of the former."""
    of_source = [each for each in answers if each.source in sources]
    good = [each.next_update for each in of_source if _is_good(each) and each.next_update is not None]
    former = [bound for each in of_source if (bound := _last_good_end(each)) is not None]
    if good and max(good) >= max(former, default=max(good)):
        why = (
            "a good answer that was seen just now holds until then; while its source gives such, it moves on"
        )
        return ClientHorizon(clients, max(good), why)
    if not former:
        return None
    why = "the last good answer was made before the revocation, and answers of this source hold as long"
    return ClientHorizon(clients, max(former), why)


def _is_good(found: RevocationAnswer) -> bool:
    return found.status is RevocationStatus.GOOD


def _is_old_staple(found: RevocationAnswer) -> bool:
    stale = found.defect is AnswerDefect.STALE and found.claimed is RevocationStatus.GOOD
    return stale and found.source is RevocationSource.STAPLE


def _last_good_end(revoking: RevocationAnswer) -> datetime | None:
    """When the last good answer ended that this source can have given; see the head of this file."""
    begins, ends = revoking.this_update, revoking.next_update
    if revoking.status is not RevocationStatus.REVOKED or begins is None or ends is None:
        return None
    lifetime = max(ends - begins, timedelta(0))
    revoked = revoking.revoked_at
    if revoked is None or revoked > begins or revoking.reason in _BACKDATED:
        return begins + lifetime
    return revoked + lifetime


def _disagreement(answers: Sequence[RevocationAnswer]) -> str:
    """Who says what since when: the revoking ones first, each source once."""
    revoking = [each for each in answers if each.status is RevocationStatus.REVOKED]
    others = [each for each in answers if each.claimed is RevocationStatus.GOOD or _is_good(each)]
    sentences = list(dict.fromkeys(says(each) for each in (*revoking, *others)))
    more = f"; and {len(sentences) - MAX_TOLD} more" if len(sentences) > MAX_TOLD else ""
    whole = "; ".join(sentences[:MAX_TOLD]) + more
    return f"{whole[0].upper()}{whole[1:]}."
