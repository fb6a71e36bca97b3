"""Completing a chain: the issuer's certificate from the URL in the one below it (RFC 5280, 4.2.2.1)."""

import hashlib
import warnings
from collections.abc import Sequence

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from bot.diagnostics.certificates.facts import UNPARSABLE, certificate_facts, parse_certificate
from bot.diagnostics.certificates.issuers import (
    KnownCertificates,
    is_self_signed,
    none_known,
    path_of,
)
from bot.diagnostics.certificates.signatures import bears_signature_of
from bot.diagnostics.fetching.fetcher import ScreenedFetcher
from bot.diagnostics.fetching.outcome import Fetched, FetchRequest
from bot.diagnostics.model.authority import AuthorityService

MAX_LEVELS = 4
MAX_URLS = 2
MAX_CERTIFICATES = 16
"""Looked at in one answer; a bundle holds several issuers, or one cross-signed."""
MAX_BUNDLE_BYTES = 1_000_000


async def fetch_issuers(
    chain: Sequence[bytes], fetcher: ScreenedFetcher, known: KnownCertificates = none_known
) -> tuple[bytes, ...]:
    """The certificates (DER) that a chain lacks up to a self-signed or ``known`` one, as far as they can be had.

    ``chain`` is what was sent, in DER, leaf first. Only certificates that did issue the one below are returned.
    """
    sent = [certificate for der in chain if (certificate := parse_certificate(der)) is not None]
    fetched: list[x509.Certificate] = []
    while len(fetched) < MAX_LEVELS:
        path = path_of([*sent, *fetched], known)
        if not path or path[-1][1] is not None:
            break
        issuer = await _fetch_issuer(path[-1][0], fetcher)
        if issuer is None or issuer in fetched:
            break
        fetched.append(issuer)
        if is_self_signed(issuer):
            break
    return tuple(issuer.public_bytes(Encoding.DER) for issuer in fetched)


async def _fetch_issuer(certificate: x509.Certificate, fetcher: ScreenedFetcher) -> x509.Certificate | None:
    der = certificate.public_bytes(Encoding.DER)
    facts = certificate_facts(der)
    for url in facts.issuer_urls[:MAX_URLS] if facts is not None else ():
        request = FetchRequest(url, AuthorityService.ISSUER_CERTIFICATE, hashlib.sha256(der).hexdigest())
        result = await fetcher.fetch(request)
        if not isinstance(result, Fetched):
            continue
        for candidate in certificates_in(result.body):
            if bears_signature_of(certificate, candidate):
                return candidate
    return None


def certificates_in(body: bytes) -> tuple[x509.Certificate, ...]:
    """The certificates in an answer: DER, PEM, or a "certs-only" PKCS #7 in either (RFC 5280, 4.2.2.1).

    Any bytes are allowed; what is no certificate is left out.
    """
    if len(body) > MAX_BUNDLE_BYTES:
        return ()
    single = parse_certificate(body)
    found = [single] if single is not None else _bundled(body)
    ders = [each.public_bytes(Encoding.DER) for each in found[:MAX_CERTIFICATES]]
    return tuple(certificate for der in ders if (certificate := parse_certificate(der)) is not None)


def _bundled(body: bytes) -> list[x509.Certificate]:
    from cryptography.hazmat.primitives.serialization import pkcs7  # lazy: brings half of the email package

    for read in (
        x509.load_pem_x509_certificates,
        pkcs7.load_der_pkcs7_certificates,
        pkcs7.load_pem_pkcs7_certificates,
    ):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                return read(body)
            except UNPARSABLE:
                continue
    return []
