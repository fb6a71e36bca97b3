"""What a handshake shows, and what is kept of one that fails."""

import base64
import hashlib
from datetime import UTC, datetime, timedelta

import pytest
import trustme
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, load_pem_private_key
from cryptography.x509 import ocsp
from OpenSSL import SSL

from bot.diagnostics.findings.catalogue import find
from bot.diagnostics.findings.kinds import Evidence
from bot.diagnostics.model.finding import Finding
from bot.diagnostics.model.observation import Observation, Obstacle, Offer, Outcome
from bot.diagnostics.target import Target
from tests.integration.diagnostics.observation.observing import observed
from tests.tls_servers import context_of, saying, serving, speaking, tls12_flight, wants_client_certificate

NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
HOST = "api.example.com"
TLS12 = (SSL.TLS1_2_VERSION, SSL.TLS1_2_VERSION)
TLS13 = (SSL.TLS1_3_VERSION, SSL.TLS1_3_VERSION)

TLS13_SUITES = [b"TLS_AES_128_GCM_SHA256", b"TLS_AES_256_GCM_SHA384", b"TLS_CHACHA20_POLY1305_SHA256"]


@pytest.fixture(scope="module")
def ca() -> trustme.CA:
    """Of this module's servers."""
    return trustme.CA().create_child_ca()


def _findings(seen: Observation) -> dict[str, Finding]:
    return {found.id: found for found in find(Evidence(Target(HOST), NOW, (seen,)))}


def _der(leaf: trustme.LeafCert) -> bytes:
    return x509.load_pem_x509_certificate(leaf.cert_chain_pems[0].bytes()).public_bytes(Encoding.DER)


def _good(ca: trustme.CA, leaf: trustme.LeafCert) -> bytes:
    """An OCSP response of the CA itself."""
    issuer = x509.load_pem_x509_certificate(ca.cert_pem.bytes())
    certificate = x509.load_pem_x509_certificate(leaf.cert_chain_pems[0].bytes())
    key = load_pem_private_key(ca.private_key_pem.bytes(), None)
    assert isinstance(key, EllipticCurvePrivateKey)
    return (
        ocsp.OCSPResponseBuilder()
        .add_response(
            certificate,
            issuer,
            hashes.SHA256(),
            ocsp.OCSPCertStatus.GOOD,
            NOW,
            NOW + timedelta(days=1),
            None,
            None,
        )
        .responder_id(ocsp.OCSPResponderEncoding.HASH, issuer)
        .sign(key, hashes.SHA256())
        .public_bytes(Encoding.DER)
    )


async def test_everything_that_a_handshake_shows(ca: trustme.CA) -> None:
    """Version, cipher, group, application protocol, staple, chain as presented, and times."""
    leaf = ca.issue_cert(HOST)
    context = context_of(leaf)
    context.set_alpn_select_callback(
        lambda _, offered: b"h2" if b"h2" in offered else SSL.NO_OVERLAPPING_PROTOCOLS
    )
    staple = _good(ca, leaf)
    context.set_ocsp_server_callback(lambda *_: staple)
    async with serving(context) as server:
        seen = await observed(server.port)
    usual = seen.usual
    assert usual is not None
    assert seen.outcome is Outcome.SERVED
    assert usual.completed
    assert (usual.offer, usual.protocol, usual.alpn) == (Offer.USUAL, "TLSv1.3", "h2")
    assert usual.cipher is not None
    assert usual.cipher.startswith("TLS_")
    assert usual.group
    assert usual.staple == base64.b64encode(staple).decode()
    assert usual.leaf is not None
    assert usual.leaf.fingerprint_sha256 == hashlib.sha256(_der(leaf)).hexdigest()
    assert len(usual.chain) == len(usual.chain_der) == 2
    assert base64.b64decode(usual.chain_der[0]) == _der(leaf)
    assert (seen.connect_ms or 0) > 0
    assert (usual.handshake_ms or 0) > 0
    assert seen.starttls_ms is None
    assert not usual.client_certificate_wanted
    assert server.names[0] == HOST.encode()


async def test_one_certificate_for_everybody_leaves_one_handshake(ca: trustme.CA) -> None:
    """The others were tried, and showed nothing else; they can be switched off."""
    async with serving(context_of(ca.issue_cert(HOST))) as server:
        assert len((await observed(server.port)).handshakes) == 1
        tried = server.connections
        await observed(server.port, further=False)
        assert (tried, server.connections) == (3, 4)


async def test_an_address_is_never_sent_as_a_name(ca: trustme.CA) -> None:
    """RFC 6066, 3."""
    async with serving(context_of(ca.issue_cert("127.0.0.1"))) as server:
        await observed(server.port, host="127.0.0.1")
        await observed(server.port, host="2001:db8::1")
    assert set(server.names) == {None}


