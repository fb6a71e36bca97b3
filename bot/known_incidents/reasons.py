"""Why two incidents are thought similar, in words. Pure."""

from collections.abc import Sequence

from bot.known_incidents.traits import Trait, TraitKind
from bot.taxonomy import Taxonomy
from bot.words import words_by_stem

MOST_REASONS = 3
MOST_WORDS = 3


def reasons(shared: Sequence[Trait], report: str, taxonomy: Taxonomy) -> tuple[str, ...]:
    """What they share, the weightiest first, each the middle of a sentence; words of the report last."""
    said = [_says(each, taxonomy) for each in shared if each.kind is not TraitKind.WORD]
    known = words_by_stem(report)
    words = [known[each.value] for each in shared if each.kind is TraitKind.WORD and each.value in known]
    if words:
        quoted = ", ".join(f"\u201c{word}\u201d" for word in words[:MOST_WORDS])
        said = [*said[: MOST_REASONS - 1], f"same words: {quoted}"]
    return tuple(said[:MOST_REASONS])


def _says(shared: Trait, taxonomy: Taxonomy) -> str:
    match shared.kind:
        case TraitKind.CATEGORY:
            return f"same kind: {taxonomy.name_of(shared.value) or shared.value}"
        case TraitKind.HOST_FAMILY:
            return f"a host below {shared.value}"
        case TraitKind.CERTIFICATE | TraitKind.KEY:
            return f"the very same {shared.kind}"
        case TraitKind.HOST | TraitKind.SERVICE | TraitKind.TEAM:
            return f"same {shared.kind}: {shared.value}"
        case TraitKind.CA:
            return f"same CA: {shared.value}"
        case TraitKind.WORKFLOW:
            return f"issued in the same way: {_spaced(shared.value)}"
        case TraitKind.GAP:
            return f"same gap: {_spaced(shared.value)}"
        case _:
            return f"same finding: {_spaced(shared.value)}"


def _spaced(id_: str) -> str:
    return id_.replace("-", " ")
