"""The form of the operator's policy file, and reading it; what is wrong in it is told with file and line.

It is read with msgspec, not as content files are with pydantic: the engine starts without pydantic.
"""

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import msgspec
from msgspec import Meta

from bot.diagnostics.errors import PolicyFileError
from bot.diagnostics.visible_text import visible

if TYPE_CHECKING:
    import yaml

MAX_FILE_BYTES = 2_000_000
MAX_NESTING = 20
"""Levels; the form has four."""

_PLACE = re.compile(r"(?P<reason>.*) - at `\$(?P<path>.*)`", re.DOTALL)
_KEY_PLACE = re.compile(r"(?P<reason>.*) - at `key` in `\$(?P<path>.*)`", re.DOTALL)
_STEP = re.compile(r"\.(?P<key>[^.\[]+)|\[(?P<index>\d+|\.\.\.)\]")

Text = Annotated[str, Meta(min_length=1, max_length=200)]
Issuer = Annotated[
    str,
    Meta(
        min_length=1,
        max_length=200,
        description=(
            "The issuer's common name or organization, exactly but for case; or `sha256:` and the fingerprint of "
            "a CA certificate on the verified path."
        ),
    ),
]
Pattern = Annotated[
    str,
    Meta(
        min_length=1,
        max_length=253,
        description="`*` for all, a host name, or `*.example.com` for every name below example.com, at any depth.",
    ),
]


class AuthorityEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A CA that is known to exist here."""

    name: Annotated[Text, Meta(description="What people call it; rules may name it.")]
    issuers: Annotated[tuple[Issuer, ...], Meta(min_length=1, description="How its certificates are told.")]


class KeyRule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A type of key that is allowed."""

    type: Annotated[
        Text, Meta(description="`RSA`, `EC`, `Ed25519`, `Ed448`; or a curve, as in `EC secp256r1`.")
    ]
    min_bits: Annotated[int, Meta(ge=0, le=100_000, description="The smallest size that is allowed.")] = 0


class PolicyRule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What has to hold for some hosts. Every rule that applies has to hold."""

    name: Annotated[Text, Meta(description="What it is called in findings.")]
    applies_to: Annotated[tuple[Pattern, ...], Meta(min_length=1, description="The hosts it is for.")] = (
        "*",
    )
    except_for: Annotated[tuple[Pattern, ...], Meta(description="Hosts among them that it is not for.")] = ()
    issuers: Annotated[
        tuple[Issuer, ...] | None, Meta(description="Allowed: names of the inventory, or issuers as there.")
    ] = None
    keys: Annotated[tuple[KeyRule, ...] | None, Meta(description="Allowed; one of them has to fit.")] = None
    max_lifetime_days: (
        Annotated[int, Meta(ge=1, le=100_000, description="The longest validity that is allowed.")] | None
    ) = None
    names: Annotated[
        tuple[Pattern, ...] | None, Meta(description="Every name in the certificate has to fit one of them.")
    ] = None
    wildcards: Annotated[bool, Meta(description="Whether names with a wildcard are allowed.")] = True


class PolicyDocument(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole file."""

    rules: Annotated[tuple[PolicyRule, ...], Meta(description="What has to hold, and where.")] = ()
    inventory: Annotated[
        tuple[AuthorityEntry, ...] | None,
        Meta(description="Every CA that may exist here. An issuer that is not in it is reported as unknown."),
    ] = None


def policy_schema() -> dict[str, Any]:
    """JSON Schema of the file."""
    schema: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(msgspec.json.schema(PolicyDocument)))
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "certinc: the operator's certificate policy",
        **schema,
    }


def read_policy_document(path: Path) -> PolicyDocument:
    """Read the file.

    Raises:
        PolicyFileError: It cannot be read, is no YAML, or does not fit; the sentence begins with file and line.
    """
    # Takes 20 ms, and most diagnoses have no policy.
    import yaml

    try:
        if path.stat().st_size > MAX_FILE_BYTES:
            raise PolicyFileError(f"{path} is larger than {MAX_FILE_BYTES} bytes.")
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise PolicyFileError(f"{path} cannot be read: {error}.") from error
    try:
        _check_form(path, text)
        root = yaml.compose(text, Loader=yaml.SafeLoader)
        document = yaml.safe_load(text)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise PolicyFileError(f"{path}:{line}: {visible(error.problem or 'no YAML')}.") from error
    except (yaml.YAMLError, ValueError) as error:
        raise PolicyFileError(f"{path}:1: {visible(' '.join(str(error).split()))}.") from error
    try:
        return msgspec.convert({} if document is None else document, PolicyDocument)
    except msgspec.ValidationError as error:
        raise _misfit(path, root, str(error)) from error


def _check_form(path: Path, text: str) -> None:
    """Before anything is built of it: aliases can make gigabytes out of a few lines, and nesting ends in a crash."""
    import yaml

    depth = 0
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        line = event.start_mark.line + 1 if event.start_mark else 1
        if isinstance(event, yaml.AliasEvent):
            raise PolicyFileError(f"{path}:{line}: aliases (*{event.anchor}) are not read; write it out.")
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > MAX_NESTING:
            raise PolicyFileError(f"{path}:{line}: it is nested deeper than {MAX_NESTING} levels.")


def _misfit(path: Path, root: "yaml.Node | None", message: str) -> PolicyFileError:
    found = _KEY_PLACE.fullmatch(message) or _PLACE.fullmatch(message)
    reason, place = (found["reason"], found["path"]) if found else (message, "")
    steps = [step["key"] or step["index"] for step in _STEP.finditer(place)]
    if unknown := re.search(r"unknown field `(?P<field>[^`]*)`", reason):
        steps.append(unknown["field"])
    where = place.removeprefix(".") or "the document"
    return PolicyFileError(
        f"{path}:{_line(root, steps)}: {visible(where, 100)}: {visible(reason)}.",
        remedy="Its form is in docs/schemas/policy.schema.json.",
    )


def _line(node: "yaml.Node | None", steps: list[str]) -> int:
    """The line of the deepest node that the steps lead to."""
    line = node.start_mark.line + 1 if node is not None else 1
    for step in steps:
        node, mark = _child(node, step)
        if node is None:
            break
        line = mark
    return line


def _child(node: "yaml.Node | None", step: str) -> tuple["yaml.Node | None", int]:
    import yaml

    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == step:
                return value, key.start_mark.line + 1
    if isinstance(node, yaml.SequenceNode) and step.isdigit() and int(step) < len(node.value):
        child: yaml.Node = node.value[int(step)]
        return child, child.start_mark.line + 1
    return None, 0
