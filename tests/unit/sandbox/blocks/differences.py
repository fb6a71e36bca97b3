"""Where our judgement differs from slackblocks' on purpose, and on whose word."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.sandbox.json_types import JsonObject
from tests.unit.sandbox.blocks import samples
from tests.unit.sandbox.blocks.sizes import with_size, with_value
from tests.unit.sandbox.blocks.verdicts import Verdicts

_KIT = "https://docs.slack.dev/reference/block-kit"
_BLOCKS = f"{_KIT}/blocks"
_ELEMENTS = f"{_KIT}/block-elements"
_OBJECTS = f"{_KIT}/composition-objects"


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One thing that one side refuses and the other does not."""

    what: str
    source: str
    """The page that we follow."""

    ours: str = ""
    """Our words and pointer, as a pattern: we refuse what slackblocks sends."""

    theirs: str = ""
    """slackblocks' words, as a pattern: it refuses what we accept."""

    witness: JsonObject
    """A document that differs in this alone."""

    def __str__(self) -> str:
        return self.what


def unexplained(found: Verdicts, known: Sequence[Difference]) -> list[str]:
    """What is refused by one side only and is none of the known differences."""
    if found.ours and not found.theirs:
        words = [str(issue) for issue in found.ours]
        return [each for each in words if not any(d.ours and re.search(d.ours, each) for d in known)]
    if found.theirs and not found.ours:
        told = any(d.theirs and re.search(d.theirs, found.theirs) for d in known)
        return [] if told else [found.theirs]
    return []


def _message(name: str, *changes: tuple[str, object], kind: str = "message") -> JsonObject:
    block = samples.block(name)
    for path, value in changes:
        block = with_value(block, path, value)
    return samples.document(kind, block)


_EMPTY = r"^must be more than 0 characters \[json-pointer:.*"
_FOCUSED = tuple(
    {**with_value(samples.block("input"), "/element/focus_on_load", True), "block_id": name} for name in "ab"
)

