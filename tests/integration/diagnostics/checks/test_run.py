import asyncio
import hashlib
from dataclasses import replace

from bot.diagnostics.checks.leaves import LeafSeen, leaves_seen
from bot.diagnostics.checks.lint import Linter
from bot.diagnostics.checks.policy import OperatorPolicy
from bot.diagnostics.checks.policy_document import PolicyDocument, PolicyRule
from bot.diagnostics.checks.resolver import LookupFailedError
from bot.diagnostics.checks.run import MAX_LEAVES, CheckOptions, run_checks
from bot.diagnostics.model.checks import Checks
from bot.diagnostics.model.observation import Observation, Outcome
from bot.diagnostics.model.trust import PathVerdict, StoreVerdict, Trust, TrustReason
from bot.diagnostics.target import Target
from tests.certificates_made import facts_of, handshake_of, make_certificate

TARGET = Target("api.example.com")
NOTHING = CheckOptions(keys=False, lint=False, dns=False)


class NoDns:
    """A resolver that never answers usefully."""

    async def records(self, name: str, kind: str, timeout_s: float) -> tuple[tuple[str, ...], bool]:
        """As the protocol says."""
        raise LookupFailedError("refused")


def _leaf(der: bytes, *, public: bool = False) -> LeafSeen:
    return LeafSeen(der, facts_of(der), public)


async def _run(*leaves: LeafSeen, options: CheckOptions, within_s: float = 60) -> Checks:
    return await run_checks(leaves, TARGET, options, asyncio.get_running_loop().time() + within_s)


async def test_all_checks_at_once() -> None:
    """What is found, and what could not be made, side by side."""
    policy = OperatorPolicy(PolicyDocument(rules=(PolicyRule("Ours", max_lifetime_days=1),)))
    der = make_certificate()
    async with Linter() as linter:
        found = await _run(
            _leaf(der, public=True), options=CheckOptions(policy=policy, resolver=NoDns(), linter=linter)
        )
    assert found.weak_keys == ()
    assert found.lint
    assert [each.rule for each in found.policy] == ["lifetime"]
    assert found.dns is not None
    assert (found.dns.caa, found.dns.tlsa) == (None, None)
    assert found.not_made == (
        "DNS records could not all be looked up: CAA of api.example.com: refused; TLSA: refused.",
    )


async def test_what_is_switched_off_is_not_done() -> None:
    """And is no failure."""
    assert await _run(_leaf(make_certificate(), public=True), options=NOTHING) == Checks()


async def test_private_certificates_are_not_linted() -> None:
    """The rules are not theirs."""
    assert (await _run(_leaf(make_certificate()), options=replace(NOTHING, lint=True))) == Checks()


async def test_no_time_left() -> None:
    """Each check that could not be made has its sentence."""
    found = await _run(
        _leaf(make_certificate(), public=True), options=CheckOptions(resolver=NoDns()), within_s=-1
    )
    assert found.not_made == (
        "The key of api.example.com was not examined: there was no time left.",
        "The certificate of api.example.com was not linted: the linter did not answer in time.",
        "DNS records could not all be looked up: CAA of api.example.com: refused; TLSA: refused.",
    )


async def test_many_certificates_of_one_target() -> None:
    """Some are examined, and it is told that the others are not."""
    leaves = [_leaf(make_certificate(serial=serial)) for serial in range(1, MAX_LEAVES + 3)]
    found = await _run(*leaves, options=NOTHING)
    assert found.not_made == (f"Only {MAX_LEAVES} of {MAX_LEAVES + 2} certificates were examined.",)


def test_each_distinct_leaf_once() -> None:
    """Public if it was so anywhere, with the issuers of every verified path."""
    der, other = make_certificate(serial=1), make_certificate(serial=2)
    path = PathVerdict(("leaf", "CA"), (hashlib.sha256(der).hexdigest(), "aa"), TrustReason.TRUSTED)
    trust = Trust(trusted=True, reason=TrustReason.TRUSTED, path=(), paths=(path,))
    handshakes = [
        handshake_of(der, store="the operator's"),
        replace(handshake_of(der), verdicts=(StoreVerdict("Mozilla", trust, public=True),)),
        handshake_of(other, trusted=False),
        handshake_of(b"junk"),
        handshake_of(),
    ]
    seen = [
        Observation(f"192.0.2.{n}:443", Outcome.SERVED, handshakes=(h,)) for n, h in enumerate(handshakes)
    ]
    assert leaves_seen(seen) == (
        LeafSeen(der, facts_of(der), public=True, issuers=("aa",)),
        LeafSeen(other, facts_of(other)),
    )
