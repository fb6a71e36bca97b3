"""One valid block of each kind, with every field that it may have."""

import json

from bot.sandbox.json_types import JsonObject

PICTURE = "https://example.com/picture.png"
CONFIRM: JsonObject = {
    "title": {"type": "plain_text", "text": "Sure?"},
    "text": {"type": "mrkdwn", "text": "*Really?*"},
    "confirm": {"type": "plain_text", "text": "Yes"},
    "deny": {"type": "plain_text", "text": "No"},
    "style": "danger",
}
DISPATCH: JsonObject = {"trigger_actions_on": ["on_enter_pressed"]}
FILTER: JsonObject = {
    "include": ["public"],
    "exclude_external_shared_channels": True,
    "exclude_bot_users": True,
}


def plain(text: str = "words") -> JsonObject:
    """A plain text object."""
    return {"type": "plain_text", "text": text, "emoji": True}


def mrkdwn(text: str = "*words*") -> JsonObject:
    """A formatted text object."""
    return {"type": "mrkdwn", "text": text, "verbatim": True}


def option(value: str = "v1") -> JsonObject:
    """One choice."""
    return {"text": plain(), "value": value, "description": plain()}


def rich_text() -> JsonObject:
    """A rich text block of one paragraph."""
    text: JsonObject = {"type": "text", "text": "rich", "style": {"bold": True, "italic": True}}
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [text]}]}


_LEAVES: list[JsonObject] = [
    {"type": "text", "text": "rich", "style": {"strike": True, "code": True}},
    {"type": "link", "url": "https://example.com", "text": "link", "unsafe": False, "style": {"bold": True}},
    {"type": "user", "user_id": "U0000001", "style": {"highlight": True}},
    {"type": "channel", "channel_id": "C0000001"},
    {"type": "usergroup", "usergroup_id": "S0000001"},
    {"type": "emoji", "name": "wave", "skin_tone": 2},
]
_IMAGE: JsonObject = {"type": "image", "alt_text": "picture", "image_url": PICTURE}
_BUTTON: JsonObject = {
    "type": "button",
    "text": plain(),
    "url": "https://example.com/go",
    "value": "value",
    "style": "primary",
    "confirm": CONFIRM,
    "accessibility_label": "label",
    "agent_prompt": "prompt",
    "agent_prompt_display": "display",
}
_MENU: JsonObject = {"confirm": CONFIRM, "focus_on_load": False, "placeholder": plain()}
_MANY: JsonObject = {**_MENU, "max_selected_items": 3}
_TYPED: JsonObject = {"dispatch_action_config": DISPATCH, "focus_on_load": False, "placeholder": plain()}

