"""What each client makes of each chain that was seen."""

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.diagnostics.model.observation import Handshake, Observation
from bot.diagnostics.model.trust import StoreVerdict
from bot.diagnostics.target import Target
from bot.diagnostics.trust.clients import TrustStores, verdicts
from bot.diagnostics.trust.policy import MAX_DEPTH, Purpose


@dataclass(frozen=True, slots=True)
class Judging:
    """By what chains are judged."""

    stores: TrustStores
    now: datetime
    """Aware, UTC."""
    peer: Target | None
    """Whose certificate it should be; None where any will do."""
    purpose: Purpose = Purpose.SERVER
    max_depth: int = MAX_DEPTH
    crl_files: Mapping[str, bytes] = field(default_factory=dict)
    """Lists that the client was given, by a name to tell people: the chain must be cleared by them."""
    ocsp_files: Mapping[str, bytes] = field(default_factory=dict)


def judged(
    observations: Sequence[Observation], judging: Judging, fetched: Sequence[bytes]
) -> tuple[Observation, ...]:
    """The observations with the clients' verdicts; each distinct chain is judged once.

    ``fetched``: DER of issuers that were not sent. They tell the reason; no verdict rests on them.
    """
    known: dict[tuple[str, ...], tuple[StoreVerdict, ...]] = {}

    def with_verdicts(handshake: Handshake) -> Handshake:
        if not handshake.chain_der:
            return handshake
        if handshake.chain_der not in known:
            known[handshake.chain_der] = _verdicts(handshake.chain_der, judging, fetched)
        return replace(handshake, verdicts=known[handshake.chain_der])

    return tuple(
        replace(seen, handshakes=tuple(with_verdicts(each) for each in seen.handshakes))
        for seen in observations
    )


def _verdicts(chain: Sequence[str], judging: Judging, fetched: Sequence[bytes]) -> tuple[StoreVerdict, ...]:
    return verdicts(
        [base64.b64decode(der) for der in chain],
        judging.peer,
        judging.stores,
        judging.now,
        purpose=judging.purpose,
        fetched=fetched,
        crls=tuple(judging.crl_files.values()),
        max_depth=judging.max_depth,
    )
