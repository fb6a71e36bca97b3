"""Tools and contacts that the organisation lists."""

from pathlib import Path

from tests.unit.runbooks.whole_runbook import TEXT, changed, line_of, linted, said

CONTACT = changed(
    "    only_if: confirm=standby\n", "    contacts: [pki-on-call]\n    only_if: confirm=standby\n"
)


def test_a_tool_that_is_not_listed_is_a_warning(tmp_path: Path) -> None:
    """It names step and tool, once a command."""
    (tmp_path / "tools.yaml").write_text("tools: [curl]\n", "utf-8")
    assert said(linted(tmp_path)) == [
        f"{line_of(TEXT, 'command: ')}: warning: confirm calls openssl, which is not in tools.yaml"
    ]


def test_a_listed_tool_is_none(tmp_path: Path) -> None:
    """By its name, also where it is called by a path."""
    (tmp_path / "tools.yaml").write_text("tools: [openssl]\n", "utf-8")
    assert linted(tmp_path, TEXT.replace("openssl x509", "/usr/bin/openssl x509")) == []


def test_what_belongs_to_powershell_is_no_tool(tmp_path: Path) -> None:
    """Its programs are."""
    (tmp_path / "tools.yaml").write_text("tools: []\n", "utf-8")
    text = TEXT.replace(
        '"openssl s_client -connect {host}:{port} </dev/null | openssl x509 -noout -dates"',
        "Get-ChildItem Cert:; certutil -store My",
    ).replace("label: What is presented", "label: What is stored (PowerShell)")
    assert [problem.sentence for problem in linted(tmp_path, text)] == [
        "confirm calls certutil, which is not in tools.yaml"
    ]


def test_a_contact_that_is_not_listed_is_an_error(tmp_path: Path) -> None:
    """Nobody would answer."""
    (tmp_path / "contacts.yaml").write_text("contacts: {network: ask in the channel}\n", "utf-8")
    assert said(linted(tmp_path, CONTACT)) == [
        f"{line_of(CONTACT, 'contacts: ')}: error: replace names the contact 'pki-on-call', who is not in contacts.yaml"
    ]


def test_a_listed_contact_is_none(tmp_path: Path) -> None:
    """By name."""
    (tmp_path / "contacts.yaml").write_text("contacts: {pki-on-call: page them}\n", "utf-8")
    assert linted(tmp_path, CONTACT) == []


def test_without_lists_nothing_drifts(tmp_path: Path) -> None:
    """There is nothing to compare with."""
    assert linted(tmp_path, CONTACT) == []


def test_a_broken_list_is_an_error_of_its_own(tmp_path: Path) -> None:
    """And the runbooks are judged without it."""
    (tmp_path / "tools.yaml").write_text("# programs\ntool: [openssl]\n", "utf-8")
    problems = linted(tmp_path)
    assert {problem.file.name for problem in problems} == {"tools.yaml"}
    assert {problem.severity for problem in problems} == {"error"}
