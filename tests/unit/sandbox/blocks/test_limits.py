"""Each limit of Block Kit, just within and just beyond, here and in slackblocks."""

import pytest
from slackblocks import _limits as theirs

from tests.unit.sandbox.blocks import samples
from tests.unit.sandbox.blocks.block_limits import BLOCK_LIMITS
from tests.unit.sandbox.blocks.element_limits import ELEMENT_LIMITS
from tests.unit.sandbox.blocks.limit import Limit
from tests.unit.sandbox.blocks.verdicts import checked, verdicts

LIMITS = (*BLOCK_LIMITS, *ELEMENT_LIMITS)
NOT_OF_BLOCKS = {"MESSAGE_CHANNEL_MIN_LENGTH", "MESSAGE_ATTACHMENTS_MAX_ITEMS"}
"""Limits of a call, not of what is checked here."""


CASES = [(limit, *bound) for limit in LIMITS for bound in limit.bounds]
SHARED_CASES = [(limit, *bound) for limit in LIMITS if limit.names for bound in limit.bounds]


def _ids(cases: list[tuple[Limit, int, int]]) -> list[str]:
    return [f"{limit}-{allowed}" for limit, allowed, _ in cases]


@pytest.mark.parametrize("name", samples.NAMES)
def test_the_samples_are_valid_to_both(name: str) -> None:
    """A block with all its fields is accepted, so that what a test changes in it is what is refused."""
    found = verdicts(samples.document(samples.surface(name), samples.block(name)))
    assert (found.ours, found.theirs) == ((), "")


@pytest.mark.parametrize(("limit", "allowed", "refused"), CASES, ids=_ids(CASES))
def test_a_limit_is_where_slack_has_it(limit: Limit, allowed: int, refused: int) -> None:
    """The last allowed size is accepted; the next is refused, with a pointer to the place and to no other."""
    assert checked(limit.document(allowed)) == []
    assert {issue.pointer for issue in checked(limit.document(refused))} == limit.pointers


@pytest.mark.parametrize(("limit", "allowed", "refused"), SHARED_CASES, ids=_ids(SHARED_CASES))
def test_slackblocks_has_the_limit_at_the_same_place(limit: Limit, allowed: int, refused: int) -> None:
    """It accepts the last allowed size and what we find in what it sends is nothing; the next it refuses."""
    found = verdicts(limit.document(allowed))
    assert (found.ours, found.theirs) == ((), "")
    assert verdicts(limit.document(refused)).theirs


@pytest.mark.parametrize("limit", [limit for limit in LIMITS if limit.names], ids=str)
def test_the_numbers_of_slackblocks_are_these(limit: Limit) -> None:
    """Each constant that is named beside a limit is one of its ends."""
    for name in limit.names:
        number = getattr(theirs, name)
        assert number + 1 == limit.least if name.endswith("EXCLUSIVE_MIN") else number in _ends(limit)


def _ends(limit: Limit) -> set[int | None]:
    # Text that we say is measured with other cells of its table is nearer to slackblocks' number by those.
    return {limit.least, limit.most} | ({10_000, 20_000} if limit.reported_at else set())


def test_every_limit_of_slackblocks_is_tested() -> None:
    """No constant of it is left out."""
    known = {name for name in vars(theirs) if name.isupper()}
    assert known - {name for limit in LIMITS for name in limit.names} == NOT_OF_BLOCKS
