"""What is thought of an incident: which kind it is, how grave, and what it looks like. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.diagnostics import Diagnosis
from bot.incidents.knowledge import Knowledge
from bot.integrations.catalogue import ServiceFacts
from bot.known_incidents.traits import ServiceTraits, Trait, traits_of
from bot.taxonomy import SeverityRecommendation, circumstances_of
from bot.triage import Known, Suggestion, Verdict, suggest

SOON = timedelta(days=7)
"""What expires later than this makes nothing more urgent."""


@dataclass(frozen=True, slots=True)
class Assessment:
    """What triage says, with the severity that follows, and what to look for among known incidents."""

    suggestion: Suggestion
    severity: SeverityRecommendation
    traits: frozenset[Trait]
    likely: Mapping[str, float]
    """Category -> probability: only the confirmed one, where one is confirmed."""


def assess(
    knowledge: Knowledge,
    *,
    diagnosis: Diagnosis | None,
    service: ServiceFacts | None,
    report: str,
    answers: Mapping[str, str],
    now: datetime,
    subject_kind: str | None = None,
    host: str | None = None,
    confirmed: str | None = None,
    impact: str | None = None,
) -> Assessment:
    """Judge by all that is known; what is not known speaks for nothing.

    ``now`` is aware; times that run out are measured from it. ``confirmed`` is the category that a person chose.
    """
    known = Known(
        diagnosis=diagnosis,
        service=service,
        reading=knowledge.reader.read(report),
        answers=answers,
        subject_kind=subject_kind,
    )
    suggestion = suggest(known, knowledge.taxonomy)
    best = suggestion.ranked[0].id if suggestion.verdict is not Verdict.UNSURE else None
    circumstances = circumstances_of(
        service, answers, impact=impact, category=confirmed or best, time_left=_time_left(diagnosis, now)
    )
    return Assessment(
        suggestion=suggestion,
        severity=knowledge.policy.recommend(circumstances),
        traits=traits_of(host=host, service=service_traits(service), diagnosis=diagnosis, words=report),
        likely={confirmed: 1.0} if confirmed else {one.id: one.probability for one in suggestion.ranked},
    )


def service_traits(service: ServiceFacts | None) -> ServiceTraits:
    """What later incidents may share with the service."""
    if service is None:
        return ServiceTraits()
    return ServiceTraits(name=service.name, team=service.team, workflow=service.issuance)


def _time_left(diagnosis: Diagnosis | None, now: datetime) -> timedelta | None:
    """Until the first certificate that is served expires, where that is soon and still ahead."""
    if diagnosis is None:
        return None
    leaves = [handshake.leaf for seen in diagnosis.observations for handshake in seen.handshakes]
    ahead = [leaf.not_after - now for leaf in leaves if leaf is not None and leaf.not_after > now]
    return min((left for left in ahead if left <= SOON), default=None)
