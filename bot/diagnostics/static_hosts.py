"""A static host map, like curl's ``--connect-to``: for split-horizon DNS, and for tests."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bot.diagnostics.errors import StaticHostError
from bot.diagnostics.target import MAX_PORT, Target
from bot.diagnostics.visible_text import visible

SHAPE = "It should be HOST:PORT:ADDRESS:PORT."


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
    head, _, port_text = entry.rpartition(":")
    host, _, rest = head.partition(":")
    own_port, _, address = rest.partition(":")
    if address.startswith("[") and address.endswith("]"):
        address = address[1:-1]
    numbers = [int(text) if text.isdigit() else 0 for text in (own_port, port_text)]
    if not host or not address or not all(1 <= number <= MAX_PORT for number in numbers):
        raise StaticHostError(f"“{visible(entry, 80)}” is no static host.", remedy=SHAPE)
    return host.lower().rstrip("."), numbers[0], Endpoint(address, numbers[1])
