"""What whoever opened the incident is told, alone: where it is, and what could not be done."""

from collections.abc import Mapping

from bot.incidents.snapshot import Snapshot
from bot.slack.errors import SENTENCES, SlackRefusedError
from bot.slack.messages.wording import severity, subject
from bot.slack.mrkdwn import channel, escape, user


def opened_reply(incident: Snapshot, channel_id: str, not_invited: Mapping[str, str]) -> str:
    """The link, and each person who could not be invited with the reason."""
    lines = [f"{severity(incident.severity)} {subject(incident)} is in {channel(channel_id)}."]
    for person, code in not_invited.items():
        what, remedy = SENTENCES.get(code, (f"Slack says {code}.", ""))
        lines.append(f"{user(person)} could not be invited: {what} {remedy}".rstrip())
    return "\n".join(lines)


def apology(incident: Snapshot, refused: SlackRefusedError) -> str:
    """Why there is no channel, and what happens now."""
    if incident.private:
        return (
            f"No private channel could be made for {subject(incident)}, so nothing was opened. "
            f"{escape(str(refused))}"
        )
    return (
        f"The incident for {subject(incident)} is recorded, but its channel could not be made. "
        f"{escape(str(refused))} The bot goes on trying."
    )
