"""Modals and response URLs: the limits that Slack sets, and what an app's answers do."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.sandbox.server import serve
from bot.sandbox.settings import SandboxSettings
from tests.integration.sandbox.app_manifest import write_manifest
from tests.integration.sandbox.caller import Caller
from tests.integration.sandbox.moved_time import MovedTime
from tests.integration.sandbox.person import INPUT, Person, modal_view
from tests.integration.sandbox.socket_app import connect_app


async def test_a_trigger_expires_after_three_seconds(person: Person, moved_time: MovedTime) -> None:
    """At three seconds it is still good, after them it is ``expired_trigger_id``."""
    first, second = await person.command(), await person.command()
    moved_time.move(3)
    opened = await person.caller.api("views.open", trigger_id=first["trigger_id"], view=modal_view())
    moved_time.move(0.1)
    late = await person.caller.api("views.open", trigger_id=second["trigger_id"], view=modal_view())
    assert opened["ok"]
    assert late["error"] == "expired_trigger_id"


async def test_a_trigger_opens_one_modal(person: Person) -> None:
    """Its second use is ``exchanged_trigger_id``."""
    trigger = (await person.command())["trigger_id"]
    assert (await person.caller.api("views.open", trigger_id=trigger, view=modal_view()))["ok"]
    again = await person.caller.api("views.open", trigger_id=trigger, view=modal_view("Again"))
    assert again["error"] == "exchanged_trigger_id"
    assert await person.stack() == ["Form"]


async def test_the_workspaces_clock_does_not_expire_a_trigger(person: Person) -> None:
    """A day on the workspace's clock is not three seconds of real time."""
    trigger = (await person.command())["trigger_id"]
    await person.caller.control("clock", advance_s=86_400)
    assert (await person.caller.api("views.open", trigger_id=trigger, view=modal_view()))["ok"]


async def test_a_response_url_is_good_for_five_uses(person: Person) -> None:
    """The sixth is ``used_url``, and shows nothing."""
    url = (await person.command())["response_url"]
    answers = [await person.caller.client.post(url, json={"text": f"note {n}"}) for n in range(6)]
    assert [answer.status_code for answer in answers] == [200] * 5 + [404]
    assert answers[-1].json()["error"] == "used_url"
    assert [text for text in await _texts(person.caller) if text.startswith("note")] == [
        f"note {n}" for n in range(5)
    ]


async def test_a_response_url_is_good_for_thirty_minutes(person: Person, moved_time: MovedTime) -> None:
    """After them it is ``expired_url``."""
    url = (await person.command())["response_url"]
    moved_time.move(30 * 60)
    in_time = await person.caller.client.post(url, json={"text": "in time"})
    moved_time.move(1)
    late = await person.caller.client.post(url, json={"text": "late"})
    assert in_time.status_code == 200
    assert (late.status_code, late.json()["error"]) == (404, "expired_url")


async def test_a_response_is_ephemeral_unless_it_says_otherwise(person: Person) -> None:
    """Others see it only with ``response_type: in_channel``."""
    url = (await person.command())["response_url"]
    await person.caller.client.post(url, json={"text": "for one"})
    await person.caller.client.post(url, json={"text": "for all", "response_type": "in_channel"})
    await person.app.handle()
    seen = await _texts(person.caller, "commander")
    assert "for all" in seen
    assert "for one" not in seen


async def test_three_modals_can_be_stacked(person: Person) -> None:
    """A fourth is ``push_limit_reached``; each is pushed with a trigger from within the modal."""
    await person.open(title="1", blocks=[_button_block()])
    answers = []
    for title in ("2", "3", "4"):
        trigger = await person.click("more", "row")
        view = modal_view(title, blocks=[_button_block()])
        answers.append(await person.caller.api("views.push", trigger_id=trigger, view=view))
    assert [answer.get("error") for answer in answers] == [None, None, "push_limit_reached"]
    assert await person.stack() == ["1", "2", "3"]
    assert answers[1]["view"]["previous_view_id"] == answers[0]["view"]["id"]


