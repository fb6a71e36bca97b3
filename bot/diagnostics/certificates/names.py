"""The names a certificate is for, read so that one bad name hides no other and ten thousand take no time."""

import ipaddress
from dataclasses import dataclass

from bot.diagnostics.certificates.structure import general_names

_DNS_NAME = 0x82
_IP_ADDRESS = 0x87


@dataclass(frozen=True, slots=True)
class AlternativeNames:
    """DNS names and addresses of a subjectAltName (RFC 5280, 4.2.1.6), untrusted, as they stand."""

    dns: tuple[str, ...]
    addresses: tuple[str, ...]
    odd: int
    """How many have bytes that such a name cannot have, or a size that no address has."""


def alternative_names(value: bytes) -> AlternativeNames:
    """The names in a subjectAltName's value.

    Bytes outside ASCII are kept where they are UTF-8, so that a person sees them; no host name matches those.

    Raises:
        DerError: It is no list of names.
    """
    dns: list[str] = []
    addresses: list[str] = []
    odd = 0
    for each in general_names(value):
        content = value[each.content : each.end]
        if each.tag == _DNS_NAME:
            odd += not content.isascii()
            dns.append(content.decode("utf-8", "backslashreplace"))
        elif each.tag == _IP_ADDRESS:
            if len(content) in {4, 16}:
                addresses.append(str(ipaddress.ip_address(content)))
            else:
                odd += 1
    return AlternativeNames(tuple(dns), tuple(addresses), odd)
