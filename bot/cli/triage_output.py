"""How the judgement of ``certinc triage`` is printed."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bot.known_incidents.similar import SimilarIncident
    from bot.taxonomy import SeverityRecommendation
    from bot.triage import RankedCategory, Suggestion

SHOWN = 3
"""Categories that are told in a terminal."""

OUTCOMES = {"none-of-these", "not-certificate"}


def as_json(
    suggestion: "Suggestion", severity: "SeverityRecommendation", similar: "Sequence[SimilarIncident]"
) -> dict[str, Any]:
    """The verdict, all nineteen categories best first, questions, severity and similar incidents."""
    return {
        "verdict": suggestion.verdict.value,
        "suggestions": [_ranked(one) for one in suggestion.ranked if one.id not in OUTCOMES],
        "outcomes": [_ranked(one) for one in suggestion.ranked if one.id in OUTCOMES],
        "questions": [
            {
                "id": question.id,
                "text": question.text,
                "choices": [{"id": choice.id, "text": choice.text} for choice in question.choices],
            }
            for question in suggestion.questions
        ],
        "severity": {"tier": severity.tier.value, "reasons": list(severity.reasons)},
        "similar": [
            {
                "id": one.id,
                "title": one.title,
                "score": one.score,
                "why": list(one.why),
                "source": one.source,
                "root_cause": one.root_cause,
                "fixed_by": one.fixed_by,
                "resolution_time": one.resolution_time,
            }
            for one in similar
        ],
    }


def _ranked(one: "RankedCategory") -> dict[str, Any]:
    return {
        "id": one.id,
        "name": one.name,
        "probability": one.probability,
        "for": list(one.reasons_for),
        "against": list(one.reasons_against),
    }


def as_text(document: Mapping[str, Any]) -> str:
    """The same for people."""
    return "\n".join(_lines(document))


def _lines(document: Mapping[str, Any]) -> Iterator[str]:
    ranked = sorted((*document["suggestions"], *document["outcomes"]), key=lambda one: -one["probability"])
    yield _headline(document["verdict"], ranked[0])
    for one in ranked[:SHOWN]:
        yield ""
        yield f"{one['probability']:5.0%}  {one['name']}  ({one['id']})"
        yield from (f"       + {reason}" for reason in one["for"])
        yield from (f"       - {reason}" for reason in one["against"])
    for question in document["questions"]:
        choices = " | ".join(choice["id"] for choice in question["choices"])
        yield ""
        yield f"?  {question['text']}"
        yield f"   --answer {question['id']}={choices}"
    severity = document["severity"]
    yield ""
    yield f"Severity {severity['tier'].upper()}: {'; '.join(severity['reasons'])}."
    for one in document["similar"]:
        yield ""
        yield f"Like: {one['title']}" + (f"  {one['source']}" if one["source"] else "")
        yield f"   {one['root_cause']}"
        yield f"   Similar: {'; '.join(one['why'])}."


def _headline(verdict: str, best: Mapping[str, Any]) -> str:
    match verdict:
        case "suggested":
            return f"{best['name']}."
        case "none-of-these":
            return "None of the nineteen kinds."
        case "not-certificate":
            return "This looks like no certificate incident."
        case _:
            return f"Not sure. Best guess: {best['name']}."
