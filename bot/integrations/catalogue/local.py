"""A catalogue in a YAML file, read again when it changes."""

import asyncio
from collections.abc import Mapping
from fnmatch import fnmatchcase
from pathlib import Path

import structlog
from pydantic import BaseModel, ConfigDict, Field

from bot.content_file import ContentFileError, load_content_file
from bot.integrations.catalogue.interface import ServiceFacts


class _Entry(ServiceFacts):
    hosts: tuple[str, ...] = ()
    """Host names; ``*.example.com`` stands for every name below ``example.com``."""


class _File(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    people: Mapping[str, str] = Field(default_factory=dict)
    """Name -> Slack user id, for the names used below."""
    services: tuple[_Entry, ...] = ()


class LocalCatalogue:
    """The services in a file. A file that breaks while the bot runs is logged, and the last good one used.

    Args:
        path: The YAML file.
        people: Slack user ids by name, in addition to those in the file.

    Raises:
        ContentFileError: The file cannot be used at start; file and line are named.
    """

    def __init__(self, path: Path, people: Mapping[str, str] | None = None) -> None:
        self._path = path
        self._people = dict(people or {})
        self._read_at = _changed_at(path)
        self._file = load_content_file(path, _File)

    async def find(self, subject_kind: str, subject_value: str) -> ServiceFacts | None:
        """By host name, or by the service's own name."""
        await asyncio.to_thread(self._refresh)
        for entry in self._file.services:
            if _is_of(entry, subject_kind, subject_value):
                return self._facts(entry)
        return None

    def _refresh(self) -> None:
        changed_at = _changed_at(self._path)
        if changed_at == self._read_at:
            return
        self._read_at = changed_at
        try:
            self._file = load_content_file(self._path, _File)
        except ContentFileError as error:
            structlog.get_logger(__name__).error(
                "catalogue_broken", error=str(error), used="the last good one"
            )

    def _facts(self, entry: _Entry) -> ServiceFacts:
        return ServiceFacts(
            name=entry.name,
            environment=entry.environment,
            criticality=entry.criticality,
            redundancy=entry.redundancy,
            team=entry.team,
            issuance=entry.issuance,
            health_path=entry.health_path,
            on_call=tuple(self._person(name) for name in entry.on_call),
            service_owner=self._person(entry.service_owner) if entry.service_owner else None,
            certificate_owner=self._person(entry.certificate_owner) if entry.certificate_owner else None,
        )

    def _person(self, name: str) -> str:
        return self._people.get(name) or self._file.people.get(name) or name


def _changed_at(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0


def _is_of(entry: _Entry, subject_kind: str, subject_value: str) -> bool:
    if subject_kind == "service":
        return entry.name.lower() == subject_value.lower()
    if subject_kind != "host":
        return False
    host = subject_value if subject_value.startswith("[") else subject_value.partition(":")[0]
    return any(fnmatchcase(host, pattern.lower()) for pattern in entry.hosts)