async def test_only_a_trigger_from_within_a_modal_pushes(person: Person) -> None:
    """A command's trigger opens a modal, but pushes none."""
    await person.open()
    trigger = (await person.command())["trigger_id"]
    assert not (await person.caller.api("views.push", trigger_id=trigger, view=modal_view("2")))["ok"]


async def test_an_update_with_an_old_hash_conflicts(person: Person) -> None:
    """Each update gives the view another hash; the one before is ``hash_conflict``."""
    opened = await person.open()
    first = await person.caller.api(
        "views.update", view_id=opened["id"], hash=opened["hash"], view=modal_view("Second")
    )
    late = await person.caller.api(
        "views.update", view_id=opened["id"], hash=opened["hash"], view=modal_view("Third")
    )
    fresh = await person.caller.api(
        "views.update", view_id=opened["id"], hash=first["view"]["hash"], view=modal_view("Fourth")
    )
    assert (first["ok"], late["error"], fresh["ok"]) == (True, "hash_conflict", True)
    assert await person.stack() == ["Fourth"]


async def test_private_metadata_comes_back_with_the_submission(person: Person) -> None:
    """With what was entered, and the view's own ids."""
    opened = await person.open(private_metadata="incident 7", callback_id="form", external_id="mine")
    assert (await person.submit(opened["id"])).json() == {"ok": True}
    view = person.submitted["view"]
    assert (view["private_metadata"], view["callback_id"], view["external_id"]) == (
        "incident 7",
        "form",
        "mine",
    )
    assert view["state"]["values"] == {"why": {"text": {"type": "plain_text_input", "value": "because"}}}
    assert await person.stack() == []


async def test_a_chosen_conversation_can_be_answered(person: Person) -> None:
    """With ``response_url_enabled`` the submission brings a response URL for it."""
    channel = await person.caller.channel("incidents")
    select = {"type": "conversations_select", "action_id": "pick", "response_url_enabled": True}
    where = {"type": "input", "block_id": "where", "label": INPUT["label"], "element": select}
    opened = await person.open(blocks=[INPUT, where])
    values = {"where": {"pick": channel}, "why": {"text": "because"}}
    sent = asyncio.create_task(
        person.caller.control(f"views/{opened['id']}/submit", user="responder", values=values)
    )
    url = (await person.app.handle())["payload"]["response_urls"][0]
    await sent
    await person.caller.client.post(url.pop("response_url"), json={"text": "answered there"})
    assert url == {"block_id": "where", "action_id": "pick", "channel_id": channel}
    assert "answered there" in await _texts(person.caller)


async def test_an_external_id_is_unique_among_open_views(person: Person) -> None:
    """And a view can be updated by it."""
    await person.open(external_id="mine")
    updated = await person.caller.api("views.update", external_id="mine", view=modal_view("Second"))
    """``duplicate_external_id``; and a view can be updated by it."""
    await person.open(external_id="mine", blocks=[_button_block()])
    trigger = await person.click("more", "row")
    again = await person.caller.api("views.push", trigger_id=trigger, view=modal_view(external_id="mine"))
    assert again["error"] == "duplicate_external_id"
    updated = await person.caller.api("views.update", external_id="mine", view=modal_view("Second"))
    assert updated["ok"]
    assert await person.stack() == ["Second"]


async def test_the_app_hears_that_a_modal_was_closed_if_it_wants_to(person: Person) -> None:
    """``view_closed`` with ``notify_on_close`` only."""
    quiet = await person.open()
    assert await person.close(quiet["id"], told=0) == []
    loud = await person.open(notify_on_close=True, private_metadata="m")
    heard = await person.close(loud["id"], told=1)
    assert [(each["type"], each["is_cleared"], each["view"]["private_metadata"]) for each in heard] == [
        ("view_closed", False, "m")
    ]


