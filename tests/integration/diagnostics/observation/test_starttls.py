"""Leaving each clear-text protocol for TLS, on servers that speak from a script."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

import pytest
import trustme

from bot.diagnostics.findings.catalogue import find
from bot.diagnostics.findings.kinds import Evidence
from bot.diagnostics.model.observation import Observation, Obstacle, Outcome
from bot.diagnostics.target import StartTls, Target
from tests.integration.diagnostics.observation.observing import observed
from tests.integration.diagnostics.observation.test_handshakes import NOW
from tests.tls_servers import Speak, context_of, serving, speaking

HOST = "api.example.com"
OID = b"1.3.6.1.4.1.1466.20037"
LDAP_REQUEST = b"\x30\x1d\x02\x01\x01\x77\x18\x80\x16" + OID
SSL_REQUEST = b"\x00\x00\x00\x08\x04\xd2\x16\x2f"


def _ldap(code: int) -> bytes:
    return bytes([0x30, 12, 2, 1, 1, 0x78, 7, 0x0A, 1, code, 4, 0, 4, 0])


def _mysql_greeting(flags: int) -> bytes:
    packet = b"\x0a8.4.0\x00" + bytes(4) + b"saltsalt\x00" + flags.to_bytes(2, "little") + bytes(16)
    return len(packet).to_bytes(3, "little") + b"\x00" + packet


def _mysql_request(said: bytes) -> bool:
    return len(said) == 36 and said[3] == 1 and bool(int.from_bytes(said[4:8], "little") & 0x800)


XMPP_STREAM = b"<?xml version='1.0'?><stream:stream from='x' xmlns='jabber:client' version='1.0'>"
XMPP_OFFER = (
    XMPP_STREAM
    + b"<stream:features><starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'><required/></starttls></stream:features>"
)


@dataclass(frozen=True)
class Step:
    """Wait until the client has said ``heard`` (nothing: do not wait), then say ``say``."""

    say: bytes
    heard: bytes | Callable[[bytes], bool] = b""


def _scripted(*steps: Step) -> Speak:
    async def speak(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        for step in steps:
            said = b""
            while not (step.heard(said) if callable(step.heard) else said.endswith(step.heard)):
                data = await reader.read(1)
                if not data:
                    return
                said += data
            writer.write(step.say)
            await writer.drain()

    return speak


OFFERED = {
    StartTls.SMTP: [
        Step(b"220-mail.example.com\r\n220 ESMTP\r\n"),
        Step(b"250-mail.example.com\r\n250-SIZE 1000\r\n250 starttls\r\n", b"EHLO [127.0.0.1]\r\n"),
        Step(b"220 2.0.0 go ahead\r\n", b"STARTTLS\r\n"),
    ],
    StartTls.IMAP: [
        Step(b"* OK [CAPABILITY IMAP4rev2 STARTTLS] ready\r\n"),
        Step(b"* CAPABILITY IMAP4rev2\r\nc1 OK begin\r\n", b"c1 STARTTLS\r\n"),
    ],
    StartTls.POP3: [Step(b"+OK ready\r\n"), Step(b"+OK begin\r\n", b"STLS\r\n")],
    StartTls.FTP: [
        Step(b"220-files.example.com\r\n  be nice\r\n220 ready\r\n"),
        Step(b"234 begin\r\n", b"AUTH TLS\r\n"),
    ],
    StartTls.LDAP: [Step(_ldap(0), LDAP_REQUEST)],
    StartTls.POSTGRES: [Step(b"S", SSL_REQUEST)],
    StartTls.MYSQL: [Step(_mysql_greeting(0xFFFF)), Step(b"", _mysql_request)],
    StartTls.XMPP: [
        Step(XMPP_OFFER, b"version='1.0'>"),
        Step(
            b"<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>",
            b"<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>",
        ),
    ],
}
NOT_OFFERED = {
    StartTls.SMTP: [Step(b"220 ESMTP\r\n"), Step(b"250-mail\r\n250 SIZE\r\n", b"\r\n")],
    StartTls.IMAP: [Step(b"* OK ready\r\n"), Step(b"c1 BAD what?\r\n", b"\r\n")],
    StartTls.POP3: [Step(b"+OK ready\r\n"), Step(b"-ERR what?\r\n", b"\r\n")],
    StartTls.FTP: [Step(b"220 ready\r\n"), Step(b"502 what?\r\n", b"\r\n")],
    StartTls.LDAP: [Step(_ldap(2), LDAP_REQUEST)],
    StartTls.POSTGRES: [Step(b"N", SSL_REQUEST)],
    StartTls.MYSQL: [Step(_mysql_greeting(0xF7FF))],
    StartTls.XMPP: [Step(XMPP_STREAM + b"<stream:features></stream:features>", b"version='1.0'>")],
}
BROKEN = [
    (StartTls.SMTP, [Step(b"554 no service for you\r\n")], "turns the connection away: no service for you"),
    (StartTls.SMTP, [Step(b"SSH-2.0-OpenSSH\r\n")], "something unexpected: SSH-2.0-OpenSSH"),
    (StartTls.SMTP, [Step(b"220-" + b"x" * 100_000)], "something unexpected"),
    (StartTls.SMTP, [Step(b"220-more\r\n" * 1_000)], "something unexpected"),
    (
        StartTls.SMTP,
        [Step(b"220 a\r\n"), Step(b"250-a\r\n250 STARTTLS\r\n", b"\r\n"), Step(b"454 later\r\n", b"\r\n")],
        "turns the connection away: later",
    ),
    (StartTls.IMAP, [Step(b"* BYE too many\r\n")], "turns the connection away: BYE too many"),
    (StartTls.IMAP, [Step(b"* PREAUTH welcome\r\n")], "something unexpected"),
    (StartTls.IMAP, [Step(b"* OK\r\n"), Step(b"* spam\r\n" * 1_000, b"\r\n")], "something unexpected"),
    (StartTls.IMAP, [Step(b"* OK\r\n"), Step(b"c2 OK\r\n", b"\r\n")], "something unexpected"),
    (StartTls.POP3, [Step(b"-ERR busy\r\n")], "turns the connection away"),
    (StartTls.POP3, [Step(b"HTTP/1.1 400\r\n")], "something unexpected"),
    (StartTls.POP3, [Step(b"+OK\r\n"), Step(b"what\r\n", b"\r\n")], "something unexpected: what"),
    (StartTls.FTP, [Step(b"421 busy\r\n")], "turns the connection away: busy"),
    (StartTls.LDAP, [Step(b"\x30\x84\xff\xff\xff\xff", LDAP_REQUEST)], "something unexpected"),
    (StartTls.LDAP, [Step(_ldap(52), LDAP_REQUEST)], "turns the connection away: result code 52"),
    (StartTls.LDAP, [Step(b"\x30\x02\x78\x09", LDAP_REQUEST)], "something unexpected"),
    (StartTls.LDAP, [Step(b"HTTP", LDAP_REQUEST)], "something unexpected"),
    (StartTls.POSTGRES, [Step(b"E", SSL_REQUEST)], "something unexpected: E"),
    (StartTls.MYSQL, [Step(b"\x0e\x00\x00\x00\xff\x69\x04Host blocked")], "away: Host bl"),
    (StartTls.MYSQL, [Step(b"\xff\xff\xff\x00")], "something unexpected"),
    (StartTls.MYSQL, [Step(b"\x01\x00\x00\x00\x09")], "something unexpected"),
    (StartTls.MYSQL, [Step(b"\x02\x00\x00\x00\x0ax")], "does not offer"),
    (
        StartTls.XMPP,
        [Step(XMPP_STREAM + b"<stream:error><host-unknown/>", b">")],
        "turns the connection away",
    ),
    (StartTls.XMPP, [Step(b"<a>" * 20_000, b">")], "something unexpected"),
]


@pytest.fixture(scope="module")
def leaf() -> trustme.LeafCert:
    """What every server here presents."""
    return trustme.CA().issue_cert(HOST)


def _findings(seen: Observation) -> dict[str, str]:
    return {found.id: found.sentence for found in find(Evidence(Target(HOST), NOW, (seen,)))}


@pytest.mark.parametrize("protocol", list(StartTls))
async def test_a_server_that_goes_over_to_tls(protocol: StartTls, leaf: trustme.LeafCert) -> None:
    """Its certificate is seen, and how long each part took."""
    async with serving(context_of(leaf), _scripted(*OFFERED[protocol])) as server:
        seen = await observed(server.port, starttls=protocol)
    assert seen.outcome is Outcome.SERVED, seen.detail
    assert seen.leaf is not None
    assert HOST in seen.leaf.names
    assert (seen.starttls_ms or 0) > 0
    assert not _findings(seen)


@pytest.mark.parametrize("protocol", list(StartTls))
async def test_a_server_that_does_not_offer_tls(protocol: StartTls) -> None:
    """It says so, and that is a finding of its own."""
    async with speaking(_scripted(*NOT_OFFERED[protocol])) as server:
        seen = await observed(server.port, starttls=protocol)
    assert seen.outcome is Outcome.NOT_TLS
    assert seen.obstacle is Obstacle.STARTTLS_NOT_OFFERED
    assert not seen.handshakes
    assert "does not offer" in _findings(seen)["starttls-not-offered"]


@pytest.mark.parametrize(("protocol", "steps", "words"), BROKEN)
async def test_a_server_that_does_not_keep_to_the_protocol(
    protocol: StartTls, steps: list[Step], words: str
) -> None:
    """In plain words, and whatever it says is bounded."""
    async with speaking(_scripted(*steps)) as server:
        seen = await observed(server.port, starttls=protocol)
    assert seen.outcome is Outcome.NOT_TLS
    assert words in seen.detail
    assert len(seen.detail) < 200
    assert set(_findings(seen)) & {"starttls-failed", "starttls-not-offered"}


@pytest.mark.parametrize("protocol", list(StartTls))
async def test_a_server_that_closes_at_once(protocol: StartTls) -> None:
    """Said as such."""
    async with speaking(_scripted()) as server:
        seen = await observed(server.port, starttls=protocol)
    assert seen.outcome is Outcome.NOT_TLS
    assert "before TLS began" in seen.detail
    assert set(_findings(seen)) == {"starttls-failed"}


@pytest.mark.parametrize("protocol", list(StartTls))
@pytest.mark.parametrize("drop", [b"", b"2", b"\x30"])
async def test_a_server_that_dribbles_or_says_nothing(protocol: StartTls, drop: bytes) -> None:
    """The one deadline holds in clear text too."""

    async def speak(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while drop:
            writer.write(drop)
            await writer.drain()
            await asyncio.sleep(0.02)
        await reader.read()

    async with speaking(speak) as server:
        started = asyncio.get_running_loop().time()
        seen = await observed(server.port, starttls=protocol, within=0.3)
        assert asyncio.get_running_loop().time() - started < 1
    assert seen.outcome in {Outcome.TIMED_OUT, Outcome.NOT_TLS}
