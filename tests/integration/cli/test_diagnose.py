"""``certinc diagnose`` as a program: its words, its JSON, its exit status."""

import functools
import json
from collections.abc import Iterator
from pathlib import Path

import anyio.from_thread
import jsonschema
import pytest

from bot import content
from bot.cli.diagnose import STARTTLS
from bot.clock import Clock
from bot.diagnostics import StartTls
from bot.faulty_tls import FaultyEndpoints, serve_faulty_endpoints
from tests.integration.cli.command_line import (
    HEALTHY,
    UNOBSERVED,
    UNUSABLE,
    WRONG,
    Certinc,
    certinc_in_process,
)


@pytest.fixture(scope="module")
def endpoints(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FaultyEndpoints]:
    """Served from another thread: the program runs an event loop of its own."""
    with (
        anyio.from_thread.start_blocking_portal() as portal,
        portal.wrap_async_context_manager(
            serve_faulty_endpoints(tmp_path_factory.mktemp("endpoints"), Clock())
        ) as served,
    ):
        yield served


@pytest.fixture
def diagnose(
    endpoints: FaultyEndpoints, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Certinc:
    """``certinc diagnose ARGUMENTS``, told of the endpoints by the environment."""
    monkeypatch.setenv("CERTINC_STATIC_HOSTS", ",".join(endpoints.static_hosts))
    monkeypatch.setenv("CERTINC_EXTRA_TRUST_ANCHORS", ",".join(map(str, endpoints.trust_anchor_files)))
    return functools.partial(certinc_in_process(monkeypatch, capsys), "diagnose")


def test_a_healthy_host_exits_with_0(diagnose: Certinc) -> None:
    """And says until when it is."""
    ended = diagnose("www.example.com")
    assert ended.status == HEALTHY
    assert "✓ www.example.com" in ended.output
    assert "The certificate is valid on all 2 addresses" in ended.output


def test_an_expired_certificate_exits_with_1_and_is_said_once(diagnose: Certinc) -> None:
    """The verdict, its remedy and a line an address; the first finding is not the verdict again."""
    ended = diagnose("api.example.com")
    assert ended.status == WRONG
    assert ended.output.count("The certificate expired") == 1
    assert "→ Renew it and deploy the renewed one" in ended.output
    assert ended.output.count("127.0.0.") == 3


def test_a_host_that_cannot_be_observed_exits_with_3(diagnose: Certinc) -> None:
    """Nothing listens there."""
    ended = diagnose("down.example.com")
    assert ended.status == UNOBSERVED
    assert "refused" in ended.output


def test_the_gravest_of_several_decides(diagnose: Certinc) -> None:
    """One exit status for all of them."""
    assert diagnose("www.example.com", "api.example.com").status == WRONG


def test_json_is_for_programs(diagnose: Certinc) -> None:
    """One document for one target, a list for several; nothing else on standard output."""
    one = json.loads(diagnose("--json", "api.example.com").output)
    assert one["healthy"] is False
    assert [finding["id"] for finding in one["findings"]] == ["leaf-expired"]
    assert len(one["observations"]) == 3
    several = json.loads(diagnose("--json", "api.example.com", "www.example.com").output)
    assert [document["healthy"] for document in several] == [False, True]


def test_validity_is_judged_at_the_time_asked_for(diagnose: Certinc) -> None:
    """The expired certificate was valid once."""
    assert diagnose("--at", "2020-01-01T00:00:00Z", "www.example.com").status == WRONG


@pytest.mark.parametrize(
    "arguments",
    [
        ("not a host",),
        (),
        ("--at", "yesterday", "www.example.com"),
        ("--at", "2026-11-24T02:00:00", "www.example.com"),
        ("--ca-file", "/nowhere.pem", "www.example.com"),
        ("--connect-to", "nonsense", "www.example.com"),
        ("--expect", "nonsense", "www.example.com"),
        ("--starttls", "gopher", "www.example.com"),
        ("--compare", "pyproject.toml", "www.example.com"),
        ("--policy", "pyproject.toml", "www.example.com"),
        ("--pem", "pyproject.toml"),
        ("--pem", "pyproject.toml", "www.example.com"),
        ("--crl", "pyproject.toml", "www.example.com"),
        ("--host", "www.example.com", "www.example.com"),
    ],
)
def test_unusable_arguments_exit_with_2_and_say_why(diagnose: Certinc, arguments: tuple[str, ...]) -> None:
    """One plain sentence, never a traceback."""
    ended = diagnose(*arguments)
    assert ended.status == UNUSABLE
    assert not ended.output
    assert ended.errors.strip()
    assert "Traceback" not in ended.errors


def test_a_file_of_roots_that_holds_none_is_told(diagnose: Certinc, tmp_path: Path) -> None:
    """By its name."""
    empty = tmp_path / "roots.pem"
    empty.write_text("nothing here", encoding="utf-8")
    ended = diagnose("--ca-file", str(empty), "www.example.com")
    assert ended.status == UNUSABLE
    assert "roots.pem" in ended.errors


def test_what_was_expected_is_looked_for_on_every_address(
    diagnose: Certinc, endpoints: FaultyEndpoints
) -> None:
    """Any of several fingerprints will do; another one is an error on each address."""
    fingerprints = endpoints.expected_fingerprints("healthy")
    assert diagnose("www.example.com", "--expect", "00ff", "--expect", fingerprints[0]).status == HEALTHY
    ended = diagnose("www.example.com", "--expect", "00ff")
    assert ended.status == WRONG
    assert "The certificate that is expected is not what is presented on all 2 addresses" in ended.output


def test_a_saved_diagnosis_is_compared_with(diagnose: Certinc, tmp_path: Path) -> None:
    """What changed stands in every form; of several saved ones, that of the same target counts."""
    saved = tmp_path / "earlier.json"
    saved.write_text(diagnose("--json", "www.example.com", "api.example.com").output, encoding="utf-8")
    again = json.loads(diagnose("--json", "--compare", str(saved), "api.example.com").output)
    assert again["comparison"]["changes"] == []
    assert "Nothing has changed" in diagnose("--compare", str(saved), "api.example.com").output
    assert "Nothing has changed" in diagnose("--markdown", "--compare", str(saved), "api.example.com").output


def test_markdown_is_for_tickets(diagnose: Certinc) -> None:
    """The verdict as a heading, and the evidence as tables."""
    output = diagnose("--markdown", "api.example.com").output
    assert output.startswith("## ❌ api.example.com\n\n**The certificate expired on all 3 addresses")
    assert "| address | serial |" in output


def test_mail_begins_in_clear(diagnose: Certinc) -> None:
    """By the well-known port, by the scheme, or because it is said."""
    for arguments in (
        ("mail.example.com:587",),
        ("smtp://mail.example.com:587",),
        ("mail.example.com:587", "--starttls", "smtp"),
    ):
        assert "The certificate expired" in diagnose(*arguments).output


def test_nobody_else_is_asked(diagnose: Certinc) -> None:
    """Then a revocation that only the CA knows of is not seen, and not called good either."""
    found = json.loads(diagnose("--json", "--no-network-checks", "pay.example.com").output)
    assert found["healthy"] is True
    assert found["revocation"]["answers"] == []
    asked = json.loads(diagnose("--json", "pay.example.com").output)
    assert asked["findings"][0]["id"] == "revoked"


def test_json_fits_the_published_schema(diagnose: Certinc) -> None:
    """Of every kind of endpoint there is one."""
    schema = json.loads((content.root() / "docs" / "schemas" / "diagnosis.schema.json").read_text("utf-8"))
    hosts = ("api", "pay", "dual", "cdn", "strange", "plain", "down", "partner")
    for document in json.loads(diagnose("--json", *(f"{host}.example.com" for host in hosts)).output):
        jsonschema.validate(document, schema)


def test_the_words_of_starttls_are_the_engines() -> None:
    """They are written out in the command, which starts without the engine."""
    assert set(STARTTLS) == {protocol.value for protocol in StartTls}
