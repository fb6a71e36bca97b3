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


def find(evidence: Evidence) -> tuple[Finding, ...]:
    """Everything that is wrong or worth knowing, the gravest first."""
    found = [
        finding(CATALOGUE[each.kind], each.evidence, addresses, len(evidence.observations))
        for area in _AREAS
        for each, addresses in grouped(area.find(evidence))
    ]
    return tuple(sorted(found, key=lambda f: (_ORDER[f.severity], -CATALOGUE[f.id].weight)))
