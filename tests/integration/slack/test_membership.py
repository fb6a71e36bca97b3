"""Asking a workspace who is a guest."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import httpx
import pytest

from bot.clock import Clock
from bot.incidents.errors import DiagnosisRefusedError
from bot.slack.errors import SlackMisconfiguredError
from bot.slack.gateway import SlackGateway
from bot.slack.membership import Membership
from tests.integration.slack.mishaps import client_of, workspace


class Asked:
    """Membership in a workspace, and the workspace behind it."""

    def __init__(self, gateway: SlackGateway, team_id: str, control: httpx.AsyncClient) -> None:
        self.people = Membership(gateway, team_id, Clock(), patience_s=0.3)
        self.control = control

    async def change(self, path: str, **body: Any) -> None:
        """Do something by the control API."""
        (await self.control.post(f"/sandbox/{path}", json=body)).raise_for_status()

    async def id_of(self, name: str) -> str:
        """A persona's."""
        users = (await self.control.get("/sandbox/users")).json()["users"]
        return next(str(user["id"]) for user in users if user["name"] == name)


@pytest.fixture
async def asked(tmp_path: Path) -> AsyncIterator[Asked]:
    """A workspace, and who is asked about it."""
    async with (
        workspace(tmp_path) as running,
        aiohttp.ClientSession() as session,
        httpx.AsyncClient(base_url=running.base_url, trust_env=False) as control,
    ):
        gateway = SlackGateway(client_of(running, session))
        yield Asked(gateway, (await gateway.identity()).team_id, control)


async def test_members_guests_and_nobody(asked: Asked) -> None:
    """Somebody whom Slack does not know is no member."""
    await asked.change("users/stakeholder", is_restricted=True)
    assert await asked.people.is_full_member(await asked.id_of("responder"))
    assert not await asked.people.is_full_member(await asked.id_of("stakeholder"))
    assert not await asked.people.is_full_member("U0NOBODY00")


@pytest.mark.parametrize(
    "fault",
    [
        {"status": 500},
        {"status": 429, "retry_after": 1},
        {"drop_reply": True, "times": 2},
        {"delay_ms": 1000},
    ],
    ids=["500", "429", "lost", "late"],
)
async def test_no_answer_is_no_permission(asked: Asked, fault: dict[str, Any]) -> None:
    """A person is asked to try again, soon enough for their command to be answered.

    The HTTP client asks once more by itself where a reply is lost, so two are.
    """
    await asked.change("faults", **{"method": "users.info", "times": 1, **fault})
    with pytest.raises(DiagnosisRefusedError, match="Try again"):
        await asked.people.is_full_member(await asked.id_of("responder"))


async def test_after_no_answer_slack_is_asked_again(asked: Asked) -> None:
    """What is not known is not remembered."""
    await asked.change("faults", method="users.info", times=1, status=500)
    responder = await asked.id_of("responder")
    with pytest.raises(DiagnosisRefusedError):
        await asked.people.is_full_member(responder)
    assert await asked.people.is_full_member(responder)


async def test_a_lacking_permission_is_told_as_such(asked: Asked) -> None:
    """Trying again would not help; an admin can."""
    await asked.change("faults", method="users.info", times=1, error="missing_scope")
    with pytest.raises(SlackMisconfiguredError, match="install it again"):
        await asked.people.is_full_member(await asked.id_of("responder"))
