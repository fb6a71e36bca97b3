"""Closed incidents as a large company may have had them: the same few things over and over, and many only once."""

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from bot.content_file import load_content_file
from bot.diagnostics.findings.catalogue import CATALOGUE
from bot.known_incidents.model import Gap, Workflow
from bot.known_incidents.similar import weighed
from bot.known_incidents.traits import ServiceTraits, Trait, TraitKind, trait, traits_of
from bot.taxonomy import Taxonomy
from bot.triage.report_reader import ExampleReports

HOSTS_OF_A_DOMAIN = 40
TEAMS = 60
CAS = ("Let's Encrypt", "DigiCert Inc", "Sectigo Limited", "GlobalSign nv-sa", "Google Trust Services")
INTERNAL_CAS = 20


@dataclass(frozen=True)
class Incidents:
    """Makes any number of them; the same seed makes the same ones."""

    books: Path
    hosts: int
    """Different ones: about as many as a company with so many incidents has."""

    @cached_property
    def _reports(self) -> list[tuple[str, str]]:
        """Category and words, of all example reports."""
        return [
            (path.stem, report)
            for path in sorted((self.books / "reports").glob("*.yaml"))
            for reports in load_content_file(path, ExampleReports).model_dump().values()
            for report in reports
        ]

    @cached_property
    def _categories(self) -> list[str]:
        taxonomy = Taxonomy.load(self.books / "taxonomy.yaml")
        return [category.id for group in taxonomy.groups for category in group.categories]

    def closed(self, number: int, seed: int) -> Iterator[tuple[str, frozenset[Trait]]]:
        """Category and traits of each."""
        chance = random.Random(seed)  # noqa: S311 - nothing is kept secret
        for _ in range(number):
            category, words = self._said(chance)
            yield category, self._traits(chance, words, category)

    def at_hand(self, number: int, seed: int) -> Iterator[Mapping[Trait, float]]:
        """What is looked for: an incident whose category is not sure yet."""
        chance = random.Random(seed)  # noqa: S311 - nothing is kept secret
        for _ in range(number):
            category, words = self._said(chance)
            second, third = chance.sample(self._categories, 2)
            likely = {category: 0.6, second: 0.2, third: 0.15}
            yield weighed(self._traits(chance, words, None), likely)

    def _said(self, chance: random.Random) -> tuple[str, str]:
        """One report in its own words, with a few words of another one: no two people say the same."""
        category, report = chance.choice(self._reports)
        _, other = chance.choice(self._reports)
        own = report.split()
        kept = chance.sample(own, max(1, len(own) * 3 // 4))
        return category, " ".join([*kept, *chance.choices(other.split(), k=5)])

    def _traits(self, chance: random.Random, words: str, category: str | None) -> frozenset[Trait]:
        # Most incidents are about few hosts.
        often = chance.random() < 0.5
        host = int(chance.paretovariate(0.6)) % self.hosts if often else chance.randrange(self.hosts)
        domain = host // HOSTS_OF_A_DOMAIN
        known = traits_of(
            host=f"host-{host}.domain-{domain}.example",
            service=ServiceTraits(
                f"service-{host // 3}", f"team-{domain % TEAMS}", chance.choice(list(Workflow)).value
            ),
            words=words,
            category=category,
            gap=chance.choice(list(Gap)).value if category else None,
        )
        return known | frozenset(_seen(chance, host, domain))


def _seen(chance: random.Random, host: int, domain: int) -> Iterator[Trait]:
    """What the diagnosis saw."""
    internal = f"Example Issuing CA {domain % INTERNAL_CAS}"
    yield trait(TraitKind.CA, chance.choice(CAS) if chance.random() < 0.7 else internal)
    renewals = chance.randint(0, 5)
    yield trait(TraitKind.CERTIFICATE, f"{host * 10 + renewals:020x}")
    yield trait(TraitKind.KEY, f"{host * 10 + renewals // 3:020x}")
    for finding in chance.sample(sorted(CATALOGUE), chance.randint(1, 6)):
        yield trait(TraitKind.FINDING, finding)
