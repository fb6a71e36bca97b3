"""The TLS error messages that people paste, and what each one says."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, HttpUrl, ValidationError, model_validator
from pydantic_core import InitErrorDetails, PydanticCustomError

from bot.content_file import load_content_file

MAX_REPORT = 8_000
"""Characters of a report that are searched."""

GAP = r"[^\n]{0,80}?"
"""What ``*`` in a message stands for: anything short, within a line."""

KIND = r"^[a-z-]+$"
_WORD = re.compile(r"\w+")


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class TlsErrorMessage(_Frozen):
    """One message of one program."""

    kind: str = Field(pattern=KIND)
    by: str
    """The program or library that prints it."""
    text: str = Field(min_length=4, max_length=200)
    """Found in any case, with any white space; ``*`` stands for what varies."""
    source: str
    also: tuple[str, ...] = ()
    """Other kinds that the same message may mean, less often: told to whoever edits the file, and no evidence."""

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The message as it is looked for."""
        parts = (r"\s+".join(map(re.escape, part.split())) for part in self.text.split("*"))
        edges = tuple(r"\b" if edge.isalnum() else "" for edge in (self.text[0], self.text[-1]))
        return re.compile(edges[0] + GAP.join(parts) + edges[1], re.IGNORECASE)

    @cached_property
    def longest_part(self) -> str:
        """What a text must hold for the message to be in it, in lower case and with single spaces."""
        return max((" ".join(part.split()) for part in self.text.lower().split("*")), key=len)

    @cached_property
    def longest_word(self) -> str:
        """A whole word that the text must hold too; empty where what varies touches every word."""
        between = re.sub(r"\w*\*\w*", " ", self.text.lower())
        return max(_WORD.findall(between), key=len, default="")


@dataclass(frozen=True, slots=True)
class RecognisedError:
    """A message that was found in a report."""

    kind: str
    by: str
    text: str
    """As it stands in the report."""
    start: int
    end: int


class TlsErrors(_Frozen):
    """Everything in ``tls_errors.yaml``."""

    kinds: Mapping[str, str]
    """Kind -> what it says, as the middle of a sentence."""
    sources: Mapping[str, HttpUrl]
    errors: tuple[TlsErrorMessage, ...]

    @classmethod
    def load(cls, path: Path) -> "TlsErrors":
        """Read the file.

        Raises:
            ContentFileError: It does not fit; file and line are named.
        """
        return load_content_file(path, cls)

    @model_validator(mode="after")
    def _refers_to_what_is_there(self) -> "TlsErrors":
        for place, error in enumerate(self.errors):
            unknown = {error.kind, *error.also} - set(self.kinds)
            if unknown or error.source not in self.sources:
                what = ", ".join(sorted(unknown)) or error.source
                details = InitErrorDetails(
                    type=PydanticCustomError(
                        "unknown_reference",
                        "{text} refers to {what}, which is not there",
                        {"text": repr(error.text), "what": what},
                    ),
                    loc=("errors", place),
                    input=error.text,
                )
                raise ValidationError.from_exception_data("TlsErrors", [details])
        return self

    def found_in(self, report: str) -> tuple[RecognisedError, ...]:
        """The messages in a report, in their order. Of two that overlap, the longer one counts."""
        text = report[:MAX_REPORT]
        found: list[RecognisedError] = []
        for error in sorted(self._possible(text), key=lambda error: (-len(error.text), error.text)):
            for match in error.pattern.finditer(text):
                start, end = match.span()
                if all(end <= other.start or start >= other.end for other in found):
                    found.append(RecognisedError(error.kind, error.by, match.group(), start, end))
        return tuple(sorted(found, key=lambda one: one.start))

    def _possible(self, text: str) -> Iterator[TlsErrorMessage]:
        """The few messages whose words are in the text: to look for each of hundreds would take too long."""
        plain = " ".join(text.lower().split())
        for word in {"", *_WORD.findall(plain)}:
            for error in self._by_word.get(word, ()):
                if error.longest_part in plain:
                    yield error

    @cached_property
    def _by_word(self) -> Mapping[str, Sequence[TlsErrorMessage]]:
        by_word: dict[str, list[TlsErrorMessage]] = {}
        for error in self.errors:
            by_word.setdefault(error.longest_word, []).append(error)
        return by_word
