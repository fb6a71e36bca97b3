"""Known incidents like the one at hand, as they are shown."""

import json
import re
from dataclasses import fields, replace
from typing import Any

import pytest

from bot.known_incidents.similar import SimilarIncident
from bot.slack import action_ids
from bot.slack.blocks import SECTION_TEXT
from bot.slack.messages.similar_incidents import similar_incidents
from bot.slack.references import read_reference
from tests.unit.incident_snapshot import incident_snapshot

PATTERN = SimilarIncident(
    id="deploy-hook-failed-unseen",
    title="Renewed in time, but the deploy hook failed",
    score=0.7,
    why=("same kind: Expired in production", "same finding: leaf expired"),
    own=False,
    root_cause="The hook ran as a user who may not write there.",
    fixed_by="Running the hook by hand.",
    resolution_time="15 to 60 minutes",
)
OURS = replace(
    PATTERN,
    id="inc_0",
    title="api.example.com: Expired in production",
    own=True,
    resolution_time="42 min",
    channel_id="C0OLD",
    date="2026-08-24",
)


def _shown(*similar: SimilarIncident) -> list[Any]:
    blocks = list(similar_incidents(incident_snapshot(), similar))
    made: list[Any] = json.loads(json.dumps(blocks, default=dict))
    return made


def test_without_any_there_is_not_even_a_heading() -> None:
    """Nothing is said of nothing."""
    assert _shown() == []


def test_each_is_told_with_cause_time_fix_and_why() -> None:
    """In a few lines."""
    heading, told = _shown(PATTERN)
    assert heading["text"]["text"] == "*Known incidents like this one*"
    assert told["text"]["text"].splitlines() == [
        "*Renewed in time, but the deploy hook failed*",
        "The hook ran as a user who may not write there.",
        "Took 15 to 60 minutes · Fixed by: Running the hook by hand.",
        "_same kind: Expired in production; same finding: leaf expired_",
    ]


def test_an_entry_of_the_library_is_opened_by_a_button() -> None:
    """Which carries its id."""
    _, told = _shown(PATTERN)
    button = told["accessory"]
    assert button["action_id"] == action_ids.KNOWN_INCIDENT
    assert read_reference(button["value"]).detail == PATTERN.id


def test_our_own_is_opened_by_its_channel() -> None:
    """There is no button, and the day is told."""
    _, told = _shown(OURS)
    assert "accessory" not in told
    title = told["text"]["text"].splitlines()[0]
    assert "*api.example.com: Expired in production* (2026-08-24) in <#C0OLD>" in title


def test_what_is_not_known_has_no_line() -> None:
    """Our own that nobody said a word of."""
    _, told = _shown(replace(OURS, channel_id=None, resolution_time=None, fixed_by="", why=(), date=None))
    assert len(told["text"]["text"].splitlines()) == 2


def test_at_most_three_are_shown() -> None:
    """Whatever was stored."""
    assert len(_shown(*[PATTERN] * 5)) == 1 + 3


TEXTS = [
    field.name
    for field in fields(SimilarIncident)
    if field.name not in {"id", "score", "why", "own", "source"}
]


@pytest.mark.parametrize("name", [name for name in TEXTS if name != "channel_id"])
@pytest.mark.parametrize("similar", [OURS, PATTERN], ids=["own", "known"])
def test_no_text_of_them_acts(similar: SimilarIncident, name: str) -> None:
    """Neither a mention nor a link nor a broadcast, in any field."""
    hostile = "<!channel> <@U1> & <a|b> \u202e"
    _, told = _shown(replace(similar, **{name: hostile}))  # type: ignore[arg-type] # a text, as the field
    shown = told["text"]["text"]
    assert "&lt;!channel&gt; &lt;@U1&gt; &amp; &lt;a|b&gt; U+202E" in shown
    assert shown.replace("<#C0OLD>", "").count("<") == 0


def test_no_reason_acts() -> None:
    """Reasons quote what people said."""
    _, told = _shown(replace(PATTERN, why=("<!here>",)))
    assert "_&lt;!here&gt;_" in told["text"]["text"]


def test_long_texts_are_cut_before_they_are_escaped() -> None:
    """So that no escaped sign is cut in half, and the lines after it are still there."""
    long = "&" * 5_000
    similar = replace(OURS, title=long, root_cause=long, fixed_by=long, resolution_time=long, why=(long,))
    _, told = _shown(similar)
    lines = told["text"]["text"].splitlines()
    assert len(lines) == 4
    assert all(part.endswith("&amp;") for line in lines for part in re.findall(r"[^ ]*(?=…)", line) if part)
    assert len(told["text"]["text"]) < SECTION_TEXT


def test_of_a_long_time_the_figure_is_shown() -> None:
    """What it depends on is behind the button."""
    time = "1 to 4 hours: every workload has to fetch a new certificate"
    _, told = _shown(replace(PATTERN, resolution_time=time))
    assert "Took 1 to 4 hours · " in told["text"]["text"]
