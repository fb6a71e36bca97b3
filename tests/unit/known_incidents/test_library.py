"""The known incidents that come with the program."""

import shutil
from collections import Counter
from pathlib import Path

import pytest

from bot import content
from bot.content_file import ContentFileError
from bot.diagnostics.findings.catalogue import CATALOGUE
from bot.known_incidents.library import KnownIncidentLibrary
from bot.taxonomy import Taxonomy

BOOKS = content.root() / "runbooks"
KNOWN = BOOKS / "known"
LIBRARY = KnownIncidentLibrary.load(KNOWN)
NO_SUBCATEGORY = {"none-of-these", "not-certificate"}
SUBCATEGORIES = {
    category.id for group in Taxonomy.load(BOOKS / "taxonomy.yaml").groups for category in group.categories
} - NO_SUBCATEGORY


def test_the_files_are_those_of_the_nineteen_subcategories() -> None:
    """One each, and none besides."""
    assert len(SUBCATEGORIES) == 19
    assert {path.name for path in KNOWN.iterdir()} == {f"{one}.yaml" for one in SUBCATEGORIES}


def test_each_subcategory_has_three_patterns_and_all_together_have_eighty_entries() -> None:
    """A pattern has no date: it comes again."""
    patterns = Counter(entry.category for entry in LIBRARY.entries if entry.incident.date is None)
    assert {one for one in SUBCATEGORIES if patterns[one] < 3} == set()
    assert len(LIBRARY.entries) >= 80


def test_every_public_incident_has_its_source() -> None:
    """Read over TLS."""
    public = [entry.incident for entry in LIBRARY.entries if entry.incident.date]
    assert len(public) >= 20
    assert [one.id for one in public if one.source is None or one.source.scheme != "https"] == []


def test_every_id_of_a_finding_or_a_subcategory_is_one() -> None:
    """A misspelt one would never be shared with anything."""
    findings = {finding for entry in LIBRARY.entries for finding in entry.incident.findings}
    also = {(entry.category, other) for entry in LIBRARY.entries for other in entry.incident.also}
    assert findings - set(CATALOGUE) == set()
    assert {other for _, other in also} - SUBCATEGORIES == set()
    assert [own for own, other in also if own == other] == []


def test_no_two_entries_have_the_same_title() -> None:
    """Whoever reads three of them must tell them apart."""
    assert len({entry.incident.title for entry in LIBRARY.entries}) == len(LIBRARY.entries)


def test_an_entry_is_found_by_its_id() -> None:
    """And nothing by another one."""
    for entry in LIBRARY.entries:
        assert LIBRARY.find(entry.incident.id) is entry
    assert LIBRARY.find("no-such-incident") is None


def test_an_organisations_own_directory_adds_to_them(tmp_path: Path) -> None:
    """And one that is not there adds nothing."""
    text = (KNOWN / "expiry.production.yaml").read_text("utf-8")
    first = text.partition("\n\n")[0].replace("deploy-hook-failed-unseen", "our-own-hook")
    (tmp_path / "expiry.production.yaml").write_text(first, "utf-8")
    both = KnownIncidentLibrary.load(KNOWN, tmp_path)
    assert {entry.incident.id for entry in both.entries} - {
        entry.incident.id for entry in LIBRARY.entries
    } == {"our-own-hook"}
    assert KnownIncidentLibrary.load(KNOWN, tmp_path / "none") == LIBRARY


def test_an_id_that_is_there_twice_is_refused(tmp_path: Path) -> None:
    """Both files are named."""
    own = shutil.copy(KNOWN / "trust.missing-root.yaml", tmp_path)
    with pytest.raises(ContentFileError) as refused:
        KnownIncidentLibrary.load(KNOWN, tmp_path)
    assert str(own) in str(refused.value)
    assert str(KNOWN / "trust.missing-root.yaml") in str(refused.value)


@pytest.mark.parametrize(
    ("replaced", "by", "said"),
    [
        ("workflow: acme", "workflow: carrier-pigeon", "0.workflow"),
        ("- id: deploy-hook-failed-unseen", '- id: a\n  date: "last year"', "is no date"),
        ("- id: deploy-hook-failed-unseen", '- id: a\n  date: "2025-02"', "must name its source"),
        ("findings:", "finding:", "0.finding"),
    ],
)
def test_an_error_is_told_with_file_and_line(tmp_path: Path, replaced: str, by: str, said: str) -> None:
    """And with what is wrong."""
    path = tmp_path / "expiry.production.yaml"
    text = (KNOWN / "expiry.production.yaml").read_text("utf-8")
    assert replaced in text
    path.write_text(text.replace(replaced, by, 1), "utf-8")
    with pytest.raises(ContentFileError, match=rf"{path}:\d+: .*{said}"):
        KnownIncidentLibrary.load(tmp_path)
