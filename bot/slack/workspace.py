"""What the bot knows of the workspace it runs in, read once at start."""

from dataclasses import dataclass

import structlog

from bot.slack.gateway import Identity, SlackGateway


@dataclass(frozen=True, slots=True)
class Workspace:
    """The bot's place in Slack."""

    identity: Identity
    broadcast_channel: str | None
    """Id of the channel that is told of each incident; None where the bot is in none of that name."""

    @property
    def team_id(self) -> str:
        """The Slack team that every row carries."""
        return self.identity.team_id

    def message_link(self, channel: str, ts: str) -> str:
        """The permalink of a message, in the form that chat.getPermalink gives."""
        return f"{self.identity.workspace_url}archives/{channel}/p{ts.replace('.', '')}"


async def read_workspace(gateway: SlackGateway, broadcast_channel: str) -> Workspace:
    """Ask Slack who we are and where to tell of incidents."""
    identity = await gateway.identity()
    name = broadcast_channel.removeprefix("#")
    found = name if name[:1] in {"C", "G"} and name.isupper() else await gateway.channel_by_name(name)
    if found is None:
        structlog.get_logger(__name__).warning(
            "broadcast_channel_missing", channel=name, remedy=f"Invite the bot to #{name}."
        )
    return Workspace(identity, found)
