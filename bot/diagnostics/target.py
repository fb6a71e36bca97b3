"""What to connect to: a host and a port, read from whatever form a person pasted."""

import functools
import ipaddress
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import unquote, urlsplit

from bot.diagnostics.errors import TargetError
from bot.diagnostics.host_name import HostNameError, dns_name
from bot.diagnostics.visible_text import visible

HTTPS_PORT = 443
MAX_PORT = 65_535
MAX_TEXT = 2_000
"""Characters of a pasted text; a longer one is no host."""

EXAMPLE = "For example: `api.example.com`, `api.example.com:8443` or `[2001:db8::1]:8443`."

IpAddress = ipaddress.IPv4Address | ipaddress.IPv6Address


class StartTls(StrEnum):
    """A protocol that begins in clear text, and goes over to TLS when it is asked to."""

    SMTP = "smtp"
    IMAP = "imap"
    POP3 = "pop3"
    FTP = "ftp"
    LDAP = "ldap"
    POSTGRES = "postgres"
    MYSQL = "mysql"
    XMPP = "xmpp"


@dataclass(frozen=True, slots=True)
class _Service:
    port: int
    starttls: StartTls | None = None


_ANY_SCHEME = "http"
"""Slack puts it before every bare host that it turns into a link, so it says nothing."""

_SCHEMES: Mapping[str, _Service] = {
    "http": _Service(HTTPS_PORT),
    "https": _Service(HTTPS_PORT),
    "tls": _Service(HTTPS_PORT),
    "wss": _Service(HTTPS_PORT),
    "smtp": _Service(587, StartTls.SMTP),
    "submission": _Service(587, StartTls.SMTP),
    "smtps": _Service(465),
    "submissions": _Service(465),
    "imap": _Service(143, StartTls.IMAP),
    "imaps": _Service(993),
    "pop3": _Service(110, StartTls.POP3),
    "pop3s": _Service(995),
    "ftp": _Service(21, StartTls.FTP),
    "ftps": _Service(990),
    "ldap": _Service(389, StartTls.LDAP),
    "ldaps": _Service(636),
    "postgres": _Service(5432, StartTls.POSTGRES),
    "postgresql": _Service(5432, StartTls.POSTGRES),
    "mysql": _Service(3306, StartTls.MYSQL),
    "mariadb": _Service(3306, StartTls.MYSQL),
    "xmpp": _Service(5222, StartTls.XMPP),
    "xmpps": _Service(5223),
    "amqps": _Service(5671),
    "mqtts": _Service(8883),
}
_STARTTLS_PORTS: Mapping[int, StartTls] = {
    25: StartTls.SMTP,
    587: StartTls.SMTP,
    143: StartTls.IMAP,
    110: StartTls.POP3,
    21: StartTls.FTP,
    389: StartTls.LDAP,
    5432: StartTls.POSTGRES,
    3306: StartTls.MYSQL,
    5222: StartTls.XMPP,
}
"""IANA's Service Name and Transport Protocol Port Number Registry."""

_SLACK_LINK = re.compile(r"<(?P<url>[^@#!|<>][^|<>]*)(?:\|[^<>]*)?>")
_AROUND = " \t\r\n\"'`“”„\u2018\u2019«»,;\u200b\u200e\u200f\u202a\u202c\u2060\u2066\u2067\u2068\u2069\ufeff"
"""What comes along at the ends when text is copied: quotes, and marks of writing direction."""

_IGNORABLE = re.compile("[\u00ad\u200b\u2060\ufeff]")
"""Zero-width break opportunities and the soft hyphen: they are lost in a name (UTS 46, section 4)."""

_UNFIT = re.compile(r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u061c\u200c-\u200f\u202a-\u202e\u2061-\u2069]")
_USERINFO = re.compile(r"[^/\s<>|]+@")
_HOST_AND_PORT = re.compile(r"(?P<host>\S+)\s+:?\s*(?P<port>[0-9]{1,5})")


