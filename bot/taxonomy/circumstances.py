"""What the severity of an incident depends on."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal, Protocol, cast, get_args

Environment = Literal["production", "non-production"]
Criticality = Literal["critical", "important", "standard"]
Redundancy = Literal["single", "redundant", "standby"]
Impact = Literal["full", "partial", "none"]

ANSWERED_ENVIRONMENT: Mapping[str, tuple[Environment, Redundancy | None]] = {
    "serving": ("production", None),
    "standby": ("production", "standby"),
    "non-production": ("non-production", None),
}
"""What the answers to the question ``environment`` say, which count more than the catalogue."""


class ServiceContext(Protocol):
    """What the catalogue says of a service, as far as the policy asks."""

    @property
    def environment(self) -> str:
        """``production``, ``non-production`` or ``unknown``."""

    @property
    def criticality(self) -> str:
        """``critical``, ``important`` or ``standard``."""

    @property
    def redundancy(self) -> str:
        """``single``, ``redundant``, ``standby`` or ``unknown``."""


@dataclass(frozen=True, slots=True)
class Circumstances:
    """Everything that a rule of the severity policy may ask for; None where it is not known."""

    environment: Environment | None = None
    criticality: Criticality | None = None
    redundancy: Redundancy | None = None
    impact: Impact | None = None
    category: str | None = None
    """The confirmed category, or the one that is suggested with confidence."""
    answers: frozenset[str] = frozenset()
    """``QUESTION=CHOICE`` of each answer that was given."""
    time_left: timedelta | None = None
    """Until the nearest time that runs out: the expiry of what cannot be renewed, a deadline of the CA."""

    def is_of(self, category: str) -> bool:
        """Whether the category is that one, or one of that group."""
        return self.category is not None and category in {self.category, self.category.partition(".")[0]}


def circumstances_of(
    service: ServiceContext | None,
    answers: Mapping[str, str] | None = None,
    *,
    impact: str | None = None,
    category: str | None = None,
    time_left: timedelta | None = None,
) -> Circumstances:
    """Put together what the catalogue, people and the diagnosis say; people count more than the catalogue."""
    given = answers or {}
    environment = _known(Environment, service.environment if service else None)
    redundancy = _known(Redundancy, service.redundancy if service else None)
    answered = ANSWERED_ENVIRONMENT.get(given.get("environment", ""))
    if answered is not None:
        environment, redundancy = (
            answered[0],
            answered[1] or (redundancy if redundancy != "standby" else None),
        )
    return Circumstances(
        environment=cast("Environment | None", environment),
        criticality=cast(
            "Criticality | None",
            _known(Criticality, given.get("criticality") or (service.criticality if service else None)),
        ),
        redundancy=cast("Redundancy | None", redundancy),
        impact=cast("Impact | None", _known(Impact, impact or given.get("impact"))),
        category=category,
        answers=frozenset(f"{question}={choice}" for question, choice in given.items()),
        time_left=time_left,
    )


def _known(words: object, value: str | None) -> str | None:
    return value if value in get_args(words) else None
