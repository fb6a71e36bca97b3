"""What keeps addresses from being looked at."""

from datetime import UTC, datetime

from bot.diagnostics import Observation, Outcome, Severity, Target
from bot.diagnostics.findings.catalogue import find
from bot.diagnostics.findings.kinds import Evidence

NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)


def test_addresses_beyond_the_cap_are_told() -> None:
    """What was not looked at is never passed over in silence."""
    seen = Observation("192.0.2.1:443", Outcome.REFUSED)
    evidence = Evidence(Target("many.example.com"), NOW, [seen], left_out=8)
    told = next(each for each in find(evidence) if each.id == "addresses-left-out")
    assert told.severity is Severity.NOTE
    assert told.sentence.startswith("8 more addresses were not looked at")
    assert "addresses-left-out" not in {
        each.id for each in find(Evidence(Target("a.example.com"), NOW, [seen]))
    }
