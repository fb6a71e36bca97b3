"""An observation that somebody else made, with that somebody's vantage."""

import base64
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.diagnostics.certificates.facts import certificate_facts
from bot.diagnostics.errors import BroughtFileError
from bot.diagnostics.model.diagnosis import Diagnosis
from bot.diagnostics.model.observation import AddressSource, Handshake, Observation, Offer, Outcome
from bot.diagnostics.offline.chain import CERTIFICATE_LABELS, blocks_of
from bot.diagnostics.offline.s_client import looks_like_s_client, read_s_client
from bot.diagnostics.offline.saved import read_diagnoses
from bot.diagnostics.target import Target
from bot.diagnostics.visible_text import visible


@dataclass(frozen=True, slots=True)
class Brought:
    """What was read."""

    observations: tuple[Observation, ...]
    """Not judged yet."""
    vantage: str
    target: Target | None = None
    """Where the material says so."""


def read_brought(content: bytes, *, name: str, by: str = "") -> Brought:
    """Read a PEM or DER chain, the output of ``openssl s_client``, or a saved diagnosis.

    Args:
        content: The file's bytes.
        name: The file's name, for the vantage.
        by: Who brought it, where that is known.

    Raises:
        BroughtFileError: It is none of these.
        DiagnosisDocumentError: It is a diagnosis of another version.
    """
    origin = f"read from {visible(name, 80)}" + (f", brought by {visible(by, 80)}" if by else "")
    if content.lstrip()[:1] in {b"{", b"["}:
        return _saved(content, origin)
    if looks_like_s_client(content):
        return _pasted(content, origin)
    chain = blocks_of(content, CERTIFICATE_LABELS, what="certificate")
    return Brought((_observation("file", Handshake(Offer.USUAL, completed=True), chain),), origin)


def _saved(content: bytes, origin: str) -> Brought:
    diagnoses = read_diagnoses(content)
    if len(diagnoses) != 1:
        raise BroughtFileError(
            f"It holds {len(diagnoses)} diagnoses.",
            remedy="Bring one at a time: `certinc diagnose HOST --json`.",
        )
    (diagnosis,) = diagnoses
    return Brought(_unjudged(diagnosis), f"{diagnosis.vantage} ({origin})", diagnosis.target)


def _unjudged(diagnosis: Diagnosis) -> tuple[Observation, ...]:
    return tuple(
        replace(seen, handshakes=tuple(replace(each, verdicts=()) for each in seen.handshakes))
        for seen in diagnosis.observations
    )


def _pasted(content: bytes, origin: str) -> Brought:
    pasted = read_s_client(content)
    handshake = Handshake(
        Offer.USUAL,
        completed=pasted.alert is None,
        failure=pasted.alert or "",
        protocol=pasted.protocol,
        cipher=pasted.cipher,
        group=pasted.group,
        alpn=pasted.alpn,
        client_certificate_wanted=pasted.client_certificate_wanted,
    )
    address = pasted.address or "openssl s_client"
    return Brought((_observation(address, handshake, pasted.chain),), f"{origin} (openssl s_client)")


def _observation(address: str, handshake: Handshake, chain: Sequence[bytes]) -> Observation:
    shown = replace(
        handshake,
        chain=tuple(certificate_facts(der) for der in chain),
        chain_der=tuple(base64.b64encode(der).decode("ascii") for der in chain),
    )
    return Observation(address, Outcome.SERVED, shown.failure, (shown,), AddressSource.FILE)
