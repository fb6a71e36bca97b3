"""The page ``docs/benchmarks.md``: each benchmark owns the section between its two markers, and nothing else."""

from pathlib import Path

PAGE = Path(__file__).parents[1] / "docs" / "benchmarks.md"

HEAD = """# What certinc takes

Each section is written by its own benchmark, as in `./dev bench diagnostics --write`, and everything in it was measured
in one run. Our figures are rounded up and those of others down.
"""


def write_section(name: str, section: str, page: Path = PAGE) -> None:
    """Put ``section`` into the page, in place of what the benchmark of that name wrote there before."""
    before = page.read_text("utf-8") if page.exists() else HEAD
    page.write_text(with_section(before, name, section), "utf-8")


def with_section(page: str, name: str, section: str) -> str:
    """``page`` with that section: where it stood, or at the end where there was none."""
    begin, end = f"<!-- {name}: begin -->", f"<!-- {name}: end -->"
    written = f"{begin}\n{section.strip()}\n{end}"
    before, found, rest = page.partition(begin)
    if not found:
        return f"{page.rstrip()}\n\n{written}\n"
    _, closed, after = rest.partition(end)
    if not closed:
        raise ValueError(f"the page has {begin} and no {end} after it")
    return before + written + after
