"""What is wrong with one path: the rules that every client enforces, the most basic first."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import dsa, ec, ed448, ed25519, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID

from bot.clock import utc_minute
from bot.diagnostics.certificates.facts import UNPARSABLE
from bot.diagnostics.model.trust import TrustReason
from bot.diagnostics.trust.crls import Crls, CrlStatus
from bot.diagnostics.trust.name_constraints import ConstraintError, check_name_constraints
from bot.diagnostics.trust.names import is_for
from bot.diagnostics.trust.parsed import Parsed, issued
from bot.diagnostics.trust.path_builder import Path
from bot.diagnostics.trust.policy import Purpose, Question

MIN_RSA_BITS = 2048
"""Debian's and Ubuntu's OpenSSL, Firefox and the Baseline Requirements (6.1.5) take none that is smaller."""

MIN_CURVE_BITS = 224

_HANDLED = frozenset(
    each.oid
    for each in (
        x509.AuthorityKeyIdentifier,
        x509.SubjectKeyIdentifier,
        x509.KeyUsage,
        x509.CertificatePolicies,
        x509.PolicyConstraints,
        x509.InhibitAnyPolicy,
        x509.SubjectAlternativeName,
        x509.IssuerAlternativeName,
        x509.BasicConstraints,
        x509.NameConstraints,
        x509.ExtendedKeyUsage,
        x509.CRLDistributionPoints,
        x509.AuthorityInformationAccess,
        x509.TLSFeature,
    )
) | {x509.ObjectIdentifier("2.5.29.33")}  # policy mappings
"""Extensions that clients process, so that they may be critical (RFC 5280, 4.2)."""

_SERVER_USES = "digital_signature", "key_encipherment", "key_agreement"


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a path is not accepted."""

    reason: TrustReason
    detail: str = ""


def first_problem(path: Path, question: Question, crls: Crls) -> Problem | None:
    """The most basic thing that is wrong with the path; None where these rules are kept."""
    return next(_problems(path, question, crls), None)


def _problems(path: Path, question: Question, crls: Crls) -> Iterator[Problem]:
    yield from _leaf_dates(path.leaf, question.now)
    yield from _end(path)
    yield from _other_dates(path, question.now)
    yield from _authorities(path, question.max_depth)
    yield from _unknown_extensions(path)
    try:
        check_name_constraints(path.certificates)
    except ConstraintError as error:
        yield Problem(TrustReason.NAME_CONSTRAINT, str(error))
    yield from _purpose(path, question.purpose)
    yield from _algorithms(path)
    yield from _revoked(path, question.now, crls)
    if question.peer is not None and not is_for(path.leaf, question.peer):
        yield Problem(TrustReason.WRONG_NAME)


def _leaf_dates(leaf: Parsed, now: datetime) -> Iterator[Problem]:
    if _expired(leaf, now):
        yield Problem(TrustReason.EXPIRED_LEAF)
    if _not_yet_valid(leaf, now):
        yield Problem(TrustReason.NOT_YET_VALID)


def _expired(certificate: Parsed, now: datetime) -> bool:
    """Fractions of a second do not count: certificates know none (RFC 5280, 4.1.2.5)."""
    return certificate.certificate.not_valid_after_utc < now.replace(microsecond=0)


def _not_yet_valid(certificate: Parsed, now: datetime) -> bool:
    return certificate.certificate.not_valid_before_utc > now


def _end(path: Path) -> Iterator[Problem]:
    """Why the path reaches no trusted root."""
    if path.anchored:
        return
    top = path.top
    if path.cut_off:
        yield Problem(TrustReason.PATH_TOO_LONG, "no end of it was found within the limits")
    elif issued(top, top):
        yield (
            Problem(TrustReason.SELF_SIGNED)
            if len(path.certificates) == 1
            else Problem(TrustReason.UNTRUSTED_ROOT_SENT, f"the root {top.name} is not trusted")
        )
    elif len(path.certificates) == 1:
        yield Problem(TrustReason.MISSING_INTERMEDIATE, f"the certificate of {top.issuer_name} is not sent")
    else:
        yield Problem(
            TrustReason.UNKNOWN_ROOT, f"{top.issuer_name}, which issued {top.name}, is not among the roots"
        )


def _other_dates(path: Path, now: datetime) -> Iterator[Problem]:
    for certificate in path.certificates[1:]:
        is_root = path.anchored and certificate is path.top
        if _expired(certificate, now):
            yield Problem(
                TrustReason.EXPIRED_ROOT if is_root else TrustReason.EXPIRED_INTERMEDIATE,
                f"{certificate.name} expired at {utc_minute(certificate.certificate.not_valid_after_utc)}",
            )
        if _not_yet_valid(certificate, now):
            since = utc_minute(certificate.certificate.not_valid_before_utc)
            yield Problem(TrustReason.NOT_YET_VALID, f"{certificate.name} is not valid before {since}")


