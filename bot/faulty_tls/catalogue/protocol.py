"""What is no certificate incident, or nothing at all: names, protocols, servers that do not behave."""

from bot.faulty_tls.endpoint import Endpoint, Leaf, Shown, Speaks

CLIENT_AUTH = Shown(Leaf(client_auth=True), wants_client_certificate=True)
SILENT_UNTIL_NAMED = Shown(needs_server_name=True)

ENDPOINTS = (
    Endpoint(
        "wrong-host-name",
        "www2.example.com",
        "The certificate is for another host.",
        None,
        Shown(Leaf(names=("www.example.net",))),
    ),
    Endpoint(
        "old-protocol",
        "old.example.com",
        "The server speaks TLS 1.0 only.",
        None,
        Shown(old_protocol=True),
    ),
    Endpoint(
        "client-certificate",
        "mtls.example.com",
        "The server demands a certificate of its clients.",
        None,
        CLIENT_AUTH,
        CLIENT_AUTH,
    ),
    Endpoint(
        "wrong-without-sni",
        "sni.example.com",
        "Clients that send no SNI get the certificate of another host.",
        None,
        Shown(without_server_name=Leaf(names=("default.example.net",))),
    ),
    Endpoint(
        "sni-needed",
        "strict.example.com",
        "Without SNI the handshake fails.",
        None,
        SILENT_UNTIL_NAMED,
    ),
    Endpoint(
        "many-names",
        "many.example.com",
        "The certificate holds 10,000 names.",
        None,
        Shown(Leaf(further_names=9_998)),
    ),
    Endpoint(
        "strange-name",
        "strange.example.com",
        "The certificate's names hold <!channel>, bidirectional and escape characters.",
        None,
        Shown(
            Leaf(
                names=("strange.example.com", "strange-eu.example.com", "<!channel>.example.com"),
                organization="Example <!channel> \u202egro.elpmaxe\u202c \x1b[31m",
            )
        ),
    ),
    Endpoint(
        "plain-http",
        "plain.example.com",
        "Plain HTTP answers on the TLS port.",
        None,
        Shown(speaks=Speaks.PLAIN_HTTP),
    ),
    Endpoint(
        "silent",
        "silent.example.com",
        "It accepts the connection and says nothing.",
        None,
        Shown(speaks=Speaks.NOTHING),
    ),
    Endpoint(
        "dribbling",
        "drip.example.com",
        "It answers a byte at a time, and never comes to an end.",
        None,
        Shown(speaks=Speaks.DRIBBLES),
    ),
    Endpoint(
        "refused", "down.example.com", "Nothing listens on the port.", None, Shown(speaks=Speaks.CLOSED)
    ),
    Endpoint("healthy", "www.example.com", "Nothing is wrong.", None, Shown(), addresses=2),
)
