"""The same bot as the others, asynchronous, on Socket Mode over aiohttp."""

import asyncio
import os
import re
import signal
from typing import Any

from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext, AsyncRespond, AsyncSay
from slack_sdk.web.async_client import AsyncWebClient

from tests.acceptance.bots.forms import FORM, HOME, button, cities

app = AsyncApp(
    client=AsyncWebClient(token=os.environ["SLACK_BOT_TOKEN"], base_url=os.environ["SLACK_API_URL"]),
)


@app.message("hello")
async def say_hello(message: dict[str, Any], say: AsyncSay) -> None:
    """Answer with a button."""
    await say(blocks=button(message["user"]), text=f"Hey there <@{message['user']}>!")


@app.message(re.compile(r"(good (?:morning|night))"))
async def greet(say: AsyncSay, context: AsyncBoltContext) -> None:
    """Answer with what was matched."""
    await say(f"{context['matches'][0]} to you")


@app.command("/sample")
async def sample(ack: AsyncAck, respond: AsyncRespond, command: dict[str, Any]) -> None:
    """Say it again."""
    await ack()
    await respond(f"Responding to: {command['text']}")


@app.event("app_mention")
async def mentioned(event: dict[str, Any], say: AsyncSay) -> None:
    """Answer in a thread."""
    await say(text="You called?", thread_ts=event["ts"])


@app.action("button_click")
async def clicked(ack: AsyncAck, body: dict[str, Any], say: AsyncSay) -> None:
    """Say who clicked."""
    await ack()
    await say(f"<@{body['user']['id']}> clicked the button")


@app.shortcut("sample_shortcut")
async def opened(ack: AsyncAck, shortcut: dict[str, Any], client: AsyncWebClient) -> None:
    """Open the form."""
    await ack()
    await client.views_open(trigger_id=shortcut["trigger_id"], view=FORM)


@app.shortcut({"callback_id": "quote", "type": "message_action"})
async def quoted(ack: AsyncAck, shortcut: dict[str, Any], respond: AsyncRespond) -> None:
    """Say the message again."""
    await ack()
    await respond(f"> {shortcut['message']['text']}", response_type="in_channel")


@app.options("cities")
async def offered(ack: AsyncAck, payload: dict[str, Any]) -> None:
    """Offer what begins like that."""
    await ack(options=cities(payload["value"]))


@app.view("sample_view")
async def submitted(
    ack: AsyncAck, body: dict[str, Any], view: dict[str, Any], client: AsyncWebClient
) -> None:
    """Refuse short words, else tell the person what they sent."""
    values = view["state"]["values"]
    typed = values["words"]["typed"]["value"]
    if len(typed) <= 3:
        await ack(response_action="errors", errors={"words": "More than three characters, please"})
        return
    await ack()
    chosen = values["city"]["cities"]["selected_option"]["value"]
    await client.chat_postMessage(channel=body["user"]["id"], text=f"{typed} in {chosen}")


@app.event("app_home_opened")
async def home(client: AsyncWebClient, event: dict[str, Any]) -> None:
    """Publish the Home tab."""
    await client.views_publish(user_id=event["user"], view=HOME)


@app.event("reaction_added")
async def reacted(event: dict[str, Any], say: AsyncSay) -> None:
    """Say who reacted."""
    await say(f":{event['reaction']}: by <@{event['user']}>", channel=event["item"]["channel"])


@app.event("member_joined_channel")
async def joined(event: dict[str, Any], client: AsyncWebClient, context: AsyncBoltContext) -> None:
    """Welcome whoever joined."""
    if event["user"] != context.bot_user_id:
        await client.chat_postEphemeral(channel=event["channel"], user=event["user"], text="Welcome!")


async def main() -> None:
    """Run until terminated."""
    stopped = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stopped.set)
    handler = AsyncSocketModeHandler(app, os.environ["SLACK_APP_TOKEN"])
    await handler.connect_async()  # type: ignore[no-untyped-call] # as Bolt declares it
    print("ready", flush=True)  # noqa: T201 - the test waits for it
    await stopped.wait()
    await handler.close_async()  # type: ignore[no-untyped-call] # as Bolt declares it


if __name__ == "__main__":
    asyncio.run(main())
