"""``/certinc VERB …``: one file a verb, and the table that finds it."""

import difflib

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.slack.errors import SlackError
from bot.slack.listeners.commands import (
    category,
    close,
    diagnose,
    incident_list,
    note,
    open_incident,
    pir,
    severity,
    status,
    suggest,
    update,
)
from bot.slack.listeners.commands.invocation import Command, Invocation, Reply
from bot.slack.listeners.edge import explanation
from bot.slack.mrkdwn import code, shortened
from bot.slack.services import Services

NAME = "/certinc"

COMMANDS: tuple[Command, ...] = (
    open_incident.COMMAND,
    diagnose.COMMAND,
    suggest.COMMAND,
    category.COMMAND,
    severity.COMMAND,
    update.COMMAND,
    note.COMMAND,
    status.COMMAND,
    close.COMMAND,
    incident_list.COMMAND,
    pir.COMMAND,
)

_BY_VERB = {command.verb: command for command in COMMANDS}


def register(app: AsyncApp, services: Services) -> None:
    """Listen for the slash command."""

    @app.command(NAME)
    async def on_command(ack: AsyncAck, body: dict[str, str]) -> None:
        invocation_verb, invocation = _parse(body)
        try:
            reply = await _answer(services, invocation_verb, invocation)
        except Exception as error:  # noqa: BLE001 - the outermost edge: logged and told
            await ack(explanation(error))
            return
        await ack(reply.text)
        if reply.form is not None:
            try:
                await services.gateway.open_view(invocation.trigger_id, reply.form)
            except SlackError as error:
                await services.gateway.respond(invocation.response_url, explanation(error))


def _parse(body: dict[str, str]) -> tuple[str, Invocation]:
    verb, _, arguments = body.get("text", "").strip().partition(" ")
    return verb.lower(), Invocation(
        user=body["user_id"],
        channel=body["channel_id"],
        arguments=arguments.strip(),
        trigger_id=body["trigger_id"],
        response_url=body["response_url"],
    )


async def _answer(services: Services, verb: str, invocation: Invocation) -> Reply:
    if verb in {"", "help"}:
        return Reply(_help(invocation.arguments.lower()))
    command = _BY_VERB.get(verb)
    if command is None:
        return Reply(_unknown(verb))
    return await command.handle(services, invocation)


def _unknown(verb: str) -> str:
    near = difflib.get_close_matches(verb, [*_BY_VERB, "help"], n=1, cutoff=0.5)
    said = f"There is no {code(shortened(verb, 40))} command."
    return f"{said} Did you mean `{NAME} {near[0]}`?" if near else f"{said} `{NAME} help` shows them all."


def _help(verb: str) -> str:
    if verb in _BY_VERB:
        command = _BY_VERB[verb]
        return f"`{NAME} {command.usage}`\n{command.summary}"
    lines = [f"`{NAME} {command.usage}`  {command.summary}" for command in COMMANDS]
    return "\n".join(["*certinc* runs certificate incidents in a channel of their own.", *lines])
