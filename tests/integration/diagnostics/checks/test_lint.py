import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest
import pytest_asyncio

from bot.diagnostics.checks.leaves import NotMade
from bot.diagnostics.checks.lint import MAX_BYTES, Linter
from bot.diagnostics.checks.lint_worker import MAX_ISSUES
from bot.diagnostics.model.checks import LintIssue, LintSeverity
from tests.certificates_made import DAY, facts_of, make_certificate

PATIENCE_S = 60.0

pytestmark = pytest.mark.asyncio(loop_scope="module")
"""A child belongs to an event loop, and takes seconds to start: the tests share both."""


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def linter() -> AsyncIterator[Linter]:
    """Ended after the tests."""
    async with Linter() as running:
        yield running


async def _lint(linter: Linter, der: bytes, within_s: float = PATIENCE_S) -> tuple[LintIssue, ...] | NotMade:
    return await linter.lint(der, asyncio.get_running_loop().time() + within_s)


async def test_what_breaks_the_profile(linter: Linter) -> None:
    """The gravest first, each with its code and the certificate it is about."""
    der = make_certificate(lifetime=400 * DAY)
    found = await _lint(linter, der)
    assert isinstance(found, tuple)
    codes = [issue.code for issue in found]
    assert "cabf.serverauth.subscriber.authority_info_access_extension_absent" in codes
    assert any("validity_period_exceeds" in code for code in codes)
    assert found[0].severity is LintSeverity.ERROR
    assert {issue.fingerprint for issue in found} == {facts_of(der).fingerprint_sha256}
    assert len(found) <= MAX_ISSUES


async def test_the_rules_are_those_of_not_before(linter: Linter) -> None:
    """Before the profiles of September 2023, RFC 5280 alone; the lifetime by its date."""
    before = await _lint(linter, make_certificate(not_before=datetime(2023, 9, 14, tzinfo=UTC)))
    assert isinstance(before, tuple)
    assert before
    assert all(issue.code.startswith("pkix.") for issue in before)
    lately = await _lint(
        linter, make_certificate(not_before=datetime(2026, 4, 1, tzinfo=UTC), lifetime=300 * DAY)
    )
    earlier = await _lint(
        linter, make_certificate(not_before=datetime(2026, 3, 1, tzinfo=UTC), lifetime=300 * DAY)
    )
    assert isinstance(lately, tuple)
    assert isinstance(earlier, tuple)
    assert any("validity_period" in issue.code for issue in lately)
    assert not any("validity_period" in issue.code for issue in earlier)


async def test_untrusted_text_in_messages_is_visible(linter: Linter) -> None:
    """A linter quotes what it complains of."""
    found = await _lint(linter, make_certificate(common_name="\u202eelpmaxe\x1b[2J"))
    assert isinstance(found, tuple)
    assert not any(ord(letter) < 32 or letter == "\u202e" for issue in found for letter in issue.message)


@pytest.mark.parametrize(
    ("der", "reason"),
    [(b"junk", "cannot read"), (b"0\x03abc", "cannot read"), (bytes(MAX_BYTES + 1), "at most")],
)
async def test_what_is_not_linted(linter: Linter, der: bytes, reason: str) -> None:
    """It is told why, and the next certificate is linted."""
    refused = await _lint(linter, der)
    assert isinstance(refused, NotMade)
    assert reason in refused.reason
    assert isinstance(await _lint(linter, make_certificate()), tuple)


async def test_a_deadline_that_passes() -> None:
    """Starting a child takes longer than this; it is ended, and the next certificate gets another."""
    async with Linter() as cold:
        late = await _lint(cold, make_certificate(), within_s=0.05)
        assert late == NotMade("the linter did not answer in time")
        assert cold._process is None
        assert isinstance(await _lint(cold, make_certificate()), tuple)


async def test_many_wait_for_their_turn(linter: Linter) -> None:
    """Each gets the answer about its own certificate."""
    ders = [make_certificate(serial=serial) for serial in range(1, 6)]
    for der, found in zip(ders, await asyncio.gather(*(_lint(linter, der) for der in ders)), strict=True):
        assert isinstance(found, tuple)
        assert {issue.fingerprint for issue in found} == {facts_of(der).fingerprint_sha256}


async def test_a_child_that_dies(linter: Linter) -> None:
    """That is told, and the next certificate is linted."""
    await _lint(linter, make_certificate())
    assert linter._process is not None
    linter._process.kill()
    outcome = await _lint(linter, make_certificate())
    assert isinstance(outcome, tuple) or outcome == NotMade("the linter failed")
    assert isinstance(await _lint(linter, make_certificate()), tuple)


async def test_the_child_ends_with_the_linter() -> None:
    """Nothing is left behind."""
    async with Linter() as running:
        await _lint(running, make_certificate())
        assert running._process is not None
        process = running._process
    assert process.returncode is not None


async def test_the_loop_goes_on_meanwhile(linter: Linter) -> None:
    """It is never blocked for 50 ms."""
    loop = asyncio.get_running_loop()
    lags: list[float] = []

    async def watch() -> None:
        while True:
            before = loop.time()
            await asyncio.sleep(0.01)
            lags.append(loop.time() - before - 0.01)

    watcher = asyncio.create_task(watch())
    await _lint(linter, make_certificate([f"host{number}.example.com" for number in range(1000)]))
    watcher.cancel()
    # The median: on a busy machine any single turn may wait for a processor.
    assert sorted(lags)[len(lags) // 2] < 0.05
