"""DER as a tree that can be changed: the lengths are right again when it is written."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from tests.fuzzing import pki

_CONSTRUCTED = 0x20
_OCTET_STRING = 0x04
_BIT_STRING = 0x03
_MAX_DEPTH = 24
_ECDSA_WITH_SHA256 = bytes.fromhex("300a06082a8648ce3d040302")


@dataclass
class Node:
    """An element; with ``children`` its content is theirs."""

    tag: int
    content: bytes = b""
    children: list["Node"] = field(default_factory=list)

    def encoded(self) -> bytes:
        """In DER, if tag and content are."""
        content = b"".join(child.encoded() for child in self.children) if self.children else self.content
        size = len(content)
        if size < 0x80:
            return bytes((self.tag, size)) + content
        length = size.to_bytes((size.bit_length() + 7) // 8, "big")
        return bytes((self.tag, 0x80 | len(length))) + length + content

    def all(self) -> Iterator["Node"]:
        """Itself, and everything in it."""
        yield self
        for child in self.children:
            yield from child.all()

    def copy(self) -> "Node":
        """With everything in it."""
        return Node(self.tag, self.content, [child.copy() for child in self.children])


def tree(der: bytes) -> Node | None:
    """None where it is no DER."""
    found = _elements(der, 0)
    return found[0] if found is not None and len(found) == 1 else None


def _elements(data: bytes, depth: int) -> list[Node] | None:
    """All of ``data`` as elements, one after the other; None where it is not that."""
    found: list[Node] = []
    at = 0
    while at < len(data):
        if at + 2 > len(data):
            return None
        tag, length, start = data[at], data[at + 1], at + 2
        if length & 0x80:
            size = length & 0x7F
            length = int.from_bytes(data[start : start + size], "big")
            start += size
            if not 1 <= size <= 4:
                return None
        at = start + length
        if at > len(data) or tag & 0x1F == 0x1F:
            return None
        found.append(_node(tag, data[start:at], depth))
    return found


def _node(tag: int, content: bytes, depth: int) -> Node:
    if content and depth < _MAX_DEPTH and (tag & _CONSTRUCTED or tag == _OCTET_STRING):
        children = _elements(content, depth + 1)
        if children:
            return Node(tag, b"", children)
    return Node(tag, content)


def signed_again(root: Node) -> bytes:
    """A certificate, a list or an OCSP response with the signature that our CA would give to it."""
    holder = next(
        (
            node
            for node in root.all()
            if [child.tag for child in node.children[:3]] == [0x30, 0x30, _BIT_STRING] and node.tag == 0x30
        ),
        None,
    )
    if holder is None:
        return root.encoded()
    key = pki.ROOT_KEY if pki.CA_NAME.public_bytes() in _subject(holder) else pki.CA_KEY
    algorithm = tree(_ECDSA_WITH_SHA256)
    if algorithm is not None:
        holder.children[1] = algorithm
    signature = b"\x00" + pki.signature(key, holder.children[0].encoded())
    holder.children[2] = Node(_BIT_STRING, signature)
    return root.encoded()


def _subject(holder: Node) -> bytes:
    """Of a certificate with all its parts; of anything else nothing that matters."""
    parts = holder.children[0].children
    return parts[5].encoded() if len(parts) > 6 else b""
