"""Rich text (Slack, "Rich text block")."""

from bot.sandbox.blocks.composition import TYPE
from bot.sandbox.blocks.schema import Check, array, boolean, by_type, enum, integer, record, string

_STYLE = record(
    optional=dict.fromkeys(
        ("bold", "italic", "strike", "code", "underline", "highlight", "client_highlight", "unlink"), boolean
    )
)


def _inline(required: dict[str, Check], **optional: Check) -> Check:
    return record({"type": TYPE, **required}, {"style": _STYLE, **optional})


_INLINE = by_type(
    {
        "text": _inline({"text": string(1)}),
        "link": _inline({"url": string(1, 3000)}, text=string(0), unsafe=boolean),
        "user": _inline({"user_id": string()}),
        "channel": _inline({"channel_id": string()}),
        "usergroup": _inline({"usergroup_id": string()}),
        "emoji": _inline({"name": string()}, unicode=string(), skin_tone=integer(1, 6), url=string()),
        "broadcast": _inline({"range": enum("here", "channel", "everyone")}),
        "date": _inline({"timestamp": integer(), "format": string()}, url=string(), fallback=string()),
        "color": _inline({"value": string()}),
    }
)
_SECTION = record({"type": TYPE, "elements": array(_INLINE, 1)})
_LIST = record(
    {
        "type": TYPE,
        "style": enum("bullet", "ordered"),
        "elements": array(by_type({"rich_text_section": _SECTION}), 1),
    },
    {"indent": integer(0, 8), "offset": integer(0), "border": integer(0, 1)},
)
_FRAMED = record({"type": TYPE, "elements": array(_INLINE)}, {"border": integer(0, 1), "language": string()})

RICH_TEXT = record(
    {
        "type": TYPE,
        "elements": array(
            by_type(
                {
                    "rich_text_section": _SECTION,
                    "rich_text_list": _LIST,
                    "rich_text_preformatted": _FRAMED,
                    "rich_text_quote": _FRAMED,
                }
            ),
            1,
        ),
    },
    {"block_id": string(1, 255)},
)
