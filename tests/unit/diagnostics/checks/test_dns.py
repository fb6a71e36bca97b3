import asyncio

import pytest

from bot.diagnostics.checks.caa import issuer_domains, permitted
from bot.diagnostics.checks.dns import MAX_CLIMB, dns_records
from bot.diagnostics.checks.resolver import LookupFailedError
from bot.diagnostics.model.checks import DnsRecords
from bot.diagnostics.target import Target

CAA = '0 issue "ca.example"'
TLSA = "3 1 1 aa"


class Answers:
    """A resolver that knows some records, and fails for some names."""

    def __init__(self, known: dict[tuple[str, str], str], failing: tuple[str, ...] = ()) -> None:
        self.known = known
        self.failing = failing
        self.asked: list[str] = []

    async def records(self, name: str, kind: str, timeout_s: float) -> tuple[tuple[str, ...], bool]:
        """As the protocol says."""
        self.asked.append(f"{kind} {name}")
        if name in self.failing:
            raise LookupFailedError("no answer")
        found = self.known.get((kind, name))
        return ((found,) if found else ()), found is not None


async def _records(resolver: Answers, host: str = "a.b.example.com", port: int = 443) -> DnsRecords:
    found = await dns_records(Target(host, port), resolver, asyncio.get_running_loop().time() + 5)
    assert found is not None
    return found


@pytest.mark.parametrize("at", ["a.b.example.com", "b.example.com", "example.com", "com"])
async def test_caa_stands_at_the_host_or_above_it(at: str) -> None:
    """The set of the nearest name applies."""
    found = await _records(Answers({("CAA", at): CAA}))
    assert (found.caa, found.caa_at, found.detail) == ((CAA,), at, "")


async def test_the_nearest_caa_hides_those_above() -> None:
    """RFC 8659, 3: climbing ends at the first set."""
    found = await _records(
        Answers({("CAA", "b.example.com"): CAA, ("CAA", "com"): '0 issue "other.example"'})
    )
    assert (found.caa, found.caa_at) == ((CAA,), "b.example.com")


async def test_no_caa_is_no_restriction() -> None:
    """That is known, and is not the same as unknown."""
    found = await _records(Answers({}))
    assert (found.caa, found.tlsa, found.detail) == ((), (), "")


async def test_a_failed_lookup_below_leaves_caa_unknown() -> None:
    """What could stand there would hide what stands above it."""
    found = await _records(Answers({("CAA", "com"): CAA}, failing=("b.example.com",)))
    assert found.caa is None
    assert found.detail == "CAA of b.example.com: no answer"


async def test_a_failed_lookup_above_changes_nothing() -> None:
    """The nearer set applies all the same."""
    found = await _records(Answers({("CAA", "example.com"): CAA}, failing=("com",)))
    assert (found.caa, found.detail) == ((CAA,), "")


async def test_tlsa_is_of_the_port() -> None:
    """And it is told whether the resolver vouches for it."""
    found = await _records(Answers({("TLSA", "_25._tcp.mail.example.com"): TLSA}), "mail.example.com", 25)
    assert (found.tlsa, found.tlsa_secure) == ((TLSA,), True)


async def test_a_failed_tlsa_lookup_is_unknown() -> None:
    """Not empty."""
    found = await _records(Answers({}, failing=("_443._tcp.a.b.example.com",)))
    assert (found.tlsa, found.detail) == (None, "TLSA: no answer")


async def test_an_address_has_no_records() -> None:
    """Nothing is asked."""
    resolver = Answers({})
    assert await dns_records(Target("192.0.2.7"), resolver, 0) is None
    assert resolver.asked == []


async def test_a_host_of_many_labels_is_asked_for_only_so_often() -> None:
    """Beyond that it is unknown, and told."""
    resolver = Answers({})
    found = await _records(resolver, ".".join(["a"] * 60))
    assert len(resolver.asked) == MAX_CLIMB + 1
    assert found.caa is None
    assert "labels" in found.detail


async def test_a_resolver_that_does_not_answer() -> None:
    """The deadline holds, and all is unknown."""

    class Silent(Answers):
        async def records(self, name: str, kind: str, timeout_s: float) -> tuple[tuple[str, ...], bool]:
            await asyncio.Event().wait()
            raise AssertionError

    loop = asyncio.get_running_loop()
    started = loop.time()
    found = await dns_records(Target("example.com"), Silent({}), started + 0.05)
    assert loop.time() - started < 2
    assert found == DnsRecords(detail="CAA of example.com: no answer in time; TLSA: no answer in time")


@pytest.mark.parametrize(
    ("records", "wildcard", "domains"),
    [
        (['0 issue "ca.example"'], False, {"ca.example"}),
        (['0 issue "CA.example. ; account=1"', '0 ISSUE "b.example"'], False, {"ca.example", "b.example"}),
        (['0 issue ";"'], False, set()),
        (['0 issue ""'], False, set()),
        (['0 issuewild "ca.example"'], False, None),
        (['0 issuewild ";"', '0 issue "ca.example"'], True, set()),
        (['0 issue "ca.example"'], True, {"ca.example"}),
        (['0 iodef "mailto:a@b.example"'], False, None),
        (["garbage", ""], False, None),
    ],
)
def test_what_a_set_permits(records: list[str], wildcard: bool, domains: set[str] | None) -> None:
    """RFC 8659, 4.2 and 4.3."""
    assert permitted(records, wildcard=wildcard) == domains


def test_domains_of_issuers() -> None:
    """Some are known, and nothing is said of the others."""
    assert issuer_domains("let's encrypt") == {"letsencrypt.org"}
    assert "digicert.com" in issuer_domains("DigiCert Inc")
    assert issuer_domains("Certs of Example") == frozenset()
    assert issuer_domains("") == frozenset()
