"""A message that Slack will take, and the surface: every message an incident shows."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.errors import CertincError
from bot.slack.blocks import Block, Json
from bot.slack.budget import Priority

MAX_BLOCKS = 50
"""Blocks in a message (https://docs.slack.dev/reference/block-kit/blocks)."""

MAX_BLOCK_TEXT = 12_000
"""Characters of text in all blocks. Slack refuses somewhat above this with ``msg_blocks_too_long``."""

MAX_TEXT = 4_000
"""Characters of the fallback: chat.update refuses longer ones with ``msg_too_long``."""


class MessageTooLargeError(CertincError):
    """The message would be refused by Slack. A renderer must show less."""


@dataclass(frozen=True, slots=True)
class Message:
    """Text for notifications and screen readers, and the blocks people see."""

    text: str
    blocks: tuple[Block, ...]

    def __post_init__(self) -> None:
        """Refuse what Slack would refuse.

        Raises:
            MessageTooLargeError: Too many blocks, or too much text in them.
        """
        characters = sum(map(text_length, self.blocks))
        if len(self.blocks) > MAX_BLOCKS or characters > MAX_BLOCK_TEXT or len(self.text) > MAX_TEXT:
            raise MessageTooLargeError(
                f"A message of {len(self.blocks)} blocks and {characters} characters is too large for Slack."
            )

    @property
    def digest(self) -> str:
        """Equal for equal messages (SHA-256 of the canonical JSON)."""
        canonical = json.dumps([self.text, self.blocks], sort_keys=True, separators=(",", ":"), default=dict)
        return hashlib.sha256(canonical.encode()).hexdigest()


def text_length(block: Block) -> int:
    """Characters of text in a block, as Slack counts them for a message."""
    return sum(map(len, _texts(block)))


def fitting(blocks: Iterable[Block], otherwise: Block) -> tuple[Block, ...]:
    """As many of the blocks, from the first, as a message holds; where some are left out, ``otherwise`` says so."""
    kept: list[Block] = []
    characters = text_length(otherwise)
    for block in blocks:
        characters += text_length(block)
        if characters > MAX_BLOCK_TEXT or len(kept) >= MAX_BLOCKS - 1:
            return (*kept, otherwise)
        kept.append(block)
    return tuple(kept)


def _texts(value: Json) -> Iterator[str]:
    if isinstance(value, Mapping):
        for key, inner in value.items():
            if key == "text" and isinstance(inner, str):
                yield inner
            else:
                yield from _texts(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _texts(inner)


@dataclass(frozen=True, slots=True)
class Upload:
    """A file to be shared."""

    name: str
    content: bytes


class Place(StrEnum):
    """Where a message stands."""

    INCIDENT = "incident"
    BROADCAST = "broadcast"


@dataclass(frozen=True, slots=True)
class Posting:
    """One message of the surface, by its key."""

    key: str
    message: Message
    place: Place = Place.INCIDENT
    live: bool = False
    """Live messages follow the incident; frozen ones stay as they were posted."""
    priority: Priority = Priority.UPDATE
    """Which of two messages is brought up to date first where Slack limits it."""
    thread: str | None = None
    """Key of the message under which this one stands."""


@dataclass(frozen=True, slots=True)
class Surface:
    """What Slack should show of one incident: a topic, and messages in the order they first appear."""

    topic: str
    postings: tuple[Posting, ...]
