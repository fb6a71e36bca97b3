"""Rows of whole programs beside each other, and of the crowd that both ways of ours and sslyze look at."""

from collections.abc import Callable

from benchmarks.diagnostics import programs
from benchmarks.diagnostics.fleet import Fleet
from benchmarks.diagnostics.plan import Plan
from benchmarks.diagnostics.sslyze import Sslyze
from benchmarks.measuring import Sample, Unit, difference, measured, sample_of
from benchmarks.table import Goal, Row, at_least_times, not_measured, times_faster, within

SSLYZE = "sslyze"
TIMES_FASTER = 10
MOST_S = 1.0
MOST_START_S = 0.4
MOST_BYTES = 150_000_000
TARGET_ALONE = "--no-network-checks"
"""What sslyze does: ask nobody but the target."""


def single_rows(fleet: Fleet, plan: Plan, sslyze: Sslyze | str) -> list[Row]:
    """Rows (c) and (d): one host. ``sslyze`` is the program, or why there is none."""
    entry = fleet.hosts[:1]
    everything = measured(lambda: programs.certinc(fleet, entry), plan.processes)
    alone = measured(lambda: programs.certinc(fleet, entry, TARGET_ALONE), plan.processes)
    theirs = _theirs(sslyze, lambda program: programs.sslyze(program, fleet, entry), plan.processes)
    return [
        _openssl_row(fleet, plan),
        _beside("(d) `certinc diagnose` of one host, everything", everything, theirs, least=1),
        _beside(f"… with `{TARGET_ALONE}`", alone, theirs, least=1),
        _sslyze_row("… `sslyze --certinfo` of the same host", theirs, sslyze),
    ]


def crowd_rows(
    fleet: Fleet, plan: Plan, sslyze: Sslyze | str, assessed: Sample, everything: Sample
) -> list[Row]:
    """Row (e): many hosts at once; the first two samples were taken in this process."""
    count = plan.at_once
    entries = fleet.hosts[:count]
    process = measured(lambda: programs.certinc(fleet, entries, TARGET_ALONE), plan.rounds)
    theirs = _theirs(sslyze, lambda program: programs.sslyze(program, fleet, entries), plan.rounds)
    soon = within(MOST_S, assessed.median, Unit.SECONDS)
    return [
        _beside(
            f"(e) {count} hosts at once, each as in (b)", assessed, theirs, least=TIMES_FASTER, also=(soon,)
        ),
        _beside("… each with everything but pkilint", everything, theirs),
        _beside(f"… `certinc diagnose {TARGET_ALONE}` as a whole", process, theirs, least=1),
        _sslyze_row("… `sslyze --certinfo` of the same hosts", theirs, sslyze),
    ]


def memory_row(fleet: Fleet, plan: Plan) -> Row:
    """Row (f)."""
    what = f"(f) memory of `certinc diagnose` of {plan.in_memory} hosts, at its highest"
    peak = programs.certinc_peak_bytes(fleet, fleet.hosts[: plan.in_memory])
    if peak is None:
        return not_measured(what, "this system does not tell")
    goal = within(MOST_BYTES, peak, Unit.MEGABYTES)
    return Row(what, sample_of([peak]), Unit.MEGABYTES, goals=(goal,))


def start_row(plan: Plan) -> Row:
    """Row (h)."""
    python = measured(programs.python_alone, plan.processes)
    sample = difference(measured(programs.certinc_help, plan.processes), python)
    goal = within(MOST_START_S, sample.median, Unit.SECONDS)
    what = "(h) start of `certinc diagnose --help`, beyond that of Python"
    return Row(what, sample, Unit.MILLISECONDS, goals=(goal,))


def _openssl_row(fleet: Fleet, plan: Plan) -> Row:
    what = "(c) `openssl s_client -status` of one host"
    program = programs.openssl_program()
    if program is None:
        return not_measured(what, "openssl is not installed")
    entry = fleet.hosts[0]
    return Row(what, measured(lambda: programs.openssl(fleet, entry, program), plan.processes), ours=False)


def _theirs(sslyze: Sslyze | str, look: Callable[[Sslyze], None], times: int) -> Sample | None:
    return None if isinstance(sslyze, str) else measured(lambda: look(sslyze), times)


def _sslyze_row(what: str, theirs: Sample | None, sslyze: Sslyze | str) -> Row:
    if theirs is None:
        return not_measured(what, str(sslyze))
    return Row(what, theirs, ours=False)


def _beside(
    what: str, ours: Sample, theirs: Sample | None, *, least: float = 0, also: tuple[Goal, ...] = ()
) -> Row:
    """Ours, and how many times faster than sslyze; ``least`` is to be reached, unless it is 0."""
    if theirs is None:
        return Row(what, ours, remark=f"no {SSLYZE} to compare with", goals=also)
    ratio = theirs.median / ours.median
    wanted = (at_least_times(ratio, least),) if least else ()
    return Row(what, ours, remark=times_faster(ratio, SSLYZE), goals=(*also, *wanted))
