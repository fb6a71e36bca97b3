"""The roots that a client trusts: Mozilla's by certifi, the system's, and the operator's own.

Nothing is read before it is needed, but for the operator's files: a mistake in those has to show at the start.
"""

import base64
import binascii
import functools
import re
import ssl
import warnings
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from bot.diagnostics.certificates.facts import UNPARSABLE
from bot.diagnostics.errors import TrustAnchorError
from bot.diagnostics.trust.parsed import Parsed, parsed
from bot.diagnostics.trust.policy import Profile

MAX_FILE_BYTES = 8 * 1024 * 1024
"""A file of roots; Mozilla's has a quarter of a megabyte."""

_BLOCK = re.compile(rb"-----BEGIN (?:TRUSTED |X509 )?CERTIFICATE-----([A-Za-z0-9+/=\s]+?)-----END", re.ASCII)
_SUFFIXES = frozenset({".pem", ".crt", ".cer", ".der"})

_REMEDY = "Check the file of trust anchors that was given (--ca-file, --roots, CERTINC_EXTRA_TRUST_ANCHORS)."

_SYSTEM_FILES = (
    "/etc/ssl/certs/ca-certificates.crt",  # Debian, Alpine
    "/etc/pki/tls/certs/ca-bundle.crt",  # Fedora, Red Hat
    "/etc/ssl/ca-bundle.pem",  # SUSE
    "/etc/ssl/cert.pem",  # BSD, macOS
)


@dataclass(frozen=True)
class TrustStore:
    """A set of roots under a name that is shown to people."""

    roots: tuple[x509.Certificate, ...]
    """Those that were given; with ``file`` beside them."""
    name: str
    file: Path | None = None
    """A bundle in PEM that is read when a root is first looked for."""
    profile: Profile = Profile.USUAL
    """How strictly clients of this store judge."""
    is_mozilla: bool = False
    """``file`` holds the roots of Mozilla's programme."""
    held_to_public_rules: tuple[x509.Certificate, ...] = ()
    """Those of ``roots`` whose CA follows the rules of public ones."""

    @classmethod
    def load(
        cls, extra_files: Sequence[str | Path] = (), public_files: Sequence[str | Path] = ()
    ) -> "TrustStore":
        """Mozilla's roots, and those in ``extra_files`` (files, or directories of files).

        Roots in ``public_files`` are trusted as well, and what they issue is held to the rules of public CAs.

        Raises:
            TrustAnchorError: A file cannot be read or holds no certificate.
        """
        public = _given(public_files)
        extra = (*_given(extra_files), *public)
        name = "Mozilla's roots" + (" and the operator's own" if extra else "")
        return cls(extra, name, mozilla_file(), is_mozilla=True, held_to_public_rules=public)

    @classmethod
    def only(cls, files: Sequence[str | Path], name: str = "the roots given") -> "TrustStore":
        """The roots in ``files`` and no others. They are the whole of the store: judged by the full profile.

        Raises:
            TrustAnchorError: A file cannot be read or holds no certificate.
        """
        return cls(_given(files), name, profile=Profile.BASELINE)

    @classmethod
    def system(cls) -> "TrustStore | None":
        """The roots of the machine this runs on; None where there is no file of them."""
        chosen = ssl.get_default_verify_paths().cafile
        for file in (*([chosen] if chosen else []), *_SYSTEM_FILES):
            path = Path(file)
            if path.is_file() and path.stat().st_size <= MAX_FILE_BYTES:
                return cls((), "this system's roots", path)
        return None

    def by_subject(self, subject: bytes) -> tuple[Parsed, ...]:
        """The roots of this name (DER)."""
        return (*self._given_by_subject.get(subject, ()), *_bundle(self.file).of(subject))

    def holds(self, certificate: Parsed) -> bool:
        """Whether it is one of the roots."""
        return any(
            root.fingerprint == certificate.fingerprint for root in self.by_subject(certificate.subject)
        )

    def was_given(self, root: Parsed) -> bool:
        """Whether the operator brought it, rather than the programme."""
        return any(
            root.fingerprint == own.fingerprint for own in self._given_by_subject.get(root.subject, ())
        )

    def is_public(self, root: Parsed) -> bool:
        """Whether what this root vouches for is held to the rules of public CAs."""
        if self.was_given(root):
            return root.certificate in self.held_to_public_rules
        return self.is_mozilla

    def tls_context(self) -> ssl.SSLContext:
        """For clients of ours that trust these roots. Made once; that reads a file and takes tens of milliseconds."""
        return self._tls_context

    @functools.cached_property
    def _tls_context(self) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        if self.file is not None:
            context.load_verify_locations(cafile=self.file)
        if self.roots:
            context.load_verify_locations(
                cadata=b"".join(root.public_bytes(Encoding.DER) for root in self.roots)
            )
        return context

    @functools.cached_property
    def _given_by_subject(self) -> dict[bytes, tuple[Parsed, ...]]:
        return _by_subject(root.public_bytes(Encoding.DER) for root in self.roots)


