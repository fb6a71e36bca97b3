"""The content files, and what is said of an error in them."""

import json
import re
from pathlib import Path

import pytest
from cryptography.x509 import ReasonFlags
from pydantic import BaseModel

from bot import content
from bot.content_file import ContentFileError, load_content_file
from bot.diagnostics import Severity, TrustReason
from bot.diagnostics.findings.catalogue import CATALOGUE
from bot.known_incidents.model import KnownIncidentFile
from bot.taxonomy import SeverityPolicy, Taxonomy, TierId
from bot.triage.report_reader import ExampleReports
from bot.triage.tls_errors import TlsErrors

BOOKS = content.root() / "runbooks"
SUBCATEGORIES = {
    "expiry.production",
    "expiry.hot-spare",
    "expiry.non-production",
    "revocation.stale-cache",
    "revocation.mistaken",
    "revocation.replacement-coordination",
    "trust.missing-root",
    "trust.missing-intermediate",
    "trust.store-update-incomplete",
    "trust.client-restriction",
    "mis-issuance.internal-policy",
    "mis-issuance.ca-error",
    "mis-issuance.shadow-pki",
    "key-compromise.confirmed",
    "key-compromise.suspected",
    "key-compromise.preventive-rotation",
    "ca-outage.public",
    "ca-outage.internal",
    "ca-outage.degraded",
}

TELLS_NOTHING = {
    "address-forbidden",  # we did not look
    "port-not-allowed",  # nor here
    "key-types-differ",  # other-key-type: says why
    "replacement-not-newer",  # a question to whoever deployed it
}
"""Errors and warnings that point to no kind of incident."""


def test_the_nineteen_are_there_and_the_two_outcomes() -> None:
    """Their ids are used everywhere."""
    taxonomy = Taxonomy.load(BOOKS / "taxonomy.yaml")
    assert {category.id for category in taxonomy.categories} == SUBCATEGORIES
    assert {outcome.id for outcome in taxonomy.outcomes} == {"none-of-these", "not-certificate"}
    assert taxonomy.name_of("nonsense") is None


def _values(kind: str) -> set[str]:
    """What follows ``kind:`` in the conditions of the taxonomy."""
    taxonomy = Taxonomy.load(BOOKS / "taxonomy.yaml")
    conditions = [evidence.when for category in taxonomy.everything for evidence in category.evidence]
    return {when.partition(":")[2] for when in conditions if when.startswith(f"{kind}:")}


def test_every_finding_that_a_content_file_names_is_one_of_the_engine() -> None:
    """A misspelt or former id would never hold, and nobody would notice."""
    named = {
        finding
        for file in BOOKS.rglob("*.yaml")
        for finding in re.findall(r"finding:([A-Za-z0-9-]+)", file.read_text("utf-8"))
        if finding != "ID"
    }
    assert named >= _values("finding")
    assert named - set(CATALOGUE) == set()


def test_every_error_and_warning_of_the_engine_is_evidence_of_something() -> None:
    """A new finding that triage knows nothing of is one that nobody thought about."""
    grave = {kind.id for kind in CATALOGUE.values() if kind.severity is not Severity.NOTE}
    assert grave - _values("finding") == TELLS_NOTHING


def test_reasons_in_conditions_are_those_of_the_engine() -> None:
    """Of trust, and of revocation as RFC 5280, 5.3.1 names them; ``none`` is for no reason."""
    assert _values("other-key-type") <= set(TrustReason)
    assert _values("revocation-reason") <= {flag.value for flag in ReasonFlags} | {"none"}


class Service:
    """What the policy asks of a service."""

    def __init__(self, environment: str, criticality: str) -> None:
        self.environment = environment
        self.criticality = criticality
        self.redundancy = "unknown"