@pytest.mark.parametrize(
    ("version", "name", "words"),
    [(SSL.TLS1_VERSION, "TLSv1", "TLS 1.0"), (SSL.TLS1_1_VERSION, "TLSv1.1", "TLS 1.1")],
)
async def test_an_old_server_is_reached_and_called_old(
    ca: trustme.CA, version: int, name: str, words: str
) -> None:
    """Its chain is seen all the same."""
    async with serving(context_of(ca.issue_cert(HOST), versions=(version, version))) as server:
        seen = await observed(server.port)
    assert seen.protocol == name
    assert seen.leaf is not None
    assert words in _findings(seen)["old-protocol"].sentence


@pytest.mark.parametrize("versions", [TLS12, TLS13])
async def test_a_server_that_demands_a_client_certificate(ca: trustme.CA, versions: tuple[int, int]) -> None:
    """Its chain is kept, and that it ends the handshake is no fault of its own certificate."""
    context = wants_client_certificate(context_of(ca.issue_cert(HOST), versions=versions), ca)
    async with serving(context) as server:
        seen = await observed(server.port)
    assert seen.outcome is Outcome.SERVED
    assert seen.usual is not None
    assert seen.usual.client_certificate_wanted
    assert not seen.usual.completed
    assert seen.usual.alert == ("certificate_required" if versions == TLS13 else "handshake_failure")
    found = _findings(seen)
    assert set(found) == {"client-certificate-demanded"}
    assert "refuses clients without one" in found["client-certificate-demanded"].sentence


@pytest.mark.parametrize("versions", [TLS12, TLS13])
async def test_a_server_that_would_like_a_client_certificate(
    ca: trustme.CA, versions: tuple[int, int]
) -> None:
    """It goes on without one, and that is known without waiting."""
    context = context_of(ca.issue_cert(HOST), versions=versions)
    async with serving(wants_client_certificate(context, ca, required=False)) as server:
        seen = await observed(server.port)
    assert seen.usual is not None
    assert seen.usual.completed
    assert seen.usual.client_certificate_wanted
    assert _findings(seen)["client-certificate-demanded"].sentence == (
        "The server asks for a client certificate; that is not judged here."
    )


@pytest.mark.parametrize("versions", [TLS12, TLS13])
@pytest.mark.parametrize("suite", TLS13_SUITES)
async def test_ten_thousand_names(ca: trustme.CA, versions: tuple[int, int], suite: bytes) -> None:
    """More than the library accepts: read all the same, with a finding of its own."""
    names = [HOST, *(f"host-{number:05}.example.com" for number in range(9_999))]
    leaf = ca.issue_cert(*names)
    context = context_of(leaf, versions=versions)
    context.set_tls13_ciphersuites(suite)
    async with serving(context) as server:
        seen = await observed(server.port)
    assert seen.outcome is Outcome.SERVED
    assert seen.obstacle is Obstacle.MESSAGE_TOO_LARGE
    assert seen.leaf is not None
    assert seen.leaf.name_count == 10_000
    assert base64.b64decode(seen.chain_der[0]) == _der(leaf)
    assert len(seen.chain) == 2
    assert set(_findings(seen)) == {"certificate-message-too-large", "many-names"}


async def test_a_certificate_in_the_middle_that_cannot_be_parsed(ca: trustme.CA) -> None:
    """OpenSSL gives the whole chain up; the others are kept."""
    leaf = _der(ca.issue_cert(HOST))
    flight = tls12_flight(leaf, b"junk", leaf)

    async with speaking(saying(flight)) as server:
        seen = await observed(server.port)
    assert [each is not None for each in seen.chain] == [True, False, True]
    assert base64.b64decode(seen.chain_der[1]) == b"junk"
    assert "handshake-failed" in _findings(seen)


async def test_a_server_from_before_secure_renegotiation(ca: trustme.CA) -> None:
    """The handshake goes on to the client's part, after which this one only closes."""
    async with speaking(
        saying(tls12_flight(_der(ca.issue_cert(HOST, key_type=trustme.KeyType.RSA))))
    ) as server:
        seen = await observed(server.port)
    assert seen.leaf is not None
    assert seen.obstacle is Obstacle.CLOSED_EARLY


async def test_a_chain_of_150_certificates(ca: trustme.CA) -> None:
    """The first fifty are looked at, and it is said that there are more."""
    leaf = _der(ca.issue_cert(HOST, key_type=trustme.KeyType.RSA))
    junk = [b"junk"] * 149
    for certificates in ([leaf] * 150, [leaf, *junk]):
        async with speaking(saying(tls12_flight(*certificates))) as server:
            seen = await observed(server.port)
        assert len(seen.chain) == 50
        assert seen.usual is not None
        assert seen.usual.certificates_left_out == 100
        assert "150 certificates" in _findings(seen)["chain-too-long"].sentence


