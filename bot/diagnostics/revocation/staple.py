"""Stapled OCSP responses (RFC 6066, section 8): each is about the leaf of the chain it was sent with."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from bot.diagnostics.model.revocation import RevocationAnswer, RevocationSource
from bot.diagnostics.revocation.ocsp import read_response
from bot.diagnostics.revocation.reading import Reading, answer
from bot.diagnostics.revocation.subjects import ChainSeen, Subject


def stapled_answers(
    chains: Sequence[ChainSeen], subjects: Mapping[str, Subject], now: datetime
) -> Iterator[RevocationAnswer]:
    """One answer for each address that staples; ``subjects`` by fingerprint."""
    read: dict[tuple[str, bytes], Reading] = {}
    for seen in chains:
        subject = subjects.get(hashlib.sha256(seen.chain[0]).hexdigest()) if seen.chain else None
        if seen.staple is None or subject is None:
            continue
        key = (subject.fingerprint, seen.staple)
        if key not in read:
            read[key] = read_response(seen.staple, subject, now)
        yield answer(read[key], subject, RevocationSource.STAPLE, seen.address, now)
