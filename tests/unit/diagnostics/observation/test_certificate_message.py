"""Reading certificates from the bytes of a handshake."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.diagnostics.observation.certificate_message import MAX_ENTRIES, CertificateMessage
from tests.tls_servers import tls12_flight

SECRETS = st.none() | st.binary(min_size=32, max_size=48)
RECORDS = st.builds(
    lambda kind, body: bytes([kind]) + b"\x03\x03" + len(body).to_bytes(2, "big") + body,
    st.sampled_from([0x14, 0x15, 0x16, 0x17]),
    st.binary(max_size=80),
)
SERVER_HELLO_OF_TLS13 = (
    b"\x16\x03\x03\x00\x2a" + b"\x02\x00\x00\x26\x03\x03" + bytes(32) + b"\x00\x13\x01\x00"
)


@given(st.lists(st.binary(min_size=1, max_size=400), max_size=5), st.integers(1, 500))
def test_what_was_presented_is_read_however_it_arrives(certificates: list[bytes], piece: int) -> None:
    """In one piece or in many."""
    flight = tls12_flight(*certificates)
    message = CertificateMessage(None)
    for start in range(0, len(flight), piece):
        message.feed(flight[start : start + piece])
    assert message.over
    assert message.certificates() == tuple(certificates)


@given(SECRETS, st.lists(RECORDS | st.binary(max_size=80), max_size=8))
def test_any_bytes(secret: bytes | None, pieces: list[bytes]) -> None:
    """Nothing raises, and what is not there is not read."""
    message = CertificateMessage(secret)
    message.feed(SERVER_HELLO_OF_TLS13)
    for piece in pieces:
        message.feed(piece)
    assert len(message.certificates()) <= sum(len(piece) for piece in pieces)


def test_records_that_cannot_be_opened_end_the_reading() -> None:
    """With a secret that is not theirs, and without the server's choice of a cipher suite."""
    record = b"\x17\x03\x03\x00\x20" + bytes(32)
    for begin in (SERVER_HELLO_OF_TLS13, b""):
        message = CertificateMessage(bytes(32))
        message.feed(begin + record)
        assert message.over
        assert message.certificates() == ()


def test_a_record_that_is_too_long_ends_the_reading() -> None:
    """No version has one (RFC 5246, 6.2.3)."""
    message = CertificateMessage(None)
    message.feed(b"\x16\x03\x03\xff\xff")
    assert message.over


@pytest.mark.parametrize(("sent", "kept"), [(MAX_ENTRIES, MAX_ENTRIES), (MAX_ENTRIES * 3, MAX_ENTRIES)])
def test_certificates_are_counted_up_to_a_cap(sent: int, kept: int) -> None:
    """A megabyte of tiny ones would keep the loop busy."""
    message = CertificateMessage(None)
    message.feed(tls12_flight(*[b"x"] * sent))
    assert len(message.certificates()) == kept
