"""The app's manifest, as another bot brings it."""

import json
from pathlib import Path

import pytest

from bot.sandbox.errors import ManifestError
from bot.sandbox.manifest import load_manifest

SMALLEST = {
    "display_information": {"name": "Other"},
    "features": {"bot_user": {"display_name": "Other Bot"}},
    "oauth_config": {"scopes": {"bot": ["chat:write"]}},
}


def _write(directory: Path, text: str, name: str = "manifest.yaml") -> Path:
    path = directory / name
    path.write_text(text, encoding="utf-8")
    return path


def test_what_a_manifest_leaves_out_is_off(tmp_path: Path) -> None:
    """No commands, no events, no clicks, no Home tab: Slack's defaults."""
    manifest = load_manifest(_write(tmp_path, json.dumps(SMALLEST)))
    assert (manifest.name, manifest.bot_name, manifest.scopes) == ("Other", "Other Bot", ("chat:write",))
    assert (manifest.commands, manifest.shortcuts, manifest.events) == ((), (), frozenset())
    assert not manifest.is_interactive
    assert not manifest.has_home_tab


def test_json_may_be_indented_with_tabs(tmp_path: Path) -> None:
    """YAML allows none, so that a JSON file is read as JSON."""
    path = _write(tmp_path, json.dumps(SMALLEST, indent="\t"), "manifest.json")
    assert load_manifest(path).name == "Other"


@pytest.mark.parametrize(
    ("text", "name", "words"),
    [
        ("a: [", "manifest.yaml", "neither YAML nor JSON"),
        ("{", "manifest.json", "neither YAML nor JSON"),
        ("", "manifest.yaml", "not complete"),
        ('{"display_information": {"name": "x"}}', "manifest.json", "features"),
    ],
)
def test_a_file_that_is_no_manifest(tmp_path: Path, text: str, name: str, words: str) -> None:
    """The error says what is wrong with it."""
    with pytest.raises(ManifestError, match=words):
        load_manifest(_write(tmp_path, text, name))


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    """It says which."""
    with pytest.raises(ManifestError, match=r"absent\.yaml"):
        load_manifest(tmp_path / "absent.yaml")
