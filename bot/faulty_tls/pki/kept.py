"""The servers' certificates and keys in files, made when first asked for, so that a restart changes nothing."""

import threading
from collections.abc import Mapping
from dataclasses import replace
from enum import StrEnum
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from bot.clock import Clock
from bot.faulty_tls.endpoint import Endpoint, Leaf, Period
from bot.faulty_tls.pki.authorities import Authority
from bot.faulty_tls.pki.leaves import Issued, issue, still_shows
from bot.faulty_tls.states import Variant
from bot.faulty_tls.whole_file import write_whole


class Part(StrEnum):
    """Which certificate of a variant."""

    LEAF = "leaf"
    SECOND = "second"
    WITHOUT_SERVER_NAME = "no-sni"
    FORMER = "former"
    """The one that the leaf replaced."""


class KeptCertificates:
    """Certificates by endpoint, variant and part. May be used from several threads.

    Args:
        directory: Where the files are, or will be.
        authorities: Who signs.
        clock: Says when a certificate is made.
    """

    def __init__(self, directory: Path, authorities: Mapping[str, Authority], clock: Clock) -> None:
        directory.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._directory = directory
        self._authorities = authorities
        self._clock = clock
        self._read: dict[Path, Issued] = {}
        self._lock = threading.Lock()

    def get(self, endpoint: Endpoint, variant: Variant, part: Part) -> Issued:
        """The certificate, which the endpoint must have; made the first time, and anew when it has aged.

        Raises:
            ValueError: The endpoint shows no such certificate.
        """
        leaf = _described(endpoint, variant, part)
        if leaf is None:
            message = f"{endpoint.name} has no {part} certificate"
            raise ValueError(message)
        path = self._path(endpoint, variant, part)
        with self._lock:
            issued = self._read.get(path)
            if issued is None:
                issued = self._read[path] = self._load_or_make(path, endpoint, leaf)
            return issued

    def forget(self, endpoint: Endpoint, variant: Variant) -> None:
        """The next time a new one is made."""
        with self._lock:
            for part in Part:
                path = self._path(endpoint, variant, part)
                self._read.pop(path, None)
                path.unlink(missing_ok=True)

    def _path(self, endpoint: Endpoint, variant: Variant, part: Part) -> Path:
        return self._directory / f"{endpoint.name}-{variant}-{part}.pem"

    def _load_or_make(self, path: Path, endpoint: Endpoint, leaf: Leaf) -> Issued:
        now = self._clock.now()
        if path.exists():
            kept = _load(path)
            if self._is_of_issuer(leaf, kept) and still_shows(leaf.period, kept.certificate, now):
                return kept
        made = issue(leaf, endpoint.names, self._authorities, now)
        write_whole(path, _pem(made))
        return made

    def _is_of_issuer(self, leaf: Leaf, kept: Issued) -> bool:
        """An older release may have had it signed by another authority."""
        if leaf.issuer is None:
            return kept.certificate.issuer == kept.certificate.subject
        return self._authorities[leaf.issuer].signed(kept.certificate)


def certificate_parts(endpoint: Endpoint, variant: Variant) -> tuple[Part, ...]:
    """The certificates that a client can be shown by a server with its name."""
    return tuple(part for part in (Part.LEAF, Part.SECOND) if _described(endpoint, variant, part) is not None)


def _described(endpoint: Endpoint, variant: Variant, part: Part) -> Leaf | None:
    shown = variant.of(endpoint)
    if part is Part.FORMER:
        return Leaf(issuer=shown.leaf.issuer, period=Period.REPLACED)
    by_part = {
        Part.LEAF: shown.leaf,
        Part.SECOND: shown.second,
        Part.WITHOUT_SERVER_NAME: shown.without_server_name,
    }
    leaf = by_part[part]
    if leaf is not None and variant is not Variant.BROKEN:
        return replace(leaf, period=Period.JUST_RENEWED)
    return leaf


def _load(path: Path) -> Issued:
    pem = path.read_bytes()
    # Our own file: checking the numbers of an RSA key again would take 50 ms.
    key = load_pem_private_key(pem, password=None, unsafe_skip_rsa_key_validation=True)
    if not isinstance(key, ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey):
        message = f"{path} holds a key that this demo did not make"
        raise TypeError(message)
    return Issued(x509.load_pem_x509_certificate(pem), key)


def _pem(issued: Issued) -> bytes:
    key = issued.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return key + issued.certificate.public_bytes(Encoding.PEM)
