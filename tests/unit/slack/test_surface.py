"""What the channel says where the organisation's own runbook is broken."""

from pathlib import Path

from bot import content
from bot.runbooks import Runbook, RunbookLibrary
from bot.slack.surface import SurfaceRenderer
from bot.taxonomy import SeverityPolicy, Taxonomy
from tests.unit.incident_snapshot import incident_snapshot

BOOKS = content.root() / "runbooks"
OURS = RunbookLibrary.load(BOOKS).for_category("expiry.production")


def _runbook_message(own: Path, followed: Runbook, category: str = "expiry.production") -> str:
    renderer = SurfaceRenderer(
        Taxonomy.load(BOOKS / "taxonomy.yaml"),
        SeverityPolicy.load(BOOKS / "severity.yaml"),
        RunbookLibrary.load(BOOKS, own),
    )
    surface = renderer(incident_snapshot(category=category, runbook=followed), None)
    (posting,) = [posting for posting in surface.postings if posting.key == "runbook"]
    return str(posting.message.blocks)


def test_a_broken_runbook_of_the_organisation_is_said(tmp_path: Path) -> None:
    """With the file's name and line, but not where it lies on the server."""
    (tmp_path / "expiry.production.yaml").write_text("id: expiry.production\ntitle: 3\n", "utf-8")
    words = _runbook_message(tmp_path, OURS)
    assert "The organisation's own runbook is broken, ours is shown: expiry.production.yaml:" in words
    assert str(tmp_path) not in words


def test_an_incident_keeps_the_runbook_it_began_with(tmp_path: Path) -> None:
    """The last good one, and the channel says which one that is."""
    (tmp_path / "expiry.production.yaml").write_text("broken", "utf-8")
    words = _runbook_message(tmp_path, OURS.model_copy(update={"title": "Their own"}))
    assert "Runbook · Their own" in words
    assert "is broken, the one that this incident began with is shown: " in words


def test_another_kinds_broken_runbook_is_not_said(tmp_path: Path) -> None:
    """Only where it would be followed."""
    (tmp_path / "expiry.hot-spare.yaml").write_text("broken", "utf-8")
    assert "broken, ours" not in _runbook_message(tmp_path, OURS)
