"""``/certinc diagnose``, typed in a real local workspace: what it does not do for whom."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from pydantic import SecretStr

from bot.app import running_bot
from bot.incidents.diagnosis_log import WINDOW
from bot.sandbox.server import RunningSandbox
from bot.settings import Settings
from tests.integration.slack.listeners.office import Office
from tests.integration.slack.mishaps import workspace

SUBJECT = "127.0.0.1:8443"
A_PERSON = 3


def _settings(running: RunningSandbox, database_url: str, data_dir: Path) -> Settings:
    return Settings(
        _env_file=None,
        data_dir=data_dir,
        database_url=database_url,
        slack_base_url=f"{running.base_url}/api/",
        slack_bot_token=SecretStr(running.bot_token),
        slack_app_token=SecretStr(running.app_token),
        diagnosis_ports="443,8443",
        diagnoses_a_person=A_PERSON,
        diagnosis_timeout_s=1,
    )


@pytest.fixture
async def office(tmp_path: Path, sqlite_url: str) -> AsyncIterator[Office]:
    """A bot that an operator lets connect to two ports, and three times a person."""
    async with workspace(tmp_path / "sandbox") as running:
        settings = _settings(running, sqlite_url, tmp_path)
        async with (
            running_bot(settings) as services,
            httpx.AsyncClient(base_url=running.base_url, trust_env=False, timeout=10) as client,
        ):
            await running.app_connected()
            yield Office(services, client)


async def test_a_port_that_is_not_allowed(office: Office) -> None:
    """The answer says so; for a command, and for an incident that is opened."""
    connections = 0

    async def accept(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal connections
        connections += 1
        writer.close()

    async with await asyncio.start_server(accept, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        assert await office.command("responder", f"diagnose 127.0.0.1:{port}") == "Diagnosing…"
        told = await office.later("none that this bot may connect to", "responder")
        assert "CERTINC_DIAGNOSIS_PORTS" in told
        await office.command("responder", f"open 127.0.0.1:{port}")
        channel = await office.incident_channel("responder")
        await office.later("none that this bot may connect to", "responder", channel)
    assert connections == 0


async def test_a_guest(office: Office) -> None:
    """They may open an incident and have its host diagnosed again, and have no other host diagnosed."""
    await office.post("users/stakeholder", is_restricted=True)
    refused = await office.command("stakeholder", "diagnose 127.0.0.1:443")
    assert refused.startswith("Guests can have an incident's own host diagnosed, and no other one.")
    assert await office.targets() == []
    await office.command("stakeholder", f"open {SUBJECT}")
    channel = await office.incident_channel("stakeholder")
    for own in ("diagnose", f"diagnose https://{SUBJECT}/x"):
        assert await office.command("stakeholder", own, channel) == "Diagnosing…"
    assert await office.command("stakeholder", "diagnose 127.0.0.1:443", channel) == refused
    assert await office.targets() == [SUBJECT] * 3
    calls = (await office.client.get("/sandbox/calls")).json()["calls"]
    assert len([call for call in calls if call["method"] == "users.info"]) == 1


async def test_a_slack_that_does_not_say_who_it_is(office: Office) -> None:
    """Nobody gets by what is not known; what needs no answer is not held up."""
    await office.post("faults", method="users.info", status=500, times=1)
    assert "Try again in a moment." in await office.command("responder", "diagnose 127.0.0.1:443")
    assert await office.targets() == []
    assert await office.command("responder", "diagnose 127.0.0.1:443") == "Diagnosing…"


async def test_more_than_a_person_may(office: Office) -> None:
    """It is told when it works again; the incident's own host always does, and so do other people."""
    await office.command("responder", f"open {SUBJECT}")
    channel = await office.incident_channel("responder")
    for number in range(A_PERSON):
        where = channel if number else "general"
        assert await office.command("responder", "diagnose 127.0.0.1:443", where) == "Diagnosing…"
    for where in ("general", channel):
        refused = await office.command("responder", "diagnose 127.0.0.1:443", where)
        assert refused.startswith("You had 3 other hosts diagnosed within ten minutes")
        assert "It works again in 10 min." in refused
    assert await office.command("responder", "diagnose", channel) == "Diagnosing…"
    assert await office.command("commander", "diagnose 127.0.0.1:443") == "Diagnosing…"
    office.services.clock.advance(WINDOW + timedelta(seconds=1))
    assert await office.command("responder", "diagnose 127.0.0.1:443") == "Diagnosing…"
