"""Which ACME directory belongs to the issuer of a certificate: the operator's word first, then a list of known ones."""

import fnmatch
import functools
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from cryptography import x509
from cryptography.x509.oid import NameOID

from bot.diagnostics.certificates.facts import parse_certificate

MAX_DIRECTORIES = 2
"""Asked in one diagnosis."""


def directories_for(chains: Sequence[Sequence[bytes]], own: Mapping[str, str]) -> tuple[str, ...]:
    """The URLs of the directories of those who issued the leaves (DER, leaf first).

    ``own`` maps patterns of an issuer's common name or organisation (``Corp*``; case does not count) to URLs.
    """
    found: dict[str, None] = {}
    for leaf in dict.fromkeys(chain[0] for chain in chains if chain):
        certificate = parse_certificate(leaf)
        url = _directory(certificate, own) if certificate is not None else None
        if url is not None:
            found[url] = None
    return tuple(found)[:MAX_DIRECTORIES]


def _directory(certificate: x509.Certificate, own: Mapping[str, str]) -> str | None:
    names = [
        str(attribute.value).lower()
        for oid in (NameOID.ORGANIZATION_NAME, NameOID.COMMON_NAME)
        for attribute in certificate.issuer.get_attributes_for_oid(oid)
    ]
    for pattern, url in (*own.items(), *known_directories().items()):
        if any(fnmatch.fnmatchcase(name, pattern.lower()) for name in names):
            return url
    return None


@functools.cache
def known_directories() -> Mapping[str, str]:
    """Of public CAs, by the pattern of the issuer's organisation; see `acme_directories.toml` for the sources."""
    return dict(_entries())


def _entries() -> Iterator[tuple[str, str]]:
    import tomllib  # lazy: only a diagnosis that asks the CA needs it

    content = tomllib.loads((Path(__file__).parent / "acme_directories.toml").read_text(encoding="utf-8"))
    for entry in content["directory"]:
        yield entry["issuer"], entry["url"]
