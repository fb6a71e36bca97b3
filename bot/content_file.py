"""Reading a YAML file into a model; what is wrong in it is told with file and line."""

import contextlib
import functools
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails, PydanticCustomError

from bot.errors import CertincError

Model = TypeVar("Model", bound=BaseModel)

MAX_FILE_BYTES = 2_000_000

MAX_DEPTH = 50
"""Of what is nested. LibYAML's reader ends the process where some ten thousand are."""

_LOADER: type[yaml.SafeLoader | yaml.CSafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""LibYAML's where it is there: it is ten times as fast."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong in a file, and the line where it is."""

    line: int
    reason: str


class ContentFileError(CertincError):
    """A content file cannot be used. The sentence begins with file and line."""

    faults: tuple[Fault, ...] = ()
    """Everything that is wrong in it; the sentence tells the first."""

    @classmethod
    def of(cls, path: Path, *faults: Fault) -> "ContentFileError":
        """The error of a file with these faults, of which there is one at least."""
        error = cls(f"{path}:{faults[0].line}: {faults[0].reason}.")
        error.faults = faults
        return error


def misplaced(reason: str, *place: str | int) -> PydanticCustomError:
    """What a validator of a whole model raises for something at a place within it."""
    return PydanticCustomError("misplaced", "{reason}", {"reason": reason, "place": place})


@dataclass(frozen=True)
class Document:
    """What a YAML file says, and on which line it says it."""

    path: Path
    text: str
    value: Any

    @functools.cached_property
    def root(self) -> yaml.Node | None:
        """The places of it all: read only where somebody asks for a line."""
        return yaml.compose(self.text, Loader=_LOADER)

    def line_of(self, *place: str | int) -> int:
        """The line of the deepest node that ``place`` leads to."""
        node = self.root
        line = node.start_mark.line + 1 if node is not None else 1
        for part in place:
            node = _child(node, part)
            if node is None:
                break
            line = node.start_mark.line + 1
        return line

    def fault(self, reason: str, *place: str | int) -> Fault:
        """Something wrong at a place of it."""
        return Fault(self.line_of(*place), reason)

    def doubled_keys(self) -> Iterator[Fault]:
        """Keys that stand twice in a mapping: YAML's reader keeps the last and says nothing."""
        for node in _nodes(self.root):
            if not isinstance(node, yaml.MappingNode):
                continue
            names = set()
            for key, _ in node.value:
                if isinstance(key, yaml.ScalarNode):
                    if key.value in names:
                        yield Fault(key.start_mark.line + 1, f"{key.value} stands twice")
                    names.add(key.value)

    def fitted(self, model: type[Model]) -> Model:
        """It as ``model``.

        Raises:
            ContentFileError: It does not fit; every fault is in it.
        """
        try:
            return model.model_validate(self.value)
        except ValidationError as error:
            raise ContentFileError.of(
                self.path, *(self.fault(reason, *place) for place, reason in reasons(error))
            ) from error


def reasons(error: ValidationError) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Each place that does not fit, and why in words."""
    details = error.errors(include_url=False, include_input=False)
    places = [_place(detail) for detail in details]
    for detail, place in zip(details, places, strict=True):
        within = any(other != place and other[: len(place)] == place for other in places)
        if detail["type"] == "too_short" and within:
            continue  # it is only too short without what is broken in it
        where = ".".join(map(str, place)) or "the document"
        yield place, f"{where}: {detail['msg'].removeprefix('Value error, ')}"


def _place(detail: ErrorDetails) -> tuple[str | int, ...]:
    return (*detail["loc"], *detail.get("ctx", {}).get("place", ()))


def read_document(path: Path) -> Document:
    """Read the YAML of ``path``.

    Raises:
        ContentFileError: It cannot be read, or is no YAML.
    """
    try:
        if path.stat().st_size > MAX_FILE_BYTES:
            raise ContentFileError.of(path, Fault(1, f"it is larger than {MAX_FILE_BYTES} bytes"))
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ContentFileError.of(path, Fault(1, f"it cannot be read: {error}")) from error
    try:
        _refuse_depth(path, text)
        value = _value(text)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        reason = ", ".join(filter(None, (error.context, error.problem))) or "no YAML"
        raise ContentFileError.of(path, Fault(line, reason)) from error
    except yaml.YAMLError as error:
        raise ContentFileError.of(path, Fault(1, " ".join(str(error).split()))) from error
    except ValueError as error:
        # A date or number that is none, which YAML's reader lets through.
        line = _line_of_no_value(yaml.compose(text, Loader=_LOADER))
        raise ContentFileError.of(path, Fault(line, str(error))) from error
    return Document(path, text, value)


def _value(text: str) -> Any:
    loader = _LOADER(text)
    try:
        return loader.get_single_data()
    finally:
        loader.dispose()


def load_content_file(path: Path, model: type[Model]) -> Model:
    """Read ``path`` as ``model``.

    Raises:
        ContentFileError: It cannot be read, is no YAML, or does not fit.
    """
    return read_document(path).fitted(model)


def _refuse_depth(path: Path, text: str) -> None:
    depth = 0
    for event in yaml.parse(text, Loader=_LOADER):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > MAX_DEPTH:
            line = event.start_mark.line + 1 if event.start_mark else 1
            raise ContentFileError.of(path, Fault(line, f"more than {MAX_DEPTH} levels are nested"))


def _line_of_no_value(root: yaml.Node | None) -> int:
    for node in _nodes(root):
        if isinstance(node, yaml.ScalarNode):
            try:
                with contextlib.suppress(yaml.YAMLError):
                    yaml.SafeLoader("").construct_object(node)
            except ValueError:
                return node.start_mark.line + 1
    return 1


def _nodes(root: yaml.Node | None) -> Iterator[yaml.Node]:
    """Every node once, in the order of the file."""
    waiting, seen = [root], set()
    while waiting:
        node = waiting.pop()
        if node is None or id(node) in seen:
            continue
        seen.add(id(node))
        yield node
        if isinstance(node, yaml.MappingNode):
            waiting += [part for pair in reversed(node.value) for part in reversed(pair)]
        elif isinstance(node, yaml.SequenceNode):
            waiting += reversed(node.value)


def _child(node: yaml.Node | None, part: str | int) -> yaml.Node | None:
    if isinstance(node, yaml.MappingNode):
        return next((value for key, value in node.value if key.value == str(part)), None)
    if isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
        child: yaml.Node = node.value[part]
        return child
    return None
