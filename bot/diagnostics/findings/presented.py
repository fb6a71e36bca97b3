"""What each address presents, as the rules about certificates go through it."""

from collections.abc import Iterator, Mapping

from bot.diagnostics.findings.kinds import Evidence, Found
from bot.diagnostics.model.certificate import CertificateFacts
from bot.diagnostics.model.observation import Handshake, Offer


def handshakes(evidence: Evidence) -> Iterator[tuple[str, Handshake]]:
    """Each handshake that a client of this host could have, with its address.

    What is presented without the server's name is often a placeholder, and is not for this host.
    """
    for seen in evidence.observations:
        for handshake in seen.handshakes:
            if handshake.offer is not Offer.NO_SERVER_NAME:
                yield seen.address, handshake


def leaves(evidence: Evidence) -> Iterator[tuple[str, Handshake, CertificateFacts]]:
    """The same, where the server's own certificate could be read."""
    for address, handshake in handshakes(evidence):
        if handshake.leaf is not None:
            yield address, handshake, handshake.leaf


def of_certificate(
    evidence: Evidence, fingerprint: str, kind: str, filling: Mapping[str, str]
) -> Iterator[Found]:
    """One thing about one certificate, found at each address that presents it."""
    for address, _, leaf in leaves(evidence):
        if leaf.fingerprint_sha256 == fingerprint:
            yield Found(kind, filling, address)
