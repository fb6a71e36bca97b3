"""Every endpoint, what is wrong with it, and which kind of certificate incident it shows."""

from dataclasses import dataclass
from enum import StrEnum


class Fault(StrEnum):
    """What an endpoint does wrong."""

    EXPIRED = "expired"
    ONE_STILL_OLD = "one-still-old"
    INTERMEDIATE_EXPIRED = "intermediate-expired"
    SELF_SIGNED = "self-signed"
    UNKNOWN_ROOT = "unknown-root"
    MISSING_INTERMEDIATE = "missing-intermediate"
    WRONG_HOST_NAME = "wrong-host-name"
    NOT_YET_VALID = "not-yet-valid"
    EXPIRES_SOON = "expires-soon"
    PLAIN_HTTP = "plain-http"
    SILENT = "silent"
    REFUSED = "refused"
    NONE = "none"

    @property
    def presents_certificate(self) -> bool:
        """Whether a certificate can be renewed there at all."""
        return self not in {Fault.PLAIN_HTTP, Fault.SILENT, Fault.REFUSED}


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One endpoint."""

    name: str
    host: str
    wrong: str
    """What is wrong, in one sentence."""
    subcategory: str | None
    """The kind of certificate incident that it shows; None where it shows none of the nineteen."""
    fault: Fault
    addresses: int = 1
    port: int = 443


ENDPOINTS: tuple[Endpoint, ...] = (
    Endpoint(
        "expired",
        "api.example.com",
        "The certificate expired on all three addresses.",
        "expiry.production",
        Fault.EXPIRED,
        addresses=3,
    ),
    Endpoint(
        "one-still-old",
        "shop.example.com",
        "The certificate was renewed, but one of three addresses still serves the expired one.",
        "expiry.production",
        Fault.ONE_STILL_OLD,
        addresses=3,
    ),
    Endpoint(
        "standby-expired",
        "standby.example.com",
        "The certificate expired on a hot spare that takes no traffic.",
        "expiry.hot-spare",
        Fault.EXPIRED,
    ),
    Endpoint(
        "staging-expired",
        "api.staging.example.com",
        "The certificate expired in the staging environment.",
        "expiry.non-production",
        Fault.EXPIRED,
    ),
    Endpoint(
        "missing-intermediate",
        "partner.example.com",
        "The server does not send the certificate of its issuing CA.",
        "trust.missing-intermediate",
        Fault.MISSING_INTERMEDIATE,
    ),
    Endpoint(
        "unknown-root",
        "internal.example.com",
        "The chain ends at a root that the clients do not have.",
        "trust.missing-root",
        Fault.UNKNOWN_ROOT,
    ),
    Endpoint(
        "intermediate-expired",
        "legacy.example.com",
        "An intermediate certificate in the chain expired.",
        "expiry.production",
        Fault.INTERMEDIATE_EXPIRED,
    ),
    Endpoint(
        "self-signed",
        "printer.example.com",
        "The certificate is signed by itself.",
        "mis-issuance.shadow-pki",
        Fault.SELF_SIGNED,
    ),
    Endpoint(
        "wrong-host-name",
        "www2.example.com",
        "The certificate is for another host.",
        None,
        Fault.WRONG_HOST_NAME,
    ),
    Endpoint(
        "not-yet-valid",
        "tomorrow.example.com",
        "The certificate is not valid yet.",
        None,
        Fault.NOT_YET_VALID,
    ),
    Endpoint(
        "plain-http", "plain.example.com", "Plain HTTP answers on the TLS port.", None, Fault.PLAIN_HTTP
    ),
    Endpoint(
        "silent", "silent.example.com", "It accepts the connection and says nothing.", None, Fault.SILENT
    ),
    Endpoint("refused", "down.example.com", "Nothing listens on the port.", None, Fault.REFUSED),
    Endpoint(
        "expires-soon",
        "soon.example.com",
        "The certificate is valid, but expires in three days.",
        None,
        Fault.EXPIRES_SOON,
    ),
    Endpoint("healthy", "www.example.com", "Nothing is wrong.", None, Fault.NONE, addresses=2),
)
