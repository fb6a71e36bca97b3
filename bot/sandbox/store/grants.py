"""What the installed app may do and hear of: the scopes and event subscriptions of its manifest."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Grants:
    """The app's granted scopes and the events it is subscribed to."""

    scopes: frozenset[str] = frozenset()
    events: frozenset[str] = frozenset()
    """Event types such as ``message.channels``."""

    def hears(self, subscription: str, any_of: tuple[str, ...]) -> bool:
        """Whether an event is sent: it is subscribed to, and one of the scopes it needs is granted.

        Args:
            subscription: The event type, as it stands in a manifest.
            any_of: Scopes, one of which is needed; empty where none is.
        """
        return subscription in self.events and (not any_of or bool(self.scopes.intersection(any_of)))
