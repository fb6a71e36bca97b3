"""Every kept case of hostile input goes all the way, and the laws hold."""

import pytest

from tests.fuzzing import corpus
from tests.fuzzing.generated import GENERATED
from tests.fuzzing.laws import check


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
