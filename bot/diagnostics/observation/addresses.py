"""Where a target is: its addresses, each screened before it is connected to."""

import asyncio
import socket
from dataclasses import dataclass

from bot.diagnostics.model.observation import AddressSource
from bot.diagnostics.static_hosts import Endpoint, StaticHosts
from bot.diagnostics.target import Target
from bot.diagnostics.visible_text import visible

MAX_ADDRESSES = 32


@dataclass(frozen=True, slots=True)
class Located:
    """One endpoint of a target, and who said so."""

    endpoint: Endpoint
    source: AddressSource


async def locate(target: Target, hosts: StaticHosts) -> tuple[tuple[Located, ...], str | None]:
    """Every endpoint of the target (A and AAAA, or the static map), and why there is none if there is none."""
    static = hosts.endpoints(target)
    if static:
        return tuple(Located(each, AddressSource.STATIC) for each in static[:MAX_ADDRESSES]), None
    if target.address is not None:
        return (Located(Endpoint(str(target.address), target.port), AddressSource.GIVEN),), None
    try:
        found = await asyncio.get_running_loop().getaddrinfo(
            target.host, target.port, type=socket.SOCK_STREAM
        )
    except (OSError, UnicodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "the name cannot be encoded"
        return (), visible(str(reason or error)).lower()
    addresses = dict.fromkeys(str(entry[4][0]) for entry in found)
    kept = [Endpoint(address, target.port) for address in list(addresses)[:MAX_ADDRESSES]]
    return tuple(Located(each, AddressSource.DNS) for each in kept), None
