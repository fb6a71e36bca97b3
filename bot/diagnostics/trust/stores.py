"""The roots that a client trusts: Mozilla's by certifi, and the operator's own."""

import functools
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import certifi
from cryptography import x509
from cryptography.x509.verification import Store

from bot.diagnostics.errors import TrustAnchorError


@dataclass(frozen=True)
class TrustStore:
    """A set of roots, read once."""

    roots: tuple[x509.Certificate, ...]
    name: str

    @classmethod
    def load(cls, extra_files: Sequence[str | Path] = ()) -> "TrustStore":
        """Mozilla's roots, and those in ``extra_files`` (PEM).

        Raises:
            TrustAnchorError: A file cannot be read or holds no certificate.
        """
        extra = [root for file in extra_files for root in _read(Path(file))]
        name = "Mozilla's roots" + (" and the operator's own" if extra else "")
        return cls((*_mozilla_roots(), *extra), name)

    @functools.cached_property
    def verification_store(self) -> Store:
        """For cryptography's verifier."""
        return Store(list(self.roots))

    @functools.cached_property
    def by_subject(self) -> dict[bytes, tuple[x509.Certificate, ...]]:
        """Roots by the DER of their subject."""
        found: dict[bytes, tuple[x509.Certificate, ...]] = {}
        for root in self.roots:
            key = root.subject.public_bytes()
            found[key] = (*found.get(key, ()), root)
        return found


@functools.cache
def _mozilla_roots() -> tuple[x509.Certificate, ...]:
    return tuple(_parsed(Path(certifi.where()).read_bytes()))


def _parsed(pem: bytes) -> list[x509.Certificate]:
    with warnings.catch_warnings():
        # Some old roots carry serial numbers that newer rules forbid; the library warns and reads them.
        warnings.simplefilter("ignore")
        return x509.load_pem_x509_certificates(pem)


def _read(file: Path) -> list[x509.Certificate]:
    try:
        return _parsed(file.read_bytes())
    except OSError as error:
        raise TrustAnchorError(
            f"The trust anchors in {file} cannot be read: {error.strerror}.",
            remedy="Check CERTINC_EXTRA_TRUST_ANCHORS.",
        ) from error
    except ValueError as error:
        raise TrustAnchorError(
            f"{file} holds no certificate in PEM form.", remedy="Check CERTINC_EXTRA_TRUST_ANCHORS."
        ) from error
