"""Servers that speak an old protocol, something else, slowly, or not at all."""

import asyncio
import shutil
import time
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from OpenSSL import SSL

from bot.faulty_tls import EndpointState
from tests.integration.faulty_tls.wire import Ask, Lab, exchange

HELLO = bytes.fromhex("1603010005010000010003")
SMTP = Ask(greeting=[b"EHLO client.example\r\n", b"STARTTLS\r\n"])


async def test_a_server_of_tls_1_0(lab: Lab) -> None:
    """Nothing newer is spoken until it is mended; then nothing older."""
    assert (await lab.see("old-protocol")).version == "TLSv1"
    assert (await lab.see("old-protocol", Ask(min_version=SSL.TLS1_2_VERSION))).failure
    lab.set("old-protocol", EndpointState.RENEWED)
    assert (await lab.see("old-protocol")).version == "TLSv1.3"
    assert (await lab.see("old-protocol", Ask(max_version=SSL.TLS1_VERSION))).failure


@pytest.mark.parametrize("version", [SSL.TLS1_2_VERSION, SSL.TLS1_3_VERSION])
async def test_a_client_certificate_is_demanded(lab: Lab, version: int) -> None:
    """Without one the server shows its own and breaks off; with one of the right CA it answers."""
    refused = await lab.see("client-certificate", Ask(max_version=version))
    assert "handshake failure" in refused.failure or "certificate required" in refused.failure
    assert len(refused.chain) == 2
    welcome = await lab.see("client-certificate", Ask(max_version=version, client=_client(lab)))
    assert welcome.failure == ""


def _client(lab: Lab) -> tuple[x509.Certificate, ec.EllipticCurvePrivateKey]:
    issuer, key = lab.endpoints.pki.authorities["corporate-issuing"], ec.generate_private_key(ec.SECP256R1())
    now = datetime.now(UTC)
    builder = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "client")]))
        .issuer_name(issuer.certificate.subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(hours=1))
        .add_extension(issuer.key_identifier, critical=False)
    )
    return builder.sign(issuer.key, hashes.SHA256()), key


async def test_without_sni_another_certificate(lab: Lab) -> None:
    """Until it is mended."""
    nameless = Ask(server_name=None)
    assert (await lab.see("wrong-without-sni")).names[0] == "sni.example.com"
    assert (await lab.see("wrong-without-sni", nameless)).names == ["default.example.net"]
    lab.set("wrong-without-sni", EndpointState.RENEWED)
    assert (await lab.see("wrong-without-sni", nameless)).names[0] == "sni.example.com"


async def test_without_sni_no_handshake(lab: Lab) -> None:
    """With it there is one."""
    nameless = await lab.see("sni-needed", Ask(server_name=None))
    assert "handshake failure" in nameless.failure
    assert nameless.chain == []
    assert (await lab.see("sni-needed")).failure == ""


async def test_plain_http(lab: Lab) -> None:
    """To a TLS hello, too; TLS once it is mended."""
    (where,) = lab.addresses("plain.example.com")
    assert (await exchange(where, HELLO)).startswith(b"HTTP/1.1 400 ")
    assert (await exchange(where, b"GET / HTTP/1.1\r\n\r\n")).startswith(b"HTTP/1.1 200 ")
    lab.set("plain-http", EndpointState.RENEWED)
    assert (await lab.see("plain-http")).failure == ""


async def test_a_silent_server(lab: Lab) -> None:
    """The connection stands, and nothing comes."""
    (where,) = lab.addresses("silent.example.com")
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.3):
            await exchange(where, HELLO)


async def test_a_dribbling_server(lab: Lab) -> None:
    """A byte, and after a while another: the first of a handshake record."""
    (where,) = lab.addresses("drip.example.com")
    reader, writer = await asyncio.open_connection(*where)
    try:
        context = SSL.Context(SSL.TLS_CLIENT_METHOD)
        tls = SSL.Connection(context, None)
        tls.set_connect_state()
        with pytest.raises(SSL.WantReadError):
            tls.do_handshake()
        writer.write(tls.bio_read(65_536))
        async with asyncio.timeout(5):
            assert await reader.readexactly(1) == b"\x16"
            began = time.monotonic()
            assert await reader.read(100) == b"\x03"
        assert time.monotonic() - began > 0.1
    finally:
        writer.close()
        await writer.wait_closed()


async def test_a_closed_port(lab: Lab) -> None:
    """It is refused, served once it is mended, and refused again; the port stays the same."""
    (where,) = lab.addresses("down.example.com")
    with pytest.raises(ConnectionRefusedError):
        await asyncio.open_connection(*where)
    lab.set("refused", EndpointState.RENEWED)
    assert (await lab.see("refused")).failure == ""
    lab.set("refused", EndpointState.BROKEN)
    with pytest.raises(ConnectionRefusedError):
        await asyncio.open_connection(*where)


async def test_starttls(lab: Lab) -> None:
    """Mail first, then TLS; what is sent between the command and TLS does not count."""
    seen = await lab.see("mail-expired", SMTP)
    assert seen.failure == ""
    assert seen.names[0] == "mail.example.com"
    (where,) = lab.addresses("mail.example.com", 587)
    said = await exchange(where, b"EHLO x\r\nMAIL FROM:<a@example.com>\r\nQUIT\r\n")
    assert said == (
        b"220 mail.example.com ESMTP\r\n250-mail.example.com\r\n250-STARTTLS\r\n250 8BITMIME\r\n"
        b"502 Not here\r\n221 Bye\r\n"
    )


OPENSSL = shutil.which("openssl")


@pytest.mark.skipif(OPENSSL is None, reason="there is no openssl command to compare with")
@pytest.mark.parametrize("host", ["blog.example.com", "id.example.com"])
async def test_the_openssl_command_sees_the_staple(lab: Lab, host: str) -> None:
    """That of our own small TLS 1.2, and that of OpenSSL; the chain verifies."""
    assert OPENSSL is not None
    ((address, port),) = lab.addresses(host)
    root = lab.endpoints.pki.pem_file("root")
    process = await asyncio.create_subprocess_exec(
        OPENSSL,
        "s_client",
        *("-connect", f"{address}:{port}", "-servername", host, "-status", "-verify_return_error"),
        *("-CAfile", str(root), "-verify_hostname", host, "-tls1_2"),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    async with asyncio.timeout(10):
        output, _ = await process.communicate(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
    assert b"Verify return code: 0 (ok)" in output
    assert b"OCSP Response Status: successful" in output


@pytest.mark.parametrize(
    "bytes_sent",
    [
        b"\x00",
        HELLO,
        b"\x16\x03\x03\xff\xff" + bytes(70_000),
        bytes.fromhex("140303000101"),
        bytes.fromhex("150303000201 00"),
        bytes.fromhex("1603030004 10000000"),
        b"GET / HTTP/1.1\r\n\r\n",
        bytes(range(256)) * 20,
    ],
)
async def test_noise_ends_the_connection_of_the_small_tls(lab: Lab, bytes_sent: bytes) -> None:
    """And the next client is served."""
    (where,) = lab.addresses("blog.example.com")
    reader, writer = await asyncio.open_connection(*where)
    writer.write(bytes_sent)
    writer.write_eof()
    async with asyncio.timeout(5):
        while await reader.read(1000):
            pass
    writer.close()
    assert (await lab.see("former-staple")).failure == ""
