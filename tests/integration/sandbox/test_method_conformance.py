"""The workspace's own table of methods against a public reference of Slack's."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from bot.sandbox.web_api.arguments import Kind
from bot.sandbox.web_api.method import COMMON_ERRORS, Tier
from bot.sandbox.web_api.table import TABLE

DATA = os.environ.get("CERTINC_CONFORMANCE_DATA")

pytestmark = pytest.mark.skipif(
    DATA is None, reason="CERTINC_CONFORMANCE_DATA is not set: nothing to compare with"
)

METHODS = sorted(path.stem for path in (Path(DATA or "/nowhere") / "slack-methods").glob("*.json"))
"""Every method of the reference."""

NOT_TAKEN = {
    # Nobody mutes a channel in this workspace: https://docs.slack.dev/reference/methods/users.conversations
    "users.conversations": {"exclude_muted"},
}
"""Arguments of the reference that are not in the table, each for a reason."""

REQUIRED_TOO = {
    # Written as optional in the reference; the method's page says that it fails without.
    "bookmarks.add": {"channel_id"},  # https://docs.slack.dev/reference/methods/bookmarks.add
    "bookmarks.edit": {"channel_id", "bookmark_id"},  # .../bookmarks.edit
    "bookmarks.list": {"channel_id"},  # .../bookmarks.list
    "bookmarks.remove": {"channel_id", "bookmark_id"},  # .../bookmarks.remove
    "conversations.kick": {"user"},  # .../conversations.kick: user_not_found
    "pins.add": {"timestamp"},  # https://docs.slack.dev/reference/methods/pins.add: no_item_specified
    "pins.remove": {"timestamp"},  # https://docs.slack.dev/reference/methods/pins.remove: no_item_specified
    "reactions.get": {"channel", "timestamp"},  # .../reactions.get: files and their comments are not here
    "reactions.remove": {"channel", "timestamp"},  # .../reactions.remove: no_item_specified
}

DOCUMENTED_ELSEWHERE = {
    # https://docs.slack.dev/reference/methods/chat.postMessage names these for the same content.
    "chat.postEphemeral": {"invalid_metadata_format", "invalid_metadata_schema", "msg_blocks_too_long"},
    "chat.scheduleMessage": {"cannot_reply_to_message", "invalid_attachments", "msg_blocks_too_long"},
    "chat.update": {"msg_blocks_too_long"},
    "files.completeUploadExternal": {"msg_blocks_too_long"},
    # https://docs.slack.dev/reference/methods/chat.update; https://github.com/slackapi/node-slack-sdk/pull/832
    "chat.postMessage": {"invalid_attachments"},
    # https://docs.slack.dev/reference/methods/conversations.history
    "conversations.replies": {"not_in_channel"},
    # https://github.com/slack-go/slack/issues/1066
    "conversations.unarchive": {"not_in_channel"},
}
"""Errors that the reference of the method itself does not list, each with where it is written."""

KINDS = {
    "string": {Kind.STRING, Kind.TIMESTAMP, Kind.IDS, Kind.ARRAY, Kind.OBJECT},
    "boolean": {Kind.BOOLEAN},
    "integer": {Kind.INTEGER},
    "number": {Kind.INTEGER},
    "array": {Kind.ARRAY, Kind.IDS},
}
"""What a type of the reference can be here: JSON and lists of ids travel as strings."""

TIERS = {"t1": Tier.T1, "t2": Tier.T2, "t3": Tier.T3, "t4": Tier.T4, "t5": Tier.SPECIAL}


def _reference(method: str) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(
        (Path(str(DATA)) / "slack-methods" / f"{method}.json").read_text("utf-8")
    )
    return document


def _properties(method: str) -> dict[str, Any]:
    properties = dict(_reference(method)["args"].get("properties", {}))
    properties.pop("token", None)
    return properties


@pytest.mark.parametrize("method", METHODS)
def test_arguments_are_slacks(method: str) -> None:
    """Every argument of the reference is known here, and no other one; so is every method."""
    known = {argument.name for argument in TABLE[method].arguments}
    assert known == set(_properties(method)) - NOT_TAKEN.get(method, set())


@pytest.mark.parametrize("method", METHODS)
def test_required_arguments_are_slacks(method: str) -> None:
    """What Slack requires is required here, and nothing else."""
    required = set(_reference(method)["args"].get("required", ())) - {"token"}
    required |= REQUIRED_TOO.get(method, set())
    assert {argument.name for argument in TABLE[method].arguments if argument.required} == required


@pytest.mark.parametrize("method", METHODS)
def test_types_lengths_and_choices_are_slacks(method: str) -> None:
    """An argument is of the reference's type, as long as it allows, and one of its choices."""
    properties = _properties(method)
    for argument in TABLE[method].arguments:
        reference = properties[argument.name]
        kind = reference.get("type")
        assert kind is None or argument.kind in KINDS[kind], argument.name
        if reference.get("maxLength"):
            assert argument.max_length == reference["maxLength"], argument.name
        if "enum" in reference:
            assert set(argument.choices) == set(reference["enum"]), argument.name


@pytest.mark.parametrize("method", METHODS)
def test_errors_are_slacks(method: str) -> None:
    """No method can answer with an error that Slack does not document."""
    documented = set(_reference(method).get("errors") or {}) | COMMON_ERRORS
    assert TABLE[method].errors - documented == DOCUMENTED_ELSEWHERE.get(method, set())


@pytest.mark.parametrize("method", METHODS)
def test_scopes_are_slacks(method: str) -> None:
    """No scope suffices here that does not suffice at Slack."""
    scopes = set((_reference(method).get("scope") or {}).get("bot", ()))
    assert set(TABLE[method].scopes) <= scopes
    assert bool(TABLE[method].scopes) == bool(scopes)


@pytest.mark.parametrize("method", METHODS)
def test_the_tier_is_slacks(method: str) -> None:
    """As many calls a minute as the reference says, where it does."""
    tier = _reference(method).get("rate_limits")
    assert tier is None or TABLE[method].tier is TIERS[tier]


@pytest.mark.parametrize("method", METHODS)
def test_json_is_taken_where_slack_takes_it(method: str) -> None:
    """A method that takes no JSON at Slack takes none here."""
    assert TABLE[method].accepts_json == bool(_reference(method).get("json_input_supported"))


def test_there_are_methods_to_compare() -> None:
    """An empty directory would agree with everything."""
    assert len(METHODS) > 50
