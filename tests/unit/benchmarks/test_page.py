"""Each benchmark writes its own section of one page."""

from pathlib import Path

import pytest

from benchmarks.page import HEAD, with_section, write_section


def test_the_first_section_makes_the_page(tmp_path: Path) -> None:
    """With the head that all share."""
    page = tmp_path / "benchmarks.md"
    write_section("speed", "## Speed\n\nIt is fast.\n", page)
    text = page.read_text("utf-8")
    assert text.startswith(HEAD)
    assert "<!-- speed: begin -->\n## Speed\n\nIt is fast.\n<!-- speed: end -->\n" in text


def test_a_section_is_replaced_and_the_others_stay() -> None:
    """Also what a person wrote between them; and the same figures change nothing."""
    page = with_section(with_section(HEAD, "speed", "fast"), "size", "small") + "\nWritten by hand.\n"
    again = with_section(page, "speed", "faster")
    assert again == page.replace("fast", "faster")
    assert with_section(again, "speed", "faster") == again


def test_a_page_without_the_end_of_a_section_is_refused() -> None:
    """Rather than losing what stands behind it."""
    with pytest.raises(ValueError, match="no <!-- speed: end -->"):
        with_section("<!-- speed: begin -->\nfast\nand more", "speed", "faster")
