"""Key ``suggestion``: the category that the evidence points to, its reasons, what is missing, what is similar. Live."""

from bot.incidents.snapshot import Snapshot
from bot.runbooks import Runbook
from bot.slack import action_ids
from bot.slack.blocks import Block, Element, actions, button, context, section
from bot.slack.message import Message, fitting
from bot.slack.messages.similar_incidents import similar_incidents
from bot.slack.messages.wording import subject
from bot.slack.mrkdwn import escape, shortened, user
from bot.slack.references import Reference
from bot.taxonomy import Taxonomy
from bot.triage import Question, RankedCategory, Suggestion

MAX_REASONS = 4
REASON_TEXT = 300
MAX_CHOICES = 5
SUGGESTED = "suggested"
SPEAKS_FOR = "\N{HEAVY PLUS SIGN}"
SPEAKS_AGAINST = "\N{HEAVY MINUS SIGN}"


def suggestion(incident: Snapshot, taxonomy: Taxonomy, first_steps: Runbook | None) -> Message | None:
    """Before anyone confirms: the evidence and the choice. Afterwards: one line, and a way to change it."""
    if incident.category is not None:
        return _confirmed(incident, incident.category, taxonomy)
    if incident.suggestion is None:
        return None
    return _open_question(incident, incident.suggestion.suggestion, first_steps)


def _confirmed(incident: Snapshot, category: str, taxonomy: Taxonomy) -> Message:
    name = escape(taxonomy.name_of(category) or category)
    by = f", confirmed by {user(incident.category_by)}" if incident.category_by else ""
    line = section(
        f"🏷️ *{name}*{by}",
        accessory=button("Change…", action_ids.OTHER_CATEGORY, _value(incident))
        if incident.is_open
        else None,
    )
    return Message(f"{subject(incident)}: {name}", (line, *_similar(incident)))


def _open_question(incident: Snapshot, made: Suggestion, first_steps: Runbook | None) -> Message:
    best = made.ranked[0]
    blocks: list[Block] = [section(f"🏷️ {_headline(made)}")]
    reasons = _reasons(best)
    if reasons and made.verdict != "not-certificate":
        blocks.append(section(reasons))
    for question in made.questions:
        blocks.append(section(f"❓ {escape(question.text)}"))
        blocks.append(actions(_choices(incident, question)))
    runner_up = made.ranked[1] if len(made.ranked) > 1 else None
    if runner_up is not None:
        blocks.append(context(f"Runner-up: {escape(runner_up.name)} ({_percent(runner_up)})"))
    if incident.is_open:
        blocks.append(actions(_buttons(incident, made)))
    if first_steps is not None and first_steps.first_five_minutes:
        steps = "\n".join(f"{n}. {escape(step)}" for n, step in enumerate(first_steps.first_five_minutes, 1))
        blocks.append(section(f"*First five minutes*\n{steps}"))
    blocks += _similar(incident)
    full = context("More is known of similar incidents than one message holds.")
    return Message(f"{subject(incident)}: {_headline(made)}", fitting(blocks, full))


def suggestion_in_brief(incident: Snapshot, taxonomy: Taxonomy) -> str:
    """For who asks by `/certinc suggest`: the answer in a few lines, for this person alone."""
    judged = incident.suggestion
    if judged is None:
        return "Nothing is known yet. Say what is seen: `/certinc suggest WORDS`."
    best = judged.suggestion.ranked[0]
    lines = [_headline(judged.suggestion), _reasons(best)]
    if incident.category is not None:
        lines.insert(0, f"Confirmed: *{escape(taxonomy.name_of(incident.category) or incident.category)}*")
    lines += [f"Like: {escape(one.title)}" for one in judged.similar]
    return "\n".join(line for line in lines if line)


def _similar(incident: Snapshot) -> list[Block]:
    return list(similar_incidents(incident, incident.suggestion.similar)) if incident.suggestion else []


def _headline(made: Suggestion) -> str:
    best = made.ranked[0]
    if made.verdict == SUGGESTED:
        return f"*{escape(best.name)}* ({best.likelihood_word}, {_percent(best)})"
    if made.verdict == "unsure":
        return (
            f"*Not sure yet.* Best guess: {escape(best.name)} ({_percent(best)}). An answer below would help."
        )
    if made.verdict == "not-certificate":
        return "*This looks like no certificate incident.* Confirm it, or choose what it is."
    return "*None of the nineteen kinds fits.* The general runbook leads through it."


def _percent(ranked: RankedCategory) -> str:
    return f"{min(99, max(1, round(ranked.probability * 100)))} %"


def _reasons(best: RankedCategory) -> str:
    lines = [f"{SPEAKS_FOR} {escape(shortened(r, REASON_TEXT))}" for r in best.reasons_for[:MAX_REASONS]]
    lines += [
        f"{SPEAKS_AGAINST} {escape(shortened(r, REASON_TEXT))}" for r in best.reasons_against[:MAX_REASONS]
    ]
    return "\n".join(lines)


def _choices(incident: Snapshot, question: Question) -> list[Element]:
    return [
        button(choice.text, f"{action_ids.ANSWER}|{question.id}|{choice.id}", _value(incident))
        for choice in question.choices[:MAX_CHOICES]
    ]


def _buttons(incident: Snapshot, made: Suggestion) -> list[Element]:
    best = made.ranked[0]
    certain = made.verdict == SUGGESTED
    confirm = button(
        "Confirm" if certain else f"It is: {best.name}",
        action_ids.CONFIRM_CATEGORY,
        str(Reference(incident=incident.id, revision=incident.revision, detail=best.id)),
        style="primary" if certain else None,
    )
    return [confirm, button("Another category…", action_ids.OTHER_CATEGORY, _value(incident))]


def _value(incident: Snapshot) -> str:
    return str(Reference(incident=incident.id, revision=incident.revision))
