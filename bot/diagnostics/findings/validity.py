"""Dates, and addresses that do not agree."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from bot.clock import utc_minute
from bot.diagnostics.checks.leaves import is_public
from bot.diagnostics.findings.kinds import Evidence, FindingKind, Found
from bot.diagnostics.findings.presented import leaves
from bot.diagnostics.model.certificate import CertificateFacts
from bot.diagnostics.model.finding import Severity
from bot.diagnostics.model.observation import Handshake

DAY = timedelta(days=1)

EXPIRES_SOON = timedelta(days=14)
EXPIRES_SOON_SHARE = 6
"""Of its lifetime, a sixth. Clients renew when a third is left (ACME clients, and Let's Encrypt's advice): half of
that has then passed without a renewal. For 90 days and more this is over 14 days, which are enough for anybody."""

INTERMEDIATE_EXPIRES_SOON = timedelta(days=30)
"""Replacing one takes a change on every server that sends it."""

LIMITS = (
    (datetime(2018, 3, 1, tzinfo=UTC), 825),
    (datetime(2020, 9, 1, tzinfo=UTC), 398),
    (datetime(2026, 3, 15, tzinfo=UTC), 200),
    (datetime(2027, 3, 15, tzinfo=UTC), 100),
    (datetime(2029, 3, 15, tzinfo=UTC), 47),
)
"""Days of validity of a public certificate, by notBefore (TLS Baseline Requirements, 6.3.2; ballots 193 and SC-081v3;
398 days by the root programmes of Apple, Mozilla and Chrome)."""

ENFORCED_BY_CLIENTS = 398
"""Browsers refuse more. They leave the shorter limits to the CAs, as far as is known."""

KINDS = (
    FindingKind(
        "lifetime-too-long",
        Severity.ERROR,
        55,
        "The certificate {where} is valid for {days} days, and browsers refuse public ones of more than {limit}.",
        "Ask the CA for a certificate with a shorter lifetime.",
        "TLS Baseline Requirements, 6.3.2; https://support.apple.com/en-us/102028",
    ),
    FindingKind(
        "expires-soon",
        Severity.WARNING,
        80,
        "The certificate {where} expires at {not_after}.",
        "Check that its renewal is under way.",
        "RFC 5280, 4.1.2.5",
    ),
    FindingKind(
        "intermediate-expires-soon",
        Severity.WARNING,
        75,
        "An intermediate certificate that is sent {where} expires at {not_after}: {name}.",
        "Put the CA's current intermediate into the server's chain file.",
        "RFC 5280, 6.1.3",
    ),
    FindingKind(
        "addresses-differ",
        Severity.WARNING,
        70,
        "Not every address presents the same certificate.",
        "Deploy the newest one everywhere; a rollout may have stopped half-way.",
        "Compared by SHA-256 of the certificate",
    ),
    FindingKind(
        "lifetime-over-limit",
        Severity.WARNING,
        35,
        "The certificate {where} is valid for {days} days, and a public CA may issue at most {limit} since its date.",
        "Ask the CA whether it will revoke the certificate, and have a replacement ready.",
        "TLS Baseline Requirements, 6.3.2; ballot SC-081v3",
    ),
)


def find(evidence: Evidence) -> Iterator[Found]:
    """What is valid now and will not be for long, what is valid for too long, and leaves that differ."""
    for address, handshake, leaf in leaves(evidence):
        if handshake.trust is not None and handshake.trust.trusted:
            yield from _soon(evidence.now, address, handshake, leaf)
        if is_public(handshake):
            yield from _lifetime(address, leaf)
    if len({seen.leaf.fingerprint_sha256 for seen in evidence.observations if seen.leaf is not None}) > 1:
        yield Found("addresses-differ")


def lifetime(facts: CertificateFacts) -> timedelta:
    """From the first second of validity to the last, both included (RFC 5280, 4.1.2.5)."""
    return facts.not_after - facts.not_before + timedelta(seconds=1)


def expires_soon(facts: CertificateFacts, now: datetime) -> bool:
    """Whether little of its time is left: 14 days, or less for one that is short-lived."""
    return facts.not_after - now <= min(EXPIRES_SOON, lifetime(facts) / EXPIRES_SOON_SHARE)


def limit_at(not_before: datetime) -> int | None:
    """The longest validity in days that a public CA could issue then; None before there was this rule."""
    return next((days for since, days in reversed(LIMITS) if not_before >= since), None)


def _soon(now: datetime, address: str, handshake: Handshake, leaf: CertificateFacts) -> Iterator[Found]:
    if expires_soon(leaf, now):
        yield Found("expires-soon", {"not_after": utc_minute(leaf.not_after)}, address)
    for facts in handshake.chain[1:]:
        # A root that is sent along counts for nothing: the client uses its own.
        if facts is None or facts.self_issued:
            continue
        if now <= facts.not_after <= now + INTERMEDIATE_EXPIRES_SOON:
            filling = {"not_after": utc_minute(facts.not_after), "name": facts.subject_name}
            yield Found("intermediate-expires-soon", filling, address)


def _lifetime(address: str, leaf: CertificateFacts) -> Iterator[Found]:
    limit = limit_at(leaf.not_before)
    length = lifetime(leaf)
    if limit is None or length <= limit * DAY:
        return
    # A second over is a day over (TLS Baseline Requirements, 6.3.2).
    days = str(-(-length // DAY))
    enforced = max(limit, ENFORCED_BY_CLIENTS)
    if length > enforced * DAY:
        yield Found("lifetime-too-long", {"days": days, "limit": str(enforced)}, address)
    else:
        yield Found("lifetime-over-limit", {"days": days, "limit": str(limit)}, address)
