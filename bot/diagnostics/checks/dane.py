"""Matching certificates with TLSA records (RFC 6698, 2.1; RFC 7671, 5)."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from bot.diagnostics.certificates.der import DerError
from bot.diagnostics.certificates.structure import certificate_structure

_OF_THE_LEAF = {1, 3}
"""PKIX-EE and DANE-EE; the others, PKIX-TA and DANE-TA, are of any CA in the chain."""

_PKIX_TA = 0


@dataclass(frozen=True, slots=True)
class Association:
    """One usable record."""

    usage: int
    selector: int
    matching: int
    data: bytes


def associations(records: Sequence[str]) -> tuple[Association, ...]:
    """The usable ones among records in presentation form: clients skip the others (RFC 6698, 4.1)."""
    return tuple(found for record in records if (found := _association(record)) is not None)


def _association(record: str) -> Association | None:
    fields = record.split()
    try:
        usage, selector, matching = (int(field) for field in fields[:3])
        data = bytes.fromhex("".join(fields[3:]))
    except ValueError:
        return None
    if usage > 3 or selector > 1 or matching > 2 or min(usage, selector, matching) < 0 or not data:
        return None
    return Association(usage, selector, matching, data)


def matches_any(found: Sequence[Association], chain: Sequence[bytes]) -> bool | None:
    """Whether one of the records is of this chain, leaf first; None where that cannot be told.

    A PKIX-TA record may be of a root that is in the client's store and was not sent: it is no mismatch.
    """
    if any(_matches(each, chain) for each in found):
        return True
    return None if any(each.usage == _PKIX_TA for each in found) else False


def _matches(association: Association, chain: Sequence[bytes]) -> bool:
    candidates = chain[:1] if association.usage in _OF_THE_LEAF else chain
    return any(_data(association, der) == association.data for der in candidates)


def _data(association: Association, der: bytes) -> bytes | None:
    try:
        selected = der if association.selector == 0 else certificate_structure(der).spki
    except DerError:
        return None
    if association.matching == 0:
        return selected
    return (hashlib.sha256 if association.matching == 1 else hashlib.sha512)(selected).digest()
