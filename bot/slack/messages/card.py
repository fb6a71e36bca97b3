"""Key ``card``: the one pinned message that says how the incident stands."""

from bot.diagnostics import Diagnosis
from bot.incidents.snapshot import Snapshot
from bot.incidents.vocabulary import Role
from bot.slack import action_ids
from bot.slack.blocks import Block, Element, actions, button, context, fields, header, section
from bot.slack.message import Message
from bot.slack.messages.wording import duration, severity, subject
from bot.slack.mrkdwn import ago, clock_time, escape, moment, plain_time, shortened, user
from bot.slack.references import Reference
from bot.taxonomy import SeverityPolicy, Taxonomy

SEEN_TEXT = 300


def card(incident: Snapshot, taxonomy: Taxonomy, policy: SeverityPolicy) -> Message:
    """The card at this revision."""
    blocks: list[Block] = [
        header(f"{severity(incident.severity)} · {incident.subject}"),
        section(_state_line(incident)),
        fields(
            [
                _severity(incident, policy),
                f"*Category*\n{_category(incident, taxonomy)}",
                f"*Certificate*\n{_certificate(incident)}",
                f"*Next update*\n{_next_update(incident)}",
                f"*Commander*\n{_holder(incident, Role.COMMANDER, 'nobody yet')}",
                f"*On-call*\n{_on_call(incident)}",
                f"*Service owner*\n{_holder(incident, Role.SERVICE_OWNER, 'not known')}",
                f"*Certificate owner*\n{_holder(incident, Role.CERTIFICATE_OWNER, 'not known')}",
                *([f"*Runbook*\n{_runbook_progress(incident)}"] if incident.runbook else []),
            ]
        ),
    ]
    if incident.is_open:
        blocks.append(actions(_buttons(incident)))
    blocks.append(context(f"Opened {moment(incident.opened_at)} by {user(incident.opened_by)}"))
    return Message(_fallback(incident), tuple(blocks))


def _state_line(incident: Snapshot) -> str:
    if not incident.is_open:
        end = incident.resolved_at or incident.closed_at or incident.opened_at
        return f"*Closed.* It took {duration(end - incident.opened_at)}, until {moment(end)}."
    if incident.updates:
        last = incident.updates[-1]
        seen = escape(shortened(last.what_users_see, SEEN_TEXT))
        return f"*{last.state.label}*, as of {clock_time(last.at)}: {seen}"
    if incident.report:
        return f"*Reported:* {escape(shortened(incident.report, SEEN_TEXT))}"
    return "*Investigating.* What users see has not been reported yet."


def _severity(incident: Snapshot, policy: SeverityPolicy) -> str:
    tier = policy.tier(incident.severity)
    provisional = " (provisional)" if incident.severity_provisional else ""
    return f"*Severity*\n{severity(incident.severity)}{provisional}: respond within {tier.response_words}"


def _category(incident: Snapshot, taxonomy: Taxonomy) -> str:
    if incident.category:
        return escape(taxonomy.name_of(incident.category) or incident.category)
    if incident.suggestion and incident.suggestion.suggestion.ranked:
        best = incident.suggestion.suggestion.ranked[0]
        if incident.suggestion.suggestion.verdict == "suggested":
            return f"not confirmed; suggested: {escape(best.name)}"
    return "not confirmed"


def _certificate(incident: Snapshot) -> str:
    diagnosis = incident.latest_diagnosis
    if diagnosis is None:
        return "not examined yet" if any(not d.finished_at for d in incident.diagnoses) else "not known"
    leaf = next((o.leaf for o in diagnosis.observations if o.leaf is not None), None)
    if leaf is None:
        return "none was presented"
    expired = leaf.not_after <= diagnosis.at
    word = "expired" if expired else "expires"
    issuer = escape(shortened(leaf.issuer_name, 60))
    return f"issued by {issuer}; {word} {ago(leaf.not_after)}{_spread(diagnosis)}"


def _spread(diagnosis: Diagnosis) -> str:
    """On how many addresses there is something wrong with it."""
    total = len(diagnosis.observations)
    bad = len(diagnosis.addresses_with_problems)
    return f"; wrong on {bad} of {total} addresses" if bad and total else ""


def _next_update(incident: Snapshot) -> str:
    if not incident.is_open:
        return "none: closed"
    if incident.next_update_due_at is None:
        return "at the next milestone"
    return f"by {ago(incident.next_update_due_at)}"


def _holder(incident: Snapshot, role: Role, missing: str) -> str:
    holder = incident.roles.get(role)
    return user(holder) if holder else f"_{missing}_"


def _on_call(incident: Snapshot) -> str:
    on_call = incident.service.on_call if incident.service else ()
    return ", ".join(user(person) for person in on_call) or "_not known_"


def _runbook_progress(incident: Snapshot) -> str:
    checklist = incident.checklist
    return f"{checklist.settled} of {len(checklist.steps)} steps done" if checklist else ""


def _buttons(incident: Snapshot) -> list[Element]:
    value = str(Reference(incident=incident.id, revision=incident.revision))
    buttons = [
        button("Post update", action_ids.POST_UPDATE, value, style="primary"),
        button("Diagnose again", action_ids.DIAGNOSE_AGAIN, value),
        button("Severity", action_ids.SEVERITY, value),
        button("Close", action_ids.CLOSE, value),
    ]
    if Role.COMMANDER not in incident.roles:
        buttons.insert(0, button("Take command", action_ids.TAKE_COMMAND, value, style="primary"))
        buttons[1] = button("Post update", action_ids.POST_UPDATE, value)
    if incident.latest_diagnosis is None and not incident.diagnoses:
        buttons = [b for b in buttons if b["action_id"] != action_ids.DIAGNOSE_AGAIN]
    return buttons


def _fallback(incident: Snapshot) -> str:
    line = f"{severity(incident.severity)} certificate incident: {subject(incident)}"
    if not incident.is_open:
        return f"{line} is closed."
    if incident.next_update_due_at:
        return f"{line}. Next update by {plain_time(incident.next_update_due_at)}."
    return f"{line}."
