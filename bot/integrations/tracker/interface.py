"""What a tracker does."""

from dataclasses import dataclass
from datetime import date
from typing import Protocol


@dataclass(frozen=True, slots=True)
class TrackerItem:
    """One work item to be filed."""

    key: str
    """Ours: by it the item is found again after a lost reply."""
    title: str
    body: str
    owner: str
    """Slack user id."""
    due: date
    labels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TrackerReference:
    """Where the item is in the tracker."""

    id: str
    """As people call it, such as ``PIR-7``."""
    url: str | None = None


class Tracker(Protocol):
    """Somewhere to file work items."""

    async def file(self, item: TrackerItem) -> TrackerReference:
        """File the item. Filing the same key again may double it, unless `find` was asked before."""

    async def find(self, key: str) -> TrackerReference | None:
        """The item that was filed with ``key``; None where there is none."""
