"""Cases that are like those of the corpus, but for some changes."""

import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from hypothesis import strategies as st

from tests.fuzzing import corpus
from tests.fuzzing.mutations import Mutation, bytes_mutated, der_mutated, json_mutated, pem_block

MUTATIONS = st.builds(Mutation, st.integers(0, 63), st.integers(0, 2**16), st.integers(0, 2**16))
_LABELS = re.compile(rb"-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----\n?")


@dataclass(frozen=True)
class Changes:
    """What is done to a case of the corpus."""

    place: int
    """Which case, and which certificate of it."""
    within: Sequence[Mutation]
    """To the DER or JSON in it."""
    sign: bool
    """Then our CA signs it again."""
    without: Sequence[Mutation]
    """To the bytes as a whole, whatever they are."""


CHANGES = st.builds(
    Changes,
    st.integers(0, 2**16),
    st.lists(MUTATIONS, max_size=4),
    st.booleans(),
    st.one_of(st.just([]), st.lists(MUTATIONS, max_size=3)),
)


@functools.cache
def _cases(kind: str) -> tuple[corpus.Case, ...]:
    return tuple(corpus.cases(kind))


@functools.cache
def _some_der() -> tuple[bytes, ...]:
    """Of which parts are taken."""
    chains = [der for case in _cases("chain") for der in corpus.ders(case.content)[:1]]
    return (*chains, *(case.content for kind in ("staple", "crl") for case in _cases(kind)))


def changed(kind: str, changes: Changes) -> bytes:
    """The bytes of a new case."""
    cases = _cases(kind)
    content = cases[changes.place % len(cases)].content
    if kind == "chain":
        return _chain(content, changes)
    if kind == "diagnosis":
        content = json_mutated(content, changes.within)
    elif _LABELS.search(content):
        content = _in_pem(content, changes)
    else:
        content = der_mutated(content, changes.within, _some_der(), sign=changes.sign)
    return bytes_mutated(content, changes.without)


def _chain(content: bytes, changes: Changes) -> bytes:
    """One certificate is changed; what is done to the whole adds, leaves out and exchanges certificates."""
    chain = corpus.ders(content) or [b""]
    place = changes.place // 7 % len(chain)
    chain[place] = der_mutated(chain[place], changes.within, _some_der(), sign=changes.sign)
    for each in changes.without:
        at = each.where % (len(chain) + 1)
        other = _some_der()[each.what % len(_some_der())]
        chain = (
            [*chain[:at], other, *chain[at:]],
            [*chain[:at], *chain[at + 1 :]],
            [*chain[at:], *chain[:at]],
            [*chain, *chain[:1] * (each.what % 60)],
            [bytes_mutated(der, [each]) if spot == at else der for spot, der in enumerate(chain)],
        )[each.how % 5]
    return b"".join(map(pem_block, chain))


def _in_pem(content: bytes, changes: Changes) -> bytes:
    ders = corpus.ders(content)
    if not ders:
        return content
    place = changes.place // 7 % len(ders)
    ders[place] = der_mutated(ders[place], changes.within, _some_der(), sign=changes.sign)
    blocks = iter([pem_block(der) for der in ders])
    return _LABELS.sub(lambda found: next(blocks, found.group()), content)
