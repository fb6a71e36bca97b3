"""What somebody brought is read, and not believed."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from bot.diagnostics import DiagnosisDocumentError, diagnosis_to_json
from bot.diagnostics.errors import BroughtFileError
from bot.diagnostics.offline.brought import MAX_HANDSHAKES, read_brought
from tests.expired_diagnosis import expired_diagnosis

ORIGINAL = expired_diagnosis()


def _saved(change: Callable[[Any], object]) -> bytes:
    document = json.loads(json.dumps(diagnosis_to_json(ORIGINAL)))
    change(document)
    return json.dumps(document).encode()


def _handshake(document: Any) -> Any:
    return document["observations"][0]["handshakes"][0]


def test_what_a_saved_diagnosis_says_of_its_certificates_is_read_anew() -> None:
    """From the certificates themselves; nor does it keep the verdicts that it came with."""

    def renewed(document: Any) -> None:
        _handshake(document)["chain"][0]["not_after"] = "2030-01-01T00:00:00Z"
        _handshake(document)["verdicts"][0]["trust"]["trusted"] = True

    brought = read_brought(_saved(renewed), name="saved.json")
    assert brought.observations[0].leaf == ORIGINAL.observations[0].leaf
    assert brought.observations[0].trust is None


def test_text_in_a_saved_diagnosis_is_made_visible_and_bounded() -> None:
    """Whoever wrote it."""

    def hostile(document: Any) -> None:
        document["observations"][0]["address"] = "\u202e\x1b[2J\U000e0041"
        document["observations"][0]["detail"] = "a" * 100_000

    seen = read_brought(_saved(hostile), name="saved.json").observations[0]
    assert seen.address == "U+202EU+001B[2JU+E0041"
    assert len(seen.detail) < 3_000


def _nested(document: Any) -> None:
    inner: dict[str, Any] = {}
    document["checks"] = inner
    for _ in range(100):
        inner["a"] = inner = {}


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda document: document.update(at="2026-11-24T02:00:00"), "with a timezone"),
        (lambda document: document.update(at="0001-01-01T00:00:00+14:00"), "is none in UTC"),
        (lambda document: document["timings"].update(total_ms=float("nan")), "nan is no number"),
        (lambda document: _handshake(document).update(chain_der=["!"]), "not in base64"),
        (lambda document: _handshake(document).update(staple="\u00e4"), "not in base64"),
        (lambda document: document["target"].update(port=0), "no host and port"),
        (lambda document: document.update(observations=document["observations"] * 200), "400 addresses"),
        (_nested, "nested deeper than 24 levels"),
        (lambda document: document.update(schema_version="9" * 100), "schema version '999"),
    ],
)
def test_a_saved_diagnosis_that_we_did_not_write(change: Callable[[Any], object], why: str) -> None:
    """It is refused with the reason; nothing of it goes further."""
    with pytest.raises(DiagnosisDocumentError, match=why):
        read_brought(_saved(change), name="saved.json")


def test_more_handshakes_than_are_judged() -> None:
    """Each may have a chain of its own, and take its time."""

    def many(document: Any) -> None:
        document["observations"][0]["handshakes"] *= MAX_HANDSHAKES

    with pytest.raises(BroughtFileError, match="handshakes"):
        read_brought(_saved(many), name="saved.json")
