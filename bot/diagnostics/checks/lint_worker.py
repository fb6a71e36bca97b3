"""The child process that lints: certificates in on standard input, findings out on standard output.

pkilint takes a second to import and holds the interpreter's lock while it works, so it never runs beside the event
loop. A frame is its length in four bytes, the most significant first, and so many bytes: a certificate in DER, or an
answer in JSON. The child ends when its input ends.
"""

import functools
import json
import struct
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, BinaryIO

LENGTH = struct.Struct(">I")

PROFILES_SINCE = datetime(2023, 9, 15, tzinfo=UTC)
"""From then on the profiles of the Baseline Requirements 2.0.0 hold (7.1.2; ballot SC-62v2)."""

SEVERITIES = ("FATAL", "ERROR", "WARNING", "NOTICE")
MAX_ISSUES = 100

Issue = tuple[str, str, str]
"""Severity, code, message."""

Linter = Callable[[Any], list[Issue]]


def serve(requests: BinaryIO, answers: BinaryIO) -> None:
    """Lint what comes in, one after the other, until there is no more."""
    while len(head := requests.read(LENGTH.size)) == LENGTH.size:
        der = requests.read(LENGTH.unpack(head)[0])
        try:
            answer: dict[str, Any] = {"issues": lint(der)}
        except ValueError as error:
            # The loader's word for bytes that it cannot decode.
            answer = {"failure": str(error)}
        body = json.dumps(answer).encode()
        answers.write(LENGTH.pack(len(body)) + body)
        answers.flush()


def lint(der: bytes) -> list[Issue]:
    """What breaks the profile that was in force at notBefore, each once.

    Raises:
        ValueError: It is no certificate that pkilint can decode.
    """
    from pkilint import loader
    from pkilint.cabf import serverauth

    certificate = loader.RFC5280CertificateDocumentLoader().load_der_document(der)
    if certificate.not_before < PROFILES_SINCE:
        return _pkix()(certificate)
    return _serverauth(serverauth.determine_certificate_type(certificate))(certificate)


@functools.cache
def _serverauth(certificate_type: Any) -> Linter:
    """The Baseline Requirements, for one type of certificate. It asks notBefore itself where a rule has a date."""
    from pkilint import finding_filter
    from pkilint.cabf import serverauth
    from pkilint.pkix import certificate

    # Building these takes half a second, and running them some milliseconds.
    validator = certificate.create_pkix_certificate_validator_container(
        serverauth.create_decoding_validators(), serverauth.create_validators(certificate_type)
    )
    filters = serverauth.create_serverauth_finding_filters(certificate_type)

    def run(document: Any) -> list[Issue]:
        results, _ = finding_filter.filter_results(filters, validator.validate(document.root))
        return _issues(results)

    return run


@functools.cache
def _pkix() -> Linter:
    """RFC 5280 alone: the profiles of the time before are not to be had."""
    from pkilint.pkix import certificate, extension, name

    validator = certificate.create_pkix_certificate_validator_container(
        certificate.create_decoding_validators(name.ATTRIBUTE_TYPE_MAPPINGS, extension.EXTENSION_MAPPINGS),
        [
            certificate.create_issuer_validator_container([]),
            certificate.create_validity_validator_container(),
            certificate.create_subject_validator_container([]),
            certificate.create_extensions_validator_container([]),
            certificate.create_spki_validator_container([]),
        ],
    )

    def run(document: Any) -> list[Issue]:
        return _issues(validator.validate(document.root))

    return run


def _issues(results: Any) -> list[Issue]:
    found: dict[Issue, None] = {}
    for result in results:
        for each in result.finding_descriptions:
            if each.finding.severity.name in SEVERITIES:
                found[each.finding.severity.name.lower(), each.finding.code, (each.message or "")[:500]] = (
                    None
                )
    ordered = sorted(found, key=lambda issue: SEVERITIES.index(issue[0].upper()))
    return ordered[:MAX_ISSUES]


if __name__ == "__main__":
    import logging

    # pkilint logs what it meets in the certificate; that is no log of ours.
    logging.disable(logging.CRITICAL)
    serve(sys.stdin.buffer, sys.stdout.buffer)
