"""``certinc triage`` as a program: its words, its JSON, many reports at once, its exit status."""

import functools
import io
import json
from pathlib import Path
from typing import Any

import pytest

from bot import content
from bot.diagnostics import diagnosis_to_json
from bot.incidents.knowledge import Knowledge
from bot.taxonomy import Taxonomy
from tests.expired_diagnosis import expired_diagnosis
from tests.integration.cli.command_line import UNUSABLE, Certinc, Ended, certinc_in_process

DONE = 0
TAXONOMY = Taxonomy.load(content.root() / "runbooks" / "taxonomy.yaml")
LEAKED = "we found the private key in a public repo"
NO_TLS = "the database is slow and queries time out, CPU at 100 %"


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    """Read once: that takes a second."""
    return Knowledge.load(content.root() / "runbooks")


@pytest.fixture
def triage(
    knowledge: Knowledge, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Certinc:
    """``certinc triage ARGUMENTS``."""
    monkeypatch.setattr(Knowledge, "load", lambda *_: knowledge)
    return functools.partial(certinc_in_process(monkeypatch, capsys), "triage")


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    """What ``certinc diagnose --json`` wrote of a host whose certificate has expired."""
    path = tmp_path / "diagnosis.json"
    path.write_text(json.dumps(diagnosis_to_json(expired_diagnosis())), "utf-8")
    return path


def _document(ended: Ended) -> dict[str, Any]:
    assert ended.status == DONE, ended.errors
    document: dict[str, Any] = json.loads(ended.output)
    return document


def _lines(ended: Ended) -> list[dict[str, Any]]:
    assert ended.status == DONE, ended.errors
    return [json.loads(line) for line in ended.output.splitlines()]


def _refused(ended: Ended) -> str:
    """One plain sentence, never a traceback."""
    assert ended.status == UNUSABLE
    assert "Traceback" not in ended.errors
    return ended.errors


def _file(directory: Path, *lines: object) -> str:
    """Each as JSON; a `bytes` as it stands."""
    path = directory / "reports.jsonl"
    path.write_bytes(
        b"\n".join(line if isinstance(line, bytes) else json.dumps(line).encode() for line in lines)
    )
    return str(path)


def test_a_report_in_words(triage: Certinc) -> None:
    """What it is, how likely, the reporter's own words as reasons, how grave, and what it looks like."""
    ended = triage("--report", LEAKED)
    assert ended.status == DONE
    assert "(key-compromise.confirmed)" in ended.output
    assert "+ the report says \u201c" in ended.output
    assert "Severity T2: " in ended.output
    assert "Like: " in ended.output


def test_the_content_is_found_where_it_is(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without anything prepared."""
    ended = certinc_in_process(monkeypatch, capsys)("triage", "--report", "cert expired", "--json")
    assert _document(ended)["suggestions"][0]["id"] == "expiry.production"


def test_json_has_the_stated_form(triage: Certinc) -> None:
    """All nineteen, best first; nothing else on standard output."""
    document = _document(triage("--json", "--report", "certificate revoked: who asked for that?"))
    assert {"verdict", "suggestions", "questions", "severity", "similar"} <= document.keys()
    assert document["verdict"] in {"suggested", "unsure", "none-of-these", "not-certificate"}
    suggestions = document["suggestions"]
    assert {one["id"] for one in suggestions} == {category.id for category in TAXONOMY.categories}
    assert len(suggestions) == 19
    probabilities = [one["probability"] for one in suggestions]
    assert probabilities == sorted(probabilities, reverse=True)
    for one in suggestions:
        assert one.keys() == {"id", "name", "probability", "for", "against"}
        assert all(isinstance(reason, str) for reason in (*one["for"], *one["against"]))
    assert document["questions"]
    for question in document["questions"]:
        assert question.keys() == {"id", "text", "choices"}
        assert [choice["id"] for choice in question["choices"]] == list(
            TAXONOMY.questions[question["id"]].choices
        )
    assert document["severity"].keys() == {"tier", "reasons"}
    assert document["severity"]["tier"] in {"t1", "t2", "t3", "t4"}
    assert document["severity"]["reasons"]
    assert document["similar"]
    for similar in document["similar"]:
        assert {"id", "title", "score", "why", "source"} <= similar.keys()
        assert similar["why"]


def test_what_is_none_of_them_is_beside_the_nineteen(triage: Certinc) -> None:
    """The verdict is an outcome, which has its probability and its reasons."""
    document = _document(triage("--json", "--report", NO_TLS))
    assert document["verdict"] == "not-certificate"
    assert {one["id"] for one in document["outcomes"]} == {"none-of-these", "not-certificate"}
    everything = [*document["suggestions"], *document["outcomes"]]
    assert sum(one["probability"] for one in everything) == pytest.approx(1, abs=0.01)
    assert triage("--report", NO_TLS).output.startswith("This looks like no certificate incident.")


def test_nothing_at_all_is_unsure(triage: Certinc) -> None:
    """It says so, and suggests nothing."""
    assert _document(triage("--json"))["verdict"] == "unsure"
    ended = triage()
    assert ended.status == DONE
    assert ended.output.startswith("Not sure. ")


def test_an_answer_counts_and_is_not_asked_for_again(triage: Certinc, saved: Path) -> None:
    """As the button in the channel."""
    before = _document(triage("--json", "--diagnosis", str(saved)))
    assert [question["id"] for question in before["questions"]] == ["environment"]
    after = _document(triage("--json", "--diagnosis", str(saved), "--answer", "environment=standby"))
    assert after["verdict"] == "suggested"
    assert after["suggestions"][0]["id"] == "expiry.hot-spare"
    assert after["questions"] == []
    assert after["severity"]["tier"] == "t3"


def test_several_answers_count(triage: Certinc) -> None:
    """The impact is for the severity."""
    answers = (
        "--answer",
        "key-exposure=proven",
        "--answer",
        "criticality=critical",
        "--answer",
        "impact=none",
    )
    document = _document(triage("--json", *answers))
    assert document["suggestions"][0]["id"] == "key-compromise.confirmed"
    assert document["severity"]["tier"] == "t1"


def test_how_to_answer_is_printed(triage: Certinc, saved: Path) -> None:
    """The option, and what it may say."""
    assert (
        "--answer environment=serving | standby | non-production" in triage("--diagnosis", str(saved)).output
    )


def test_a_saved_diagnosis_is_evidence(triage: Certinc, saved: Path) -> None:
    """With its finding as the reason, and its host for what is similar."""
    document = _document(triage("--json", "--diagnosis", str(saved)))
    first = document["suggestions"][0]
    assert first["id"] == "expiry.production"
    assert "the certificate that is served has expired" in first["for"]


def test_standard_input_is_a_report(triage: Certinc, monkeypatch: pytest.MonkeyPatch) -> None:
    """A log is piped in; a dash stands for it."""
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{LEAKED}\nsince noon\n"))
    assert _document(triage("--json", "--report", "-"))["suggestions"][0]["id"] == "key-compromise.confirmed"


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        ("enviroment=serving", "there is no question 'enviroment'. Known: environment, "),
        ("environment=servng", "environment is one of serving, standby, non-production"),
        ("environment=", "environment is one of"),
        ("environment", "is not ID=VALUE"),
    ],
)
def test_an_answer_to_nothing_is_refused(triage: Certinc, answer: str, told: str) -> None:
    """With what there is to answer."""
    assert told in _refused(triage("--answer", answer))


@pytest.mark.parametrize(
    "text", ["", "no JSON", "[]", "5", "{}", '{"schema_version": 999}', "[" * 100_000, "\x00"]
)
def test_a_file_that_is_no_diagnosis_is_refused(triage: Certinc, tmp_path: Path, text: str) -> None:
    """Alone or in a list."""
    path = tmp_path / "other.json"
    path.write_text(text, "utf-8")
    _refused(triage("--diagnosis", str(path)))


def test_several_diagnoses_are_refused(triage: Certinc, saved: Path) -> None:
    """One incident has one target."""
    one = json.loads(saved.read_text("utf-8"))
    saved.write_text(json.dumps([one, one]), "utf-8")
    assert "one diagnosis is expected" in _refused(triage("--diagnosis", str(saved)))


def test_many_reports_at_once(triage: Certinc, saved: Path, tmp_path: Path) -> None:
    """One result a line, in their order, with the id that came with each; a string is a report, a blank line none."""
    diagnosis = json.loads(saved.read_text("utf-8"))
    reports = _file(
        tmp_path,
        {"id": "a-1", "report": LEAKED},
        b"  ",
        LEAKED,
        {"id": 7, "diagnosis": diagnosis, "answers": {"environment": "standby"}, "label": "ignored"},
        {"id": None, "report": None, "answers": None, "diagnosis": None},
    )
    first, second, third, fourth = _lines(triage("--reports", reports))
    assert (first["id"], third["id"], fourth["id"]) == ("a-1", 7, None)
    assert "id" not in second
    assert first["suggestions"] == second["suggestions"]
    assert first["suggestions"][0]["id"] == "key-compromise.confirmed"
    assert third["suggestions"][0]["id"] == "expiry.hot-spare"
    assert fourth["verdict"] == "unsure"


def test_a_report_among_many_is_judged_as_one_alone(triage: Certinc, tmp_path: Path) -> None:
    """The same document."""
    (among,) = _lines(triage("--reports", _file(tmp_path, {"report": LEAKED})))
    assert among == _document(triage("--json", "--report", LEAKED))


@pytest.mark.parametrize(
    "line",
    [
        b"no JSON",
        b"[1]",
        b"5",
        b"{}",
        b'{"text": "a report under another name"}',
        b'{"report": "x", "answers": ["environment=serving"]}',
        b'{"report": "x", "answers": {"enviroment": "serving"}}',
        b'{"report": "x", "answers": {"environment": "servng"}}',
        b'{"diagnosis": "a file name"}',
        b'{"diagnosis": {"schema_version": 999}}',
        b"[" * 100_000,
        b'{"report": "\xff',
    ],
    ids=lambda line: repr(line[:40]),
)
def test_a_line_that_cannot_be_used_is_named(triage: Certinc, tmp_path: Path, line: bytes) -> None:
    """With file and number; those before it were printed."""
    reports = _file(tmp_path, LEAKED, b"", line, LEAKED)
    ended = triage("--reports", reports)
    assert f"{reports}:3: " in _refused(ended)
    assert len(ended.output.splitlines()) == 1


def test_a_report_in_no_encoding_is_read_as_far_as_it_can_be(triage: Certinc, tmp_path: Path) -> None:
    """A log is not always UTF-8."""
    (document,) = _lines(
        triage("--reports", _file(tmp_path, b'{"report": "\xff we found the private key in a public repo"}'))
    )
    assert document["suggestions"][0]["id"] == "key-compromise.confirmed"


@pytest.mark.parametrize("argument", ["--report=x", "--answer=environment=serving"])
def test_many_reports_go_alone(triage: Certinc, tmp_path: Path, argument: str) -> None:
    """Each line has its own."""
    assert "--reports goes alone" in _refused(triage("--reports", _file(tmp_path, LEAKED), argument))


def test_a_file_that_is_not_there_is_refused(triage: Certinc) -> None:
    """Of either kind."""
    for option in ("--reports", "--diagnosis"):
        assert "/nowhere" in _refused(triage(option, "/nowhere"))
