"""What was thought of an incident at one time, as it is stored."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from bot.known_incidents.similar import SimilarIncident
from bot.taxonomy import SeverityRecommendation, TierId
from bot.triage import Suggestion, suggestion_to_json


def suggestion_document(
    suggestion: Suggestion, severity: SeverityRecommendation, similar: Sequence[SimilarIncident]
) -> dict[str, Any]:
    """As JSON values."""
    return {
        **suggestion_to_json(suggestion),
        "severity": {"tier": severity.tier.value, "reasons": list(severity.reasons)},
        "similar": [{**asdict(one), "why": list(one.why)} for one in similar],
    }


def severity_of(document: Mapping[str, Any]) -> SeverityRecommendation | None:
    """The severity that was recommended; None in what an earlier version wrote."""
    written = document.get("severity")
    if not written:
        return None
    return SeverityRecommendation(TierId(written["tier"]), tuple(written["reasons"]))


def similar_of(document: Mapping[str, Any]) -> tuple[SimilarIncident, ...]:
    """The similar incidents; none in what an earlier version wrote."""
    return tuple(
        SimilarIncident(**{**written, "why": tuple(written["why"])})
        for written in document.get("similar", ())
    )
