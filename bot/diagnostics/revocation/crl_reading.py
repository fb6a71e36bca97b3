"""Reading and verifying one certificate revocation list (RFC 5280, 5 and 6.3.3).

Imports nothing of ours: a large list is read by this very file, started in a process of its own (`large_crl.py`),
because parsing and verifying hold the interpreter's lock. Any bytes are allowed.
"""

import base64
import dataclasses
import json
import sys
import warnings
from dataclasses import dataclass

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm

PEM_BEGIN = b"-----BEGIN X509 CRL-----"
_UNPARSABLE = (
    ValueError,
    TypeError,
    UnsupportedAlgorithm,
    x509.InvalidVersion,
    x509.DuplicateExtension,
    x509.UnsupportedGeneralNameType,
)
_UNDERSTOOD = (
    x509.IssuingDistributionPoint,
    x509.CRLNumber,
    x509.AuthorityKeyIdentifier,
    x509.IssuerAlternativeName,
    x509.FreshestCRL,
    x509.AuthorityInformationAccess,
    x509.DeltaCRLIndicator,
)
MAX_MEMORY_BYTES = 1_500_000_000
"""Address space of the process of its own. A list of a million entries takes a quarter of a gigabyte."""


@dataclass(frozen=True, slots=True)
class ListReading:
    """What a list says; words and times as text, so that it passes from process to process."""

    said: str = "unavailable"
    defect: str | None = None
    detail: str = ""
    verified: bool = False
    this_update: str | None = None
    """ISO 8601, UTC; the other times too."""
    next_update: str | None = None
    revoked_at: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class ListQuestion:
    """Whether a certificate is on the list."""

    certificate: bytes
    """DER."""
    issuer: bytes | None
    """DER; None where it is not at hand."""


