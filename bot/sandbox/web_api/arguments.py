"""Arguments of a method: what each must be, and the code with which Slack refuses a wrong one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.sandbox.errors import Refused
from bot.sandbox.json_text import read_json
from bot.sandbox.json_types import JsonObject
from bot.sandbox.store import timestamps

INVALID = "invalid_arguments"

EVERYWHERE = frozenset({"token", "team_id"})
"""Arguments that no method is surprised by. Bolt adds its workspace's ``team_id`` to every call of a listener."""


class Kind(StrEnum):
    """What the text of an argument must be."""

    STRING = "string"
    BOOLEAN = "boolean"
    INTEGER = "integer"
    TIMESTAMP = "timestamp"
    IDS = "ids"
    """Comma-separated identifiers, or a JSON list of them."""

    OBJECT = "object"
    ARRAY = "array"


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument of one method."""

    name: str
    kind: Kind = Kind.STRING
    required: bool = False
    missing: str = INVALID
    """Code for an absent or empty required argument."""

    may_be_empty: bool = False
    """Whether an empty text is a value, as for a topic that is to be cleared."""

    invalid: str = INVALID
    """Code for one of the wrong type."""

    max_length: int | None = None
    """Characters as they travel, where there is a limit."""

    choices: tuple[str, ...] = ()
    """The only values, where there are such."""

    def parse(self, value: object) -> object:
        """The argument's value in the type of its kind.

        Raises:
            Refused: It is not of that kind.
        """
        parsed = _PARSERS[self.kind](value)
        if parsed is None:
            article = "an" if self.kind.value[0] in "aeio" else "a"
            raise self._refusal(self.invalid, f"must be {article} {self.kind}")
        if self.max_length is not None and isinstance(value, str) and len(value) > self.max_length:
            raise self._refusal(self.invalid, f"must be less than {self.max_length + 1} characters")
        if self.choices and parsed not in self.choices:
            raise self._refusal(self.invalid, f"must be one of: {', '.join(self.choices)}")
        return parsed

    def absent(self) -> Refused:
        """The refusal where a required argument is missing."""
        if self.missing != INVALID:
            return Refused(self.missing)
        return Refused(INVALID, messages=(f"[ERROR] missing required field: {self.name}",))

    def _refusal(self, code: str, message: str) -> Refused:
        return Refused(code, messages=(f"[ERROR] {message} [json-pointer:/{self.name}]",))


class Arguments:
    """A call's checked arguments."""

    def __init__(self, values: Mapping[str, object], unknown: Sequence[str]) -> None:
        self._values = values
        self.unknown = tuple(unknown)
        """Names that the method does not have."""

    def __contains__(self, name: str) -> bool:
        return name in self._values

    def text(self, name: str) -> str | None:
        """A string, or None."""
        value = self._values.get(name)
        return value if isinstance(value, str) else None

    def required_text(self, name: str) -> str:
        """A string that the table says is required."""
        return str(self._values[name])

    def flag(self, name: str, *, default: bool = False) -> bool:
        """A boolean."""
        value = self._values.get(name)
        return value if isinstance(value, bool) else default

    def number(self, name: str) -> int | None:
        """An integer, or None."""
        value = self._values.get(name)
        return value if isinstance(value, int) else None

    def ids(self, name: str) -> list[str]:
        """A list of identifiers, empty where absent."""
        value = self._values.get(name)
        return [str(each) for each in value] if isinstance(value, list) else []

    def array(self, name: str) -> list[object] | None:
        """A JSON array, or None."""
        value = self._values.get(name)
        return value if isinstance(value, list) else None

    def object(self, name: str) -> JsonObject | None:
        """A JSON object, or None."""
        value = self._values.get(name)
        return value if isinstance(value, dict) else None


def check(table: Sequence[Argument], raw: Mapping[str, object]) -> Arguments:
    """Check the arguments of a call against its method's.

    Raises:
        Refused: One is missing or wrong.
    """
    values: dict[str, object] = {}
    for argument in table:
        value = raw.get(argument.name)
        if value is None or (value == "" and argument.kind is not Kind.STRING):
            if argument.required:
                raise argument.absent()
            continue
        if value == "" and argument.required and not argument.may_be_empty:
            raise argument.absent()
        values[argument.name] = argument.parse(value)
    known = {argument.name for argument in table} | EVERYWHERE
    return Arguments(values, [name for name in raw if name not in known])


def _string(value: object) -> str | None:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    return str(value)


def _boolean(value: object) -> bool | None:
    if isinstance(value, bool):
        return value
    return {"1": True, "true": True, "0": False, "false": False}.get(str(value).lower())


def _integer(value: object) -> int | None:
    if isinstance(value, bool):
        return None
    try:
        return int(str(value))
    except ValueError:
        return None


def _timestamp(value: object) -> str | None:
    return timestamps.normalised(str(value))


def _ids(value: object) -> list[str] | None:
    if isinstance(value, list):
        return [each for each in value if isinstance(each, str)] if value else None
    if not isinstance(value, str):
        return None
    if value.startswith("["):
        return _ids(_json(value))
    return [part.strip() for part in value.split(",") if part.strip()]


def _object(value: object) -> JsonObject | None:
    value = _json(value)
    return value if isinstance(value, dict) else None


def _array(value: object) -> list[object] | None:
    value = _json(value)
    return value if isinstance(value, list) else None


def _json(value: object) -> object:
    if not isinstance(value, str):
        return value
    try:
        return read_json(value)
    except ValueError:
        return None


_PARSERS = {
    Kind.STRING: _string,
    Kind.BOOLEAN: _boolean,
    Kind.INTEGER: _integer,
    Kind.TIMESTAMP: _timestamp,
    Kind.IDS: _ids,
    Kind.OBJECT: _object,
    Kind.ARRAY: _array,
}
