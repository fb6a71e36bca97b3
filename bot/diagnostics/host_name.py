"""A host name in the form that DNS and TLS carry: lower-case ASCII, international labels as A-labels."""

import re

import idna

MAX_NAME = 253
"""Octets of a name in text form (RFC 1035, 3.1)."""

_LABEL = re.compile(r"[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?")
"""A label of a host's name (RFC 1123, 2.1), and the underscores that DNS also holds (RFC 2181, 11)."""


class HostNameError(ValueError):
    """The text is no such name; the message continues a sentence that begins with "it"."""


def dns_name(text: str) -> str:
    """``text`` in lower-case ASCII, without the dot that may end it.

    Labels that are ASCII already are taken as they are: DNS holds more than IDNA 2008 would register, such as
    hyphens in third and fourth place. Others are mapped by UTS 46 and encoded by RFC 5891.

    Raises:
        HostNameError: No name of a host can be made of it.
    """
    if len(text) > MAX_NAME + 1:  # the mapping takes a quarter of a second for 2,000 characters
        raise HostNameError("is longer than a name in DNS can be")
    try:
        mapped = text.lower() if text.isascii() else idna.uts46_remap(text, std3_rules=False)
        labels = [_label(label) for label in mapped.removesuffix(".").split(".")]
    except (idna.IDNAError, UnicodeError) as error:
        raise HostNameError("is no name that DNS can hold") from error
    name = ".".join(labels)
    if len(name) > MAX_NAME:
        raise HostNameError("is longer than a name in DNS can be")
    return name


def _label(label: str) -> str:
    encoded = label if label.isascii() else idna.alabel(label).decode("ascii")
    if not _LABEL.fullmatch(encoded):
        raise HostNameError("is no name that DNS can hold")
    if encoded.startswith("xn--"):
        _check_punycode(encoded.removeprefix("xn--"))
    return encoded


def _check_punycode(encoded: str) -> None:
    try:
        decoded = encoded.encode("ascii").decode("punycode")
    except (ValueError, OverflowError) as error:
        raise HostNameError("has a label that begins with xn-- and is no international name") from error
    if decoded.isascii():
        raise HostNameError("has a label that begins with xn-- and is no international name")
