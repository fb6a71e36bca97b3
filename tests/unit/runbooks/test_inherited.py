"""What an organisation takes over from ours, and does not have the programs for."""

from pathlib import Path

from bot import content
from bot.runbooks import RunbookLibrary
from bot.runbooks.files import RunbookFile, read_runbook_file
from bot.runbooks.inherited import inherited_drift

OURS = dict(RunbookLibrary.load(content.root() / "runbooks").runbooks)
HOT_SPARE = OURS["expiry.hot-spare"]


def _said(directory: Path, *files: RunbookFile, listed: frozenset[str] = frozenset()) -> dict[str, str]:
    problems = inherited_drift(directory, files, OURS, listed)
    return {problem.sentence.partition(",")[0]: str(problem) for problem in problems}


def test_each_of_our_runbooks_is_one_warning(tmp_path: Path) -> None:
    """At the list, with the steps and the programs that are not in it."""
    said = _said(tmp_path)
    assert set(said) == set(OURS)
    assert said["expiry.hot-spare"].startswith(f"{tmp_path / 'tools.yaml'}:1: warning: expiry.hot-spare")
    assert "openssl" in said["expiry.hot-spare"]
    assert "openssl" not in str(_said(tmp_path, listed=frozenset({"openssl"})))


def test_what_was_replaced_is_not_taken_over(tmp_path: Path) -> None:
    """Neither a whole runbook of one's own, nor a single step."""
    whole = tmp_path / "expiry.hot-spare.yaml"
    whole.write_text((content.root() / "runbooks" / whole.name).read_text("utf-8"), "utf-8")
    assert "expiry.hot-spare" not in _said(tmp_path, read_runbook_file(whole, OURS))
    first = HOT_SPARE.steps[0]
    whole.write_text(
        "id: expiry.hot-spare\noverride_steps:\n"
        f"  - {{id: {first.id}, title: Ours, phase: {first.phase}, role: anyone, expected_minutes: 5,"
        " what_to_do: Look., done_when: seen}\n",
        "utf-8",
    )
    assert f"({first.id}:" in _said(tmp_path)["expiry.hot-spare"]
    assert f"{first.id}:" not in _said(tmp_path, read_runbook_file(whole, OURS))["expiry.hot-spare"]
