"""Every runbook, from open to the last tick, as people do it in chat."""

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from bot import content
from bot.runbooks import RunbookLibrary
from bot.taxonomy import Taxonomy
from tests.acceptance.demo_process import Demo, Json

BOOKS = content.root() / "runbooks"
LIBRARY = RunbookLibrary.load(BOOKS)
SUBCATEGORIES = [category.id for category in Taxonomy.load(BOOKS / "taxonomy.yaml").categories]
MOST_CLICKS = 60


def test_every_subcategory_from_open_to_the_last_tick(demo: Demo) -> None:
    """Decisions fall, branches appear, locks open, and the last tick makes it whole."""
    for subcategory in SUBCATEGORIES:
        channel = _opened(demo, f"service:{subcategory}")
        demo.command("responder", f"category {subcategory}", channel)
        assert LIBRARY.for_category(subcategory).id == subcategory
        for _ in range(MOST_CLICKS):
            message = demo.message(channel, "runbook")
            done, total = _progress(message)
            if done == total:
                break
            _do_next(demo, channel, message)
        assert done == total, subcategory


def test_two_people_tick_at_once_and_lose_nothing(demo: Demo) -> None:
    """Two steps of one phase, from two clients, while Slack is slow."""
    channel = _opened(demo, "service:public-api")
    demo.command("commander", "category expiry.production", channel)
    while _checkboxes_open(demo, channel) < 2:
        message = demo.message(channel, "runbook")
        _do_next(demo, channel, message)
    message = demo.message(channel, "runbook")
    before, _ = _progress(message)
    demo.post("faults", method="chat.update", delay_ms=300, times=6)
    first, second = list(_open_steps(message))[:2]
    with ThreadPoolExecutor(2) as people:
        ticks = [
            people.submit(_tick, demo, user, channel, message, step)
            for user, step in (("commander", first), ("responder", second))
        ]
        for tick in ticks:
            tick.result()
    demo.wait_for(
        lambda: _progress(demo.message(channel, "runbook"))[0] == before + 2, "both ticks to be shown"
    )


@pytest.mark.parametrize("choice", ["skip", "flag"])
def test_a_step_that_cannot_be_done_says_why(demo: Demo, choice: str) -> None:
    """From the menu beside it, by a form."""
    channel = _opened(demo, "service:public-api")
    demo.command("commander", "category expiry.production", channel)
    block = next(_open_steps(demo.message(channel, "runbook")))
    menu = next(element for element in block["elements"] if element["type"] == "overflow")
    chosen = next(option for option in menu["options"] if option["value"] == choice)
    demo.post(
        "actions",
        user="responder",
        channel=channel,
        ts=demo.message(channel, "runbook")["ts"],
        block_id=block["block_id"],
        action_id="step_menu",
        selected_option=chosen,
    )
    assert demo.send_form("responder", words="certbot is not what we have") == {"ok": True}
    demo.wait_for(
        lambda: "certbot is not what we have" in str(demo.message(channel, "runbook")["blocks"]), "the reason"
    )


def test_ticking_against_what_the_bot_sees_asks_why(demo: Demo) -> None:
    """The box is drawn back, a form asks, and its reason stands beside the tick."""
    channel = _opened(demo, "api.example.com")
    demo.wait_for(lambda: "expired" in demo.message(channel, "diagnosis/1")["text"], "the verdict")
    demo.command("commander", f"diagnose --expect {'ab' * 32}", channel)
    demo.message(channel, "diagnosis/2")
    demo.command("responder", "category expiry.production", channel)
    while (checked := _checked_step(demo.message(channel, "runbook"))) is None:
        _do_next(demo, channel, demo.message(channel, "runbook"))
    message = demo.message(channel, "runbook")
    before, _ = _progress(message)
    assert "present another certificate" in str(message["blocks"])
    _tick(demo, "responder", channel, message, checked)
    assert demo.form("responder")["title"]["text"] == "Done all the same"
    assert _progress(demo.message(channel, "runbook"))[0] == before
    assert demo.send_form("responder", words="seen through the VPN") == {"ok": True}
    demo.wait_for(
        lambda: "seen through the VPN" in str(demo.message(channel, "runbook")["blocks"]), "the reason"
    )


def _opened(demo: Demo, subject: str) -> str:
    before = {channel["name"] for channel in demo.channels()}
    demo.command("responder", f"open {subject}")

    def new() -> str | None:
        names = {channel["name"] for channel in demo.channels()} - before
        return next((name for name in names if name.startswith("inc-")), None)

    return demo.wait_for(new, f"the channel of {subject}")


def _progress(message: Json) -> tuple[int, int]:
    found = re.search(r"(\d+) of (\d+) runbook steps done", message["text"])
    assert found is not None, message["text"]
    return int(found[1]), int(found[2])


def _open_steps(message: Json) -> Iterator[Json]:
    for block in message["blocks"]:
        for element in block.get("elements", ()):
            if element.get("type") == "checkboxes" and not element.get("initial_options"):
                yield block


def _checked_step(message: Json) -> Json | None:
    """The first open step that the bot can check by itself."""
    found = (b for b in _open_steps(message) if any(e["action_id"] == "check_step" for e in b["elements"]))
    return next(found, None)


def _checkboxes_open(demo: Demo, channel: str) -> int:
    return sum(1 for _ in _open_steps(demo.message(channel, "runbook")))


def _do_next(demo: Demo, channel: str, message: Json) -> None:
    """Decide what is not decided yet, else tick the first step that is open."""
    for block in message["blocks"]:
        buttons = [e for e in block.get("elements", ()) if str(e.get("action_id", "")).startswith("decide|")]
        if buttons and not any(button.get("style") for button in buttons):
            body = {"block_id": block["block_id"], "action_id": buttons[0]["action_id"], "ts": message["ts"]}
            demo.post("actions", user="responder", channel=channel, value=buttons[0]["value"], **body)
            break
    else:
        _tick(demo, "responder", channel, message, next(_open_steps(message)))
    demo.wait_for(lambda: demo.message(channel, "runbook")["blocks"] != message["blocks"], "the next step")


def _tick(demo: Demo, user: str, channel: str, message: Json, block: Json) -> None:
    box = next(element for element in block["elements"] if element["type"] == "checkboxes")
    body = {"block_id": block["block_id"], "action_id": "tick", "ts": message["ts"]}
    demo.post("actions", user=user, channel=channel, selected_options=box["options"], **body)
