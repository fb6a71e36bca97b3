"""Which ports may be connected to, where others than the operator choose the target."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.diagnostics.errors import PortRuleError
from bot.diagnostics.target import MAX_PORT
from bot.diagnostics.visible_text import visible

ANY = "any"
WELL_KNOWN = "well-known"

SERVICES: Mapping[int, str] = {
    21: "FTP (STARTTLS)",
    25: "SMTP (STARTTLS)",
    110: "POP3 (STARTTLS)",
    143: "IMAP (STARTTLS)",
    389: "LDAP (STARTTLS)",
    443: "HTTPS",
    465: "mail submission",
    563: "NNTP",
    587: "mail submission (STARTTLS)",
    636: "LDAP",
    853: "DNS",
    989: "FTP, data",
    990: "FTP",
    992: "Telnet",
    993: "IMAP",
    994: "IRC, formerly",
    995: "POP3",
    1433: "Microsoft SQL Server",
    2083: "RADIUS",
    2376: "Docker",
    2379: "etcd, clients",
    2380: "etcd, peers",
    2484: "Oracle Database",
    3269: "Active Directory's global catalogue",
    3306: "MySQL (STARTTLS)",
    4443: "HTTPS, alternate",
    5061: "SIP",
    5222: "XMPP, clients (STARTTLS)",
    5223: "XMPP, clients",
    5269: "XMPP, servers (STARTTLS)",
    5270: "XMPP, servers",
    5349: "STUN and TURN",
    5432: "PostgreSQL (STARTTLS)",
    5671: "AMQP",
    5986: "Windows Remote Management",
    6380: "Redis, alternate",
    6443: "Kubernetes API",
    6514: "syslog",
    6697: "IRC",
    7443: "HTTPS, alternate",
    8200: "Vault",
    8443: "HTTPS, alternate",
    8501: "Consul",
    8883: "MQTT",
    9093: "Kafka",
    9142: "Cassandra",
    9200: "Elasticsearch",
    9443: "HTTPS, alternate",
    10250: "kubelet",
    27017: "MongoDB",
}
"""Where TLS is usually found: IANA's Service Name and Transport Protocol Port Number Registry, and usual alternates."""

SHAPE = f"CERTINC_DIAGNOSIS_PORTS is written as in `{WELL_KNOWN},7443,8000-8999`, or `{ANY}`."


@dataclass(frozen=True, slots=True)
class AllowedPorts:
    """Those that may be connected to, and no others."""

    numbers: frozenset[int]

    def __contains__(self, port: int) -> bool:
        """Whether this one is among them."""
        return port in self.numbers


def parse_ports(entries: Sequence[str]) -> AllowedPorts | None:
    """Read ports (``443``), ranges (``8000-8999``), ``well-known`` and ``any``. None: any port may be connected to.

    Raises:
        PortRuleError: One cannot be read, or there is none.
    """
    parsed = [_parse(entry.strip().lower()) for entry in entries]
    if not parsed:
        raise PortRuleError("No port at all may be diagnosed.", remedy=SHAPE)
    if any(each is None for each in parsed):
        return None
    return AllowedPorts(frozenset(port for each in parsed for port in each or ()))


def _parse(entry: str) -> frozenset[int] | None:
    if entry == ANY:
        return None
    if entry == WELL_KNOWN:
        return frozenset(SERVICES)
    first, dash, last = (part.strip() for part in entry.partition("-"))
    start, end = _number(first), _number(last if dash else first)
    if start is None or end is None or start > end:
        raise PortRuleError(f"“{visible(entry, 80)}” is neither a port nor a range of ports.", remedy=SHAPE)
    return frozenset(range(start, end + 1))


def _number(text: str) -> int | None:
    """A port; None where the text is none."""
    if not (text.isascii() and text.isdecimal() and len(text) <= len(str(MAX_PORT))):
        return None
    return int(text) if 1 <= int(text) <= MAX_PORT else None
