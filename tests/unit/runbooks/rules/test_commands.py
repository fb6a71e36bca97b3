"""Commands that a shell can read."""

from pathlib import Path

import pytest

from bot.runbooks.shell import why_no_shell_parses
from tests.unit.runbooks.whole_runbook import TEXT, line_of, linted, said

COMMAND = '"openssl s_client -connect {host}:{port} </dev/null | openssl x509 -noout -dates"'


def _with(command: str, label: str = "What is presented") -> str:
    return TEXT.replace(COMMAND, command).replace("label: What is presented", f"label: {label}")


@pytest.mark.parametrize("command", ["openssl x509 'unclosed", "for f in *.pem; openssl x509", "cat <<EOF"])
def test_a_command_that_no_shell_can_read_is_an_error(tmp_path: Path, command: str) -> None:
    """On its line, with what the shell says."""
    text = _with(f"|-\n          {command}")
    (problem,) = said(linted(tmp_path, text))
    assert problem.startswith(
        f"{line_of(text, 'command: |-')}: error: no shell can read this command of confirm: "
    )


@pytest.mark.parametrize("label", ["On the server (PowerShell)", "On a Windows machine"])
def test_what_is_for_windows_is_not_judged_as_shell(tmp_path: Path, label: str) -> None:
    """The label says so."""
    assert linted(tmp_path, _with("'Get-ChildItem \"Cert:\\LocalMachine'", label)) == []


@pytest.mark.parametrize(
    "command", ["touch {file}", "$(touch {file})", ": <<X\n$(touch {file})\nX", "trap 'touch {file}' EXIT"]
)
def test_nothing_in_a_command_is_run(tmp_path: Path, command: str) -> None:
    """It is only read."""
    made = tmp_path / "made"
    assert why_no_shell_parses(command.format(file=made)) is None
    assert not made.exists()


def test_where_there_is_no_bash_the_quotes_are_judged(monkeypatch: pytest.MonkeyPatch) -> None:
    """Less is found, but something."""
    monkeypatch.setenv("PATH", "")
    assert why_no_shell_parses("echo 'never closed, and no bash") == "No closing quotation"
    assert why_no_shell_parses("echo 'closed, and no bash'") is None
