"""One probe after the other, in a process that is warm: what each part of a diagnosis costs."""

from collections.abc import Sequence

from benchmarks.diagnostics.bare import bare_context, shake_hands
from benchmarks.diagnostics.fleet import Fleet, target_of
from benchmarks.diagnostics.looking import FreshHosts, Looking
from benchmarks.diagnostics.plan import Plan
from benchmarks.measuring import Sample, Unit, sample_of, taken
from benchmarks.table import Row, at_most_times, times_as_long, within
from bot.diagnostics import Linter

BARE = "the bare handshake"
MOST_TIMES = 3
MOST_S = 0.005


async def warm_up(fleet: Fleet, linter: Linter) -> None:
    """Servers have their contexts, and this process its imports, its roots and its linter."""
    context = bare_context()
    for entry in (*fleet.hosts, *fleet.rsa, fleet.listed):
        await shake_hands(context, entry)
    assessed = Looking.assessed(fleet)
    first = target_of(fleet.hosts[-1])
    for way in (
        assessed.with_further_handshakes().with_fetches().with_deep_checks(),
        assessed.with_lint(linter),
    ):
        await way.at(first)


async def probe_rows(fleet: Fleet, hosts: FreshHosts, plan: Plan, linter: Linter) -> list[Row]:
    """Rows (a) and (b). Bare handshakes and assessed probes take turns, so that both have the same weather."""
    assessed = Looking.assessed(fleet)
    context = bare_context()
    bare, first, again = [], [], []
    for entry in hosts.take(plan.probes):
        bare.append(await taken(shake_hands(context, entry)))
        target = target_of(entry)
        first.append(await taken(assessed.at(target)))
        again.append(await taken(assessed.at(target)))
    base = sample_of(bare)
    further = await _sample(assessed.with_further_handshakes(), hosts.take(plan.probes))
    fetches = await _sample(assessed.with_fetches(), hosts.take(plan.probes))
    lint = await _sample(assessed.with_lint(linter), hosts.take(plan.probes))
    rsa = await _sample(assessed, fleet.rsa[: plan.rsa_probes])
    badkeys = await _sample(assessed.with_deep_checks(), fleet.rsa[plan.rsa_probes :])
    whole = assessed.with_further_handshakes().with_fetches().with_lint(linter)
    everything = await _sample(whole, hosts.take(plan.probes))
    return [
        Row("(a) bare handshake by the same library (pyOpenSSL over asyncio), and close", base),
        _probe(
            "(b) one probe assessed: a certificate seen for the first time",
            sample_of(first),
            base,
            goals=True,
        ),
        _probe("… one that was seen before", sample_of(again), base),
        _probe("(b) + handshakes without SNI and for RSA", further, base),
        _probe("(b) + OCSP and CRLs fetched over loopback", fetches, base),
        _probe("(b) + pkilint, warm", lint, base),
        _probe("(b) of a host with an RSA key", rsa, base),
        _probe("… + badkeys", badkeys, base),
        _probe("(b) + all of these", everything, base),
    ]


async def _sample(way: Looking, entries: Sequence[str]) -> Sample:
    return sample_of([await taken(way.at(target_of(entry))) for entry in entries])


def _probe(what: str, sample: Sample, bare: Sample, *, goals: bool = False) -> Row:
    ratio = sample.median / bare.median
    wanted = (at_most_times(ratio, MOST_TIMES), within(MOST_S, sample.median, Unit.MILLISECONDS))
    return Row(what, sample, remark=times_as_long(ratio, BARE), goals=wanted if goals else ())
