"""A click as it came, and the listener around what it does."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from slack_bolt.async_app import AsyncAck

from bot.slack.blocks import Json
from bot.slack.errors import SlackError
from bot.slack.listeners.edge import explanation
from bot.slack.services import Services


@dataclass(frozen=True, slots=True)
class Click:
    """One click on one element of a message."""

    user: str
    action_id: str
    block_id: str
    value: str
    """A button's value; empty for other elements."""
    selected: tuple[str, ...]
    """The values of a checkbox's chosen options, or of a menu's only one."""
    trigger_id: str
    response_url: str

    @property
    def delivery(self) -> str:
        """By what a second delivery of the same click is known."""
        return f"click/{self.trigger_id}"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a click brings at once, besides what the lane will show: a line for this person, or a form."""

    text: str = ""
    form: Mapping[str, Json] | None = None


Handler = Callable[[Services, Click], Awaitable[Answer]]


def listener(services: Services, handle: Handler) -> Callable[..., Awaitable[None]]:
    """Wrap ``handle``: commit, then acknowledge, then answer the person; errors are told to them."""

    async def on_click(ack: AsyncAck, body: dict[str, Any]) -> None:
        click = _click(body)
        try:
            answer = await handle(services, click)
        except Exception as error:  # noqa: BLE001 - the outermost edge: logged and told
            answer = Answer(explanation(error))
        await ack()
        try:
            if answer.form is not None:
                await services.gateway.open_view(click.trigger_id, answer.form)
        except SlackError as error:
            answer = Answer(explanation(error))
        if answer.text and click.response_url:
            await _tell(services, click, answer.text)

    return on_click


async def _tell(services: Services, click: Click, text: str) -> None:
    try:
        await services.gateway.respond(click.response_url, text)
    except SlackError as error:
        # The click's own work is committed or refused already; only its explanation is lost.
        explanation(error)


def _selected(action: dict[str, Any]) -> list[dict[str, Any]]:
    """The options of checkboxes, or the one of a menu."""
    one = action.get("selected_option")
    return [one] if one else action.get("selected_options") or []


def _click(body: dict[str, Any]) -> Click:
    action = body["actions"][0]
    return Click(
        user=body["user"]["id"],
        action_id=action["action_id"],
        block_id=action.get("block_id", ""),
        value=action.get("value", ""),
        selected=tuple(option["value"] for option in _selected(action)),
        trigger_id=body["trigger_id"],
        response_url=body.get("response_url", ""),
    )