_ELEMENTS: list[JsonObject] = [
    _BUTTON,
    {"type": "overflow", "options": [{**option(), "url": "https://example.com/go"}], "confirm": CONFIRM},
    {
        "type": "workflow_button",
        "text": plain(),
        "workflow": {
            "trigger": {
                "url": "https://slack.com/shortcuts/Ft0001/1",
                "customizable_input_parameters": [{"name": "in", "value": "out"}],
            }
        },
        "style": "danger",
        "accessibility_label": "label",
        "confirm": CONFIRM,
    },
    {
        "type": "checkboxes",
        "options": [option()],
        "initial_options": [option()],
        "confirm": CONFIRM,
        "focus_on_load": False,
    },
    {
        "type": "radio_buttons",
        "options": [option()],
        "initial_option": option(),
        "confirm": CONFIRM,
        "focus_on_load": False,
    },
    {"type": "datepicker", "initial_date": "2026-01-31", **_MENU},
    {"type": "timepicker", "initial_time": "13:45", "timezone": "Europe/Berlin", **_MENU},
    {
        "type": "datetimepicker",
        "initial_date_time": 1_800_000_000,
        "confirm": CONFIRM,
        "focus_on_load": False,
    },
    {"type": "static_select", "options": [option()], "initial_option": option(), **_MENU},
    {"type": "external_select", "initial_option": option(), "min_query_length": 1, **_MENU},
    {"type": "users_select", "initial_user": "U0000001", **_MENU},
    {
        "type": "conversations_select",
        "initial_conversation": "C0000001",
        "default_to_current_conversation": True,
        "response_url_enabled": True,
        "filter": FILTER,
        **_MENU,
    },
    {"type": "channels_select", "initial_channel": "C0000001", "response_url_enabled": True, **_MENU},
    {"type": "multi_static_select", "options": [option()], "initial_options": [option()], **_MANY},
    {
        "type": "multi_external_select",
        "initial_options": [option()],
        "min_query_length": 1,
        "confirm": CONFIRM,
        "max_selected_items": 3,
        "placeholder": plain(),
    },
    {"type": "multi_users_select", "initial_users": ["U0000001"], **_MANY},
    {
        "type": "multi_conversations_select",
        "initial_conversations": ["C0000001"],
        "default_to_current_conversation": True,
        "filter": FILTER,
        **_MANY,
    },
    {"type": "multi_channels_select", "initial_channels": ["C0000001"], **_MANY},
    {
        "type": "plain_text_input",
        "initial_value": "value",
        "multiline": True,
        "min_length": 1,
        "max_length": 3000,
        **_TYPED,
    },
    {"type": "email_text_input", "initial_value": "a@example.com", **_TYPED},
    {"type": "url_text_input", "initial_value": "https://example.com", **_TYPED},
    {
        "type": "number_input",
        "is_decimal_allowed": True,
        "initial_value": "2",
        "min_value": "1",
        "max_value": "3",
        **_TYPED,
    },
    {"type": "rich_text_input", "initial_value": rich_text(), "min_lines": 1, "max_lines": 2, **_TYPED},
    {"type": "file_input", "filetypes": ["pem"], "max_files": 1},
]
ELEMENTS: dict[str, JsonObject] = {
    element["type"]: {**element, "action_id": f"act-{element['type']}"} for element in _ELEMENTS
}
ELEMENTS["image"] = _IMAGE
GROUPED_MENU: JsonObject = {
    "type": "static_select",
    "action_id": "grouped",
    "option_groups": [{"label": plain(), "options": [option()]}],
}
_FEEDBACK: JsonObject = {
    "type": "feedback_buttons",
    "action_id": "feedback",
    "positive_button": {"text": plain(), "value": "good", "accessibility_label": "good"},
    "negative_button": {"text": plain(), "value": "bad", "accessibility_label": "bad"},
}
_ICON_BUTTON: JsonObject = {
    "type": "icon_button",
    "action_id": "bin",
    "icon": "trash",
    "text": plain(),
    "value": "value",
    "confirm": CONFIRM,
    "accessibility_label": "label",
    "visible_to_user_ids": ["U0000001"],
}
_TASK: JsonObject = {
    "task_id": "t1",
    "title": "Renew",
    "status": "complete",
    "details": rich_text(),
    "output": rich_text(),
    "sources": [{"type": "url", "url": "https://example.com", "text": "source"}],
}
_CARD: JsonObject = {
    "type": "card",
    "hero_image": _IMAGE,
    "icon": _IMAGE,
    "title": plain(),
    "subtitle": mrkdwn(),
    "body": mrkdwn(),
    "subtext": plain(),
    "actions": [{**_BUTTON, "action_id": "on-card"}],
}
_AXES: JsonObject = {"categories": ["one"], "x_label": "x", "y_label": "y"}
_SERIES: list[JsonObject] = [{"name": "first", "data": [{"label": "one", "value": 1.5}]}]
_CELL: JsonObject = {"type": "raw_text", "text": "cell", "emoji": True}

