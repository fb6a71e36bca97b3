"""The parts of a certificate as bytes (RFC 5280, 4.1), found without understanding what is in them."""

from dataclasses import dataclass

from bot.diagnostics.certificates.der import (
    BOOLEAN,
    OBJECT_IDENTIFIER,
    OCTET_STRING,
    SEQUENCE,
    DerError,
    Element,
    children,
    element,
)

MAX_EXTENSIONS = 100

_VERSION = 0xA0
_EXTENSIONS = 0xA3


@dataclass(frozen=True, slots=True)
class RawExtension:
    """One extension."""

    oid: bytes
    """The identifier's content."""
    value: bytes
    """The content of extnValue: itself DER, if all is well."""
    der: bytes
    """The whole extension."""


@dataclass(frozen=True, slots=True)
class CertificateStructure:
    """What a certificate is made of."""

    issuer: bytes
    subject: bytes
    spki: bytes
    """The subjectPublicKeyInfo."""
    extensions: tuple[RawExtension, ...]
    """At most `MAX_EXTENSIONS`."""
    complete: bool
    """All extensions could be told apart, and there were not too many."""


def certificate_structure(der: bytes) -> CertificateStructure:
    """The parts of the certificate in ``der``.

    Raises:
        DerError: It has not even the form of a certificate.
    """
    certificate = element(der, 0, len(der))
    tbs = next(children(der, certificate, SEQUENCE), None)
    if tbs is None:
        raise DerError("a certificate is empty")
    parts = list(children(der, tbs, SEQUENCE))
    if parts and parts[0].tag == _VERSION:
        parts.pop(0)
    if len(parts) < 6:
        raise DerError("a certificate lacks parts")
    # serialNumber, signature, issuer, validity, subject, subjectPublicKeyInfo
    issuer, subject, spki = parts[2], parts[4], parts[5]
    extensions, complete = _extensions(der, parts[6:])
    return CertificateStructure(
        issuer=der[issuer.start : issuer.end],
        subject=der[subject.start : subject.end],
        spki=der[spki.start : spki.end],
        extensions=extensions,
        complete=complete,
    )


def _extensions(der: bytes, parts: list[Element]) -> tuple[tuple[RawExtension, ...], bool]:
    found: list[RawExtension] = []
    holder = next((part for part in parts if part.tag == _EXTENSIONS), None)
    if holder is None:
        return (), True
    try:
        for each in children(der, element(der, holder.content, holder.end), SEQUENCE):
            if len(found) == MAX_EXTENSIONS:
                return tuple(found), False
            found.append(_extension(der, each))
    except DerError:
        return tuple(found), False
    return tuple(found), True


def _extension(der: bytes, whole: Element) -> RawExtension:
    parts = [part for part in children(der, whole, SEQUENCE) if part.tag != BOOLEAN]
    if [part.tag for part in parts] != [OBJECT_IDENTIFIER, OCTET_STRING]:
        raise DerError("an extension has not the form of one")
    oid, value = parts
    return RawExtension(
        der[oid.content : oid.end], der[value.content : value.end], der[whole.start : whole.end]
    )


def algorithm_of(spki: bytes) -> tuple[bytes, Element | None, bytes]:
    """Of a subjectPublicKeyInfo: the algorithm's identifier, its parameters (within ``spki``), the key's bits.

    Raises:
        DerError: It is none.
    """
    parts = list(children(spki, element(spki, 0, len(spki)), SEQUENCE))
    if len(parts) != 2:
        raise DerError("a subjectPublicKeyInfo has not two parts")
    algorithm = list(children(spki, parts[0], SEQUENCE))
    if not algorithm or algorithm[0].tag != OBJECT_IDENTIFIER:
        raise DerError("an algorithm has no identifier")
    oid = spki[algorithm[0].content : algorithm[0].end]
    # The first byte of a BIT STRING counts the bits to leave out at its end.
    return oid, algorithm[1] if len(algorithm) > 1 else None, spki[parts[1].content + 1 : parts[1].end]


def modulus_bits(rsa_key: bytes) -> int:
    """The size of an RSA key's modulus (RFC 8017, A.1.1).

    Raises:
        DerError: It is no RSA key.
    """
    modulus = next(children(rsa_key, element(rsa_key, 0, len(rsa_key)), SEQUENCE), None)
    if modulus is None:
        raise DerError("an RSA key is empty")
    return int.from_bytes(rsa_key[modulus.content : modulus.end], "big").bit_length()
