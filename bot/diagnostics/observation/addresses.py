"""Where a target is: its addresses, looked up once, each screened before it is connected to."""

import asyncio
import ipaddress
import os
import socket
from collections.abc import Sequence
from dataclasses import dataclass

from bot.diagnostics.model.observation import AddressSource
from bot.diagnostics.static_hosts import Endpoint, StaticHosts
from bot.diagnostics.target import IpAddress, Target
from bot.diagnostics.visible_text import visible

MAX_ADDRESSES = 32
MAX_EXTRA_ADDRESSES = 32

LOOK_UP_SECONDS = 5.0
"""For DNS alone, so that addresses which need no look-up are still seen when it is silent."""


@dataclass(frozen=True, slots=True)
class Located:
    """One endpoint of a target, and who said so."""

    endpoint: Endpoint
    source: AddressSource


@dataclass(frozen=True, slots=True)
class Locations:
    """Where a target is to be looked at."""

    located: tuple[Located, ...] = ()
    unresolved: str | None = None
    """Why a name has no address, where one has none."""
    left_out: int = 0
    """Addresses beyond the cap, which are not looked at."""


async def locate(target: Target, hosts: StaticHosts, extra_addresses: Sequence[Endpoint] = ()) -> Locations:
    """Every endpoint of the target, up to the caps.

    The static map stands for DNS where it knows the target; ``extra_addresses`` (a standby outside DNS, say)
    come on top. Names are looked up here and nowhere else: every endpoint returned is an IP address.
    """
    static = hosts.endpoints(target)
    named = static or (Endpoint(target.host, target.port),)
    source = AddressSource.STATIC if static else AddressSource.DNS
    if not static and target.address is not None:
        source = AddressSource.GIVEN
    answers = await _look_ups((*named, *extra_addresses))
    own, extra = _resolved(answers[: len(named)]), _resolved(answers[len(named) :])
    located = dict.fromkeys(own.endpoints[:MAX_ADDRESSES], source)
    for endpoint in extra.endpoints[:MAX_EXTRA_ADDRESSES]:
        located.setdefault(endpoint, AddressSource.GIVEN)
    reasons = [reason for reason in (own.reason, extra.reason) if reason is not None]
    return Locations(
        located=tuple(Located(*each) for each in located.items()),
        unresolved="; ".join(reasons) or None,
        left_out=len({*own.endpoints, *extra.endpoints} - set(located)),
    )


@dataclass(frozen=True, slots=True)
class _Resolved:
    endpoints: tuple[Endpoint, ...]
    reason: str | None


def _resolved(answers: Sequence[_Resolved]) -> _Resolved:
    """All of them together."""
    endpoints = dict.fromkeys(endpoint for answer in answers for endpoint in answer.endpoints)
    reasons = [answer.reason for answer in answers if answer.reason is not None]
    return _Resolved(tuple(endpoints), "; ".join(reasons) or None)


async def _look_ups(named: Sequence[Endpoint]) -> Sequence[_Resolved]:
    """Of each, at once. Where all are addresses already, as they mostly are in a static map, no task is made."""
    if all(_parsed(each.address) is not None for each in named):
        return [_Resolved((each,), None) for each in named]
    return await asyncio.gather(*(_look_up(each) for each in named))


async def _look_up(named: Endpoint) -> _Resolved:
    if _parsed(named.address) is not None:
        return _Resolved((named,), None)
    try:
        async with asyncio.timeout(LOOK_UP_SECONDS):
            found = await asyncio.get_running_loop().getaddrinfo(
                named.address, named.port, type=socket.SOCK_STREAM
            )
    except TimeoutError:
        return _Resolved((), "DNS did not answer in time")
    except (OSError, UnicodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "the name cannot be encoded"
        return _Resolved((), visible(str(reason or error)).lower())
    addresses = dict.fromkeys(str(entry[4][0]) for entry in found)
    return _Resolved(tuple(Endpoint(address, named.port) for address in addresses), None)


def _parsed(address: str) -> IpAddress | None:
    try:
        return ipaddress.ip_address(address)
    except ValueError:
        return None


def has_route(address: str) -> bool:
    """Whether this machine has any route to the address. Nothing is sent: UDP only looks the route up."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    try:
        with socket.socket(family, socket.SOCK_DGRAM) as probe:
            probe.connect((address, 9))
    except OSError:
        return False
    return True


def system_words(error: OSError) -> str:
    """The system's words for what kept a connection from being made."""
    return visible(os.strerror(error.errno) if error.errno else str(error)).lower()
