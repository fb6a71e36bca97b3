"""Asking others than the target: issuers, sources of revocation, DNS, the CA; each in its own time, none trusted."""

import asyncio
import base64
from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field

from cryptography import x509

from bot.diagnostics.authority.assess import directories_health, services_health
from bot.diagnostics.certificates.facts import parse_certificate
from bot.diagnostics.certificates.issuers import KnownCertificates
from bot.diagnostics.checks.leaves import LeafSeen, leaves_seen
from bot.diagnostics.checks.run import CheckOptions, run_checks
from bot.diagnostics.fetching.fetcher import ScreenedFetcher
from bot.diagnostics.fetching.issuers import fetch_issuers
from bot.diagnostics.fetching.rules import FetchRules
from bot.diagnostics.judging import Judging, judged
from bot.diagnostics.model.authority import AuthorityHealth
from bot.diagnostics.model.checks import Checks
from bot.diagnostics.model.observation import Observation, Offer
from bot.diagnostics.model.revocation import Revocation
from bot.diagnostics.options import DiagnosisOptions
from bot.diagnostics.revocation.learn import learn
from bot.diagnostics.revocation.offline import answers_from_files
from bot.diagnostics.revocation.subjects import ChainSeen
from bot.diagnostics.target import Target
from bot.diagnostics.turns import turn

Chain = tuple[str, ...]
"""DER in base64, leaf first, as in `Handshake.chain_der`."""


@dataclass(frozen=True, slots=True)
class Learnt:
    """What was learnt, and the observations judged by it."""

    observations: tuple[Observation, ...]
    revocation: Revocation = field(default_factory=Revocation)
    authority: tuple[AuthorityHealth, ...] = ()
    checks: Checks = field(default_factory=Checks)


async def learn_and_judge(
    observations: Sequence[Observation],
    target: Target,
    options: DiagnosisOptions,
    judging: Judging,
    deadline: float,
) -> Learnt:
    """Complete the chains, judge them, and ask everybody else at once. ``deadline`` in the running loop's time."""
    async with AsyncExitStack() as stack:
        fetcher = None
        if options.network_checks:
            rules = FetchRules(
                allowed_networks=options.allowed_networks,
                private_host=target.host,
                private_host_ports=options.ports,
                static_hosts=options.static_hosts,
            )
            fetcher = await stack.enter_async_context(ScreenedFetcher(rules, deadline=deadline))
        return await _Learning(observations, target, options, judging, deadline, fetcher).run()


@dataclass(frozen=True, slots=True)
class _Learning:
    observations: Sequence[Observation]
    target: Target
    options: DiagnosisOptions
    judging: Judging
    deadline: float
    fetcher: ScreenedFetcher | None

    async def run(self) -> Learnt:
        seen = _chains(self.observations)
        fetched = await self._issuers({each.chain for each in seen})
        await turn()
        observations = judged(self.observations, self.judging, fetched)
        known = self._known(fetched)
        if self.fetcher is None:
            # Nobody is asked: tasks would cost more than the work that is left.
            revocation = await self._revocation(seen, known)
            return Learnt(observations, revocation, checks=await self._checks(leaves_seen(observations)))
        revocation, directories, checks = await asyncio.gather(
            self._revocation(seen, known),
            self._directories(seen, self.fetcher),
            self._checks(leaves_seen(observations)),
        )
        services = services_health(self.fetcher, revocation)
        return Learnt(observations, revocation, (*directories, *services), checks)

    async def _issuers(self, chains: set[tuple[bytes, ...]]) -> tuple[bytes, ...]:
        """What the chains lack, and the URLs in them give."""
        if self.fetcher is None:
            return ()
        roots = self._known(())
        found = await asyncio.gather(*(fetch_issuers(chain, self.fetcher, roots) for chain in chains))
        return tuple(dict.fromkeys(der for ders in found for der in ders))

    def _known(self, fetched: Sequence[bytes]) -> KnownCertificates:
        store = self.options.trust_store
        by_subject: dict[bytes, list[x509.Certificate]] = {}
        for der in fetched:
            certificate = parse_certificate(der)
            if certificate is not None:
                by_subject.setdefault(certificate.subject.public_bytes(), []).append(certificate)

        def known(subject: bytes) -> Sequence[x509.Certificate]:
            roots = [root.certificate for root in store.by_subject(subject)]
            return [*roots, *by_subject.get(subject, ())]

        return known

    async def _revocation(self, seen: Sequence[ChainSeen], known: KnownCertificates) -> Revocation:
        """Files that were brought speak before anybody is asked."""
        judging = self.judging
        if judging.crl_files or judging.ocsp_files:
            chain = seen[0].chain if seen else ()
            return await answers_from_files(
                chain, judging.crl_files, judging.ocsp_files, judging.now, known=known
            )
        await turn()
        return await learn(seen, self.fetcher, judging.now, known=known, deadline=self.deadline)

    async def _directories(
        self, seen: Sequence[ChainSeen], fetcher: ScreenedFetcher
    ) -> tuple[AuthorityHealth, ...]:
        chains = [each.chain for each in seen]
        return await directories_health(
            chains,
            fetcher,
            acme_directories=self.options.acme_directories,
            tls=self.options.trust_store.tls_context,
        )

    async def _checks(self, leaves: Sequence[LeafSeen]) -> Checks:
        """None where there is nothing to check.

        DNS is not asked about a host that the operator's map says is elsewhere, nor about an address.
        """
        if not leaves:
            return Checks()
        options = self.options
        mapped = bool(options.static_hosts.endpoints(self.target))
        wanted = CheckOptions(
            keys=options.deep_checks,
            lint=options.deep_checks,
            dns=options.network_checks and not mapped and self.target.address is None,
            policy=options.policy,
            resolver=options.resolver,
            linter=options.linter,
        )
        return await run_checks(leaves, self.target, wanted, self.deadline)


def _chains(observations: Sequence[Observation]) -> list[ChainSeen]:
    """Every chain that a client of this host can be shown."""
    return [
        ChainSeen(
            seen.address,
            tuple(base64.b64decode(der) for der in handshake.chain_der),
            base64.b64decode(handshake.staple) if handshake.staple else None,
        )
        for seen in observations
        for handshake in seen.handshakes
        if handshake.chain_der and handshake.offer is not Offer.NO_SERVER_NAME
    ]
