"""Chains that clients do not accept, or not all of them."""

from bot.faulty_tls.endpoint import Endpoint, Leaf, Shown

NEW_ROOT = Leaf("new-issuing")

ENDPOINTS = (
    Endpoint(
        "unknown-root",
        "internal.example.com",
        "The chain ends at a root that the clients do not have and that is not sent.",
        "trust.missing-root",
        Shown(Leaf("lab-issuing")),
    ),
    Endpoint(
        "untrusted-root-sent",
        "lab.example.com",
        "The chain is sent with its private root, which the clients do not trust.",
        "trust.missing-root",
        Shown(Leaf("lab-issuing"), sent=("lab-issuing", "lab-root")),
    ),
    Endpoint(
        "missing-intermediate",
        "partner.example.com",
        "The server does not send the certificate of its issuing CA.",
        "trust.missing-intermediate",
        Shown(sent=()),
    ),
    Endpoint(
        "cross-sign-expired",
        "store.example.com",
        "A cross-certificate expired; newer clients find another path.",
        "trust.store-update-incomplete",
        Shown(NEW_ROOT, sent=("new-issuing", "cross-root")),
        Shown(NEW_ROOT),
    ),
    Endpoint(
        "wrong-order",
        "files.example.com",
        "The certificates of the chain are sent in the wrong order.",
        None,
        Shown(Leaf("policy-issuing"), sent=("policy", "policy-issuing")),
        Shown(Leaf("policy-issuing")),
    ),
)
