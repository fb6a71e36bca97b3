import json
from pathlib import Path

import jsonschema
import pytest
import yaml
from cryptography.hazmat.primitives.asymmetric import ec

from bot.diagnostics.checks.policy import OperatorPolicy, covers
from bot.diagnostics.checks.policy_document import policy_schema
from bot.diagnostics.errors import PolicyFileError
from bot.diagnostics.target import Target
from tests.certificates_made import DAY, SECOND, facts_of, make_certificate, weak_rsa_key

ROOT = Path(__file__).parents[4]
EXAMPLE = ROOT / "deploy" / "policy.example.yaml"
TARGET = Target("api.example.com")


def _policy(tmp_path: Path, text: str) -> OperatorPolicy:
    file = tmp_path / "policy.yaml"
    file.write_text(text)
    return OperatorPolicy.load(file)


def _rules(policy: OperatorPolicy, der: bytes, issuers: tuple[str, ...] = ()) -> list[str]:
    return [each.rule for each in policy.violations(facts_of(der), TARGET, issuers)]


def test_the_published_schema_is_that_of_the_code() -> None:
    """And the example fits it."""
    published = json.loads((ROOT / "docs" / "schemas" / "policy.schema.json").read_text())
    assert published == policy_schema()
    jsonschema.validate(yaml.safe_load(EXAMPLE.read_text()), published)
    assert len(OperatorPolicy.load(EXAMPLE).document.rules) == 2


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            "rules:\n  - name: A\n    max_lifetime_days: soon\n",
            ":3: rules[0].max_lifetime_days: Expected `int",
        ),
        (
            "rules:\n  - name: A\n    lifetime: 90\n",
            ":3: rules[0]: Object contains unknown field `lifetime`.",
        ),
        ("rules:\n  - name: A\n\n  - issuers: [B]\n", ":4: rules[1]: Object missing required field `name`."),
        (
            "rules:\n  - name: A\n    keys:\n      - type: RSA\n        min_bits: -1\n",
            ":5: rules[0].keys[0].min_bits",
        ),
        (
            "inventory:\n  - name: A\n    issuers: []\n",
            ":3: inventory[0].issuers: Expected `array` of length >= 1.",
        ),
        ("rules: [\n", ":2: expected the node content"),
        ("- a\n", ":1: the document: Expected `object`, got `array`."),
        ("rules: !!python/object:os.system {}\n", ":1: could not determine a constructor"),
        ("a: &a [*a]\n", ":1: aliases (*a) are not read"),
        ("a:\n  " + "[" * 21 + "]" * 21, ":2: it is nested deeper than 20 levels."),
        ("a: \x07\n", ":1: unacceptable character #x0007"),
        ("? [a, b]\n: c\n", ":1: "),
        ("rules: 2026-13-45\n", ":1: "),
    ],
)
def test_what_is_wrong_in_the_file_is_told_with_its_line(tmp_path: Path, text: str, sentence: str) -> None:
    """And with its place."""
    with pytest.raises(PolicyFileError) as caught:
        _policy(tmp_path, text)
    assert f"policy.yaml{sentence}" in caught.value.what


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    """It is named."""
    with pytest.raises(PolicyFileError, match=r"none\.yaml cannot be read"):
        OperatorPolicy.load(tmp_path / "none.yaml")


def test_an_empty_policy_allows_everything(tmp_path: Path) -> None:
    """Nothing is said that nobody asked for."""
    assert _rules(_policy(tmp_path, ""), make_certificate()) == []


def test_issuers_by_name(tmp_path: Path) -> None:
    """By common name or organization, in any case."""
    for allowed in ("certs of example", "Issuer of Example"):
        assert (
            _rules(_policy(tmp_path, f"rules: [{{name: A, issuers: ['{allowed}']}}]"), make_certificate())
            == []
        )
    policy = _policy(tmp_path, "rules: [{name: A, issuers: [Let's Encrypt]}]")
    (violation,) = policy.violations(facts_of(make_certificate()), TARGET)
    assert violation.sentence == (
        "The policy “A” allows Let's Encrypt as issuers, and Issuer of Example (Certs of Example) issued this one."
    )


