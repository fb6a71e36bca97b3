"""Views that Slack refuses, by each way that a view may come."""

from typing import Any

import pytest

from tests.integration.sandbox.person import INPUT, Person, modal_view

LONG_TITLE = {"type": "plain_text", "text": "x" * 25}
LONG_ISSUE = "[ERROR] must be less than 25 characters [json-pointer:/view/title/text]"
NO_SUBMIT = {"type": "modal", "title": {"type": "plain_text", "text": "T"}, "blocks": [INPUT]}
NO_SUBMIT_ISSUE = (
    "[ERROR] must define `submit` to use an `input` block in modals [json-pointer:/view/blocks/0/input]"
)
WRONG: list[tuple[dict[str, Any], str]] = [
    (modal_view(title="x" * 25), LONG_ISSUE),
    (NO_SUBMIT, NO_SUBMIT_ISSUE),
    (
        modal_view(private_metadata="x" * 3001),
        "[ERROR] must be less than 3001 characters [json-pointer:/view/private_metadata]",
    ),
    (
        modal_view(blocks=[{"type": "divider"}] * 101),
        "[ERROR] no more than 100 items allowed [json-pointer:/view/blocks]",
    ),
    (
        modal_view(blocks=[{"type": "markdown", "text": "x"}]),
        "[ERROR] unsupported type: markdown [json-pointer:/view/blocks/0/type]",
    ),
    (modal_view(colour="red"), "[ERROR] invalid additional property: colour [json-pointer:/view]"),
]
LARGE = modal_view(
    blocks=[{"type": "section", "text": {"type": "mrkdwn", "text": "x" * 2990}} for _ in range(90)]
)


async def _shown(person: Person) -> list[dict[str, Any]]:
    answer = (await person.caller.client.get("/sandbox/views?user=responder")).json()
    return list(answer["views"])


async def _send(person: Person, method: str, view: dict[str, Any] | str) -> dict[str, Any]:
    """Call a method of ``views.*`` with a view and all else in order."""
    if method == "views.publish":
        user = person.caller.running.people["responder"]
        return await person.caller.api(method, user_id=user, view=view)
    if method == "views.open":
        trigger = (await person.command())["trigger_id"]
        return await person.caller.api(method, trigger_id=trigger, view=view)
    opened = await person.open(blocks=[_button_row()])
    if method == "views.update":
        return await person.caller.api(method, view_id=opened["id"], view=view)
    return await person.caller.api(method, trigger_id=await person.click("more", "row"), view=view)


def _button_row() -> dict[str, Any]:
    button = {"type": "button", "action_id": "more", "text": {"type": "plain_text", "text": "More"}}
    return {"type": "actions", "block_id": "row", "elements": [button]}


def _as_sent_to(method: str, view: dict[str, Any]) -> dict[str, Any]:
    """A Home tab has the same private metadata, blocks and unknown fields, but no title and no submit."""
    if method != "views.publish":
        return view
    kept = {key: item for key, item in view.items() if key not in {"title", "submit"}}
    return kept | {"type": "home"}


@pytest.mark.parametrize("method", ["views.open", "views.update", "views.push", "views.publish"])
async def test_an_invalid_view_is_told_with_its_place(person: Person, method: str) -> None:
    """``invalid_arguments`` with every issue in ``response_metadata.messages``, and nothing changes."""
    about_all = [(view, issue) for view, issue in WRONG if issue not in {LONG_ISSUE, NO_SUBMIT_ISSUE}]
    for view, issue in about_all if method == "views.publish" else WRONG:
        answer = await _send(person, method, _as_sent_to(method, view))
        assert (answer["ok"], answer["error"]) == (False, "invalid_arguments")
        assert answer["response_metadata"]["messages"] == [issue]
        assert await person.stack() == (["Form"] if method in {"views.update", "views.push"} else [])


@pytest.mark.parametrize("method", ["views.open", "views.update", "views.push", "views.publish"])
async def test_a_view_over_250_kilobytes(person: Person, method: str) -> None:
    """``view_too_large`` by each way; its blocks are valid."""
    assert (await _send(person, method, _as_sent_to(method, LARGE)))["error"] == "view_too_large"


@pytest.mark.parametrize("method", ["views.open", "views.update", "views.push", "views.publish"])
async def test_a_view_that_is_no_object(person: Person, method: str) -> None:
    """``invalid_arguments``; also of what is no JSON, though Python would read it."""
    for view in ("words", "[]", '{"type": "modal", "blocks": ["\\ud800"]}', '{"a": Infinity}'):
        answer = await _send(person, method, view)
        assert answer["error"] == "invalid_arguments"
        assert answer["response_metadata"]["messages"] == ["[ERROR] must be an object [json-pointer:/view]"]


@pytest.mark.parametrize(
    ("method", "view", "kind"),
    [
        ("views.open", {"type": "home", "blocks": []}, "home"),
        ("views.push", {"type": "home", "blocks": []}, "home"),
        ("views.update", {"type": "home", "blocks": []}, "home"),
        ("views.publish", modal_view(), "modal"),
    ],
)
async def test_a_view_of_the_other_kind(person: Person, method: str, view: dict[str, Any], kind: str) -> None:
    """A Home tab is published, and a modal is opened."""
    answer = await _send(person, method, view)
    assert answer["response_metadata"]["messages"] == [
        f"[ERROR] unsupported type: {kind} [json-pointer:/view/type]"
    ]


@pytest.mark.parametrize("action", ["update", "push"])
async def test_an_answer_with_an_invalid_view(person: Person, action: str) -> None:
    """The person sees that something went wrong, the control API says what, and the modal stays."""
    answers: list[tuple[object, str]] = [
        *((view, f"invalid_arguments: {issue}") for view, issue in WRONG),
        (LARGE, "view_too_large"),
        ({"type": "home", "blocks": []}, "unsupported type: home"),
        (None, "missing required field: type [json-pointer:/view]"),
    ]
    opened = await person.open()
    for view, said in answers:
        refused = await person.submit(opened["id"], {"response_action": action, "view": view})
        assert (refused.status_code, refused.json()["error"]) == (502, "invalid_response_action")
        assert said in refused.json()["message"]
        assert await person.stack() == ["Form"]


async def test_errors_that_stand_at_no_input(person: Person) -> None:
    """Each must name a block with an input, or nothing is shown."""
    opened = await person.open(blocks=[INPUT, _button_row()])
    wrong: tuple[object, ...] = (None, [], "words", {}, {"elsewhere": "No."}, {"why": "No.", "row": "No."})
    for errors in wrong:
        refused = await person.submit(opened["id"], {"response_action": "errors", "errors": errors})
        assert (refused.status_code, refused.json()["error"]) == (502, "invalid_response_action")


async def test_a_stored_view_has_the_ids_that_it_lacked(person: Person) -> None:
    """So that the app can tell what was entered where."""
    nameless = {
        "type": "input",
        "label": {"type": "plain_text", "text": "Why?"},
        "element": {"type": "plain_text_input"},
    }
    await person.open(blocks=[nameless])
    (view,) = await _shown(person)
    (block,) = view["blocks"]
    assert block["block_id"]
    assert block["element"]["action_id"]
    assert block["label"] == {"type": "plain_text", "text": "Why?", "emoji": True}
