"""Who is a full member of the workspace, as far as Slack says."""

from datetime import timedelta
from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.clock import Clock
from bot.slack import membership
from bot.slack.gateway import SlackGateway
from bot.slack.membership import REMEMBERED, Membership

MEMBER = {"team_id": "T1", "deleted": False, "is_restricted": False, "is_ultra_restricted": False}


class Client(AsyncWebClient):
    """Says of everybody the same, and counts."""

    def __init__(self, user: dict[str, Any]) -> None:
        super().__init__()
        self.user = user
        self.asked: list[str] = []

    async def users_info(self, *, user: str, **_: Any) -> Any:
        """The only method."""
        self.asked.append(user)
        return {"ok": True, "user": self.user}


@pytest.mark.parametrize(
    ("user", "is_member"),
    [
        (MEMBER, True),
        (MEMBER | {"is_stranger": False}, True),
        (MEMBER | {"team_id": "T2", "enterprise_user": {"teams": ["T2", "T1"]}}, True),
        (MEMBER | {"is_restricted": True}, False),
        (MEMBER | {"is_restricted": True, "is_ultra_restricted": True}, False),
        (MEMBER | {"is_ultra_restricted": True}, False),
        (MEMBER | {"is_stranger": True}, False),
        (MEMBER | {"team_id": "T2"}, False),
        (MEMBER | {"team_id": "T2", "enterprise_user": {"teams": ["T2"]}}, False),
        (MEMBER | {"deleted": True}, False),
        ({"team_id": "T1", "is_ultra_restricted": False}, False),
        (MEMBER | {"is_restricted": None}, False),
        ({}, False),
    ],
)
async def test_what_slack_says_of_a_person(user: dict[str, Any], is_member: bool) -> None:
    """Guests of both kinds, people of other workspaces, and those who are gone are none; nor is who is unknown."""
    assert await SlackGateway(Client(user)).is_full_member("U0ONE", "T1") is is_member


async def test_an_answer_is_remembered_for_ten_minutes() -> None:
    """Then a member who became a guest is one here, too."""
    client, clock = Client(MEMBER), Clock()
    people = Membership(SlackGateway(client), "T1", clock)
    assert await people.is_full_member("U0ONE")
    client.user = MEMBER | {"is_restricted": True}
    clock.advance(REMEMBERED - timedelta(minutes=1))
    assert await people.is_full_member("U0ONE")
    assert client.asked == ["U0ONE"]
    clock.advance(timedelta(minutes=1))
    assert not await people.is_full_member("U0ONE")
    assert client.asked == ["U0ONE"] * 2


async def test_no_more_people_are_remembered_than_fit(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever was asked about first is asked about again."""
    monkeypatch.setattr(membership, "MAX_REMEMBERED", 2)
    client = Client(MEMBER)
    people = Membership(SlackGateway(client), "T1", Clock())
    for user in ("U0ONE", "U0TWO", "U0THREE", "U0TWO", "U0ONE"):
        await people.is_full_member(user)
    assert client.asked == ["U0ONE", "U0TWO", "U0THREE", "U0ONE"]
