"""A TLS 1.2 server that staples whatever it is given.

OpenSSL staples no response that is about another certificate (since 3.6), and that is what one endpoint has to do.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from bot.faulty_tls.serving import tls12_messages as tls
from bot.faulty_tls.serving.conversations import Application, Conversation
from bot.faulty_tls.serving.tls12_messages import Direction, TlsViolationError

HANDSHAKE_FAILURE = b"\x02\x28"
CLOSE_NOTIFY = b"\x01\x00"
MAX_RECORD_BYTES = 16_384 + 2_048


@dataclass(frozen=True, slots=True)
class Credentials:
    """What the server shows."""

    chain: Sequence[bytes]
    """DER, leaf first."""
    key: ec.EllipticCurvePrivateKey
    """On P-256."""
    staple: bytes


class StaplingConversation(Conversation):
    """An application inside TLS 1.2.

    Args:
        credentials: What is shown.
        application: What is spoken inside.
    """

    def __init__(self, credentials: Credentials, application: Application) -> None:
        self._credentials = credentials
        self._application = application
        self._received = b""
        self._handshake = b""
        self._transcript = b""
        self._randoms = b""
        self._ephemeral = ec.generate_private_key(ec.SECP256R1())
        self._master = b""
        self._from_client: Direction | None = None
        self._to_client: Direction | None = None
        self._next_from_client: Direction | None = None

    def data_received(self, data: bytes) -> None:
        """Take the records that are whole."""
        self._received += data
        try:
            while len(self._received) >= 5 and not self.transport.is_closing():
                end = 5 + int.from_bytes(self._received[3:5], "big")
                if end > MAX_RECORD_BYTES:
                    raise TlsViolationError("a record is too long")
                if len(self._received) < end:
                    return
                kind, fragment = self._received[0], self._received[5:end]
                self._received = self._received[end:]
                self._take(kind, fragment)
        except (TlsViolationError, ValueError):  # ValueError: the client's point is not on the curve
            self._send(tls.ALERT, HANDSHAKE_FAILURE)
            self.transport.close()

    def connection_lost(self, exc: Exception | None) -> None:
        """Tell the application."""
        super().connection_lost(exc)
        self._application.end()

    def _take(self, kind: int, fragment: bytes) -> None:
        if kind == tls.CHANGE_CIPHER_SPEC:
            if self._next_from_client is None:
                raise TlsViolationError("keys are changed before there are any")
            self._from_client = self._next_from_client
            return
        content = self._from_client.open(kind, fragment) if self._from_client else fragment
        if kind == tls.HANDSHAKE:
            self._handshake += content
            for number, body, whole in tls.messages(self._handshake):
                self._handshake = self._handshake[len(whole) :]
                self._act(number, body, whole)
        elif kind == tls.APPLICATION_DATA and self._to_client:
            self._application.receive(content, self._reply)
        else:
            self.transport.close()

    def _act(self, number: int, body: bytes, whole: bytes) -> None:
        if number == tls.CLIENT_HELLO and not self._randoms:
            self._transcript += whole
            self._answer_hello(tls.ClientHello.parse(body))
        elif number == tls.CLIENT_KEY_EXCHANGE and self._randoms and not self._master:
            self._transcript += whole
            self._agree(tls.Reader(body).vector(1))
        elif number == tls.FINISHED and self._from_client and not self._to_client:
            if body != tls.verify_data(self._master, b"client finished", self._transcript):
                raise TlsViolationError("the client saw another handshake")
            self._transcript += whole
            self._finish()
        else:
            raise TlsViolationError("a message comes at the wrong time")

    def _answer_hello(self, hello: tls.ClientHello) -> None:
        if tls.ECDHE_ECDSA_WITH_AES_128_GCM_SHA256 not in hello.suites:
            raise TlsViolationError("there is no cipher in common")
        random = secrets.token_bytes(32)
        self._randoms = hello.random + random
        staples = tls.STATUS_REQUEST in hello.extensions
        point = self._ephemeral.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        agreed = b"\x03" + tls.SECP256R1 + tls.vector(point, 1)
        signature = self._credentials.key.sign(self._randoms + agreed, ec.ECDSA(hashes.SHA256()))
        flight = (
            tls.server_hello(random, hello.extensions, staples=staples),
            tls.certificate(self._credentials.chain),
            tls.certificate_status(self._credentials.staple) if staples else b"",
            tls.message(tls.SERVER_KEY_EXCHANGE, agreed + tls.ECDSA_SHA256 + tls.vector(signature, 2)),
            tls.message(tls.SERVER_HELLO_DONE, b""),
        )
        for sent in filter(None, flight):
            self._transcript += sent
            self._send(tls.HANDSHAKE, sent)

    def _agree(self, point: bytes) -> None:
        peer = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
        shared = self._ephemeral.exchange(ec.ECDH(), peer)
        self._master = tls.prf(shared, b"master secret", self._randoms, 48)
        keys = tls.Reader(
            tls.prf(self._master, b"key expansion", self._randoms[32:] + self._randoms[:32], 40)
        )
        client_key, server_key, client_salt, server_salt = (keys.take(count) for count in (16, 16, 4, 4))
        self._next_from_client = Direction(client_key, client_salt)
        self._own = Direction(server_key, server_salt)

    def _finish(self) -> None:
        self._send(tls.CHANGE_CIPHER_SPEC, b"\x01")
        self._to_client = self._own
        data = tls.verify_data(self._master, b"server finished", self._transcript)
        self._send(tls.HANDSHAKE, tls.message(tls.FINISHED, data))
        self._application.begin(self._reply)

    def _reply(self, data: bytes, close: bool) -> None:
        if self.transport.is_closing():
            return
        self._send(tls.APPLICATION_DATA, data)
        if close:
            self._send(tls.ALERT, CLOSE_NOTIFY)
            self.transport.close()

    def _send(self, kind: int, content: bytes) -> None:
        self.transport.write(
            self._to_client.seal(kind, content) if self._to_client else tls.record(kind, content)
        )
