"""What Slack should show of an incident: a pure function, with no present time in it.

A key that is not listed is taken down. Live keys follow the incident; frozen ones stay as they were posted.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.incidents.snapshot import Snapshot
from bot.incidents.vocabulary import IncidentState, TimelineKind
from bot.reviews.snapshot import ReviewSnapshot
from bot.runbooks import Runbook, RunbookLibrary
from bot.slack.budget import Priority
from bot.slack.message import Place, Posting, Surface
from bot.slack.messages.announcement import announcement, closing
from bot.slack.messages.card import card
from bot.slack.messages.diagnosis import diagnosis
from bot.slack.messages.diagnosis_evidence import diagnosis_evidence
from bot.slack.messages.note import note
from bot.slack.messages.reminder import reminder
from bot.slack.messages.review import review
from bot.slack.messages.runbook import runbook
from bot.slack.messages.suggestion import suggestion
from bot.slack.messages.update import update
from bot.slack.messages.wording import severity
from bot.slack.mrkdwn import shortened, visible
from bot.slack.posted_rows import CARD
from bot.slack.topic import MAX_LENGTH
from bot.taxonomy import SeverityPolicy, Taxonomy


@dataclass(frozen=True, slots=True)
class SurfaceRenderer:
    """Renders with the content that the bot was started with."""

    taxonomy: Taxonomy
    policy: SeverityPolicy
    runbooks: RunbookLibrary

    def __call__(self, incident: Snapshot, made: ReviewSnapshot | None) -> Surface:
        """Every message of the incident, in the order in which they first appear."""
        postings = [
            Posting(CARD, card(incident, self.taxonomy, self.policy), live=True, priority=Priority.CARD),
            *_diagnoses(incident),
            *self._guidance(incident),
            *_conversation(incident),
            *_evidence(incident),
        ]
        if made is not None:
            postings.append(
                Posting("review", review(incident, made, self.taxonomy), live=True, priority=Priority.RUNBOOK)
            )
        if not incident.private:
            postings += _broadcast(incident)
        return Surface(self._topic(incident), tuple(postings))

    def _guidance(self, incident: Snapshot) -> Iterator[Posting]:
        message = suggestion(incident, self.taxonomy, self._first_steps(incident))
        if message is not None:
            yield Posting("suggestion", message, live=True, priority=Priority.RUNBOOK)
        if incident.runbook is not None:
            message = runbook(incident, incident.runbook, self._notice(incident, incident.runbook))
            yield Posting("runbook", message, live=True, priority=Priority.RUNBOOK)

    def _notice(self, incident: Snapshot, book: Runbook) -> str:
        """What is wrong with the organisation's own runbook, and which one is shown instead."""
        broken = self.runbooks.broken_for(incident.category or book.id)
        if broken is None:
            return ""
        ours = book == self.runbooks.for_category(book.id)
        shown = "ours is shown" if ours else "the one that this incident began with is shown"
        return f"The organisation's own runbook is broken, {shown}: {broken.short}"

    def _first_steps(self, incident: Snapshot) -> Runbook | None:
        """The runbook of the likeliest category: its first minutes stand there before anyone confirms."""
        ranked = incident.suggestion.suggestion.ranked if incident.suggestion else ()
        return self.runbooks.for_category(ranked[0].id) if ranked else None

    def _topic(self, incident: Snapshot) -> str:
        category = self.taxonomy.name_of(incident.category) if incident.category else None
        parts = [severity(incident.severity), visible(str(incident.subject))]
        if category:
            parts.append(category)
        if not incident.is_open:
            parts.append(str(incident.state))
        return shortened(" · ".join(parts), MAX_LENGTH)


def _diagnoses(incident: Snapshot) -> Iterator[Posting]:
    """Live while the incident is open: an earlier one may end after a later one."""
    for entry in incident.diagnoses:
        yield Posting(f"diagnosis/{entry.number}", diagnosis(incident, entry), live=incident.is_open)


def _evidence(incident: Snapshot) -> Iterator[Posting]:
    """What each diagnosis saw, in its thread. Last, so that it delays nothing that is in the channel itself."""
    for entry in incident.diagnoses:
        if entry.result is not None and entry.result.observations:
            key = f"diagnosis/{entry.number}"
            yield Posting(f"{key}/evidence", diagnosis_evidence(entry.result), thread=key)


def _conversation(incident: Snapshot) -> Iterator[Posting]:
    """Notes, updates and reminders, in the order in which they happened."""
    for entry in incident.timeline:
        if entry.kind is TimelineKind.NOTED:
            yield Posting(f"note/{entry.id}", note(entry))
    for posted in incident.updates:
        yield Posting(f"update/{posted.number}", update(incident, posted))
    for nudge in incident.reminders:
        yield Posting(f"reminder/{nudge.number}", reminder(incident, nudge), priority=Priority.REMINDER)


def _broadcast(incident: Snapshot) -> Iterator[Posting]:
    """One line in the broadcast channel, and everything else in its thread."""
    yield Posting("announcement", announcement(incident), Place.BROADCAST)
    for posted in incident.updates:
        key = f"update/{posted.number}/broadcast"
        yield Posting(key, update(incident, posted), Place.BROADCAST, thread="announcement")
    if incident.state is IncidentState.CLOSED:
        yield Posting("closing", closing(incident), Place.BROADCAST, thread="announcement")
