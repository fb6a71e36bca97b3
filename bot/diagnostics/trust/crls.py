"""Certificate revocation lists that a client was given (RFC 5280, section 5 and 6.3)."""

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto

from cryptography import x509
from cryptography.exceptions import InvalidSignature

from bot.diagnostics.certificates.facts import UNPARSABLE
from bot.diagnostics.trust.parsed import Parsed

_UNDERSTOOD = frozenset({x509.IssuingDistributionPoint.oid})
"""Critical extensions of a list that are acted on; one with any other says nothing (RFC 5280, 5.2)."""


class CrlStatus(Enum):
    """What the lists say of one certificate."""

    NOT_COVERED = auto()
    """No list is of its issuer."""
    GOOD = auto()
    REVOKED = auto()
    UNDETERMINED = auto()
    """There is a list of its issuer, but none that counts. Never to be taken for good."""


@dataclass(frozen=True, slots=True)
class CrlAnswer:
    """The status, and why."""

    status: CrlStatus
    detail: str = ""


@dataclass(frozen=True, slots=True)
class _List:
    crl: x509.CertificateRevocationList
    issuer: bytes
    """In DER. The library reads the name anew each time it is asked for, and warns of its oddities."""


class Crls:
    """The lists, each parsed once."""

    def __init__(self, lists: Sequence[bytes]) -> None:
        self._lists: list[_List] = []
        self._unreadable = 0
        for content in lists:
            parsed = _parsed(content)
            if parsed is None:
                self._unreadable += 1
            else:
                self._lists.append(parsed)

    def __bool__(self) -> bool:
        return bool(self._lists) or self._unreadable > 0

    def ask(self, certificate: Parsed, issuer: Parsed, now: datetime) -> CrlAnswer:
        """What they say of ``certificate`` at ``now``."""
        if self._unreadable:
            return CrlAnswer(CrlStatus.UNDETERMINED, "a revocation list that was given cannot be read")
        answers = [
            _ask(each.crl, certificate, issuer, now)
            for each in self._lists
            if each.issuer == issuer.subject and not _of_another_key(each.crl, issuer)
        ]
        for status in (CrlStatus.REVOKED, CrlStatus.GOOD, CrlStatus.UNDETERMINED):
            for answer in answers:
                if answer.status is status:
                    return answer
        return CrlAnswer(CrlStatus.NOT_COVERED)


def _parsed(content: bytes) -> _List | None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            if content.lstrip().startswith(b"-----"):
                found = x509.load_pem_x509_crl(content)
            else:
                found = x509.load_der_x509_crl(content)
            _ = (found.extensions, found.last_update_utc, found.next_update_utc)
            return _List(found, found.issuer.public_bytes())
        except UNPARSABLE:
            return None


def _of_another_key(crl: x509.CertificateRevocationList, issuer: Parsed) -> bool:
    """A CA that changed its key, or another of the same name, publishes lists of its own."""
    for extension in crl.extensions:
        if isinstance(extension.value, x509.AuthorityKeyIdentifier):
            identifier = extension.value.key_identifier
            return None not in (identifier, issuer.subject_key_id) and identifier != issuer.subject_key_id
    return False


def _ask(
    crl: x509.CertificateRevocationList, certificate: Parsed, issuer: Parsed, now: datetime
) -> CrlAnswer:
    flaw = _flaw(crl, certificate, issuer)
    if flaw:
        return CrlAnswer(CrlStatus.UNDETERMINED, f"the revocation list of {issuer.name} {flaw}")
    entry = _entry(crl, certificate)
    if entry is not None:
        return CrlAnswer(
            CrlStatus.REVOKED,
            f"{certificate.name} was revoked at {entry.revocation_date_utc:%Y-%m-%d %H:%M} UTC{_because(entry)}",
        )
    stale = _stale(crl, now)
    if stale:
        return CrlAnswer(CrlStatus.UNDETERMINED, f"the revocation list of {issuer.name} {stale}")
    return CrlAnswer(CrlStatus.GOOD)


def _flaw(crl: x509.CertificateRevocationList, certificate: Parsed, issuer: Parsed) -> str | None:
    """Why the list says nothing of the certificate."""
    unknown = [each for each in crl.extensions if each.critical and each.oid not in _UNDERSTOOD]
    number = next((each for each in crl.extensions if each.oid == x509.CRLNumber.oid), None)
    if number is None:
        return "has no number (RFC 5280, 5.2.3)"
    if unknown:
        return f"has a critical extension that clients do not act on ({unknown[0].oid.dotted_string})"
    usage = issuer.extension(x509.KeyUsage)
    if usage is not None and not usage.crl_sign:
        return "is signed with a key that may not sign such lists (RFC 5280, 4.2.1.3)"
    if not _signed(crl, issuer):
        return "does not carry its signature"
    return _out_of_scope(crl, certificate)


def _signed(crl: x509.CertificateRevocationList, issuer: Parsed) -> bool:
    try:
        key = issuer.certificate.public_key()
        return crl.is_signature_valid(key)  # type: ignore[arg-type]  # other key types raise TypeError
    except (InvalidSignature, *UNPARSABLE):
        return False


def _out_of_scope(crl: x509.CertificateRevocationList, certificate: Parsed) -> str | None:
    """RFC 5280, 6.3.3 (b)."""
    scope = next(
        (each.value for each in crl.extensions if isinstance(each.value, x509.IssuingDistributionPoint)), None
    )
    if scope is None:
        return None
    if scope.indirect_crl or scope.only_some_reasons or scope.only_contains_attribute_certs:
        return "is an indirect or partial one"
    if scope.only_contains_user_certs and certificate.is_ca:
        return "does not cover CA certificates"
    if scope.only_contains_ca_certs and not certificate.is_ca:
        return "covers only CA certificates"
    if scope.full_name and not _points_there(certificate, scope.full_name):
        return "is for another distribution point"
    return None


def _points_there(certificate: Parsed, names: Sequence[x509.GeneralName]) -> bool:
    points = certificate.extension(x509.CRLDistributionPoints)
    return points is not None and any(name in names for point in points for name in point.full_name or ())


def _stale(crl: x509.CertificateRevocationList, now: datetime) -> str | None:
    if crl.next_update_utc is None:
        return "does not say until when it holds (RFC 5280, 5.1.2.5)"
    if crl.next_update_utc < now:
        return f"expired at {crl.next_update_utc:%Y-%m-%d %H:%M} UTC"
    if crl.last_update_utc > now:
        return f"is not valid before {crl.last_update_utc:%Y-%m-%d %H:%M} UTC"
    return None


def _entry(crl: x509.CertificateRevocationList, certificate: Parsed) -> x509.RevokedCertificate | None:
    entry = crl.get_revoked_certificate_by_serial_number(certificate.serial)
    return None if entry is None or _reason(entry) is x509.ReasonFlags.remove_from_crl else entry


def _reason(entry: x509.RevokedCertificate) -> x509.ReasonFlags | None:
    try:
        return entry.extensions.get_extension_for_class(x509.CRLReason).value.reason
    except (x509.ExtensionNotFound, *UNPARSABLE):
        return None


def _because(entry: x509.RevokedCertificate) -> str:
    reason = _reason(entry)
    return f", reason {reason.value}" if reason is not None else ""
