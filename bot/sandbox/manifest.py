"""The app as Slack would know it: scopes, commands, shortcuts and events from its manifest.

Source of the format: Slack, "App manifest reference".
"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bot.sandbox.errors import ManifestError


class _Lenient(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class SlashCommand(_Lenient):
    """One slash command of the app."""

    command: str = Field(pattern=r"^/")
    description: str = ""
    usage_hint: str = ""
    should_escape: bool = False


class Shortcut(_Lenient):
    """One shortcut of the app, on a message or global."""

    name: str
    type: Literal["message", "global"]
    callback_id: str
    description: str = ""


class _DisplayInformation(_Lenient):
    name: str


class _BotUser(_Lenient):
    display_name: str


class _AppHome(_Lenient):
    home_tab_enabled: bool = False


class _Features(_Lenient):
    bot_user: _BotUser
    app_home: _AppHome = _AppHome()
    slash_commands: tuple[SlashCommand, ...] = ()
    shortcuts: tuple[Shortcut, ...] = ()


class _Scopes(_Lenient):
    bot: tuple[str, ...] = Field(min_length=1)


class _OauthConfig(_Lenient):
    scopes: _Scopes


class _EventSubscriptions(_Lenient):
    bot_events: tuple[str, ...] = ()


class _Interactivity(_Lenient):
    is_enabled: bool = False


class _Settings(_Lenient):
    interactivity: _Interactivity = _Interactivity()
    event_subscriptions: _EventSubscriptions = _EventSubscriptions()


class _Document(_Lenient):
    display_information: _DisplayInformation
    features: _Features
    oauth_config: _OauthConfig
    settings: _Settings = _Settings()


@dataclass(frozen=True, slots=True)
class AppManifest:
    """What the workspace needs to know of the installed app."""

    name: str
    bot_name: str
    scopes: tuple[str, ...]
    """Granted bot scopes, in the manifest's order."""

    commands: tuple[SlashCommand, ...] = ()
    shortcuts: tuple[Shortcut, ...] = ()
    events: frozenset[str] = frozenset()
    """Event types the app is subscribed to, such as ``message.channels``."""

    is_interactive: bool = False
    """Whether clicks, shortcuts and submissions reach the app at all."""

    has_home_tab: bool = False
    """Whether the app may publish a Home tab."""

    def command(self, name: str) -> SlashCommand | None:
        """The command called ``name`` (with its slash), if the app has it."""
        return next((command for command in self.commands if command.command == name), None)

    def shortcut(self, callback_id: str) -> Shortcut | None:
        """The shortcut with this ``callback_id``, if the app has it."""
        return next((shortcut for shortcut in self.shortcuts if shortcut.callback_id == callback_id), None)


def _parsed(path: Path) -> object:
    text = path.read_text(encoding="utf-8")
    return json.loads(text) if path.suffix == ".json" else yaml.safe_load(text)


def load_manifest(path: Path) -> AppManifest:
    """Read a Slack app manifest, in YAML or, in a file called ``….json``, in JSON.

    Raises:
        ManifestError: The file is missing, empty, not YAML, or lacks a part that the workspace needs.
    """
    try:
        document = _Document.model_validate(_parsed(path))
    except OSError as error:
        raise ManifestError(
            f"The app manifest {path} cannot be read: {error.strerror}.",
            remedy="It tells the workspace which scopes and commands the app has.",
        ) from error
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(str(part) for part in first["loc"]) or "the document"
        raise ManifestError(
            f"The app manifest {path} is not complete: {where}: {first['msg']}.",
            remedy="See Slack's app manifest reference.",
        ) from error
    except (yaml.YAMLError, ValueError) as error:
        raise ManifestError(
            f"The app manifest {path} is neither YAML nor JSON.", remedy=str(error)
        ) from error
    return AppManifest(
        name=document.display_information.name,
        bot_name=document.features.bot_user.display_name,
        scopes=document.oauth_config.scopes.bot,
        commands=document.features.slash_commands,
        shortcuts=document.features.shortcuts,
        events=frozenset(document.settings.event_subscriptions.bot_events),
        is_interactive=document.settings.interactivity.is_enabled,
        has_home_tab=document.features.app_home.home_tab_enabled,
    )
