"""The bare handshake: what the same library takes to shake hands and close, with nothing looked at."""

import asyncio

from OpenSSL import SSL

from benchmarks.diagnostics.fleet import place_of

READ_BYTES = 65_536

_LEGACY_SERVER_CONNECT = 0x4


def bare_context() -> SSL.Context:
    """As the probe's own: the same suites, versions and options; but nothing is noted while it goes on."""
    context = SSL.Context(SSL.TLS_CLIENT_METHOD)
    context.set_cipher_list(b"ALL:!aNULL:!PSK:!SRP:@SECLEVEL=0")
    context.set_min_proto_version(SSL.TLS1_VERSION)
    context.set_verify(SSL.VERIFY_NONE)
    context.set_options(SSL.OP_NO_TICKET | _LEGACY_SERVER_CONNECT)
    context.set_session_cache_mode(SSL.SESS_CACHE_OFF)
    context.set_ocsp_client_callback(lambda _connection, _staple, _data: True)
    return context


async def shake_hands(context: SSL.Context, entry: str) -> None:
    """Connect to the server of that entry, shake hands as a client that wants a staple, and close."""
    host, address, port = place_of(entry)
    reader, writer = await asyncio.open_connection(address, port)
    connection = SSL.Connection(context, None)
    connection.set_tlsext_host_name(host.encode("ascii"))
    connection.set_alpn_protos([b"h2", b"http/1.1"])
    connection.request_ocsp()
    connection.set_connect_state()
    while True:
        try:
            connection.do_handshake()
        except SSL.WantReadError:
            _flush(connection, writer)
            connection.bio_write(await reader.read(READ_BYTES))
        else:
            break
    connection.shutdown()
    _flush(connection, writer)
    writer.transport.abort()
    await writer.wait_closed()


def _flush(connection: SSL.Connection, writer: asyncio.StreamWriter) -> None:
    try:
        while True:
            writer.write(connection.bio_read(READ_BYTES))
    except SSL.WantReadError:
        return
