"""The organisation's lists of what its runbooks may need: ``tools.yaml`` and ``contacts.yaml``."""

from collections.abc import Mapping

from pydantic import BaseModel, ConfigDict


class Tools(BaseModel):
    """``tools.yaml``: the programs that people have."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    tools: frozenset[str]


class Contacts(BaseModel):
    """``contacts.yaml``: whom to ask, and how they are reached."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    contacts: Mapping[str, str]