_SURFACES = (
    Difference(
        what="no tables, containers or charts on a Home tab",
        source=f"{_BLOCKS}/table-block, /container-block and /data-visualization-block",
        ours=r"^unsupported type: (table|container|data_visualization) \[json-pointer:/view/blocks/\d+/type\]",
        witness=_message("table", kind="home"),
    ),
    Difference(
        what="file inputs in modals only",
        source=f"{_ELEMENTS}/file-input-element",
        ours=r"^unsupported type: file_input \[json-pointer:.*/element/type\]",
        witness=_message("input:file_input"),
    ),
    Difference(
        what="one table a message",
        source=f"{_BLOCKS}/table-block",
        ours=r"^only_one_table_allowed \[json-pointer:/blocks\]",
        witness=samples.document(
            "message", samples.block("table"), {**samples.block("table"), "block_id": "b"}
        ),
    ),
    Difference(
        what="a table of 10,000 characters",
        source=f"{_BLOCKS}/table-block",
        ours=r"^text.* must be less than 10001 characters",
        witness=samples.document("message", with_size(samples.block("table"), "/rows/0/0/text", 10_000)),
    ),
    Difference(
        what="block ids are unique in a message or view",
        source=_BLOCKS,
        ours=r"^`block_id` already exists",
        witness=samples.document("message", samples.block("divider"), samples.block("divider")),
    ),
    Difference(
        what="action ids are unique in a block",
        source=f"{_ELEMENTS}/button-element",
        ours=r"^`action_id` already exists",
        witness=_message("actions", ("/elements", [samples.ELEMENTS["button"]] * 2)),
    ),
    Difference(
        what="one element has the focus",
        source=f"{_ELEMENTS}/plain-text-input-element",
        ours=r"^only one element can have `focus_on_load`",
        witness=samples.document("modal", *_FOCUSED),
    ),
)
_ELEMENT_PLACES = (
    Difference(
        what="which element may stand in a section",
        source=f"{_BLOCKS}/section-block",
        ours=r"^unsupported type: \w+ \[json-pointer:.*/accessory/type\]",
        witness=_message("section", ("/accessory", samples.ELEMENTS["plain_text_input"])),
    ),
    Difference(
        what="which element may stand in a row of actions; multi-select menus are refused in practice",
        source="https://github.com/slackapi/python-slack-sdk/issues/1631",
        ours=r"^unsupported type: \w+ \[json-pointer:.*/elements/\d+/type\]",
        witness=_message("actions", ("/elements/0", samples.ELEMENTS["multi_users_select"])),
    ),
)
_EMPTY_PARTS = (
    Difference(
        what="a row of actions or context has something in it",
        source=f"{_BLOCKS}/actions-block and /context-block",
        ours=r"^(must provide at least 1 items|missing required field: elements) \[json-pointer:.*/\d+(/elements)?\]",
        witness=_message("actions", ("/elements", [])),
    ),
    Difference(
        what="a row of a table has cells, and each row as many",
        source=f"{_BLOCKS}/table-block",
        ours=r"^(must provide at least 1 items \[json-pointer:.*/rows/\d+\]|all rows must have the same)",
        witness=_message("table", ("/rows", [[{"type": "raw_text", "text": "a"}], []])),
    ),
    Difference(
        what="a list that is given is not empty",
        source=f"{_ELEMENTS}/file-input-element and {_BLOCKS}/section-block",
        ours=r"^must provide at least 1 items \[json-pointer:.*/(filetypes|fields)\]",
        witness=_message("input:file_input", ("/element/filetypes", []), kind="modal"),
    ),
    Difference(
        what="a text that is given is not empty",
        source=f"{_KIT} (real answers: must be more than 0 characters)",
        ours=_EMPTY
        + r"/(value|text|url|accessibility_label|alt_text|image_url|name|author_name|provider_name|external_id"
        r"|title_url|provider_icon_url|user_id|channel_id|usergroup_id|agent_prompt|agent_prompt_display|timezone"
        r"|x_label|y_label|block_id|(visible_to_user_ids|initial_\w+|filetypes)/\d+|initial_\w+)\]",
        witness=_message("markdown", ("/text", "")),
    ),
    Difference(
        what="an image has a picture, a description, and one place only",
        source=f"{_ELEMENTS}/image-element",
        ours=r"^(missing required field: alt_text|must define exactly one of `(image_url|id)` or `(slack_file|url)`)",
        witness=_message("stored_image", ("/slack_file", {})),
    ),
)
_CHOICES = (
    Difference(
        what="what is chosen beforehand is one of the options",
        source=f"{_ELEMENTS}/select-menu-element",
        ours=r"^`initial_options?` must exactly match provided options",
        witness=_message("input:static_select", ("/element/initial_option", samples.option("v9"))),
    ),
    Difference(
        what="no more is chosen beforehand than there can be",
        source=f"{_ELEMENTS}/checkboxes-element",
        ours=r"^no more than (10|100) items allowed \[json-pointer:.*/initial_options\]",
        witness=with_size(
            samples.document("message", samples.block("input:checkboxes")),
            "/blocks/0/element/initial_options",
            11,
        ),
    ),
    Difference(
        what="options of a menu differ in value",
        source=f"{_OBJECTS}/option-object",
        ours=r"^option values must be unique",
        witness=_message("input:static_select", ("/element/options", [samples.option("v1")] * 2)),
    ),
    Difference(
        what="a menu has options or groups of them",
        source=f"{_ELEMENTS}/select-menu-element",
        ours=r"^must define exactly one of `options` or `option_groups`",
        witness=_message(
            "input:static_select", ("/element/options", None), ("/element/initial_option", None)
        ),
    ),
    Difference(
        what="options of menus are plain text, those chosen beforehand too",
        source=f"{_OBJECTS}/option-object",
        ours=r"^unsupported type: mrkdwn \[json-pointer:.*/(initial_option|(initial_)?options/\d+)/text/type\]",
        witness=_message("input:external_select", ("/element/initial_option/text", samples.mrkdwn())),
    ),
    Difference(
        what="only options of overflow menus have a URL",
        source=f"{_OBJECTS}/option-object",
        ours=r"^invalid additional property: url \[json-pointer:.*/(initial_)?options?(/\d+)?\]",
        witness=_message(
            "input:external_select",
            ("/element/initial_option", {**samples.option(), "url": "https://example.com"}),
        ),
    ),
    Difference(
        what="the option chosen beforehand in a grouped menu is an option, not a group",
        source=f"{_ELEMENTS}/select-menu-element",
        theirs=r"^TypeMismatchError: If using `option_groups` then `initial_options?`",
        witness=_message("accessory:grouped", ("/accessory/initial_option", samples.option())),
    ),
)
_VALUES = (
    Difference(
        what="a URL is one",
        source=f"{_ELEMENTS}/image-element (real answers: must be a valid URL)",
        ours=r"^must be a valid URL",
        witness=_message("image", ("/image_url", "picture.png")),
    ),
    Difference(
        what="no URL is over 3,000 characters",
        source=f"{_ELEMENTS}/button-element",
        ours=r"^must be less than 3001 characters \[json-pointer:.*/(\d+|trigger|slack_file)/url\]",
        witness=samples.document("message", with_size(samples.block("task_card"), "/sources/0/url", 3001)),
    ),
    Difference(
        what="an input starts with no more than can be typed",
        source=f"{_ELEMENTS}/plain-text-input-element (max_length)",
        ours=r"^must be less than 3001 characters \[json-pointer:.*/initial_value\]",
        witness=samples.document(
            "message", with_size(samples.block("input:plain_text_input"), "/element/initial_value", 3001)
        ),
    ),
    Difference(
        what="a button is primary or danger",
        source=f"{_ELEMENTS}/button-element",
        ours=r"^must be one of primary, danger \[json-pointer:.*/style\]",
        witness=_message("actions", ("/elements/0/style", "loud")),
    ),
    Difference(
        what="a column is aligned to the left, the center or the right",
        source=f"{_BLOCKS}/table-block",
        ours=r"^must be one of left, center, right \[json-pointer:.*/align\]",
        witness=_message("table", ("/column_settings/0/align", "")),
    ),
    Difference(
        what="a file is remote",
        source=f"{_BLOCKS}/file-block",
        ours=r"^must be one of remote \[json-pointer:.*/source\]",
        witness=_message("file", ("/source", "local")),
    ),
    Difference(
        what="a moment is a Unix time of ten digits",
        source=f"{_ELEMENTS}/datetime-picker-element",
        ours=r"^must be (greater than 999999999|less than 10000000000) \[json-pointer:.*/initial_date_time\]",
        witness=_message("input:datetimepicker", ("/element/initial_date_time", 10)),
    ),
    Difference(
        what="a number input starts with a number",
        source=f"{_ELEMENTS}/number-input-element",
        ours=r"^must be a number \[json-pointer:.*/(initial_value|min_value|max_value)\]",
        witness=_message("input:number_input", ("/element/initial_value", "two")),
    ),
    Difference(
        what="an emoji has one of six skin tones",
        source=f"{_BLOCKS}/rich-text-block",
        ours=r"^must be (less than 7|greater than 0) \[json-pointer:.*/skin_tone\]",
        witness=_message("rich_text", ("/elements/0/elements/5/skin_tone", 7)),
    ),
    Difference(
        what="a file input does not dispatch",
        source=f"{_BLOCKS}/input-block",
        ours=r"^unsupported type: file_input \[json-pointer:.*/element/type\]",
        witness=_message("input:file_input", ("/dispatch_action", True), kind="modal"),
    ),
    Difference(
        what="a cell of rich text may have several parts",
        source=f"{_BLOCKS}/table-block",
        theirs=r"^NotConstructibleError: a cell of slackblocks has one part",
        witness=_message("table", ("/rows/0/1/elements", samples.rich_text()["elements"] * 2)),
    ),
    Difference(
        what="a cell of a table may be a number",
        source="https://github.com/slackapi/node-slack-sdk/releases/tag/@slack/types@3.2.0",
        theirs=r"^TypeMismatchError: Table cells must be one of",
        witness=_message("table", ("/rows/0/0", {"type": "raw_number", "value": 1, "text": "one"})),
    ),
    Difference(
        what="a multi-select menu of outside options may have the focus",
        source="https://docs.slack.dev/tools/node-slack-sdk/reference/web-api/interfaces/MultiExternalSelect",
        theirs=r"^InvalidUsageError: `focus_on_load` is unsupported for external multi-select menus",
        witness=_message("input:multi_external_select", ("/element/focus_on_load", False)),
    ),
)
DIFFERENCES = (*_SURFACES, *_ELEMENT_PLACES, *_EMPTY_PARTS, *_CHOICES, *_VALUES)
