"""Steps that cannot simply be ticked."""

import pytest

from bot.diagnostics.http_health import HttpAnswer
from bot.incidents.assign_role import assign_role
from bot.incidents.errors import IncidentError
from bot.incidents.expect import expect_certificates, expectations_of
from bot.incidents.follow_runbook import follow_runbook
from bot.incidents.handle_step import (
    AboutStep,
    decide_step,
    flag_step,
    override_lock,
    skip_step,
    take_up_step,
)
from bot.incidents.latest_diagnosis import latest_health
from bot.incidents.open import Opened
from bot.incidents.record_diagnosis import record_diagnosis
from bot.incidents.tick_step import AgainstEvidenceError, TickStep, tick_step
from bot.incidents.vocabulary import Role, TimelineKind
from bot.runbooks import runbook_to_json
from tests.branching_runbook import branching_runbook
from tests.expired_diagnosis import expired_diagnosis
from tests.integration.incidents.test_verbs import KNOWLEDGE, NOW, Incidents, incidents

__all__ = ["incidents"]
BOOK = branching_runbook()


def _about(step: str, words: str = "", by: str = "U0ONE") -> AboutStep:
    return AboutStep(BOOK.id, step, by, words)


async def _following(incidents: Incidents) -> Opened:
    opened = await incidents.open()
    async with incidents.change(opened) as (_, incident):
        incident.category, incident.runbook = BOOK.id, runbook_to_json(BOOK)
    return opened


async def test_a_skipped_step_has_its_reason_and_can_be_taken_up(incidents: Incidents) -> None:
    """Who and why stand in the timeline; without a reason it is refused."""
    opened = await _following(incidents)
    with pytest.raises(IncidentError, match="reason"):
        async with incidents.change(opened) as (session, incident):
            await skip_step(session, incident, _about("verify", "  "), NOW)
    async with incidents.change(opened) as (session, incident):
        await skip_step(session, incident, _about("verify", "no access"), NOW)
    snapshot = await incidents.snapshot(opened)
    assert (snapshot.steps["verify"].skipped, snapshot.steps["verify"].reason) == (True, "no access")
    assert snapshot.timeline[-1].kind is TimelineKind.STEP_SKIPPED
    assert "no access" in snapshot.timeline[-1].text
    async with incidents.change(opened) as (session, incident):
        await take_up_step(session, incident, _about("verify"), NOW)
    assert not (await incidents.snapshot(opened)).steps["verify"].settled


async def test_a_flagged_step_stays_to_be_done(incidents: Incidents) -> None:
    """The runbook has drifted; the step is neither done nor skipped by that."""
    opened = await _following(incidents)
    async with incidents.change(opened) as (session, incident):
        await flag_step(session, incident, _about("path", "certbot is not what we have"), NOW)
    state = (await incidents.snapshot(opened)).steps["path"]
    assert (state.drift, state.settled) == ("certbot is not what we have", False)


async def test_a_decision_opens_its_branch(incidents: Incidents) -> None:
    """The last choice counts; one that is not offered is refused."""
    opened = await _following(incidents)
    for choice in ("by-hand", "automated"):
        async with incidents.change(opened) as (session, incident):
            await decide_step(session, incident, _about("path", choice), NOW)
    checklist = (await incidents.snapshot(opened)).checklist
    assert checklist is not None
    assert "renew" in {step.id for step in checklist.steps}
    with pytest.raises(IncidentError, match="no such choice"):
        async with incidents.change(opened) as (session, incident):
            await decide_step(session, incident, _about("path", "magic"), NOW)
    with pytest.raises(IncidentError, match="another runbook"):
        async with incidents.change(opened) as (session, incident):
            await tick_step(session, incident, TickStep(BOOK.id, "order", True, "U0ONE"), NOW)


async def test_a_locked_step_waits_for_its_proof(incidents: Incidents) -> None:
    """Only the commander opens it before, with a reason that stands in the timeline."""
    opened = await _following(incidents)
    revoke = TickStep(BOOK.id, "revoke", True, "U0ONE")
    with pytest.raises(IncidentError, match="locked until"):
        async with incidents.change(opened) as (session, incident):
            await tick_step(session, incident, revoke, NOW)
    with pytest.raises(IncidentError, match="Only the commander"):
        async with incidents.change(opened) as (session, incident):
            await override_lock(session, incident, _about("revoke", "key is public"), NOW)
    async with incidents.change(opened) as (session, incident):
        await assign_role(session, incident, Role.COMMANDER, "U0ONE", NOW, by="U0ONE")
        await override_lock(session, incident, _about("revoke", "key is public"), NOW)
        await tick_step(session, incident, revoke, NOW)
    snapshot = await incidents.snapshot(opened)
    assert snapshot.steps["revoke"].done
    assert any(
        entry.kind is TimelineKind.LOCK_OVERRIDDEN and "key is public" in entry.text
        for entry in snapshot.timeline
    )


