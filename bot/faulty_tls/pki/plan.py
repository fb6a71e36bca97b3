"""The authorities of the demo: who signs whom, who is trusted, and where their services are."""

from dataclasses import dataclass

CRL_HOST = "crl.pki.example.com"
ISSUER_HOST = "aia.pki.example.com"


@dataclass(frozen=True, slots=True)
class AuthorityPlan:
    """One certificate that signs others."""

    name: str
    """Short, for files and URLs."""
    common_name: str
    issuer: str | None = None
    """Name of the authority above; None: a root."""
    trusted: bool = False
    """A root that the demo's clients have."""
    public: bool = False
    """Trusted as well, and held to the rules of public CAs."""
    expired: bool = False
    same_key_as: str | None = None
    """A cross-certificate: subject and key are those of another authority (RFC 4949, "cross-certificate")."""
    ocsp_host: str = ""
    """Where its OCSP responder is; empty: it has none, as is usual since 2025."""
    delegates: bool = False
    """Its responder has a certificate of its own (RFC 6960, section 4.2.2.2)."""
    acme_host: str = ""
    """Where its ACME directory is (RFC 8555, 7.1.1); empty: it issues by hand."""

    @property
    def organization(self) -> str:
        """The organisation in its subject."""
        return self.common_name.rsplit(" ", 1)[0] if self.issuer is None else "Example Demo PKI"

    @property
    def crl_url(self) -> str:
        """Where the certificates it revoked are listed."""
        return f"http://{CRL_HOST}/{self.name}.crl"

    @property
    def certificate_url(self) -> str:
        """Where its own certificate is."""
        return f"http://{ISSUER_HOST}/{self.name}.cer"

    @property
    def ocsp_url(self) -> str:
        """Where its responder is; empty where it has none."""
        return f"http://{self.ocsp_host}/{self.name}" if self.ocsp_host else ""

    @property
    def acme_directory_url(self) -> str:
        """Where its ACME directory is; empty where it has none."""
        return f"https://{self.acme_host}/directory" if self.acme_host else ""


PLAN: tuple[AuthorityPlan, ...] = (
    AuthorityPlan("root", "Example Demo Root R1", trusted=True),
    AuthorityPlan("issuing", "Example Demo Issuing CA E1", "root", acme_host="acme.pki.example.com"),
    AuthorityPlan(
        "issuing-ocsp", "Example Demo Issuing CA E2", "root", ocsp_host="ocsp.pki.example.com", delegates=True
    ),
    AuthorityPlan("expired-issuing", "Example Demo Issuing CA E3", "root", expired=True),
    AuthorityPlan("policy", "Example Demo Policy CA P1", "root"),
    AuthorityPlan("policy-issuing", "Example Demo Issuing CA P2", "policy"),
    AuthorityPlan("quiet-issuing", "Example Demo Issuing CA E4", "root", ocsp_host="ocsp-e4.pki.example.com"),
    AuthorityPlan("public-root", "Example Public Root CA", public=True),
    AuthorityPlan("public-issuing", "Example Public Issuing CA", "public-root"),
    AuthorityPlan(
        "slow-issuing",
        "Example Public Issuing CA E5",
        "public-root",
        ocsp_host="ocsp.slow-ca.example.com",
        acme_host="acme.slow-ca.example.com",
    ),
    AuthorityPlan(
        "down-issuing",
        "Example Public Issuing CA E6",
        "public-root",
        ocsp_host="ocsp.down-ca.example.com",
        acme_host="acme.down-ca.example.com",
    ),
    AuthorityPlan("new-root", "Example Demo Root R2", trusted=True),
    AuthorityPlan("new-issuing", "Example Demo Issuing CA N1", "new-root"),
    AuthorityPlan("cross-root", "Example Demo Root R2", "root", expired=True, same_key_as="new-root"),
    AuthorityPlan("corporate-root", "Example Corporate Root CA", trusted=True),
    AuthorityPlan(
        "corporate-issuing",
        "Example Corporate Issuing CA",
        "corporate-root",
        acme_host="acme.corp.example.com",
    ),
    AuthorityPlan("lab-root", "Example Lab Root CA"),
    AuthorityPlan("lab-issuing", "Example Lab Issuing CA", "lab-root"),
    AuthorityPlan("team-root", "Blue Team Private CA", trusted=True),
)

AUTHORITY_PLANS = {plan.name: plan for plan in PLAN}


def usual_chain(name: str | None) -> tuple[str, ...]:
    """The authorities that a server sends after its own certificate: from its issuer up, without the root."""
    chain: list[str] = []
    while name is not None and AUTHORITY_PLANS[name].issuer is not None:
        chain.append(name)
        name = AUTHORITY_PLANS[name].issuer
    return tuple(chain)


def is_public(name: str) -> bool:
    """Whether an authority follows the rules of public CAs: its root says so."""
    plan = AUTHORITY_PLANS[name]
    return plan.public if plan.issuer is None else is_public(plan.issuer)
