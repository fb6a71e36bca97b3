"""A person invites somebody into a channel, as ``/invite`` does."""

from bot.sandbox.activity import membership
from bot.sandbox.control.references import person, writable_channel
from bot.sandbox.control.requests import InvitationBody
from bot.sandbox.errors import ControlRefused
from bot.sandbox.json_types import JsonObject
from bot.sandbox.store import channels, users
from bot.sandbox.workspace import Workspace


def invite(workspace: Workspace, body: InvitationBody) -> JsonObject:
    """Bring a person or the app's bot into a channel that the inviting person is in.

    Raises:
        ControlRefused: They cannot, nobody is called so, or whoever is called so is there already.
    """
    with workspace.store.transaction() as tx:
        user = person(tx, body.user)
        channel = writable_channel(tx, user, body.channel)
        invited = users.by_id_or_name(tx, body.invited)
        if invited is None:
            raise ControlRefused("user_not_found", f"Nobody is called {body.invited!r}.", status=404)
        if channel.kind == "im":
            raise ControlRefused("method_not_supported_for_channel_type", "A direct message is for two.")
        if channels.is_member(tx, channel.id, invited.id):
            raise ControlRefused("already_in_channel", f"{invited.name} is here already.", status=409)
        membership.join(tx, channel, invited.id, inviter=user.id)
    return {}