async def test_a_lock_opens_by_itself_once_its_proof_is_ticked(incidents: Incidents) -> None:
    """And there is nothing to override then."""
    opened = await _following(incidents)
    async with incidents.change(opened) as (session, incident):
        await tick_step(session, incident, TickStep(BOOK.id, "verify", True, "U0ONE"), NOW)
        await tick_step(session, incident, TickStep(BOOK.id, "revoke", True, "U0ONE"), NOW)
    with pytest.raises(IncidentError, match="not locked"):
        async with incidents.change(opened) as (session, incident):
            await override_lock(session, incident, _about("revoke", "now"), NOW)


async def test_ticking_against_what_the_bot_sees_needs_a_reason(incidents: Incidents) -> None:
    """The reason stands beside the tick; taking the tick back needs none."""
    opened = await _following(incidents)
    async with incidents.change(opened) as (session, incident):
        await record_diagnosis(session, incident, 1, expired_diagnosis(), NOW, knowledge=KNOWLEDGE)
    with pytest.raises(AgainstEvidenceError, match="expired"):
        async with incidents.change(opened) as (session, incident):
            await tick_step(session, incident, TickStep(BOOK.id, "verify", True, "U0ONE"), NOW)
    because = TickStep(BOOK.id, "verify", True, "U0ONE", reason="seen through the VPN")
    async with incidents.change(opened) as (session, incident):
        await tick_step(session, incident, because, NOW)
    state = (await incidents.snapshot(opened)).steps["verify"]
    assert (state.done, state.reason) == (True, "seen through the VPN")
    async with incidents.change(opened) as (session, incident):
        await tick_step(session, incident, TickStep(BOOK.id, "verify", False, "U0ONE"), NOW)
    assert not (await incidents.snapshot(opened)).steps["verify"].done


async def test_a_step_that_is_the_same_stays_ticked_when_the_runbook_changes(incidents: Incidents) -> None:
    """By id and title; what only has the same id is another step."""
    opened = await _following(incidents)
    other = BOOK.model_copy(
        update={
            "id": "trust.missing-root",
            "steps": (BOOK.steps[0], BOOK.steps[3].model_copy(update={"title": "Another proof"})),
        }
    )
    async with incidents.change(opened) as (session, incident):
        for step in ("path", "verify"):
            await tick_step(session, incident, TickStep(BOOK.id, step, True, "U0ONE"), NOW)
        await follow_runbook(session, incident, other)
    steps = (await incidents.snapshot(opened)).steps
    assert (steps["path"].done, steps["path"].by) == (True, "U0ONE")
    assert "verify" not in steps


async def test_an_expected_certificate_is_remembered_and_told(incidents: Incidents) -> None:
    """The last one that was named counts, in one form; whoever named it stands in the timeline."""
    opened = await _following(incidents)
    for named in ("04:9F:1C", f"spki:{'AB' * 32}"):
        async with incidents.change(opened) as (session, incident):
            expect_certificates(session, incident, [named], NOW, by="U0ONE")
    async with incidents.change(opened) as (_, incident):
        assert [each.value for each in expectations_of(incident)] == ["ab" * 32]
    last = (await incidents.snapshot(opened)).timeline[-1]
    assert (last.kind, last.actor) == (TimelineKind.EXPECTED, "U0ONE")


async def test_what_the_service_answers_is_kept_with_the_diagnosis(incidents: Incidents) -> None:
    """And counts as evidence, as it is shown."""
    opened = await _following(incidents)
    health = [HttpAnswer("192.0.2.1:443", 503)]
    async with incidents.change(opened) as (session, incident):
        await record_diagnosis(
            session, incident, 1, expired_diagnosis(), NOW, knowledge=KNOWLEDGE, health=health
        )
    assert (await incidents.snapshot(opened)).latest_health == tuple(health)
    async with incidents.change(opened) as (session, incident):
        assert await latest_health(session, incident.id, incident.subject_value) == tuple(health)
