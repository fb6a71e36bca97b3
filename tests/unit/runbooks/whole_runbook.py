"""A small runbook that says everything, and what the lint says when something in it is changed."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from bot import content
from bot.runbooks import Runbook
from bot.runbooks.lint import lint
from bot.runbooks.problem import Problem
from bot.taxonomy import Taxonomy

TODAY = date(2026, 11, 25)
NAME = "expiry.hot-spare.yaml"
TAXONOMY = Taxonomy.load(content.root() / "runbooks" / "taxonomy.yaml")

TEXT = """\
id: expiry.hot-spare
title: Expired on a standby
summary: The standby's certificate has expired.
applies_when:
  - The node serves nobody now.
does_not_apply_when:
  - It serves customers. That is expiry.production.
first_five_minutes:
  - Do not fail over.
steps:
  - id: confirm
    title: Confirm what is expired
    phase: confirm
    role: anyone
    expected_minutes: 5
    what_to_do: Look at both nodes.
    commands:
      - label: What is presented
        command: "openssl s_client -connect {host}:{port} </dev/null | openssl x509 -noout -dates"
    decision:
      question: Is it only the standby?
      choices:
        standby: Only the standby
        both: Both nodes
    done_when: both nodes are named
  - id: replace
    title: Replace it on the standby
    phase: mend
    role: service owner
    expected_minutes: 20
    what_to_do: Install the renewed one.
    only_if: confirm=standby
    done_when: the standby presents the new fingerprint
  - id: withdraw
    title: Withdraw the old one
    phase: mend
    role: PKI engineer
    expected_minutes: 5
    what_to_do: Ask the CA.
    locked_until: replace
    done_when: the CA confirms
  - id: review
    title: Close with a review
    phase: review
    role: commander
    expected_minutes: 10
    what_to_do: Use /certinc close.
    done_when: the review has an owner
done_when: both nodes present the expected fingerprint
tell:
  stakeholders: The standby cannot take over until it is mended.
  customers: Nothing is seen.
  executives: There is no redundancy for now.
what_not_to_do:
  - Do not fail over before it is mended.
escalate_when:
  - The active node is in trouble too.
original_certificate: It has expired, and needs no revocation.
review_prompts:
  - Why did nobody watch the standby?
causes:
  - {id: not-watched, text: "The standby was not watched"}
action_items: []
sources:
  - RFC 5280, section 4.1.2.5
  - See https://letsencrypt.org/docs/rate-limits/.
reviewed_on: 2026-11-01
exercised_on: 2026-10-01
"""


def line_of(text: str, snippet: str) -> int:
    """The line on which the snippet begins."""
    return text[: text.index(snippet)].count("\n") + 1


def changed(before: str, after: str) -> str:
    """`TEXT` with one thing changed, which has to be there once."""
    assert TEXT.count(before) == 1
    return TEXT.replace(before, after)


def everything_fits(runbook: Runbook, phase: str) -> bool:
    """Says that Slack takes it."""
    return phase in runbook.phases


def linted(
    directory: Path,
    text: str = TEXT,
    *,
    name: str = NAME,
    today: date = TODAY,
    ours: Mapping[str, Runbook] | None = None,
) -> list[Problem]:
    """What is wrong in an organisation's directory with this file."""
    (directory / name).write_text(text, "utf-8")
    return lint(directory, taxonomy=TAXONOMY, today=today, fits=everything_fits, ours=ours or {})


def said(problems: list[Problem]) -> list[str]:
    """``LINE: severity: sentence`` of each."""
    return [f"{problem.line}: {problem.severity}: {problem.sentence}" for problem in problems]
