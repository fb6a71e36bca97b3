"""Whether a client with these roots accepts a chain as it was sent, at a time, for a host; and why not."""

import ipaddress
import warnings
from collections.abc import Sequence
from datetime import datetime

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.verification import PolicyBuilder, VerificationError

from bot.diagnostics.certificates.facts import UNPARSABLE, certificate_facts, parse_certificate
from bot.diagnostics.model.trust import Trust, TrustReason
from bot.diagnostics.target import Target
from bot.diagnostics.trust.stores import TrustStore
from bot.diagnostics.visible_text import visible

MAX_DEPTH = 10


def judge(chain: Sequence[bytes], target: Target, store: TrustStore, now: datetime) -> Trust:
    """The verdict of a client that trusts ``store``, for ``target``, at ``now``."""
    certificates = [certificate for der in chain if (certificate := parse_certificate(der)) is not None]
    if not certificates or parse_certificate(chain[0]) is None:
        return Trust(False, TrustReason.UNREADABLE, ())
    leaf, others = certificates[0], certificates[1:]
    path, anchored = _path(leaf, others, store)
    names = tuple(_subject(certificate) for certificate in path)
    reason = _reason(path, anchored, target, now)
    if reason is not None:
        return Trust(False, reason, names)
    try:
        _verify(leaf, others, target, store, now)
    except (VerificationError, *UNPARSABLE) as error:
        return Trust(False, TrustReason.OTHER, names, visible(str(error)))
    return Trust(True, TrustReason.TRUSTED, names)


def matches(name: str, target: Target) -> bool:
    """Whether a name of the subjectAltName stands for the target (RFC 9525, 6.3): a wildcard is a whole label."""
    if target.address is not None:
        try:
            return ipaddress.ip_address(name) == target.address
        except ValueError:
            return False
    pattern = name.lower().rstrip(".")
    if pattern.startswith("*."):
        _, _, parent = target.host.partition(".")
        return parent == pattern[2:] and "." in parent
    return pattern == target.host


def _reason(
    path: Sequence[x509.Certificate], anchored: bool, target: Target, now: datetime
) -> TrustReason | None:
    """What is plainly wrong, the most basic first; None where the verifier has to be asked."""
    leaf = path[0]
    if leaf.not_valid_after_utc < now:
        return TrustReason.EXPIRED_LEAF
    if leaf.not_valid_before_utc > now:
        return TrustReason.NOT_YET_VALID
    if not anchored:
        if len(path) == 1:
            return TrustReason.SELF_SIGNED if _issued(leaf, leaf) else TrustReason.MISSING_INTERMEDIATE
        return TrustReason.UNKNOWN_ROOT
    if any(certificate.not_valid_after_utc < now for certificate in path[1:]):
        return TrustReason.EXPIRED_INTERMEDIATE
    if not any(matches(name, target) for name in _names(leaf)):
        return TrustReason.WRONG_NAME
    return None


def _names(leaf: x509.Certificate) -> tuple[str, ...]:
    try:
        extension = leaf.extensions.get_extension_for_class(x509.SubjectAlternativeName)
    except x509.ExtensionNotFound:
        return ()
    addresses = [str(address) for address in extension.value.get_values_for_type(x509.IPAddress)]
    return (*extension.value.get_values_for_type(x509.DNSName), *addresses)


def _subject(certificate: x509.Certificate) -> str:
    facts = certificate_facts(certificate.public_bytes(Encoding.DER))
    return facts.subject_name if facts else "(unreadable)"


def _path(
    leaf: x509.Certificate, others: Sequence[x509.Certificate], store: TrustStore
) -> tuple[list[x509.Certificate], bool]:
    """The path from the leaf up, by names and signatures, and whether it ends at a trusted root."""
    path = [leaf]
    while len(path) < MAX_DEPTH:
        top = path[-1]
        if top in store.roots:
            return path, True
        issuer = top.issuer.public_bytes()
        root = next((root for root in store.by_subject.get(issuer, ()) if _issued(root, top)), None)
        if root is not None:
            return [*path, root], True
        above = next(
            (
                other
                for other in others
                if other not in path and other.subject == top.issuer and _issued(other, top)
            ),
            None,
        )
        if above is None:
            return path, False
        path.append(above)
    return path, False


def _issued(issuer: x509.Certificate, certificate: x509.Certificate) -> bool:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            certificate.verify_directly_issued_by(issuer)
        except (InvalidSignature, *UNPARSABLE):
            return False
    return True


def _verify(
    leaf: x509.Certificate,
    others: Sequence[x509.Certificate],
    target: Target,
    store: TrustStore,
    now: datetime,
) -> None:
    address = target.address
    subject = x509.IPAddress(address) if address is not None else x509.DNSName(target.host)
    builder = PolicyBuilder().store(store.verification_store).time(now)
    builder.max_chain_depth(MAX_DEPTH).build_server_verifier(subject).verify(leaf, list(others))
