"""The catalogue of findings, and what is found in the evidence."""

from bot.diagnostics.findings import (
    authority,
    chain,
    dns,
    keys,
    lint,
    names,
    policy,
    protocol,
    reachability,
    replacement,
    revocation,
    transparency,
    trust,
    validity,
)
from bot.diagnostics.findings.kinds import Evidence, FindingKind, finding, grouped
from bot.diagnostics.model.finding import Finding, Severity

_AREAS = (
    authority,
    chain,
    dns,
    keys,
    lint,
    names,
    policy,
    protocol,
    reachability,
    replacement,
    revocation,
    transparency,
    trust,
    validity,
)
_ORDER = {severity: place for place, severity in enumerate(Severity)}

CATALOGUE: dict[str, FindingKind] = {kind.id: kind for area in _AREAS for kind in area.KINDS}
"""Every finding by its id."""


_SAYS_WHY = frozenset({"key-too-small", "key-type-refused", "weak-signature"})
"""Reasons for which a chain is refused, each told by itself: `untrusted` would say it a second time."""


def find(evidence: Evidence) -> tuple[Finding, ...]:
    """Everything that is wrong or worth knowing, the gravest first."""
    found = [
        finding(CATALOGUE[each.kind], each.evidence, addresses, len(evidence.observations))
        for area in _AREAS
        for each, addresses in grouped(area.find(evidence))
    ]
    explained = {address for each in found if each.id in _SAYS_WHY for address in each.addresses}
    told = [each for each in found if each.id != "untrusted" or not explained.issuperset(each.addresses)]
    return tuple(sorted(told, key=lambda f: (_ORDER[f.severity], -CATALOGUE[f.id].weight)))
