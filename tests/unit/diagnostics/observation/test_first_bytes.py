"""What speaks where TLS was expected."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.diagnostics.model.observation import Obstacle
from bot.diagnostics.observation.first_bytes import spoken_instead
from bot.diagnostics.target import StartTls


@pytest.mark.parametrize(
    ("first", "words", "starttls"),
    [
        (b"HTTP/1.1 400 Bad Request\r\n", "plain HTTP", None),
        (b"<!DOCTYPE html>", "plain HTTP", None),
        (b"SSH-2.0-OpenSSH_9.2\r\n", "SSH", None),
        (b"220 files FTP ready\r\n", "FTP in clear text", StartTls.FTP),
        (b"220-mail ESMTP\r\n", "SMTP in clear text", StartTls.SMTP),
        (b"* OK ready\r\n", "IMAP in clear text", StartTls.IMAP),
        (b"+OK ready\r\n", "POP3 in clear text", StartTls.POP3),
        (b"\x4a\x00\x00\x00\x0a8.4.0\x00", "MySQL in clear text", StartTls.MYSQL),
        (b"\x16\x00\x00\x00\xff\x6a\x04", "MySQL in clear text", StartTls.MYSQL),
        (b"<?xml version='1.0'?><stream:stream>", "XMPP in clear text", StartTls.XMPP),
        (b"\x30\x24\x02\x01\x00\x78\x1f", "LDAP in clear text", StartTls.LDAP),
        (b"RFB 003.008\n", "VNC", None),
        (b"AMQP\x00\x00\x09\x01", "AMQP in clear text", None),
        (b"-ERR unknown command", "Redis in clear text", None),
        (b"\xff\xfd\x18", "Telnet", None),
        (b"\x1b[2J", r"something that begins with \x1b[2J", None),
    ],
)
def test_protocols_are_told_apart(first: bytes, words: str, starttls: StartTls | None) -> None:
    """And how to get to TLS where that can be asked for."""
    spoken = spoken_instead(first)
    assert spoken is not None
    assert (spoken.words, spoken.starttls) == (words, starttls)
    assert (spoken.obstacle is Obstacle.CLEAR_TEXT) == (starttls is not None)


@pytest.mark.parametrize("first", [b"", b"\x16", b"\x15\x03\x03\x00\x02\x02\x28", b"\x16\x03\x01"])
def test_tls_is_no_other_protocol(first: bytes) -> None:
    """Nor is nothing."""
    assert spoken_instead(first) is None


@given(st.binary(max_size=128))
def test_any_first_bytes(first: bytes) -> None:
    """Named in words that are fit to be shown."""
    spoken = spoken_instead(first)
    assert spoken is None or (spoken.words.isprintable() and len(spoken.words) < 250)
