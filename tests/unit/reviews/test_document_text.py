"""Untrusted text in the review's document."""

from hypothesis import given
from hypothesis import strategies as st

from bot.reviews.document import plain


def test_markup_and_html_are_shown_as_they_were_written() -> None:
    """Nothing in a report formats the document or brings HTML into it."""
    assert plain("<script>*x*</script> [a](b) | `c`") == r"\<script\>\*x\*\</script\> \[a\](b) \| \`c\`"


@given(st.text(max_size=200))
def test_any_text_is_one_visible_line(text: str) -> None:
    """A line break cannot begin a heading, and nothing is invisible."""
    line = plain(text)
    assert "\n" not in line
    assert not any(ord(character) < 32 for character in line)
