"""A static host map, like curl's ``--connect-to``: for split-horizon DNS, and for tests."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bot.diagnostics.errors import StaticHostError, TargetError
from bot.diagnostics.target import MAX_PORT, Target, parse_target
from bot.diagnostics.visible_text import visible

SHAPE = "It should be HOST:PORT:ADDRESS:PORT."

_NAME = r"\[[0-9A-Fa-f:.]+\]|[^:\[\]\s]+"
_ENTRY = re.compile(
    rf"(?P<host>{_NAME}):(?P<port>[0-9]{{1,5}}):(?P<address>{_NAME}):(?P<own_port>[0-9]{{1,5}})"
)


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where to connect to."""

    address: str
    """An IP address, or a name to be looked up."""
    port: int

    def __str__(self) -> str:
        """``address:port``, with brackets around IPv6."""
        return f"[{self.address}]:{self.port}" if ":" in self.address else f"{self.address}:{self.port}"


@dataclass(frozen=True, slots=True)
class StaticHosts:
    """Endpoints by host and port. Several entries for one host are its several addresses."""

    entries: Mapping[tuple[str, int], tuple[Endpoint, ...]] = field(default_factory=dict)

    @classmethod
    def parse(cls, entries: Sequence[str]) -> "StaticHosts":
        """Read ``HOST:PORT:ADDRESS:PORT`` entries; addresses in IPv6 stand in brackets.

        Raises:
            StaticHostError: One cannot be read.
        """
        found: dict[tuple[str, int], tuple[Endpoint, ...]] = {}
        for entry in entries:
            host, port, endpoint = _parse(entry)
            found[host, port] = (*found.get((host, port), ()), endpoint)
        return cls(found)

    def endpoints(self, target: Target) -> tuple[Endpoint, ...]:
        """Where ``target`` is said to be; empty where the map does not know it."""
        return self.entries.get((target.host, target.port), ())


def _parse(entry: str) -> tuple[str, int, Endpoint]:
    found = _ENTRY.fullmatch(entry.strip())
    ports = [int(found[name]) for name in ("port", "own_port")] if found else []
    if found is None or not all(1 <= port <= MAX_PORT for port in ports):
        raise StaticHostError(f"“{visible(entry, 80)}” is no static host.", remedy=SHAPE)
    try:
        host = parse_target(found["host"]).host
    except TargetError as error:
        raise StaticHostError(f"In “{visible(entry, 80)}”: {error.what}", remedy=SHAPE) from error
    return host, ports[0], Endpoint(found["address"].strip("[]"), ports[1])
