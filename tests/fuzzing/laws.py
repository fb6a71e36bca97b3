"""What holds of every diagnosis, whatever bytes it was made of."""

import base64
import contextlib
import io
import json
import re
import time
import unicodedata
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import jsonschema

from bot.cli.diagnosis_markdown import diagnosis_markdown
from bot.cli.diagnosis_table import print_diagnoses
from bot.diagnostics import Diagnosis, diagnosis_from_json, diagnosis_to_json, parse_target, presented_pem
from bot.diagnostics.certificates.facts import parse_certificate
from bot.diagnostics.model.document import MAX_TEXT
from bot.diagnostics.model.revocation import AnswerDefect, RevocationAnswer, RevocationStatus
from bot.diagnostics.model.schema import diagnosis_schema
from bot.incidents.snapshot import DiagnosisSnapshot
from bot.sandbox.blocks import check_message
from bot.slack.message import Message
from bot.slack.messages.diagnosis import diagnosis, diagnosis_text
from bot.slack.messages.diagnosis_evidence import diagnosis_evidence
from tests.fuzzing import pki
from tests.fuzzing.paths import PATHS, REFUSALS, saved
from tests.unit.incident_snapshot import incident_snapshot

MAX_CPU_S = 1.0

_VALIDATOR = jsonschema.Draft202012Validator(diagnosis_schema())
_HIDDEN = {"Cc", "Cf", "Cs", "Zl", "Zp"}
_BASE64 = {"chain_der", "staple"}
_OUR_TOKENS = re.compile(r"<!date\^-?\d+\^[^<>|^]+\|[^<>|]+>|<@[A-Z0-9]+>")
_CODE = re.compile(r"(?<!\\)`[^`\n]*`")
_ACTIVE = re.compile(r"[<>]|&(?!amp;|lt;|gt;)")


def check(kind: str, content: bytes) -> list[Diagnosis]:
    """Take the whole way with ``content``, and see that the laws hold. None where it was refused as documented."""
    started = time.process_time()
    try:
        found = PATHS[kind](content)
        claimed = saved(kind, content)
    except REFUSALS.get(kind, ()) as error:
        _check_refusal(str(error))
        return []
    finally:
        spent = time.process_time() - started
        assert spent < MAX_CPU_S, f"{spent:.2f} s of processor time"
    for each in found:
        _check(each)
        assert kind != "aia" or each.trust is None or not each.trust.trusted, "its issuer was not sent"
        assert kind == "diagnosis" or parse_target(str(each.target)) == each.target
    for each in claimed:
        _check_form(each)
    return found


def _check_refusal(sentence: str) -> None:
    assert _hidden(sentence) == []
    assert len(sentence) < MAX_TEXT


def _check(found: Diagnosis) -> None:
    _check_form(found)
    _check_trust(found)
    for answer in found.revocation.answers:
        _check_answer(answer)
    if found.healthy:
        assert not any(each.status is RevocationStatus.REVOKED for each in found.revocation.answers)


def _check_form(found: Diagnosis) -> None:
    """As a document, and wherever it is shown."""
    _check_document(found)
    started = time.process_time()
    shown = _shown(found)
    assert time.process_time() - started < MAX_CPU_S
    for message in shown:
        _check_message(message)


def _check_document(found: Diagnosis) -> None:
    document = diagnosis_to_json(found)
    text = json.dumps(document, allow_nan=False)
    assert diagnosis_from_json(json.loads(text)) == found
    _VALIDATOR.validate(json.loads(text))
    for key, value in _texts(document):
        assert _hidden(value) == [], (key, value)
        assert key in _BASE64 or len(value) <= MAX_TEXT, (key, value)


def _texts(value: Any, key: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield key, value
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield "key", name
            yield from _texts(inner, name)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _texts(inner, key)


def _hidden(text: str) -> list[str]:
    """Characters that cannot be seen, or turn what stands beside them."""
    return [repr(character) for character in text if unicodedata.category(character) in _HIDDEN]


def _check_trust(found: Diagnosis) -> None:
    """Whoever is trusted can be read, and is valid at the time of the diagnosis."""
    for seen in found.observations:
        for handshake in seen.handshakes:
            for verdict in handshake.verdicts:
                if verdict.trust.trusted:
                    leaf = parse_certificate(base64.b64decode(handshake.chain_der[0]))
                    assert leaf is not None
                    assert handshake.leaf is not None
                    assert leaf.not_valid_before_utc <= found.at <= leaf.not_valid_after_utc
    if found.healthy:
        assert found.trust is None or found.trust.trusted
        assert all(seen.leaf is not None for seen in found.observations if seen.trust is not None)


def _check_answer(answer: RevocationAnswer) -> None:
    """Only a signature makes an answer count, and only a current one can be good."""
    if answer.status is RevocationStatus.UNAVAILABLE:
        return
    assert answer.verified
    assert answer.claimed is None
    assert answer.defect is None or (
        answer.defect is AnswerDefect.STALE and answer.status is RevocationStatus.REVOKED
    )
    if answer.status is RevocationStatus.GOOD:
        assert answer.this_update is not None
        assert answer.this_update <= pki.NOW + timedelta(minutes=5)
        end = answer.next_update or answer.this_update + timedelta(days=1)
        assert end >= pki.NOW - timedelta(minutes=5)


def _shown(found: Diagnosis) -> list[Message]:
    """In the channel; in the terminal and as Markdown it is looked at right here."""
    text = io.StringIO()
    with contextlib.redirect_stdout(text):
        print_diagnoses([found])
    assert _hidden(text.getvalue().replace("\n", "")) == []
    markdown = diagnosis_markdown(found)
    assert _hidden(markdown.replace("\n", "")) == []
    assert not re.search(r"(?<!\\)(?:\\\\)*[<\[&]", _CODE.sub("", markdown)), markdown
    presented_pem(found)
    entry = DiagnosisSnapshot(1, str(found.target), None, pki.NOW, pki.NOW, found, None)
    _check_formatted(diagnosis_text(found))
    return [diagnosis(incident_snapshot(), entry), diagnosis_evidence(found)]


def _check_message(message: Message) -> None:
    blocks = json.loads(json.dumps(message.blocks, default=dict))
    assert check_message(blocks) == []
    assert _hidden(message.text.replace("\n", "")) == []
    for text in _formatted(blocks):
        _check_formatted(text)


def _formatted(value: Any) -> Iterator[str]:
    """Text in which Slack looks for mentions and links."""
    if isinstance(value, dict):
        if value.get("type") == "mrkdwn":
            yield value["text"]
        for inner in value.values():
            yield from _formatted(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _formatted(inner)


def _check_formatted(text: str) -> None:
    """Only our own dates and mentions act."""
    assert _ACTIVE.search(_OUR_TOKENS.sub("", text)) is None, text
    assert _hidden(text.replace("\n", "")) == []
