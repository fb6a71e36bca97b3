"""Blocks in blocks, and the elements in them."""

from collections.abc import Iterator, Sequence

from bot.sandbox.json_types import JsonObject

_STATIC = {"image", "plain_text", "mrkdwn"}
"""Elements that nobody can act on."""

ELEMENT_LISTS = {"actions": "elements", "context_actions": "elements", "card": "actions"}
"""Block type -> the field with its elements."""

BLOCK_LISTS = {"container": "child_blocks", "carousel": "elements"}
"""Block type -> the field with its blocks."""

SINGLE_ELEMENTS = ("accessory", "element")


def located_blocks(blocks: Sequence[JsonObject], at: str) -> Iterator[tuple[str, JsonObject]]:
    """Each block with its JSON pointer, and after it those that it holds; ``at`` points to the list."""
    for index, block in enumerate(blocks):
        yield f"{at}/{index}", block
        field = BLOCK_LISTS.get(block["type"])
        if field:
            yield from located_blocks(block[field], f"{at}/{index}/{field}")


def every_block(blocks: Sequence[JsonObject]) -> Iterator[JsonObject]:
    """Each block, and after it those that it holds."""
    return (block for _, block in located_blocks(blocks, ""))


def interactive_elements(block: JsonObject) -> list[JsonObject]:
    """The elements of a block, not of blocks in it, that someone can act on."""
    field = ELEMENT_LISTS.get(block["type"])
    listed = (block.get(field) or []) if field else []
    found = [*listed, *(block.get(place) for place in SINGLE_ELEMENTS)]
    return [element for element in found if element and element["type"] not in _STATIC]
