"""The blocks and views that the starter bots show."""

from typing import Any


def button(user: str) -> list[dict[str, Any]]:
    """A greeting with a button."""
    return [
        {
            "type": "section",
            "text": {"type": "mrkdwn", "text": f"Hey there <@{user}>!"},
            "accessory": {
                "type": "button",
                "text": {"type": "plain_text", "text": "Click me"},
                "action_id": "button_click",
            },
        }
    ]


FORM: dict[str, Any] = {
    "type": "modal",
    "callback_id": "sample_view",
    "title": {"type": "plain_text", "text": "Sample form"},
    "submit": {"type": "plain_text", "text": "Submit"},
    "private_metadata": "kept",
    "blocks": [
        {
            "type": "input",
            "block_id": "words",
            "label": {"type": "plain_text", "text": "Words"},
            "element": {"type": "plain_text_input", "action_id": "typed"},
        },
        {
            "type": "input",
            "block_id": "city",
            "label": {"type": "plain_text", "text": "City"},
            "element": {
                "type": "external_select",
                "action_id": "cities",
                "min_query_length": 1,
                "placeholder": {"type": "plain_text", "text": "Type"},
            },
        },
    ],
}

HOME: dict[str, Any] = {
    "type": "home",
    "blocks": [{"type": "section", "text": {"type": "mrkdwn", "text": "*Welcome home* :house:"}}],
}


def cities(typed: str) -> list[dict[str, Any]]:
    """The options for what was typed."""
    known = ("Berlin", "Bern", "Oslo")
    return [
        {"text": {"type": "plain_text", "text": name}, "value": name.lower()}
        for name in known
        if name.lower().startswith(typed.lower())
    ]