@dataclass(frozen=True, slots=True)
class Target:
    """A host and a port."""

    host: str
    """Lower-case ASCII (an A-label where it is international), or an IP address without brackets."""
    port: int = HTTPS_PORT
    starttls: StartTls | None = None
    """The protocol that is spoken before TLS; None where TLS begins at once."""

    @property
    def address(self) -> IpAddress | None:
        """The IP address, where the host is one: no name is looked up and no SNI sent for it (RFC 6066, 3)."""
        return _address(self.host)

    def __str__(self) -> str:
        """As short as `parse_target` reads it back: ``host``, ``host:port``, or ``smtp://host:port``."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        if self.starttls is not _STARTTLS_PORTS.get(self.port):
            return f"{self.starttls or 'tls'}://{host}:{self.port}"
        return host if self.port == HTTPS_PORT else f"{host}:{self.port}"


@functools.lru_cache(maxsize=256)
def _address(host: str) -> IpAddress | None:
    """Asked ten times in one diagnosis."""
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None


def parse_target(text: str, starttls: StartTls | None = None) -> Target:
    """Read a pasted host, URL, Slack link, mail address or bracketed IPv6 literal.

    ``starttls`` overrides what the scheme (``smtp://``) or the well-known port (25) implies; where no port
    and no scheme is given, it also brings its own port.

    Raises:
        TargetError: It cannot be a host; the sentence says why and gives an example.
    """
    pasted = _unwrapped(text)
    scheme, separator, rest = pasted.partition("://")
    scheme = scheme.lower()
    if not separator:
        scheme, rest = "", pasted.removeprefix("//")
    elif scheme not in _SCHEMES:
        raise _refused(text, f"starts with {visible(scheme, 20)}://, which is no service with a certificate")
    host, port = _host_and_port(text, rest)
    implied = _SCHEMES.get(scheme)
    if implied is None and starttls is not None:
        implied = _SCHEMES[starttls]
    port = port or (implied.port if implied else HTTPS_PORT)
    if starttls is None:
        named = implied is not None and scheme != _ANY_SCHEME
        starttls = implied.starttls if implied and named else _STARTTLS_PORTS.get(port)
    return Target(host, port, starttls)


def _unwrapped(text: str) -> str:
    """Without what copying and Slack put around a host.

    Raises:
        TargetError: What is left is no single word.
    """
    if len(text) > MAX_TEXT:
        raise _refused(text, "is too long")
    pasted = _IGNORABLE.sub("", text.strip(_AROUND))
    link = _SLACK_LINK.fullmatch(pasted)
    if link:
        pasted = link["url"]
    if pasted[:5].lower() == "tel:+" or pasted.startswith(("<", "@")):
        raise _refused(text, "is no name that DNS can hold")
    unfit = _UNFIT.search(pasted)
    if unfit:
        raise _refused(text, f"holds an invisible character ({visible(unfit.group())})")
    if not pasted:
        raise _refused(text, "is empty")
    spaced = _HOST_AND_PORT.fullmatch(pasted)
    if spaced:
        joined = visible(f"{spaced['host']}:{spaced['port']}", 80)
        raise _refused(text, f"holds a space (a port follows a colon: `{joined}`)")
    if any(character.isspace() for character in pasted):
        raise _refused(text, "holds a space")
    # Slack turns an address of mail into such a link; the host is what stands behind the @.
    return pasted[7:] if pasted[:7].lower() == "mailto:" else pasted


def _refused(text: str, why: str) -> TargetError:
    shown = _USERINFO.sub("…@", text.strip())  # it may hold a password
    return TargetError(f"“{visible(shown, 80)}” cannot be a host: it {why}.", remedy=EXAMPLE)


def _host_and_port(text: str, rest: str) -> tuple[str, int | None]:
    if rest.count(":") > 1 and "[" not in rest and "@" not in rest and "/" not in rest:
        return _address_literal(text, rest), None
    if _is_network(rest):
        raise _refused(text, "is a network; name one address in it")
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
    if "[" in parts.netloc:
        return _address_literal(text, host), port
    return _host(text, unquote(host)), port


def _is_network(rest: str) -> bool:
    if not re.fullmatch(r"[0-9a-fA-F.:]+/[0-9]{1,3}", rest):
        return False
    try:
        ipaddress.ip_network(rest, strict=False)
    except ValueError:
        return False
    return True


def _address_literal(text: str, literal: str) -> str:
    try:
        address = ipaddress.IPv6Address(literal)
    except ValueError as error:
        raise _refused(text, "has more than one colon and is no IPv6 address") from error
    if address.scope_id is not None:
        raise _refused(text, "names a zone, which only its own machine knows")
    return address.compressed


def _host(text: str, host: str) -> str:
    if host.startswith("*."):
        raise _refused(text, "stands for many hosts; name one of them")
    try:
        name = dns_name(host)
    except HostNameError as error:
        raise _refused(text, str(error)) from error
    try:
        return ipaddress.IPv4Address(name).compressed
    except ValueError:
        pass
    labels = name.split(".")
    if labels[-1].isdigit() or re.fullmatch(r"0x[0-9a-f]*", labels[-1]):
        # The system's resolver would read it as an address in another notation (WHATWG URL, 3.5).
        raise _refused(text, "ends like an address, but is none")
    if len(labels) == 1 and name != "localhost" and not _looks_internal(name):
        raise _refused(text, "is a single word")
    return name


def _looks_internal(name: str) -> bool:
    """A single label is a host in many private networks; a plain word is more likely a slip."""
    return any(character.isdigit() or character == "-" for character in name)