class _Bundle:
    """The roots in one file, each parsed in full when its name is first asked for."""

    def __init__(self, ders: Iterable[bytes]) -> None:
        self._ders: dict[bytes, list[bytes]] = {}
        self._parsed: dict[bytes, tuple[Parsed, ...]] = {}
        for der in ders:
            subject = _subject(der)
            if subject is not None:
                self._ders.setdefault(subject, []).append(der)

    def of(self, subject: bytes) -> tuple[Parsed, ...]:
        """Those of this name."""
        if subject not in self._ders:
            return ()
        if subject not in self._parsed:
            self._parsed[subject] = tuple(
                root for der in self._ders[subject] if (root := parsed(der)) is not None
            )
        return self._parsed[subject]


def mozilla_file() -> Path:
    """The bundle that certifi brings."""
    import certifi

    return Path(certifi.where())


@functools.lru_cache(maxsize=4)
def _bundle(file: Path | None) -> _Bundle:
    """A bundle that came with the system or a package; a block of it that cannot be read is left out."""
    return _Bundle(() if file is None else _blocks(_content(file)))


def _by_subject(ders: Iterable[bytes]) -> dict[bytes, tuple[Parsed, ...]]:
    found: dict[bytes, tuple[Parsed, ...]] = {}
    for der in ders:
        root = parsed(der)
        if root is not None:
            found[root.subject] = (*found.get(root.subject, ()), root)
    return found


def _subject(der: bytes) -> bytes | None:
    with warnings.catch_warnings():
        # Some old roots carry serial numbers that newer rules forbid; the library warns and reads them.
        warnings.simplefilter("ignore")
        try:
            return x509.load_der_x509_certificate(der).subject.public_bytes()
        except UNPARSABLE:
            return None


def _blocks(content: bytes) -> list[bytes]:
    """The DER of each block in PEM; what stands between blocks is explanatory (RFC 7468, section 2)."""
    found = []
    for block in _BLOCK.findall(content):
        try:
            found.append(base64.b64decode(block))
        except binascii.Error:
            continue
    return found


def _given(files: Sequence[str | Path]) -> tuple[x509.Certificate, ...]:
    return tuple(root for given in files for file in _files(Path(given)) for root in _read(file))


def _files(given: Path) -> list[Path]:
    if not given.is_dir():
        return [given]
    found = sorted(file for file in given.iterdir() if file.suffix.lower() in _SUFFIXES and file.is_file())
    if not found:
        raise TrustAnchorError(
            f"The directory {given} holds no trust anchors.",
            remedy="Put files there whose names end in .pem, .crt, .cer or .der.",
        )
    return found


def _read(file: Path) -> list[x509.Certificate]:
    """The certificates in a file, in PEM or DER."""
    content = _content(file)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            if content.startswith(b"0"):
                return [x509.load_der_x509_certificate(content)]
            return [x509.load_der_x509_certificate(der) for der in _blocks(content)] or _none_in(file)
        except UNPARSABLE as error:
            raise TrustAnchorError(
                f"{file} holds a certificate that cannot be read.", remedy=_REMEDY
            ) from error


def _none_in(file: Path) -> list[x509.Certificate]:
    raise TrustAnchorError(f"{file} holds no certificate in PEM form.", remedy=_REMEDY)


def _content(file: Path) -> bytes:
    try:
        if file.stat().st_size > MAX_FILE_BYTES:
            raise TrustAnchorError(
                f"{file} is larger than {MAX_FILE_BYTES // 1024**2} MiB, which no file of trust anchors is.",
                remedy=_REMEDY,
            )
        return file.read_bytes()
    except OSError as error:
        raise TrustAnchorError(
            f"The trust anchors in {file} cannot be read: {error.strerror}.", remedy=_REMEDY
        ) from error
