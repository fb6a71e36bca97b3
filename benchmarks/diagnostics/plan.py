"""How much is measured."""

from dataclasses import dataclass

from benchmarks.diagnostics.fleet import FleetSize


@dataclass(frozen=True, slots=True)
class Plan:
    """Counts. Whatever is measured of a certificate "seen for the first time" has hosts of its own."""

    probes: int
    """Probes one after the other, in each row."""
    rsa_probes: int
    processes: int
    """Starts of each program."""
    at_once: int
    """Hosts that are diagnosed at once."""
    rounds: int
    """How often they are, each time other ones."""
    beside: int
    """Hosts that are diagnosed while the large list is read."""
    in_memory: int
    """Hosts that one process diagnoses whose memory is looked at."""
    list_entries: int
    """In the large revocation list; under 30,000 it would not be a large one."""

    @property
    def fleet(self) -> FleetSize:
        """As many servers as the rows use."""
        first_seen = 5 * self.probes + self.rounds * (3 * self.at_once + self.beside)
        return FleetSize(max(first_seen, self.in_memory), 2 * self.rsa_probes, self.list_entries)


FULL = Plan(
    probes=100,
    rsa_probes=10,
    processes=15,
    at_once=200,
    rounds=3,
    beside=20,
    in_memory=1000,
    list_entries=1_000_000,
)
QUICK = Plan(
    probes=3, rsa_probes=1, processes=1, at_once=8, rounds=1, beside=3, in_memory=20, list_entries=40_000
)
"""To see that everything still works; the figures mean nothing."""
