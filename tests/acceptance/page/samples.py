"""One of every block and element, with words of the test's choice wherever a block takes words."""

from typing import Any, TypeAlias

Json: TypeAlias = dict[str, Any]

PICTURE = "https://pictures.example.com/seal.png"


def plain(text: str) -> Json:
    """A plain text object."""
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str) -> Json:
    """A mrkdwn object."""
    return {"type": "mrkdwn", "text": text}


def option(text: str, value: str = "") -> Json:
    """An option of a menu."""
    return {"text": plain(text), "value": value or text}


def rich(text: str) -> Json:
    """A rich text block of one paragraph."""
    section = {"type": "rich_text_section", "elements": [{"type": "text", "text": text}]}
    return {"type": "rich_text", "elements": [section]}


def button(text: str, action_id: str, **more: Any) -> Json:
    """A button."""
    return {"type": "button", "text": plain(text), "action_id": action_id, **more}


def confirmation(text: str) -> Json:
    """A confirm dialog."""
    return {"title": plain(text), "text": mrkdwn(text), "confirm": plain("Yes"), "deny": plain("No")}


def shown_blocks(words: str) -> list[Json]:
    """The blocks that show something, wherever they may stand. ``words`` has at most 50 characters."""
    return [
        {"type": "header", "text": plain(words)},
        {"type": "section", "text": mrkdwn(words), "fields": [mrkdwn(words), plain(words)]},
        {"type": "context", "elements": [mrkdwn(words), plain(words)]},
        {"type": "divider"},
        {"type": "image", "image_url": PICTURE, "alt_text": words, "title": plain(words)},
        rich_text(words),
        {
            "type": "video",
            "title": plain(words),
            "alt_text": words,
            "thumbnail_url": PICTURE,
            "video_url": "https://videos.example.com/1",
            "author_name": words,
            "provider_name": words,
            "description": plain(words),
        },
        card(words),
    ]


def rich_text(words: str) -> Json:
    """Every part of rich text that holds words."""
    text = {"type": "text", "text": words, "style": {"bold": True, "underline": True}}
    section = {"type": "rich_text_section", "elements": [text]}
    return {
        "type": "rich_text",
        "elements": [
            section,
            {"type": "rich_text_list", "style": "bullet", "elements": [section], "indent": 1},
            {"type": "rich_text_quote", "elements": [text]},
            {"type": "rich_text_preformatted", "elements": [text]},
            {
                "type": "rich_text_section",
                "elements": [
                    {"type": "link", "url": "https://example.com", "text": words},
                    {"type": "emoji", "name": "tada"},
                    {"type": "broadcast", "range": "here"},
                    {"type": "color", "value": words},
                    {"type": "date", "timestamp": 0, "format": "{unknown}", "fallback": words},
                ],
            },
        ],
    }


def card(words: str, action_id: str = "card_button") -> Json:
    """A card."""
    return {
        "type": "card",
        "icon": {"type": "image", "image_url": PICTURE, "alt_text": words},
        "title": mrkdwn(words),
        "subtitle": plain(words),
        "body": mrkdwn(words),
        "subtext": plain(words),
        "actions": [button(words, action_id)],
    }


def message_blocks(words: str) -> list[Json]:
    """The blocks that only messages have. ``words`` has at most 50 characters, of which charts' names take 20."""
    cells: list[list[Json]] = [[{"type": "raw_text", "text": words}, {"type": "raw_text", "text": "Days"}]]
    cells += [
        [
            {"type": "raw_text", "text": f"{words} {n}"},
            {"type": "raw_number", "value": n, "text": str(n)},
        ]
        for n in range(12)
        for n in range(12)
    ]
    task: Json = {"task_id": "1", "title": words, "details": rich(words), "output": rich(words)}
    source = {"type": "url", "url": "https://example.com", "text": words}
    return [
        {"type": "table", "rows": [[{"type": "raw_text", "text": words}], [rich(words)]]},
        {"type": "data_table", "caption": words, "rows": cells, "row_header_column_index": 0},
        chart("bar", words),
        {"type": "carousel", "elements": [card(words, "first"), card(words, "second")]},
        {
            "type": "container",
            "title": plain(words),
            "subtitle": plain(words),
            "is_collapsible": True,
            "child_blocks": [{"type": "section", "text": plain(words)}],
        },
        {
            "type": "plan",
            "title": words,
            "tasks": [
                task | {"status": "pending", "sources": [source]},
                task | {"task_id": "2", "status": "error"},
            ],
        },
        {"type": "task_card", **task, "status": "complete"},
        {"type": "context_actions", "elements": [feedback(words), icon_button(words)]},
        {"type": "file", "external_id": words, "source": "remote"},
        {"type": "markdown", "text": words},
    ]


