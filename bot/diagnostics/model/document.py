"""A diagnosis as a JSON document that programs can rely on, and back."""

import base64
import binascii
import math
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import msgspec

from bot.diagnostics.errors import DiagnosisDocumentError
from bot.diagnostics.host_name import MAX_NAME
from bot.diagnostics.model.diagnosis import Diagnosis
from bot.diagnostics.target import MAX_PORT
from bot.diagnostics.visible_text import visible

SCHEMA_VERSION = 1
"""Raised whenever a reader of the former version could misread a document."""

MAX_TEXT = 2_500
"""Characters of a text in a document, certificates apart; what we write ourselves is shorter."""

MAX_ADDRESSES = 256
"""Of one target; 64 are looked at."""

MAX_NESTING = 24
"""Levels; a diagnosis has nine."""

_IN_BASE64 = frozenset({"chain_der", "staple"})
_REMEDY = "Save one with `certinc diagnose HOST --json`."


def diagnosis_to_json(diagnosis: Diagnosis) -> dict[str, Any]:
    """As JSON values; times in RFC 3339, UTC. ``trust`` and ``healthy`` are derived, for readers' convenience."""
    document: dict[str, Any] = msgspec.to_builtins(diagnosis)
    return {
        "schema_version": SCHEMA_VERSION,
        **document,
        "trust": msgspec.to_builtins(diagnosis.trust),
        "healthy": diagnosis.healthy,
    }


def diagnosis_from_json(document: Mapping[str, Any]) -> Diagnosis:
    """Read back what `diagnosis_to_json` wrote.

    Raises:
        DiagnosisDocumentError: It is none, or of another version.
    """
    version = document.get("schema_version")
    if version != SCHEMA_VERSION:
        raise DiagnosisDocumentError(
            f"The diagnosis is of schema version {visible(repr(version), 20)}; this certinc reads {SCHEMA_VERSION}.",
            remedy="Diagnose again.",
        )
    seen = document.get("observations")
    if isinstance(seen, list | tuple) and len(seen) > MAX_ADDRESSES:
        raise _refused(f"it holds {len(seen)} addresses, more than {MAX_ADDRESSES}")
    try:
        diagnosis = msgspec.convert(_with_fit_text(document), Diagnosis)
    except msgspec.ValidationError as error:
        raise _refused(visible(str(error))) from error
    _check_values(msgspec.to_builtins(diagnosis, builtin_types=(datetime,)))
    _check_certificates(diagnosis)
    if not (1 <= diagnosis.target.port <= MAX_PORT and 1 <= len(diagnosis.target.host) <= MAX_NAME):
        raise _refused("its target is no host and port")
    return diagnosis


def _refused(why: str) -> DiagnosisDocumentError:
    return DiagnosisDocumentError(f"This is no diagnosis: {why}.", remedy=_REMEDY)


def _with_fit_text(value: Any, key: str = "", depth: int = 0) -> Any:
    """As we would have written it, which changes nothing in what we did: all visible, none without end."""
    if isinstance(value, str):
        return value if key in _IN_BASE64 and value.isascii() else visible(value, MAX_TEXT)
    if depth > MAX_NESTING:
        raise _refused(f"it is nested deeper than {MAX_NESTING} levels")
    if isinstance(value, dict):
        return {visible(name, 200): _with_fit_text(inner, name, depth + 1) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_with_fit_text(inner, key, depth + 1) for inner in value]
    return value


def _check_values(value: Any) -> None:
    """Times that are some in UTC, and numbers that are finite: readers of JSON let others through."""
    if isinstance(value, dict):
        for inner in value.values():
            _check_values(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            _check_values(inner)
    elif isinstance(value, datetime):
        _check_time(value)
    elif isinstance(value, float) and not math.isfinite(value):
        raise _refused(f"{value} is no number")


def _check_time(moment: datetime) -> None:
    try:
        moment.astimezone(UTC)
    except OverflowError as error:
        raise _refused(f"the time {moment} is none in UTC") from error


def _check_certificates(diagnosis: Diagnosis) -> None:
    for seen in diagnosis.observations:
        for handshake in seen.handshakes:
            try:
                for encoded in (*handshake.chain_der, handshake.staple or ""):
                    base64.b64decode(encoded, validate=True)
            except (binascii.Error, ValueError) as error:
                raise _refused("a certificate in it is not in base64") from error
