"""Learning from every source whether leaf and intermediates are revoked."""

import asyncio
from collections.abc import Sequence
from datetime import datetime

from bot.diagnostics.certificates.issuers import MAX_PATH, KnownCertificates, none_known
from bot.diagnostics.fetching.fetcher import ScreenedFetcher
from bot.diagnostics.fetching.outcome import FailureKind, Fetched, FetchFailure, FetchRequest, FetchResult
from bot.diagnostics.model.authority import AuthorityService
from bot.diagnostics.model.revocation import (
    AnswerDefect,
    Revocation,
    RevocationAnswer,
    RevocationSource,
)
from bot.diagnostics.revocation.crl import ListReader
from bot.diagnostics.revocation.horizon import horizons
from bot.diagnostics.revocation.ocsp import get_url, read_response, request_for
from bot.diagnostics.revocation.reading import Reading, answer
from bot.diagnostics.revocation.staple import stapled_answers
from bot.diagnostics.revocation.subjects import ChainSeen, Subject, subjects
from bot.diagnostics.turns import turn

MAX_OCSP_URLS = 1
"""Several are one responder under several names."""
MAX_CRL_URLS = 2
_NO_GET = frozenset({400, 404, 405, 501})
"""How responders answer that know only POST."""


async def learn(
    chains: Sequence[ChainSeen],
    fetcher: ScreenedFetcher | None,
    now: datetime,
    *,
    known: KnownCertificates = none_known,
    deadline: float | None = None,
) -> Revocation:
    """All answers on leaf and intermediates as of ``now``, and the horizon of each revocation.

    A certificate that many addresses present is asked about once. ``known`` gives issuers that were not sent: roots,
    and what was fetched. Without a ``fetcher`` only staples are read. ``deadline`` is in the running loop's time.
    """
    # Staples are about leaves; without any other source, nothing is to be learnt of the rest.
    asked = subjects(chains, known, levels=MAX_PATH if fetcher is not None else 1)
    answers = list(stapled_answers(chains, {subject.fingerprint: subject for subject in asked}, now))
    if fetcher is not None:
        reader = ListReader(deadline)
        inquiries = [_Inquiry(subject, fetcher, reader, now) for subject in asked]
        for found in await asyncio.gather(*(inquiry.answers() for inquiry in inquiries)):
            answers += found
    answers.sort(key=lambda each: each.position)
    ends = {subject.fingerprint: subject.certificate.not_valid_after_utc for subject in asked}
    return Revocation(tuple(answers), horizons(answers, ends, now))


class _Inquiry:
    """Everything that is asked about one certificate."""

    def __init__(self, subject: Subject, fetcher: ScreenedFetcher, reader: ListReader, now: datetime) -> None:
        self._subject = subject
        self._fetcher = fetcher
        self._reader = reader
        self._now = now

    async def answers(self) -> list[RevocationAnswer]:
        """Of the responder and of the lists that the certificate names, at once."""
        facts = self._subject.facts
        return await asyncio.gather(
            *(self._by_ocsp(url) for url in facts.ocsp_urls[:MAX_OCSP_URLS]),
            *(self._by_list(url) for url in facts.crl_urls[:MAX_CRL_URLS]),
        )

    async def _by_ocsp(self, url: str) -> RevocationAnswer:
        request = request_for(self._subject)
        if request is None:
            detail = "the issuer's certificate is not at hand, so the responder cannot be asked"
            reading = Reading(defect=AnswerDefect.NO_ISSUER, detail=detail)
            return answer(reading, self._subject, RevocationSource.OCSP, url, self._now)
        result = await self._ask(url, request)
        if isinstance(result, Fetched):
            await turn()
            reading = read_response(result.body, self._subject, self._now)
        else:
            reading = _not_fetched(result)
        return answer(reading, self._subject, RevocationSource.OCSP, url, self._now, result.took_ms)

    async def _ask(self, url: str, request: bytes) -> FetchResult:
        """By GET, as caches and browsers do; by POST where that is too long or not known."""
        fingerprint = self._subject.fingerprint
        by_get = get_url(url, request)
        if by_get is not None:
            result = await self._fetcher.fetch(
                FetchRequest(by_get, AuthorityService.OCSP, fingerprint, told_as=url)
            )
            if isinstance(result, Fetched) or result.status not in _NO_GET:
                return result
        return await self._fetcher.fetch(
            FetchRequest(url, AuthorityService.OCSP, fingerprint, request, "application/ocsp-request")
        )

    async def _by_list(self, url: str) -> RevocationAnswer:
        result = await self._fetcher.fetch(FetchRequest(url, AuthorityService.CRL, self._subject.fingerprint))
        if isinstance(result, Fetched):
            await turn()
            reading = await self._reader.read(result.body, self._subject)
        else:
            reading = _not_fetched(result)
        return answer(reading, self._subject, RevocationSource.CRL, url, self._now, result.took_ms)


def _not_fetched(failure: FetchFailure) -> Reading:
    mark = AnswerDefect.UNSUPPORTED if failure.kind is FailureKind.NOT_HTTP else AnswerDefect.NOT_FETCHED
    return Reading(defect=mark, detail=failure.detail)