@pytest.mark.parametrize(
    ("given", "service", "tier"),
    [
        (TierId.T3, Service("production", "critical"), TierId.T3),
        (None, Service("production", "critical"), TierId.T1),
        (None, Service("production", "standard"), TierId.T2),
        (None, Service("unknown", "critical"), TierId.T2),
        (None, None, TierId.T2),
        (None, Service("non-production", "critical"), TierId.T4),
    ],
)
def test_the_severity_at_open_follows_the_stated_rule(
    given: TierId | None, service: Service | None, tier: TierId
) -> None:
    """What the reporter gave; else what the catalogue says; and always with a reason."""
    policy = SeverityPolicy.load(BOOKS / "severity.yaml")
    recommendation = policy.opening(given, service)
    assert recommendation.tier is tier
    assert recommendation.reasons


def test_what_a_tier_asks_in_words() -> None:
    """For the card and the form."""
    policy = SeverityPolicy.load(BOOKS / "severity.yaml")
    words = {tier: (policy.tier(tier).response_words, policy.tier(tier).cadence_words) for tier in TierId}
    assert words == {
        TierId.T1: ("15 min", "update every 30 min"),
        TierId.T2: ("30 min", "update every 1 h"),
        TierId.T3: ("4 h", "update daily, on working days"),
        TierId.T4: ("the next working day", "update at milestones"),
    }


def test_an_error_is_told_with_file_and_line(tmp_path: Path) -> None:
    """Whoever edits the file goes straight to the place."""
    text = (BOOKS / "taxonomy.yaml").read_text("utf-8")
    line = next(n for n, words in enumerate(text.splitlines(), 1) if "weight: 5.0" in words)
    broken = tmp_path / "taxonomy.yaml"
    broken.write_text(text.replace("weight: 5.0", "weight: heavy", 1), "utf-8")
    with pytest.raises(ContentFileError, match=rf"taxonomy\.yaml:{line}: .*weight"):
        Taxonomy.load(broken)


@pytest.mark.parametrize("wrong", ["fnding:leaf-expired", "issuer:secret", "host:(", "fault:x"])
def test_a_condition_that_does_not_exist_is_refused(tmp_path: Path, wrong: str) -> None:
    """A misspelt condition would never hold, and nobody would notice."""
    text = (BOOKS / "taxonomy.yaml").read_text("utf-8")
    broken = tmp_path / "taxonomy.yaml"
    first = 'when: "finding:leaf-expired"'
    broken.write_text(text.replace(first, f'when: "{wrong}"', 1), "utf-8")
    with pytest.raises(ContentFileError, match=r"is no (condition|regular expression)"):
        Taxonomy.load(broken)


@pytest.mark.parametrize("answer", ["environment=servng", "enviroment=serving"])
def test_an_answer_that_nobody_can_give_is_refused(tmp_path: Path, answer: str) -> None:
    """For the same reason: of question and choice."""
    text = (BOOKS / "taxonomy.yaml").read_text("utf-8")
    broken = tmp_path / "taxonomy.yaml"
    broken.write_text(text.replace("answer:environment=serving", f"answer:{answer}", 1), "utf-8")
    with pytest.raises(ContentFileError, match=answer):
        Taxonomy.load(broken)


@pytest.mark.parametrize("text", ["a: [", "- 1\n- 2", "\x00", "a: *nowhere"])
def test_a_file_that_is_none_is_a_plain_error(tmp_path: Path, text: str) -> None:
    """No traceback of a parser."""

    class Anything(BaseModel):
        a: int

    path = tmp_path / "file.yaml"
    path.write_text(text, "utf-8")
    with pytest.raises(ContentFileError, match=r"file\.yaml"):
        load_content_file(path, Anything)


@pytest.mark.parametrize(
    ("model", "name"),
    [
        (Taxonomy, "taxonomy"),
        (SeverityPolicy, "severity"),
        (KnownIncidentFile, "known-incidents"),
        (TlsErrors, "tls-errors"),
        (ExampleReports, "reports"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_the_published_schema_is_current(model: type[BaseModel], name: str) -> None:
    """Editors complete and check by it."""
    published = json.loads((content.root() / "docs" / "schemas" / f"{name}.schema.json").read_text("utf-8"))
    assert published == model.model_json_schema()
