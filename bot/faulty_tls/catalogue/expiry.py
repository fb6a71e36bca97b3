"""Certificates whose time is over, has not come, or is running out."""

from bot.faulty_tls.endpoint import Endpoint, Key, Leaf, Period, Shown

EXPIRED = Shown(Leaf(period=Period.EXPIRED))

ENDPOINTS = (
    Endpoint(
        "expired",
        "api.example.com",
        "The certificate expired on all three addresses.",
        "expiry.production",
        EXPIRED,
        addresses=3,
    ),
    Endpoint(
        "one-still-old",
        "shop.example.com",
        "One of three addresses still serves the old, expired certificate.",
        "expiry.production",
        EXPIRED,
        addresses=3,
        broken_at=(0,),
    ),
    Endpoint(
        "standby-expired",
        "standby.example.com",
        "The certificate expired on a hot spare that takes no traffic.",
        "expiry.hot-spare",
        EXPIRED,
    ),
    Endpoint(
        "staging-expired",
        "api.staging.example.com",
        "The certificate expired in the staging environment.",
        "expiry.non-production",
        EXPIRED,
    ),
    Endpoint(
        "intermediate-expired",
        "legacy.example.com",
        "An intermediate certificate expired that every path needs.",
        "expiry.production",
        Shown(Leaf(issuer="expired-issuing")),
    ),
    Endpoint(
        "rsa-not-renewed",
        "dual.example.com",
        "Of two certificates only the ECDSA one was renewed; the RSA one expired.",
        "expiry.production",
        Shown(Leaf(period=Period.JUST_RENEWED), second=Leaf(key=Key.RSA, period=Period.EXPIRED)),
        Shown(second=Leaf(key=Key.RSA)),
    ),
    Endpoint(
        "mail-expired",
        "mail.example.com",
        "The certificate of a mail server (SMTP with STARTTLS) expired.",
        "expiry.production",
        EXPIRED,
        port=587,
        starttls=True,
    ),
    Endpoint(
        "expires-soon",
        "soon.example.com",
        "The certificate is valid, but expires in three days.",
        None,
        Shown(Leaf(period=Period.EXPIRES_SOON)),
    ),
    Endpoint(
        "not-yet-valid",
        "tomorrow.example.com",
        "The certificate is not valid yet.",
        None,
        Shown(Leaf(period=Period.NOT_YET_VALID)),
    ),
)
