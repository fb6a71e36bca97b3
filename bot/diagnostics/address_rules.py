"""Addresses that nobody may make the bot connect to, and those that only the operator may allow."""

import ipaddress

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

_CLOUD_METADATA = tuple(
    ipaddress.ip_address(address)
    for address in (
        "169.254.169.254",  # AWS, Azure, Google Cloud, and most others
        "fd00:ec2::254",  # AWS over IPv6
        "fd00:ec2::23",  # AWS's Kubernetes
        "fd20:ce::254",  # Google Cloud over IPv6
        "168.63.129.16",  # Azure's host
        "100.100.100.200",  # Alibaba Cloud
        "192.0.0.192",  # Oracle Cloud
    )
)
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
"""Addresses that a gateway translates into IPv4 (RFC 6052, 2.1)."""
_COMPATIBLE = ipaddress.ip_network("::/96")
"""The former way to write IPv4 in IPv6 (RFC 4291, 2.5.5.1)."""
_THIS_NETWORK = ipaddress.ip_network("0.0.0.0/8")
_RESERVED = ipaddress.ip_network("240.0.0.0/4")


def is_forbidden(address: str) -> bool:
    """Whether nobody may make the bot connect there: link-local, multicast, unspecified, cloud metadata.

    IPv4 that is wrapped in IPv6 counts as what it is translated to. A text that is no address counts as well.
    """
    readings = _readings(address)
    return not readings or any(_forbidden(each) for each in readings)


def is_private(address: str) -> bool:
    """Whether it is no address of the public Internet: private, loopback, shared (RFC 6890)."""
    return any(not each.is_global for each in _readings(address))


def _forbidden(address: Address) -> bool:
    if address.is_link_local or address.is_multicast or address.is_unspecified or address in _CLOUD_METADATA:
        return True
    return address.version == 4 and (address in _THIS_NETWORK or address in _RESERVED)


def _readings(text: str) -> tuple[Address, ...]:
    """The address, or what it is translated to on its way; none where the text is no address."""
    try:
        parsed = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return ()
    if isinstance(parsed, ipaddress.IPv4Address):
        return (parsed,)
    if parsed.ipv4_mapped is not None:
        return (parsed.ipv4_mapped,)
    low = ipaddress.IPv4Address(int(parsed) & 0xFFFF_FFFF)
    if parsed in _NAT64:
        return (low,)
    if parsed in _COMPATIBLE and int(parsed) > 1:
        return (parsed, low)
    wrapped = [each for each in (parsed.sixtofour, *(parsed.teredo or ())) if each is not None]
    return (parsed, *wrapped)
