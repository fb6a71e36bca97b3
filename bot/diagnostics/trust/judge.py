"""Whether a client with these roots accepts a chain as it was sent, at a time, for a host; and why not."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.clock import require_aware
from bot.diagnostics.model.trust import PathVerdict, Trust, TrustReason
from bot.diagnostics.target import Target
from bot.diagnostics.trust.crls import Crls
from bot.diagnostics.trust.names import matches
from bot.diagnostics.trust.parsed import Parsed, parsed
from bot.diagnostics.trust.path_builder import Path, build_paths
from bot.diagnostics.trust.path_rules import Problem, first_problem
from bot.diagnostics.trust.policy import MAX_DEPTH, Profile, Purpose, Question
from bot.diagnostics.trust.profile_rules import first_breach
from bot.diagnostics.trust.stores import TrustStore
from bot.diagnostics.trust.verifiers import refusal
from bot.diagnostics.visible_text import visible

__all__ = ["JudgedPath", "held_to", "judge", "judged_paths", "matches", "trust_of"]

MAX_SHOWN_PATHS = 8
MAX_DETAIL = 300

_INCOMPLETE = frozenset({TrustReason.MISSING_INTERMEDIATE, TrustReason.UNKNOWN_ROOT})

_TELLING = (
    TrustReason.SELF_SIGNED,
    TrustReason.MISSING_INTERMEDIATE,
    TrustReason.UNKNOWN_ROOT,
    TrustReason.UNTRUSTED_ROOT_SENT,
    TrustReason.EXPIRED_ROOT,
    TrustReason.EXPIRED_INTERMEDIATE,
    TrustReason.PATH_TOO_LONG,
    TrustReason.NAME_CONSTRAINT,
    TrustReason.WRONG_PURPOSE,
    TrustReason.OTHER,
    TrustReason.REVOKED,
    TrustReason.WRONG_NAME,
)
"""Of several paths, the one that came furthest says why the chain is not accepted; later ones came further."""


@dataclass(frozen=True, slots=True)
class JudgedPath:
    """A path, and what is wrong with it; None where it is accepted."""

    path: Path
    problem: Problem | None

    @property
    def verdict(self) -> PathVerdict:
        """In the form of the model."""
        return PathVerdict(
            subjects=tuple(each.name for each in self.path.certificates),
            fingerprints=self.path.fingerprints,
            reason=self.problem.reason if self.problem else TrustReason.TRUSTED,
            fetched=self.path.fetched,
        )


def judge(
    chain: Sequence[bytes],
    peer: Target | None,
    store: TrustStore,
    now: datetime,
    *,
    purpose: Purpose = Purpose.SERVER,
    fetched: Sequence[bytes] = (),
    crls: Sequence[bytes] = (),
    max_depth: int = MAX_DEPTH,
    profile: Profile | None = None,
) -> Trust:
    """The verdict of a client that trusts ``store``. Never raises for what the certificates hold.

    Args:
        chain: DER as presented, leaf first.
        peer: Whose certificate it should be: a host, an address, or a mailbox; None where any will do.
        store: The client's roots.
        now: Aware.
        purpose: What it is to be used for.
        fetched: DER of intermediates that were not sent. They count for ``paths`` and for the reason, never for
            ``trusted``, which is about the chain as it was sent.
        crls: DER or PEM. A certificate whose issuer has a list here must be cleared by it.
        max_depth: Intermediates, self-issued ones not counted.
        profile: How strictly; that of the store where it is None.
    """
    strictness = store.profile if profile is None else profile
    question = Question(require_aware(now), peer, purpose, strictness, max_depth)
    return trust_of(judged_paths(chain, store, question, fetched=fetched, crls=Crls(crls)))


Known = dict[tuple[str, ...], Problem | None]
"""What was found wrong with paths, by their fingerprints: stores have most roots in common."""


def judged_paths(
    chain: Sequence[bytes],
    store: TrustStore,
    question: Question,
    *,
    crls: Crls,
    fetched: Sequence[bytes] = (),
    known: Known | None = None,
) -> tuple[JudgedPath, ...]:
    """Every path, those as sent first; none where the leaf cannot be read.

    ``known`` may be shared between calls of one question and the same lists.
    """
    leaf = parsed(chain[0]) if chain else None
    if leaf is None:
        return ()
    sent = _readable(chain[1:])
    paths = build_paths(leaf, sent, store)
    if fetched:
        paths += build_paths(leaf, sent, store, _readable(fetched))
    known = {} if known is None else known
    return tuple(_judged(path, question, crls, known) for path in paths)


def held_to(judged: Sequence[JudgedPath], question: Question) -> tuple[JudgedPath, ...]:
    """The same by a stricter profile: what it allows is held to it too."""
    return tuple(
        JudgedPath(each.path, _refused(each.path, question)) if each.problem is None else each
        for each in judged
    )


def _readable(ders: Sequence[bytes]) -> list[Parsed]:
    return [certificate for der in ders if (certificate := parsed(der)) is not None]


def _judged(path: Path, question: Question, crls: Crls, known: Known) -> JudgedPath:
    if not path.anchored:
        return JudgedPath(path, first_problem(path, question, crls))
    fingerprints = path.fingerprints
    if fingerprints not in known:
        known[fingerprints] = first_problem(path, question, crls) or _refused(path, question)
    return JudgedPath(path, known[fingerprints])


def _refused(path: Path, question: Question) -> Problem | None:
    """By the profile, or by the library that has the last word."""
    breach = first_breach(path, question)
    if breach is not None:
        return breach
    refused = refusal(path, question)
    return None if refused is None else Problem(TrustReason.OTHER, refused)


def trust_of(judged: Sequence[JudgedPath]) -> Trust:
    """The verdict on the chain as sent, from its paths."""
    as_sent = [each for each in judged if not each.path.fetched]
    if not as_sent:
        return Trust(False, TrustReason.UNREADABLE, ())
    chosen = next((each for each in as_sent if each.problem is None), None)
    if chosen is None:
        chosen = _explained(max(as_sent, key=_telling), judged)
    shown = sorted(judged, key=lambda each: each.problem is not None)[:MAX_SHOWN_PATHS]
    return Trust(
        trusted=chosen.problem is None,
        reason=chosen.verdict.reason,
        path=chosen.verdict.subjects,
        detail=visible(chosen.problem.detail, MAX_DETAIL) if chosen.problem else "",
        paths=tuple(each.verdict for each in shown),
    )


def _telling(judged: JudgedPath) -> tuple[bool, int, int]:
    reason = judged.verdict.reason
    rank = _TELLING.index(reason) if reason in _TELLING else len(_TELLING)
    return judged.path.anchored, rank, len(judged.path.certificates)


def _explained(failed: JudgedPath, judged: Sequence[JudgedPath]) -> JudgedPath:
    """The same with the reason that the fetched certificates prove."""
    if failed.verdict.reason not in _INCOMPLETE:
        return failed
    completed = [each for each in judged if each.path.fetched]
    anchored = next((each for each in completed if each.path.anchored), None)
    if anchored is not None:
        missing = anchored.path.fetched
        return replace(
            failed,
            problem=Problem(
                TrustReason.MISSING_INTERMEDIATE,
                f"with {missing} certificate{'s' if missing > 1 else ''} that the server does not send"
                f" it leads to {anchored.path.top.name}",
            ),
        )
    to_root = next(
        (each for each in completed if each.verdict.reason is TrustReason.UNTRUSTED_ROOT_SENT), None
    )
    if to_root is not None:
        detail = f"completed, it ends at {to_root.path.top.name}, which is not among the roots"
        return replace(failed, problem=Problem(TrustReason.UNKNOWN_ROOT, detail))
    return failed