async def test_a_refused_name(ca: trustme.CA) -> None:
    """The alert is named, and the certificate that is shown without the name is kept."""

    def refuse(connection: SSL.Connection) -> None:
        if connection.get_servername() is not None:
            raise LookupError

    context = context_of(ca.issue_cert("default.example.com"))
    context.set_tlsext_servername_callback(refuse)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sys.excepthook", lambda *_: None)
        async with serving(context) as server:
            seen = await observed(server.port)
    assert seen.outcome is Outcome.FAILED_HANDSHAKE
    assert seen.usual is not None
    assert not seen.usual.chain
    assert seen.obstacle is Obstacle.NAME_REFUSED
    assert [each.offer for each in seen.handshakes] == [Offer.USUAL, Offer.NO_SERVER_NAME]
    assert seen.handshakes[1].leaf is not None
    found = _findings(seen)
    assert set(found) == {"server-name-refused"}
    assert "unrecognized_name" in found["server-name-refused"].sentence


async def test_another_certificate_without_the_name(ca: trustme.CA) -> None:
    """It is worth knowing, and no fault."""
    named = context_of(ca.issue_cert(HOST))
    context = context_of(ca.issue_cert("default.example.com"))
    context.set_tlsext_servername_callback(
        lambda connection: connection.set_context(named) if connection.get_servername() else None
    )
    async with serving(context) as server:
        seen = await observed(server.port)
    assert seen.leaf is not None
    assert HOST in seen.leaf.names
    assert [each.offer for each in seen.handshakes] == [Offer.USUAL, Offer.NO_SERVER_NAME]
    assert set(_findings(seen)) == {"no-sni-differs"}


async def test_nothing_without_the_name(ca: trustme.CA) -> None:
    """A server that serves only those who say a name."""

    def refuse(connection: SSL.Connection) -> None:
        if connection.get_servername() is None:
            raise LookupError

    context = context_of(ca.issue_cert(HOST))
    context.set_tlsext_servername_callback(refuse)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sys.excepthook", lambda *_: None)
        async with serving(context) as server:
            seen = await observed(server.port)
    assert set(_findings(seen)) == {"fails-without-sni"}


@pytest.mark.parametrize("first", list(trustme.KeyType))
async def test_both_certificates_of_a_server_with_two_types_of_key(
    ca: trustme.CA, first: trustme.KeyType
) -> None:
    """The one that is not usual is kept too, though the server prefers TLS 1.3."""
    ecdsa = ca.issue_cert(HOST, key_type=trustme.KeyType.ECDSA)
    rsa = ca.issue_cert(HOST, key_type=trustme.KeyType.RSA, not_after=NOW - timedelta(days=400))
    async with serving(
        context_of(*((ecdsa, rsa) if first is trustme.KeyType.ECDSA else (rsa, ecdsa)))
    ) as server:
        seen = await observed(server.port)
    assert len(seen.handshakes) == 2
    leaves = [each.leaf for each in seen.handshakes]
    assert {leaf.fingerprint_sha256 for leaf in leaves if leaf is not None} == {
        hashlib.sha256(_der(leaf)).hexdigest() for leaf in (ecdsa, rsa)
    }
    other = seen.handshakes[1]
    assert other.leaf is not None
    assert other.leaf.key.startswith("RSA" if other.offer is Offer.RSA else "EC")


async def test_a_server_that_insists_on_another_application_protocol(ca: trustme.CA) -> None:
    """What we offer for the port is a guess: its own clients know better, so it is asked without."""
    context = context_of(ca.issue_cert(HOST))

    def choose(_: SSL.Connection, offered: list[bytes]) -> bytes:
        if b"private/1" not in offered:
            raise LookupError
        return b"private/1"

    context.set_alpn_select_callback(choose)
    async with serving(context) as server:
        seen = await observed(server.port)
    assert seen.outcome is Outcome.SERVED
    assert seen.usual is not None
    assert seen.usual.completed
    assert not _findings(seen)


async def test_a_version_that_nobody_offers() -> None:
    """A plain sentence, and not only a broken handshake."""
    async with speaking(saying(b"\x15\x03\x01\x00\x02\x02\x46")) as server:
        seen = await observed(server.port)
    assert seen.usual is not None
    assert seen.usual.alert == "protocol_version"
    assert set(_findings(seen)) == {"protocol-version-refused"}


async def test_an_alert_is_named() -> None:
    """As RFC 8446 names it."""
    async with speaking(saying(b"\x15\x03\x03\x00\x02\x02\x28")) as server:
        seen = await observed(server.port)
    assert seen.usual is not None
    assert seen.usual.alert == "handshake_failure"
    assert seen.detail == "the server answered with the alert handshake_failure"
