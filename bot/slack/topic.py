"""The channel's topic: written only when our own value changes, for each write adds a line to the channel."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from bot.slack.errors import SlackMisconfiguredError, SlackRefusedError
from bot.slack.gateway import SlackGateway
from bot.slack.posted import PostedState
from bot.slack.posted_rows import Posted, PostedRows

TOPIC = "topic"
"""The topic's key in `posted`."""

MAX_LENGTH = 250
"""Slack's limit (conversations.setTopic, ``too_long``)."""


@dataclass(frozen=True, slots=True)
class Topic:
    """The topic of one incident's channel, for one pass."""

    gateway: SlackGateway
    rows: PostedRows
    before_call: Callable[[], None]

    async def make_equal(self, topic: str, row: Posted | None, channel: str) -> None:
        """Set the topic where it is not what we last set."""
        digest = hashlib.sha256(topic.encode()).hexdigest()
        if row is not None and row.digest == digest and row.state is not PostedState.UNSENT:
            if row.state is not PostedState.SENDING:
                return
            self.before_call()
            if await self.gateway.topic(channel) == topic:
                await self.rows.stands(TOPIC, None, digest)
                return
        async with self.rows.intent(TOPIC, channel, digest):
            self.before_call()
            try:
                await self.gateway.set_topic(channel, topic)
            except SlackMisconfiguredError:
                raise
            except SlackRefusedError as refused:
                await self.rows.refused(TOPIC, None, digest, refused)
            else:
                await self.rows.stands(TOPIC, None, digest)