async def test_closing_the_stack_tells_of_each_view(person: Person) -> None:
    """``is_cleared``, from the top down."""
    opened = await person.open(title="1", notify_on_close=True)
    pushed = modal_view("2", notify_on_close=True)
    await person.submit(opened["id"], {"response_action": "push", "view": pushed})
    assert await person.stack() == ["1", "2"]
    top = (await person.caller.client.get("/sandbox/views?user=responder")).json()["views"][-1]
    heard = await person.close(top["id"], told=2, clear=True)
    assert [(each["view"]["title"]["text"], each["is_cleared"]) for each in heard] == [
        ("2", True),
        ("1", True),
    ]


async def test_a_submission_answered_with_errors(person: Person) -> None:
    """They stand beside their inputs, and the modal stays with what was entered."""
    opened = await person.open()
    answer = await person.submit(opened["id"], {"response_action": "errors", "errors": {"why": "No."}})
    assert (answer.json()["error"], answer.json()["errors"]) == ("validation_errors", {"why": "No."})
    assert await person.stack() == ["Form"]


@pytest.mark.parametrize(
    "answer",
    [
        {"response_action": "errors", "errors": {"elsewhere": "No."}},
        {"response_action": "errors", "errors": {}},
        {"response_action": "update", "view": {"type": "modal"}},
        {"response_action": "nonsense"},
    ],
)
async def test_an_answer_that_slack_would_not_take(person: Person, answer: dict[str, Any]) -> None:
    """The person sees that something went wrong, and the modal stays."""
    opened = await person.open()
    refused = await person.submit(opened["id"], answer)
    assert (refused.status_code, refused.json()["error"]) == (502, "invalid_response_action")
    assert await person.stack() == ["Form"]


@pytest.mark.parametrize(
    ("answer", "stack"),
    [
        (None, ["1"]),
        ({"response_action": "update", "view": modal_view("new")}, ["1", "new"]),
        ({"response_action": "push", "view": modal_view("3")}, ["1", "2", "3"]),
        ({"response_action": "clear"}, []),
    ],
)
async def test_what_an_answer_does_to_the_stack(
    person: Person, answer: dict[str, Any] | None, stack: list[str]
) -> None:
    """Nothing closes the submitted view, ``clear`` all of them."""
    opened = await person.open(title="1")
    await person.submit(opened["id"], {"response_action": "push", "view": modal_view("2")})
    top = (await person.caller.client.get("/sandbox/views?user=responder")).json()["views"][-1]
    assert (await person.submit(top["id"], answer)).status_code == 200
    assert await person.stack() == stack


async def test_a_fourth_view_is_not_pushed_by_an_answer_either(person: Person) -> None:
    """The stack keeps its three."""
    view = await person.open(title="1")
    for title in ("2", "3"):
        await person.submit(view["id"], {"response_action": "push", "view": modal_view(title)})
        view = (await person.caller.client.get("/sandbox/views?user=responder")).json()["views"][-1]
    refused = await person.submit(view["id"], {"response_action": "push", "view": modal_view("4")})
    assert "push_limit_reached" in refused.json()["message"]
    assert await person.stack() == ["1", "2", "3"]


async def test_a_required_input_is_asked_for_before_the_app_is(person: Person) -> None:
    """The client refuses an empty one by itself; the app hears nothing."""
    opened = await person.open()
    answer = await person.caller.control(f"views/{opened['id']}/submit", user="responder", values={})
    assert list(answer.json()["errors"]) == ["why"]


async def test_a_view_over_250_kilobytes_is_too_large(person: Person) -> None:
    """``view_too_large``; the trigger is not used up by it."""
    trigger = (await person.command())["trigger_id"]
    section = {"type": "section", "text": {"type": "mrkdwn", "text": "x" * 2990}}
    large = modal_view(blocks=[section] * 90)
    assert (await person.caller.api("views.open", trigger_id=trigger, view=large))[
        "error"
    ] == "view_too_large"
    assert (await person.caller.api("views.open", trigger_id=trigger, view=modal_view()))["ok"]


async def test_a_modal_with_an_input_needs_submit(person: Person) -> None:
    """``invalid_arguments`` with a pointer to the input."""
    trigger = (await person.command())["trigger_id"]
    view = modal_view()
    del view["submit"]
    answer = await person.caller.api("views.open", trigger_id=trigger, view=view)
    assert answer["error"] == "invalid_arguments"
    assert answer["response_metadata"]["messages"] == [
        "[ERROR] must define `submit` to use an `input` block in modals [json-pointer:/view/blocks/0/input]"
    ]


