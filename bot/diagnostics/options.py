"""How to look, and how far: set once by the operator, used for every diagnosis."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from bot.diagnostics.checks.lint import Linter
from bot.diagnostics.checks.policy import OperatorPolicy
from bot.diagnostics.checks.resolver import Resolver, SystemResolver
from bot.diagnostics.fetching.rules import Network
from bot.diagnostics.ports import AllowedPorts
from bot.diagnostics.static_hosts import StaticHosts
from bot.diagnostics.trust.clients import TrustStores
from bot.diagnostics.trust.stores import TrustStore


@dataclass(frozen=True, slots=True)
class DiagnosisOptions:
    """Each part that is switched off costs nothing, not even an import."""

    trust_store: TrustStore
    """The deciding client's roots."""
    other_stores: tuple[TrustStore, ...] = ()
    """What clients of these make of it is told beside."""
    timeout: timedelta = timedelta(seconds=10)
    """One deadline for the whole diagnosis."""
    static_hosts: StaticHosts = field(default_factory=StaticHosts)
    ports: AllowedPorts | None = None
    """Those of targets that may be connected to, beside what the static hosts name. None: any."""
    further_handshakes: bool = True
    """Also look without SNI, and for a second certificate with another type of key."""
    network_checks: bool = True
    """Also ask others than the target: follow URLs in certificates, look up CAA and TLSA, ask the CA's services."""
    deep_checks: bool = True
    """Also examine keys for known weaknesses, and lint public certificates."""
    allowed_networks: tuple[Network, ...] = ()
    """Private networks to which a URL in a certificate may lead."""
    acme_directories: Mapping[str, str] = field(default_factory=dict)
    """The operator's ACME directories by a pattern of the issuer's name, beside the well-known ones."""
    policy: OperatorPolicy | None = None
    resolver: Resolver = field(default_factory=SystemResolver)
    linter: Linter | None = None
    """Shared by many diagnoses, so that its process starts once; None: one for each."""

    @property
    def stores(self) -> TrustStores:
        """All clients that are asked."""
        return TrustStores(self.trust_store, self.other_stores)
