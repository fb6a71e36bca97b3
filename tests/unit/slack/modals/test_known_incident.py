"""All that is known of one incident of the library."""

import json
from typing import Any

import pytest

from bot import content
from bot.known_incidents.library import KnownIncidentLibrary, LibraryEntry
from bot.known_incidents.model import KnownIncident
from bot.sandbox.blocks import check_view
from bot.slack.modals.known_incident import known_incident_view
from bot.taxonomy import Taxonomy

BOOKS = content.root() / "runbooks"
TAXONOMY = Taxonomy.load(BOOKS / "taxonomy.yaml")
LIBRARY = KnownIncidentLibrary.load(BOOKS / "known")
LONG = "&" * 600


def _sent(entry: LibraryEntry) -> dict[str, Any]:
    view: dict[str, Any] = json.loads(json.dumps(known_incident_view(entry, TAXONOMY), default=dict))
    return view


def _made(**changes: Any) -> LibraryEntry:
    """An entry with as much in it as the files may hold."""
    document = {
        "id": "it",
        "title": "&" * 100,
        "symptoms": [LONG] * 5,
        "root_cause": LONG,
        "resolution_time": LONG,
        "fixed_by": LONG,
        "post_incident_action": LONG,
        **changes,
    }
    return LibraryEntry("expiry.production", KnownIncident.model_validate(document))


@pytest.mark.parametrize("entry", LIBRARY.entries, ids=lambda entry: str(entry.incident.id))
def test_every_entry_makes_a_modal_that_slack_takes(entry: LibraryEntry) -> None:
    """Symptoms, cause, time, fix, action, and where it is told or that it comes again."""
    view = _sent(entry)
    assert [str(issue) for issue in check_view(view, "modal")] == []
    words = json.dumps(view, ensure_ascii=False)
    for heading in ("What was seen", "Root cause", "What fixed it", "What teams do afterwards"):
        assert f"*{heading}*" in words
    assert ("|Source>" in words) == (entry.incident.source is not None)
    assert ("A recurring pattern" in words) == (entry.incident.source is None)


def test_the_longest_that_a_file_may_hold_is_accepted() -> None:
    """With every sign escaped."""
    assert [str(issue) for issue in check_view(_sent(_made()), "modal")] == []


def test_all_symptoms_are_shown_however_long() -> None:
    """Five of the longest are more than one block holds."""
    symptoms = [f"{'&' * 590} no. {number}" for number in range(5)]
    words = json.dumps(_sent(_made(symptoms=symptoms)))
    assert all(f"no. {number}" in words for number in range(5))


@pytest.mark.parametrize(
    "name", ["title", "symptoms", "root_cause", "resolution_time", "fixed_by", "post_incident_action"]
)
def test_no_text_acts(name: str) -> None:
    """An organisation's own files may hold anything."""
    hostile = "<!channel> <@U1>"
    words = json.dumps(_sent(_made(**{name: [hostile] if name == "symptoms" else hostile})))
    assert "&lt;!channel&gt; &lt;@U1&gt;" in words
    assert "<!channel>" not in words


def test_the_other_kinds_that_it_shows_are_named() -> None:
    """By their names."""
    words = json.dumps(_sent(_made(also=["trust.missing-root"])), ensure_ascii=False)
    for category in ("expiry.production", "trust.missing-root"):
        assert (TAXONOMY.name_of(category) or "?") in words
