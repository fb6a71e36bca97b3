"""The diagnosis as a whole."""

from dataclasses import dataclass, field

from bot.diagnostics.model.authority import AuthorityHealth
from bot.diagnostics.model.checks import Checks
from bot.diagnostics.model.comparison import AddressExpectation, Comparison, Expectation
from bot.diagnostics.model.finding import Finding, Severity
from bot.diagnostics.model.moment import Moment
from bot.diagnostics.model.observation import Observation, Outcome
from bot.diagnostics.model.revocation import Revocation
from bot.diagnostics.model.trust import Trust
from bot.diagnostics.target import Target


@dataclass(frozen=True, slots=True)
class Timings:
    """How long the parts took, in milliseconds of real time; None where a part was not done."""

    total_ms: float
    resolve_ms: float | None = None
    observe_ms: float | None = None
    """Until the slowest address had shown what it presents."""
    learn_ms: float | None = None
    """Issuers, revocation, DNS, the CA's services and the further checks, with the judging of the chains."""


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """Everything that one look at a target showed, and what follows from it."""

    target: Target
    at: Moment
    """The time that validity was judged by, in UTC."""
    vantage: str
    """From where it was seen."""
    observations: tuple[Observation, ...]
    findings: tuple[Finding, ...]
    """The gravest first."""
    verdict: str
    """One sentence."""
    timings: Timings
    revocation: Revocation = field(default_factory=Revocation)
    authority: tuple[AuthorityHealth, ...] = ()
    checks: Checks = field(default_factory=Checks)
    expectations: tuple[Expectation, ...] = ()
    """What any address may present; one of them is enough."""
    expected: tuple[AddressExpectation, ...] = ()
    comparison: Comparison | None = None

    @property
    def healthy(self) -> bool:
        """Nothing is wrong on any address that was seen, and at least one was."""
        served = any(seen.outcome is Outcome.SERVED for seen in self.observations)
        return served and not any(finding.severity is Severity.ERROR for finding in self.findings)

    @property
    def told_by_verdict(self) -> Finding | None:
        """The finding that the verdict has told already: the gravest, unless it is only worth a note."""
        first = self.findings[0] if self.findings else None
        return first if first is not None and first.severity is not Severity.NOTE else None

    @property
    def addresses_with_problems(self) -> tuple[str, ...]:
        """The addresses on which something is wrong, in the order they were seen."""
        bad = {a for f in self.findings if f.severity is Severity.ERROR for a in f.addresses}
        return tuple(seen.address for seen in self.observations if seen.address in bad)

    @property
    def trust(self) -> Trust | None:
        """The least favourable verdict among the addresses that presented a certificate."""
        verdicts = [seen.trust for seen in self.observations if seen.trust is not None]
        return next(
            (verdict for verdict in verdicts if not verdict.trusted), verdicts[0] if verdicts else None
        )
