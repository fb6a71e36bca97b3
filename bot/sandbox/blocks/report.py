"""What is wrong, and where: issues with JSON pointers (RFC 6901), as Slack words them."""

from dataclasses import dataclass, field

from bot.sandbox.json_types import JsonObject


@dataclass(frozen=True, slots=True)
class Issue:
    """One violated constraint."""

    pointer: str
    message: str
    constraint: JsonObject | None = None
    """``{"type": …, "expected": …}``, for ``blocks.validate``."""

    def __str__(self) -> str:
        return f"{self.message} [json-pointer:{self.pointer}]"

    def as_error(self) -> JsonObject:
        """The issue in the form of ``blocks.validate``."""
        shown: JsonObject = {"code": "failed_constraint", "message": self.message, "pointer": self.pointer}
        return shown | ({"constraint": self.constraint} if self.constraint else {})


@dataclass(slots=True)
class Report:
    """Collects issues while a document is walked."""

    issues: list[Issue] = field(default_factory=list)

    def add(self, pointer: str, message: str, constraint: str = "", expected: object = None) -> None:
        """Note an issue; ``constraint`` names the kind of rule that failed."""
        shown = {"type": constraint, "expected": expected} if constraint else None
        self.issues.append(Issue(pointer, message, shown))
