"""Job: the certificates as presented and the whole diagnosis, as files in the diagnosis's thread."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.diagnostics import Diagnosis, diagnosis_to_json, presented_pem
from bot.incidents.snapshot import load_snapshot
from bot.jobs.worker import Again, Claim, Done, Outcome
from bot.slack.errors import SlackBusyError, SlackMisconfiguredError, SlackRefusedError
from bot.slack.gateway import CALL_TIMEOUT_S, SlackGateway
from bot.slack.message import Upload
from bot.slack.posted import PostedState
from bot.slack.posted_rows import Posted, load_posted
from bot.slack.shared_files import SharedFiles, SharingState
from bot.storage.database import Database

WAIT_FOR_MESSAGE = timedelta(seconds=2)
"""How soon to look again for the message that the files belong under."""

COMMENT = "The certificates as they were presented, and the whole diagnosis for programs."


@dataclass(frozen=True, slots=True)
class AttachDiagnosis:
    """The handler of `ATTACH_DIAGNOSIS` jobs."""

    database: Database
    gateway: SlackGateway
    clock: Clock

    async def __call__(self, claim: Claim) -> Outcome:
        """Upload, write the ids down, share; a later try asks by the ids what became of an earlier one."""
        incident_id, number = str(claim.job.payload["incident"]), int(str(claim.job.payload["number"]))
        key = f"diagnosis/{number}"
        async with self.database.reading() as session:
            incident = await load_snapshot(session, claim.job.team_id, incident_id)
            message = (await load_posted(session, incident_id)).get(key)
        result = next((entry.result for entry in incident.diagnoses if entry.number == number), None)
        if result is None or (message is not None and message.state in _WITHOUT_A_PLACE):
            return Done()
        if message is None or message.ts is None:
            return Again(self.clock.now() + WAIT_FOR_MESSAGE, reason="its message does not stand yet")
        files = SharedFiles(self.database, claim.job.team_id, incident_id, f"{key}/files")
        try:
            state = await self._share(claim, files, uploads_of(result), message)
        except SlackBusyError as busy:
            return Again(self.clock.now() + timedelta(seconds=busy.retry_after_s), reason=str(busy))
        except SlackMisconfiguredError:
            raise
        except SlackRefusedError as refused:
            return Done(also=partial(_refused, files, str(refused)))
        return Done(also=partial(_ended, files, state))

    async def _share(
        self, claim: Claim, files: SharedFiles, uploads: Sequence[Upload], message: Posted
    ) -> SharingState:
        known = await files.known()
        if known is not None:
            state, ids = known
            if state is not SharingState.SENDING:
                return state
            claim.check_deadline(CALL_TIMEOUT_S)
            if await self.gateway.is_shared(ids[0], message.channel):
                return SharingState.SHARED
        # Files that were uploaded and never completed are seen by nobody, and Slack drops them.
        ids = tuple([await self._upload(claim, upload) for upload in uploads])
        await files.sending(list(ids))
        claim.check_deadline(CALL_TIMEOUT_S)
        titles = {file_id: upload.name for file_id, upload in zip(ids, uploads, strict=True)}
        await self.gateway.share_files(titles, message.channel, thread_ts=message.ts, comment=COMMENT)
        return SharingState.SHARED

    async def _upload(self, claim: Claim, upload: Upload) -> str:
        claim.check_deadline(CALL_TIMEOUT_S)
        file_id, upload_url = await self.gateway.announce_upload(upload)
        claim.check_deadline(CALL_TIMEOUT_S)
        await self.gateway.upload(upload_url, upload.content)
        return file_id


_NOT_FOR_FILES = re.compile(r"[^A-Za-z0-9.-]+")
_WITHOUT_A_PLACE = {PostedState.GONE, PostedState.REFUSED}


async def _ended(files: SharedFiles, state: SharingState, session: AsyncSession) -> None:
    await files.ended(session, state)


async def _refused(files: SharedFiles, reason: str, session: AsyncSession) -> None:
    await files.ended(session, SharingState.REFUSED, reason)


def uploads_of(result: Diagnosis) -> tuple[Upload, ...]:
    """The files of a diagnosis: PEM where a certificate was presented, and JSON. Named by host and UTC time."""
    name = f"{_NOT_FOR_FILES.sub('_', str(result.target))}-{result.at:%H%M}Z"
    pem = presented_pem(result)
    document = json.dumps(diagnosis_to_json(result), indent=2, ensure_ascii=False)
    uploads = [Upload(f"{name}.json", document.encode())]
    return (Upload(f"{name}.pem", pem.encode()), *uploads) if pem else tuple(uploads)
