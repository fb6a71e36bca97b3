"""Everything an operator can set, from the environment (``CERTINC_…``) or a ``.env`` file."""

import os
from datetime import timedelta
from pathlib import Path
from typing import Annotated

from pydantic import BeforeValidator, Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.errors import CertincError


class SettingsError(CertincError):
    """A setting is wrong; the sentence names it and says what it should be."""


def default_data_dir() -> Path:
    """``$XDG_DATA_HOME/certinc``, or ``~/.local/share/certinc`` (XDG Base Directory specification)."""
    base = os.environ.get("XDG_DATA_HOME")
    return (Path(base) if base else Path.home() / ".local" / "share") / "certinc"


def _split(value: object) -> object:
    return [part.strip() for part in value.split(",") if part.strip()] if isinstance(value, str) else value


CommaSeparated = Annotated[tuple[str, ...], NoDecode, BeforeValidator(_split)]


class Settings(BaseSettings):
    """The operator's settings. Each field is ``CERTINC_<NAME>`` in the environment and in ``.env.example``."""

    model_config = SettingsConfigDict(env_prefix="CERTINC_", env_file=".env", extra="ignore", frozen=True)

    data_dir: Path = Field(default_factory=default_data_dir)
    """Directory for the SQLite file, written reviews, and the local workspace."""

    database_url: str = ""
    """``sqlite:///PATH`` or ``postgresql://…``. Empty: ``certinc.db`` in the data directory."""

    slack_base_url: str = "https://slack.com/api/"
    """Slack's Web API. GovSlack and the local workspace have their own."""

    slack_bot_token: SecretStr | None = None
    """``xoxb-…``: the bot token of the installed app."""

    slack_app_token: SecretStr | None = None
    """``xapp-…``: the app-level token with ``connections:write``, for Socket Mode."""

    slack_signing_secret: SecretStr | None = None
    """Checks requests in HTTP mode. Socket Mode does not use it."""

    clock_url: str = ""
    """Follow this clock instead of the machine's: only the local workspace serves one."""

    runbooks_dir: Path | None = None
    """The organisation's own runbooks, read in addition to the built-in ones."""

    broadcast_channel: str = "incidents"
    """Name or id of the channel that is told of each incident. The bot must be a member."""

    catalogue_file: Path | None = None
    """YAML file of services, owners and on-call people. Without one, nothing is known beforehand."""

    extra_trust_anchors: CommaSeparated = ()
    """PEM files of the organisation's own root certificates, trusted beside Mozilla's."""

    public_trust_anchors: CommaSeparated = ()
    """PEM files of root certificates that are trusted too, and whose CA is to follow the rules of public ones."""

    policy_file: Path | None = None
    """YAML file of the organisation's certificate policy: known CAs, and which certificates may be where."""

    acme_directories: CommaSeparated = ()
    """``ISSUER=URL`` entries: the ACME directory of each CA whose issuer name fits the pattern."""

    allowed_networks: CommaSeparated = ()
    """Private networks (``10.0.0.0/8``) that URLs in certificates may lead to: where internal CRLs are, say."""

    static_hosts: CommaSeparated = ()
    """``HOST:PORT:ADDRESS:PORT`` entries, like curl's ``--connect-to``, for split-horizon DNS."""

    diagnosis_ports: CommaSeparated = ("well-known",)
    """Ports that people may have diagnosed: ``443``, ``8000-8999``, ``well-known``; ``any`` allows all."""

    diagnoses_a_person: int = Field(default=30, ge=1)
    """How many diagnoses of other hosts than the incident's a person may ask for within ten minutes."""

    diagnosis_timeout_s: float = Field(default=10.0, gt=0, le=60)
    """One deadline for a whole diagnosis, in seconds."""

    log_format: str = Field(default="console", pattern="^(console|json)$")
    """``console`` for people, ``json`` for machines."""

    @field_validator("slack_base_url")
    @classmethod
    def _base_url_ends_with_slash(cls, value: str) -> str:
        if not value.startswith(("http://", "https://")):
            message = "must be an http:// or https:// URL"
            raise ValueError(message)
        return value if value.endswith("/") else value + "/"

    @field_validator("slack_bot_token", "slack_app_token", mode="after")
    @classmethod
    def _empty_token_is_none(cls, value: SecretStr | None) -> SecretStr | None:
        return value if value and value.get_secret_value() else None

    @field_validator("database_url")
    @classmethod
    def _database_is_supported(cls, value: str) -> str:
        if value and not value.startswith(("sqlite:", "postgresql:", "postgresql+psycopg:", "postgres:")):
            message = "must start with sqlite:/// or postgresql://"
            raise ValueError(message)
        return value

    @property
    def diagnosis_timeout(self) -> timedelta:
        """`diagnosis_timeout_s` as a duration."""
        return timedelta(seconds=self.diagnosis_timeout_s)

    @property
    def effective_database_url(self) -> str:
        """`database_url`, or the SQLite file in the data directory."""
        return self.database_url or f"sqlite:///{self.data_dir / 'certinc.db'}"


def load_settings(**overrides: object) -> Settings:
    """Read the settings; ``overrides`` (field names) win over the environment.

    Raises:
        SettingsError: One is wrong. The sentence names the variable, never a secret's value.
    """
    try:
        return Settings(**overrides)  # type: ignore[arg-type] # pydantic checks them
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        name = "CERTINC_" + str(first["loc"][0]).upper()
        reason = first["msg"].removeprefix("Value error, ")
        raise SettingsError(
            f"{name} is wrong: {reason}.", remedy="See .env.example for its meaning."
        ) from error
