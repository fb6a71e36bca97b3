"""Job: write the review's document into the data directory."""

import asyncio
import os
from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.errors import CertincError
from bot.incidents.lane import changed, incident_for_change
from bot.incidents.snapshot import load_snapshot
from bot.jobs.worker import Claim, Done, Outcome
from bot.reviews.document import people_in, review_document
from bot.reviews.snapshot import load_review
from bot.reviews.tables import ReviewRow
from bot.storage.database import Database
from bot.taxonomy import Taxonomy

Names = Callable[[Collection[str]], Awaitable[Mapping[str, str]]]
"""What people are called, by user id."""


class DocumentNotWrittenError(CertincError):
    """The review could not be written to disk."""


@dataclass(frozen=True, slots=True)
class WriteReview:
    """The handler of `WRITE_REVIEW` jobs. Writing again gives the same file with the newer text."""

    database: Database
    clock: Clock
    taxonomy: Taxonomy
    data_dir: Path
    names: Names

    async def __call__(self, claim: Claim) -> Outcome:
        """Write ``reviews/CHANNEL-NAME.md`` and keep its path."""
        incident_id = str(claim.job.payload["incident"])
        team_id = claim.job.team_id
        async with self.database.reading() as session:
            incident = await load_snapshot(session, team_id, incident_id)
            review = await load_review(session, incident_id)
        if review is None:
            return Done()
        category = self.taxonomy.name_of(incident.category) if incident.category else None
        names = await self.names(people_in(incident, review))
        text = review_document(incident, review, category or "Not confirmed", names)
        path = Path("reviews") / f"{incident.channel_name}.md"
        await asyncio.to_thread(_replace_file, self.data_dir / path, text)

        async def keep_path(session: AsyncSession) -> None:
            row = await session.get_one(ReviewRow, incident_id)
            if row.document == str(path):
                return
            row.document = str(path)
            changed_incident = await incident_for_change(session, team_id, incident_id)
            await changed(session, changed_incident, self.clock.now())

        return Done(also=keep_path)


def _replace_file(path: Path, text: str) -> None:
    """Write ``text`` whole or not at all: readers never see half a review.

    Raises:
        DocumentNotWrittenError: The directory cannot be written to.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        partial = path.with_suffix(".partial")
        partial.write_text(text, encoding="utf-8")
        os.replace(partial, path)  # noqa: PTH105 - os.replace is atomic by its documentation
    except OSError as error:
        raise DocumentNotWrittenError(
            f"The review could not be written to {path}: {error.strerror}.",
            remedy="Make the data directory writable; the bot tries again.",
        ) from error
