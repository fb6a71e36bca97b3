"""Looking up DNS records, by the machine's own resolver or by whatever a test puts in its place."""

from typing import Protocol

from bot.diagnostics.visible_text import visible

MAX_RECORDS = 50
"""Kept of one answer."""


class LookupFailedError(Exception):
    """No answer could be had. That says nothing of whether there are records."""


class Resolver(Protocol):
    """Answers questions."""

    async def records(self, name: str, kind: str, timeout_s: float) -> tuple[tuple[str, ...], bool]:
        """The records of ``kind`` at ``name`` in presentation form, and whether the resolver vouches for them.

        Aliases are followed. No records, or no such name, is an empty answer. It vouches by the AD bit: it has
        checked the signatures (RFC 4035, 3.2.3), or the proof that there is nothing to sign.

        Raises:
            LookupFailedError: No answer could be had.
        """
        ...


class SystemResolver:
    """Asks the resolvers in the machine's configuration, or the given ones, by dnspython."""

    def __init__(self, nameservers: tuple[tuple[str, int], ...] = ()) -> None:
        self._nameservers = nameservers

    async def records(self, name: str, kind: str, timeout_s: float) -> tuple[tuple[str, ...], bool]:
        """As the protocol says."""
        # Takes 0.1 s, and is needed only where DNS is asked.
        import dns.asyncresolver
        import dns.exception
        import dns.flags
        import dns.name
        import dns.nameserver
        import dns.resolver

        try:
            resolver = dns.asyncresolver.Resolver(configure=not self._nameservers)
            if self._nameservers:
                resolver.nameservers = [dns.nameserver.Do53Nameserver(*each) for each in self._nameservers]
            resolver.flags = dns.flags.RD | dns.flags.AD
            answer = await resolver.resolve(
                dns.name.from_text(name, dns.name.root), kind, raise_on_no_answer=False, lifetime=timeout_s
            )
        except dns.resolver.NXDOMAIN:
            return (), False
        except (dns.exception.DNSException, OSError) as error:
            raise LookupFailedError(visible(str(error) or type(error).__name__, 150)) from error
        # Servers rotate records; sorted, two diagnoses of the same records are the same.
        found = sorted(record.to_text() for record in answer.rrset or ())
        return tuple(found[:MAX_RECORDS]), bool(answer.response.flags & dns.flags.AD)