def _authorities(path: Path, max_depth: int) -> Iterator[Problem]:
    """Who issued something must be a CA, and may have no more CAs below it than it says (RFC 5280, 6.1.4)."""
    below = 0
    for position, authority in enumerate(path.certificates[1:], start=1):
        is_root = path.anchored and position == len(path.certificates) - 1
        constraints = authority.extension(x509.BasicConstraints)
        usage = authority.extension(x509.KeyUsage)
        if constraints is None:
            if not is_root or authority.certificate.version is not x509.Version.v1:
                yield Problem(TrustReason.OTHER, f"{authority.name} issued a certificate, but is no CA")
        elif not constraints.ca:
            yield Problem(TrustReason.OTHER, f"{authority.name} issued a certificate, but is no CA")
        elif constraints.path_length is not None and below > constraints.path_length:
            yield Problem(
                TrustReason.PATH_TOO_LONG,
                f"{authority.name} allows {constraints.path_length} CAs below it; there are {below}",
            )
        if usage is not None and not usage.key_cert_sign:
            yield Problem(TrustReason.OTHER, f"the key of {authority.name} may not sign certificates")
        if not is_root and not authority.self_issued:
            below += 1
    if below > max_depth:
        yield Problem(TrustReason.PATH_TOO_LONG, f"there are {below} intermediates; {max_depth} are allowed")


def _unknown_extensions(path: Path) -> Iterator[Problem]:
    for certificate in path.certificates:
        for extension in certificate.certificate.extensions:
            if extension.critical and extension.oid not in _HANDLED:
                yield Problem(
                    TrustReason.OTHER,
                    f"{certificate.name} has a critical extension that clients do not know"
                    f" ({extension.oid.dotted_string})",
                )


def _purpose(path: Path, purpose: Purpose) -> Iterator[Problem]:
    """Extended key usage, on the leaf and as a limit on what CAs may issue; key usage on the leaf."""
    for certificate in path.certificates:
        usages = certificate.extension(x509.ExtendedKeyUsage)
        if usages is None or purpose.usage in usages:
            continue
        any_usage = ExtendedKeyUsageOID.ANY_EXTENDED_KEY_USAGE
        if certificate is path.leaf or any_usage not in usages:
            yield Problem(TrustReason.WRONG_PURPOSE, f"{certificate.name} is not for TLS {purpose.value}s")
    usage = path.leaf.extension(x509.KeyUsage)
    if usage is not None and not any(getattr(usage, use) for use in _SERVER_USES):
        yield Problem(TrustReason.WRONG_PURPOSE, f"the key of {path.leaf.name} may not be used for TLS")


def _algorithms(path: Path) -> Iterator[Problem]:
    for certificate in path.certificates:
        flaw = _key_flaw(certificate)
        if flaw:
            yield Problem(TrustReason.OTHER, f"{certificate.name} has {flaw}, which clients do not accept")
        is_root = path.anchored and certificate is path.top
        # Nothing is believed because of a root's own signature, so that its algorithm does not matter.
        if not is_root and _weakly_signed(certificate):
            yield Problem(
                TrustReason.OTHER,
                f"{certificate.name} is signed with an algorithm that clients no longer accept",
            )


def _key_flaw(certificate: Parsed) -> str | None:
    try:
        key = certificate.certificate.public_key()
    except UNPARSABLE:
        return "a key that cannot be read"
    if isinstance(key, rsa.RSAPublicKey):
        return f"an RSA key of {key.key_size} bits" if key.key_size < MIN_RSA_BITS else None
    if isinstance(key, ec.EllipticCurvePublicKey):
        return f"a key on the curve {key.curve.name}" if key.curve.key_size < MIN_CURVE_BITS else None
    if isinstance(key, dsa.DSAPublicKey):
        return "a DSA key"
    if isinstance(key, ed25519.Ed25519PublicKey | ed448.Ed448PublicKey):
        return None
    return "a key of a kind that is not for TLS"


def _weakly_signed(certificate: Parsed) -> bool:
    try:
        algorithm = certificate.certificate.signature_hash_algorithm
    except UNPARSABLE:
        return True
    return isinstance(algorithm, hashes.SHA1 | hashes.MD5)


def _revoked(path: Path, now: datetime, crls: Crls) -> Iterator[Problem]:
    """Of each certificate below the root, by the lists that the client was given."""
    if not crls:
        return
    for certificate, issuer in zip(path.certificates, path.certificates[1:], strict=False):
        answer = crls.ask(certificate, issuer, now)
        if answer.status is CrlStatus.REVOKED:
            yield Problem(TrustReason.REVOKED, answer.detail)
        elif answer.status is CrlStatus.UNDETERMINED:
            yield Problem(
                TrustReason.OTHER, f"whether {certificate.name} is revoked cannot be told: {answer.detail}"
            )
