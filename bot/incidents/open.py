"""Verb: open an incident."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.incidents.cadence import next_due
from bot.incidents.channel_name import channel_name
from bot.incidents.effects import request_effect
from bot.incidents.knowledge import Knowledge
from bot.incidents.lane import changed
from bot.incidents.remind import schedule_nudge
from bot.incidents.request_diagnosis import request_diagnosis
from bot.incidents.subject import Subject, SubjectKind
from bot.incidents.suggest_again import suggest_again
from bot.incidents.tables import IncidentRow, RoleRow
from bot.incidents.timeline import record
from bot.incidents.vocabulary import ChannelState, EffectKind, IncidentState, Role, TimelineKind
from bot.integrations.catalogue import ServiceFacts, service_to_json
from bot.storage.advisory_lock import hold_until_commit
from bot.taxonomy import TierId


@dataclass(frozen=True, slots=True)
class OpenIncident:
    """What a person asks for when they open an incident."""

    team_id: str
    subject: Subject
    reporter: str
    """Slack user id."""
    report: str = ""
    """What is seen, in the reporter's words. Untrusted."""
    severity: TierId | None = None
    """What the reporter gave; None lets the policy decide."""
    service: ServiceFacts | None = None
    """What the catalogue knows."""
    private: bool = False
    """A private channel, and no word of it anywhere else."""
    response_url: str | None = None
    """Where the reporter is told of the channel, at most once."""


@dataclass(frozen=True, slots=True)
class Opened:
    """The incident that the person is now in."""

    incident_id: str
    already_open: bool
    """True where an open incident for the same subject was joined instead."""


async def open_incident(
    session: AsyncSession, command: OpenIncident, now: datetime, *, knowledge: Knowledge
) -> Opened:
    """Open an incident for ``command.subject``, or join the one that is open for it already."""
    await hold_until_commit(session, f"open/{command.team_id}/{command.subject}")
    running = None if command.private else await _open_incident_for(session, command)
    if running is not None:
        await _join(session, running, command, now)
        return Opened(running.id, already_open=True)

    severity = knowledge.policy.opening(command.severity, command.service)
    incident = IncidentRow(
        id=f"inc_{secrets.token_hex(10)}",
        team_id=command.team_id,
        revision=0,
        state=IncidentState.OPEN,
        subject_kind=command.subject.kind,
        subject_value=command.subject.value,
        report=command.report,
        private=command.private,
        service=service_to_json(command.service) if command.service else None,
        severity=severity.tier,
        severity_reasons=list(severity.reasons),
        severity_provisional=command.severity is None,
        opened_by=command.reporter,
        opened_at=now,
        next_update_due_at=next_due(knowledge.policy.tier(severity.tier), now),
        channel_state=ChannelState.WANTED,
        channel_name=await _free_channel_name(session, command, now),
    )
    session.add(incident)
    await session.flush()
    record(session, incident, TimelineKind.OPENED, _opening_words(command), at=now, actor=command.reporter)
    _assign_known_owners(session, incident, command.service, now)
    await _request_effects(session, incident, command, now)
    if command.subject.kind is SubjectKind.HOST:
        await request_diagnosis(session, incident, now, requested_by=None)
    else:
        await suggest_again(session, incident, now, knowledge=knowledge)
    await schedule_nudge(session, incident)
    await changed(session, incident, now)
    return Opened(incident.id, already_open=False)


async def _open_incident_for(session: AsyncSession, command: OpenIncident) -> IncidentRow | None:
    found: IncidentRow | None = await session.scalar(
        select(IncidentRow)
        .where(
            IncidentRow.team_id == command.team_id,
            IncidentRow.subject_kind == command.subject.kind,
            IncidentRow.subject_value == command.subject.value,
            IncidentRow.state == IncidentState.OPEN,
            # Joining would show that a private incident exists.
            IncidentRow.private.is_(False),
        )
        .order_by(IncidentRow.opened_at.desc())
        .limit(1)
    )
    return found


async def _join(session: AsyncSession, incident: IncidentRow, command: OpenIncident, now: datetime) -> None:
    words = f"Joined: also reported {command.report}" if command.report else "Joined: reported it too"
    record(session, incident, TimelineKind.JOINED, words, at=now, actor=command.reporter)
    await request_effect(session, incident, EffectKind.INVITE, command.reporter, now)
    if command.response_url:
        await request_effect(session, incident, EffectKind.REPLY, command.response_url, now)
    await changed(session, incident, now)


async def _free_channel_name(session: AsyncSession, command: OpenIncident, now: datetime) -> str:
    """The first name that no incident of ours has had; whether Slack has it taken, Slack will say."""
    attempt = 1
    while True:
        name = channel_name(command.subject, now, attempt)
        taken = await session.scalar(
            select(func.count())
            .select_from(IncidentRow)
            .where(IncidentRow.team_id == command.team_id, IncidentRow.channel_name == name)
        )
        if not taken:
            return name
        attempt += 1


def _opening_words(command: OpenIncident) -> str:
    return f"Opened for {command.subject}" + (f": {command.report}" if command.report else "")


def _assign_known_owners(
    session: AsyncSession, incident: IncidentRow, service: ServiceFacts | None, now: datetime
) -> None:
    if service is None:
        return
    known = {Role.SERVICE_OWNER: service.service_owner, Role.CERTIFICATE_OWNER: service.certificate_owner}
    for role, user_id in known.items():
        if user_id:
            session.add(
                RoleRow(
                    team_id=incident.team_id, incident_id=incident.id, role=role, user_id=user_id, since=now
                )
            )


async def _request_effects(
    session: AsyncSession, incident: IncidentRow, command: OpenIncident, now: datetime
) -> None:
    invited = [command.reporter, *(command.service.on_call if command.service else ())]
    for user_id in dict.fromkeys(invited):
        await request_effect(session, incident, EffectKind.INVITE, user_id, now)
    await request_effect(session, incident, EffectKind.PIN, "card", now)
    if command.response_url:
        await request_effect(session, incident, EffectKind.REPLY, command.response_url, now)
