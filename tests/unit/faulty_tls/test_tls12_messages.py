"""The small TLS 1.2, piece by piece."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.faulty_tls.serving import tls12_messages as tls
from bot.faulty_tls.serving.tls12_messages import ClientHello, Direction, Reader, TlsViolationError


def test_the_pseudorandom_function() -> None:
    """A vector for TLS 1.2 with SHA-256 that implementers share (IETF TLS mailing list, 2009)."""
    output = tls.prf(
        bytes.fromhex("9bbe436ba940f017b17652849a71db35"),
        b"test label",
        bytes.fromhex("a0ba9f936cda311827a6f796ffd5198c"),
        100,
    )
    assert output.hex().startswith("e3f229ba727be17b8d122620557cd453c2aab21d07c3d495329b52d4e61edb5a")
    assert output.hex().endswith("87347b66")


@given(st.binary(max_size=300), st.sampled_from([1, 2, 3]))
def test_a_vector_is_read_back(data: bytes, length_bytes: int) -> None:
    """Whatever its length field can hold."""
    data = data[: 2 ** (8 * length_bytes) - 1]
    reader = Reader(tls.vector(data, length_bytes) + b"rest")
    assert reader.vector(length_bytes) == data
    assert reader.take(4) == b"rest"
    assert reader.left == 0


@given(st.lists(st.tuples(st.integers(0, 255), st.binary(max_size=50)), max_size=5), st.binary(max_size=3))
def test_messages_are_read_back(sent: list[tuple[int, bytes]], beginning: bytes) -> None:
    """An unfinished one at the end stays where it is."""
    buffer = b"".join(tls.message(kind, body) for kind, body in sent) + beginning
    assert [(kind, body) for kind, body, _ in tls.messages(buffer)] == sent


@given(st.binary(max_size=200))
def test_any_bytes_as_a_hello(body: bytes) -> None:
    """They are read, or are a violation."""
    try:
        hello = ClientHello.parse(body)
    except TlsViolationError:
        return
    assert len(hello.random) == 32


@given(st.lists(st.binary(min_size=1, max_size=100), min_size=1, max_size=4), st.integers(0, 1000))
def test_a_record_is_opened_by_its_peer_alone(contents: list[bytes], damage: int) -> None:
    """In order, and undamaged."""
    sealing, opening = Direction(bytes(16), b"salt"), Direction(bytes(16), b"salt")
    for content in contents:
        fragment = sealing.seal(tls.APPLICATION_DATA, content)[5:]
        assert opening.open(tls.APPLICATION_DATA, fragment) == content
    last = bytearray(sealing.seal(tls.APPLICATION_DATA, b"more")[5:])
    last[damage % len(last)] ^= 1
    with pytest.raises(TlsViolationError):
        opening.open(tls.APPLICATION_DATA, bytes(last))
