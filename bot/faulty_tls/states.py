"""Whether an endpoint is broken or mended, kept across restarts."""

import json
import os
from enum import StrEnum
from pathlib import Path

from bot.errors import CertincError


class EndpointState(StrEnum):
    """What has been done about the endpoint's fault."""

    BROKEN = "broken"
    RENEWED = "renewed"
    RENEWED_ON_ONE = "renewed-on-one"
    RENEWED_LOST_NAME = "renewed-lost-name"


class UnknownEndpointError(CertincError):
    """There is no such endpoint, or it cannot be brought into that state."""


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
        partial = self._path.with_suffix(".partial")
        partial.write_text(json.dumps(self._states, indent=2), "utf-8")
        os.replace(partial, self._path)  # noqa: PTH105 - os.replace is atomic by its documentation
