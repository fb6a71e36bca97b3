"""Every kept case of hostile input goes all the way, and the laws hold."""

import pytest

from tests.fuzzing import corpus, pki
from tests.fuzzing.der_tree import signed_again, tree
from tests.fuzzing.generated import GENERATED
from tests.fuzzing.laws import check
from tests.fuzzing.mutations import pem_block
from tests.fuzzing.signed import believed


@pytest.mark.parametrize("case", corpus.cases(), ids=lambda case: f"{case.kind}-{case.name}")
def test_a_kept_case(case: corpus.Case) -> None:
    """A diagnosis comes out that can be saved, read and shown, or a documented refusal."""
    check(case.kind, case.content)


def test_the_corpus_is_small() -> None:
    """It is for every clone and every run."""
    assert sum(len(case.content) for case in corpus.cases()) < corpus.MAX_BYTES


@pytest.mark.parametrize("kind", corpus.KINDS)
def test_every_kind_has_cases(kind: str) -> None:
    """There is something to begin with."""
    assert len(corpus.cases(kind)) >= 2


@pytest.mark.parametrize(("kind", "name"), GENERATED)
def test_a_case_that_is_too_large_to_keep(kind: str, name: str) -> None:
    """The same, within the same second of processor time."""
    check(kind, GENERATED[kind, name]())


SIGNED = [each for kind in ("chain", "staple", "ocsp", "crl") for each in corpus.cases(kind)]


@pytest.mark.parametrize("case", SIGNED, ids=lambda case: f"{case.kind}-{case.name}")
def test_a_kept_case_that_a_stranger_signed(case: corpus.Case) -> None:
    """Whatever it says, it is not believed."""
    forged = _forged(case)
    for found in check(case.kind, forged):
        assert believed(case.kind, forged, found) == set()


def _forged(case: corpus.Case) -> bytes:
    ders = corpus.ders(case.content) if case.kind == "chain" else [case.content]
    root = tree(ders[0]) if ders else None
    if root is None:
        return b""
    ders[0] = signed_again(root, pki.key_of(666))
    return b"".join(map(pem_block, ders)) if case.kind == "chain" else ders[0]
