"""What some areas of the catalogue find in evidence, whatever the others make of it."""

from types import ModuleType

from bot.diagnostics import Finding
from bot.diagnostics.findings.catalogue import find
from bot.diagnostics.findings.kinds import Evidence


def findings_of(evidence: Evidence, *areas: ModuleType) -> tuple[Finding, ...]:
    """In the catalogue's order."""
    ids = {kind.id for area in areas for kind in area.KINDS}
    return tuple(finding for finding in find(evidence) if finding.id in ids)
