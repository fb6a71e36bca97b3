"""Revoked certificates, and sources of revocation that are old, silent or of two minds."""

from cryptography.x509 import ReasonFlags

from bot.faulty_tls.endpoint import Endpoint, Leaf, Revoked, Shown, Staple, Trouble

STAPLING = Shown(Leaf("issuing-ocsp"), staple=Staple.CURRENT)
MUST_STAPLE = Leaf("issuing-ocsp", must_staple=True)

ENDPOINTS = (
    Endpoint(
        "revoked",
        "pay.example.com",
        "The certificate is revoked; the CRL gives no reason.",
        "revocation.mistaken",
        Shown(Leaf(revoked=Revoked())),
    ),
    Endpoint(
        "revoked-key",
        "login.example.com",
        "The certificate is revoked; the CRL's reason is keyCompromise.",
        "key-compromise.confirmed",
        Shown(Leaf(revoked=Revoked(ReasonFlags.key_compromise))),
    ),
    Endpoint(
        "revoked-by-staple",
        "id.example.com",
        "The server itself staples that its certificate is revoked.",
        "revocation.mistaken",
        Shown(Leaf("issuing-ocsp", revoked=Revoked()), staple=Staple.CURRENT),
        STAPLING,
    ),
    Endpoint(
        "half-replaced",
        "cart.example.com",
        "Revoked as superseded; one of two addresses still serves the old one.",
        "revocation.replacement-coordination",
        Shown(Leaf(revoked=Revoked(ReasonFlags.superseded))),
        addresses=2,
        broken_at=(0,),
    ),
    Endpoint(
        "stale-staple",
        "news.example.com",
        "The staple says good and is past its time; the CRL says revoked.",
        "revocation.stale-cache",
        Shown(Leaf("issuing-ocsp", revoked=Revoked()), staple=Staple.STALE_GOOD),
        STAPLING,
    ),
    Endpoint(
        "former-staple",
        "blog.example.com",
        "The staple is about the former certificate, not this one.",
        "revocation.stale-cache",
        Shown(Leaf("issuing-ocsp"), staple=Staple.FORMER),
        STAPLING,
    ),
    Endpoint(
        "sources-disagree",
        "cdn.example.com",
        "The OCSP responder says good; the CRL, which is newer, says revoked.",
        "revocation.stale-cache",
        Shown(Leaf("issuing-ocsp", revoked=Revoked(responder_knows=False))),
        STAPLING,
    ),
    Endpoint(
        "must-staple",
        "secure.example.com",
        "The certificate demands a staple, and the server sends none.",
        None,
        Shown(MUST_STAPLE),
        Shown(MUST_STAPLE, staple=Staple.CURRENT),
    ),
    Endpoint(
        "ocsp-down",
        "search.example.com",
        "The OCSP responder answers 503; the CRL is fine.",
        "ca-outage.degraded",
        Shown(Leaf("quiet-issuing")),
        Shown(Leaf("quiet-issuing")),
        trouble=Trouble.OCSP_DOWN,
    ),
)
