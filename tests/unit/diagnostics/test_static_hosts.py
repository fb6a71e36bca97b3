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


@pytest.mark.parametrize(
    "entry", ["", "host", "host:443:addr", "host:x:addr:443", "host:443::443", ":443:a:1", "h:0:a:1"]
)
def test_an_entry_that_cannot_be_read_shows_the_shape(entry: str) -> None:
    """The operator sees what it should be."""
    with pytest.raises(StaticHostError, match="HOST:PORT:ADDRESS:PORT"):
        StaticHosts.parse([entry])
