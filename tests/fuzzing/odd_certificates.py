"""Chains with what is odd in certificates that were seen in the wild, or made by hand to be odd."""

import random
from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa

from tests.fuzzing import pki
from tests.fuzzing.der_tree import Node, signed_again, tree
from tests.fuzzing.pki import CA, DAY, LEAF, NOW, der, leaf

Chain = Sequence[bytes]
Change = Callable[[list[Node]], object]
"""Of the parts to be signed: 1 serial, 2 signature, 3 issuer, 4 validity, 5 subject, 6 key, 7 extensions."""

TURNED = "\u202emoc.elpmaxe\x1b[2J<!channel>"
HUGE_OID = b"\x2a" + b"\xff" * 300 + b"\x7f"


def odd_chains() -> dict[str, Chain]:
    """By what is odd about them."""
    return {**_by_content(), **_by_key(), **_by_encoding(), **_by_names(), **_by_company()}


def _leaf(*extra: tuple[x509.ExtensionType, bool], **special: object) -> Chain:
    return (der(leaf(*extra, **special)), der(CA))


def _by_content() -> dict[str, Chain]:
    unknown = x509.UnrecognizedExtension(x509.ObjectIdentifier("1.3.6.1.4.1.99999.1"), b"\x05\x00")
    staple = x509.TLSFeature([x509.TLSFeatureType.status_request])
    mixed = [
        x509.RFC822Name("a@example.com"),
        x509.UniformResourceIdentifier("http://example.com/"),
        x509.DirectoryName(pki.named("x")),
        x509.OtherName(x509.ObjectIdentifier("1.2.3"), b"\x0c\x01a"),
        x509.RegisteredID(x509.ObjectIdentifier("1.2.3")),
        x509.DNSName("*.example.com"),
    ]
    return {
        "good": pki.CHAIN,
        "good-with-root": (*pki.CHAIN, der(pki.ROOT)),
        "expired": _leaf(begins=NOW - 90 * DAY, ends=NOW - DAY),
        "valid-until-9999": _leaf(ends=datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)),
        "no-names": _leaf(names=()),
        "empty-subject": _leaf(subject=x509.Name([])),
        "every-kind-of-name": _leaf(names=mixed),
        "every-kind-of-name-below-constraints": (der(leaf(names=mixed)), der(_constrained())),
        "names-that-turn-and-act": _leaf(subject=pki.named(TURNED)),
        "must-staple": _leaf((staple, False)),
        "unknown-critical-extension": _leaf((unknown, True)),
    }


def _constrained() -> x509.Certificate:
    constraints = x509.NameConstraints(
        permitted_subtrees=[
            x509.DNSName("example.com"),
            x509.DirectoryName(pki.named("x")),
            x509.RFC822Name("example.com"),
        ],
        excluded_subtrees=[x509.UniformResourceIdentifier("example.net")],
    )
    plan = pki.Plan(pki.CA_NAME, pki.CA_KEY.public_key(), ca=True, names=(), extra=[(constraints, True)])
    return pki.issue(plan, pki.ROOT_NAME, pki.ROOT_KEY)


def _by_key() -> dict[str, Chain]:
    curve = "06072a8648ce3d0201"
    explicit = (
        f"3081a3 06072a8648ce3d0201 308197 020101 301a06072a8648ce3d0101020f00{'ff' * 14}"
        f"3020040e{'00' * 14}040e{'01' * 14} 041d04{'02' * 28} 020f00{'ff' * 14} 020101"
    )
    parameters = bytes.fromhex(explicit.replace(" ", ""))[14:]
    return {
        "rsa-of-9000-bits": _with_key(_rsa(9_000)),
        "rsa-of-512-bits": _with_key(_rsa(512)),
        "rsa-with-a-huge-exponent": _with_key(_rsa(2_048, exponent=2**1_800 + 1)),
        "rsa-with-an-even-modulus": _with_key(_rsa_key(2**2_047, 65_537)),
        "rsa-with-modulus-zero": _with_key(_rsa_key(0, 0)),
        "explicit-curve-parameters": _with_key(
            _spki(bytes.fromhex(curve) + b"\x30\x81" + bytes((len(parameters),)) + parameters, b"\x04" * 29)
        ),
        "point-that-is-not-on-its-curve": _with_key(
            _spki(bytes.fromhex(curve + "06082a8648ce3d030107"), b"\x04" + b"\x01" * 64)
        ),
        "curve-that-nobody-knows": _with_key(_spki(bytes.fromhex(curve + "06032a0304"), b"\x04" * 20)),
    }