def chart(kind: str, title: str = "Certificates", name: str = "") -> Json:
    """A chart of one kind; ``name`` is that of a series and of a category."""
    label = (name or title)[:20]
    if kind == "pie":
        segments = [{"label": label, "value": 3}, {"label": "Other", "value": 1}]
        return {"type": "data_visualization", "title": title, "chart": {"type": "pie", "segments": segments}}
    data = [{"label": label, "value": 30}, {"label": "May", "value": -12.5}]
    return {
        "type": "data_visualization",
        "title": title,
        "chart": {
            "type": kind,
            "series": [{"name": label, "data": data}, {"name": "Before", "data": data}],
            "axis_config": {"categories": [label, "May"], "x_label": title, "y_label": "Days"},
        },
    }


def feedback(words: str) -> Json:
    """Feedback buttons."""
    return {
        "type": "feedback_buttons",
        "action_id": "feedback",
        "positive_button": {"text": plain(words), "value": "good"},
        "negative_button": {"text": plain("Bad"), "value": "bad"},
    }


def icon_button(words: str) -> Json:
    """An icon button."""
    return {"type": "icon_button", "icon": "trash", "text": plain(words), "action_id": "bin", "value": "7"}


def acting_elements(words: str) -> list[Json]:
    """The elements of an actions block. ``words`` has at most 50 characters."""
    return [
        button(words, "press", value="1", style="primary"),
        button("Sure?", "ask", value="1", style="danger", confirm=confirmation(words)),
        workflow_button(words),
        {"type": "overflow", "action_id": "overflow", "options": [option(words, "1"), option("Other", "2")]},
        {
            "type": "static_select",
            "action_id": "static",
            "placeholder": plain(words),
            "options": [option(words, "1")],
        },
        {"type": "users_select", "action_id": "user", "placeholder": plain("A person")},
        {"type": "conversations_select", "action_id": "conversation", "placeholder": plain("A conversation")},
        {"type": "channels_select", "action_id": "channel", "placeholder": plain("A channel")},
        {"type": "external_select", "action_id": "external", "placeholder": plain("From the app")},
        {"type": "datepicker", "action_id": "date", "initial_date": "2026-11-24"},
        {"type": "timepicker", "action_id": "time", "initial_time": "13:45"},
        {"type": "datetimepicker", "action_id": "moment", "initial_date_time": 1795528800},
        {"type": "checkboxes", "action_id": "boxes", "options": [option(words, "1"), option("Other", "2")]},
        {
            "type": "radio_buttons",
            "action_id": "radios",
            "options": [option(words, "1"), option("Other", "2")],
        },
    ]


def workflow_button(words: str) -> Json:
    """A button that starts a workflow."""
    trigger = {"trigger": {"url": "https://slack.com/shortcuts/Ft1/xyz"}}
    return {"type": "workflow_button", "text": plain(words), "action_id": "workflow", "workflow": trigger}


def inputs(words: str) -> list[Json]:
    """An input block with each kind of element that a modal may have, optional but for the first."""
    many: Json = {"placeholder": plain(words)}
    elements: list[Json] = [
        {"type": "plain_text_input", "placeholder": plain(words)},
        {"type": "plain_text_input", "multiline": True},
        {"type": "email_text_input"},
        {"type": "url_text_input"},
        {"type": "number_input", "is_decimal_allowed": False},
        {"type": "rich_text_input"},
        {"type": "file_input"},
        {"type": "datetimepicker"},
        {"type": "datepicker"},
        {"type": "timepicker"},
        {
            "type": "checkboxes",
            "options": [{"text": mrkdwn(words), "value": "1", "description": mrkdwn(words)}],
        },
        {"type": "radio_buttons", "options": [option(words, "1"), option("Other", "2")]},
        {
            "type": "static_select",
            "option_groups": [{"label": plain(words), "options": [option(words, "1")]}],
        },
        {"type": "multi_static_select", "options": [option(words, "1"), option("Other", "2")], **many},
        {"type": "external_select"},
        {"type": "multi_external_select", "initial_options": [option(words, "1")]},
        {"type": "users_select"},
        {"type": "multi_users_select"},
        {"type": "conversations_select"},
        {"type": "multi_conversations_select"},
        {"type": "channels_select"},
        {"type": "multi_channels_select"},
    ]
    return [
        {
            "type": "input",
            "block_id": f"{element['type']}_{index}",
            "label": plain(f"{words} {index}"),
            "hint": plain(words),
            "optional": index > 0,
            "element": element | {"action_id": "input"},
        }
        for index, element in enumerate(elements)
    ]


def form(words: str = "A form") -> Json:
    """A modal with every kind of input, and an alert."""
    return {
        "type": "modal",
        "callback_id": "form",
        "title": plain(words[:24]),
        "submit": plain("Send"),
        "close": plain("Leave"),
        "blocks": [{"type": "alert", "level": "warning", "text": mrkdwn(words)}, *inputs(words)],
    }
