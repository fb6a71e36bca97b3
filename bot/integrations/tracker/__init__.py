"""The work tracker: where action items are filed."""

from bot.integrations.tracker.interface import Tracker, TrackerItem, TrackerReference
from bot.integrations.tracker.local import LocalTracker

__all__ = ["LocalTracker", "Tracker", "TrackerItem", "TrackerReference"]
