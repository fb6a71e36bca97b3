"""Which URLs may be followed, and where they may lead."""

import ipaddress
from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.diagnostics.address_rules import is_forbidden, is_private
from bot.diagnostics.errors import FetchRuleError
from bot.diagnostics.fetching.allowance import MEGABYTE
from bot.diagnostics.fetching.location import WEB_PORTS
from bot.diagnostics.ports import AllowedPorts
from bot.diagnostics.static_hosts import StaticHosts
from bot.diagnostics.visible_text import visible

Network = ipaddress.IPv4Network | ipaddress.IPv6Network


@dataclass(frozen=True, slots=True)
class FetchRules:
    """The limits of one diagnosis."""

    allowed_networks: tuple[Network, ...] = ()
    """Private and loopback networks to which a URL in a certificate may lead."""
    private_host: str | None = None
    """The host that was asked about: what is private is allowed for its own name. None: it is not."""
    private_host_ports: AllowedPorts | None = None
    """Only on these ports, and on those of the web. None: on any."""
    static_hosts: StaticHosts = field(default_factory=StaticHosts)
    """Names in it were put there by the operator, and lead to private addresses freely."""
    timeout_s: float = 2.0
    """For one fetch, from the look-up to the last byte."""
    max_bytes: int = 40 * MEGABYTE
    """Of one answer. The largest lists of public CAs are smaller."""
    max_total_bytes: int = 80 * MEGABYTE
    """Of all answers of one diagnosis."""
    max_per_certificate: int = 4
    max_per_target: int = 12

    def refusal(self, address: str, host: str, port: int, *, exempt: bool) -> str | None:
        """Why ``port`` of ``address``, to which ``host`` leads, is not connected to; None where it is."""
        if is_forbidden(address):
            return f"{visible(host, 80)} leads to {address}, which is never connected to"
        if exempt or self._is_asked_about(host, port) or not is_private(address) or self._is_allowed(address):
            return None
        return f"{visible(host, 80)} leads to {address}, a private address that is not allowed"

    def _is_asked_about(self, host: str, port: int) -> bool:
        """Otherwise a certificate could send the bot to a port that nobody may name."""
        if host != self.private_host:
            return False
        return self.private_host_ports is None or port in self.private_host_ports or port in WEB_PORTS

    def _is_allowed(self, address: str) -> bool:
        parsed = ipaddress.ip_address(address.partition("%")[0])
        mapped = parsed.ipv4_mapped if isinstance(parsed, ipaddress.IPv6Address) else None
        return any((mapped or parsed) in network for network in self.allowed_networks)


def parse_networks(texts: Sequence[str]) -> tuple[Network, ...]:
    """Networks as the operator writes them, ``10.0.0.0/8`` or a single address.

    Raises:
        FetchRuleError: One is none.
    """
    return tuple(_network(text) for text in texts)


def _network(text: str) -> Network:
    try:
        return ipaddress.ip_network(text.strip())
    except ValueError as error:
        raise FetchRuleError(
            f"“{visible(text, 80)}” is no network: {error}.", remedy="Write it as in 10.0.0.0/8 or fd00::/8."
        ) from error
