"""Keys and signatures that clients refuse, or that anybody can break."""

from collections.abc import Iterator

from bot.diagnostics.checks.leaves import is_public
from bot.diagnostics.findings.kinds import Evidence, FindingKind, Found
from bot.diagnostics.findings.presented import leaves, of_certificate
from bot.diagnostics.model.certificate import CertificateFacts
from bot.diagnostics.model.finding import Severity
from bot.diagnostics.model.observation import Handshake

MIN_RSA_BITS = 2048
MAX_RSA_BITS = 8192
MIN_EC_BITS = 224
PUBLIC_CURVES = {"EC secp256r1", "EC secp384r1", "EC secp521r1"}

_APPLE = "https://support.apple.com/103769"

KINDS = (
    FindingKind(
        "key-compromised",
        Severity.ERROR,
        96,
        "The private key of the certificate {where} can be had by anybody: {weakness}.",
        "Make a new key on a sound system, replace the certificate, then have the old one revoked for keyCompromise.",
        "TLS Baseline Requirements, 4.9.1.1 and 6.1.1.3; https://badkeys.info",
    ),
    FindingKind(
        "key-too-small",
        Severity.ERROR,
        66,
        "The key of the certificate {where} is too small ({key}): current clients refuse it.",
        "Issue a certificate for a new key: EC secp256r1, or RSA of at least 2048 bits.",
        f"TLS Baseline Requirements, 6.1.5; {_APPLE}; OpenSSL security level 2",
    ),
    FindingKind(
        "key-type-refused",
        Severity.ERROR,
        65,
        "The key of the certificate {where} is of a kind that clients do not accept ({key}).",
        "Issue a certificate for a new key: EC secp256r1, or RSA of at least 2048 bits.",
        "TLS Baseline Requirements, 6.1.5; RFC 8446, 4.2.3; RFC 5480, 2.1.1",
    ),
    FindingKind(
        "weak-signature",
        Severity.ERROR,
        64,
        "A certificate in the chain {where} is signed with {algorithm}, which can be forged: {name}.",
        "Have it issued anew with SHA-256 or better.",
        f"RFC 9155; TLS Baseline Requirements, 7.1.3.2; {_APPLE}",
    ),
    FindingKind(
        "key-weak",
        Severity.WARNING,
        62,
        "The key of the certificate {where} is not as a sound generator makes it: {weakness}.",
        "Find out how it was made, and replace it with a new one.",
        "https://badkeys.info",
    ),
    FindingKind(
        "key-uncommon",
        Severity.WARNING,
        30,
        "The key of the public certificate {where} is of a kind that many clients do not accept ({key}).",
        "Issue a certificate for a new key: EC secp256r1, or RSA of at least 2048 bits.",
        "TLS Baseline Requirements, 6.1.5",
    ),
    FindingKind(
        "key-too-large",
        Severity.WARNING,
        29,
        "The key of the certificate {where} is so large that some clients refuse it ({key}).",
        "Issue a certificate for a new key: EC secp256r1, or RSA of 2048 to 4096 bits.",
        "Go's crypto/tls refuses RSA keys over 8192 bits",
    ),
)


def find(evidence: Evidence) -> Iterator[Found]:
    """What the facts show, and what the examination of the keys found."""
    for address, handshake, leaf in leaves(evidence):
        kind = _judged(leaf, public=is_public(handshake))
        if kind is not None:
            yield Found(kind, {"key": leaf.key}, address)
        yield from _signatures(address, handshake)
    for weak in evidence.checks.weak_keys:
        kind = "key-compromised" if weak.private_key_known else "key-weak"
        yield from of_certificate(evidence, weak.fingerprint, kind, {"weakness": weak.weakness})


def _judged(leaf: CertificateFacts, *, public: bool) -> str | None:
    kind, bits = leaf.key.split(" ")[0], leaf.key_bits
    if kind == "DSA" or leaf.key == "EC with explicit parameters":
        return "key-type-refused"
    if kind == "RSA" and bits is not None:
        return "key-too-small" if bits < MIN_RSA_BITS else "key-too-large" if bits > MAX_RSA_BITS else None
    if kind == "EC" and bits is not None and bits < MIN_EC_BITS:
        return "key-too-small"
    if public and kind != "RSA" and leaf.key not in PUBLIC_CURVES:
        return "key-uncommon"
    return None


def _signatures(address: str, handshake: Handshake) -> Iterator[Found]:
    for facts in handshake.chain:
        # What a self-issued certificate signs is itself: trusted because it is known, or not at all.
        if facts is not None and not facts.self_issued and is_weak(facts.signature):
            yield Found("weak-signature", {"algorithm": facts.signature, "name": facts.subject_name}, address)


def is_weak(signature: str) -> bool:
    """Whether the algorithm's hash is one for which collisions are made: MD2, MD4, MD5 or SHA-1."""
    words = signature.lower().replace("-", "")
    return any(weak in words for weak in ("md2", "md4", "md5", "sha1"))
