"""Name constraints of the CAs above a certificate (RFC 5280, 4.2.1.10)."""

import ipaddress
from collections.abc import Iterable, Iterator, Sequence
from urllib.parse import urlsplit

from cryptography import x509

from bot.diagnostics.trust.parsed import Parsed
from bot.diagnostics.visible_text import visible

MAX_COMPARISONS = 250_000
"""Names times constraints in one path; Go stops there as well, OpenSSL at a million."""


class ConstraintError(ValueError):
    """A name is not within the constraints; says which."""


def check_name_constraints(path: Sequence[Parsed]) -> None:
    """Every name against the constraints of each CA above it. The leaf is first in ``path``.

    Raises:
        ConstraintError: A name is excluded or not permitted, or a constraint cannot be applied.
    """
    comparisons = 0
    for position, authority in enumerate(path):
        constraints = authority.extension(x509.NameConstraints) if position else None
        if constraints is None:
            continue
        names = list(_names_below(path[:position]))
        permitted = list(constraints.permitted_subtrees or ())
        excluded = list(constraints.excluded_subtrees or ())
        comparisons += len(names) * (len(permitted) + len(excluded))
        if comparisons > MAX_COMPARISONS:
            raise ConstraintError(
                f"there are too many names and constraints to compare them ({comparisons:,} comparisons)"
            )
        _check(names, _by_kind(permitted), _by_kind(excluded), authority)


def _names_below(below: Sequence[Parsed]) -> Iterator[x509.GeneralName]:
    """Names of the certificates below a CA; self-issued intermediates are exempt (RFC 5280, 6.1.4)."""
    for position, certificate in enumerate(below):
        if position and certificate.self_issued:
            continue
        if certificate.certificate.subject.rdns:
            yield x509.DirectoryName(certificate.certificate.subject)
        yield from certificate.extension(x509.SubjectAlternativeName) or ()


def _by_kind(subtrees: Iterable[x509.GeneralName]) -> dict[type, "_Subtrees"]:
    kinds: dict[type, list[x509.GeneralName]] = {}
    for subtree in subtrees:
        kinds.setdefault(type(subtree), []).append(subtree)
    return {kind: _Subtrees(kind, values) for kind, values in kinds.items()}


def _check(
    names: Sequence[x509.GeneralName],
    permitted: dict[type, "_Subtrees"],
    excluded: dict[type, "_Subtrees"],
    authority: Parsed,
) -> None:
    for name in names:
        allowed, denied = permitted.get(type(name)), excluded.get(type(name))
        if allowed is not None and not allowed.hold(name):
            raise ConstraintError(f"{_shown(name)} is not among the names that {authority.name} may certify")
        if denied is not None and denied.touch(name):
            raise ConstraintError(f"{_shown(name)} is among the names that {authority.name} must not certify")


def _shown(name: x509.GeneralName) -> str:
    value = name.value.rfc4514_string() if isinstance(name, x509.DirectoryName) else name.value
    return visible(str(value), 80)


class _Subtrees:
    """Subtrees of one kind of name."""

    def __init__(self, kind: type, subtrees: Sequence[x509.GeneralName]) -> None:
        self._kind = kind
        self._subtrees = subtrees
        # A set of DNS subtrees is looked up label by label: quick for ten thousand names as well.
        self._hosts = frozenset(
            subtree.value.lower() for subtree in subtrees if isinstance(subtree, x509.DNSName)
        )

    def hold(self, name: x509.GeneralName) -> bool:
        """Every name that ``name`` stands for is within one of the subtrees."""
        if isinstance(name, x509.DNSName):
            host = name.value.lower()
            return self._hold_host(host.removeprefix("*."), wildcard=host.startswith("*."))
        return any(_within(name, subtree) for subtree in self._subtrees)

    def touch(self, name: x509.GeneralName) -> bool:
        """Some name that ``name`` stands for is within one of the subtrees."""
        if isinstance(name, x509.DNSName) and name.value.startswith("*."):
            parent = name.value[2:].lower()
            if any(host.lstrip(".").partition(".")[2] == parent for host in self._hosts):
                return True
        return self.hold(name)

    def _hold_host(self, host: str, *, wildcard: bool) -> bool:
        if "" in self._hosts or host in self._hosts or (wildcard and f".{host}" in self._hosts):
            return True
        while "." in host:
            host = host.partition(".")[2]
            # A leading dot is beyond RFC 5280, but OpenSSL and Go take it to mean subdomains only.
            if host in self._hosts or f".{host}" in self._hosts:
                return True
        return False


def _within(name: x509.GeneralName, subtree: x509.GeneralName) -> bool:
    if isinstance(name, x509.IPAddress) and isinstance(subtree, x509.IPAddress):
        return _address_within(name, subtree)
    if isinstance(name, x509.RFC822Name) and isinstance(subtree, x509.RFC822Name):
        return _mailbox_within(name.value, subtree.value)
    if isinstance(name, x509.UniformResourceIdentifier) and isinstance(
        subtree, x509.UniformResourceIdentifier
    ):
        return _host_within(_host_of(name.value), subtree.value)
    if isinstance(name, x509.DirectoryName) and isinstance(subtree, x509.DirectoryName):
        return _name_within(name.value, subtree.value)
    raise ConstraintError(f"a constraint on names of the kind of {_shown(name)} cannot be applied")


def _address_within(name: x509.IPAddress, subtree: x509.IPAddress) -> bool:
    network, address = subtree.value, name.value
    if not isinstance(network, ipaddress.IPv4Network | ipaddress.IPv6Network):
        raise ConstraintError("a constraint on addresses is no network")
    return address in network


def _mailbox_within(mailbox: str, subtree: str) -> bool:
    local, _, host = mailbox.rpartition("@")
    subtree_local, at, subtree_host = subtree.rpartition("@")
    if at:
        return local == subtree_local and host.lower() == subtree_host.lower()
    return _host_within(host, subtree_host)


def _host_within(host: str, subtree: str) -> bool:
    """The constraint is a host, or a domain with a leading dot for the hosts in it; empty for all."""
    host, subtree = host.lower(), subtree.lower()
    if subtree.startswith("."):
        return host.endswith(subtree)
    return not subtree or host == subtree


def _host_of(uri: str) -> str:
    try:
        host = urlsplit(uri).hostname
    except ValueError:
        host = None
    if not host:
        raise ConstraintError(f"{visible(uri, 80)} names no host, so that it cannot be held to a constraint")
    return host


def _name_within(name: x509.Name, subtree: x509.Name) -> bool:
    """The subtree's relative names are the first ones of the name (RFC 5280, 7.1)."""
    wanted, had = list(subtree.rdns), list(name.rdns)
    return len(had) >= len(wanted) and all(
        _folded(one) == _folded(other) for one, other in zip(wanted, had, strict=False)
    )


def _folded(name: x509.RelativeDistinguishedName) -> frozenset[tuple[str, str]]:
    return frozenset(
        (attribute.oid.dotted_string, " ".join(str(attribute.value).casefold().split())) for attribute in name
    )
