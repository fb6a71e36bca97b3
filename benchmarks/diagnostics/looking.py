"""How the engine is asked in each row."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from benchmarks.diagnostics.fleet import Fleet, target_of
from bot.diagnostics import Diagnosis, DiagnosisOptions, Linter, Target, TrustStore, diagnose


class WrongDiagnosisError(Exception):
    """What was measured was not what was meant to be."""


@dataclass(slots=True)
class FreshHosts:
    """Hosts whose certificates this process has not seen yet."""

    entries: Sequence[str]
    _used: int = field(default=0, init=False)

    def take(self, count: int) -> Sequence[str]:
        """So many that nobody has taken before.

        Raises:
            WrongDiagnosisError: There are no more.
        """
        taken = self.entries[self._used : self._used + count]
        if len(taken) < count:
            raise WrongDiagnosisError("the plan has too few hosts")
        self._used += count
        return taken

    def targets(self, count: int) -> Sequence[Target]:
        """The same, as what they are looked at by.

        Raises:
            WrongDiagnosisError: There are no more.
        """
        return [target_of(entry) for entry in self.take(count)]


@dataclass(frozen=True, slots=True)
class Looking:
    """One way to look, by the names of the rows."""

    fleet: Fleet
    options: DiagnosisOptions

    @classmethod
    def assessed(cls, fleet: Fleet) -> "Looking":
        """One handshake; staple, paths, names, keys and findings from it alone."""
        options = DiagnosisOptions(
            trust_store=fleet.trust_store,
            static_hosts=fleet.static_hosts,
            further_handshakes=False,
            network_checks=False,
            deep_checks=False,
        )
        return cls(fleet, options)

    def with_further_handshakes(self) -> "Looking":
        """Also without SNI, and for an RSA certificate."""
        return replace(self, options=replace(self.options, further_handshakes=True))

    def with_deep_checks(self) -> "Looking":
        """badkeys; nothing is linted, since the fleet's CA is not public."""
        return replace(self, options=replace(self.options, deep_checks=True))

    def with_lint(self, linter: Linter) -> "Looking":
        """The fleet's CA is held to the rules of public ones, by a linter that is shared."""
        public = TrustStore.load(public_files=[self.fleet.trust_anchor])
        return replace(
            self, options=replace(self.options, trust_store=public, deep_checks=True, linter=linter)
        )

    def with_fetches(self) -> "Looking":
        """The CA is asked: OCSP, and lists for leaf and intermediate."""
        return replace(self, options=replace(self.options, network_checks=True))

    async def at(self, target: Target) -> Diagnosis:
        """The diagnosis of one of the fleet's hosts, which are well.

        Raises:
            WrongDiagnosisError: It was not found to be.
        """
        found = await diagnose(target, self.options, now=datetime.now(UTC))
        answers = found.revocation.answers
        if not found.healthy or not answers or not all(each.verified for each in answers):
            raise WrongDiagnosisError(f"{target}: {found.verdict} {answers}")
        return found
