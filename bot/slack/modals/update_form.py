"""The status update form, prefilled from the last update and the cadence."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from bot.incidents.cadence import next_due
from bot.incidents.post_update import PostUpdate
from bot.incidents.snapshot import Snapshot
from bot.incidents.vocabulary import Impact, UpdateState
from bot.slack import action_ids
from bot.slack.blocks import Json, input_block, option, select, text_input
from bot.slack.modals.form import INPUT, FormError, Submission, modal
from bot.slack.references import Reference
from bot.taxonomy import SeverityPolicy

STATE, SEEN, IMPACT, ETA, NEXT_STEP, NEXT_UPDATE = (
    "state",
    "seen",
    "impact",
    "eta",
    "next_step",
    "next_update",
)


def update_form(incident: Snapshot, policy: SeverityPolicy, now: datetime) -> Mapping[str, Json]:
    """What users see, what is done about it, and when the next word comes."""
    last = incident.updates[-1] if incident.updates else None
    states = [option(state.label, state.value) for state in UpdateState]
    impacts = [option(impact.label, impact.value) for impact in Impact]
    due = next_due(policy.tier(incident.severity), now)
    promise: Mapping[str, Json] = {
        "type": "datetimepicker",
        "action_id": INPUT,
        **({"initial_date_time": int((due + timedelta(seconds=59)).timestamp()) // 60 * 60} if due else {}),
    }
    blocks = [
        input_block(
            STATE, "State", select(INPUT, states, initial=last.state if last else UpdateState.INVESTIGATING)
        ),
        input_block(
            SEEN,
            "What users see",
            text_input(
                INPUT,
                initial=last.what_users_see if last else incident.report,
                multiline=True,
                max_length=2_000,
            ),
        ),
        input_block(IMPACT, "Impact", select(INPUT, impacts, initial=last.impact if last else None)),
        input_block(
            NEXT_STEP,
            "Next step",
            text_input(INPUT, initial=last.next_step if last else "", max_length=300),
            optional=True,
        ),
        input_block(
            ETA,
            "When it will work again",
            text_input(INPUT, initial=last.eta if last else "", max_length=300),
            optional=True,
        ),
        input_block(
            NEXT_UPDATE,
            "Next update by",
            promise,
            optional=True,
            hint="Filled in from the severity's cadence. The reminder follows it.",
        ),
    ]
    reference = Reference(incident=incident.id, revision=incident.revision)
    return modal(action_ids.UPDATE_FORM, "Status update", "Post update", blocks, str(reference))


def read_update(form: Submission, now: datetime) -> PostUpdate:
    """The update that was written.

    Raises:
        FormError: The promise lies in the past, or a required field is empty.
    """
    state, impact = form.choice(STATE), form.choice(IMPACT)
    promise = form.moment(NEXT_UPDATE)
    if not form.text(SEEN):
        raise FormError(SEEN, "Say what users see.")
    if state is None or impact is None:
        raise FormError(STATE if state is None else IMPACT, "Choose one.")
    if promise is not None and promise <= now:
        raise FormError(NEXT_UPDATE, "The next update cannot be promised for the past.")
    return PostUpdate(
        by=form.user,
        state=UpdateState(state),
        what_users_see=form.text(SEEN),
        impact=Impact(impact),
        eta=form.text(ETA),
        next_step=form.text(NEXT_STEP),
        next_update_by=promise,
    )
