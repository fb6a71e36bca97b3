"""Every limit of elements and composition objects, in Slack's numbers.

https://docs.slack.dev/reference/block-kit/block-elements and …/composition-objects
"""

from tests.unit.sandbox.blocks.limit import Limit, at_least, at_most, within

_IN_ACTIONS = "/elements/0"
_PLACEHOLDERS = {
    "plain_text_input": "PLAIN_TEXT_INPUT",
    "email_text_input": "EMAIL_INPUT",
    "url_text_input": "URL_INPUT",
    "number_input": "NUMBER_INPUT",
    "rich_text_input": "RICH_TEXT_INPUT",
    "datepicker": "DATE_PICKER",
    "timepicker": "TIME_PICKER",
    **{
        f"{many}{kind}_select": "SELECT"
        for many in ("", "multi_")
        for kind in ("static", "external", "users", "conversations", "channels")
    },
}
_INPUTS = (*_PLACEHOLDERS, "checkboxes", "radio_buttons", "datetimepicker", "file_input")
_CHOICES = (("checkboxes", "initial_options/0"), ("radio_buttons", "initial_option"))

BUTTON_LIMITS = (
    within(1, 255, "actions", f"{_IN_ACTIONS}/action_id", "ACTION_ID_MAX_LENGTH"),
    within(1, 75, "actions", f"{_IN_ACTIONS}/text/text", "BUTTON_TEXT_MAX_LENGTH"),
    at_most(3000, "actions", f"{_IN_ACTIONS}/url", "BUTTON_URL_MAX_LENGTH"),
    at_most(2000, "actions", f"{_IN_ACTIONS}/value", "BUTTON_VALUE_MAX_LENGTH"),
    at_most(75, "actions", f"{_IN_ACTIONS}/accessibility_label", "BUTTON_ACCESSIBILITY_LABEL_MAX_LENGTH"),
    at_most(4000, "actions", f"{_IN_ACTIONS}/agent_prompt", "BUTTON_AGENT_PROMPT_MAX_LENGTH"),
    within(1, 100, "actions", f"{_IN_ACTIONS}/confirm/title/text", "CONFIRMATION_TITLE_MAX_LENGTH"),
    within(1, 300, "actions", f"{_IN_ACTIONS}/confirm/text/text", "CONFIRMATION_TEXT_MAX_LENGTH"),
    within(1, 30, "actions", f"{_IN_ACTIONS}/confirm/confirm/text", "CONFIRMATION_CONFIRM_MAX_LENGTH"),
    within(1, 30, "actions", f"{_IN_ACTIONS}/confirm/deny/text", "CONFIRMATION_DENY_MAX_LENGTH"),
    within(1, 75, "accessory:workflow_button", "/accessory/text/text", "WORKFLOW_BUTTON_TEXT_MAX_LENGTH"),
    at_most(
        75,
        "accessory:workflow_button",
        "/accessory/accessibility_label",
        "WORKFLOW_BUTTON_ACCESSIBILITY_LABEL_MAX_LENGTH",
    ),
    *(
        limit
        for side in ("positive", "negative")
        for limit in (
            within(
                1,
                75,
                "context_actions",
                f"/elements/0/{side}_button/text/text",
                "FEEDBACK_BUTTON_TEXT_MAX_LENGTH",
            ),
            at_most(
                2000,
                "context_actions",
                f"/elements/0/{side}_button/value",
                "FEEDBACK_BUTTON_VALUE_MAX_LENGTH",
            ),
            at_most(
                75,
                "context_actions",
                f"/elements/0/{side}_button/accessibility_label",
                "FEEDBACK_BUTTON_ACCESSIBILITY_LABEL_MAX_LENGTH",
            ),
        )
    ),
    at_most(2000, "context_actions", "/elements/1/value", "ICON_BUTTON_VALUE_MAX_LENGTH"),
    at_most(
        75, "context_actions", "/elements/1/accessibility_label", "ICON_BUTTON_ACCESSIBILITY_LABEL_MAX_LENGTH"
    ),
    at_most(
        10, "context_actions", "/elements/1/visible_to_user_ids", "ICON_BUTTON_VISIBLE_TO_USER_IDS_MAX_ITEMS"
    ),
    at_most(3000, "context", "/elements/2/image_url", "IMAGE_ELEMENT_IMAGE_URL_MAX_LENGTH"),
    at_most(2000, "context", "/elements/2/alt_text", "IMAGE_ELEMENT_ALT_TEXT_MAX_LENGTH"),
)
CHOICE_LIMITS = (
    *(
        limit
        for kind, chosen in _CHOICES
        for limit in (
            within(
                1,
                10,
                f"input:{kind}",
                "/element/options",
                f"{kind.upper()}_OPTIONS_MIN_ITEMS",
                f"{kind.upper()}_OPTIONS_MAX_ITEMS",
            ),
            *(
                at_most(
                    most,
                    f"input:{kind}",
                    f"/element/options/0/{field}",
                    name,
                    together=(f"/element/{chosen}/{field}",),
                )
                for most, field, name in (
                    (75, "text/text", "OPTION_TEXT_MAX_LENGTH"),
                    (150, "value", "OPTION_VALUE_MAX_LENGTH"),
                    (75, "description/text", "OPTION_DESCRIPTION_MAX_LENGTH"),
                )
            ),
        )
    ),
    within(
        1,
        5,
        "accessory:overflow",
        "/accessory/options",
        "OVERFLOW_OPTIONS_MIN_ITEMS",
        "OVERFLOW_OPTIONS_MAX_ITEMS",
    ),
    within(1, 75, "accessory:overflow", "/accessory/options/0/text/text", "OPTION_TEXT_MAX_LENGTH"),
    at_most(150, "accessory:overflow", "/accessory/options/0/value", "OPTION_VALUE_MAX_LENGTH"),
    at_most(3000, "accessory:overflow", "/accessory/options/0/url", "OPTION_URL_MAX_LENGTH"),
    *(
        within(
            1,
            100,
            f"input:{kind}",
            "/element/options",
            "SELECT_OPTIONS_MIN_ITEMS",
            "SELECT_OPTIONS_MAX_ITEMS",
        )
        for kind in ("static_select", "multi_static_select")
    ),
    within(
        1,
        100,
        "accessory:grouped",
        "/accessory/option_groups",
        "SELECT_OPTION_GROUPS_MIN_ITEMS",
        "SELECT_OPTION_GROUPS_MAX_ITEMS",
    ),
    within(
        1,
        100,
        "accessory:grouped",
        "/accessory/option_groups/0/options",
        "OPTION_GROUP_OPTIONS_MIN_ITEMS",
        "OPTION_GROUP_OPTIONS_MAX_ITEMS",
    ),
    within(
        1, 75, "accessory:grouped", "/accessory/option_groups/0/label/text", "OPTION_GROUP_LABEL_MAX_LENGTH"
    ),
    *(
        at_least(
            0, f"input:{kind}external_select", "/element/min_query_length", "SELECT_MIN_QUERY_LENGTH_MIN"
        )
        for kind in ("", "multi_")
    ),
    *(
        at_least(
            1,
            f"input:multi_{kind}_select",
            "/element/max_selected_items",
            "MULTI_SELECT_MAX_SELECTED_ITEMS_MIN",
        )
        for kind in ("static", "external", "users", "conversations", "channels")
    ),
    *(
        at_least(
            1,
            f"input:{kind}conversations_select",
            "/element/filter/include",
            "CONVERSATION_FILTER_INCLUDE_MIN_ITEMS",
        )
        for kind in ("", "multi_")
    ),
)
INPUT_LIMITS = (
    *(within(1, 255, f"input:{kind}", "/element/action_id", "ACTION_ID_MAX_LENGTH") for kind in _INPUTS),
    *(
        within(1, 150, f"input:{kind}", "/element/placeholder/text", f"{name}_PLACEHOLDER_MAX_LENGTH")
        for kind, name in _PLACEHOLDERS.items()
    ),
    within(
        0,
        3000,
        "input:plain_text_input",
        "/element/min_length",
        "PLAIN_TEXT_INPUT_MIN_LENGTH_MIN",
        "PLAIN_TEXT_INPUT_MIN_LENGTH_MAX",
    ),
    within(
        1,
        3000,
        "input:plain_text_input",
        "/element/max_length",
        "PLAIN_TEXT_INPUT_MAX_LENGTH_MIN",
        "PLAIN_TEXT_INPUT_MAX_LENGTH_MAX",
    ),
    at_most(3000, "input:plain_text_input", "/element/initial_value"),
    within(
        1,
        100,
        "input:rich_text_input",
        "/element/min_lines",
        "RICH_TEXT_INPUT_MIN_LINES_MIN",
        "RICH_TEXT_INPUT_MIN_LINES_MAX",
    ),
    within(
        1,
        100,
        "input:rich_text_input",
        "/element/max_lines",
        "RICH_TEXT_INPUT_MAX_LINES_MIN",
        "RICH_TEXT_INPUT_MAX_LINES_MAX",
    ),
    within(
        1,
        10,
        "input:file_input",
        "/element/max_files",
        "FILE_INPUT_MAX_FILES_MIN",
        "FILE_INPUT_MAX_FILES_MAX",
    ),
    within(
        1,
        2,
        "input:plain_text_input",
        "/element/dispatch_action_config/trigger_actions_on",
        "DISPATCH_ACTION_CONFIGURATION_TRIGGER_ACTIONS_ON_MIN_ITEMS",
        "DISPATCH_ACTION_CONFIGURATION_TRIGGER_ACTIONS_ON_MAX_ITEMS",
    ),
)
ELEMENT_LIMITS: tuple[Limit, ...] = (*BUTTON_LIMITS, *CHOICE_LIMITS, *INPUT_LIMITS)
