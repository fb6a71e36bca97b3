"""Bytes that are like those of the corpus, but changed: the laws hold for them too.

`CERTINC_FUZZ_SECONDS` is how long is looked for a case that breaks one; `./dev fuzz` looks longer.
"""

import os
import time

import pytest
from cryptography import x509
from hypothesis import HealthCheck, Phase, given, note, settings

from bot.diagnostics.certificates.facts import UNPARSABLE
from tests.fuzzing import corpus
from tests.fuzzing.laws import check, leaves_trusted
from tests.fuzzing.strategies import CHANGES, Changes, changed

SECONDS = float(os.environ.get("CERTINC_FUZZ_SECONDS", "20"))
EXAMPLES = max(50, int(SECONDS / len(corpus.KINDS) * 80))
"""As many as can be looked at in that time; making them takes time, too."""


def _signed_parts() -> frozenset[bytes]:
    """Of every certificate in the corpus: nothing else was ever signed."""
    found = set()
    for case in corpus.cases("chain"):
        for der in corpus.ders(case.content):
            try:
                found.add(x509.load_der_x509_certificate(der).tbs_certificate_bytes)
            except UNPARSABLE:
                continue
    return frozenset(found)


@pytest.mark.filterwarnings("ignore:Parsed a:UserWarning")
@pytest.mark.parametrize("kind", corpus.KINDS)
def test_no_bytes_break_a_law(kind: str) -> None:
    """Neither does anything raise, nor is what cannot be verified believed."""
    until = time.monotonic() + SECONDS / len(corpus.KINDS)
    signed = _signed_parts()
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
            forged = [] if changes.sign else [each for each in found if not leaves_trusted(each) <= signed]
            assert forged == [], "a certificate is trusted that nobody signed"
        except BaseException:
            broken.append(kind)
            raise

    run()