_BLOCKS: dict[str, JsonObject] = {
    "section": {"type": "section", "text": mrkdwn(), "fields": [plain()], "accessory": ELEMENTS["button"]},
    "header": {"type": "header", "text": plain()},
    "divider": {"type": "divider"},
    "context": {"type": "context", "elements": [mrkdwn(), plain(), _IMAGE]},
    "actions": {"type": "actions", "elements": [ELEMENTS["button"]]},
    "image": {"type": "image", "alt_text": "picture", "image_url": PICTURE, "title": plain()},
    "stored_image": {"type": "image", "alt_text": "picture", "slack_file": {"id": "F0000000001"}},
    "input": {
        "type": "input",
        "label": plain(),
        "element": ELEMENTS["plain_text_input"],
        "dispatch_action": True,
        "hint": plain(),
        "optional": True,
    },
    "rich_text": {
        "type": "rich_text",
        "elements": [
            {"type": "rich_text_section", "elements": _LEAVES},
            {
                "type": "rich_text_list",
                "style": "bullet",
                "elements": [{"type": "rich_text_section", "elements": _LEAVES}],
                "indent": 1,
                "offset": 1,
                "border": 1,
            },
            {"type": "rich_text_preformatted", "elements": _LEAVES, "border": 1},
            {"type": "rich_text_quote", "elements": _LEAVES, "border": 1},
        ],
    },
    "markdown": {"type": "markdown", "text": "**words**"},
    "context_actions": {"type": "context_actions", "elements": [_FEEDBACK, _ICON_BUTTON]},
    "alert": {"type": "alert", "text": mrkdwn(), "level": "warning"},
    "video": {
        "type": "video",
        "alt_text": "film",
        "title": plain(),
        "thumbnail_url": PICTURE,
        "video_url": "https://example.com/film",
        "author_name": "author",
        "description": plain(),
        "provider_icon_url": PICTURE,
        "provider_name": "provider",
        "title_url": "https://example.com/title",
    },
    "file": {"type": "file", "external_id": "remote-1", "source": "remote"},
    "table": {
        "type": "table",
        "rows": [[_CELL, rich_text()]],
        "column_settings": [{"align": "right", "is_wrapped": True}],
    },
    "data_table": {
        "type": "data_table",
        "rows": [
            [_CELL, {"type": "raw_number", "value": 2, "text": "two"}],
            [_CELL, {**rich_text(), "block_id": "in-cell"}],
        ],
        "caption": "caption",
        "page_size": 10,
        "row_header_column_index": 0,
    },
    "pie": {
        "type": "data_visualization",
        "title": "pie",
        "chart": {"type": "pie", "segments": [{"label": "one", "value": 1}]},
    },
    **{
        kind: {
            "type": "data_visualization",
            "title": kind,
            "chart": {"type": kind, "series": _SERIES, "axis_config": _AXES},
        }
        for kind in ("bar", "area", "line")
    },
    "task_card": {"type": "task_card", **_TASK},
    "plan": {"type": "plan", "title": "plan", "tasks": [_TASK]},
    "card": _CARD,
    "carousel": {"type": "carousel", "elements": [{**_CARD, "block_id": "first"}]},
    "container": {
        "type": "container",
        "child_blocks": [{"type": "section", "text": plain()}],
        "title": plain(),
        "rich_text_title": rich_text(),
        "subtitle": mrkdwn(),
        "width": "wide",
        "icon": _IMAGE,
        "is_collapsible": True,
        "default_collapsed": True,
        "has_header_divider": False,
    },
    **{
        f"input:{kind}": {"type": "input", "label": plain(), "element": element}
        for kind, element in ELEMENTS.items()
        if kind not in {"button", "overflow", "workflow_button", "image"}
    },
    **{
        f"accessory:{kind}": {"type": "section", "text": plain(), "accessory": ELEMENTS[kind]}
        for kind in ("image", "overflow", "workflow_button")
    },
    "accessory:grouped": {"type": "section", "text": plain(), "accessory": GROUPED_MENU},
}
NAMES = tuple(_BLOCKS)
ONLY_IN_MODALS = ("alert", "input:file_input")


def block(name: str) -> JsonObject:
    """A block of its own, with the name of its kind as its id."""
    copied: JsonObject = json.loads(json.dumps(_BLOCKS[name]))
    return {**copied, "block_id": f"block-{name}"}


def surface(name: str) -> str:
    """Where the block may stand: in a message wherever it can."""
    return "modal" if name in ONLY_IN_MODALS else "message"


def document(kind: str, *blocks: JsonObject) -> JsonObject:
    """A message, a modal or a Home tab of blocks, with every field that it may have."""
    if kind == "message":
        return {"type": "message", "blocks": list(blocks)}
    view: JsonObject = {"type": kind, "blocks": list(blocks), "private_metadata": "m", "callback_id": "c"}
    view["external_id"] = "e"
    if kind == "modal":
        view |= {"title": plain(), "submit": plain(), "close": plain()}
        view |= {"clear_on_close": True, "notify_on_close": True}
    return view
