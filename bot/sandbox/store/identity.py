"""Who is who for good: the team, the app, its bot, and its tokens. Made once, at the first start."""

from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Identity:
    """Identifiers and secrets of the one team and the one installed app."""

    team_id: str
    team_name: str
    team_domain: str
    app_id: str
    bot_id: str
    bot_user_id: str
    bot_name: str
    verification_token: str
    bot_token: str
    app_token: str
    signing_secret: str

    def as_rows(self) -> list[tuple[str, str]]:
        """Key and value of each field, as stored in ``meta``."""
        return [(f"identity.{key}", value) for key, value in asdict(self).items()]
