"""What a path has to keep besides, where certificate profiles are enforced."""

import functools
import ipaddress
import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import dsa, ec, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from bot.diagnostics.certificates.facts import UNPARSABLE
from bot.diagnostics.model.trust import TrustReason
from bot.diagnostics.trust.names import matches
from bot.diagnostics.trust.parsed import Parsed
from bot.diagnostics.trust.path_builder import Path
from bot.diagnostics.trust.path_rules import Problem
from bot.diagnostics.trust.policy import Profile, Purpose, Question

if TYPE_CHECKING:
    from publicsuffixlist import PublicSuffixList

_MUST_BE_CRITICAL = frozenset({x509.PolicyConstraints.oid, x509.InhibitAnyPolicy.oid})
_MUST_NOT_BE_CRITICAL = frozenset(
    {
        x509.AuthorityInformationAccess.oid,
        x509.SubjectInformationAccess.oid,
        x509.FreshestCRL.oid,
    }
)
_HOST_LABEL = re.compile(r"(?!-)[A-Za-z0-9-]{1,63}(?<!-)")
_OLD_ADDRESS = re.compile(r"(?:0[xX][0-9a-fA-F]+|\d+)(?:\.(?:0[xX][0-9a-fA-F]+|\d+)){3}|0[xX][0-9a-fA-F]{8}")
_CURVES = (ec.SECP256R1, ec.SECP384R1, ec.SECP521R1)


def first_breach(path: Path, question: Question) -> Problem | None:
    """The first rule of the profile that the path breaks."""
    sentence = next(_breaches(path, question), None)
    return None if sentence is None else Problem(TrustReason.OTHER, sentence)


def _breaches(path: Path, question: Question) -> Iterator[str]:
    if question.profile >= Profile.STRICT:
        for certificate in path.certificates:
            yield from _strict(certificate, is_root=path.anchored and certificate is path.top)
        for authority in path.certificates[1:]:
            yield from _strict_authority(authority)
        yield from _strict_leaf(path.leaf)
    if question.profile >= Profile.BASELINE:
        for certificate in path.certificates:
            yield from _rest_of_rfc5280(certificate, is_root=path.anchored and certificate is path.top)
            yield from _baseline_key(certificate)
        if path.anchored and len(path.certificates) > 1:
            yield from _baseline_root(path.top)
        if question.purpose is Purpose.SERVER:
            yield from _baseline_leaf(path.leaf, question)


def _strict(certificate: Parsed, *, is_root: bool) -> Iterator[str]:
    name = certificate.name
    if not certificate.certificate.issuer.rdns:
        yield f"{name} names no issuer (RFC 5280, 4.1.2.4)"
    identifier = certificate.extension(x509.AuthorityKeyIdentifier)
    if certificate.authority_key_id is None and (identifier is not None or not is_root):
        yield f"{name} does not name its issuer's key (RFC 5280, 4.2.1.1)"
    for kind in (x509.AuthorityKeyIdentifier, x509.SubjectKeyIdentifier):
        if certificate.is_critical(kind):
            yield f"{name} has a key identifier that is critical (RFC 5280, 4.2.1.1 and 4.2.1.2)"
    usage = certificate.extension(x509.KeyUsage)
    may_sign = usage is not None and usage.key_cert_sign
    if may_sign and not certificate.is_ca:
        yield f"the key of {name} may sign certificates, but it is no CA (RFC 5280, 4.2.1.9)"
    limits = certificate.extension(x509.BasicConstraints)
    if limits is not None and limits.path_length is not None and not may_sign:
        yield f"{name} limits the path below it, but its key may sign no certificates (RFC 5280, 4.2.1.9)"


def _strict_authority(authority: Parsed) -> Iterator[str]:
    name = authority.name
    if authority.certificate.version is not x509.Version.v3:
        yield f"{name} is a CA, but of an old version of X.509 (RFC 5280, 4.1.2.1)"
    if not authority.certificate.subject.rdns:
        yield "a CA in the chain has no name (RFC 5280, 4.1.2.6)"
    if authority.subject_key_id is None:
        yield f"{name} has no subject key identifier (RFC 5280, 4.2.1.2)"
    if authority.extension(x509.KeyUsage) is None:
        yield f"{name} does not say what its key may be used for (RFC 5280, 4.2.1.3)"
    if not authority.is_critical(x509.BasicConstraints):
        yield f"the basic constraints of {name} are not critical (RFC 5280, 4.2.1.9)"


def _strict_leaf(leaf: Parsed) -> Iterator[str]:
    names = leaf.extension(x509.SubjectAlternativeName)
    if names is not None and not list(names):
        yield f"{leaf.name} has an empty list of names (RFC 5280, 4.2.1.6)"
    if not leaf.certificate.subject.rdns and not leaf.is_critical(x509.SubjectAlternativeName):
        yield "the certificate has no subject, and its list of names is not critical (RFC 5280, 4.2.1.6)"


