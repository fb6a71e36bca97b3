"""What a transaction changed of what people see, for those who watch."""

from dataclasses import dataclass, field


@dataclass(slots=True)
class Changes:
    """Collected while a transaction runs, published once it is committed."""

    channels: set[str] = field(default_factory=set)
    """Channels that changed for everybody who may see them."""

    channels_of_user: set[tuple[str, str]] = field(default_factory=set)
    """(user, channel) pairs that changed for that person only."""

    views_of: set[str] = field(default_factory=set)
    """People whose modals or Home changed."""

    clock: bool = False
    """The workspace's clock was moved."""

    users: bool = False
    """People, or the app's connection, changed."""

    schedule: bool = False
    """A message was scheduled."""

    def __bool__(self) -> bool:
        shown = self.channels or self.channels_of_user or self.views_of
        return bool(shown or self.clock or self.users or self.schedule)


@dataclass(frozen=True, slots=True)
class Toast:
    """A line that one person sees for a moment, such as a failed command."""

    user: str
    level: str
    """``error`` or ``info``."""

    text: str