def test_issuers_by_fingerprint(tmp_path: Path) -> None:
    """Only a certificate on a verified path counts."""
    policy = _policy(tmp_path, "rules: [{name: A, issuers: ['sha256:AA:BB']}]")
    assert _rules(policy, make_certificate(), ("aabb",)) == []
    assert _rules(policy, make_certificate(), ("ccdd",)) == ["issuer"]
    assert _rules(policy, make_certificate()) == ["issuer"]


def test_rules_name_entries_of_the_inventory(tmp_path: Path) -> None:
    """So that a CA's names stand in one place."""
    text = "inventory: [{{name: Ours, issuers: ['{}']}}]\nrules: [{{name: A, issuers: [ours]}}]\n"
    assert _rules(_policy(tmp_path, text.format("Certs of Example")), make_certificate()) == []
    assert _rules(_policy(tmp_path, text.format("Others")), make_certificate()) == ["inventory", "issuer"]


def test_keys(tmp_path: Path) -> None:
    """One of the allowed types has to fit."""
    policy = _policy(
        tmp_path, "rules: [{name: A, keys: [{type: RSA, min_bits: 2048}, {type: EC secp256r1}]}]"
    )
    assert _rules(policy, make_certificate()) == []
    assert _rules(policy, make_certificate(key=weak_rsa_key())) == ["key"]
    other = ec.generate_private_key(ec.SECP384R1()).public_key()
    assert _rules(policy, make_certificate(key=other)) == ["key"]
    assert (
        _rules(_policy(tmp_path, "rules: [{name: A, keys: [{type: EC}]}]"), make_certificate(key=other)) == []
    )


def test_lifetimes(tmp_path: Path) -> None:
    """Whole days from notBefore to notAfter; a second more is too much."""
    policy = _policy(tmp_path, "rules: [{name: A, max_lifetime_days: 90}]")
    assert _rules(policy, make_certificate(lifetime=90 * DAY + SECOND)) == []
    assert _rules(policy, make_certificate(lifetime=90 * DAY + 2 * SECOND)) == ["lifetime"]


def test_names(tmp_path: Path) -> None:
    """Every one has to fit, and wildcards may be forbidden."""
    policy = _policy(tmp_path, "rules: [{name: A, names: ['*.example.com'], wildcards: false}]")
    assert _rules(policy, make_certificate(["a.example.com", "a.b.example.com"])) == []
    assert _rules(policy, make_certificate(["a.example.com", "example.org"])) == ["name"]
    assert _rules(policy, make_certificate(["*.example.com"])) == ["name"]


def test_scope(tmp_path: Path) -> None:
    """A rule is for the hosts it names, less those it excepts."""
    rule = "rules: [{name: A, applies_to: ['*.example.com'], except_for: [old.example.com], max_lifetime_days: 1}]"
    policy, facts = _policy(tmp_path, rule), facts_of(make_certificate())
    broken = {
        host: len(policy.violations(facts, Target(host)))
        for host in ("api.example.com", "old.example.com", "example.org")
    }
    assert broken == {"api.example.com": 1, "old.example.com": 0, "example.org": 0}


@pytest.mark.parametrize(
    ("pattern", "name", "is_for"),
    [
        ("*", "anything", True),
        ("Example.com", "example.COM.", True),
        ("*.example.com", "a.b.example.com", True),
        ("*.example.com", "*.example.com", True),
        ("*.example.com", "example.com", False),
        ("*.example.com", "badexample.com", False),
        ("example.com", "a.example.com", False),
    ],
)
def test_patterns(pattern: str, name: str, is_for: bool) -> None:
    """A wildcard is for all that is below, and for nothing else."""
    assert covers(pattern, name) is is_for
