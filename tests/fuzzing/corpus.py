"""The kept cases: `tests/corpus/KIND/NAME`, each a file that is named after what is odd about it."""

import base64
import re
from dataclasses import dataclass
from pathlib import Path

from bot import content

ROOT = content.root() / "tests" / "corpus"
MAX_BYTES = 500_000
"""Of all files together."""

KINDS = {
    "chain": ".pem",
    "staple": ".der",
    "ocsp": ".der",
    "crl": ".der",
    "aia": ".bin",
    "s-client": ".txt",
    "diagnosis": ".json",
    "policy": ".yaml",
    "roots": ".pem",
    "file": ".bin",
}
"""How bytes come in, and how their files end. A chain is what a server presents; a ``file`` is what somebody brings."""

PRINTED = b"base64:"
_BLOCK = re.compile(rb"-----BEGIN CERTIFICATE-----\n([A-Za-z0-9+/=\s]*)-----END CERTIFICATE-----")


@dataclass(frozen=True)
class Case:
    """One file."""

    kind: str
    name: str
    content: bytes


def cases(kind: str | None = None) -> list[Case]:
    """Of one kind, or all."""
    return [
        Case(each, path.stem, path.read_bytes())
        for each, ending in KINDS.items()
        if kind in {None, each}
        for path in sorted((ROOT / each).glob(f"*{ending}"))
    ]


def ders(content: bytes) -> list[bytes]:
    """The certificates of a chain's file: any bytes, in base64."""
    return [base64.b64decode(block) for block in _BLOCK.findall(content)]


def keep(kind: str, name: str, content: bytes) -> Path:
    """Write a case. ``content`` may also be as `printed`.

    Raises:
        ValueError: The name is none, or the case would hide another.
    """
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name):
        message = "name it in lower case by what is odd about it, as in negative-serial"
        raise ValueError(message)
    path = ROOT / kind / f"{name}{KINDS[kind]}"
    if path.exists():
        message = f"{path} is there already"
        raise ValueError(message)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(_decoded(content))
    return path


def printed(content: bytes) -> bytes:
    """As the fuzz test shows a case that fails."""
    return PRINTED + base64.b64encode(content)


def _decoded(content: bytes) -> bytes:
    return base64.b64decode(content[len(PRINTED) :].strip()) if content.startswith(PRINTED) else content
