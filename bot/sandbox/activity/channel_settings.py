"""Channels are made, named, described and archived."""

from bot.sandbox.activity.events import emit
from bot.sandbox.activity.membership import join
from bot.sandbox.activity.posting import post_system_line
from bot.sandbox.objects.channels import channel_object
from bot.sandbox.store import Transaction, channels
from bot.sandbox.store.channels import Channel, Kind


def create(tx: Transaction, *, name: str, kind: Kind, creator: str) -> Channel:
    """A new channel whose creator has joined it."""
    channel = channels.create(tx, kind=kind, name=name, creator=creator, members=())
    join(tx, channel, creator)
    if kind == "public":
        shown = channel_object(tx, channel, viewer=None)
        emit(tx, "channel_created", {"type": "channel_created", "channel": shown, "event_ts": tx.next_ts()})
    return channel


def set_topic(tx: Transaction, channel: Channel, topic: str, user: str) -> Channel:
    """Change the topic; the same topic again is no change and leaves no line."""
    if topic == channel.topic:
        return channel
    changed = channels.set_topic(tx, channel.id, topic, user)
    text = f"set the channel topic: {topic}" if topic else "cleared the channel topic"
    post_system_line(tx, changed, "channel_topic", user, text, topic=topic)
    return changed


def set_purpose(tx: Transaction, channel: Channel, purpose: str, user: str) -> Channel:
    """Change the purpose; the same purpose again is no change and leaves no line."""
    if purpose == channel.purpose:
        return channel
    changed = channels.set_purpose(tx, channel.id, purpose, user)
    text = f"set the channel description: {purpose}" if purpose else "cleared the channel description"
    post_system_line(tx, changed, "channel_purpose", user, text, purpose=purpose)
    return changed


def rename(tx: Transaction, channel: Channel, name: str, user: str) -> Channel:
    """Give the channel another name."""
    changed = channels.rename(tx, channel, name)
    text = f'has renamed the channel from "{channel.name}" to "{name}"'
    post_system_line(tx, changed, "channel_name", user, text, old_name=channel.name or "", name=name)
    shown = {"id": channel.id, "name": name, "created": channel.created}
    subscription = "channel_rename" if channel.kind == "public" else "group_rename"
    emit(tx, subscription, {"type": subscription, "channel": shown, "event_ts": tx.next_ts()})
    return changed


def archive(tx: Transaction, channel: Channel, user: str) -> Channel:
    """Archive the channel: nothing can be posted in it any more."""
    post_system_line(tx, channel, "channel_archive", user, "archived the channel")
    changed = channels.archive(tx, channel.id)
    subscription = "channel_archive" if channel.kind == "public" else "group_archive"
    event = {"type": subscription, "channel": channel.id, "user": user, "event_ts": tx.next_ts()}
    emit(tx, subscription, event)
    return changed