def _rsa(bits: int, exponent: int = 65_537) -> bytes:
    modulus = random.Random(bits).getrandbits(bits) | 1 | 1 << (bits - 1)  # noqa: S311 - not a secret
    numbers = rsa.RSAPublicNumbers(exponent, modulus)
    return _rsa_key(numbers.n, numbers.e)


def _rsa_key(modulus: int, exponent: int) -> bytes:
    numbers = Node(0x30, b"", [_integer(modulus), _integer(exponent)])
    return _spki(bytes.fromhex("06092a864886f70d0101010500"), numbers.encoded())


def _integer(value: int) -> Node:
    return Node(0x02, value.to_bytes(value.bit_length() // 8 + 1, "big"))


def _spki(algorithm: bytes, key: bytes) -> bytes:
    return Node(0x30, b"", [Node(0x30, algorithm), Node(0x03, b"\x00" + key)]).encoded()


def _with_key(spki: bytes) -> Chain:
    def change(parts: list[Node]) -> None:
        found = tree(spki)
        if found is not None:
            parts[6] = found

    return _changed(change)


def _changed(change: Change) -> Chain:
    """What no builder would make: changed in the tree, and signed again."""
    root = tree(der(LEAF))
    if root is None:
        raise AssertionError
    change(root.children[0].children)
    return (signed_again(root), der(CA))


def _set(node: Node, content: bytes, tag: int | None = None) -> None:
    node.content, node.children = content, []
    node.tag = node.tag if tag is None else tag


def _extensions(parts: list[Node]) -> list[Node]:
    return parts[7].children[0].children


def _common_name(parts: list[Node]) -> Node:
    return parts[5].children[0].children[0].children[1]


def _by_encoding() -> dict[str, Chain]:
    whole = der(LEAF)
    return {
        "negative-serial": _changed(lambda parts: _set(parts[1], b"\x80" + b"\x01" * 8)),
        "serial-of-a-hundred-octets": _changed(lambda parts: _set(parts[1], b"\x7f" * 100)),
        "serial-zero": _changed(lambda parts: _set(parts[1], b"\x00")),
        "version-nine": _changed(lambda parts: _set(parts[0].children[0], b"\x08")),
        "year-zero": _changed(lambda parts: _set(parts[4].children[0], b"00000101000000Z", 0x18)),
        "time-with-a-fraction": _changed(
            lambda parts: _set(parts[4].children[1], b"20270101000000.5Z", 0x18)
        ),
        "time-with-an-offset": _changed(lambda parts: _set(parts[4].children[1], b"2701010000+0100", 0x17)),
        "ends-before-it-begins": _changed(lambda parts: parts[4].children.reverse()),
        "duplicated-extension": _changed(lambda parts: _extensions(parts).append(_extensions(parts)[3])),
        "san-that-stands-twice": _changed(lambda parts: _extensions(parts).append(_extensions(parts)[-1])),
        "three-hundred-extensions": _changed(lambda parts: _extensions(parts).extend(_many(300))),
        "san-that-is-damaged": _changed(lambda parts: _set(_extensions(parts)[-1].children[-1], b"\x30\x7f")),
        "no-extensions": _changed(lambda parts: parts.pop()),
        "huge-oid-as-extension": _changed(lambda parts: _set(_extensions(parts)[0].children[0], HUGE_OID)),
        "huge-oid-as-purpose": _changed(_huge_purposes),
        "huge-oid-in-the-subject": _changed(
            lambda parts: _set(parts[5].children[0].children[0].children[0], HUGE_OID)
        ),
        "huge-oid-as-key-algorithm": _changed(lambda parts: _set(parts[6].children[0].children[0], HUGE_OID)),
        "other-signature-algorithm-inside": _changed(
            lambda parts: _set(parts[2].children[0], bytes.fromhex("2a864886f70d010104"))
        ),
        "indefinite-length": (b"\x30\x80" + whole[4:] + b"\x00\x00", der(CA)),
        "length-longer-than-need-be": (b"\x30\x83\x00" + whole[2:], der(CA)),
        "trailing-bytes": (whole + b"\x00\x00", der(CA)),
        "cut-off": (whole[:-20], der(CA)),
    }


def _many(count: int) -> list[Node]:
    return [
        Node(
            0x30,
            b"",
            [Node(0x06, b"\x2a" + bytes((number // 100 + 1, number % 100 + 1))), Node(0x04, b"\x05\x00")],
        )
        for number in range(count)
    ]


def _huge_purposes(parts: list[Node]) -> None:
    usage = next(each for each in _extensions(parts) if each.children[0].content == b"\x55\x1d\x25")
    purpose = Node(0x06, HUGE_OID)
    usage.children[-1].children = [Node(0x30, b"", [purpose.copy() for _ in range(40)])]


def _by_names() -> dict[str, Chain]:
    return {
        "subject-in-latin-1": _changed(
            lambda parts: _set(_common_name(parts), "Zürich".encode("latin-1"), 0x14)
        ),
        "subject-that-is-not-utf-8": _changed(lambda parts: _set(_common_name(parts), b"\xff\xfe\xc3", 0x0C)),
        "subject-of-odd-utf-16": _changed(lambda parts: _set(_common_name(parts), b"\xd8\x00\x00", 0x1E)),
        "subject-of-six-thousand-ampersands": _changed(lambda parts: _set(_common_name(parts), b"&" * 6_000)),
        "ampersands-in-every-name": _changed(_ampersands),
        "san-with-an-address-of-five-octets": _changed(lambda parts: _names(parts, Node(0x87, b"\x01" * 5))),
        "san-with-bytes-that-are-no-text": _changed(
            lambda parts: _names(parts, Node(0x82, b"\xff\x00\n\x1b"))
        ),
        "san-that-turns": _changed(lambda parts: _names(parts, Node(0x82, TURNED.encode()))),
        "san-with-an-empty-name": _changed(lambda parts: _names(parts, Node(0x82, b""))),
        "san-that-is-empty": _changed(_names),
    }


def _names(parts: list[Node], *names: Node) -> None:
    _extensions(parts)[-1].children[-1].children = [Node(0x30, b"", list(names))]


def _ampersands(parts: list[Node]) -> None:
    """Each sign becomes five where it is escaped."""
    _set(_common_name(parts), b"&" * 200)
    _names(parts, *(Node(0x82, b"&" * (180 + number)) for number in range(6)))
    _set(_extensions(parts)[0].children[-1], b"\x30\x7f")


def _by_company() -> dict[str, Chain]:
    return {
        "empty": (),
        "junk-as-leaf": (b"junk", der(CA)),
        "junk-in-the-middle": (der(LEAF), b"\x30\x03junk", der(CA)),
        "leaf-missing": (der(CA),),
        "issuer-missing": (der(LEAF),),
        "order-reversed": (der(CA), der(LEAF)),
        "leaf-sent-thrice": (der(LEAF), der(LEAF), der(LEAF), der(CA)),
        "empty-certificate": (b"", der(CA)),
    }