def _rest_of_rfc5280(certificate: Parsed, *, is_root: bool) -> Iterator[str]:
    name = certificate.name
    if certificate.serial < 0 or (certificate.serial == 0 and not is_root):
        # Roots of public programmes with serial number 0 are in use (GoDaddy G2): all clients accept those.
        yield f"the serial number of {name} is not positive (RFC 5280, 4.1.2.2)"
    for extension in certificate.certificate.extensions:
        if extension.oid in _MUST_BE_CRITICAL and not extension.critical:
            yield f"{name} has an extension that must be critical and is not ({extension.oid.dotted_string})"
        if extension.oid in _MUST_NOT_BE_CRITICAL and extension.critical:
            yield f"{name} has an extension that must not be critical and is ({extension.oid.dotted_string})"
    constraints = certificate.extension(x509.NameConstraints)
    if constraints is None:
        return
    if not certificate.is_ca:
        yield f"{name} has name constraints, but is no CA (RFC 5280, 4.2.1.10)"
    for subtree in (*(constraints.permitted_subtrees or ()), *(constraints.excluded_subtrees or ())):
        if isinstance(subtree, x509.DNSName) and subtree.value and not _is_host_name(subtree.value):
            yield f"{name} has a constraint on DNS names that is none (RFC 5280, 4.2.1.10)"


def _is_host_name(name: str) -> bool:
    return len(name) <= 253 and all(_HOST_LABEL.fullmatch(label) for label in name.split("."))


def _baseline_key(certificate: Parsed) -> Iterator[str]:
    """Baseline Requirements, 6.1.5 and 7.1.3.1."""
    try:
        key = certificate.certificate.public_key()
    except UNPARSABLE:
        return
    if isinstance(key, rsa.RSAPublicKey) and key.key_size % 8:
        yield f"{certificate.name} has an RSA key whose size is not a multiple of 8 bits (BR 6.1.5)"
    if isinstance(key, dsa.DSAPublicKey):
        yield f"{certificate.name} has a DSA key (BR 6.1.5)"
    if isinstance(key, ec.EllipticCurvePublicKey) and not isinstance(key.curve, _CURVES):
        yield f"{certificate.name} has a key on the curve {key.curve.name} (BR 6.1.5)"


def _baseline_root(root: Parsed) -> Iterator[str]:
    """Baseline Requirements, 7.1.2.1."""
    if root.extension(x509.ExtendedKeyUsage) is not None:
        yield f"the root {root.name} has an extended key usage (BR 7.1.2.1.2)"
    identifier = root.extension(x509.AuthorityKeyIdentifier)
    if identifier is None:
        return
    if identifier.authority_cert_issuer is not None or identifier.authority_cert_serial_number is not None:
        yield f"the root {root.name} names its issuer's certificate (BR 7.1.2.1.3)"
    if root.self_issued and identifier.key_identifier != root.subject_key_id:
        yield f"the root {root.name} does not name its own key as its issuer's (BR 7.1.2.1.3)"


def _baseline_leaf(leaf: Parsed, question: Question) -> Iterator[str]:
    usages = leaf.extension(x509.ExtendedKeyUsage)
    if usages is not None and ExtendedKeyUsageOID.ANY_EXTENDED_KEY_USAGE in usages:
        yield f"{leaf.name} is for any purpose (BR 7.1.2.7.10)"
    names = leaf.extension(x509.SubjectAlternativeName)
    if names is None:
        return
    hosts = names.get_values_for_type(x509.DNSName)
    addresses = [str(address) for address in names.get_values_for_type(x509.IPAddress)]
    for attribute in leaf.certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME):
        if _names_another(str(attribute.value), hosts, addresses):
            yield "the common name is not one of the certificate's names (BR 7.1.4.3)"
    if question.peer is not None and question.peer.address is None:
        standing = [host for host in hosts if matches(host, question.peer)]
        if standing and all(host.startswith("*.") and _is_public_suffix(host[2:]) for host in standing):
            yield "the wildcard spans a public suffix (BR 3.2.2.6)"


def _names_another(common_name: str, hosts: Sequence[str], addresses: Sequence[str]) -> bool:
    """Whether the common name is a host or address, but none of the certificate's, letter by letter.

    It is compared with names of its own kind, where there are any. The domain of a wildcard counts as one of
    the names: it is what the CA validated (BR 3.2.2.4).
    """
    if _is_address(common_name):
        return bool(addresses) and common_name not in addresses
    if "." not in common_name or not hosts:
        return False
    return common_name not in hosts and f"*.{common_name}" not in hosts


def _is_address(text: str) -> bool:
    """In any form that has ever been read as one: ``0xC0A80101`` and ``192.168.001.001`` too."""
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return bool(_OLD_ADDRESS.fullmatch(text))
    return True


def _is_public_suffix(domain: str) -> bool:
    return bool(_suffixes().is_public(domain.lower()))


@functools.cache
def _suffixes() -> "PublicSuffixList":
    # Imported here: the list takes a tenth of a second to read, and only this rule needs it.
    from publicsuffixlist import PublicSuffixList

    return PublicSuffixList(only_icann=True)
