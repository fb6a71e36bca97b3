"""What each kind of client makes of one chain: its store, its programme's rules, its strictness."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from cryptography import x509

from bot.clock import require_aware
from bot.diagnostics.model.trust import StoreVerdict, Trust, TrustReason
from bot.diagnostics.target import Target
from bot.diagnostics.trust.crls import Crls
from bot.diagnostics.trust.distrust import Programme, distrust
from bot.diagnostics.trust.judge import JudgedPath, Known, held_to, judged_paths, trust_of
from bot.diagnostics.trust.path_builder import Path
from bot.diagnostics.trust.path_rules import Problem
from bot.diagnostics.trust.policy import MAX_DEPTH, Profile, Purpose, Question
from bot.diagnostics.trust.stores import TrustStore

STRICT_CLIENTS = "strict clients"
"""Those that also check the form of certificates, as Python 3.13 and later do (``VERIFY_X509_STRICT``)."""

_UNTRUSTED_ROOT = frozenset({TrustReason.UNKNOWN_ROOT, TrustReason.UNTRUSTED_ROOT_SENT})


@dataclass(frozen=True, slots=True)
class TrustStores:
    """The stores to ask."""

    deciding: TrustStore
    """Its verdict is the diagnosis's."""
    others: tuple[TrustStore, ...] = ()

    @classmethod
    def usual(cls, deciding: TrustStore) -> "TrustStores":
        """``deciding``, and beside it the system's store."""
        system = TrustStore.system()
        return cls(deciding, (system,) if system is not None else ())


def verdicts(
    chain: Sequence[bytes],
    peer: Target | None,
    stores: TrustStores,
    now: datetime,
    *,
    purpose: Purpose = Purpose.SERVER,
    fetched: Sequence[bytes] = (),
    crls: Sequence[bytes] = (),
    max_depth: int = MAX_DEPTH,
) -> tuple[StoreVerdict, ...]:
    """Each client's verdict; the first one decides. Arguments as of `judge`.

    Beside the stores: Mozilla's and Chrome's programmes, where the deciding store has Mozilla's roots and the
    certificate is a server's; and strict clients, where those that decide are not strict themselves.
    """
    deciding = stores.deciding
    question = Question(require_aware(now), peer, purpose, deciding.profile, max_depth)
    lists, known = Crls(crls), Known()
    judged = judged_paths(chain, deciding, question, crls=lists, fetched=fetched, known=known)
    found = [StoreVerdict(deciding.name, trust_of(judged), public=_is_public(judged, deciding))]
    if deciding.is_mozilla and purpose is Purpose.SERVER:
        found += [
            StoreVerdict(programme.value, _of_programme(judged, programme, deciding, question.now))
            for programme in Programme
        ]
    for store in stores.others:
        there = judged_paths(
            chain,
            store,
            replace(question, profile=Profile.USUAL),
            crls=lists,
            known=known if deciding.profile is Profile.USUAL else None,
        )
        found.append(StoreVerdict(store.name, trust_of(there)))
    if deciding.profile is Profile.USUAL:
        strict = held_to(judged, replace(question, profile=Profile.STRICT))
        found.append(StoreVerdict(STRICT_CLIENTS, trust_of(strict)))
    return tuple(found)


def _is_public(judged: Sequence[JudgedPath], store: TrustStore) -> bool:
    accepted = (each.path for each in judged if each.problem is None and not each.path.fetched)
    return any(store.is_public(path.top) for path in accepted)


def _of_programme(
    judged: Sequence[JudgedPath], programme: Programme, store: TrustStore, now: datetime
) -> Trust:
    return trust_of([_by_programme(each, programme, store, now) for each in judged])


def _by_programme(judged: JudgedPath, programme: Programme, store: TrustStore, now: datetime) -> JudgedPath:
    """The path with the programme's decision on its root.

    A root that the operator added is none of the programme's business: browsers exempt those as well. A path that
    ends below a root that is not in the store may be the programme's doing: removal follows distrust.
    """
    open_ended = judged.problem is not None and judged.problem.reason in _UNTRUSTED_ROOT
    if not (judged.problem is None or open_ended):
        return judged
    if judged.path.anchored and store.was_given(judged.path.top):
        return judged
    rule = distrust(programme, _root_name(judged.path), judged.path.leaf, now)
    if rule is None:
        return judged
    return replace(judged, problem=Problem(TrustReason.DISTRUSTED, f"{rule.sentence} ({rule.source})"))


def _root_name(path: Path) -> x509.Name:
    """Of the root that the path ends at, or of the one it would go on to."""
    return path.top.certificate.subject if path.anchored else path.top.certificate.issuer
