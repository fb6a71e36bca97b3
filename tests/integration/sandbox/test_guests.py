"""People whom an admin has made guests."""

import pytest

from tests.integration.sandbox.caller import Caller

GUEST = {"is_restricted": True, "is_ultra_restricted": False}
SINGLE_CHANNEL = {"is_restricted": True, "is_ultra_restricted": True}
MEMBER = {"is_restricted": False, "is_ultra_restricted": False}


@pytest.mark.parametrize(
    ("body", "flags"),
    [({"is_restricted": True}, GUEST), ({"is_ultra_restricted": True}, SINGLE_CHANNEL), ({}, MEMBER)],
)
async def test_a_person_becomes_a_guest_and_a_member_again(
    caller: Caller, body: dict[str, bool], flags: dict[str, bool]
) -> None:
    """A guest in a single channel is a guest too. The bot learns it by ``users.info``."""
    await caller.control("users/stakeholder", is_restricted=True)
    changed = (await caller.control("users/stakeholder", **body)).json()["user"]
    seen = (await caller.api("users.info", user=changed["id"]))["user"]
    assert {flag: seen[flag] for flag in MEMBER} == flags
    listed = (await caller.api("users.list"))["members"]
    assert sum(each["is_restricted"] for each in listed) == flags["is_restricted"]


async def test_who_cannot_be_made_a_guest(caller: Caller) -> None:
    """Nobody, the bot, and with a misspelt flag no one."""
    bot = next(user for user in (await caller.client.get("/sandbox/users")).json()["users"] if user["is_bot"])
    for reference in ("nobody", bot["id"]):
        assert (await caller.control(f"users/{reference}", is_restricted=True)).status_code == 404
    misspelt = await caller.control("users/responder", is_restrictd=True)
    assert misspelt.json()["error"] == "invalid_arguments"
