"""The catalogue as a page: `docs/findings.md` is made by this."""

from bot.diagnostics.findings.catalogue import CATALOGUE
from bot.diagnostics.findings.kinds import FindingKind
from bot.diagnostics.model.finding import Severity

_HEADINGS = {
    Severity.ERROR: "Errors: clients fail, or should",
    Severity.WARNING: "Warnings: clients will fail, or something is weak",
    Severity.NOTE: "Notes: worth knowing",
}


def findings_document() -> str:
    """Every finding, the heaviest first, in Markdown."""
    lines = [
        "# What a diagnosis can find",
        "",
        "Made by `certinc findings`; do not edit. The ids are stable. `{…}` is filled in from what was seen.",
    ]
    for severity, heading in _HEADINGS.items():
        lines += ["", f"## {heading}"]
        kinds = [kind for kind in CATALOGUE.values() if kind.severity is severity]
        for kind in sorted(kinds, key=lambda kind: -kind.weight):
            lines += ["", *_entry(kind)]
    return "\n".join(lines) + "\n"


def _entry(kind: FindingKind) -> list[str]:
    sentence = " ".join(kind.sentence.replace("{where}", "").split())
    for stop in ".,:;":
        sentence = sentence.replace(f" {stop}", stop)
    return [f"### `{kind.id}`", "", sentence, "", f"→ {kind.what_to_do}", "", f"Source: {kind.source}."]
