"""The messages of one TLS 1.2 handshake, with ECDHE_ECDSA and AES-128-GCM only (RFC 5246, RFC 5289, RFC 8422)."""

import hashlib
import hmac
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

VERSION = b"\x03\x03"
ECDHE_ECDSA_WITH_AES_128_GCM_SHA256 = b"\xc0\x2b"
SECP256R1 = b"\x00\x17"
ECDSA_SHA256 = b"\x04\x03"

CHANGE_CIPHER_SPEC, ALERT, HANDSHAKE, APPLICATION_DATA = 20, 21, 22, 23
CLIENT_HELLO, SERVER_HELLO, CERTIFICATE, SERVER_KEY_EXCHANGE = 1, 2, 11, 12
SERVER_HELLO_DONE, CLIENT_KEY_EXCHANGE, FINISHED, CERTIFICATE_STATUS = 14, 16, 20, 22
STATUS_REQUEST, RENEGOTIATION_INFO = 5, 0xFF01
OCSP = b"\x01"


class TlsViolationError(Exception):
    """The client did what this server does not understand, or what TLS forbids."""


@dataclass(frozen=True, slots=True)
class ClientHello:
    """What the client offers."""

    random: bytes
    suites: tuple[bytes, ...]
    extensions: frozenset[int]

    @classmethod
    def parse(cls, body: bytes) -> "ClientHello":
        """Read the message's body (RFC 5246, section 7.4.1.2).

        Raises:
            TlsViolationError: It ends too early.
        """
        rest = Reader(body[2:])
        random = rest.take(32)
        rest.vector(1)
        suites = rest.vector(2)
        rest.vector(1)
        extensions = Reader(rest.vector(2) if rest.left else b"")
        kinds: set[int] = set()
        while extensions.left:
            kinds.add(int.from_bytes(extensions.take(2), "big"))
            extensions.vector(2)
        return cls(random, tuple(suites[at : at + 2] for at in range(0, len(suites), 2)), frozenset(kinds))


class Reader:
    """Takes bytes from the front."""

    def __init__(self, data: bytes) -> None:
        self._data = data

    @property
    def left(self) -> int:
        """How many bytes are left."""
        return len(self._data)

    def take(self, count: int) -> bytes:
        """The next ``count`` bytes.

        Raises:
            TlsViolationError: There are fewer.
        """
        if count > len(self._data):
            raise TlsViolationError("a message ends too early")
        taken, self._data = self._data[:count], self._data[count:]
        return taken

    def vector(self, length_bytes: int) -> bytes:
        """The next vector, whose length stands in front of it."""
        return self.take(int.from_bytes(self.take(length_bytes), "big"))


def vector(data: bytes, length_bytes: int) -> bytes:
    """``data`` with its length in front (RFC 5246, section 4.3)."""
    return len(data).to_bytes(length_bytes, "big") + data


def message(kind: int, body: bytes) -> bytes:
    """A handshake message."""
    return bytes((kind,)) + vector(body, 3)


def messages(buffer: bytes) -> Iterator[tuple[int, bytes, bytes]]:
    """The whole handshake messages at the front of ``buffer``: kind, body, and the message itself."""
    while len(buffer) >= 4:
        end = 4 + int.from_bytes(buffer[1:4], "big")
        if len(buffer) < end:
            return
        yield buffer[0], buffer[4:end], buffer[:end]
        buffer = buffer[end:]


def server_hello(random: bytes, offered: frozenset[int], *, staples: bool) -> bytes:
    """The message; an extension is sent only where the client sent it (RFC 5246, section 7.4.1.4)."""
    extensions = RENEGOTIATION_INFO.to_bytes(2, "big") + vector(b"\x00", 2)  # RFC 5746, section 3.6
    if staples and STATUS_REQUEST in offered:
        extensions += STATUS_REQUEST.to_bytes(2, "big") + vector(b"", 2)
    chosen = b"\x00" + ECDHE_ECDSA_WITH_AES_128_GCM_SHA256 + b"\x00"
    return message(SERVER_HELLO, VERSION + random + chosen + vector(extensions, 2))


def certificate(chain: Sequence[bytes]) -> bytes:
    """The message, for certificates in DER."""
    return message(CERTIFICATE, vector(b"".join(vector(der, 3) for der in chain), 3))


def certificate_status(response: bytes) -> bytes:
    """The stapled OCSP response (RFC 6066, section 8)."""
    return message(CERTIFICATE_STATUS, OCSP + vector(response, 3))


def prf(secret: bytes, label: bytes, seed: bytes, length: int) -> bytes:
    """The pseudorandom function (RFC 5246, section 5)."""
    seed = label + seed
    block, output = seed, b""
    while len(output) < length:
        block = hmac.digest(secret, block, "sha256")
        output += hmac.digest(secret, block + seed, "sha256")
    return output[:length]


def verify_data(master: bytes, label: bytes, transcript: bytes) -> bytes:
    """What a Finished message holds (RFC 5246, section 7.4.9)."""
    return prf(master, label, hashlib.sha256(transcript).digest(), 12)


def record(kind: int, content: bytes) -> bytes:
    """A record in clear text."""
    return bytes((kind,)) + VERSION + vector(content, 2)


class Direction:
    """Protects the records of one direction (RFC 5288, section 3)."""

    def __init__(self, key: bytes, salt: bytes) -> None:
        self._cipher = AESGCM(key)
        self._salt = salt
        self._sequence = 0

    def seal(self, kind: int, content: bytes) -> bytes:
        """The record."""
        explicit = self._sequence.to_bytes(8, "big")
        sealed = self._cipher.encrypt(self._salt + explicit, content, self._bound_to(kind, len(content)))
        self._sequence += 1
        return record(kind, explicit + sealed)

    def open(self, kind: int, fragment: bytes) -> bytes:
        """The content.

        Raises:
            TlsViolationError: It was not sealed by the peer.
        """
        nonce, sealed = self._salt + fragment[:8], fragment[8:]
        try:
            content = self._cipher.decrypt(nonce, sealed, self._bound_to(kind, len(sealed) - 16))
        except (InvalidTag, OverflowError, ValueError) as error:
            raise TlsViolationError("a record does not verify") from error
        self._sequence += 1
        return content

    def _bound_to(self, kind: int, length: int) -> bytes:
        return self._sequence.to_bytes(8, "big") + bytes((kind,)) + VERSION + length.to_bytes(2, "big")
