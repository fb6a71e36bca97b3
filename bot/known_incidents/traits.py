"""What incidents have in common: traits, each of a kind and with a value."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.diagnostics import CertificateFacts, Diagnosis, Severity
from bot.known_incidents.model import KnownIncident
from bot.words import stems

MAX_VALUE = 60
"""Characters of a trait's value that are kept."""

MAX_WORDS = 20
"""Words of one incident that count, the most frequent first."""

MAX_WORDS_OF_AN_ENTRY = 100
"""Words of an entry of the library that count: it is written with care, and nothing of it is stored."""

PREFIX = 20
"""Hexadecimal digits of a digest that tell one certificate or key from all others here."""


class TraitKind(StrEnum):
    """What two incidents may share."""

    CATEGORY = "category"
    CERTIFICATE = "certificate"
    KEY = "key"
    HOST = "host"
    HOST_FAMILY = "family"
    """The domain above the host."""
    SERVICE = "service"
    TEAM = "team"
    CA = "ca"
    WORKFLOW = "workflow"
    GAP = "gap"
    FINDING = "finding"
    WORD = "word"


@dataclass(frozen=True, slots=True, order=True)
class Trait:
    """One trait, as in ``ca:let's encrypt``."""

    kind: TraitKind
    value: str

    def __str__(self) -> str:
        """As it is stored."""
        return f"{self.kind}:{self.value}"


def trait(kind: TraitKind, value: str) -> Trait:
    """A trait with its value in the one form that is compared: lower case, single spaces, bounded.

    A NUL, which a certificate's name may hold, is left out: PostgreSQL stores none.
    """
    return Trait(kind, " ".join(value.replace("\0", "").lower().split())[:MAX_VALUE].rstrip())


@dataclass(frozen=True, slots=True)
class ServiceTraits:
    """What the catalogue knows of a service that other incidents may share."""

    name: str | None = None
    team: str | None = None
    workflow: str | None = None


def traits_of(
    *,
    host: str | None = None,
    service: ServiceTraits | None = None,
    diagnosis: Diagnosis | None = None,
    words: str = "",
    category: str | None = None,
    gap: str | None = None,
) -> frozenset[Trait]:
    """The traits of an incident, by whatever is known of it."""
    return frozenset(_traits(host, service or ServiceTraits(), diagnosis, words, category, gap))


def _traits(
    host: str | None,
    service: ServiceTraits,
    diagnosis: Diagnosis | None,
    words: str,
    category: str | None,
    gap: str | None,
) -> Iterator[Trait]:
    named: Mapping[TraitKind, str | None] = {
        TraitKind.CATEGORY: category,
        TraitKind.GAP: gap,
        TraitKind.SERVICE: service.name,
        TraitKind.TEAM: service.team,
        TraitKind.WORKFLOW: service.workflow,
    }
    yield from (trait(kind, value) for kind, value in named.items() if value and value.strip())
    yield from _of_host(host)
    yield from _of_diagnosis(diagnosis)
    yield from _of_words(words)


def traits_of_known(category: str, incident: KnownIncident) -> frozenset[Trait]:
    """The traits of an entry of the library."""
    words = " ".join((incident.title, *incident.symptoms, incident.root_cause))
    named = {TraitKind.CA: incident.ca, TraitKind.WORKFLOW: incident.workflow, TraitKind.GAP: incident.gap}
    return frozenset(
        (
            *(trait(TraitKind.CATEGORY, each) for each in (category, *incident.also)),
            *(trait(TraitKind.FINDING, finding) for finding in incident.findings),
            *(trait(kind, value) for kind, value in named.items() if value),
            *_of_words(words, MAX_WORDS_OF_AN_ENTRY),
        )
    )


def _of_host(host: str | None) -> Iterator[Trait]:
    if not host:
        return
    yield trait(TraitKind.HOST, host)
    parent = host.partition(".")[2]
    if "." in parent and not parent.replace(".", "").isdigit():
        yield trait(TraitKind.HOST_FAMILY, parent)


def _of_diagnosis(diagnosis: Diagnosis | None) -> Iterator[Trait]:
    if diagnosis is None:
        return
    for finding in diagnosis.findings:
        if finding.severity is not Severity.NOTE:
            yield trait(TraitKind.FINDING, finding.id)
    for leaf in _leaves(diagnosis):
        yield trait(TraitKind.CERTIFICATE, leaf.fingerprint_sha256[:PREFIX])
        yield trait(TraitKind.KEY, leaf.spki_sha256[:PREFIX])
        if leaf.issuer_organization:
            yield trait(TraitKind.CA, leaf.issuer_organization)


def _leaves(diagnosis: Diagnosis) -> Iterator[CertificateFacts]:
    for seen in diagnosis.observations:
        for handshake in seen.handshakes:
            if handshake.leaf is not None:
                yield handshake.leaf


def _of_words(text: str, most_words: int = MAX_WORDS) -> Iterable[Trait]:
    most = Counter(stem for stem in stems(text) if len(stem) > 1).most_common(most_words)
    return (trait(TraitKind.WORD, stem) for stem, _ in most)
