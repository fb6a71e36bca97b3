"""A responder in front of the workspace, and the app that answers them."""

import asyncio
from typing import Any

import httpx

from tests.integration.sandbox.caller import Caller
from tests.integration.sandbox.socket_app import SocketApp

INPUT = {
    "type": "input",
    "block_id": "why",
    "label": {"type": "plain_text", "text": "Why?"},
    "element": {"type": "plain_text_input", "action_id": "text"},
}


def modal_view(title: str = "Form", **more: Any) -> dict[str, Any]:
    """A modal with one input."""
    return {
        "type": "modal",
        "title": {"type": "plain_text", "text": title},
        "submit": {"type": "plain_text", "text": "Send"},
        "blocks": [INPUT],
        **more,
    }


class Person:
    """A responder in front of the workspace, and the app that answers them."""

    def __init__(self, caller: Caller, app: SocketApp) -> None:
        self.caller = caller
        self.app = app

    async def command(self) -> dict[str, Any]:
        """Type a command; the payload that the app got."""
        typed = asyncio.create_task(
            self.caller.control("commands", user="responder", channel="incidents", command="/eager", text="")
        )
        payload: dict[str, Any] = (await self.app.handle())["payload"]
        await typed
        return payload

    async def open(self, **view: Any) -> dict[str, Any]:
        """Type a command whose app opens a modal; the modal."""
        trigger = (await self.command())["trigger_id"]
        opened: dict[str, Any] = await self.caller.api(
            "views.open", trigger_id=trigger, view=modal_view(**view)
        )
        assert opened["ok"], opened
        shown: dict[str, Any] = opened["view"]
        return shown

    async def stack(self) -> list[str]:
        """The titles of the modals that are open, the one in front last."""
        shown = (await self.caller.client.get("/sandbox/views?user=responder")).json()["views"]
        return [view["title"]["text"] for view in shown]

    async def submit(self, view_id: str, answer: dict[str, Any] | None = None) -> httpx.Response:
        """Submit with a reason; the app answers with ``answer``."""
        values = {"why": {"text": "because"}}
        sent = asyncio.create_task(
            self.caller.control(f"views/{view_id}/submit", user="responder", values=values)
        )
        self.submitted = (await self.app.handle(answer))["payload"]
        return await sent

    async def close(self, view_id: str, told: int, *, clear: bool = False) -> list[dict[str, Any]]:
        """Close a modal, of which the app hears ``told`` times; what it hears."""
        closing = asyncio.create_task(
            self.caller.control(f"views/{view_id}/close", user="responder", clear=clear)
        )
        heard = [(await self.app.handle())["payload"] for _ in range(told)]
        assert (await closing).status_code == 200
        return heard

    async def click(self, action_id: str, block_id: str) -> str:
        """Press a button of the modal in front; the trigger that the app got."""
        top = (await self.caller.client.get("/sandbox/views?user=responder")).json()["views"][-1]
        clicking = asyncio.create_task(
            self.caller.control(
                "actions", user="responder", view_id=top["id"], action_id=action_id, block_id=block_id
            )
        )
        trigger = str((await self.app.handle())["payload"]["trigger_id"])
        await clicking
        return trigger
