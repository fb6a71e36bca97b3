"""The same JSON as slackblocks' objects, so that its judgement can be compared with ours.

slackblocks cannot read JSON with elements in it, so each object is made by its constructor.
"""

import inspect
from collections.abc import Callable, Mapping
from typing import Any

import slackblocks as sb
from slackblocks.rich_text import objects as rich_objects

from bot.sandbox.json_types import JsonObject

_Builder = Callable[[Any], Any]


class NotConstructibleError(Exception):
    """slackblocks has no constructor, or no argument, for this."""


def judged(document: JsonObject) -> JsonObject:
    """What slackblocks would send for a message or a view.

    Raises:
        InvalidUsageError: slackblocks refuses it.
        NotConstructibleError: slackblocks has no such thing.
        ValueError: slackblocks refuses a date.
    """
    blocks = [_block(block) for block in document["blocks"]]
    if document["type"] == "message":
        return dict(sb.Message(channel="C0000001", blocks=blocks).to_dict())
    arguments = {key: _field(key, value) for key, value in document.items() if key not in {"type", "blocks"}}
    view = {"modal": sb.ModalView, "home": sb.HomeTabView}[document["type"]]
    made: JsonObject = _made(view, {**arguments, "blocks": blocks}).to_dict()
    return made


def _made(kind: Callable[..., Any], arguments: Mapping[str, Any]) -> Any:
    try:
        inspect.signature(kind).bind(**arguments)
    except TypeError as error:
        raise NotConstructibleError(str(error)) from error
    return kind(**arguments)


def _object(kind: Callable[..., Any], **renamed: str) -> _Builder:
    def build(value: JsonObject) -> Any:
        return _made(kind, {renamed.get(k, k): _field(k, v) for k, v in value.items() if k != "type"})

    return build


