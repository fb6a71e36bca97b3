"""A runbook as Markdown."""

from typing import Any

import pytest
import yaml

from bot import content
from bot.cli.runbook_markdown import runbook_markdown
from bot.runbooks import Runbook, RunbookLibrary
from tests.unit.runbooks.whole_runbook import TEXT

OURS = RunbookLibrary.load(content.root() / "runbooks").runbooks


def _markdown(**changes: Any) -> str:
    return runbook_markdown(Runbook.model_validate(yaml.safe_load(TEXT) | changes))


def test_it_says_everything_in_the_order_of_an_incident() -> None:
    """Each thing that a runbook holds."""
    expected = [
        "# Expired on a standby (`expiry.hot-spare`)",
        "The standby's certificate has expired.",
        "## It applies when",
        "## It does not apply when",
        "## The first five minutes",
        "1. Do not fail over.",
        "## Confirm",
        "### 1. Confirm what is expired (`confirm`)",
        "anyone · about 5 min",
        "What is presented:",
        "openssl s_client -connect {host}:{port} </dev/null | openssl x509 -noout -dates",
        "**Is it only the standby?**",
        "- `standby`: Only the standby",
        "**Done when** both nodes are named",
        "## Mend",
        "### 2. Replace it on the standby (`replace`)",
        "Only if `confirm=standby`.",
        "### 3. Withdraw the old one (`withdraw`)",
        "🔒 Locked until `replace` is done.",
        "### 4. Close with a review (`review`)",
        "## It is over when",
        "## What to tell",
        "To customers:",
        "> Nothing is seen.",
        "## What not to do",
        "- Do not fail over before it is mended.",
        "## Escalate when",
        "## The original certificate",
        "## The review asks",
        "## Causes",
        "- The standby was not watched",
        "## Sources",
        "- RFC 5280, section 4.1.2.5",
        "Reviewed on 2026-11-01. Exercised on 2026-10-01.",
    ]
    lines = _markdown().splitlines()
    assert [line for line in lines if line in expected] == expected


def test_a_command_stands_in_a_fence_that_it_cannot_end() -> None:
    """And with single braces, as it would be typed."""
    step = yaml.safe_load(TEXT)["steps"][3] | {
        "commands": [{"label": "Odd", "command": "echo '```' ${{HOME}} {host}"}]
    }
    assert "\n````\necho '```' ${HOME} {host}\n````\n" in _markdown(steps=[step])


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("<b>*bold*</b> `code` [link](x)", r"\<b>\*bold\*\</b> \`code\` \[link](x)"),
        ("_x_ and snake_case", r"\_x\_ and snake_case"),
        ("# no heading", r"\# no heading"),
    ],
)
def test_prose_is_no_markup(text: str, written: str) -> None:
    """What Markdown would act upon is escaped."""
    assert f"\n{written}\n" in _markdown(summary=text)


@pytest.mark.parametrize("runbook", OURS.values(), ids=lambda runbook: runbook.id)
def test_each_of_ours_has_all_its_steps_in_it(runbook: Runbook) -> None:
    """Numbered from first to last."""
    lines = runbook_markdown(runbook).splitlines()
    numbered = [line.split()[1] for line in lines if line.startswith("### ")]
    assert numbered == [f"{number}." for number in range(1, len(runbook.steps) + 1)]
