"""Certificates, CRLs and OCSP responses out of files: PEM with text around it, several blocks, or DER."""

import base64
import binascii
import re
from collections.abc import Iterator
from itertools import islice

from bot.diagnostics.errors import BroughtFileError
from bot.diagnostics.visible_text import visible

MAX_FILE_BYTES = 40_000_000
"""A CRL of a million entries has 32 MB."""

MAX_BLOCKS = 200

CERTIFICATE_LABELS = ("CERTIFICATE", "TRUSTED CERTIFICATE", "X509 CERTIFICATE")
CRL_LABELS = ("X509 CRL",)
OCSP_LABELS = ("OCSP RESPONSE",)

# No two parts of it match the same bytes: a megabyte of spaces would otherwise take hours.
_BLOCK = re.compile(
    rb"-----BEGIN (?P<label>[A-Z0-9 ]{1,40})-----(?P<body>[^-]*)-----END (?P=label)-----", re.DOTALL
)


def blocks_of(content: bytes, labels: tuple[str, ...], *, what: str) -> tuple[bytes, ...]:
    """The DER of every PEM block with one of these labels, or the whole file where it is DER.

    A block whose base64 is damaged is kept as it stands: that it cannot be parsed is a finding, no error.

    Raises:
        BroughtFileError: There is none, or there are too many; ``what`` names in plain words what was looked for.
    """
    found = tuple(islice(_pem_blocks(content, labels), MAX_BLOCKS + 1))
    if len(found) > MAX_BLOCKS:
        raise BroughtFileError(
            f"It holds more than {MAX_BLOCKS} blocks of {what}, which are not read.",
            remedy="Give what one server presents, not a bundle.",
        )
    if found:
        return found
    if content[:1] == b"\x30" and b"-----BEGIN" not in content[:2000]:
        return (content,)
    start = visible(content[:40].decode("utf-8", "replace"), 40).strip()
    raise BroughtFileError(
        f"There is no {what} in it; it begins with “{start}”."
        if start
        else f"There is no {what} in it: it is empty.",
        remedy=f"Give a file in PEM (-----BEGIN {labels[0]}-----) or DER.",
    )


def _pem_blocks(content: bytes, labels: tuple[str, ...]) -> Iterator[bytes]:
    wanted = {label.encode() for label in labels}
    for block in _BLOCK.finditer(content):
        if block["label"] in wanted:
            yield _decoded(block["body"].lstrip())


def _decoded(body: bytes) -> bytes:
    try:
        return base64.b64decode(b"".join(body.split()), validate=True)
    except binascii.Error:
        return body
