"""Healthy certificates whose CA is in trouble."""

from bot.faulty_tls.endpoint import Endpoint, Leaf, Shown, Trouble

CORPORATE = Shown(Leaf("corporate-issuing"))
SLOW = Shown(Leaf("slow-issuing"))
DOWN = Shown(Leaf("down-issuing"))

ENDPOINTS = (
    Endpoint(
        "internal-ca-down",
        "orders.example.com",
        "The internal CA issues nothing: its ACME directory answers 503.",
        "ca-outage.internal",
        CORPORATE,
        CORPORATE,
        trouble=Trouble.ACME_DOWN,
    ),
    Endpoint(
        "public-ca-down",
        "booking.example.com",
        "The public CA is down: ACME directory, OCSP and CRL answer 503.",
        "ca-outage.public",
        DOWN,
        DOWN,
        trouble=Trouble.ALL_DOWN,
    ),
    Endpoint(
        "public-ca-slow",
        "checkout.example.com",
        "The public CA is slow: ACME directory and OCSP take 1.5 seconds.",
        "ca-outage.degraded",
        SLOW,
        SLOW,
        trouble=Trouble.SLOW,
    ),
)
