"""The files of a diagnosis: shared once, under their message, whatever happens on the way."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from cryptography import x509

from bot.diagnostics import diagnosis_from_json
from bot.jobs.claims import Claim, Job
from bot.jobs.queue import JsonValue
from bot.jobs.worker import Again, Done, Outcome
from bot.slack.attach_diagnosis import AttachDiagnosis
from bot.slack.errors import SlackError, SlackUnavailableError
from tests.expired_diagnosis import expired_diagnosis
from tests.integration.slack.lane import Lane, lane
from tests.integration.slack.mishaps import Crashed, Mishap, Mishaps

RESULT = expired_diagnosis()


class Attaching:
    """The job that attaches the files of diagnosis 1."""

    def __init__(self, driven: Lane) -> None:
        self.lane = driven
        self.handler = AttachDiagnosis(driven.story.database, driven.reconciler.gateway, driven.story.clock)
        self.attempts = 0

    async def run(self) -> Outcome:
        """One try; what it ends with is committed."""
        self.attempts += 1
        self.lane.seconds.now += 10
        payload: dict[str, JsonValue] = {"incident": self.lane.story.incident_id, "number": 1}
        now = self.lane.story.clock.now()
        job = Job(1, self.lane.story.team_id, "k", "attach-diagnosis", payload, self.attempts, 0, now)
        outcome = await self.handler(Claim(job, "token", deadline=float("inf")))
        if isinstance(outcome, Done) and outcome.also:
            async with self.lane.story.database.transaction() as session:
                await outcome.also(session)
        return outcome

    async def files(self) -> list[dict[str, Any]]:
        """Every file that people see in the thread of the diagnosis."""
        channel = (await self.lane.channel())["id"]
        (message,) = (await self.lane.messages(channel))["diagnosis/1"]
        answer = await self.lane.control.get(f"channels/{channel}/messages")
        shown = [m for m in answer.json()["messages"] if m.get("files")]
        assert all(m["thread_ts"] == message["ts"] for m in shown)
        return [file for m in shown for file in m["files"]]


@pytest.fixture
def mishaps() -> Mishaps:
    """None, until a test orders one."""
    return Mishaps({})


@pytest.fixture
async def attaching(tmp_path: Path, sqlite_url: str, mishaps: Mishaps) -> AsyncIterator[Attaching]:
    """A diagnosis that stands in its channel, without its files."""
    async with lane(tmp_path, sqlite_url, mishaps) as driven:
        await driven.story.diagnosed(RESULT)
        await driven.to_rest()
        yield Attaching(driven)


async def test_the_certificates_and_the_whole_diagnosis_are_attached(attaching: Attaching) -> None:
    """As PEM, which any tool reads, and as JSON, under the diagnosis."""
    assert isinstance(await attaching.run(), Done)
    pem, document = await attaching.files()
    assert [pem["name"].rpartition(".")[2], document["name"].rpartition(".")[2]] == ["pem", "json"]
    async with httpx.AsyncClient(
        headers={"Authorization": f"Bearer {attaching.lane.running.bot_token}"}, trust_env=False
    ) as client:
        text = (await client.get(pem["url_private"])).text
        stored = (await client.get(document["url_private"])).json()
    assert len(x509.load_pem_x509_certificates(text.encode())) == 1
    assert "# presented by 192.0.2.1:443, 192.0.2.2:443" in text
    assert diagnosis_from_json(stored) == RESULT


async def test_files_wait_for_their_message(tmp_path: Path, sqlite_url: str) -> None:
    """They belong under it: without being counted as a failure, the job comes back."""
    async with lane(tmp_path, sqlite_url) as driven:
        await driven.story.diagnosed(RESULT)
        assert isinstance(await Attaching(driven).run(), Again)
        assert await driven.calls("files.getUploadURLExternal") == []


CALLS = ["urls of the first", "urls of the second", "sharing"]


@pytest.mark.parametrize(
    "mishap", [Mishap.LOST_REPLY, Mishap.BROKEN, Mishap.CRASH_AFTER, Mishap.CRASH_BEFORE]
)
@pytest.mark.parametrize("call", range(len(CALLS)), ids=CALLS)
async def test_whatever_call_goes_wrong_the_files_are_there_once(
    attaching: Attaching, mishaps: Mishaps, call: int, mishap: Mishap
) -> None:
    """A lost reply, an error, or a crash before or after the call."""
    mishaps.by_call[next(mishaps.calls) + 1 + call] = mishap
    with pytest.raises((SlackError, Crashed)):
        await attaching.run()
    mishaps.crashed = False
    assert isinstance(await attaching.run(), Done)
    assert len(await attaching.files()) == 2


async def test_shared_files_are_not_shared_again(attaching: Attaching) -> None:
    """A job that runs once more finds them."""
    await attaching.run()
    await attaching.run()
    assert len(await attaching.files()) == 2


async def test_a_refusal_ends_it_and_a_silence_does_not(attaching: Attaching) -> None:
    """What Slack will not take is not offered again; what it did not answer is."""
    await attaching.lane.fault(method="files.completeUploadExternal", status=503)
    with pytest.raises(SlackUnavailableError):
        await attaching.run()
    await attaching.lane.fault(method="files.completeUploadExternal", error="posting_to_channel_denied")
    assert isinstance(await attaching.run(), Done)
    before = len(await attaching.lane.calls("files.completeUploadExternal"))
    assert isinstance(await attaching.run(), Done)
    assert len(await attaching.lane.calls("files.completeUploadExternal")) == before


async def test_a_limit_is_waited_out(attaching: Attaching) -> None:
    """The job comes back when Slack will listen."""
    await attaching.lane.fault(method="files.getUploadURLExternal", status=429, retry_after=3)
    outcome = await attaching.run()
    assert isinstance(outcome, Again)
    assert isinstance(await attaching.run(), Done)
    assert len(await attaching.files()) == 2
