"""Every path from a leaf up to a root or a dead end, by names and signatures, within bounds.

The bounds are what keeps a hostile chain cheap: 150 certificates of one name and 150 keys would otherwise mean
22,500 signatures, and cross-signs in a circle would mean paths without end.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from bot.diagnostics.trust.parsed import Parsed, issued
from bot.diagnostics.trust.stores import TrustStore

MAX_CERTIFICATES = 150
"""Sent certificates, and fetched ones, that are looked at."""

MAX_PATHS = 24
MAX_LENGTH = 24
"""Of a path, with leaf and root. The limit that clients set is lower, and has a reason of its own."""

MAX_SIGNATURES = 128
"""Checked for one leaf; Go and webpki stop at 100, cryptography at 128."""


@dataclass(frozen=True, slots=True)
class Path:
    """One path, leaf first."""

    certificates: tuple[Parsed, ...]
    anchored: bool
    """Its last certificate is a trusted root."""
    fetched: int = 0
    """How many of its certificates were not sent."""
    cut_off: bool = False
    """It goes on beyond `MAX_LENGTH`, or the search ended at its limits before any path did."""

    @property
    def leaf(self) -> Parsed:
        """The first one."""
        return self.certificates[0]

    @property
    def top(self) -> Parsed:
        """The last one."""
        return self.certificates[-1]

    @property
    def fingerprints(self) -> tuple[str, ...]:
        """Of each certificate: what makes two paths the same."""
        return tuple(each.fingerprint for each in self.certificates)

    @property
    def intermediates(self) -> tuple[Parsed, ...]:
        """Between the leaf and the root; with the top, where no root was reached."""
        return self.certificates[1:-1] if self.anchored else self.certificates[1:]


@dataclass(slots=True)
class _Search:
    """One search's material, and what is left of its budget."""

    store: TrustStore
    by_subject: dict[bytes, list[Parsed]] = field(default_factory=dict)
    sent: frozenset[str] = frozenset()
    signatures: int = MAX_SIGNATURES
    found: list[Path] = field(default_factory=list)

    @property
    def exhausted(self) -> bool:
        return len(self.found) >= MAX_PATHS or self.signatures <= 0


def build_paths(
    leaf: Parsed, sent: Sequence[Parsed], store: TrustStore, fetched: Sequence[Parsed] = ()
) -> tuple[Path, ...]:
    """The paths, the likeliest first, never none; with ``fetched`` only those that need one of them."""
    search = _Search(store)
    known = {leaf.fingerprint}
    for certificate in (*sent[:MAX_CERTIFICATES], *fetched[:MAX_CERTIFICATES]):
        # A root that was sent along is the store's own, where the store has it.
        if certificate.fingerprint not in known and not store.holds(certificate):
            known.add(certificate.fingerprint)
            search.by_subject.setdefault(certificate.subject, []).append(certificate)
    search.sent = frozenset((leaf.fingerprint, *(each.fingerprint for each in sent[:MAX_CERTIFICATES])))
    if store.holds(leaf):
        search.found.append(Path((leaf,), anchored=True))
    _extend(search, (leaf,))
    paths = search.found or [Path((leaf,), anchored=False, cut_off=True)]
    return tuple(path for path in paths if path.fetched or not fetched)


def _extend(search: _Search, path: tuple[Parsed, ...]) -> None:
    top = path[-1]
    if len(path) >= MAX_LENGTH:
        search.found.append(_path(search, path, anchored=False, cut_off=True))
        return
    dead_end = True
    for issuer, is_root in _issuers(search, path):
        if search.exhausted:
            return
        search.signatures -= 1
        if not issued(issuer, top):
            continue
        dead_end = False
        if is_root:
            search.found.append(_path(search, (*path, issuer), anchored=True))
        else:
            _extend(search, (*path, issuer))
    if dead_end and not (len(path) == 1 and search.found):
        search.found.append(_path(search, path, anchored=False))


def _issuers(search: _Search, path: tuple[Parsed, ...]) -> Iterator[tuple[Parsed, bool]]:
    """Who may have issued the top: roots before others, and those whose key identifier fits before all."""
    top = path[-1]
    entities = {each.identity for each in path}
    candidates = [(root, True) for root in search.store.by_subject(top.issuer)]
    candidates += [(each, False) for each in search.by_subject.get(top.issuer, ())]
    likely = [each for each in candidates if _fits(each[0], top)]
    unlikely = [each for each in candidates if not _fits(each[0], top)]
    for issuer, is_root in (*likely, *unlikely):
        # The same name with the same key again only leads round in a circle.
        if issuer.identity not in entities:
            yield issuer, is_root


def _fits(issuer: Parsed, certificate: Parsed) -> bool:
    wanted, had = certificate.authority_key_id, issuer.subject_key_id
    return wanted is None or had is None or wanted == had


def _path(
    search: _Search, certificates: tuple[Parsed, ...], *, anchored: bool, cut_off: bool = False
) -> Path:
    needed = certificates[:-1] if anchored else certificates
    fetched = sum(each.fingerprint not in search.sent for each in needed)
    return Path(certificates, anchored, fetched, cut_off)
