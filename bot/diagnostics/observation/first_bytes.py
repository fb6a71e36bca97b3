"""What speaks where TLS was expected, by the first bytes it says."""

import re
from dataclasses import dataclass

from bot.diagnostics.model.observation import Obstacle
from bot.diagnostics.target import StartTls

KEPT_BYTES = 128

_RECORD_TYPES = frozenset({0x14, 0x15, 0x16, 0x17})


@dataclass(frozen=True, slots=True)
class Spoken:
    """A protocol that is not TLS."""

    words: str
    obstacle: Obstacle
    starttls: StartTls | None = None
    """How to get to TLS there."""


@dataclass(frozen=True, slots=True)
class _Pattern:
    begins: re.Pattern[bytes]
    spoken: Spoken


def _clear_text(pattern: bytes, name: str, starttls: StartTls) -> _Pattern:
    words = f"{name} in clear text"
    return _Pattern(re.compile(pattern, re.IGNORECASE), Spoken(words, Obstacle.CLEAR_TEXT, starttls))


def _other(pattern: bytes, name: str) -> _Pattern:
    return _Pattern(re.compile(pattern, re.IGNORECASE), Spoken(name, Obstacle.OTHER_PROTOCOL))


_PATTERNS = (
    _Pattern(
        re.compile(rb"HTTP/|\s*<(!doctype html|html)", re.IGNORECASE),
        Spoken("plain HTTP", Obstacle.PLAIN_HTTP),
    ),
    _Pattern(re.compile(rb"SSH-"), Spoken("SSH", Obstacle.SSH)),
    _clear_text(rb"220[ -].*ftp", "FTP", StartTls.FTP),
    _clear_text(rb"220[ -]", "SMTP", StartTls.SMTP),
    _clear_text(rb"\* (OK|PREAUTH|BYE)\b", "IMAP", StartTls.IMAP),
    _clear_text(rb"\+OK\b", "POP3", StartTls.POP3),
    _clear_text(rb"(?s:...\x00[\x09\x0a\xff])", "MySQL", StartTls.MYSQL),
    _clear_text(rb"<(\?xml[^>]*\?>\s*<)?stream:", "XMPP", StartTls.XMPP),
    _clear_text(rb"(?s:\x30.\x02\x01\x00)", "LDAP", StartTls.LDAP),
    _other(rb"RFB \d", "VNC"),
    _other(rb"AMQP", "AMQP in clear text"),
    _other(rb"-(ERR|NOAUTH|DENIED)\b", "Redis in clear text"),
    _other(rb"\xff[\xfb-\xfe]", "Telnet"),
)


def spoken_instead(first: bytes) -> Spoken | None:
    """What the first bytes are of; None where they may be a TLS record (RFC 8446, 5.1), or are none."""
    if not first or (first[0] in _RECORD_TYPES and first[1:2] in {b"", b"\x03"}):
        return None
    for pattern in _PATTERNS:
        if pattern.begins.match(first):
            return pattern.spoken
    begins = "".join(chr(byte) if 0x20 <= byte < 0x7F else f"\\x{byte:02x}" for byte in first[:12])
    return Spoken(f"something that begins with {begins}", Obstacle.OTHER_PROTOCOL)
