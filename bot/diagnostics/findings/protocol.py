"""What answers at an address, how its TLS goes, and whether it shows everybody the same certificate."""

from collections.abc import Iterator

from bot.clock import utc_minute
from bot.diagnostics.findings.kinds import Evidence, FindingKind, Found
from bot.diagnostics.model.finding import Severity
from bot.diagnostics.model.observation import Handshake, Observation, Obstacle, Offer, Outcome
from bot.diagnostics.model.trust import TrustReason
from bot.diagnostics.visible_text import visible

KINDS = (
    FindingKind(
        "plain-http",
        Severity.ERROR,
        48,
        "What answers {where} is plain HTTP, without TLS.",
        "Switch TLS on for this port, or check that it is the right one.",
        "RFC 9110, 4.2.2",
    ),
    FindingKind(
        "ssh-on-port",
        Severity.ERROR,
        47,
        "What answers {where} is SSH, not TLS.",
        "Check the port, and what else listens on it.",
        "RFC 4253, 4.2",
    ),
    FindingKind(
        "starttls-expected",
        Severity.ERROR,
        46,
        "What answers {where} is {detail}: there, TLS begins only when it is asked for.",
        "Diagnose again with `--starttls` and the protocol.",
        "RFC 3207; RFC 9051, 6.2.1; RFC 2595; RFC 4217; RFC 4511, 4.14; RFC 6120, 5",
    ),
    FindingKind(
        "not-tls",
        Severity.ERROR,
        45,
        "What answers {where} is {detail}, not TLS.",
        "Check the port, and whether TLS is switched on there.",
        "RFC 8446, 5.1",
    ),
    FindingKind(
        "starttls-not-offered",
        Severity.ERROR,
        50,
        "TLS cannot be had {where}: {detail}.",
        "Switch TLS on in the server's configuration; many do not offer it when they cannot load their certificate.",
        "RFC 3207, 4; RFC 9051, 6.2.1; RFC 2595, 4; RFC 4217, 4; RFC 4511, 4.14; RFC 6120, 5.4",
    ),
    FindingKind(
        "starttls-failed",
        Severity.ERROR,
        49,
        "TLS is not reached {where}: {detail}.",
        "Check that this protocol is spoken on this port.",
        "RFC 3207, 4; RFC 9051, 6.2.1; RFC 2595, 4; RFC 4217, 4; RFC 4511, 4.14; RFC 6120, 5.4",
    ),
    FindingKind(
        "server-name-refused",
        Severity.ERROR,
        56,
        "The server {where} does not know this host's name, and breaks off: {detail}.",
        "Add the host to the server's configuration, or check that its name points to the right server.",
        "RFC 6066, 3",
    ),
    FindingKind(
        "protocol-version-refused",
        Severity.ERROR,
        55,
        "The server {where} accepts none of TLS 1.0 to 1.3: {detail}.",
        "Let it accept TLS 1.2 and 1.3.",
        "RFC 9325, 3.1.1",
    ),
    FindingKind(
        "old-protocol",
        Severity.ERROR,
        54,
        "The server {where} speaks no version newer than {protocol}, which current clients refuse.",
        "Let it accept TLS 1.2 and 1.3.",
        "RFC 8996",
    ),
    FindingKind(
        "certificate-message-too-large",
        Severity.ERROR,
        53,
        "The certificates that are sent {where} come to {size} KB; many clients accept no more than 100 KB.",
        "Issue certificates with fewer names, and send only those of the chain.",
        "OpenSSL, SSL_CTX_set_max_cert_list",
    ),
    FindingKind(
        "connection-closed-early",
        Severity.ERROR,
        51,
        "The TLS handshake is cut off {where}: {detail}.",
        "Look in the server's log, and at what stands between: firewalls and load balancers do this too.",
        "RFC 8446, 6.1",
    ),
    FindingKind(
        "handshake-failed",
        Severity.ERROR,
        44,
        "The TLS handshake fails {where}: {detail}.",
        "Compare the protocol versions, ciphers and names that the server accepts.",
        "RFC 8446, 6.2",
    ),
    FindingKind(
        "key-types-differ",
        Severity.ERROR,
        58,
        "The server {where} has two certificates, and its {bad} one {why}, while its {good} one is in order.",
        "Renew the certificate of that key type too.",
        "RFC 8446, 4.4.2.2",
    ),
    FindingKind(
        "chain-too-long",
        Severity.WARNING,
        40,
        "The server {where} sends {count} certificates, of which only the first {kept} were looked at.",
        "Send only the chain: the leaf, then each intermediate.",
        "RFC 8446, 4.4.2",
    ),
    FindingKind(
        "no-sni-differs",
        Severity.NOTE,
        30,
        "Clients that send no server name are shown another certificate {where}: {name}.",
        "Nothing, unless such clients matter here; if so, make this host the server's default.",
        "RFC 6066, 3",
    ),
    FindingKind(
        "fails-without-sni",
        Severity.NOTE,
        29,
        "Clients that send no server name are not served {where}: {detail}.",
        "Nothing, unless such clients matter here.",
        "RFC 6066, 3; RFC 8446, 9.2",
    ),
    FindingKind(
        "client-certificate-demanded",
        Severity.NOTE,
        50,
        "The server {where} asks for a client certificate{refusal}; that is not judged here.",
        "Look at the clients' own certificates if it is they who fail.",
        "RFC 8446, 4.3.2",
    ),
)

