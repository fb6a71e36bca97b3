"""Which addresses nobody may make the bot reach, and which only the operator may allow."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.diagnostics.address_rules import is_forbidden, is_private


@pytest.mark.parametrize(
    "address",
    [
        "169.254.0.1",
        "168.63.129.16",
        "100.100.100.200",
        "192.0.0.192",
        "fd20:ce::254",
        "::ffff:169.254.169.254",
        "::169.254.169.254",
        "64:ff9b::a9fe:a9fe",
        "2002:a9fe:a9fe::1",
        "ff02::1",
        "::",
        "0.0.0.1",
        "255.255.255.255",
    ],
)
def test_forbidden_however_they_are_written(address: str) -> None:
    """IPv4 that is wrapped in IPv6 counts as what it is translated to."""
    assert is_forbidden(address)


@pytest.mark.parametrize(
    ("address", "private"),
    [
        ("10.0.0.1", True),
        ("100.64.0.1", True),
        ("127.0.0.1", True),
        ("::1", True),
        ("fd00::1", True),
        ("::ffff:10.0.0.1", True),
        ("64:ff9b::a00:1", True),
        ("2002:a00:1::", True),
        ("1.1.1.1", False),
        ("2606:4700::1111", False),
        ("64:ff9b::101:101", False),
        ("::ffff:1.1.1.1", False),
    ],
)
def test_private_addresses(address: str, private: bool) -> None:
    """What is not of the public Internet; none of them is forbidden."""
    assert is_private(address) is private
    assert not is_forbidden(address)


@settings(deadline=None)
@given(st.one_of(st.ip_addresses().map(str), st.text(max_size=40)))
def test_any_text_is_judged(text: str) -> None:
    """Without raising."""
    is_forbidden(text)
    is_private(text)
