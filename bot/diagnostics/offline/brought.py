"""An observation that somebody else made, with that somebody's vantage."""

import base64
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.diagnostics.certificates.facts import certificate_facts
from bot.diagnostics.errors import BroughtFileError
from bot.diagnostics.model.diagnosis import Diagnosis
from bot.diagnostics.model.observation import AddressSource, Handshake, Observation, Offer, Outcome
from bot.diagnostics.offline.chain import CERTIFICATE_LABELS, MAX_BLOCKS, MAX_FILE_BYTES, blocks_of
from bot.diagnostics.offline.s_client import looks_like_s_client, read_s_client
from bot.diagnostics.offline.saved import read_diagnoses
from bot.diagnostics.target import Target
from bot.diagnostics.visible_text import visible

MAX_VANTAGE = 400
"""Characters of a saved one, to which is added how it came here."""

MAX_HANDSHAKES = 256
"""Read of one saved diagnosis; each may have a chain of its own to judge."""


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
    if len(content) > MAX_FILE_BYTES:
        raise BroughtFileError(f"It is larger than {MAX_FILE_BYTES // 1_000_000} MB, which no chain is.")
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
    seen_from = visible(diagnosis.vantage, MAX_VANTAGE)
    return Brought(_unjudged(diagnosis), f"{seen_from} ({origin})", diagnosis.target)


def _unjudged(diagnosis: Diagnosis) -> tuple[Observation, ...]:
    """What was seen; what was made of it is not believed, not even what the certificates are said to hold."""
    count = sum(len(seen.handshakes) for seen in diagnosis.observations)
    if max(count, len(diagnosis.observations)) > MAX_HANDSHAKES:
        raise BroughtFileError(
            f"It holds more than {MAX_HANDSHAKES} addresses or handshakes, which are not read."
        )
    return tuple(
        replace(
            seen, handshakes=tuple(_read_anew(each) for each in seen.handshakes), source=AddressSource.FILE
        )
        for seen in diagnosis.observations
    )


def _read_anew(handshake: Handshake) -> Handshake:
    chain = [base64.b64decode(encoded) for encoded in handshake.chain_der]
    if len(chain) > MAX_BLOCKS:
        raise BroughtFileError(f"A chain in it has {len(chain)} certificates; at most {MAX_BLOCKS} are read.")
    return _with_chain(replace(handshake, verdicts=()), chain)


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
    return Observation(
        address, Outcome.SERVED, handshake.failure, (_with_chain(handshake, chain),), AddressSource.FILE
    )


def _with_chain(handshake: Handshake, chain: Sequence[bytes]) -> Handshake:
    return replace(
        handshake,
        chain=tuple(certificate_facts(der) for der in chain),
        chain_der=tuple(base64.b64encode(der).decode("ascii") for der in chain),
    )
