"""Diagnoses that were saved with ``certinc diagnose --json``."""

import json

from bot.diagnostics.errors import BroughtFileError
from bot.diagnostics.model.diagnosis import Diagnosis
from bot.diagnostics.model.document import diagnosis_from_json

_REMEDY = "Save one with `certinc diagnose HOST --json`."


def read_diagnoses(content: bytes) -> tuple[Diagnosis, ...]:
    """The diagnosis in a file, or the list of several.

    Raises:
        BroughtFileError: It holds none.
        DiagnosisDocumentError: It is of another version.
    """
    try:
        document = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise BroughtFileError("It is no JSON, so no saved diagnosis.", remedy=_REMEDY) from error
    documents = document if isinstance(document, list) else [document]
    if not documents or not all(isinstance(each, dict) for each in documents):
        raise BroughtFileError("It is JSON, but no saved diagnosis.", remedy=_REMEDY)
    return tuple(diagnosis_from_json(each) for each in documents)
