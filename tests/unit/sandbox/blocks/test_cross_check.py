"""Our judgement and that of slackblocks, over documents within and beyond the limits."""

from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings

from bot.sandbox.json_types import JsonObject
from tests.unit.sandbox.blocks import samples
from tests.unit.sandbox.blocks.differences import DIFFERENCES, Difference, unexplained
from tests.unit.sandbox.blocks.slackblocks_objects import judged
from tests.unit.sandbox.blocks.strategies import documents
from tests.unit.sandbox.blocks.verdicts import verdicts

EXAMPLES = 1000


def test_slackblocks_and_we_agree() -> None:
    """What it refuses, we refuse; what it accepts, we accept: or the difference is on the list.

    The documents are the same in every run. So many of them are valid and so many are not that both halves
    of the sentence are tested.
    """
    seen: Counter[str] = Counter()

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )
    @given(documents())
    def compare(document: JsonObject) -> None:
        found = verdicts(document)
        assert unexplained(found, DIFFERENCES) == []
        seen["refused" if found.theirs else "accepted"] += 1

    compare()
    assert seen["refused"] > EXAMPLES / 4, seen
    assert seen["accepted"] > EXAMPLES / 4, seen


@pytest.mark.parametrize("difference", DIFFERENCES, ids=str)
def test_each_difference_is_one(difference: Difference) -> None:
    """Its witness is refused by the one side that it says, with the words that it says, and not by the other."""
    found = verdicts(difference.witness)
    assert bool(found.ours) == bool(difference.ours)
    assert bool(found.theirs) == bool(difference.theirs)
    assert unexplained(found, [difference]) == []


@pytest.mark.parametrize("name", samples.NAMES)
def test_slackblocks_objects_say_what_the_json_says(name: str) -> None:
    """Nothing of a sample is lost on the way, so that its judgement is about the same block."""
    block = samples.block(name)
    (sent,) = judged(samples.document(samples.surface(name), block))["blocks"]
    assert _lost(block, sent) == []


def _lost(given_part: object, sent: object, at: str = "") -> list[str]:
    """What is in the first and not in the second; slackblocks leaves out what is false."""
    if isinstance(given_part, dict):
        there = sent if isinstance(sent, dict) else {}
        return [
            lost
            for key, item in given_part.items()
            if item is not False
            for lost in _lost(item, there.get(key), f"{at}/{key}")
        ]
    if isinstance(given_part, list):
        there_too = sent if isinstance(sent, list) else []
        if len(there_too) != len(given_part):
            return [at]
        return [
            lost
            for index, item in enumerate(given_part)
            for lost in _lost(item, there_too[index], f"{at}/{index}")
        ]
    return [] if given_part == sent else [at]
