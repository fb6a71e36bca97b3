"""The misbehaving TLS endpoints that a demo offers, as the workspace sees them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

EndpointState = Literal["broken", "renewed", "renewed-on-one", "renewed-lost-name"]


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One endpoint, and what has been done about it."""

    name: str
    host: str
    target: str
    """What a person writes: the host, with the port where it is not that of HTTPS."""
    wrong: str
    """What is wrong with it, in one line."""
    subcategory: str
    addresses: int
    state: EndpointState


class OfferedEndpoints(Protocol):
    """Whoever serves the endpoints."""

    def every(self) -> Sequence[Endpoint]:
        """All of them."""

    def set_state(self, name: str, state: EndpointState) -> None:
        """Mend the endpoint of this name, which must exist, or break it again."""

    async def fingerprints(self, name: str) -> Sequence[str]:
        """SHA-256, in hexadecimal, of the certificates that the endpoint of this name, which must exist, presents."""


class NoEndpoints:
    """A workspace that is served alone."""

    def every(self) -> Sequence[Endpoint]:
        """There are none."""
        return ()

    def set_state(self, name: str, state: EndpointState) -> None:
        """There is nothing to set."""

    async def fingerprints(self, name: str) -> Sequence[str]:
        """There is nothing to present."""
        del name
        return ()
