"""Records in DNS that bear on a certificate: CAA (RFC 8659) and TLSA (RFC 6698)."""

import asyncio

from bot.diagnostics.checks.resolver import LookupFailedError, Resolver
from bot.diagnostics.model.checks import DnsRecords
from bot.diagnostics.target import Target
from bot.diagnostics.visible_text import visible

MAX_CLIMB = 10
"""Names that are asked for CAA: the host, and those above it."""


async def dns_records(target: Target, resolver: Resolver, deadline: float) -> DnsRecords | None:
    """The records of a host; None for an address, which has none.

    Args:
        target: Whose.
        resolver: Who is asked.
        deadline: In the running loop's time.
    """
    if target.address is not None:
        return None
    timeout = max(0.0, deadline - asyncio.get_running_loop().time())
    caa, tlsa = await asyncio.gather(_caa(target, resolver, timeout), _tlsa(target, resolver, timeout))
    records, at, caa_failure = caa
    associations, secure, tlsa_failure = tlsa
    return DnsRecords(
        caa=records,
        caa_at=at,
        tlsa=associations,
        tlsa_secure=secure,
        detail="; ".join(each for each in (caa_failure, tlsa_failure) if each),
    )


async def _caa(
    target: Target, resolver: Resolver, timeout_s: float
) -> tuple[tuple[str, ...] | None, str, str]:
    """The set that applies: that of the nearest name at or above the host that has one."""
    labels = target.host.split(".")
    names = [".".join(labels[start:]) for start in range(len(labels))]
    # All at once: a round trip for each level would cost the time of the whole diagnosis.
    answers = await asyncio.gather(*(_asked(resolver, name, "CAA", timeout_s) for name in names[:MAX_CLIMB]))
    for name, (records, _, failure) in zip(names, answers, strict=False):
        if records is None:
            # A nearer set may be there, and would hide what stands above it.
            return None, "", f"CAA of {name}: {failure}"
        if records:
            return records, name, ""
    if len(names) > MAX_CLIMB:
        return None, "", f"CAA: the host has more than {MAX_CLIMB} labels"
    return (), "", ""


async def _tlsa(
    target: Target, resolver: Resolver, timeout_s: float
) -> tuple[tuple[str, ...] | None, bool, str]:
    records, secure, failure = await _asked(resolver, f"_{target.port}._tcp.{target.host}", "TLSA", timeout_s)
    return records, secure, f"TLSA: {failure}" if failure else ""


async def _asked(
    resolver: Resolver, name: str, kind: str, timeout_s: float
) -> tuple[tuple[str, ...] | None, bool, str]:
    try:
        async with asyncio.timeout(timeout_s):
            records, secure = await resolver.records(name, kind, timeout_s)
    except TimeoutError:
        return None, False, "no answer in time"
    except LookupFailedError as error:
        return None, False, str(error)
    return tuple(visible(record, 2000) for record in records), secure, ""
