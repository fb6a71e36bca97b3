"""Untrusted text made fit for a sentence: nothing in it is invisible, and it is not endless."""

import re

_INVISIBLE = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]"
)


def visible(text: str, limit: int = 200) -> str:
    """``text`` with control and bidirectional characters written as ``U+202E``, cut to ``limit``."""
    shown = _INVISIBLE.sub(lambda found: f"U+{ord(found.group()):04X}", text)
    return shown if len(shown) <= limit else shown[: limit - 1] + "…"
