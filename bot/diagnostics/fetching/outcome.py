"""What is asked for, and what came of it."""

import ssl
from dataclasses import dataclass
from enum import StrEnum

from bot.diagnostics.model.authority import AuthorityService


class FailureKind(StrEnum):
    """Why nothing usable was fetched."""

    NOT_HTTP = "not-http"
    """The URL is of another scheme, or is none that can be followed."""
    FORBIDDEN_ADDRESS = "forbidden-address"
    UNRESOLVABLE = "unresolvable"
    REFUSED = "refused"
    """The connection could not be made, or broke."""
    TIMED_OUT = "timed-out"
    REDIRECT = "redirect"
    HTTP_STATUS = "http-status"
    TOO_LARGE = "too-large"
    MALFORMED = "malformed"
    """What answers does not speak HTTP as it should."""
    UNTRUSTED = "untrusted"
    """The server's own certificate is not accepted; only where HTTPS is spoken."""
    TOO_MANY = "too-many"
    """The number of fetches for one certificate or one target is used up."""


@dataclass(frozen=True, slots=True)
class FetchRequest:
    """One thing to fetch."""

    url: str
    service: AuthorityService
    certificate: str = ""
    """SHA-256 of the certificate that the URL stands in: each may cause only so many fetches."""
    body: bytes | None = None
    """Sent by POST; None is a GET."""
    content_type: str = ""
    told_as: str = ""
    """The URL to tell people of, where the one asked for carries more than they need."""
    by_operator: bool = False
    """The operator wrote the URL: HTTPS and private addresses are allowed, and no count applies."""
    tls: ssl.SSLContext | None = None
    """For HTTPS."""

    @property
    def name(self) -> str:
        """The URL as it is told."""
        return self.told_as or self.url


@dataclass(frozen=True, slots=True)
class Fetched:
    """An answer with status 200."""

    url: str
    body: bytes
    took_ms: float
    """Until the last byte."""
    status: int = 200


@dataclass(frozen=True, slots=True)
class FetchFailure:
    """No answer that could be used. It says nothing of the certificate."""

    url: str
    kind: FailureKind
    detail: str
    """In plain words; untrusted text in it is visible and bounded."""
    took_ms: float | None = None
    """None where nothing was asked."""
    status: int | None = None
    connected: bool = False
    """The server accepted the connection."""


FetchResult = Fetched | FetchFailure


class FetchRefusedError(Exception):
    """The fetch ends here. It does not leave this room."""

    def __init__(self, kind: FailureKind, detail: str, status: int | None = None) -> None:
        super().__init__(detail)
        self.kind, self.detail, self.status = kind, detail, status


@dataclass(frozen=True, slots=True)
class FetchRecord:
    """That something was asked for, and what came of it, without the bytes."""

    service: AuthorityService
    url: str
    latency_ms: float | None
    """Until the answer began: a long list takes its time, and is not slow for that. None where none began."""
    failure: FetchFailure | None
    """None where it was fetched."""
