"""A URL taken apart, or the reason for which it is not followed."""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from bot.diagnostics.visible_text import visible

MAX_URL_CHARACTERS = 2_000
_DEFAULT_PORTS = {"http": 80, "https": 443}
_HOST = re.compile(r"[0-9A-Za-z._-]+|[0-9A-Fa-f:.]+")

WEB_PORTS = frozenset({80, 443})
_FIRST_FREE_PORT = 1024
_BLOCKED_PORTS = frozenset(
    (1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, *range(6665, 6670), 6679, 6697, 10080)
)
"""Above the first 1,023, those of other protocols into which a request could be smuggled (WHATWG Fetch, 2.9)."""


@dataclass(frozen=True, slots=True)
class Location:
    """Where a URL leads."""

    scheme: str
    host: str
    """A name in lower case, or an address without brackets."""
    port: int
    target: str
    """Path and query, as they are asked for (RFC 9112, 3.2.1)."""

    @property
    def authority(self) -> str:
        """For the Host header."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _DEFAULT_PORTS[self.scheme] else f"{host}:{self.port}"


def locate(url: str, schemes: frozenset[str]) -> Location | str:
    """The URL's parts; a text says why it is not followed."""
    if len(url) > MAX_URL_CHARACTERS:
        return "the URL is too long"
    if not url.isascii() or any(ord(character) <= 32 or character in '\x7f\\<>"' for character in url):
        return "the URL holds characters that no URL may hold"
    try:
        parts = urlsplit(url)
        port = parts.port
        host = parts.hostname
    except ValueError:
        return "the URL cannot be read"
    scheme = parts.scheme.lower()
    if scheme not in schemes:
        allowed = " and ".join(sorted(schemes))
        return f"only {allowed} is followed, and this is {visible(scheme, 20) or 'no URL'}"
    if not host or not _HOST.fullmatch(host):
        return "the URL names no host that can be looked up"
    if "@" in parts.netloc:
        return "the URL carries a user name"
    port = _DEFAULT_PORTS[scheme] if port is None else port
    if port not in WEB_PORTS and (port < _FIRST_FREE_PORT or port in _BLOCKED_PORTS):
        return f"port {port} belongs to another protocol"
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Location(scheme, host.rstrip("."), port, target)
