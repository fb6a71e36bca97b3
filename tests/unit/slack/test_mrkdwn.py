"""Untrusted text in Slack's mrkdwn."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.clock import utc_minute
from bot.slack import mrkdwn


@given(st.text())
def test_escaped_text_holds_no_sign_that_acts(text: str) -> None:
    """No text, however made, keeps a raw angle bracket, and every ampersand starts an entity of ours."""
    escaped = mrkdwn.escape(text)
    assert "<" not in escaped
    assert ">" not in escaped
    for part in escaped.split("&")[1:]:
        assert part.startswith(("amp;", "lt;", "gt;"))


@pytest.mark.parametrize("hostile", ["<!channel>", "<@U123>", "<http://evil.example|bank>"])
def test_mentions_and_links_in_certificate_names_do_not_act(hostile: str) -> None:
    """What would ping a channel or hide a link is shown as it is written."""
    assert mrkdwn.escape(hostile).startswith("&lt;")


def test_bidirectional_and_control_characters_become_visible() -> None:
    """A name cannot be turned around or coloured: such characters are written out."""
    assert mrkdwn.escape("a\u202eb\x1bc") == "aU+202EbU+001Bc"


@given(st.text())
def test_inline_code_cannot_be_ended_from_within(text: str) -> None:
    """The only backticks are the ones around it."""
    assert mrkdwn.code(text).count("`") == 2


@given(st.text(max_size=200), st.integers(min_value=1, max_value=100))
def test_shortened_text_keeps_to_its_limit(text: str, limit: int) -> None:
    """Never longer than asked for, and unchanged where it fits."""
    short = mrkdwn.shortened(text, limit)
    assert len(short) <= limit
    assert len(text) > limit or short == text


def test_a_moment_is_rendered_for_each_reader_with_a_fallback_in_utc() -> None:
    """Slack renders the time in the reader's zone; who cannot, reads UTC."""
    at = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
    assert mrkdwn.clock_time(at) == "<!date^1795485600^{time}|2026-11-24 02:00 UTC>"


def test_an_instant_within_a_sentence_is_rendered_for_each_reader() -> None:
    """As `bot.clock.utc_minute` writes it; the sentence around it stays."""
    at = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
    sentence = f"It expired 6 h ago ({utc_minute(at)}); nothing newer is deployed."
    assert mrkdwn.localised(sentence) == (
        f"It expired 6 h ago ({mrkdwn.moment(at)}); nothing newer is deployed."
    )


@pytest.mark.parametrize("text", ["2026-13-45 99:99 UTC", "12026-11-24 02:00 UTC", "٢٠٢٦-11-24 02:00 UTC"])
def test_what_only_looks_like_an_instant_stays_as_it_is(text: str) -> None:
    """Certificates hold any text."""
    assert mrkdwn.localised(text) == text


def test_a_time_without_a_zone_is_refused() -> None:
    """A naive time is a defect, not a guess."""
    with pytest.raises(ValueError, match="without a zone"):
        mrkdwn.moment(datetime(2026, 11, 24, 2, 0))  # noqa: DTZ001 - the defect under test


@given(
    st.lists(
        st.sampled_from(["<@U1>", mrkdwn.moment(datetime(2026, 1, 1, tzinfo=UTC)), "&amp;", "&lt;", "x "])
    )
)
def test_formatted_text_is_not_cut_within_what_acts(parts: list[str]) -> None:
    """Neither half a date nor half an escaped sign is left at the end."""
    shown = mrkdwn.shortened_markup("".join(parts), 40)
    assert len(shown) <= 40
    assert shown.count("<") == shown.count(">")
    assert all(part.startswith(("amp;", "lt;")) for part in shown.split("&")[1:])


def test_tag_characters_become_visible() -> None:
    """Unicode has a second, invisible alphabet, in which text can be hidden within text."""
    assert mrkdwn.escape("a\U000e0041") == "aU+E0041"