def _button_block() -> dict[str, Any]:
    button = {"type": "button", "action_id": "more", "text": {"type": "plain_text", "text": "More"}}
    return {"type": "actions", "block_id": "row", "elements": [button]}


async def _texts(caller: Caller, user: str = "responder") -> list[str]:
    shown = await caller.client.get(f"/sandbox/channels/incidents/messages?user={user}")
    return [message["text"] for message in shown.json()["messages"]]


async def test_clear_on_close_closes_the_whole_stack(person: Person) -> None:
    """Each view with ``notify_on_close`` is told of as cleared."""
    opened = await person.open(title="1", notify_on_close=True)
    pushed = modal_view("2", clear_on_close=True)
    await person.submit(opened["id"], {"response_action": "push", "view": pushed})
    top = (await person.caller.client.get("/sandbox/views?user=responder")).json()["views"][-1]
    (heard,) = await person.close(top["id"], told=1)
    assert (heard["view"]["title"]["text"], heard["is_cleared"]) == ("1", True)
    assert await person.stack() == []


async def test_a_home_tab_with_an_old_hash_conflicts(eager: Caller) -> None:
    """Without a hash the newest wins; each person has a tab of their own."""
    user = eager.running.people["responder"]

    def home(words: str) -> dict[str, Any]:
        section = {"type": "section", "text": {"type": "mrkdwn", "text": words}}
        return {"type": "home", "blocks": [section]}

    first = (await eager.api("views.publish", user_id=user, view=home("first")))["view"]
    second = await eager.api("views.publish", user_id=user, view=home("second"), hash=first["hash"])
    late = await eager.api("views.publish", user_id=user, view=home("late"), hash=first["hash"])
    assert (second["ok"], late["error"]) == (True, "hash_conflict")
    assert second["view"]["id"] == first["id"]
    shown = (await eager.client.get("/sandbox/home?user=responder")).json()["view"]
    assert shown["blocks"][0]["text"]["text"] == "second"
    assert (await eager.client.get("/sandbox/home?user=commander")).json()["view"] is None


async def test_a_home_tab_must_be_switched_on(tmp_path: Path) -> None:
    """``not_enabled``; who opens the app is on its Messages tab."""
    manifest = write_manifest(tmp_path, without=["app_home: {home_tab_enabled: true}"])
    async with _workspace(tmp_path, manifest) as caller:
        section = {"type": "section", "text": {"type": "mrkdwn", "text": "x"}}
        answer = await caller.api(
            "views.publish",
            user_id=caller.running.people["responder"],
            view={"type": "home", "blocks": [section]},
        )
        assert answer["error"] == "not_enabled"
        app = await connect_app(caller)
        await caller.control("home/open", user="responder")
        assert (await app.handle())["payload"]["event"]["tab"] == "messages"


async def test_an_app_without_interactivity_gets_no_clicks(tmp_path: Path) -> None:
    """The person sees that the app is not configured for them; the app hears nothing."""
    manifest = write_manifest(tmp_path, without=["interactivity: {is_enabled: true}"])
    async with _workspace(tmp_path, manifest) as caller:
        app = await connect_app(caller)
        refused = await caller.control("shortcuts", user="responder", callback_id="anywhere")
        assert (refused.status_code, refused.json()["error"]) == (502, "interactivity_disabled")
        await caller.control("messages", user="responder", channel="incidents", text="heard")
        assert (await app.handle())["payload"]["event"]["text"] == "heard"


@asynccontextmanager
async def _workspace(directory: Path, manifest: Path) -> AsyncIterator[Caller]:
    settings = SandboxSettings(directory, port=0, rate_limits=False, manifest_path=manifest)
    async with (
        serve(settings) as running,
        httpx.AsyncClient(base_url=running.base_url, trust_env=False) as client,
    ):
        yield Caller(running, client)
