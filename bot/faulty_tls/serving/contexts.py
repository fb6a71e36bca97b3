"""What OpenSSL is told to show."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from cryptography import x509
from OpenSSL import SSL, crypto

from bot.faulty_tls.endpoint import Shown
from bot.faulty_tls.pki.leaves import Issued

ANY_CIPHER = b"ALL:@SECLEVEL=0"
"""What is too weak for OpenSSL's own rules is to be shown all the same."""

MakeStaple = Callable[[], bytes]


@dataclass(frozen=True)
class Material:
    """The certificates that are shown."""

    leaf: Issued
    chain: Sequence[x509.Certificate]
    second: Issued | None = None
    without_server_name: Issued | None = None
    client_authority: x509.Certificate | None = None
    """Whose client certificates are accepted; None: no client certificate is asked for."""


def server_context(shown: Shown, material: Material, make_staple: MakeStaple | None) -> SSL.Context:
    """The context for what an address shows; a staple is made for each handshake, around the present."""
    context = _plain_context(shown)
    for issued in filter(None, (material.leaf, material.second)):
        context.use_certificate(issued.certificate)
        context.use_privatekey(issued.key)
    for certificate in material.chain:
        context.add_extra_chain_cert(certificate)
    if make_staple is not None:
        staple = make_staple
        context.set_ocsp_server_callback(lambda connection, data: staple(), None)  # noqa: ARG005 - as OpenSSL calls it
    if material.client_authority is not None:
        _demand_client_certificate(context, material.client_authority)
    if shown.needs_server_name or material.without_server_name is not None:
        return _switchboard(shown, material, context)
    return context


def _plain_context(shown: Shown) -> SSL.Context:
    context = SSL.Context(SSL.TLS_SERVER_METHOD)
    context.set_cipher_list(ANY_CIPHER)
    context.set_min_proto_version(SSL.TLS1_VERSION if shown.old_protocol else SSL.TLS1_2_VERSION)
    if shown.old_protocol:
        context.set_max_proto_version(SSL.TLS1_VERSION)
    # A resumed session presents no certificate: each connection is to show what is there now.
    context.set_session_cache_mode(SSL.SESS_CACHE_OFF)
    context.set_options(SSL.OP_NO_TICKET)
    return context


def _demand_client_certificate(context: SSL.Context, authority: x509.Certificate) -> None:
    store = context.get_cert_store()
    assert store is not None
    store.add_cert(crypto.X509.from_cryptography(authority))
    store.set_flags(crypto.X509StoreFlags.PARTIAL_CHAIN)
    context.add_client_ca(authority)
    context.set_verify(SSL.VERIFY_PEER | SSL.VERIFY_FAIL_IF_NO_PEER_CERT)


def _switchboard(shown: Shown, material: Material, named: SSL.Context) -> SSL.Context:
    """A context that leads clients with SNI to ``named``, and shows the others another certificate or none."""
    context = _plain_context(shown)
    other = material.without_server_name
    if other is not None:
        context.use_certificate(other.certificate)
        context.use_privatekey(other.key)
        for certificate in material.chain:
            context.add_extra_chain_cert(certificate)

    def lead(connection: SSL.Connection) -> None:
        if connection.get_servername():
            connection.set_context(named)

    context.set_tlsext_servername_callback(lead)
    return context
