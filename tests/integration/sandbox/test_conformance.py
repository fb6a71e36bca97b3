"""The workspace's own table of methods against a public reference of Slack's."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from bot.sandbox.web_api.table import TABLE

DATA = os.environ.get("CERTINC_CONFORMANCE_DATA")

pytestmark = pytest.mark.skipif(
    DATA is None, reason="CERTINC_CONFORMANCE_DATA is not set: nothing to compare with"
)

NOT_TAKEN = {"users.conversations": {"exclude_muted"}}
"""Arguments of the reference that are ignored on purpose: nobody mutes a channel here."""

OTHER_REQUIREMENTS = {
    # The reference writes these as optional, though Slack answers with an error without them
    # (https://docs.slack.dev/reference/methods/bookmarks.add and the pages beside it).
    "bookmarks.add",
    "bookmarks.edit",
    "bookmarks.list",
    "bookmarks.remove",
    "conversations.kick",
    "conversations.setPurpose",
    "conversations.setTopic",
    "pins.add",
    "pins.remove",
    "reactions.get",
    "reactions.remove",
}


def _reference(method: str) -> dict[str, Any]:
    path = Path(str(DATA)) / "slack-methods" / f"{method}.json"
    if not path.exists():
        pytest.skip(f"the reference has no {method}")
    document: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return document


@pytest.mark.parametrize("method", sorted(TABLE))
def test_arguments_are_slacks(method: str) -> None:
    """Every argument of the reference is known here, and no other one."""
    known = set(_reference(method)["args"].get("properties", {})) - {"token"}
    assert {argument.name for argument in TABLE[method].arguments} == known - NOT_TAKEN.get(method, set())


@pytest.mark.parametrize("method", sorted(set(TABLE) - OTHER_REQUIREMENTS))
def test_required_arguments_are_slacks(method: str) -> None:
    """What Slack requires is required here."""
    required = set(_reference(method)["args"].get("required", ())) - {"token"}
    assert {argument.name for argument in TABLE[method].arguments if argument.required} == required


@pytest.mark.parametrize("method", sorted(TABLE))
def test_scopes_are_slacks(method: str) -> None:
    """No scope suffices here that does not suffice at Slack."""
    scopes = set((_reference(method).get("scope") or {}).get("bot", ()))
    assert set(TABLE[method].scopes) <= scopes
    assert bool(TABLE[method].scopes) == bool(scopes)
