"""The pasted output of ``openssl s_client``: what one handshake of somebody else showed."""

import re
from dataclasses import dataclass

from bot.diagnostics.offline.chain import CERTIFICATE_LABELS, blocks_of

_LINE = re.MULTILINE | re.ASCII
_ADDRESS = re.compile(r"^Connecting to (?P<address>[0-9a-fA-F.:]{2,45})[ \t]*$", _LINE)
_SUMMARY = re.compile(r"^New, (?P<protocol>[\w.]{1,20}), Cipher is (?P<cipher>[\w()-]{1,60})", _LINE)
_PROTOCOL = re.compile(r"^[ \t]*Protocol[ \t]{0,20}: (?P<protocol>[\w.]{1,20})", _LINE)
_ALPN = re.compile(r"^ALPN protocol: (?P<alpn>[\w/.-]{1,60})", _LINE)
_GROUP = re.compile(
    r"^(?:Negotiated TLS1.3 group|Server Temp Key|Peer Temp Key): (?P<group>[\w-]{1,60})", _LINE
)
_ALERT = re.compile(r"alert (?P<alert>[a-z ]{1,60}?):", re.IGNORECASE | re.ASCII)


@dataclass(frozen=True, slots=True)
class PastedHandshake:
    """What could be read."""

    chain: tuple[bytes, ...]
    """DER, in the order in which it was sent."""
    address: str | None
    """Where it connected to; only newer versions of OpenSSL print it."""
    protocol: str | None
    cipher: str | None
    group: str | None
    alpn: str | None
    client_certificate_wanted: bool
    alert: str | None


def looks_like_s_client(content: bytes) -> bool:
    """Whether this is such an output."""
    head = content[:4000]
    return b"CONNECTED(" in head or b"Certificate chain\n" in content or b"SSL handshake has read" in content


def read_s_client(content: bytes) -> PastedHandshake:
    """Read it. Without ``-showcerts`` OpenSSL prints only the leaf.

    Raises:
        BroughtFileError: It holds no certificate.
    """
    chain = blocks_of(content, CERTIFICATE_LABELS, what="certificate")
    text = content.decode("utf-8", "replace").replace("\r\n", "\n")
    summary = _SUMMARY.search(text)
    protocol = _PROTOCOL.search(text)
    return PastedHandshake(
        chain=_without_repetition(chain),
        address=_first(_ADDRESS, text, "address"),
        protocol=(protocol or summary or {"protocol": None})["protocol"],
        cipher=summary["cipher"] if summary and summary["cipher"] != "(NONE)" else None,
        group=_first(_GROUP, text, "group"),
        alpn=_first(_ALPN, text, "alpn"),
        client_certificate_wanted="Acceptable client certificate CA names" in text,
        alert=_first(_ALERT, text, "alert"),
    )


def _first(pattern: re.Pattern[str], text: str, group: str) -> str | None:
    found = pattern.search(text)
    return found[group] if found else None


def _without_repetition(chain: tuple[bytes, ...]) -> tuple[bytes, ...]:
    """Some versions print the leaf again under “Server certificate”."""
    return chain[:-1] if len(chain) > 1 and chain[-1] == chain[0] else chain
