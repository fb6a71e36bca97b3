"""``certinc diagnose`` as a program: its words, its JSON, its exit status."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import anyio.from_thread
import pytest

from bot.cli import main
from bot.clock import Clock
from bot.faulty_tls import FaultyEndpoints, serve_faulty_endpoints

HEALTHY, WRONG, UNUSABLE, UNOBSERVED = 0, 1, 2, 3


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


@dataclass(frozen=True)
class Ended:
    """How the program ended."""

    status: int
    output: str
    errors: str


Diagnose = Callable[..., Ended]


@pytest.fixture
def diagnose(
    endpoints: FaultyEndpoints, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Diagnose:
    """``certinc diagnose ARGUMENTS``, told of the endpoints by the environment."""
    monkeypatch.setenv("CERTINC_STATIC_HOSTS", ",".join(endpoints.static_hosts))
    monkeypatch.setenv("CERTINC_EXTRA_TRUST_ANCHORS", ",".join(map(str, endpoints.trust_anchor_files)))
    monkeypatch.setenv("COLUMNS", "200")

    def run(*arguments: str) -> Ended:
        monkeypatch.setattr("sys.argv", ["certinc", "diagnose", *arguments])
        with pytest.raises(SystemExit) as ended:
            main()
        captured = capsys.readouterr()
        assert isinstance(ended.value.code, int)
        return Ended(ended.value.code, captured.out, captured.err)

    return run


def test_a_healthy_host_exits_with_0(diagnose: Diagnose) -> None:
    """And says until when it is."""
    ended = diagnose("www.example.com")
    assert ended.status == HEALTHY
    assert "✓ www.example.com" in ended.output
    assert "The certificate is valid on all 2 addresses" in ended.output


def test_an_expired_certificate_exits_with_1_and_is_said_once(diagnose: Diagnose) -> None:
    """The verdict, its remedy and a line an address; the first finding is not the verdict again."""
    ended = diagnose("api.example.com")
    assert ended.status == WRONG
    assert ended.output.count("The certificate expired") == 1
    assert "→ Renew it and deploy the renewed one" in ended.output
    assert ended.output.count("127.0.0.") == 3


def test_a_host_that_cannot_be_observed_exits_with_3(diagnose: Diagnose) -> None:
    """Nothing listens there."""
    ended = diagnose("down.example.com")
    assert ended.status == UNOBSERVED
    assert "refused" in ended.output


def test_the_gravest_of_several_decides(diagnose: Diagnose) -> None:
    """One exit status for all of them."""
    assert diagnose("www.example.com", "api.example.com").status == WRONG


def test_json_is_for_programs(diagnose: Diagnose) -> None:
    """One document for one target, a list for several; nothing else on standard output."""
    one = json.loads(diagnose("--json", "api.example.com").output)
    assert one["healthy"] is False
    assert [finding["id"] for finding in one["findings"]] == ["leaf-expired"]
    assert len(one["observations"]) == 3
    several = json.loads(diagnose("--json", "api.example.com", "www.example.com").output)
    assert [document["healthy"] for document in several] == [False, True]


def test_validity_is_judged_at_the_time_asked_for(diagnose: Diagnose) -> None:
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
    ],
)
def test_unusable_arguments_exit_with_2_and_say_why(diagnose: Diagnose, arguments: tuple[str, ...]) -> None:
    """One plain sentence, never a traceback."""
    ended = diagnose(*arguments)
    assert ended.status == UNUSABLE
    assert not ended.output
    assert ended.errors.strip()
    assert "Traceback" not in ended.errors


def test_a_file_of_roots_that_holds_none_is_told(diagnose: Diagnose, tmp_path: Path) -> None:
    """By its name."""
    empty = tmp_path / "roots.pem"
    empty.write_text("nothing here", encoding="utf-8")
    ended = diagnose("--ca-file", str(empty), "www.example.com")
    assert ended.status == UNUSABLE
    assert "roots.pem" in ended.errors
