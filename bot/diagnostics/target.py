"""What to connect to: a host and a port, read from whatever form a person pasted."""

import ipaddress
import re
from dataclasses import dataclass
from urllib.parse import urlsplit

import idna

from bot.diagnostics.errors import TargetError
from bot.diagnostics.visible_text import visible

HTTPS_PORT = 443
MAX_PORT = 65_535
EXAMPLE = "For example: `api.example.com`, `api.example.com:8443` or `[2001:db8::1]:8443`."

_SLACK_LINK = re.compile(r"<(?P<url>[^|<>]+)(?:\|[^<>]*)?>")
_SCHEME_PORTS = {
    "https": 443,
    "http": 443,
    "tls": 443,
    "smtps": 465,
    "smtp": 587,
    "imaps": 993,
    "imap": 143,
    "pop3s": 995,
    "pop3": 110,
    "ldaps": 636,
    "ldap": 389,
    "postgres": 5432,
    "postgresql": 5432,
    "ftps": 990,
}


@dataclass(frozen=True, slots=True)
class Target:
    """A host and a port."""

    host: str
    """Lower-case ASCII (an A-label where it is international), or an IP address without brackets."""
    port: int = HTTPS_PORT

    @property
    def address(self) -> "ipaddress.IPv4Address | ipaddress.IPv6Address | None":
        """The IP address, where the host is one: no name is looked up and no SNI sent for it (RFC 6066, 3)."""
        try:
            return ipaddress.ip_address(self.host)
        except ValueError:
            return None

    def __str__(self) -> str:
        """``host``, or ``host:port`` where the port is not that of HTTPS."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == HTTPS_PORT else f"{host}:{self.port}"


def parse_target(text: str) -> Target:
    """Read a pasted host, URL, Slack link, mail server or bracketed IPv6 literal.

    Raises:
        TargetError: It cannot be a host; the sentence says why and gives an example.
    """
    pasted = text.strip()
    link = _SLACK_LINK.fullmatch(pasted)
    if link:
        pasted = link["url"]
    if not pasted or any(character.isspace() for character in pasted):
        raise _refused(text, "is empty" if not pasted else "holds a space")
    scheme, separator, rest = pasted.partition("://")
    default_port = HTTPS_PORT
    if separator:
        if scheme.lower() not in _SCHEME_PORTS:
            raise _refused(
                text, f"starts with {visible(scheme, 20)}://, which is no service with a certificate"
            )
        default_port = _SCHEME_PORTS[scheme.lower()]
    else:
        rest = pasted
        if rest.count(":") > 1 and not rest.startswith("["):
            return _address_literal(text, rest)
    host, port = _host_and_port(text, rest)
    return Target(_host(text, host), port or default_port)


def _refused(text: str, why: str) -> TargetError:
    return TargetError(f"“{visible(text.strip(), 80)}” cannot be a host: it {why}.", remedy=EXAMPLE)


def _address_literal(text: str, literal: str) -> Target:
    try:
        return Target(ipaddress.IPv6Address(literal).compressed)
    except ValueError as error:
        raise _refused(text, "has more than one colon and is no IPv6 address") from error


def _host_and_port(text: str, rest: str) -> tuple[str, int | None]:
    try:
        parts = urlsplit(f"//{rest}")
        port = parts.port
        host = parts.hostname
    except ValueError as error:
        raise _refused(text, "has no usable port or address") from error
    if not host:
        raise _refused(text, "names no host")
    if port == 0:
        raise _refused(text, f"has a port that is not between 1 and {MAX_PORT}")
    return host, port


def _host(text: str, host: str) -> str:
    try:
        return ipaddress.ip_address(host).compressed
    except ValueError:
        pass
    name = host.rstrip(".")
    try:
        ascii_name = idna.encode(name, uts46=True, std3_rules=True).decode("ascii")
    except idna.IDNAError as error:
        if "_" not in name:
            raise _refused(text, "is no name that DNS can hold") from error
        ascii_name = name.lower()
    labels = ascii_name.split(".")
    if not all(re.fullmatch(r"[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?", label) for label in labels):
        raise _refused(text, "is no name that DNS can hold")
    if labels[-1].isdigit():
        raise _refused(text, "ends like an address, but is none")
    if len(labels) == 1 and ascii_name != "localhost" and not _looks_internal(ascii_name):
        raise _refused(text, "is a single word")
    return ascii_name


def _looks_internal(name: str) -> bool:
    """A single label is a host in many private networks; a plain word is more likely a slip."""
    return any(character.isdigit() or character == "-" for character in name)
