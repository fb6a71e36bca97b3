"""A diagnosis as a JSON document that programs can rely on, and back."""

from collections.abc import Mapping
from typing import Any

import msgspec

from bot.diagnostics.errors import DiagnosisDocumentError
from bot.diagnostics.model.diagnosis import Diagnosis

SCHEMA_VERSION = 1
"""Raised whenever a reader of the former version could misread a document."""


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
            f"The diagnosis is of schema version {version!r}; this certinc reads {SCHEMA_VERSION}.",
            remedy="Diagnose again.",
        )
    try:
        return msgspec.convert(document, Diagnosis)
    except msgspec.ValidationError as error:
        raise DiagnosisDocumentError(
            f"This is no diagnosis: {error}.", remedy="Save one with `certinc diagnose --json`."
        ) from error
