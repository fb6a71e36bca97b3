"""The listener around what a form does: errors stand beside their field, and nothing written is lost."""

from collections.abc import Awaitable, Callable
from typing import Any

from slack_bolt.async_app import AsyncAck

from bot.slack.listeners.edge import explanation
from bot.slack.modals.form import FormError, Submission
from bot.slack.services import Services

Handler = Callable[[Services, Submission], Awaitable[None]]


def listener(services: Services, handle: Handler) -> Callable[..., Awaitable[None]]:
    """Wrap ``handle``: commit, then close the form; on an error the form stays open with all that was typed."""

    async def on_submission(ack: AsyncAck, body: dict[str, Any]) -> None:
        form = _submission(body)
        try:
            await handle(services, form)
        except Exception as error:  # noqa: BLE001 - the outermost edge: logged and told
            field = error.field if isinstance(error, FormError) else _first_field(body)
            await ack(response_action="errors", errors={field: explanation(error)})
            return
        await ack()

    return on_submission


def _submission(body: dict[str, Any]) -> Submission:
    view = body["view"]
    return Submission(
        user=body["user"]["id"],
        view_id=view["id"],
        view_hash=view["hash"],
        private_metadata=view["private_metadata"],
        values=view["state"]["values"],
    )


def _first_field(body: dict[str, Any]) -> str:
    """Slack shows errors beside fields only, so one that belongs to no field stands at the first."""
    return next(str(block["block_id"]) for block in body["view"]["blocks"] if block["type"] == "input")