def read_list(body: bytes, question: ListQuestion) -> ListReading:
    """What the list says of the certificate."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            certificate = x509.load_der_x509_certificate(question.certificate)
            issuer = x509.load_der_x509_certificate(question.issuer) if question.issuer is not None else None
            return _read(_load(body), certificate, issuer)
        except _UNPARSABLE:
            return ListReading(defect="unreadable", detail=_what_it_is(body))


def _load(body: bytes) -> x509.CertificateRevocationList:
    """In DER, or in PEM, which some servers send against RFC 5280, 4.2.1.13."""
    begin = body.find(PEM_BEGIN, 0, 4096)
    return x509.load_der_x509_crl(body) if begin < 0 else x509.load_pem_x509_crl(body[begin:])


def _what_it_is(body: bytes) -> str:
    start = body[:200].lstrip().lower()
    if not body:
        return "nothing was sent, instead of a list"
    if start.startswith((b"<!doctype", b"<html", b"<?xml", b"<head", b"<body")):
        return "a web page was sent instead of a list"
    if start.startswith(b"-----begin certificate"):
        return "a certificate was sent instead of a list"
    return "what was sent is no revocation list"


def _read(
    crl: x509.CertificateRevocationList, certificate: x509.Certificate, issuer: x509.Certificate | None
) -> ListReading:
    said = _entry(crl, certificate)
    if issuer is None:
        return dataclasses.replace(
            said,
            defect="no-issuer",
            detail="the issuer's certificate is not at hand, so it cannot be verified",
        )
    problem = (
        _issuer_problem(crl, issuer)
        or _kind_problem(crl)
        or _scope_problem(crl, certificate, revoked=said.said == "revoked")
        or _signature_problem(crl, issuer)
    )
    if problem is not None:
        return dataclasses.replace(said, defect=problem[0], detail=problem[1])
    return dataclasses.replace(said, verified=True)


def _entry(crl: x509.CertificateRevocationList, certificate: x509.Certificate) -> ListReading:
    next_update = crl.next_update_utc
    found = ListReading(
        said="good",
        this_update=crl.last_update_utc.isoformat(),
        next_update=next_update.isoformat() if next_update is not None else None,
    )
    entry = crl.get_revoked_certificate_by_serial_number(certificate.serial_number)
    if entry is None:
        return found
    try:
        reason = entry.extensions.get_extension_for_class(x509.CRLReason).value.reason.value
    except x509.ExtensionNotFound:
        reason = None
    if reason == "removeFromCRL":
        # A hold that was lifted (RFC 5280, 5.3.1).
        return dataclasses.replace(found, detail="it was on hold, and the list says that the hold was lifted")
    return dataclasses.replace(
        found, said="revoked", revoked_at=entry.revocation_date_utc.isoformat(), reason=reason
    )


Problem = tuple[str, str]


def _point(crl: x509.CertificateRevocationList) -> x509.IssuingDistributionPoint | None:
    try:
        return crl.extensions.get_extension_for_class(x509.IssuingDistributionPoint).value
    except x509.ExtensionNotFound:
        return None


def _issuer_problem(crl: x509.CertificateRevocationList, issuer: x509.Certificate) -> Problem | None:
    point = _point(crl)
    if point is not None and point.indirect_crl:
        return "unsupported", "it is an indirect list, which is not supported"
    if crl.issuer != issuer.subject:
        return "other-issuer", "it is the list of another issuer"
    try:
        usage = issuer.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        return None
    return None if usage.crl_sign else ("unauthorised", "its issuer's key may not sign lists (keyUsage)")


def _kind_problem(crl: x509.CertificateRevocationList) -> Problem | None:
    """Delta lists tell changes only; a critical extension that is not understood may change any meaning (5.2)."""
    for extension in crl.extensions:
        if isinstance(extension.value, x509.DeltaCRLIndicator):
            return "unsupported", "it is a delta list, which tells changes only"
        if extension.critical and not isinstance(extension.value, _UNDERSTOOD):
            return "unsupported", f"it has an unknown critical extension ({extension.oid.dotted_string})"
    return None


def _scope_problem(
    crl: x509.CertificateRevocationList, certificate: x509.Certificate, *, revoked: bool
) -> Problem | None:
    """Whether the list is one for this certificate (RFC 5280, 6.3.3 (b)(2))."""
    point = _point(crl)
    if point is None:
        return None
    is_ca = _is_ca(certificate)
    if point.only_contains_attribute_certs:
        return "out-of-scope", "it is for attribute certificates only"
    if point.only_contains_user_certs and is_ca:
        return "out-of-scope", "it is for certificates of servers and people only, and this is a CA's"
    if point.only_contains_ca_certs and not is_ca:
        return "out-of-scope", "it is for certificates of CAs only, and this is a server's"
    if point.only_some_reasons and not revoked:
        return "out-of-scope", "it is for some reasons of revocation only"
    if point.relative_name is not None:
        return "unsupported", "its distribution point is named relatively, which is not supported"
    names = _distribution_points(certificate)
    if point.full_name and names and not names.intersection(point.full_name):
        return "out-of-scope", "it is for certificates that name another distribution point"
    return None


def _is_ca(certificate: x509.Certificate) -> bool:
    try:
        return certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    except x509.ExtensionNotFound:
        return False


def _distribution_points(certificate: x509.Certificate) -> set[x509.GeneralName]:
    try:
        points = certificate.extensions.get_extension_for_class(x509.CRLDistributionPoints).value
    except x509.ExtensionNotFound:
        return set()
    return {name for point in points for name in point.full_name or ()}


def _signature_problem(crl: x509.CertificateRevocationList, issuer: x509.Certificate) -> Problem | None:
    key = issuer.public_key()
    try:
        valid = crl.is_signature_valid(key)  # type: ignore[arg-type] # a key that signs nothing is a TypeError
    except _UNPARSABLE:
        return "bad-signature", "its signature is of a kind that cannot be verified"
    return None if valid else ("bad-signature", "its signature is not the issuer's")


def main() -> None:
    """Read a question and a list from standard input, and write the reading to standard output.

    The first line is JSON with both certificates in base64; everything after it is the list.
    """
    import resource  # only here: not every system that could diagnose has it

    resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY_BYTES, MAX_MEMORY_BYTES))
    header = json.loads(sys.stdin.buffer.readline())
    issuer = header["issuer"]
    question = ListQuestion(
        base64.b64decode(header["certificate"]), base64.b64decode(issuer) if issuer is not None else None
    )
    reading = read_list(sys.stdin.buffer.read(), question)
    sys.stdout.write(json.dumps(dataclasses.asdict(reading)))


if __name__ == "__main__":
    main()
