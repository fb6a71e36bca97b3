"""How many diagnoses a person may ask for, and what is written down of each, on both databases."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select
from structlog.testing import capture_logs

from bot import content
from bot.diagnostics import StaticHosts
from bot.incidents.diagnosis_log import (
    WINDOW,
    DiagnosisLimits,
    DiagnosisRequest,
    DiagnosisRequestRow,
    log_diagnosis,
)
from bot.incidents.errors import TooManyDiagnosesError
from bot.incidents.knowledge import Knowledge
from bot.incidents.lane import incident_for_change
from bot.incidents.open import OpenIncident, open_incident
from bot.incidents.request_diagnosis import request_diagnosis
from bot.incidents.subject import parse_subject
from bot.jobs.table import JobRow
from bot.slack.ad_hoc_diagnosis import AD_HOC_DIAGNOSIS, queue_ad_hoc_diagnosis
from bot.storage.database import Database

NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
KNOWLEDGE = Knowledge.load(content.root() / "runbooks")
MAPPED = "odd.example.com"
LIMITS = DiagnosisLimits(2, StaticHosts.parse([f"{MAPPED}:443:127.0.0.1:8443"]))


async def ask(
    database: Database,
    target: str = "a.example.com",
    *,
    user: str = "U0ONE",
    team: str = "T1",
    at: datetime = NOW,
) -> None:
    """As ``/certinc diagnose TARGET`` outside any incident does."""
    async with database.transaction() as session:
        number = await session.scalar(select(func.count()).select_from(JobRow))
        request = DiagnosisRequest(team, user, target, channel_id="C0GENERAL")
        await queue_ad_hoc_diagnosis(session, request, f"http://127.0.0.1/{number}", at, limits=LIMITS)


async def opened(database: Database, subject: str = "api.example.com") -> str:
    """An incident's id."""
    async with database.transaction() as session:
        command = OpenIncident("T1", parse_subject(subject), "U0ONE")
        return (await open_incident(session, command, NOW, knowledge=KNOWLEDGE)).incident_id


async def ask_in_incident(database: Database, incident_id: str, target: str | None) -> None:
    """As ``/certinc diagnose [TARGET]`` in the incident's channel does."""
    async with database.transaction() as session:
        incident = await incident_for_change(session, "T1", incident_id)
        await request_diagnosis(session, incident, NOW, requested_by="U0ONE", target=target, limits=LIMITS)


async def written(database: Database) -> list[tuple[str, str, str | None, str | None, bool]]:
    """Who, what, in which incident and channel, and whether it counts; oldest first."""
    async with database.reading() as session:
        rows = await session.scalars(select(DiagnosisRequestRow).order_by(DiagnosisRequestRow.id))
        return [(row.user_id, row.target, row.incident_id, row.channel_id, row.counted) for row in rows]


async def test_a_person_has_so_many_within_ten_minutes(database: Database) -> None:
    """The window slides: each makes room when it is ten minutes old, and it is told when that is."""
    await ask(database, at=NOW)
    await ask(database, at=NOW + timedelta(minutes=4))
    for minutes, wait in ((4, "6 min"), (9.5, "1 min")):
        with pytest.raises(TooManyDiagnosesError, match=f"works again in {wait}"):
            await ask(database, at=NOW + timedelta(minutes=minutes))
    await ask(database, at=NOW + WINDOW)
    with pytest.raises(TooManyDiagnosesError, match="works again in 4 min"):
        await ask(database, at=NOW + WINDOW)


async def test_what_was_refused_is_not_queued(database: Database) -> None:
    """Nor does it count: who goes on asking does not wait longer."""
    for _ in range(2):
        await ask(database)
    for _ in range(3):
        with pytest.raises(TooManyDiagnosesError):
            await ask(database)
    async with database.reading() as session:
        jobs = await session.scalar(
            select(func.count()).select_from(JobRow).where(JobRow.kind == AD_HOC_DIAGNOSIS)
        )
    assert jobs == 2
    assert len(await written(database)) == 2


async def test_one_person_and_one_workspace_at_a_time(database: Database) -> None:
    """Nobody waits for what another has asked."""
    for _ in range(2):
        await ask(database)
    await ask(database, user="U0TWO")
    await ask(database, team="T2")
    with pytest.raises(TooManyDiagnosesError):
        await ask(database)


async def test_hosts_of_the_static_map_never_count(database: Database) -> None:
    """The operator named them; another port of theirs was not."""
    for _ in range(4):
        await ask(database, MAPPED)
    for _ in range(2):
        await ask(database, f"{MAPPED}:8443")
    with pytest.raises(TooManyDiagnosesError):
        await ask(database, f"{MAPPED}:8443")
    await ask(database, MAPPED)


async def test_the_incidents_own_host_never_counts(database: Database) -> None:
    """Asked for with its name or without, and however many others there were; others count there too."""
    incident = await opened(database)
    for target in (None, "api.example.com", None, "b.example.com", "api.example.com:8443"):
        await ask_in_incident(database, incident, target)
    for other in ("c.example.com", "api.example.com:22"):
        with pytest.raises(TooManyDiagnosesError):
            await ask_in_incident(database, incident, other)
    with pytest.raises(TooManyDiagnosesError):
        await ask(database)
    await ask_in_incident(database, incident, None)


async def test_where_the_incident_is_about_no_host_all_hosts_are_others(database: Database) -> None:
    """A name of a CA is no target."""
    incident = await opened(database, "ca:vault-pki")
    for _ in range(2):
        await ask_in_incident(database, incident, "vault.example.com")
    with pytest.raises(TooManyDiagnosesError):
        await ask_in_incident(database, incident, "vault.example.com")


async def test_who_had_the_bot_connect_where_is_written_down(database: Database) -> None:
    """Opening, asking again, and asking for oneself."""
    with capture_logs() as lines:
        incident = await opened(database)
        await ask_in_incident(database, incident, None)
        await ask_in_incident(database, incident, "b.example.com:8443")
        await ask(database, MAPPED, user="U0TWO")
    assert await written(database) == [
        ("U0ONE", "api.example.com", incident, None, False),
        ("U0ONE", "api.example.com", incident, None, False),
        ("U0ONE", "b.example.com:8443", incident, None, True),
        ("U0TWO", MAPPED, None, "C0GENERAL", False),
    ]
    told = [(line["user"], line["target"], line["incident"]) for line in lines]
    assert told[2:] == [("U0ONE", "b.example.com:8443", incident), ("U0TWO", MAPPED, None)]
    assert {line["event"] for line in lines} == {"diagnosis_requested"}


async def test_a_refusal_is_in_the_log(database: Database) -> None:
    """An operator can see who tries many hosts."""
    for _ in range(2):
        await ask(database)
    with capture_logs() as lines, pytest.raises(TooManyDiagnosesError):
        await ask(database, "x.example.com")
    (line,) = lines
    assert (line["event"], line["reason"]) == ("diagnosis_refused", "too many")
    assert (line["user"], line["target"], line["incident"]) == ("U0ONE", "x.example.com", None)


async def test_many_at_once_pass_the_limit_no_more_than_one_by_one(database: Database) -> None:
    """Replicas of the bot share the database, and nothing else."""

    async def one(number: int) -> None:
        async with database.transaction() as session:
            request = DiagnosisRequest("T1", "U0ONE", f"h{number}.example.com")
            await log_diagnosis(session, request, NOW, LIMITS)

    results = await asyncio.gather(*(one(number) for number in range(6)), return_exceptions=True)
    assert [type(each) for each in results if each is not None] == [TooManyDiagnosesError] * 4
    assert len(await written(database)) == 2
