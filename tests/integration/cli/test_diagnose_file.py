"""``certinc diagnose --pem``: chains, pasted output and saved diagnoses, judged without a connection."""

import functools
import json
import os
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import trustme

from bot.diagnostics import MAX_DEPTH
from tests.integration.cli.command_line import HEALTHY, UNUSABLE, WRONG, Certinc, certinc_in_process
from tests.integration.diagnostics.trust.test_limbo import DISAGREEMENTS

DIRECTORY = os.environ.get("CERTINC_CONFORMANCE_DATA")


@pytest.fixture
def diagnose(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Certinc:
    """``certinc diagnose ARGUMENTS``, asking nobody."""
    return functools.partial(certinc_in_process(monkeypatch, capsys), "diagnose", "--no-network-checks")


@pytest.fixture
def files(tmp_path: Path) -> Mapping[str, str]:
    """A chain of two for www.example.com, and its root."""
    root = trustme.CA()
    intermediate = root.create_child_ca()
    leaf = intermediate.issue_cert("www.example.com", "b.example.com")
    chain = "".join(blob.bytes().decode() for blob in leaf.cert_chain_pems)
    paths = {
        "chain": chain,
        "leaf": leaf.cert_chain_pems[0].bytes().decode(),
        "roots": root.cert_pem.bytes().decode(),
        "damaged": "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
        "pasted": f"CONNECTED(00000003)\n---\nCertificate chain\n{chain}---\nNew, TLSv1.3, Cipher is (NONE)\n",
    }
    for name, text in paths.items():
        (tmp_path / f"{name}.pem").write_text(text, encoding="utf-8")
    return {name: str(tmp_path / f"{name}.pem") for name in paths}


def test_a_chain_in_a_file(diagnose: Certinc, files: Mapping[str, str]) -> None:
    """Its vantage is the file; the first name stands for the target where none is given."""
    ended = diagnose("--ca-file", files["roots"], "--pem", files["chain"], "--json")
    document = json.loads(ended.output)
    assert ended.status == HEALTHY
    assert document["trust"]["trusted"] is True
    assert document["vantage"] == "read from chain.pem"
    assert document["target"]["host"] == "www.example.com"


def test_whose_it_should_be(diagnose: Certinc, files: Mapping[str, str]) -> None:
    """A name in any form; another one is a finding."""
    arguments = ("--ca-file", files["roots"], "--pem", files["chain"], "--host")
    assert diagnose(*arguments, "https://B.example.com/x").status == HEALTHY
    ended = diagnose(*arguments, "other.example.com")
    assert ended.status == WRONG
    assert "not for this host" in ended.output


def test_the_roots_given_replace_all_others(
    diagnose: Certinc, files: Mapping[str, str], tmp_path: Path
) -> None:
    """Without the right one there is no path."""
    other = tmp_path / "other.pem"
    other.write_bytes(trustme.CA().cert_pem.bytes())
    ended = diagnose("--roots", str(other), "--pem", files["chain"], "--json")
    assert ended.status == WRONG
    assert json.loads(ended.output)["trust"]["reason"] == "unknown-root"


def test_the_intermediate_that_is_missing_from_a_file(diagnose: Certinc, files: Mapping[str, str]) -> None:
    """As it would be from a server."""
    ended = diagnose("--ca-file", files["roots"], "--pem", files["leaf"])
    assert ended.status == WRONG
    assert "does not send the certificate of the CA that issued its own" in ended.output


def test_a_certificate_that_cannot_be_read_is_a_finding(diagnose: Certinc, files: Mapping[str, str]) -> None:
    """And no usage error."""
    ended = diagnose("--pem", files["damaged"], "--json")
    assert ended.status == WRONG
    assert [finding["id"] for finding in json.loads(ended.output)["findings"]] == ["certificate-unreadable"]


def test_the_output_of_s_client(diagnose: Certinc, files: Mapping[str, str]) -> None:
    """It says what was agreed upon, too."""
    document = json.loads(diagnose("--ca-file", files["roots"], "--pem", files["pasted"], "--json").output)
    (seen,) = document["observations"]
    assert seen["handshakes"][0]["protocol"] == "TLSv1.3"
    assert document["vantage"] == "read from pasted.pem (openssl s_client)"


def test_a_saved_diagnosis_is_judged_again(
    diagnose: Certinc, files: Mapping[str, str], tmp_path: Path
) -> None:
    """By its own vantage, with these roots, at another time."""
    saved = tmp_path / "saved.json"
    saved.write_text(diagnose("--pem", files["chain"], "--json").output, encoding="utf-8")
    assert json.loads(saved.read_text("utf-8"))["trust"]["reason"] == "unknown-root"
    again = json.loads(diagnose("--ca-file", files["roots"], "--pem", str(saved), "--json").output)
    assert again["trust"]["trusted"] is True
    assert again["vantage"] == "read from chain.pem (read from saved.json)"
    late = diagnose("--ca-file", files["roots"], "--pem", str(saved), "--at", "3100-01-01T00:00:00Z")
    assert "expired" in late.output


def test_a_server_certificate_for_a_client(
    diagnose: Certinc, files: Mapping[str, str], tmp_path: Path
) -> None:
    """Trustme's are for both; the purpose is what is asked."""
    arguments = ("--ca-file", files["roots"], "--pem", files["chain"], "--purpose")
    assert diagnose(*arguments, "client").status == HEALTHY


def test_a_path_that_is_too_long(diagnose: Certinc, files: Mapping[str, str]) -> None:
    """One intermediate is more than none."""
    arguments = ("--ca-file", files["roots"], "--pem", files["chain"], "--max-depth")
    assert diagnose(*arguments, "1").status == HEALTHY
    assert diagnose(*arguments, "0").status == WRONG


def test_a_file_that_holds_nothing(diagnose: Certinc, tmp_path: Path) -> None:
    """It is told what begins it, and what to give."""
    page = tmp_path / "page.html"
    page.write_text("<!doctype html><p>Not found", encoding="utf-8")
    ended = diagnose("--pem", str(page))
    assert ended.status == UNUSABLE
    assert "<!doctype html>" in ended.errors


def _arguments(case: Mapping[str, Any], directory: Path) -> list[str]:
    """A case of the suite, as the command takes it."""
    chain = [case["peer_certificate"], *case["untrusted_intermediates"]]
    (directory / "chain.pem").write_text("\n".join(chain), encoding="utf-8")
    (directory / "roots.pem").write_text("\n".join(case["trusted_certs"]), encoding="utf-8")
    arguments = ["--json", "--pem", str(directory / "chain.pem"), "--roots", str(directory / "roots.pem")]
    for number, crl in enumerate(case["crls"]):
        (directory / f"{number}.crl").write_text(crl, encoding="utf-8")
        arguments += ["--crl", str(directory / f"{number}.crl")]
    if case["expected_peer_name"]:
        arguments += ["--host", case["expected_peer_name"]["value"]]
    depth = MAX_DEPTH if case["max_chain_depth"] is None else case["max_chain_depth"]
    at = case["validation_time"] or datetime.now(UTC).isoformat()
    return [*arguments, "--purpose", case["validation_kind"].lower(), "--max-depth", str(depth), "--at", at]


@pytest.mark.skipif(not DIRECTORY, reason="CERTINC_CONFORMANCE_DATA is not set")
def test_the_command_agrees_with_x509_limbo(diagnose: Certinc, tmp_path: Path) -> None:
    """It says of each case what the engine says: at least 97 of 100 agree, and the others are listed with reasons."""
    cases = json.loads((Path(DIRECTORY or ".") / "x509-limbo.json").read_text("utf-8"))["testcases"]
    differing = set()
    for case in cases:
        ended = diagnose(*_arguments(case, tmp_path))
        assert ended.status in {HEALTHY, WRONG}, (case["id"], ended.errors)
        trust = json.loads(ended.output)["trust"]
        if trust["trusted"] is not (case["expected_result"] == "SUCCESS"):
            differing.add(case["id"])
    assert differing == set(DISAGREEMENTS) & {case["id"] for case in cases}
    assert len(differing) <= 0.03 * len(cases)
