"""The listeners of a starter template, for a synchronous Bolt app."""

import re
from logging import Logger
from typing import Any

from slack_bolt import Ack, App, BoltContext, Respond, Say
from slack_sdk import WebClient

from tests.acceptance.bots.forms import FORM, HOME, button, cities


def register(app: App) -> None:
    """Add them all."""
    _register_words(app)
    _register_interactions(app)
    _register_events(app)


def _register_words(app: App) -> None:
    @app.message("hello")
    def say_hello(message: dict[str, Any], say: Say) -> None:
        say(blocks=button(message["user"]), text=f"Hey there <@{message['user']}>!")

    @app.message(re.compile(r"(good (?:morning|night))"))
    def greet(say: Say, context: BoltContext) -> None:
        say(f"{context['matches'][0]} to you")

    @app.command("/sample")
    def sample(ack: Ack, respond: Respond, command: dict[str, Any], logger: Logger) -> None:
        ack()
        logger.info("%s", command["text"])
        respond(f"Responding to: {command['text']}")

    @app.event("app_mention")
    def mentioned(event: dict[str, Any], say: Say) -> None:
        say(text="You called?", thread_ts=event["ts"])


def _register_interactions(app: App) -> None:
    @app.action("button_click")
    def clicked(ack: Ack, body: dict[str, Any], say: Say) -> None:
        ack()
        say(f"<@{body['user']['id']}> clicked the button")

    @app.shortcut("sample_shortcut")
    def opened(ack: Ack, shortcut: dict[str, Any], client: WebClient) -> None:
        ack()
        client.views_open(trigger_id=shortcut["trigger_id"], view=FORM)

    @app.shortcut({"callback_id": "quote", "type": "message_action"})
    def quoted(ack: Ack, shortcut: dict[str, Any], respond: Respond) -> None:
        ack()
        respond(f"> {shortcut['message']['text']}", response_type="in_channel")

    @app.options("cities")
    def offered(ack: Ack, payload: dict[str, Any]) -> None:
        ack(options=cities(payload["value"]))

    @app.view("sample_view")
    def submitted(ack: Ack, body: dict[str, Any], view: dict[str, Any], client: WebClient) -> None:
        values = view["state"]["values"]
        typed = values["words"]["typed"]["value"]
        if len(typed) <= 3:
            ack(response_action="errors", errors={"words": "More than three characters, please"})
            return
        ack()
        chosen = values["city"]["cities"]["selected_option"]["value"]
        client.chat_postMessage(channel=body["user"]["id"], text=f"{typed} in {chosen}")


def _register_events(app: App) -> None:
    @app.event("app_home_opened")
    def home(client: WebClient, event: dict[str, Any]) -> None:
        client.views_publish(user_id=event["user"], view=HOME)

    @app.event("reaction_added")
    def reacted(event: dict[str, Any], say: Say) -> None:
        say(f":{event['reaction']}: by <@{event['user']}>", channel=event["item"]["channel"])

    @app.event("member_joined_channel")
    def joined(event: dict[str, Any], client: WebClient, context: BoltContext) -> None:
        if event["user"] != context.bot_user_id:
            client.chat_postEphemeral(channel=event["channel"], user=event["user"], text="Welcome!")
