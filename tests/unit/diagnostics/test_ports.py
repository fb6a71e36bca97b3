"""Which ports may be connected to."""

import pytest

from bot import content
from bot.diagnostics.errors import PortRuleError
from bot.diagnostics.ports import SERVICES, parse_ports
from bot.diagnostics.target import parse_target
from bot.settings import Settings


def test_ports_and_ranges() -> None:
    """Both ends of a range are in it."""
    ports = parse_ports(["443", " 8000-8002", "9000 - 9000"])
    assert ports is not None
    assert ports.numbers == {443, 8000, 8001, 8002, 9000}
    assert 443 in ports
    assert 444 not in ports


def test_what_is_well_known_can_be_added_to() -> None:
    """An operator with one more port need not copy the list."""
    ports = parse_ports(["Well-Known", "7000"])
    assert ports is not None
    assert ports.numbers == {*SERVICES, 7000}


@pytest.mark.parametrize("entries", [["any"], ["443", "ANY"], ["any", "well-known"]])
def test_any_allows_all(entries: list[str]) -> None:
    """Whatever stands beside it."""
    assert parse_ports(entries) is None


@pytest.mark.parametrize(
    "entry",
    ["https", "0", "65536", "-1", "1-", "-", "9-1", "1-65536", "443/tcp", "4\u0664", "1-2-3", "0443443", "*"],
)
def test_what_is_no_port_is_refused_with_an_example(entry: str) -> None:
    """A mistake never allows more than was meant."""
    with pytest.raises(PortRuleError, match="CERTINC_DIAGNOSIS_PORTS"):
        parse_ports(["443", entry])


def test_an_empty_setting_is_refused() -> None:
    """It is neither everything nor the default."""
    with pytest.raises(PortRuleError, match="No port"):
        parse_ports([])


@pytest.mark.parametrize(
    "text",
    [
        "api.example.com",
        *(
            f"{scheme}://a.example"
            for scheme in ("smtp", "smtps", "imap", "imaps", "pop3", "pop3s", "ftp", "ftps")
        ),
        *(f"{scheme}://a.example" for scheme in ("ldap", "ldaps", "postgres", "mysql", "xmpp", "xmpps")),
        *(f"{scheme}://a.example" for scheme in ("amqps", "mqtts", "wss", "tls")),
        "xmpp://a.example:5269",
    ],
)
def test_every_service_that_a_target_can_name_is_well_known(text: str) -> None:
    """Otherwise the default would refuse what the bot itself completes."""
    assert parse_target(text).port in SERVICES


def test_the_default_is_what_is_well_known() -> None:
    """SSH, and ports of clear text, are not."""
    ports = parse_ports(Settings.model_fields["diagnosis_ports"].default)
    assert ports is not None
    assert not {22, 23, 53, 80, 111, 135, 139, 445, 2049, 6379, 8080, 11211} & ports.numbers


def test_the_documentation_lists_them() -> None:
    """With each one's service."""
    text = " ".join((content.root() / "docs" / "diagnostics.md").read_text("utf-8").split())
    missing = [port for port, name in SERVICES.items() if f"{port} {name}" not in text]
    assert missing == []
