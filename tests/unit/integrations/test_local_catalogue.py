"""The catalogue in a file."""

import os
from pathlib import Path

import pytest

from bot import content
from bot.content_file import ContentFileError
from bot.integrations.catalogue import LocalCatalogue, service_from_json, service_to_json

DEMO = content.root() / "runbooks" / "demo" / "catalogue.yaml"


async def test_the_demo_catalogue_knows_its_main_service() -> None:
    """Production and critical, with the people by the ids that the workspace gave them."""
    catalogue = LocalCatalogue(DEMO, {"commander": "U0C", "pki-engineer": "U0P"})
    found = await catalogue.find("host", "api.example.com:8443")
    assert found is not None
    assert (found.environment, found.criticality, found.on_call) == ("production", "critical", ("U0C",))
    assert (found.service_owner, found.certificate_owner) == ("U0P", None)
    assert service_from_json(service_to_json(found)) == found


async def test_wildcards_names_and_strangers() -> None:
    """A wildcard stands for hosts below it; a service is found by its name; others are not known."""
    catalogue = LocalCatalogue(DEMO)
    below = await catalogue.find("host", "api.staging.example.com")
    assert below is not None
    assert below.environment == "non-production"
    assert await catalogue.find("service", "SHOP") is not None
    assert await catalogue.find("host", "staging.example.com") is None
    assert await catalogue.find("ca", "vault-pki") is None


async def test_a_file_that_breaks_later_is_not_used(tmp_path: Path) -> None:
    """The last good one is; once it is mended, it counts."""
    path = tmp_path / "catalogue.yaml"
    path.write_text("services: [{name: a, hosts: [a.example.com]}]", "utf-8")
    catalogue = LocalCatalogue(path)
    _write(path, "services: [{name: ")
    assert await catalogue.find("host", "a.example.com") is not None
    _write(path, "services: [{name: b, hosts: [b.example.com]}]")
    assert await catalogue.find("host", "a.example.com") is None
    assert await catalogue.find("host", "b.example.com") is not None


def _write(path: Path, text: str) -> None:
    before = path.stat().st_mtime_ns
    path.write_text(text, "utf-8")
    os.utime(path, ns=(before + 1_000_000, before + 1_000_000))


def test_a_file_that_is_broken_at_start_stops_it(tmp_path: Path) -> None:
    """With file and line."""
    path = tmp_path / "catalogue.yaml"
    path.write_text("services:\n  - name: a\n    environment: prod\n", "utf-8")
    with pytest.raises(ContentFileError, match=r"catalogue\.yaml:3: services\.0\.environment"):
        LocalCatalogue(path)
