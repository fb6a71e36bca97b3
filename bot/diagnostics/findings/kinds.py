"""What a finding is before it is found: an entry of the catalogue."""

import string
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot.diagnostics.model.authority import AuthorityHealth
from bot.diagnostics.model.checks import Checks
from bot.diagnostics.model.comparison import AddressExpectation, Comparison
from bot.diagnostics.model.finding import Finding, Severity
from bot.diagnostics.model.observation import Observation
from bot.diagnostics.model.revocation import Revocation
from bot.diagnostics.target import Target


@dataclass(frozen=True, slots=True)
class FindingKind:
    """One entry of the catalogue."""

    id: str
    """Stable: programs and the taxonomy go by it."""
    severity: Severity
    weight: int
    """Among findings of one severity the heaviest is told first; 0 to 100."""
    sentence: str
    """Filled with the evidence; ``{where}`` names the addresses."""
    what_to_do: str
    source: str
    """Of the rule."""

    @property
    def fields(self) -> frozenset[str]:
        """The names in the sentence that the evidence has to fill."""
        return frozenset(name for _, name, _, _ in string.Formatter().parse(self.sentence) if name)


@dataclass(frozen=True, slots=True)
class Evidence:
    """Everything that findings are drawn from."""

    target: Target
    now: datetime
    observations: Sequence[Observation]
    unresolved: str | None = None
    """Why the name has no address, where it has none."""
    left_out: int = 0
    """Addresses that were not looked at."""
    revocation: Revocation = field(default_factory=Revocation)
    authority: Sequence[AuthorityHealth] = ()
    checks: Checks = field(default_factory=Checks)
    expected: Sequence[AddressExpectation] = ()
    comparison: Comparison | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """One kind, seen at some addresses (none: about the host as a whole), with what fills its sentence."""

    kind: str
    evidence: Mapping[str, str] = field(default_factory=dict)
    address: str | None = None


def grouped(found: Iterator[Found]) -> Iterator[tuple[Found, tuple[str, ...]]]:
    """Each thing found once, with all the addresses that show it."""
    groups: dict[tuple[str, tuple[tuple[str, str], ...]], tuple[Found, list[str]]] = {}
    for each in found:
        _, addresses = groups.setdefault((each.kind, tuple(each.evidence.items())), (each, []))
        if each.address is not None and each.address not in addresses:
            addresses.append(each.address)
    return ((each, tuple(addresses)) for each, addresses in groups.values())


def spread(bad: int, total: int, addresses: Sequence[str]) -> str:
    """``on all 3 addresses``, ``on 1 of 3 addresses (192.0.2.7:443)``; nothing where there is only one."""
    if bad == total:
        return "" if total == 1 else f"on all {total} addresses"
    return f"on {bad} of {total} addresses ({', '.join(addresses[:3])}{', …' if bad > 3 else ''})"


def finding(
    kind: FindingKind, evidence: Mapping[str, str], addresses: tuple[str, ...], total: int
) -> Finding:
    """The finding, its sentence filled; ``total`` addresses were looked at."""
    where = spread(len(addresses), total, addresses) if addresses else ""
    sentence = " ".join(kind.sentence.format_map({**evidence, "where": where}).split())
    for stop in ".,:;":
        sentence = sentence.replace(f" {stop}", stop)
    return Finding(
        id=kind.id,
        severity=kind.severity,
        sentence=sentence,
        what_to_do=kind.what_to_do,
        source=kind.source,
        addresses=addresses,
        evidence=dict(evidence),
    )
