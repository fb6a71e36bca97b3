"""The runbooks, and the commands in them."""

import json
import shlex
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

from bot import content
from bot.content_file import ContentFileError
from bot.runbooks import (
    CommandFacts,
    Runbook,
    RunbookLibrary,
    command_facts,
    rendered_command,
    runbook_from_json,
    runbook_to_json,
)
from bot.runbooks.model import PLACEHOLDERS
from bot.runbooks.overriding import StepOverrides

BOOKS = content.root() / "runbooks"
LIBRARY = RunbookLibrary.load(BOOKS)


def test_expired_in_production_has_its_six_steps() -> None:
    """Confirm, own, choose the path, issue, deploy and verify, review."""
    runbook = LIBRARY.for_category("expiry.production")
    assert [step.id for step in runbook.steps] == [
        "confirm",
        "ownership",
        "replacement-path",
        "issue",
        "deploy-and-verify",
        "review",
    ]
    assert runbook.what_not_to_do


def test_a_category_without_its_own_has_the_general_one() -> None:
    """Nobody stands there without any step."""
    assert LIBRARY.for_category("not-certificate").id == "none-of-these"


@pytest.mark.parametrize("runbook", LIBRARY.runbooks.values(), ids=lambda runbook: runbook.id)
def test_a_stored_runbook_is_the_same(runbook: Runbook) -> None:
    """An incident keeps the one it started with."""
    assert runbook_from_json(json.loads(json.dumps(runbook_to_json(runbook)))) == runbook


@pytest.mark.parametrize(("name", "model"), [("runbook", Runbook), ("runbook-override", StepOverrides)])
def test_the_published_schemas_are_current(name: str, model: type[BaseModel]) -> None:
    """Editors complete and check by them."""
    published = json.loads((content.root() / "docs" / "schemas" / f"{name}.schema.json").read_text("utf-8"))
    assert published == model.model_json_schema()


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("id: none-of-these", "id: something-else", "must be the name of the file"),
        ("{host}:{port}", "{password}", "unknown placeholders: password"),
        ("phase: mend", "phase: understand", "must stand together"),
        ("id: verify", "id: owner", "twice"),
        ("expected_minutes: 10", "expected_minutes: soon", "expected_minutes"),
    ],
)
def test_a_broken_runbook_is_told_with_its_place(tmp_path: Path, before: str, after: str, said: str) -> None:
    """File, line, and what is wrong; a built-in one that is broken refuses to start."""
    text = (BOOKS / "none-of-these.yaml").read_text("utf-8")
    if said == "must stand together":
        text = text.replace("    phase: mend\n    role: anyone", "    phase: understand\n    role: anyone", 1)
    else:
        text = text.replace(before, after, 1)
    (tmp_path / "none-of-these.yaml").write_text(text, "utf-8")
    with pytest.raises(ContentFileError, match=rf"none-of-these\.yaml:\d+: .*{said}"):
        RunbookLibrary.load(tmp_path)


def test_commands_are_filled_in() -> None:
    """What is known stands there; what is not, as a word to replace."""
    facts = command_facts("api.example.com:8443", None)
    assert (
        rendered_command("curl https://{host}:{port} {serial}", facts)
        == "curl https://api.example.com:8443 SERIAL"
    )


@given(st.text(max_size=60), st.sampled_from(sorted(PLACEHOLDERS)))
def test_a_hostile_value_never_becomes_a_command(value: str, name: str) -> None:
    """Whatever a certificate says, the command has the same words, and the value is one of them or left out."""
    rendered = rendered_command(f"openssl x509 {{{name}}} -noout", CommandFacts({name: value}))
    words = shlex.split(rendered)
    assert len(words) == 4
    assert words[2] in {value, name.upper()}
    assert not any(sign in rendered for sign in ";|&$`\n<>")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("crl_url", "http://crl.example.com/ca.crl"),
        ("ocsp_url", "http://[2001:db8::1]:8080/ocsp"),
        ("ca", "Let's Encrypt"),
    ],
)
def test_what_a_certificate_names_is_filled_in(name: str, value: str) -> None:
    """One word of the shell, whatever is in it."""
    rendered = rendered_command(f"curl {{{name}}}", CommandFacts({name: value}))
    assert shlex.split(rendered) == ["curl", value]


@pytest.mark.parametrize(
    "value", ["http://a/$(id)", "http://a/`id`", "file:///etc/passwd", "http://a/?b=c&d", "ldap://x"]
)
def test_an_address_that_is_more_than_an_address_is_left_out(value: str) -> None:
    """A person looks at it first."""
    assert rendered_command("curl {crl_url}", CommandFacts({"crl_url": value})) == "curl CRL_URL"
