"""What is read out of files that people bring."""

import base64
import contextlib
import ssl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.diagnostics.errors import BroughtFileError
from bot.diagnostics.offline.chain import CERTIFICATE_LABELS, CRL_LABELS, MAX_BLOCKS, blocks_of
from tests.expired_diagnosis import expired_diagnosis

DER = base64.b64decode(expired_diagnosis().observations[0].chain_der[0])
PEM = ssl.DER_cert_to_PEM_cert(DER).encode()


def _certificates(content: bytes) -> tuple[bytes, ...]:
    return blocks_of(content, CERTIFICATE_LABELS, what="certificate")


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (PEM, (DER,)),
        (DER, (DER,)),
        (b"subject=CN = x\nissuer=CN = y\n" + PEM + b"some words\n" + PEM, (DER, DER)),
        (PEM.replace(b"\n", b"\r\n"), (DER,)),
        (PEM.replace(b"CERTIFICATE", b"TRUSTED CERTIFICATE"), (DER,)),
        (b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n" + PEM, (DER,)),
    ],
    ids=["pem", "der", "text around", "windows", "openssl's own label", "a key beside"],
)
def test_certificates_in_every_form(content: bytes, expected: tuple[bytes, ...]) -> None:
    """Text around the blocks is skipped, as RFC 7468 says."""
    assert _certificates(content) == expected


def test_a_damaged_block_is_kept() -> None:
    """That it cannot be parsed is a finding, and hides none of the others."""
    damaged = b"-----BEGIN CERTIFICATE-----\n!!!\n-----END CERTIFICATE-----\n"
    assert _certificates(damaged + PEM) == (b"!!!\n", DER)


@pytest.mark.parametrize("content", [b"", b"hello", b"<html>", b"-----BEGIN CERTIFICATE-----", b"\xff\xfe"])
def test_a_file_without_any(content: bytes) -> None:
    """The sentence says what was found instead."""
    with pytest.raises(BroughtFileError, match="no certificate"):
        _certificates(content)


def test_a_certificate_is_no_crl() -> None:
    """A block of another kind does not count."""
    with pytest.raises(BroughtFileError, match="no CRL"):
        blocks_of(PEM, CRL_LABELS, what="CRL")


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    """Nothing else is raised."""
    with contextlib.suppress(BroughtFileError):
        assert _certificates(content)


def test_more_blocks_than_are_read_are_refused() -> None:
    """A bundle of roots is no chain, and is not cut in silence."""
    block = b"-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n"
    assert len(blocks_of(block * MAX_BLOCKS, CERTIFICATE_LABELS, what="certificate")) == MAX_BLOCKS
    with pytest.raises(BroughtFileError, match="more than 200 blocks"):
        blocks_of(block * (MAX_BLOCKS + 1), CERTIFICATE_LABELS, what="certificate")
