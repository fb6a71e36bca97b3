"""What tests of fetching share: rules that allow loopback, a counting resolver, short forms."""

from collections.abc import Sequence
from ipaddress import ip_network

from bot.diagnostics.fetching.fetcher import ScreenedFetcher
from bot.diagnostics.fetching.outcome import FetchFailure, FetchRequest, FetchResult
from bot.diagnostics.fetching.rules import FetchRules
from bot.diagnostics.model.authority import AuthorityService

LOOPBACK = FetchRules(allowed_networks=(ip_network("127.0.0.0/8"), ip_network("::1/128")), timeout_s=0.5)


def request(url: str, certificate: str = "aa") -> FetchRequest:
    """For a list."""
    return FetchRequest(url, AuthorityService.CRL, certificate)


async def fetch(url: str, rules: FetchRules = LOOPBACK) -> FetchResult:
    """With a fetcher of its own."""
    async with ScreenedFetcher(rules) as fetcher:
        return await fetcher.fetch(request(url))


class Resolver:
    """Gives addresses in turn, and counts how often it was asked."""

    def __init__(self, *answers: Sequence[str]) -> None:
        self._answers = list(answers)
        self.asked: list[str] = []

    async def __call__(self, host: str, _port: int) -> Sequence[str]:
        """The next answer."""
        self.asked.append(host)
        return self._answers.pop(0)


def failure(result: FetchResult) -> FetchFailure:
    """The failure that it has to be."""
    assert isinstance(result, FetchFailure), result
    return result
