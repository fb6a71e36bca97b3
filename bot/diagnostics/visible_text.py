"""Untrusted text made fit for a sentence: nothing in it is invisible, and it is not endless."""

import re

HIDDEN = (
    r"\u00ad\u034f\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    r"\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ud800-\udfff\ufeff\uffa0\ufff9-\ufffb"
    r"\U000110bd\U000110cd\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
"""For a character class: what cannot be seen, or turns the text beside it; of line breaks those of Unicode.

The categories Cf, Cs, Zl and Zp, and what is ignored by default (UAX 44, ``Default_Ignorable_Code_Point``), but for the
variation selectors of emoji.
"""

_INVISIBLE = re.compile(rf"[\x00-\x1f\x7f-\x9f{HIDDEN}]")


def visible(text: str, limit: int = 200) -> str:
    """``text`` with control and bidirectional characters written as ``U+202E``, cut to ``limit``."""
    if text.isascii() and text.isprintable():
        shown = text  # nearly every text; a saved diagnosis has thousands
    else:
        shown = _INVISIBLE.sub(lambda found: f"U+{ord(found.group()):04X}", text)
    return shown if len(shown) <= limit else shown[: limit - 1] + "…"
