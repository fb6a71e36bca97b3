"""The whole PKI of one data directory."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.clock import Clock
from bot.faulty_tls.endpoint import Endpoint
from bot.faulty_tls.pki.authorities import Authority, load_authorities
from bot.faulty_tls.pki.kept import KeptCertificates
from bot.faulty_tls.pki.ledger import Ledger


@dataclass(frozen=True)
class DemoPki:
    """Authorities, servers' certificates, and what is revoked."""

    authorities: dict[str, Authority]
    """By their name in the plan."""
    certificates: KeptCertificates
    ledger: Ledger

    @classmethod
    def load(cls, directory: Path, endpoints: Sequence[Endpoint], clock: Clock) -> "DemoPki":
        """The PKI kept in ``directory``, made there the first time."""
        authorities = load_authorities(directory / "authorities", clock.now())
        certificates = KeptCertificates(directory / "certificates", authorities, clock)
        return cls(authorities, certificates, Ledger(endpoints, certificates))

    @property
    def trust_anchor_files(self) -> tuple[Path, ...]:
        """The roots that clients of the demo have, in PEM."""
        return tuple(each.pem_file for each in self.authorities.values() if each.plan.trusted)

    @property
    def public_anchor_files(self) -> tuple[Path, ...]:
        """Roots that they have, and hold to the rules of public CAs, in PEM."""
        return tuple(each.pem_file for each in self.authorities.values() if each.plan.public)

    def pem_file(self, name: str) -> Path:
        """The certificate of the authority of this name, in PEM, without its key."""
        return self.authorities[name].pem_file
