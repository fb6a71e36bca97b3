"""Buttons that change the incident at once."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.incidents.answer import answer_question
from bot.incidents.assign_role import assign_role
from bot.incidents.deliveries import first_delivery
from bot.incidents.lane import changed, incident_for_change
from bot.incidents.request_diagnosis import request_diagnosis
from bot.incidents.set_category import set_category
from bot.incidents.tables import IncidentRow
from bot.incidents.vocabulary import Role
from bot.slack.listeners.actions.click import Answer, Click
from bot.slack.references import Reference, StaleReferenceError, read_reference
from bot.slack.services import Services


@asynccontextmanager
async def _change(
    services: Services, click: Click
) -> AsyncIterator[tuple[AsyncSession, IncidentRow | None, Reference, datetime]]:
    """One transaction for one click; the incident is None where the click was acted upon before."""
    reference = read_reference(click.value)
    now = services.clock.now()
    async with services.database.transaction() as session:
        if await first_delivery(session, services.team_id, click.delivery, now):
            incident = await incident_for_change(session, services.team_id, reference.incident)
            yield session, incident, reference, now
        else:
            yield session, None, reference, now


async def take_command(services: Services, click: Click) -> Answer:
    """The person who clicked is the commander now."""
    async with _change(services, click) as (session, incident, _, now):
        if incident is not None:
            await assign_role(session, incident, Role.COMMANDER, click.user, now, by=click.user)
    return Answer()


async def diagnose_again(services: Services, click: Click) -> Answer:
    """One more diagnosis of the incident's host."""
    async with _change(services, click) as (session, incident, _, now):
        if incident is not None:
            await request_diagnosis(session, incident, now, requested_by=click.user)
            await changed(session, incident, now)
    return Answer()


async def confirm_category(services: Services, click: Click) -> Answer:
    """The suggested category is the right one."""
    async with _change(services, click) as (session, incident, reference, now):
        if incident is not None:
            await set_category(
                session,
                incident,
                reference.detail,
                now,
                by=click.user,
                knowledge=services.knowledge,
                runbooks=services.runbooks,
            )
    return Answer()


async def answer(services: Services, click: Click) -> Answer:
    """One of triage's questions is answered; the ranking follows."""
    match click.action_id.split("|"):
        case [_, question, choice]:
            pass
        case _:
            raise StaleReferenceError
    async with _change(services, click) as (session, incident, _, now):
        if incident is not None:
            await answer_question(
                session, incident, question, choice, now, by=click.user, knowledge=services.knowledge
            )
    return Answer()
