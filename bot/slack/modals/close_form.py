"""The review form behind ``/certinc close``."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from bot.incidents.snapshot import Snapshot
from bot.incidents.vocabulary import Role
from bot.reviews.close_with_review import CloseWithReview, NewActionItem
from bot.reviews.questions import QUESTIONS
from bot.runbooks import Runbook, RunbookLibrary
from bot.slack import action_ids
from bot.slack.blocks import Block, Json, input_block, option, section, select, text_input
from bot.slack.messages.wording import duration
from bot.slack.modals.form import INPUT, FormError, Submission, modal
from bot.slack.mrkdwn import moment
from bot.slack.references import Reference
from bot.taxonomy import TierId

OWNER, DUE, CAUSE, ITEMS, OTHER_ITEM = "owner", "due", "cause", "items", "other_item"
UNKNOWN_CAUSE = "unknown"
MAX_OPTIONS = 10
DAYS_TO_REVIEW = {TierId.T1: 5, TierId.T2: 10, TierId.T3: 20, TierId.T4: 20}
"""How long a review may take by default, in days after close. The form lets people change it."""

DAYS_TO_IMPROVE = 30
"""How long after close an action item is due by default."""


def close_form(incident: Snapshot, runbooks: RunbookLibrary, now: datetime) -> Mapping[str, Json]:
    """Owner, due date, cause, items and the five questions; T3 and T4 are asked for three fields."""
    runbook = runbook_of(incident, runbooks)
    blocks: list[Block] = [section(_known(incident, now))]
    if is_grave(incident):
        blocks += _owner_fields(incident, now)
    blocks.append(_cause_field(runbook))
    blocks += _item_fields(runbook)
    if is_grave(incident):
        blocks += [
            input_block(
                question.id,
                question.text,
                text_input(INPUT, multiline=True, placeholder="Can be answered later."),
                optional=True,
                hint=question.hint,
            )
            for question in QUESTIONS
        ]
    reference = Reference(incident=incident.id, revision=incident.revision)
    return modal(action_ids.CLOSE_FORM, "Close and review", "Close incident", blocks, str(reference))


def is_grave(incident: Snapshot) -> bool:
    """T1 and T2 need an owner, a due date and the five questions."""
    return incident.severity in {TierId.T1, TierId.T2}


def runbook_of(incident: Snapshot, runbooks: RunbookLibrary) -> Runbook:
    """The runbook that the incident follows; the general one where no category was confirmed."""
    return incident.runbook or runbooks.for_category("none-of-these")


def read_close(
    form: Submission, incident: Snapshot, runbooks: RunbookLibrary, now: datetime
) -> CloseWithReview:
    """The review that was written.

    Raises:
        FormError: The review is due in the past, or a required field is empty.
    """
    runbook = runbook_of(incident, runbooks)
    today = now.date()
    owner = form.person(OWNER) or incident.roles.get(Role.COMMANDER) or form.user
    due_on = form.day(DUE) or today + timedelta(days=DAYS_TO_REVIEW[incident.severity])
    if due_on < today:
        raise FormError(DUE, "The review cannot be due in the past.")
    causes = {cause.id: cause.text for cause in runbook.causes}
    chosen = form.choice(CAUSE) or ""
    return CloseWithReview(
        by=form.user,
        owner=owner,
        due_on=due_on,
        cause=causes.get(chosen, ""),
        cause_id=chosen if chosen in causes else "",
        answers={question.id: form.text(question.id) for question in QUESTIONS},
        items=_items(form, runbook, owner, today + timedelta(days=DAYS_TO_IMPROVE)),
    )


def _known(incident: Snapshot, now: datetime) -> str:
    checklist = incident.checklist
    done, total = (checklist.settled, len(checklist.steps)) if checklist else (0, 0)
    lines = [
        f"Opened {moment(incident.opened_at)}, {duration(now - incident.opened_at)} ago.",
        f"{done} of {total} runbook steps done; {len(incident.updates)} updates posted."
        if total
        else f"No category was confirmed; {len(incident.updates)} updates posted.",
    ]
    return "\n".join(lines)


def _owner_fields(incident: Snapshot, now: datetime) -> list[Block]:
    owner = incident.roles.get(Role.COMMANDER) or incident.opened_by
    due = (now + timedelta(days=DAYS_TO_REVIEW[incident.severity])).date()
    return [
        input_block(
            OWNER,
            "Who owns the review?",
            {"type": "users_select", "action_id": INPUT, "initial_user": owner},
        ),
        input_block(
            DUE,
            "Review due",
            {"type": "datepicker", "action_id": INPUT, "initial_date": due.isoformat()},
        ),
    ]


def _cause_field(runbook: Runbook) -> Block:
    causes = [option(cause.text, cause.id) for cause in runbook.causes]
    causes.append(option("Not known yet", UNKNOWN_CAUSE))
    return input_block(CAUSE, "Cause", select(INPUT, causes, initial=UNKNOWN_CAUSE))


def _item_fields(runbook: Runbook) -> list[Block]:
    offered = [option(item.title, item.id) for item in runbook.action_items[:MAX_OPTIONS]]
    fields = []
    if offered:
        fields.append(
            input_block(
                ITEMS,
                "Action items to file",
                {"type": "checkboxes", "action_id": INPUT, "options": offered},
                optional=True,
                hint=f"Owned by the review's owner, due in {DAYS_TO_IMPROVE} days.",
            )
        )
    fields.append(
        input_block(OTHER_ITEM, "Another action item", text_input(INPUT, max_length=150), optional=True)
    )
    return fields


def _items(form: Submission, runbook: Runbook, owner: str, due_on: date) -> tuple[NewActionItem, ...]:
    offered = {item.id: item for item in runbook.action_items}
    chosen = [
        NewActionItem(
            title=offered[item_id].title,
            gap=offered[item_id].gap,
            owner=owner,
            due_on=due_on,
            why=offered[item_id].why,
            acceptance=offered[item_id].acceptance,
        )
        for item_id in form.choices(ITEMS)
        if item_id in offered
    ]
    if other := form.text(OTHER_ITEM):
        chosen.append(NewActionItem(title=other, gap="process", owner=owner, due_on=due_on))
    return tuple(chosen)
