"""Reading what a person pasted as a host."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.diagnostics import Target, TargetError, parse_target


@pytest.mark.parametrize(
    ("pasted", "host", "port"),
    [
        ("api.example.com", "api.example.com", 443),
        (" API.example.com. ", "api.example.com", 443),
        ("https://api.example.com/x?y=1#z", "api.example.com", 443),
        ("http://api.example.com", "api.example.com", 443),
        ("<http://api.example.com|api.example.com>", "api.example.com", 443),
        ("<https://api.example.com:8443/>", "api.example.com", 8443),
        ("api.example.com:8443", "api.example.com", 8443),
        ("[2001:db8::1]:8443", "2001:db8::1", 8443),
        ("2001:DB8::1", "2001:db8::1", 443),
        ("192.0.2.7:9443", "192.0.2.7", 9443),
        ("smtp://mail.example.com:25", "mail.example.com", 25),
        ("ldaps://dir.example.com", "dir.example.com", 636),
        ("bücher.example", "xn--bcher-kva.example", 443),
        ("localhost:8443", "localhost", 8443),
        ("node-1", "node-1", 443),
    ],
)
def test_a_host_in_any_form(pasted: str, host: str, port: int) -> None:
    """However it is pasted, it is the same host and port."""
    assert parse_target(pasted) == Target(host, port)


@pytest.mark.parametrize(
    ("pasted", "why"),
    [
        ("", "is empty"),
        ("foo bar", "holds a space"),
        ("host", "single word"),
        ("a..b.example", "no name that DNS can hold"),
        ("api.example.com:0", "port"),
        ("api.example.com:99999", "port"),
        ("ftp://files.example.com", "no service with a certificate"),
        ("999.1.1.1", "ends like an address"),
        ("1:2:3", "no IPv6 address"),
        ("-bad.example.com", "no name that DNS can hold"),
        ("x" * 64 + ".example.com", "no name that DNS can hold"),
        ("<!channel>", "no name that DNS can hold"),
    ],
)
def test_what_cannot_be_a_host_says_why_with_an_example(pasted: str, why: str) -> None:
    """One sentence, and one that would have worked."""
    with pytest.raises(TargetError, match=why) as caught:
        parse_target(pasted)
    assert "For example" in str(caught.value)


@given(st.text(max_size=100))
def test_whatever_is_pasted_is_a_host_or_a_plain_refusal(pasted: str) -> None:
    """Nothing else comes out, and what comes out reads as itself again."""
    try:
        target = parse_target(pasted)
    except TargetError:
        return
    assert parse_target(str(target)) == target
    assert target.host.isascii()
