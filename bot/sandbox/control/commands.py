"""A person types a slash command or chooses a shortcut."""

from typing import NoReturn

from bot.sandbox.control.references import person, visible_message, writable_channel
from bot.sandbox.control.requests import CommandBody, ShortcutBody
from bot.sandbox.delivery import payloads
from bot.sandbox.delivery.command_text import escaped_command
from bot.sandbox.delivery.dispatch import Dispatch
from bot.sandbox.delivery.failure import DeliveryError
from bot.sandbox.delivery.response_urls import post_response, read_response
from bot.sandbox.errors import ControlRefused, Refused
from bot.sandbox.json_types import JsonObject
from bot.sandbox.objects.messages import message_object
from bot.sandbox.store import Toast, Transaction
from bot.sandbox.store.users import User
from bot.sandbox.workspace import Workspace

HTTP_STATUS = {"dispatch_failed": 503, "operation_timeout": 504}
"""Delivery failure -> HTTP status of the control API; 502 where the app answered, but not well."""


async def run_command(workspace: Workspace, body: CommandBody) -> JsonObject:
    """Deliver a slash command and show its answer to the person.

    Raises:
        ControlRefused: They cannot give it there, the app is not there, or it answers late or wrongly.
    """
    manifest = workspace.manifest.command(body.command)
    if manifest is None:
        raise ControlRefused("invalid_command", f"{body.command} is not a valid command.", status=404)
    with workspace.store.transaction() as tx:
        user = person(tx, body.user)
        channel = writable_channel(tx, user, body.channel)
        payload = payloads.slash_command(
            tx,
            user=user,
            channel=channel,
            command=body.command,
            text=escaped_command(tx, body.text.strip()) if manifest.should_escape else body.text.strip(),
            base_url=workspace.base_url,
        )
    try:
        answer = await workspace.app.deliver(Dispatch("slash_commands", payload))
    except DeliveryError as error:
        _fail_command(workspace, user, body.command, error.code)
    if not answer:
        return {"response": None}
    with workspace.store.transaction() as tx:
        return {"response": _show_answer(workspace, tx, user, body, channel.id, answer)}


def _show_answer(
    workspace: Workspace, tx: Transaction, user: User, body: CommandBody, channel_id: str, answer: JsonObject
) -> JsonObject | None:
    try:
        response = read_response(answer)
    except Refused:
        _fail_command(workspace, user, body.command, "invalid_command_response")
    channel = writable_channel(tx, user, channel_id)
    posted = post_response(tx, channel, user.id, response, thread_ts=None)
    if posted is None:
        return None
    return message_object(tx, posted) | {"is_ephemeral": posted.viewer is not None}


def _fail_command(workspace: Workspace, user: User, command: str, code: str) -> NoReturn:
    sentence = f'{command} failed with the error "{code}"'
    workspace.watchers.toast(Toast(user.id, "error", sentence))
    raise ControlRefused(code, sentence, status=HTTP_STATUS.get(code, 502))


async def run_shortcut(workspace: Workspace, body: ShortcutBody) -> JsonObject:
    """Deliver a global shortcut, or one on a message.

    Raises:
        ControlRefused: There is no such shortcut or message, or the app does not answer.
    """
    shortcut = workspace.manifest.shortcut(body.callback_id)
    if shortcut is None:
        raise ControlRefused("no_such_shortcut", f"The app has no shortcut {body.callback_id!r}.", status=404)
    with workspace.store.transaction() as tx:
        user = person(tx, body.user)
        if shortcut.type == "global":
            payload = payloads.global_shortcut(
                tx, user=user, callback_id=body.callback_id, action_ts=tx.next_ts()
            )
        else:
            channel = writable_channel(tx, user, body.channel)
            payload = payloads.message_shortcut(
                tx,
                user=user,
                channel=channel,
                message=visible_message(tx, user, channel, body.ts),
                callback_id=body.callback_id,
                action_ts=tx.next_ts(),
                base_url=workspace.base_url,
            )
    await deliver_interaction(workspace, user, payload, f"{shortcut.name} did not work")
    return {}


async def deliver_interaction(
    workspace: Workspace, user: User, payload: JsonObject, complaint: str
) -> JsonObject:
    """Send an interaction to the app and wait for its acknowledgement.

    Raises:
        ControlRefused: The app is not there or does not answer in time; the person sees ``complaint``.
    """
    if not workspace.manifest.is_interactive:
        sentence = f"{complaint} (this app is not configured to handle interactive responses)."
        workspace.watchers.toast(Toast(user.id, "error", sentence))
        raise ControlRefused("interactivity_disabled", sentence, status=502)
    try:
        return await workspace.app.deliver(Dispatch("interactive", payload))
    except DeliveryError as error:
        sentence = f"{complaint} ({error.code})."
        workspace.watchers.toast(Toast(user.id, "error", sentence))
        raise ControlRefused(error.code, sentence, status=HTTP_STATUS.get(error.code, 502)) from error
