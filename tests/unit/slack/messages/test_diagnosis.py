"""How a diagnosis is shown in the channel, and its evidence in the thread."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from bot.diagnostics import (
    Change,
    ChangeKind,
    Comparison,
    Diagnosis,
    Observation,
    Offer,
    Outcome,
    diagnosis_from_json,
    diagnosis_to_json,
)
from bot.diagnostics.model.authority import AuthorityHealth, AuthorityService, ServiceState
from bot.diagnostics.model.revocation import (
    ClientHorizon,
    PropagationHorizon,
    Revocation,
    RevocationAnswer,
    RevocationSource,
    RevocationStatus,
)
from bot.incidents.snapshot import DiagnosisSnapshot
from bot.sandbox.blocks import check_message
from bot.slack.message import MAX_BLOCK_TEXT, MAX_BLOCKS, Message, text_length
from bot.slack.messages.diagnosis import diagnosis
from bot.slack.messages.diagnosis_evidence import diagnosis_evidence
from tests.expired_diagnosis import ADDRESSES, AT, expired_diagnosis
from tests.unit.incident_snapshot import incident_snapshot

HOSTILE = "<!channel> *x* `y` <http://evil|bank> U+202E\u202e & ``` " + "long " * 100
EARLIER = AT - timedelta(minutes=5)


def _shown(result: Diagnosis) -> str:
    entry = DiagnosisSnapshot(2, "api.example.com", None, AT, AT, result, None)
    return _words(diagnosis(incident_snapshot(), entry))


def _words(message: Message) -> str:
    blocks = json.loads(json.dumps(message.blocks, default=dict))
    assert check_message(blocks) == []
    return json.dumps(blocks, ensure_ascii=False)


def _formatted(value: object) -> Iterator[str]:
    """Every text that Slack reads for mentions and links; a table's raw text it does not."""
    if isinstance(value, dict):
        if value.get("type") == "mrkdwn":
            yield value["text"]
        for inner in value.values():
            yield from _formatted(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _formatted(inner)


def _with(changes: tuple[Change, ...], gone: tuple[str, ...] = (), new: tuple[str, ...] = ()) -> Diagnosis:
    return replace(expired_diagnosis(), comparison=Comparison(EARLIER, changes, gone, new))


def test_what_changed_stands_before_the_findings() -> None:
    """With the addresses, what is grave marked as such, and the time of the former diagnosis."""
    change = Change(
        ChangeKind.NAME_LOST, "The replacement is no longer for b.example.", ADDRESSES, grave=True
    )
    words = _shown(_with((change,), gone=("The certificate expired.",), new=("It is new.",)))
    assert f"Since the diagnosis of <!date^{int(EARLIER.timestamp())}^" in words
    assert "⚠️ The replacement is no longer for b.example. (`192.0.2.1:443`, `192.0.2.2:443`)" in words
    assert "*Gone:* The certificate expired." in words
    assert "*New:* It is new." in words
    assert words.index("no longer for") < words.index("Renew it.")


def test_nothing_has_changed() -> None:
    """It is said, since that too is news after a deployment."""
    assert "Nothing has changed since the diagnosis of" in _shown(_with(()))


def test_a_first_diagnosis_compares_nothing() -> None:
    """There is nothing to compare it with."""
    assert "Since the diagnosis" not in _shown(expired_diagnosis())


def _rich() -> Diagnosis:
    plain = expired_diagnosis()
    leaf = plain.observations[0].leaf
    assert leaf is not None
    answer = RevocationAnswer(
        RevocationSource.CRL,
        "http://crl.example/1.crl",
        leaf.fingerprint_sha256,
        leaf.subject_name,
        0,
        RevocationStatus.REVOKED,
        verified=True,
        current=True,
        this_update=AT - timedelta(hours=1),
        next_update=AT + timedelta(days=6),
        revoked_at=AT - timedelta(days=1),
        reason="keyCompromise",
    )
    horizon = PropagationHorizon(
        leaf.fingerprint_sha256,
        answer.revoked_at,
        "The CRL says revoked, the responder good.",
        (
            ClientHorizon(
                "clients that cache OCSP responses", AT + timedelta(days=2), "the last answer lasts so long"
            ),
            ClientHorizon("clients that never check", None, "nothing tells them"),
        ),
    )
    health = AuthorityHealth(
        AuthorityService.OCSP, "http://ocsp.example", ServiceState.SLOW, 1900.0, "", "It answers, slowly."
    )
    return replace(plain, revocation=Revocation((answer,), (horizon,)), authority=(health,))


def test_the_evidence_shows_all_that_was_seen() -> None:
    """Addresses, the chain in full, each source of revocation with its times, the horizon, the CA's services."""
    words = _words(diagnosis_evidence(_rich()))
    for part in (
        *ADDRESSES,
        "*Chain presented by* 192.0.2.1:443, 192.0.2.2:443",
        "⛔ *revoked*",
        "keyCompromise",
        "`http://crl.example/1.crl`",
        f"<!date^{int((AT - timedelta(hours=1)).timestamp())}^",
        "clients that never check: *no bound*",
        "is *slow*, 1900 ms",
    ):
        assert part in words


def test_the_evidence_names_the_handshake_that_was_special() -> None:
    """A certificate that is seen only with RSA, or only without SNI, is told apart."""
    plain = expired_diagnosis()
    seen = plain.observations[0]
    rsa = replace(seen.handshakes[0], offer=Offer.RSA)
    words = _words(diagnosis_evidence(replace(plain, observations=(replace(seen, handshakes=(rsa,)),))))
    assert "192.0.2.1:443 RSA only" in words


def test_the_evidence_of_a_silent_address() -> None:
    """It has a row that says what came of it."""
    plain = expired_diagnosis()
    silent = Observation("192.0.2.9:443", Outcome.TIMED_OUT)
    words = _words(diagnosis_evidence(replace(plain, observations=(silent,))))
    assert "did not answer in time" in words


def test_evidence_too_long_for_slack_is_cut_and_says_so() -> None:
    """However much a hostile server presents, the message can be built, and nothing in it acts."""
    rich = _rich()
    seen = rich.observations[0]
    leaf = seen.leaf
    assert leaf is not None
    hostile = replace(leaf, subject_name=HOSTILE, issuer_name=HOSTILE)
    handshakes = tuple(
        replace(seen.handshakes[0], chain=(hostile,) * 150, cipher=str(number)) for number in range(2)
    )
    answers = tuple(replace(rich.revocation.answers[0], subject=HOSTILE, detail=HOSTILE) for _ in range(40))
    many = replace(
        rich,
        observations=tuple(
            replace(seen, address=f"192.0.2.{number}:443", handshakes=handshakes) for number in range(60)
        ),
        revocation=Revocation(answers, rich.revocation.horizons * 60),
        authority=rich.authority * 10,
    )
    message = diagnosis_evidence(many)
    words = _words(message)
    assert sum(map(text_length, message.blocks)) <= MAX_BLOCK_TEXT
    assert len(message.blocks) <= MAX_BLOCKS
    assert "The rest is in the JSON file." in words
    assert "\u202e" not in words
    formatted = " ".join(_formatted(message.blocks))
    assert "&lt;!channel&gt;" in formatted
    assert "<!channel>" not in formatted
    assert "<http://evil" not in formatted


def test_a_saved_diagnosis_reads_back_with_all_of_it() -> None:
    """What is stored is what was found."""
    change = Change(ChangeKind.REPLACED, "Another certificate.", ADDRESSES)
    full = replace(_rich(), comparison=Comparison(EARLIER, (change,), ("a",), ("b",)))
    assert diagnosis_from_json(json.loads(json.dumps(diagnosis_to_json(full)))) == full


def test_long_work_says_how_far_it_is() -> None:
    """Beside who asked, in the message that will hold the result."""
    entry = DiagnosisSnapshot(1, "api.example.com", None, AT, None, None, None, "1 of 3 addresses looked at")
    words = _words(diagnosis(incident_snapshot(), entry))
    assert "Diagnosing api.example.com…" in words
    assert "1 of 3 addresses looked at" in words


def test_a_hostile_diagnosis_fits_into_a_message() -> None:
    """Each sign that is escaped becomes five; what does not fit is in the file, and from where it was seen stays."""
    plain = _with(
        (Change(ChangeKind.NAME_LOST, "<" * 300, ADDRESSES),) * 9, ("&" * 300,) * 9, ("&" * 300,) * 9
    )
    findings = tuple(replace(plain.findings[0], sentence="&" * (900 + each)) for each in range(9))
    words = _shown(
        replace(plain, verdict="&" * 900, findings=findings, vantage="seen from a test" + "&" * 900)
    )
    assert "The rest is in the JSON file. seen from a test" in words
    assert "&am…" not in words