_BY_OBSTACLE = {
    Obstacle.PLAIN_HTTP: "plain-http",
    Obstacle.SSH: "ssh-on-port",
    Obstacle.CLEAR_TEXT: "starttls-expected",
    Obstacle.OTHER_PROTOCOL: "not-tls",
    Obstacle.STARTTLS_NOT_OFFERED: "starttls-not-offered",
    Obstacle.STARTTLS_FAILED: "starttls-failed",
    Obstacle.NAME_REFUSED: "server-name-refused",
    Obstacle.VERSION_REFUSED: "protocol-version-refused",
    Obstacle.CLOSED_EARLY: "connection-closed-early",
}
_OLD_PROTOCOLS = {"TLSv1": "TLS 1.0", "TLSv1.1": "TLS 1.1"}
_KEY_TYPES = {Offer.ECDSA: "ECDSA", Offer.RSA: "RSA"}


def find(evidence: Evidence) -> Iterator[Found]:
    """What stood in the way of the usual handshake, and what the others showed."""
    for seen in evidence.observations:
        yield from _usual(seen)
        yield from _others(seen)


def _usual(seen: Observation) -> Iterator[Found]:
    if seen.outcome in {Outcome.NOT_TLS, Outcome.FAILED_HANDSHAKE}:
        unnamed = "not-tls" if seen.outcome is Outcome.NOT_TLS else "handshake-failed"
        kind = unnamed if seen.obstacle is None else _BY_OBSTACLE.get(seen.obstacle, unnamed)
        yield Found(kind, {"detail": seen.detail or "no reason was given"}, seen.address)
    if seen.outcome is Outcome.SERVED and seen.usual is not None:
        yield from _broken_off(seen, seen.usual)
        yield from _shown(seen, seen.usual)


def _broken_off(seen: Observation, usual: Handshake) -> Iterator[Found]:
    """A certificate was presented, and the handshake went wrong all the same, or may for others."""
    refused = usual.alert is not None or seen.obstacle is Obstacle.CLOSED_EARLY
    if usual.client_certificate_wanted:
        refusal = f", and refuses clients without one ({usual.failure})" if refused else ""
        yield Found("client-certificate-demanded", {"refusal": refusal}, seen.address)
        if refused:
            return
    if seen.obstacle is Obstacle.MESSAGE_TOO_LARGE:
        yield Found("certificate-message-too-large", {"size": str(_kilobytes(usual))}, seen.address)
    elif not usual.completed:
        kind = "handshake-failed"
        if seen.obstacle is not None:
            kind = _BY_OBSTACLE.get(seen.obstacle, kind)
        yield Found(kind, {"detail": usual.failure}, seen.address)


def _shown(seen: Observation, usual: Handshake) -> Iterator[Found]:
    if usual.protocol in _OLD_PROTOCOLS:
        yield Found("old-protocol", {"protocol": _OLD_PROTOCOLS[usual.protocol]}, seen.address)
    if usual.certificates_left_out:
        kept = len(usual.chain)
        count = kept + usual.certificates_left_out
        yield Found("chain-too-long", {"count": str(count), "kept": str(kept)}, seen.address)


def _kilobytes(handshake: Handshake) -> int:
    return sum(len(encoded) * 3 // 4 for encoded in handshake.chain_der) // 1024


def _others(seen: Observation) -> Iterator[Found]:
    usual = seen.usual
    if usual is None or not usual.chain:
        return
    for other in seen.handshakes[1:]:
        if other.offer is Offer.NO_SERVER_NAME:
            yield from _without_name(seen, usual, other)
        elif other.offer in _KEY_TYPES:
            yield from _key_types(seen, usual, other)


def _without_name(seen: Observation, usual: Handshake, other: Handshake) -> Iterator[Found]:
    if not other.chain:
        yield Found("fails-without-sni", {"detail": other.failure}, seen.address)
    elif other.chain_der[0] != usual.chain_der[0]:
        name = (
            "one that cannot be read"
            if other.leaf is None
            else f"that of {visible(other.leaf.subject_name, 80)}"
        )
        yield Found("no-sni-differs", {"name": name}, seen.address)


def _key_types(seen: Observation, usual: Handshake, other: Handshake) -> Iterator[Found]:
    """One of the two is accepted and the other is not. Where neither is, the finding on the usual one says enough."""
    if usual.trust is None or other.trust is None or usual.trust.trusted == other.trust.trusted:
        return
    other_type = _KEY_TYPES[other.offer]
    usual_type = usual.leaf.key.partition(" ")[0].replace("EC", "ECDSA") if usual.leaf else "other"
    bad, bad_type, good_type = (
        (other, other_type, usual_type) if usual.trust.trusted else (usual, usual_type, other_type)
    )
    yield Found("key-types-differ", {"bad": bad_type, "good": good_type, "why": _why(bad)}, seen.address)


def _why(bad: Handshake) -> str:
    reason = bad.trust.reason if bad.trust is not None else TrustReason.OTHER
    if reason is TrustReason.EXPIRED_LEAF and bad.leaf is not None:
        return f"expired at {utc_minute(bad.leaf.not_after)}"
    return _WHY.get(reason, "is not accepted by clients")


_WHY = {
    TrustReason.NOT_YET_VALID: "is not valid yet",
    TrustReason.EXPIRED_INTERMEDIATE: "has an expired intermediate",
    TrustReason.EXPIRED_ROOT: "has an expired root",
    TrustReason.SELF_SIGNED: "is signed by itself",
    TrustReason.MISSING_INTERMEDIATE: "is sent without its intermediate",
    TrustReason.UNKNOWN_ROOT: "is of a CA that is not trusted",
    TrustReason.UNTRUSTED_ROOT_SENT: "is of a CA that is not trusted",
    TrustReason.WRONG_NAME: "is for another host",
    TrustReason.WRONG_PURPOSE: "is not for servers",
    TrustReason.REVOKED: "is revoked",
    TrustReason.UNREADABLE: "cannot be read",
}
