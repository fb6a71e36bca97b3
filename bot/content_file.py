"""Reading a YAML file into a model; what is wrong in it is told with file and line."""

from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from bot.errors import CertincError

Model = TypeVar("Model", bound=BaseModel)

MAX_FILE_BYTES = 2_000_000

_LOADER: type[yaml.SafeLoader | yaml.CSafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""LibYAML's where it is there: it is ten times as fast."""


class ContentFileError(CertincError):
    """A content file cannot be used. The sentence begins with file and line."""


def load_content_file(path: Path, model: type[Model]) -> Model:
    """Read ``path`` as ``model``.

    Raises:
        ContentFileError: It cannot be read, is no YAML, or does not fit.
    """
    try:
        if path.stat().st_size > MAX_FILE_BYTES:
            raise ContentFileError(f"{path} is larger than {MAX_FILE_BYTES} bytes.")
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ContentFileError(f"{path} cannot be read: {error}.") from error
    try:
        root = yaml.compose(text, Loader=_LOADER)
        document = yaml.load(text, Loader=_LOADER)  # noqa: S506 - a safe one
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise ContentFileError(f"{path}:{line}: {error.problem or 'no YAML'}.") from error
    except yaml.YAMLError as error:
        raise ContentFileError(f"{path}:1: {error}.") from error
    try:
        return model.model_validate(document)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = ".".join(str(part) for part in first["loc"]) or "the document"
        line = _line_of(root, first["loc"])
        reason = first["msg"].removeprefix("Value error, ")
        raise ContentFileError(f"{path}:{line}: {place}: {reason}.") from error


def _line_of(node: yaml.Node | None, loc: tuple[Any, ...]) -> int:
    """The line of the deepest node that ``loc`` leads to."""
    line = node.start_mark.line + 1 if node is not None else 1
    for part in loc:
        node = _child(node, part)
        if node is None:
            break
        line = node.start_mark.line + 1
    return line


def _child(node: yaml.Node | None, part: Any) -> yaml.Node | None:
    if isinstance(node, yaml.MappingNode):
        return next((value for key, value in node.value if key.value == str(part)), None)
    if isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
        child: yaml.Node = node.value[part]
        return child
    return None
