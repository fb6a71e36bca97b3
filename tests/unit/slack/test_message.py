"""A message that Slack would refuse cannot be built."""

import pytest

from bot.slack.blocks import divider, section
from bot.slack.message import Message, MessageTooLargeError, fitting


def test_more_blocks_than_slack_takes_are_refused() -> None:
    """Fifty blocks are a message, fifty-one are none."""
    Message("text", tuple(divider() for _ in range(50)))
    with pytest.raises(MessageTooLargeError, match="51 blocks"):
        Message("text", tuple(divider() for _ in range(51)))


def test_more_text_than_slack_takes_is_refused() -> None:
    """The text of all blocks together is limited, though each block keeps its own limit."""
    with pytest.raises(MessageTooLargeError, match="characters"):
        Message("text", tuple(section("x" * 2_999) for _ in range(5)))


def test_equal_messages_have_equal_digests_whatever_they_are_made_of() -> None:
    """The digest follows the content, not the objects."""
    one = Message("text", (section("a"), divider()))
    same = Message("text", (section("a"), divider()))
    other = Message("text", (section("b"), divider()))
    assert one.digest == same.digest
    assert one.digest != other.digest


def test_what_does_not_fit_is_replaced_by_a_sentence() -> None:
    """As many blocks as a message holds, from the first on."""
    rest = section("The rest is elsewhere.")
    assert fitting([section("a"), section("b")], rest) == (section("a"), section("b"))
    assert len(fitting([divider()] * 60, rest)) == 50
    long = [section("x" * 2_900)] * 6
    kept = fitting(long, rest)
    assert kept == (*long[:4], rest)
    Message("text", kept)
