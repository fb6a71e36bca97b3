"""The published JSON schema of a diagnosis document."""

from typing import Any

import msgspec

from bot.diagnostics.model.diagnosis import Diagnosis
from bot.diagnostics.model.document import SCHEMA_VERSION
from bot.diagnostics.model.trust import Trust

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def diagnosis_schema() -> dict[str, Any]:
    """JSON Schema (2020-12) of what `diagnosis_to_json` writes."""
    (diagnosis, _), definitions = msgspec.json.schema_components(
        (Diagnosis, Trust), ref_template="#/$defs/{name}"
    )
    del diagnosis
    root = definitions.pop("Diagnosis")
    own = {
        "schema_version": {"const": SCHEMA_VERSION},
        "healthy": {
            "type": "boolean",
            "description": "Derived: nothing is wrong on any address, and one at least was seen.",
        },
        "trust": {
            "anyOf": [{"type": "null"}, {"$ref": "#/$defs/Trust"}],
            "description": "Derived: the least favourable verdict among the addresses.",
        },
    }
    return {
        "$schema": DIALECT,
        "title": "Diagnosis",
        **root,
        "properties": {"schema_version": own.pop("schema_version"), **root["properties"], **own},
        "required": ["schema_version", *root["required"], "healthy", "trust"],
        "$defs": definitions,
    }
