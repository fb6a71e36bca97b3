"""The certificates of a handshake that OpenSSL gave up, read from the bytes that the server sent.

OpenSSL drops the whole Certificate message where it is over 100 KB or where one certificate in it cannot be
parsed. Up to TLS 1.2 it is in clear (RFC 5246, 7.4.2). In TLS 1.3 (RFC 8446, 4.4.2) it is encrypted, and the
key follows from the secret that OpenSSL hands out for key logs.
"""

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESCCM, AESGCM, ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256, SHA384, HashAlgorithm
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand

MAX_ENTRIES = 1_000
"""Certificates read of one message; a megabyte holds a quarter of a million that are one byte long."""

_HEADER = 5
_MAX_RECORD = 16_384 + 2_048
"""The longest ciphertext of any version (RFC 5246, 6.2.3)."""

_CHANGE_CIPHER_SPEC, _HANDSHAKE, _APPLICATION_DATA = 0x14, 0x16, 0x17
_SERVER_HELLO, _CERTIFICATE = 2, 11
_TAG = 16
_NONCE = 12


@dataclass(frozen=True, slots=True)
class _Suite:
    key_length: int
    digest: HashAlgorithm
    aead: Callable[[bytes], AESGCM | AESCCM | ChaCha20Poly1305]


_SUITES = {
    0x1301: _Suite(16, SHA256(), AESGCM),
    0x1302: _Suite(32, SHA384(), AESGCM),
    0x1303: _Suite(32, SHA256(), ChaCha20Poly1305),
    0x1304: _Suite(16, SHA256(), AESCCM),
}
"""The cipher suites of RFC 8446, B.4, that OpenSSL offers or may be made to."""


class CertificateMessage:
    """Reads what a server sends until its Certificate message is complete. No bytes make it raise."""

    def __init__(self, secret: bytes | None) -> None:
        """``secret`` is the server's handshake traffic secret; None up to TLS 1.2."""
        self._secret = secret
        self._records = bytearray()
        self._messages = bytearray()
        self._suite: _Suite | None = None
        self._sequence = 0
        self._body: bytes | None = None
        self.over = False
        """There is nothing more to be read: the message is complete, or what came is none."""

    def feed(self, data: bytes) -> None:
        """Take in more of what the server sent."""
        self._records += data
        while not self.over and len(self._records) >= _HEADER:
            length = int.from_bytes(self._records[3:5], "big")
            if length > _MAX_RECORD:
                self.over = True
                return
            if len(self._records) < _HEADER + length:
                return
            header = bytes(self._records[:_HEADER])
            payload = bytes(self._records[_HEADER : _HEADER + length])
            del self._records[: _HEADER + length]
            self._record(header, payload)

    def certificates(self) -> tuple[bytes, ...]:
        """As presented, leaf first, at most `MAX_ENTRIES`: also those that came of an incomplete message."""
        if self._body is not None:
            body = self._body
        elif self._messages[:1] == bytes([_CERTIFICATE]):
            body = bytes(self._messages[4:])
        else:
            return ()
        return tuple(islice(_entries(body, tls13=self._secret is not None), MAX_ENTRIES))

    def _record(self, header: bytes, payload: bytes) -> None:
        kind = header[0]
        if kind == _CHANGE_CIPHER_SPEC:
            # In TLS 1.3 it has no meaning (RFC 8446, D.4); before, everything after it is encrypted.
            self.over = self._secret is None
        elif kind == _HANDSHAKE:
            self._take(payload)
        elif kind == _APPLICATION_DATA:
            opened = self._opened(header, payload)
            if opened is None:
                self.over = True
            elif opened[-1:] == bytes([_HANDSHAKE]):
                self._take(opened[:-1])

    def _opened(self, header: bytes, payload: bytes) -> bytes | None:
        """The plaintext with its type as the last byte (RFC 8446, 5.2); None where it cannot be opened."""
        if self._secret is None or self._suite is None or len(payload) < _TAG:
            return None
        key = _expand(self._secret, b"key", self._suite.key_length, self._suite.digest)
        iv = _expand(self._secret, b"iv", _NONCE, self._suite.digest)
        nonce = (int.from_bytes(iv, "big") ^ self._sequence).to_bytes(_NONCE, "big")
        self._sequence += 1
        try:
            return self._suite.aead(key).decrypt(nonce, payload, header).rstrip(b"\x00")
        except InvalidTag:
            return None

    def _take(self, data: bytes) -> None:
        self._messages += data
        while not self.over and len(self._messages) >= 4:
            kind, length = self._messages[0], int.from_bytes(self._messages[1:4], "big")
            if len(self._messages) < 4 + length:
                return
            body = bytes(self._messages[4 : 4 + length])
            if kind == _CERTIFICATE:
                self._body = body
                self.over = True
                return
            del self._messages[: 4 + length]
            if kind == _SERVER_HELLO:
                self._suite = _suite(body)


def _suite(server_hello: bytes) -> _Suite | None:
    """The one the server chose (RFC 8446, 4.1.3): after version, random and session id."""
    place = 2 + 32
    place += 1 + int.from_bytes(server_hello[place : place + 1], "big")
    return _SUITES.get(int.from_bytes(server_hello[place : place + 2], "big"))


def _expand(secret: bytes, label: bytes, length: int, digest: HashAlgorithm) -> bytes:
    """HKDF-Expand-Label with an empty context (RFC 8446, 7.1)."""
    full = b"tls13 " + label
    info = length.to_bytes(2, "big") + bytes([len(full)]) + full + b"\x00"
    return HKDFExpand(digest, length, info).derive(secret)


def _entries(body: bytes, *, tls13: bool) -> Iterator[bytes]:
    with contextlib.suppress(_TruncatedError):
        place = 0
        if tls13:
            _, place = _vector(body, place, 1)  # certificate_request_context
        place += 3  # the length of the list
        while place < len(body):
            certificate, place = _vector(body, place, 3)
            if not certificate:
                return  # RFC 8446, 4.4.2: at least one byte
            if tls13:
                _, place = _vector(body, place, 2)  # extensions
            yield certificate


class _TruncatedError(Exception):
    """The message ends before what it announces."""


def _vector(body: bytes, place: int, width: int) -> tuple[bytes, int]:
    """The vector with a length of ``width`` bytes that stands at ``place``, and where it ends."""
    start = place + width
    end = start + int.from_bytes(body[place:start], "big")
    if end > len(body) or start > len(body):
        raise _TruncatedError
    return body[start:end], end
