"""The nineteen kinds of certificate incident, the two other outcomes, and what speaks for each."""

import re
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from bot.content_file import load_content_file

NONE_OF_THESE = "none-of-these"
NOT_CERTIFICATE = "not-certificate"

_WHEN = re.compile(
    r"healthy|fault|some-addresses|finding:[a-z-]+|other-key-type:[a-z-]+|issuer:(public|private)"
    r"|revocation-reason:[A-Za-z]+|host:.+|environment:(production|non-production)"
    r"|redundancy:(standby|redundant|single)|service:(known|unknown)|report-error:[a-z-]+"
    r"|subject:(host|cert|key|ca|service)|answer:[a-z-]+=[a-z-]+"
)


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Evidence(_Frozen):
    """One thing that makes a category likelier or less likely."""

    when: str
    """What must be so; the forms are listed at the head of ``taxonomy.yaml``."""
    weight: float = Field(ge=-10, le=10)
    """Added to the category's log-odds."""
    says: str
    """The reason in words, as the middle of a sentence."""

    @field_validator("when")
    @classmethod
    def _is_a_known_form(cls, value: str) -> str:
        if not _WHEN.fullmatch(value):
            message = f"{value!r} is no condition"
            raise ValueError(message)
        kind, _, rest = value.partition(":")
        if kind == "host":
            try:
                re.compile(rest)
            except re.error as error:
                message = f"{rest!r} is no regular expression: {error}"
                raise ValueError(message) from error
        return value


class QuestionText(_Frozen):
    """A question that only a person can answer."""

    text: str = Field(max_length=150)
    choices: Mapping[str, str] = Field(min_length=2, max_length=5)
    """Choice id -> the words on its button, at most 75 characters."""


class Category(_Frozen):
    """One kind of certificate incident, or one of the other outcomes."""

    id: str = Field(pattern=r"[a-z-]+(\.[a-z-]+)?")
    name: str = Field(max_length=75)
    description: str
    prior: float
    """Log-odds before any evidence."""
    asks: tuple[str, ...]
    """Ids of the questions whose answers tell this category from its neighbours."""
    evidence: tuple[Evidence, ...]


class CategoryGroup(_Frozen):
    """Categories with a common cause."""

    id: str
    name: str
    categories: tuple[Category, ...]
    assumed: str | None = None
    """The category that is taken for granted until something tells its neighbours from it."""


class Taxonomy(_Frozen):
    """Everything in ``taxonomy.yaml``."""

    questions: Mapping[str, QuestionText]
    groups: tuple[CategoryGroup, ...]
    outcomes: tuple[Category, ...]

    @classmethod
    def load(cls, path: Path) -> "Taxonomy":
        """Read the file.

        Raises:
            ContentFileError: It does not fit; file and line are named.
        """
        return load_content_file(path, cls)

    @model_validator(mode="after")
    def _is_whole(self) -> "Taxonomy":
        ids = [category.id for category in self.everything]
        if len(ids) != len(set(ids)):
            message = "a category id is there twice"
            raise ValueError(message)
        unknown = {q for category in self.everything for q in category.asks} - set(self.questions)
        if unknown:
            message = f"unknown questions: {', '.join(sorted(unknown))}"
            raise ValueError(message)
        never = {
            e.when for each in self.everything for e in each.evidence if not self._can_be_answered(e.when)
        }
        if never:
            message = f"nobody can give these answers: {', '.join(sorted(never))}"
            raise ValueError(message)
        assumed = {group.assumed for group in self.groups if group.assumed} - set(ids)
        if assumed:
            message = f"unknown categories are assumed: {', '.join(sorted(assumed))}"
            raise ValueError(message)
        if {outcome.id for outcome in self.outcomes} != {NONE_OF_THESE, NOT_CERTIFICATE}:
            message = f"the outcomes must be {NONE_OF_THESE} and {NOT_CERTIFICATE}"
            raise ValueError(message)
        return self

    def _can_be_answered(self, when: str) -> bool:
        kind, _, value = when.partition(":")
        question, _, choice = value.partition("=")
        return kind != "answer" or (question in self.questions and choice in self.questions[question].choices)

    @cached_property
    def categories(self) -> tuple[Category, ...]:
        """The nineteen."""
        return tuple(category for group in self.groups for category in group.categories)

    @cached_property
    def assumed_instead_of(self) -> Mapping[str, str]:
        """Category -> the one of its group that is assumed where nothing tells them apart."""
        return {
            category.id: group.assumed
            for group in self.groups
            for category in group.categories
            if group.assumed and category.id != group.assumed
        }

    @cached_property
    def everything(self) -> tuple[Category, ...]:
        """The nineteen and the other outcomes."""
        return (*self.categories, *self.outcomes)

    def name_of(self, category_id: str) -> str | None:
        """``Expiry: expired in production`` for a category, its own name for an outcome; None for neither."""
        for group in self.groups:
            for category in group.categories:
                if category.id == category_id:
                    return f"{group.name}: {category.name[0].lower()}{category.name[1:]}"
        return next((outcome.name for outcome in self.outcomes if outcome.id == category_id), None)
