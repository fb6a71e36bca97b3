"""Canvases and user groups, and the plan that lacks them."""

from typing import Any

import pytest

from tests.integration.sandbox.caller import Caller

CONTENT = {"type": "markdown", "markdown": "# Review\n\nWhat happened."}


async def _channel_canvas(caller: Caller, **more: Any) -> dict[str, Any]:
    channel = await caller.channel("incidents")
    arguments = {"channel_id": channel, "document_content": CONTENT} | more
    return await caller.api("conversations.canvases.create", **arguments)


async def _canvas(caller: Caller, canvas_id: str) -> dict[str, Any]:
    canvas: dict[str, Any] = (await caller.client.get(f"/sandbox/canvases/{canvas_id}")).json()["canvas"]
    return canvas


async def _edit(caller: Caller, canvas_id: str, **change: Any) -> dict[str, Any]:
    return await caller.api("canvases.edit", canvas_id=canvas_id, changes=[change])


async def test_a_channel_has_one_canvas_which_its_object_names(eager: Caller) -> None:
    """A second one is refused."""
    made = await _channel_canvas(eager, title="Review")
    channel = await eager.channel("incidents")
    shown = (await eager.api("conversations.info", channel=channel))["channel"]["properties"]
    assert shown["canvas"] == {"file_id": made["canvas_id"], "is_empty": False}
    assert shown["tabs"] == [{"type": "canvas", "label": "Review", "id": made["canvas_id"]}]
    assert (await _channel_canvas(eager))["error"] == "channel_canvas_already_exists"
    file = (await eager.api("files.info", file=made["canvas_id"]))["file"]
    assert (file["title"], file["mode"]) == ("Review", "quip")


async def test_a_canvas_is_edited_one_operation_at_a_time(eager: Caller) -> None:
    """At the start, at the end, as a whole, and its title."""
    canvas_id = (await _channel_canvas(eager))["canvas_id"]
    added = {"type": "markdown", "markdown": "More."}
    assert (await _edit(eager, canvas_id, operation="insert_at_end", document_content=added))["ok"]
    assert (await _edit(eager, canvas_id, operation="insert_at_start", document_content=added))["ok"]
    assert (await _canvas(eager, canvas_id))["markdown"] == "More.\n\n# Review\n\nWhat happened.\n\nMore."
    assert (await _edit(eager, canvas_id, operation="replace", document_content=added))["ok"]
    assert (await _edit(eager, canvas_id, operation="rename", title_content=added))["ok"]
    canvas = await _canvas(eager, canvas_id)
    assert (canvas["title"], canvas["markdown"]) == ("More.", "More.")
    both = [{"operation": "delete", "section_id": "temp:C:1"}] * 2
    twice = await eager.api("canvases.edit", canvas_id=canvas_id, changes=both)
    assert twice["error"] == "invalid_arguments"


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"operation": "delete", "section_id": "temp:C:1"}, "canvas_editing_failed"),
        ({"operation": "insert_after", "document_content": CONTENT}, "canvas_editing_failed"),
        ({"operation": "turn"}, "invalid_arguments"),
        (
            {
                "operation": "insert_at_end",
                "document_content": {"type": "markdown", "markdown": "> - a list in a quote"},
            },
            "canvas_editing_failed",
        ),
        (
            {
                "operation": "insert_at_end",
                "document_content": {"type": "markdown", "markdown": "x" * 1_048_576},
            },
            "canvas_too_large",
        ),
    ],
)
async def test_a_change_that_a_canvas_cannot_take(eager: Caller, change: dict[str, Any], error: str) -> None:
    """It is refused, and the canvas stays as it was."""
    canvas_id = (await _channel_canvas(eager))["canvas_id"]
    assert (await _edit(eager, canvas_id, **change))["error"] == error
    assert (await _canvas(eager, canvas_id))["markdown"] == CONTENT["markdown"]


async def test_a_canvas_elsewhere(eager: Caller) -> None:
    """Alone, in a channel's tab beside its own one, and not where the bot is not."""
    alone = await eager.api("canvases.create", title="Alone", document_content=CONTENT)
    assert (await _canvas(eager, alone["canvas_id"]))["channels"] == []
    channel = await eager.channel("incidents")
    assert (await eager.api("canvases.create", channel_id=channel))["ok"]
    assert (await _channel_canvas(eager))["ok"]
    general = await eager.channel("general")
    assert (await _channel_canvas(eager, channel_id=general))["error"] == "restricted_action"
    assert (await _edit(eager, "F404", operation="rename"))["error"] == "canvas_not_found"


async def test_content_that_is_no_markdown(eager: Caller) -> None:
    """The error says in which line."""
    quote = {"type": "markdown", "markdown": "Words\n> 1. a list in a quote"}
    refused = await _channel_canvas(eager, document_content=quote)
    assert refused["error"] == "canvas_creation_failed"
    assert "line 2" in refused["detail"]
    html = {"type": "html", "markdown": "<p>"}
    assert (await _channel_canvas(eager, document_content=html))["error"] == "invalid_arguments"


async def test_a_plan_without_canvases(eager: Caller) -> None:
    """Making and editing are refused until the plan has them again."""
    canvas_id = (await eager.api("canvases.create"))["canvas_id"]
    assert (await eager.control("plan", canvases=False)).json()["user_groups"] is True
    assert (await _channel_canvas(eager))["error"] == "team_tier_cannot_create_channel_canvases"
    assert (await eager.api("canvases.create"))["error"] == "canvas_disabled_user_team"
    edited = await _edit(eager, canvas_id, operation="replace", document_content=CONTENT)
    assert edited["error"] == "canvas_disabled_user_team"
    await eager.control("plan", canvases=True)
    assert (await _channel_canvas(eager))["ok"]


async def test_user_groups_and_the_plan_without_them(eager: Caller) -> None:
    """Their members by id, or ``plan_upgrade_required``."""
    (group,) = (await eager.api("usergroups.list", include_users=True))["usergroups"]
    people = eager.running.people
    assert group["handle"] == "pki-oncall"
    assert group["users"] == [people["commander"], people["pki-engineer"]]
    assert "users" not in (await eager.api("usergroups.list"))["usergroups"][0]
    members = await eager.api("usergroups.users.list", usergroup=group["id"])
    assert members["users"] == group["users"]
    assert (await eager.api("usergroups.users.list", usergroup="S404"))["error"] == "no_such_subteam"
    await eager.control("plan", user_groups=False)
    assert (await eager.client.get("/sandbox/plan")).json()["user_groups"] is False
    assert (await eager.api("usergroups.list"))["error"] == "plan_upgrade_required"
    refused = await eager.api("usergroups.users.list", usergroup=group["id"])
    assert refused["error"] == "plan_upgrade_required"
