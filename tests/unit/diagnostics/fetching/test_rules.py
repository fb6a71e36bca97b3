"""URLs, networks and byte counts, without any server."""

from ipaddress import ip_network

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.diagnostics.errors import FetchRuleError
from bot.diagnostics.fetching.allowance import Allowance
from bot.diagnostics.fetching.issuers import certificates_in
from bot.diagnostics.fetching.location import Location, locate
from bot.diagnostics.fetching.outcome import FetchRefusedError
from bot.diagnostics.fetching.rules import FetchRules, parse_networks
from tests.revocation_pki import Request, issue

HTTP = frozenset({"http"})


@pytest.mark.parametrize(
    ("url", "location", "authority"),
    [
        ("http://CRL.Example.com/a?b#c", Location("http", "crl.example.com", 80, "/a?b"), "crl.example.com"),
        ("http://a.example:8080", Location("http", "a.example", 8080, "/"), "a.example:8080"),
        ("http://a.example./x", Location("http", "a.example", 80, "/x"), "a.example"),
        ("http://[2001:db8::1]:8080/", Location("http", "2001:db8::1", 8080, "/"), "[2001:db8::1]:8080"),
        ("HTTP://192.0.2.1//x", Location("http", "192.0.2.1", 80, "//x"), "192.0.2.1"),
    ],
)
def test_urls_that_are_followed(url: str, location: Location, authority: str) -> None:
    """Their parts, and the Host header."""
    assert locate(url, HTTP) == location
    assert isinstance(location, Location)
    assert location.authority == authority


@settings(deadline=None)
@given(st.text(max_size=60), st.sampled_from(["", "http://", "http://a", "http://[", "http://a:"]))
def test_any_text_for_a_url(text: str, start: str) -> None:
    """It is followed or told why not; nothing in it can add a line to a request."""
    found = locate(start + text, HTTP)
    if isinstance(found, Location):
        assert all(32 < ord(character) < 127 for character in found.target + found.authority)
    else:
        assert found


def test_networks_as_the_operator_writes_them() -> None:
    """A mistake is told with an example."""
    assert parse_networks(["10.0.0.0/8", " ::1 "]) == (ip_network("10.0.0.0/8"), ip_network("::1/128"))
    with pytest.raises(FetchRuleError, match=r"10\.0\.0\.1/8") as caught:
        parse_networks(["10.0.0.1/8"])
    assert "10.0.0.0/8" in (caught.value.remedy or "")


@pytest.mark.parametrize("address", ["10.1.2.3", "::ffff:10.1.2.3"])
def test_the_allow_list(address: str) -> None:
    """It knows an address in either form; what is not in it is refused with its name."""
    rules = FetchRules(allowed_networks=parse_networks(["10.0.0.0/8"]))
    assert rules.refusal(address, "crl.example.com", 80, exempt=False) is None
    refusal = rules.refusal("192.168.0.1", "crl.example.com", 80, exempt=False)
    assert refusal == "crl.example.com leads to 192.168.0.1, a private address that is not allowed"


@settings(deadline=None)
@given(st.lists(st.integers(0, 100), max_size=30))
def test_bytes_taken_never_exceed_what_is_allowed(sizes: list[int]) -> None:
    """Neither of one answer nor of all."""
    whole, taken = Allowance(500), 0
    for size in sizes:
        one = Allowance(60, whole)
        if size > 60 or taken + size > 500:
            with pytest.raises(FetchRefusedError):
                one.take(size)
        else:
            one.take(size)
            taken += size


VALID = issue(Request("Root", ca=True)).der


@settings(deadline=None)
@given(st.one_of(st.binary(max_size=300), st.integers(0, len(VALID)).map(lambda cut: VALID[:cut])))
def test_any_bytes_for_an_issuer(body: bytes) -> None:
    """What is no certificate gives none."""
    assert len(certificates_in(body)) == (1 if body == VALID else 0)


def test_a_huge_bundle_is_not_read() -> None:
    """An issuer is a few kilobytes."""
    assert certificates_in(VALID + b"\0" * 1_000_000) == ()
