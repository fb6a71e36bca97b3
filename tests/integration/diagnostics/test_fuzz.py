"""Bytes that are like those of the corpus, but changed: the laws hold for them too.

`CERTINC_FUZZ_SECONDS` is how long is looked for a case that breaks one; `./dev fuzz` looks longer.
"""

import os
import time

import pytest
from hypothesis import HealthCheck, Phase, given, note, settings

from tests.fuzzing import corpus
from tests.fuzzing.laws import check
from tests.fuzzing.signed import believed, signed_parts
from tests.fuzzing.strategies import CHANGES, Changes, changed

SECONDS = float(os.environ.get("CERTINC_FUZZ_SECONDS", "15"))
EXAMPLES = max(50, int(SECONDS / len(corpus.KINDS) * 80))
"""As many as can be looked at in that time; making them takes time, too."""


def _signed(kind: str) -> frozenset[bytes]:
    """What was signed in the cases of this kind: nothing else ever was."""
    return frozenset(part for case in corpus.cases(kind) for part in signed_parts(kind, case.content))


@pytest.mark.parametrize("kind", corpus.KINDS)
def test_no_bytes_break_a_law(kind: str) -> None:
    """Neither does anything raise, nor is what cannot be verified believed."""
    until = time.monotonic() + SECONDS / len(corpus.KINDS)
    signed = _signed(kind)
    broken: list[str] = []

    @given(CHANGES)
    @settings(
        deadline=None,
        max_examples=EXAMPLES,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
        # Explaining a failure traces every line, which takes longer than the laws allow.
        phases=[Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink],
    )
    def run(changes: Changes) -> None:
        if time.monotonic() > until and not broken:
            return  # but one that breaks a law is looked at until it is as small as can be
        content = changed(kind, changes)
        note(f"To keep it, give this to `./dev fuzz keep {kind} NAME`:\n{corpus.printed(content).decode()}")
        try:
            found = check(kind, content)
            if not changes.sign:
                for each in found:
                    assert believed(kind, content, each) <= signed, "something is believed that nobody signed"
        except BaseException:
            broken.append(kind)
            raise

    run()
