"""Changes to a case: each is three numbers, so that Hypothesis can shrink a failing one to the few that matter."""

import base64
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from tests.fuzzing.der_tree import Node, signed_again, tree

MAX_BYTES = 60_000
"""Of a mutated part; repetition would let it grow without end."""

HOSTILE = (
    "<!channel>",
    "<http://evil.example|bank>",
    "\u202egnp.exe",
    "\x1b[2J\x07",
    "\U000e0041\U000e0042",
    "\ufff9a\ufffb",
    "`*_~&amp;|](",
    "{where} %s {0}",
    "\x00",
    "\ud800",
    "2026-13-45 99:99 UTC",
    "a" * 5_000,
)
"""Text that would act, turn, hide or grow somewhere."""

_CONTENTS = (
    b"",
    b"\x00",
    b"\xff",
    b"\x80",
    b"\xff" * 9,
    b"\x7f" * 300,
    b"\x00" * 300,
    b"99991231235959Z",
    b"00000101000000Z",
    b"500101000000Z",
    b"20260101000000.5Z",
    b"\x2a" + b"\xff" * 200 + b"\x7f",
    b"\x80\x80\x80\x01",
    b"http://[::1",
    b"ldap:///cn=x",
    *(text.encode("utf-8", "surrogatepass") for text in HOSTILE),
)
_TAGS = (
    0x02,
    0x03,
    0x04,
    0x05,
    0x06,
    0x0C,
    0x13,
    0x14,
    0x16,
    0x17,
    0x18,
    0x1E,
    0x30,
    0x31,
    0x80,
    0x82,
    0x86,
    0xA0,
)
_JSON: tuple[Any, ...] = (
    None,
    True,
    -1,
    0,
    10**30,
    1.5,
    "",
    [],
    {},
    "2026-01-01T00:00:00",
    "0001-01-01T00:00:00+14:00",
    *HOSTILE,
)
_WORDS = tuple(
    word.encode("utf-8", "surrogatepass")
    for word in (*HOSTILE, "[" * 3_000, '{"a":' * 3_000, "NaN", "1e999", "- " * 3_000, "&a [*a]", "9" * 5_000)
)


@dataclass(frozen=True)
class Mutation:
    """One change."""

    how: int
    where: int
    what: int


def der_mutated(der: bytes, mutations: Sequence[Mutation], others: Sequence[bytes], *, sign: bool) -> bytes:
    """Changed as a tree where it is one, and then signed again if that is wanted; else as bytes."""
    root = tree(der)
    if root is None:
        return bytes_mutated(der, mutations)
    for each in mutations:
        _change(root, each, others)
        if len(root.encoded()) > MAX_BYTES:
            break
    return signed_again(root) if sign else root.encoded()


def _change(root: Node, mutation: Mutation, others: Sequence[bytes]) -> None:
    nodes = list(root.all())
    node = nodes[mutation.where % len(nodes)]
    what = mutation.what
    changes: tuple[Callable[[], None], ...] = (
        lambda: _fill(node, _CONTENTS[what % len(_CONTENTS)]),
        lambda: setattr(node, "tag", _TAGS[what % len(_TAGS)]),
        lambda: _fill(node, bytes_mutated(node.encoded()[2:], (Mutation(what % 4, what, what),))),
        node.children.reverse,
        lambda: node.children.__delitem__(slice(what % (len(node.children) or 1), None, 7)),
        lambda: node.children.extend(child.copy() for child in node.children[-3:] * (1 + what % 40)),
        lambda: _become(node, nodes[what % len(nodes)].copy()),
        lambda: _become(node, _of_another(others, what)),
        lambda: _nest(node, what % 40),
    )
    changes[mutation.how % len(changes)]()


def _fill(node: Node, content: bytes) -> None:
    node.children, node.content = [], content


def _become(node: Node, other: Node) -> None:
    node.tag, node.content, node.children = other.tag, other.content, other.children


def _of_another(others: Sequence[bytes], what: int) -> Node:
    other = tree(others[what % len(others)]) if others else None
    if other is None:
        return Node(0x05)
    nodes = list(other.all())
    return nodes[what // 7 % len(nodes)].copy()


def _nest(node: Node, depth: int) -> None:
    content = Node(0x30, node.content, node.children)
    for _ in range(depth):
        content = Node(0x30, b"", [content])
    node.children, node.content = [content], b""


def bytes_mutated(data: bytes, mutations: Sequence[Mutation]) -> bytes:
    """Changed without regard to what it means."""
    for each in mutations:
        place = each.where % (len(data) + 1)
        end = place + 1 + each.what % 64
        word = _WORDS[each.what % len(_WORDS)]
        data = (
            data[:place] + bytes((each.what % 256,)) + data[place + 1 :],
            data[:place],
            data[:place] + data[end:],
            data[:place] + b"\x80" + data[place:],
            data[:end] + data[place:],
            data[:place] + word + data[place:],
            data[:place] + word + data[end:],
            data[:place] + data[place:end] * (1 + each.what % 30) + data[end:],
        )[each.how % 8][:MAX_BYTES]
    return data


def json_mutated(data: bytes, mutations: Sequence[Mutation]) -> bytes:
    """Values changed, left out and repeated; the result is JSON, or what Python takes for it."""
    document = json.loads(data)
    for each in mutations:
        places = list(_places(document))
        if not places:
            break
        holder, key = places[each.where % len(places)]
        value = _JSON[each.what % len(_JSON)]
        if each.how % 4 == 0:
            del holder[key]
        elif each.how % 4 == 1 and isinstance(holder, list):
            holder.extend(holder[key] for _ in range(each.what % 50))
        elif each.how % 4 == 2 and isinstance(holder[key], str):
            holder[key] = (holder[key] + str(value))[:MAX_BYTES]
        else:
            holder[key] = value
    return json.dumps(document).encode()


def _places(value: Any) -> list[tuple[Any, Any]]:
    keys = (
        list(value) if isinstance(value, dict) else list(range(len(value))) if isinstance(value, list) else []
    )
    found = [(value, key) for key in keys]
    for key in keys:
        found += _places(value[key])
    return found


def pem_block(der: bytes, label: str = "CERTIFICATE") -> bytes:
    """In lines of 64 characters (RFC 7468)."""
    text = base64.b64encode(der).decode()
    lines = "\n".join(text[start : start + 64] for start in range(0, len(text), 64))
    return f"-----BEGIN {label}-----\n{lines}\n-----END {label}-----\n".encode()
