"""The certificates that servers presented as their own, each once."""

import base64
from collections.abc import Sequence
from dataclasses import dataclass

from bot.diagnostics.model.certificate import CertificateFacts
from bot.diagnostics.model.observation import Handshake, Observation


@dataclass(frozen=True, slots=True)
class NotMade:
    """A check that was not or could not be made. That says nothing of the certificate."""

    reason: str
    """Without capital and full stop: it ends a sentence."""


@dataclass(frozen=True, slots=True)
class LeafSeen:
    """A server's own certificate."""

    der: bytes
    facts: CertificateFacts
    public: bool = False
    """A public root vouches for it: the rules for public certificates hold."""
    issuers: tuple[str, ...] = ()
    """SHA-256 of the certificates above it on verified paths, hexadecimal."""


def is_public(handshake: Handshake) -> bool:
    """Whether the rules for public certificates hold for what was presented.

    Only an accepted path counts: where none was accepted it is not known, and no rule is applied on a guess.
    """
    return any(each.public for each in handshake.verdicts)


def leaves_seen(observations: Sequence[Observation]) -> tuple[LeafSeen, ...]:
    """Each distinct leaf of all handshakes; public if it was so in one of them."""
    found: dict[str, LeafSeen] = {}
    for handshake in (each for seen in observations for each in seen.handshakes):
        facts = handshake.leaf
        if facts is None or not handshake.chain_der:
            continue
        former = found.get(facts.fingerprint_sha256)
        above = {
            fingerprint
            for verdict in handshake.verdicts
            for path in verdict.trust.paths
            for fingerprint in path.fingerprints[1:]
        }
        found[facts.fingerprint_sha256] = LeafSeen(
            der=base64.b64decode(handshake.chain_der[0]),
            facts=facts,
            public=is_public(handshake) or (former is not None and former.public),
            issuers=tuple(sorted(above | set(former.issuers if former else ()))),
        )
    return tuple(found.values())
