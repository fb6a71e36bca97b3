"""Reading DER one element at a time, for what the certificate library refuses to show.

The library parses all extensions or none; a damaged one must not hide the others. Lengths may be longer than they
need be (BER allows it): whether an encoding is minimal is for a linter to say.
"""

from collections.abc import Iterator
from typing import NamedTuple

SEQUENCE = 0x30
INTEGER = 0x02
OBJECT_IDENTIFIER = 0x06
OCTET_STRING = 0x04
BIT_STRING = 0x03
BOOLEAN = 0x01

MAX_ARCS = 40


class DerError(ValueError):
    """The bytes are not in this form."""


class Element(NamedTuple):
    """One element: where it starts, where its content starts, and where it ends."""

    tag: int
    start: int
    content: int
    end: int


def element(data: bytes, at: int, limit: int) -> Element:
    """The element at ``at``, which must end at or before ``limit``.

    Raises:
        DerError: There is none: it is cut off, has no definite length, or a tag of more than one byte.
    """
    if at + 2 > limit:
        raise DerError("an element is cut off")
    tag, length, content = data[at], data[at + 1], at + 2
    if tag & 0x1F == 0x1F:
        raise DerError("a tag is longer than one byte")
    if length & 0x80:
        size = length & 0x7F
        if not 1 <= size <= 4 or content + size > limit:
            raise DerError("a length cannot be read")
        length = int.from_bytes(data[content : content + size], "big")
        content += size
    end = content + length
    if end > limit:
        raise DerError("an element is longer than what holds it")
    return Element(tag, at, content, end)


def elements(data: bytes, start: int, end: int) -> Iterator[Element]:
    """Those between ``start`` and ``end``, one after the other.

    Raises:
        DerError: One cannot be read.
    """
    at = start
    while at < end:
        found = element(data, at, end)
        yield found
        at = found.end


def children(data: bytes, parent: Element, tag: int) -> Iterator[Element]:
    """Those inside ``parent``, which has to be of ``tag``.

    Raises:
        DerError: It is of another tag, or one inside cannot be read.
    """
    if parent.tag != tag:
        raise DerError(f"a tag is {parent.tag:#x}, not {tag:#x}")
    return elements(data, parent.content, parent.end)


def dotted(oid: bytes) -> str:
    """The content of an OBJECT IDENTIFIER, as in ``2.5.29.17``; at most 40 arcs of it."""
    arcs: list[int] = []
    value = 0
    for byte in oid:
        value = (value << 7) | (byte & 0x7F)
        if not byte & 0x80:
            arcs.append(value)
            value = 0
        if len(arcs) >= MAX_ARCS or value.bit_length() > 256:
            break
    if not arcs:
        return "(no identifier)"
    first = min(arcs[0] // 40, 2)
    return ".".join(str(arc) for arc in (first, arcs[0] - 40 * first, *arcs[1:]))
