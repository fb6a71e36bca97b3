"""What the control API is sent. Unknown fields are refused: a test that misspells one should know."""

from pydantic import BaseModel, ConfigDict, Field

from bot.sandbox.json_types import JsonObject


class _Body(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class CommandBody(_Body):
    """``POST commands``."""

    user: str
    channel: str
    command: str
    text: str = ""


class ActionBody(_Body):
    """``POST actions``: on a message (``channel`` and ``ts``) or on a view (``view_id``)."""

    user: str
    action_id: str
    block_id: str = ""
    channel: str = ""
    ts: str = ""
    view_id: str = ""
    value: str | None = None
    selected_option: JsonObject | str | None = None
    selected_options: list[JsonObject | str] | None = None
    selected_user: str | None = None
    selected_users: list[str] | None = None
    selected_channel: str | None = None
    selected_channels: list[str] | None = None
    selected_conversation: str | None = None
    selected_conversations: list[str] | None = None
    selected_date: str | None = None
    selected_time: str | None = None
    selected_date_time: int | None = None
    values: JsonObject | None = None
    """What else is entered in the view or message, in the form of ``state.values``."""


class SuggestionBody(_Body):
    """``POST suggestions``: what was typed into a menu, on a message (``channel`` and ``ts``) or on a view."""

    user: str
    action_id: str
    value: str
    block_id: str = ""
    channel: str = ""
    ts: str = ""
    view_id: str = ""


class InvitationBody(_Body):
    """``POST invitations``: a person brings somebody, or the app, into a channel."""

    user: str
    channel: str
    invited: str


class ShortcutBody(_Body):
    """``POST shortcuts``: global, or on a message."""

    user: str
    callback_id: str
    channel: str = ""
    ts: str = ""


class SubmitBody(_Body):
    """``POST views/{id}/submit``."""

    user: str
    values: JsonObject = Field(default_factory=dict)


class CloseBody(_Body):
    """``POST views/{id}/close``; ``clear`` closes the whole stack."""

    user: str
    clear: bool = False


class MessageBody(_Body):
    """``POST messages``."""

    user: str
    channel: str
    text: str = Field(min_length=1, max_length=40_000)
    thread_ts: str | None = None


class ReactionBody(_Body):
    """``POST reactions``."""

    user: str
    channel: str
    ts: str
    name: str
    remove: bool = False


class ReadBody(_Body):
    """``POST read``."""

    user: str
    channel: str


class HomeBody(_Body):
    """``POST home/open``."""

    user: str


class ClockBody(_Body):
    """``POST clock``."""

    advance_s: float = Field(ge=0, le=10 * 366 * 86_400, allow_inf_nan=False)


class AppBody(_Body):
    """``POST app``. ``request_url`` null: Socket Mode."""

    request_url: str | None


class DisconnectBody(_Body):
    """``POST disconnect``. ``reason`` null: the connections are cut without a word."""

    reason: str | None = Field(
        default="refresh_requested", pattern="^(warning|refresh_requested|link_disabled)$"
    )