def _text(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    arguments = {key: item for key, item in value.items() if key != "type"}
    try:
        kind = sb.TextType(value.get("type"))
    except ValueError as error:
        raise NotConstructibleError(str(error)) from error
    return _made(sb.Text, {**arguments, "type_": kind})


def _leaf(kind: Callable[..., Any], **renamed: str) -> _Builder:
    """Rich text's smallest parts, whose style slackblocks takes as arguments."""

    def build(value: JsonObject) -> Any:
        fields = {renamed.get(k, k): v for k, v in value.items() if k not in {"type", "style"}}
        return _made(kind, {**fields, **value.get("style", {})})

    return build


def _filled(**missing: Any) -> Callable[[Callable[..., Any]], _Builder]:
    """Constructors that require an argument to be given even where Slack's field is optional."""

    def of(kind: Callable[..., Any]) -> _Builder:
        return lambda value: _made(kind, missing | {k: _field(k, v) for k, v in value.items() if k != "type"})

    return of


def _table(value: JsonObject) -> Any:
    """A rich text cell of a table is one part of rich text; slackblocks wraps it itself."""
    arguments = {key: item for key, item in value.items() if key != "type"}
    if "rows" in value:
        arguments["rows"] = [[_table_cell(cell) for cell in row] for row in value["rows"]]
    if "column_settings" in value:
        arguments["column_settings"] = [_made(sb.ColumnSettings, each) for each in value["column_settings"]]
    return _made(sb.TableBlock, arguments)


def _table_cell(cell: JsonObject) -> Any:
    if cell.get("type") != "rich_text":
        return _typed(cell)
    if len(cell.get("elements", [])) != 1:
        raise NotConstructibleError("a cell of slackblocks has one part")
    return _typed(cell["elements"][0])


def _plan(value: JsonObject) -> Any:
    tasks = [_TYPES["task_card"](task) for task in value.get("tasks", [])] if "tasks" in value else None
    rest = {key: item for key, item in value.items() if key not in {"type", "tasks"}}
    return _made(sb.PlanBlock, rest if tasks is None else {**rest, "tasks": tasks})


def _typed(value: Any) -> Any:
    kind = value.get("type") if isinstance(value, dict) else None
    if kind in {"plain_text", "mrkdwn"}:
        return _text(value)
    if not isinstance(kind, str) or kind not in _TYPES:
        raise NotConstructibleError(f"no type {kind}")
    return _TYPES[kind](value)


def _block(value: Any) -> Any:
    """An image is a block or an element, by where it stands."""
    is_image = isinstance(value, dict) and value.get("type") == "image"
    return _object(sb.ImageBlock)(value) if is_image else _typed(value)


def _list_of(build: _Builder) -> _Builder:
    return lambda values: [build(value) for value in values] if isinstance(values, list) else values


def _confirm(value: Any) -> Any:
    is_dialog = isinstance(value, dict) and "type" not in value
    return _object(sb.ConfirmationDialogue)(value) if is_dialog else _text(value)


def _typed_or_plain(value: Any) -> Any:
    return _typed(value) if isinstance(value, dict) else value


def _field(name: str, value: Any) -> Any:
    build = _FIELDS.get(name)
    return value if build is None else build(value)


_OPTION = _object(sb.Option)
_SLACK_FILE = _filled(url=None, id=None)(sb.SlackFile)
_TEXTS = ("text", "title", "label", "hint", "subtitle", "body", "subtext", "placeholder", "description")
_FIELDS: Mapping[str, _Builder] = {
    **dict.fromkeys((*_TEXTS, "close", "submit", "deny"), _text),
    **dict.fromkeys(
        ("accessory", "element", "hero_image", "icon", "chart", "initial_value", "details", "output"),
        _typed_or_plain,
    ),
    **dict.fromkeys(("elements", "actions", "sources"), _list_of(_typed)),
    "child_blocks": _list_of(_block),
    "rich_text_title": _typed_or_plain,
    "confirm": _confirm,
    "fields": _list_of(_text),
    "options": _list_of(_OPTION),
    "initial_options": _list_of(_OPTION),
    "initial_option": _OPTION,
    "option_groups": _list_of(_object(sb.OptionGroup)),
    "filter": _object(sb.ConversationFilter),
    "dispatch_action_config": _object(sb.DispatchActionConfiguration),
    "slack_file": _SLACK_FILE,
    "slack_icon": _object(sb.SlackIcon),
    "workflow": _object(sb.Workflow),
    "trigger": _filled(customizable_input_parameters=None)(sb.Trigger),
    "customizable_input_parameters": _list_of(_object(sb.InputParameter)),
    "positive_button": _object(sb.FeedbackButton),
    "negative_button": _object(sb.FeedbackButton),
    "rows": _list_of(_list_of(_typed)),
    "segments": _list_of(_object(sb.ChartSegment)),
    "series": _list_of(_object(sb.DataSeries)),
    "data": _list_of(_object(sb.DataPoint)),
    "axis_config": _object(sb.AxisConfig),
}
_TYPES: Mapping[str, _Builder] = {
    "section": _object(sb.SectionBlock),
    "header": _object(sb.HeaderBlock),
    "divider": _object(sb.DividerBlock),
    "context": _object(sb.ContextBlock),
    "actions": _object(sb.ActionsBlock),
    "image": _object(sb.Image),
    "input": _object(sb.InputBlock),
    "rich_text": _object(sb.RichTextBlock),
    "markdown": _object(sb.MarkdownBlock),
    "context_actions": _object(sb.ContextActionsBlock),
    "alert": _object(sb.AlertBlock),
    "video": _object(sb.VideoBlock),
    "file": _object(sb.FileBlock),
    "table": _table,
    "data_table": _object(sb.DataTableBlock),
    "data_visualization": _object(sb.DataVisualizationBlock),
    "task_card": _object(sb.TaskCardBlock),
    "plan": _plan,
    "card": _object(sb.CardBlock),
    "carousel": _object(sb.CarouselBlock),
    "container": _object(sb.ContainerBlock),
    "button": _object(sb.Button),
    "overflow": _filled(action_id=None)(sb.OverflowMenu),
    "workflow_button": _object(sb.WorkflowButton),
    "checkboxes": _filled(action_id=None)(sb.CheckboxGroup),
    "radio_buttons": _filled(action_id=None)(sb.RadioButtonGroup),
    "datepicker": _object(sb.DatePicker),
    "timepicker": _object(sb.TimePicker),
    "datetimepicker": _object(sb.DateTimePicker, initial_date_time="initial_datetime"),
    "static_select": _object(sb.StaticSelectMenu),
    "external_select": _object(sb.ExternalSelectMenu),
    "users_select": _object(sb.UserSelectMenu),
    "conversations_select": _object(sb.ConversationSelectMenu),
    "channels_select": _object(sb.ChannelSelectMenu),
    "multi_static_select": _filled(action_id=None, options=None)(sb.StaticMultiSelectMenu),
    "multi_external_select": _object(sb.ExternalMultiSelectMenu),
    "multi_users_select": _object(sb.UserMultiSelectMenu),
    "multi_conversations_select": _object(sb.ConversationMultiSelectMenu),
    "multi_channels_select": _object(sb.ChannelMultiSelectMenu),
    "plain_text_input": _object(sb.PlainTextInput),
    "email_text_input": _object(sb.EmailInput),
    "url_text_input": _object(sb.URLInput),
    "number_input": _object(sb.NumberInput),
    "rich_text_input": _object(sb.RichTextInput),
    "file_input": _object(sb.FileInput),
    "feedback_buttons": _object(sb.FeedbackButtons),
    "icon_button": _object(sb.IconButton),
    "url": _object(sb.URLSource),
    "raw_text": _object(sb.RawText),
    "raw_number": _object(sb.RawNumber),
    "pie": _object(sb.PieChart),
    "bar": _object(sb.BarChart),
    "area": _object(sb.AreaChart),
    "line": _object(sb.LineChart),
    "rich_text_section": _object(sb.RichTextSection),
    "rich_text_list": _object(sb.RichTextList),
    "rich_text_preformatted": _object(rich_objects.RichTextCodeBlock),
    "rich_text_quote": _object(sb.RichTextQuote),
    "text": _leaf(sb.RichText),
    "link": _leaf(sb.RichTextLink),
    "user": _leaf(sb.RichTextUser),
    "channel": _leaf(sb.RichTextChannel),
    "usergroup": _leaf(sb.RichTextUserGroup, usergroup_id="user_group_id"),
    "emoji": _leaf(sb.RichTextEmoji),
}
