"""Whether a certificate is for a host, an address or a mailbox (RFC 9525)."""

import ipaddress

from cryptography import x509

from bot.diagnostics.target import Target
from bot.diagnostics.trust.parsed import Parsed


def is_for(leaf: Parsed, peer: Target) -> bool:
    """Whether one of its names stands for ``peer``. The common name is none (RFC 9525, 2.1)."""
    names = leaf.extension(x509.SubjectAlternativeName)
    if names is None:
        return False
    if "@" in peer.host:
        return any(
            _same_mailbox(mailbox, peer.host) for mailbox in names.get_values_for_type(x509.RFC822Name)
        )
    if peer.address is not None:
        return peer.address in names.get_values_for_type(x509.IPAddress)
    host = peer.host.lower()
    return any(_stands_for(name, host) for name in names.get_values_for_type(x509.DNSName))


def matches(name: str, target: Target) -> bool:
    """Whether a name of the subjectAltName stands for the target (RFC 9525, 6.3): a wildcard is a whole label."""
    if target.address is not None:
        try:
            return ipaddress.ip_address(name) == target.address
        except ValueError:
            return False
    return _stands_for(name, target.host.lower())


def _stands_for(name: str, host: str) -> bool:
    pattern = name.lower().rstrip(".")
    if pattern.startswith("*."):
        _, _, parent = host.partition(".")
        return parent == pattern[2:] and "." in parent
    return bool(pattern) and pattern == host


def _same_mailbox(one: str, other: str) -> bool:
    """The local part is case-sensitive, the host is not (RFC 5280, 7.5)."""
    local, _, host = one.rpartition("@")
    other_local, _, other_host = other.rpartition("@")
    return local == other_local and host.lower() == other_host.lower()
