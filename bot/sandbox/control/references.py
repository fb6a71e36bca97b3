"""People and channels named by id or by name, and the messages they may act on."""

from bot.sandbox.errors import ControlRefused
from bot.sandbox.store import Transaction, channels, messages, timestamps, users, views
from bot.sandbox.store.channels import Channel
from bot.sandbox.store.messages import Message
from bot.sandbox.store.users import User
from bot.sandbox.store.views import View


def person(tx: Transaction, reference: str) -> User:
    """The person meant by ``reference``.

    Raises:
        ControlRefused: There is no such person, or it is the app's bot, as whom nobody acts.
    """
    found = users.by_id_or_name(tx, reference)
    if found is None or found.is_bot:
        raise ControlRefused("user_not_found", f"There is no person called {reference!r}.", status=404)
    return found


def visible_channel(tx: Transaction, user: User | None, reference: str) -> Channel:
    """The conversation meant by ``reference``, if ``user`` may see it (None sees everything).

    Raises:
        ControlRefused: There is none that they may see.
    """
    found = channels.by_id_or_name(tx, reference)
    hidden = found and found.is_private and user and not channels.is_member(tx, found.id, user.id)
    if found is None or hidden:
        raise ControlRefused("channel_not_found", f"There is no channel {reference!r}.", status=404)
    return found


def writable_channel(tx: Transaction, user: User, reference: str) -> Channel:
    """The conversation meant by ``reference``, if ``user`` can write in it.

    Raises:
        ControlRefused: They cannot see it, are not in it, or it is archived.
    """
    found = visible_channel(tx, user, reference)
    if not channels.is_member(tx, found.id, user.id):
        raise ControlRefused("not_in_channel", f"{user.name} is not in #{found.name}.", status=403)
    if found.is_archived:
        raise ControlRefused("is_archived", f"#{found.name} is archived.", status=409)
    return found


def shown_view(tx: Transaction, user: User, view_id: str) -> View:
    """The view, if it is in front of this person: the top of their stack, or their Home tab.

    Raises:
        ControlRefused: It is not.
    """
    stack = views.stack(tx, user.id)
    home = views.home(tx, user.id)
    for view in (*stack[-1:], *([home] if home else [])):
        if view.id == view_id:
            return view
    raise ControlRefused("view_not_found", f"{user.name} has no view {view_id} in front of them.", status=404)


def visible_message(tx: Transaction, user: User, channel: Channel, ts: str) -> Message:
    """The message under ``ts``, if ``user`` sees it.

    Raises:
        ControlRefused: They see none.
    """
    stored = timestamps.normalised(ts)
    found = messages.get_visible(tx, channel.id, stored, user.id) if stored else None
    if found is None:
        raise ControlRefused("message_not_found", f"There is no message {ts} here.", status=404)
    return found
