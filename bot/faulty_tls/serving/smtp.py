"""A mail server that greets, offers STARTTLS, and takes no mail (RFC 5321, RFC 3207)."""

from collections.abc import Callable

from bot.faulty_tls.serving.http import Reply

MAX_LINE_BYTES = 4096


class SmtpApplication:
    """Answers commands.

    Args:
        host: What it calls itself.
        upgrade: Begins TLS on the connection; None: the connection has it already.
    """

    def __init__(self, host: str, upgrade: Callable[[], None] | None) -> None:
        self._host = host
        self._upgrade = upgrade
        self._received = b""

    def begin(self, reply: Reply) -> None:
        """The server speaks first; after STARTTLS the client does."""
        if self._upgrade is not None:
            reply(f"220 {self._host} ESMTP\r\n".encode(), False)

    def receive(self, data: bytes, reply: Reply) -> None:
        """More bytes have come."""
        self._received += data
        while b"\r\n" in self._received:
            line, _, self._received = self._received.partition(b"\r\n")
            self._obey(line.decode("latin-1").strip().upper(), reply)
        if len(self._received) > MAX_LINE_BYTES:
            reply(b"500 Line too long\r\n", True)

    def end(self) -> None:
        """The connection is gone."""

    def _obey(self, command: str, reply: Reply) -> None:
        verb = command.partition(" ")[0]
        if verb == "EHLO":
            offer = "250-STARTTLS\r\n" if self._upgrade is not None else ""
            reply(f"250-{self._host}\r\n{offer}250 8BITMIME\r\n".encode(), False)
        elif verb in {"HELO", "NOOP", "RSET"}:
            reply(f"250 {self._host}\r\n".encode(), False)
        elif verb == "QUIT":
            reply(b"221 Bye\r\n", True)
        elif verb == "STARTTLS" and self._upgrade is not None:
            self._received = b""  # what was sent in clear text after it is dropped (RFC 3207, section 4.2)
            reply(b"220 Go ahead\r\n", False)
            self._upgrade()
        else:
            reply(b"502 Not here\r\n", False)
