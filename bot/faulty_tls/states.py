"""Whether an endpoint is broken or mended, kept across restarts."""

import json
from enum import StrEnum
from pathlib import Path

from bot.errors import CertincError
from bot.faulty_tls.endpoint import Endpoint, Shown
from bot.faulty_tls.whole_file import write_whole


class EndpointState(StrEnum):
    """What has been done about the endpoint's fault."""

    BROKEN = "broken"
    RENEWED = "renewed"
    RENEWED_ON_ONE = "renewed-on-one"
    RENEWED_LOST_NAME = "renewed-lost-name"


class Variant(StrEnum):
    """What one endpoint has to show: its addresses that show the same variant show the same certificates."""

    BROKEN = "broken"
    RENEWED = "renewed"
    LOST_NAME = "lost-name"

    def of(self, endpoint: Endpoint) -> Shown:
        """What the endpoint shows."""
        if self is Variant.BROKEN:
            return endpoint.broken
        return endpoint.mended if self is Variant.RENEWED else endpoint.lost_name


def variant_at(endpoint: Endpoint, position: int, state: EndpointState) -> Variant:
    """What address number ``position`` shows in ``state``: a rollout reaches one address after another."""
    if state is EndpointState.RENEWED_LOST_NAME:
        return Variant.LOST_NAME
    if state is EndpointState.RENEWED or (state is EndpointState.RENEWED_ON_ONE and position == 0):
        return Variant.RENEWED
    if endpoint.broken_at is not None and position not in endpoint.broken_at:
        return Variant.RENEWED
    return Variant.BROKEN


def variants(endpoint: Endpoint, state: EndpointState) -> frozenset[Variant]:
    """All that the endpoint shows in ``state``."""
    return frozenset(variant_at(endpoint, position, state) for position in range(endpoint.addresses))


class UnknownEndpointError(CertincError):
    """There is no such endpoint."""


class EndpointStates:
    """The states, in a small JSON file.

    Args:
        path: Where the file is, or will be.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        known: dict[str, str] = json.loads(path.read_text("utf-8")) if path.exists() else {}
        self._states = {name: EndpointState(state) for name, state in known.items()}

    def of(self, name: str) -> EndpointState:
        """The endpoint's state; broken until somebody mends it."""
        return self._states.get(name, EndpointState.BROKEN)

    def set(self, name: str, state: EndpointState) -> None:
        """Keep the state, whole or not at all."""
        self._states[name] = state
        write_whole(self._path, json.dumps(self._states, indent=2).encode())
