"""What a runbook refers to is there."""

from pathlib import Path

import pytest

from tests.unit.runbooks.whole_runbook import changed, line_of, linted, said


@pytest.mark.parametrize("named", ["expiry.staging", "expired.hot-spare", "trust.missing-roots"])
def test_a_kind_that_is_none_is_an_error(tmp_path: Path, named: str) -> None:
    """On the line of the text that names it."""
    text = changed("That is expiry.production.", f"That is {named}.")
    assert said(linted(tmp_path, text)) == [
        f"{line_of(text, '- It serves')}: error: there is no kind {named}, which the text names"
    ]


@pytest.mark.parametrize(
    "harmless",
    [
        "api.example.com",
        "nginx.conf",
        "trust.pem",
        "www.expiry.production.example",
        "revocation.mistaken",
        "e.g. it",
    ],
)
def test_names_of_hosts_and_files_are_no_kinds(tmp_path: Path, harmless: str) -> None:
    """Nor are kinds that exist an error."""
    assert linted(tmp_path, changed("Look at both nodes.", f"Look at {harmless} on both nodes.")) == []


@pytest.mark.parametrize(
    "source",
    [
        "htp://letsencrypt.org/docs",
        "https:/letsencrypt.org/docs",
        "https//letsencrypt.org",
        "https://letsencrypt/docs",
        "https://",
        "https://lets encrypt.org/docs",
        "www.letsencrypt.org",
        "letsencrypt.org/docs/rate-limits",
        "https://letsencrypt.org:port/docs",
        "ftp://ftp.example.com/file",
    ],
)
def test_a_broken_address_is_an_error(tmp_path: Path, source: str) -> None:
    """On its line."""
    text = changed("RFC 5280, section 4.1.2.5", f'"{source}"')
    (problem,) = said(linted(tmp_path, text))
    assert problem.startswith(f"{line_of(text, source)}: error: ")
    assert "looks like an address" in problem


@pytest.mark.parametrize(
    "source",
    [
        "CA/Browser Forum Baseline Requirements 2.1.4, section 4.9.1.1",
        "BR 4.9.1.1",
        "NGINX, Configuring HTTPS servers (https://nginx.org/en/docs/http/configuring_https_servers.html)",
        "cert-manager.io, Certificate resource",
        "https://docs.example.com:8443/a?b=c#d",
    ],
)
def test_documents_and_addresses_are_sources(tmp_path: Path, source: str) -> None:
    """By title or by address."""
    assert linted(tmp_path, changed("RFC 5280, section 4.1.2.5", f'"{source}"')) == []
