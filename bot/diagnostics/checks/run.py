"""All further checks of what a target presented, at once."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.diagnostics.checks.dns import dns_records
from bot.diagnostics.checks.keys import weaknesses
from bot.diagnostics.checks.leaves import LeafSeen, NotMade
from bot.diagnostics.checks.lint import Linter
from bot.diagnostics.checks.policy import OperatorPolicy
from bot.diagnostics.checks.resolver import Resolver, SystemResolver
from bot.diagnostics.model.checks import Checks, DnsRecords, KeyWeakness, LintIssue, PolicyViolation
from bot.diagnostics.target import Target

MAX_LEAVES = 8
"""Distinct certificates of one target that are examined."""


_Keys = tuple[tuple[KeyWeakness, ...], list[str]]
_Lint = tuple[tuple[LintIssue, ...], list[str]]
"""What was found, and what could not be examined."""


@dataclass(frozen=True, slots=True)
class CheckOptions:
    """Which checks are made. Each that is switched off costs nothing, not even an import."""

    keys: bool = True
    lint: bool = True
    """Of public certificates only: the linted rules are theirs."""
    dns: bool = True
    policy: OperatorPolicy | None = None
    resolver: Resolver = field(default_factory=SystemResolver)
    linter: Linter | None = None
    """Shared by many targets, so that its child starts once; None: one for this run."""


async def run_checks(
    leaves: Sequence[LeafSeen], target: Target, options: CheckOptions, deadline: float
) -> Checks:
    """Make the checks, all at once; what fails or takes too long is told in ``not_made``.

    Args:
        leaves: Each distinct certificate once.
        target: Where they were seen.
        options: Which checks are made.
        deadline: In the running loop's time, for all of them together.
    """
    seen = leaves[:MAX_LEAVES]
    dns: DnsRecords | None = None
    keys: _Keys = ((), [])
    lint: _Lint = ((), [])
    if options.dns or options.keys or options.lint:
        dns, keys, lint = await asyncio.gather(
            _dns(target, options, deadline), _keys(seen, options, deadline), _lint(seen, options, deadline)
        )
    not_made = [*keys[1], *lint[1]]
    if dns is not None and dns.detail:
        not_made.append(f"DNS records could not all be looked up: {dns.detail}.")
    if len(leaves) > MAX_LEAVES:
        not_made.append(f"Only {MAX_LEAVES} of {len(leaves)} certificates were examined.")
    return Checks(
        dns=dns,
        weak_keys=keys[0],
        lint=lint[0],
        policy=_policy(seen, target, options),
        not_made=tuple(not_made),
    )


async def _dns(target: Target, options: CheckOptions, deadline: float) -> DnsRecords | None:
    return await dns_records(target, options.resolver, deadline) if options.dns else None


async def _keys(leaves: Sequence[LeafSeen], options: CheckOptions, deadline: float) -> _Keys:
    found: list[KeyWeakness] = []
    not_made: list[str] = []
    for leaf in leaves if options.keys else ():
        try:
            async with asyncio.timeout_at(deadline):
                # A thread: its parts are short, so the loop goes on between them. It may outlive the deadline by 0.2 s.
                outcome = await asyncio.to_thread(weaknesses, leaf.der)
        except TimeoutError:
            outcome = NotMade("there was no time left")
        if isinstance(outcome, NotMade):
            not_made.append(f"The key of {leaf.facts.subject_name} was not examined: {outcome.reason}.")
        else:
            found += outcome
    return tuple(found), not_made


async def _lint(leaves: Sequence[LeafSeen], options: CheckOptions, deadline: float) -> _Lint:
    public = [leaf for leaf in leaves if leaf.public] if options.lint else []
    if not public:
        return (), []
    if options.linter is not None:
        return await _linted(public, options.linter, deadline)
    async with Linter() as linter:
        return await _linted(public, linter, deadline)


async def _linted(leaves: Sequence[LeafSeen], linter: Linter, deadline: float) -> _Lint:
    found: list[LintIssue] = []
    not_made: list[str] = []
    for leaf in leaves:
        outcome = await linter.lint(leaf.der, deadline)
        if isinstance(outcome, NotMade):
            not_made.append(f"The certificate of {leaf.facts.subject_name} was not linted: {outcome.reason}.")
        else:
            found += outcome
    return tuple(found), not_made


def _policy(leaves: Sequence[LeafSeen], target: Target, options: CheckOptions) -> tuple[PolicyViolation, ...]:
    policy = options.policy
    if policy is None:
        return ()
    return tuple(
        violation for leaf in leaves for violation in policy.violations(leaf.facts, target, leaf.issuers)
    )
