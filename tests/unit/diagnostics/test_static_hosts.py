"""The static host map."""

import pytest

from bot.diagnostics import StaticHostError, StaticHosts, Target
from bot.diagnostics.static_hosts import Endpoint


def test_several_entries_for_one_host_are_its_addresses() -> None:
    """In the order they were given; other hosts and ports are not touched."""
    hosts = StaticHosts.parse(
        ["api.example.com:443:127.0.0.1:8443", "API.example.com:443:[::1]:8444", "x.example:443:10.0.0.1:1"]
    )
    assert hosts.endpoints(Target("api.example.com")) == (Endpoint("127.0.0.1", 8443), Endpoint("::1", 8444))
    assert hosts.endpoints(Target("api.example.com", 8443)) == ()


def test_hosts_are_read_as_targets_are() -> None:
    """International names and bracketed addresses are found again."""
    hosts = StaticHosts.parse(["bücher.example:443:backend.example:8443", "[2001:DB8::1]:443:127.0.0.1:1"])
    assert hosts.endpoints(Target("xn--bcher-kva.example")) == (Endpoint("backend.example", 8443),)
    assert hosts.endpoints(Target("2001:db8::1")) == (Endpoint("127.0.0.1", 1),)


@pytest.mark.parametrize(
    "entry",
    [
        "",
        "host",
        "host:443:addr",
        "host:x:addr:443",
        "host:443::443",
        ":443:a:1",
        "h:0:a:1",
        "a..b:1:c:1",
        "h1:1:[x]:1",
    ],
)
def test_an_entry_that_cannot_be_read_shows_the_shape(entry: str) -> None:
    """The operator sees what it should be."""
    with pytest.raises(StaticHostError, match="HOST:PORT:ADDRESS:PORT"):
        StaticHosts.parse([entry])
