"""What it refers to is there."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from bot.runbooks.files import RunbookFile
from bot.runbooks.problem import Linting, Problem, error

_ID = re.compile(r"(?<![\w.@/-])([a-z]+(?:-[a-z]+)*)\.([a-z]+(?:-[a-z]+)*)(?![\w/-]|\.\w)")
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:/|https?\b[:/;]", re.IGNORECASE)
_BARE = re.compile(r"www\.|(?:[a-z0-9-]+\.)+[a-z]{2,}/", re.IGNORECASE)
_HOST = re.compile(r"(?:[\w-]+\.)+[\w-]{2,}", re.ASCII)

NOT_PROSE = frozenset({"commands", "sources", "command"})
SUFFIXES = frozenset({"pem", "crt", "cer", "key", "der", "jks", "csr", "conf", "yaml", "yml", "json", "txt"})
"""Of files, whose names look like a kind's."""


def references(file: RunbookFile, linting: Linting) -> Iterator[Problem]:
    """Kinds that the text names exist, and addresses among the sources can be ones."""
    known = {each.id for each in linting.taxonomy.everything}
    groups = {group.id for group in linting.taxonomy.groups}
    second = {each.id.partition(".")[2] for each in linting.taxonomy.categories}
    for place, text in _prose(file.document.value, ()):
        for found in _ID.finditer(text):
            names_a_kind = found[1] in groups or ("-" in found[2] and found[2] in second)
            if names_a_kind and found[0] not in known and found[2] not in SUFFIXES:
                yield error(file.document, f"there is no kind {found[0]}, which the text names", *place)
    if file.overrides:
        return
    for number, source in enumerate(file.runbook.sources):
        broken = next((word for word in source.split() if _is_broken_address(word.strip("()<>[],;."))), None)
        if broken:
            sentence = f"{broken} looks like an address, and is no http(s) one"
            yield error(file.document, sentence, "sources", number)


def _prose(value: object, place: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    if isinstance(value, str):
        yield place, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            if key not in NOT_PROSE and not (key == "id" and not place):
                yield from _prose(inner, (*place, key))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _prose(inner, (*place, number))


def _is_broken_address(word: str) -> bool:
    if not _SCHEME.match(word):
        return bool(_BARE.match(word))
    try:
        parts = urlsplit(word)
        port_is_one = parts.port is None or parts.port > 0
    except ValueError:
        return True
    return not (parts.scheme in {"http", "https"} and port_is_one and _HOST.fullmatch(parts.hostname or ""))
