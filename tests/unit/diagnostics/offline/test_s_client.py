"""What is read from the output of ``openssl s_client``."""

import base64
import ssl

from bot.diagnostics.offline.s_client import looks_like_s_client, read_s_client
from tests.expired_diagnosis import expired_diagnosis

DER = base64.b64decode(expired_diagnosis().observations[0].chain_der[0])
PEM = ssl.DER_cert_to_PEM_cert(DER)

OF_OPENSSL_3_0 = f"""CONNECTED(00000003)
depth=0 CN = api.example.com
verify error:num=10:certificate has expired
notAfter=Nov 23 20:00:00 2026 GMT
---
Certificate chain
 0 s:CN = api.example.com
   i:CN = api.example.com
{PEM}---
Server certificate
subject=CN = api.example.com
---
Acceptable client certificate CA names
CN = Clients
Server Temp Key: X25519, 253 bits
---
SSL handshake has read 2109 bytes and written 373 bytes
---
New, TLSv1.3, Cipher is TLS_AES_256_GCM_SHA384
Server public key is 256 bit
No ALPN negotiated
---
"""

OF_OPENSSL_3_5 = f"""Connecting to 192.0.2.7
CONNECTED(00000003)
---
Certificate chain
 0 s:CN=api.example.com
   i:CN=api.example.com
{PEM}---
Server certificate
{PEM}subject=CN=api.example.com
---
Negotiated TLS1.3 group: X25519MLKEM768
---
New, TLSv1.2, Cipher is ECDHE-ECDSA-AES256-GCM-SHA384
    Protocol  : TLSv1.2
ALPN protocol: h2
40E7:error:0A00045C:SSL routines:ssl3_read_bytes:tlsv13 alert certificate required:../ssl/record/rec_layer_s3.c
"""


def test_the_output_of_openssl_3_0() -> None:
    """The chain once, and what was agreed upon."""
    assert looks_like_s_client(OF_OPENSSL_3_0.encode())
    read = read_s_client(OF_OPENSSL_3_0.encode())
    assert read.chain == (DER,)
    assert (read.address, read.protocol, read.cipher) == (None, "TLSv1.3", "TLS_AES_256_GCM_SHA384")
    assert (read.group, read.alpn, read.client_certificate_wanted, read.alert) == ("X25519", None, True, None)


def test_the_output_of_later_versions() -> None:
    """They print the address, and the leaf a second time; Windows adds carriage returns."""
    read = read_s_client(OF_OPENSSL_3_5.replace("\n", "\r\n").encode())
    assert read.chain == (DER,)
    assert (read.address, read.protocol, read.alpn) == ("192.0.2.7", "TLSv1.2", "h2")
    assert (read.group, read.alert) == ("X25519MLKEM768", "certificate required")


def test_a_plain_chain_is_none() -> None:
    """A PEM file is not taken for one."""
    assert not looks_like_s_client(PEM.encode())
