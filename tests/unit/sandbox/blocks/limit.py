"""One limit of Block Kit, and documents just within and just beyond it."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.sandbox.json_types import JsonObject
from tests.unit.sandbox.blocks import samples
from tests.unit.sandbox.blocks.sizes import with_size

SURFACES = ("message", "modal", "home")


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """A limit of one part of a block or of a surface."""

    sample: str
    """Name of the block, or of the surface itself."""

    path: str
    """JSON pointer to the part, within the block or the surface."""

    most: int | None = None
    least: int | None = None
    names: tuple[str, ...] = ()
    """slackblocks' constants for it. Without one it knows no such limit."""

    together: tuple[str, ...] = ()
    """Other parts that get the same size, since they must agree with this one."""

    of: str = "divider"
    """The block that a surface holds."""

    reported_at: str = ""
    """Where a violation is told, where that is not at ``path``."""

    def document(self, size: int) -> JsonObject:
        """A message or a view in which the part has this size."""
        if self.sample in SURFACES:
            whole = samples.document(self.sample, samples.block(self.of))
            return with_size(whole, self.path, size)
        block = samples.block(self.sample)
        for path in (self.path, *self.together):
            block = with_size(block, path, size)
        return samples.document(samples.surface(self.sample), block)

    @property
    def pointers(self) -> set[str]:
        """Where a violation is reported."""
        paths = [self.reported_at or self.path, *self.together]
        if self.sample in SURFACES:
            return {path if self.sample == "message" else f"/view{path}" for path in paths}
        start = "" if samples.surface(self.sample) == "message" else "/view"
        return {f"{start}/blocks/0{path}" for path in paths}

    @property
    def bounds(self) -> Iterator[tuple[int, int]]:
        """At each end, the last size that is allowed and the first that is not."""
        if self.most is not None:
            yield self.most, self.most + 1
        if self.least is not None:
            yield self.least, self.least - 1

    def __str__(self) -> str:
        return f"{self.sample}{self.path}"


def at_most(most: int, sample: str, path: str, *names: str, together: tuple[str, ...] = ()) -> Limit:
    """An upper limit."""
    return Limit(sample=sample, path=path, most=most, names=names, together=together)


def at_least(least: int, sample: str, path: str, *names: str) -> Limit:
    """A lower limit."""
    return Limit(sample=sample, path=path, least=least, names=names)


def within(
    least: int, most: int, sample: str, path: str, *names: str, together: tuple[str, ...] = ()
) -> Limit:
    """Both."""
    return Limit(sample=sample, path=path, least=least, most=most, names=names, together=together)
