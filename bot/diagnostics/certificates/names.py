"""The names a certificate is for, read so that one bad name hides no other and ten thousand take no time."""

import ipaddress
from dataclasses import dataclass

from bot.diagnostics.certificates.der import SEQUENCE, DerError, element

_DNS_NAME = 0x82
_IP_ADDRESS = 0x87
_LONG_FORM = 0x80


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
    whole = element(value, 0, len(value))
    if whole.tag != SEQUENCE:
        raise DerError("names are not in a sequence")
    dns: list[str] = []
    addresses: list[str] = []
    odd = 0
    at, end = whole.content, whole.end
    while at < end:
        tag, length, start = value[at], value[min(at + 1, end - 1)], at + 2
        if length < _LONG_FORM:
            # Most names are short. This is done ten thousand times for some certificates, so it is done here.
            at = start + length
        else:
            _, _, start, at = element(value, at, end)
        if at > end:
            raise DerError("a name is longer than what holds it")
        if tag == _DNS_NAME:
            content = value[start:at]
            odd += not content.isascii()
            dns.append(content.decode("utf-8", "backslashreplace"))
        elif tag == _IP_ADDRESS:
            if at - start in {4, 16}:
                addresses.append(str(ipaddress.ip_address(value[start:at])))
            else:
                odd += 1
    return AlternativeNames(tuple(dns), tuple(addresses), odd)
