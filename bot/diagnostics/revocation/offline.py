"""Answers from files that somebody brought, without any network."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.diagnostics.certificates.issuers import KnownCertificates, none_known
from bot.diagnostics.model.revocation import (
    AnswerDefect,
    Revocation,
    RevocationAnswer,
    RevocationSource,
)
from bot.diagnostics.revocation.crl import ListReader
from bot.diagnostics.revocation.horizon import horizons
from bot.diagnostics.revocation.ocsp import read_response
from bot.diagnostics.revocation.reading import answer
from bot.diagnostics.revocation.subjects import ChainSeen, subjects

_PEM_LIST = re.compile(rb"-----BEGIN X509 CRL-----[^-]*-----END X509 CRL-----")
MAX_LISTS = 32
"""Of one file."""
_OF_OTHERS = frozenset({AnswerDefect.OTHER_ISSUER, AnswerDefect.OTHER_CERTIFICATE})


async def answers_from_files(
    chain: Sequence[bytes],
    crls: Mapping[str, bytes],
    ocsp_responses: Mapping[str, bytes],
    now: datetime,
    *,
    known: KnownCertificates = none_known,
) -> Revocation:
    """What files say of a chain (DER, leaf first) as of ``now``; files by the name to tell people.

    A list in PEM may be one of several in its file. Lists and responses that are about no certificate of the chain give
    no answer, but a file that cannot be read gives one, on the leaf: nothing that was brought is passed over silently.
    """
    asked = subjects((ChainSeen("", tuple(chain)),), known)
    reader = ListReader()
    answers: list[RevocationAnswer] = []
    for name, content in crls.items():
        for body in _lists(content):
            for subject in asked:
                read = await reader.read(body, subject)
                answers.append(answer(read, subject, RevocationSource.CRL, name, now))
    for name, content in ocsp_responses.items():
        for subject in asked:
            read = read_response(content, subject, now)
            answers.append(answer(read, subject, RevocationSource.OCSP, name, now))
    kept = tuple(each for each in answers if _is_told(each))
    ends = {subject.fingerprint: subject.certificate.not_valid_after_utc for subject in asked}
    return Revocation(tuple(sorted(kept, key=_position)), horizons(kept, ends, now))


def _lists(content: bytes) -> list[bytes]:
    return _PEM_LIST.findall(content)[:MAX_LISTS] or [content]


def _is_told(found: RevocationAnswer) -> bool:
    if found.defect in _OF_OTHERS:
        return False
    return found.defect is not AnswerDefect.UNREADABLE or found.position == 0


def _position(found: RevocationAnswer) -> int:
    return found.position
