"""A diagnosis in Markdown."""

import re
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from bot.cli.diagnosis_markdown import diagnosis_markdown, escaped
from tests.expired_diagnosis import expired_diagnosis


def test_it_says_what_is_wrong_and_shows_the_evidence() -> None:
    """Verdict, finding, what to do, every address, the chain."""
    text = diagnosis_markdown(replace(expired_diagnosis(), verdict="It has expired."))
    assert text.startswith("## ❌ api.example.com\n\n**It has expired.**\n")
    assert "- **error** The certificate expired." in text
    assert "→ Renew it. (`leaf-expired`, RFC 5280)" in text
    assert "| 192.0.2.1:443 | …1234 | api.example.com | 2026-11-23 20:00 UTC | TLSv1.3 |" in text
    assert text.count("### Chain") == 1


@given(st.text(max_size=80))
def test_nothing_untrusted_acts(text: str) -> None:
    """No sign that Markdown or HTML knows is left without its escape, and no line is broken."""
    shown = escaped(text)
    assert "\n" not in shown
    assert not re.search(r"(?<!\\)(?:\\\\)*[<>`*_|\[\]&]", shown)
