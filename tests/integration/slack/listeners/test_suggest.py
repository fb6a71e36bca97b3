"""``/certinc suggest`` and a known incident's button, in a real local workspace."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from pydantic import SecretStr

from bot.app import running_bot
from bot.settings import Settings
from bot.slack import action_ids
from tests.integration.slack.listeners.office import Office
from tests.integration.slack.mishaps import workspace

CLUE = "we found the private key in a public git repository"


@pytest.fixture
async def office(tmp_path: Path, sqlite_url: str) -> AsyncIterator[Office]:
    """A bot in a workspace without any incident."""
    async with workspace(tmp_path / "sandbox") as running:
        settings = Settings(
            _env_file=None,
            data_dir=tmp_path,
            database_url=sqlite_url,
            slack_base_url=f"{running.base_url}/api/",
            slack_bot_token=SecretStr(running.bot_token),
            slack_app_token=SecretStr(running.app_token),
        )
        async with (
            running_bot(settings) as services,
            httpx.AsyncClient(base_url=running.base_url, trust_env=False, timeout=10) as client,
        ):
            await running.app_connected()
            yield Office(services, client)


@pytest.fixture
async def channel(office: Office) -> str:
    """The channel of an incident that nothing is known of."""
    await office.command("responder", "open service:checkout")
    return await office.incident_channel("responder")


async def test_outside_of_an_incident_there_is_nothing_to_suggest(office: Office) -> None:
    """The answer says where it works."""
    told = await office.command("responder", f"suggest {CLUE}")
    assert told.startswith("This channel is not an incident's.")
    assert "`/certinc list`" in told


async def test_new_words_are_judged_at_once(office: Office, channel: str) -> None:
    """The person is told what came of them, and the channel's suggestion follows."""
    before = await office.command("responder", "suggest", channel)
    assert "compromise" not in before.lower()
    told = await office.command("responder", f"suggest {CLUE}", channel)
    assert "key compromise" in told.splitlines()[0].lower()
    assert "\nLike: " in told
    message = await office.message("Known incidents like this one", "responder", channel)
    assert "compromise" in str(message["text"]).lower()


async def test_words_of_people_do_not_act(office: Office, channel: str) -> None:
    """Neither in the answer nor in the channel."""
    told = await office.command("responder", f"suggest &lt;!channel&gt; {CLUE}", channel)
    assert "<!channel>" not in told
    message = await office.message("Known incidents like this one", "responder", channel)
    assert "<!channel>" not in str(message)


def _buttons(message: dict[str, Any], action_id: str) -> Iterator[dict[str, Any]]:
    for block in message["blocks"]:
        accessory = block.get("accessory", {})
        if accessory.get("action_id") == action_id:
            yield {"block_id": block["block_id"], "value": accessory["value"]}


async def test_a_known_incident_is_opened_by_its_button(office: Office, channel: str) -> None:
    """All that is known of it, in a modal."""
    await office.command("responder", f"suggest {CLUE}", channel)
    message = await office.message("Known incidents like this one", "responder", channel)
    first, *_ = _buttons(message, action_ids.KNOWN_INCIDENT)
    await office.post(
        "actions",
        user="responder",
        channel=channel,
        ts=message["ts"],
        action_id=action_ids.KNOWN_INCIDENT,
        **first,
    )
    answer = await office.client.get("/sandbox/views", params={"user": "responder"})
    (view,) = answer.json()["views"]
    assert view["callback_id"] == action_ids.KNOWN_INCIDENT_VIEW
    for heading in ("What was seen", "Root cause", "What fixed it", "What teams do afterwards"):
        assert heading in str(view["blocks"])
