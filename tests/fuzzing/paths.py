"""From the bytes of each kind to diagnoses, by the way that they take in the product."""

import asyncio
import base64
import functools
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bot.diagnostics import (
    AddressSource,
    Diagnosis,
    DiagnosisDocumentError,
    DiagnosisOptions,
    Handshake,
    Inquiry,
    Observation,
    Offer,
    Outcome,
    Target,
    Timings,
    TrustAnchorError,
    TrustStore,
)
from bot.diagnostics.certificates.facts import certificate_facts
from bot.diagnostics.checks.leaves import NotMade
from bot.diagnostics.checks.lint import Linter
from bot.diagnostics.checks.policy import OperatorPolicy
from bot.diagnostics.conclude import Look, conclude
from bot.diagnostics.errors import BroughtFileError, PolicyFileError
from bot.diagnostics.fetching.fetcher import ScreenedFetcher
from bot.diagnostics.fetching.outcome import Fetched, FetchRequest, FetchResult
from bot.diagnostics.fetching.rules import FetchRules
from bot.diagnostics.judging import Judging
from bot.diagnostics.learning import _Learning
from bot.diagnostics.model.authority import AuthorityService
from bot.diagnostics.model.checks import LintIssue
from bot.diagnostics.offline.brought import read_brought
from bot.diagnostics.offline.diagnose import Brief, diagnose_brought
from bot.diagnostics.offline.saved import read_diagnoses
from tests.fuzzing import corpus, pki

TARGET = Target(pki.HOST)
REFUSALS: Mapping[str, tuple[type[Exception], ...]] = {
    "s-client": (BroughtFileError,),
    "file": (BroughtFileError, DiagnosisDocumentError),
    "diagnosis": (BroughtFileError, DiagnosisDocumentError),
    "policy": (PolicyFileError,),
    "roots": (TrustAnchorError,),
}
"""The documented errors by which what a person brought is refused. What a server sent is never refused."""


class _NoLinter(Linter):
    """The linter is a process of its own, which takes a second to start."""

    async def lint(self, der: bytes, deadline: float) -> tuple[LintIssue, ...] | NotMade:
        return NotMade("it is no part of this test")


class _Answers(ScreenedFetcher):
    """Every URL of a service gives these bytes; those of others give none."""

    def __init__(self, service: AuthorityService, body: bytes) -> None:
        super().__init__(FetchRules())
        self._service, self._body = service, body

    async def fetch(self, request: FetchRequest) -> FetchResult:
        return Fetched(request.name, self._body if request.service is self._service else b"", 1.0)


@dataclass(frozen=True)
class _Material:
    """What one diagnosis is made of; the fuzz test's own good chain where nothing else is said."""

    chain: Sequence[bytes] = pki.CHAIN
    staple: bytes | None = None
    crl_files: Mapping[str, bytes] = field(default_factory=dict)
    ocsp_files: Mapping[str, bytes] = field(default_factory=dict)
    fetcher: Callable[[], ScreenedFetcher] | None = None
    policy: OperatorPolicy | None = None
    earlier: Diagnosis | None = None
    store: TrustStore | None = None

    def observation(self) -> Observation:
        """As the observing room would give it."""
        handshake = Handshake(
            Offer.USUAL,
            completed=True,
            protocol="TLSv1.3",
            chain=tuple(certificate_facts(der) for der in self.chain),
            chain_der=tuple(base64.b64encode(der).decode() for der in self.chain),
            staple=base64.b64encode(self.staple).decode() if self.staple is not None else None,
        )
        return Observation("192.0.2.7:443", Outcome.SERVED, "", (handshake,), AddressSource.DNS)


@functools.cache
def usual_store() -> TrustStore:
    """Ours as of a public CA, and the root of the misbehaving endpoints as the operator's."""
    demo = TrustStore.only([path for path in [corpus.ROOT / "roots" / "demo-root.pem"] if path.exists()])
    roots = (pki.ROOT, *demo.roots)
    return TrustStore(roots, "the fuzz test's roots", is_mozilla=True, held_to_public_rules=(pki.ROOT,))


def _options(material: _Material) -> DiagnosisOptions:
    return DiagnosisOptions(
        material.store or usual_store(),
        other_stores=(TrustStore((), "no roots"),),
        network_checks=False,
        policy=material.policy,
        linter=_NoLinter(),
    )


async def _diagnosed(material: _Material) -> Diagnosis:
    options = _options(material)
    judging = Judging(
        options.stores, pki.NOW, TARGET, crl_files=material.crl_files, ocsp_files=material.ocsp_files
    )
    deadline = asyncio.get_running_loop().time() + 60
    fetcher = material.fetcher() if material.fetcher else None
    learnt = await _Learning((material.observation(),), TARGET, options, judging, deadline, fetcher).run()
    look = Look(TARGET, pki.NOW, "seen from a test")
    return conclude(look, learnt, Inquiry(earlier=material.earlier), Timings(total_ms=1.0))


def _made(*materials: _Material) -> list[Diagnosis]:
    async def every() -> list[Diagnosis]:
        return [await _diagnosed(each) for each in materials]

    return asyncio.run(every())


@functools.cache
def good_diagnosis() -> Diagnosis:
    """Of our own chain."""
    return _made(_Material())[0]


def _chain(content: bytes) -> list[Diagnosis]:
    """As a server presents it, compared with what was there before."""
    return _made(_Material(chain=corpus.ders(content), earlier=good_diagnosis()))


def _staple(content: bytes) -> list[Diagnosis]:
    return _made(_Material(staple=content))


def _aia(content: bytes) -> list[Diagnosis]:
    """The issuer was not sent, and its URL gives this."""
    fetcher = functools.partial(_Answers, AuthorityService.ISSUER_CERTIFICATE, content)
    return _made(_Material(chain=pki.CHAIN[:1], fetcher=fetcher))


def _ocsp(content: bytes) -> list[Diagnosis]:
    """Fetched, and out of a file."""
    fetcher = functools.partial(_Answers, AuthorityService.OCSP, content)
    return _made(_Material(fetcher=fetcher), _Material(ocsp_files={"answer.der": content}))


def _crl(content: bytes) -> list[Diagnosis]:
    fetcher = functools.partial(_Answers, AuthorityService.CRL, content)
    return _made(_Material(fetcher=fetcher), _Material(crl_files={"list.crl": content}))


def _file(content: bytes) -> list[Diagnosis]:
    """Whatever it is: told apart by `read_brought`."""
    brought = read_brought(content, name="<!channel>\u202efile", by="\x1b[2J")
    options = _options(_Material())
    return [asyncio.run(diagnose_brought(brought, Brief(), options, now=pki.NOW))]


def _saved(content: bytes) -> list[Diagnosis]:
    """Judged anew, and compared with."""
    earlier = [_Material(earlier=each) for each in read_diagnoses(content)[:3]]
    return [*_file(content), *_made(*earlier)]


def saved(kind: str, content: bytes) -> tuple[Diagnosis, ...]:
    """What a document says of itself: it is shown as it is, and not believed."""
    return read_diagnoses(content) if kind == "diagnosis" else ()


def _in_a_file(content: bytes, read: Callable[[Path], _Material]) -> list[Diagnosis]:
    with tempfile.TemporaryDirectory() as directory:
        path = Path(directory) / "given"
        path.write_bytes(content)
        material = read(path)
    return _made(material)


def _policy(content: bytes) -> list[Diagnosis]:
    return _in_a_file(content, lambda path: _Material(policy=OperatorPolicy.load(path)))


def _roots(content: bytes) -> list[Diagnosis]:
    return _in_a_file(content, lambda path: _Material(store=TrustStore.only([path])))


PATHS: Mapping[str, Callable[[bytes], list[Diagnosis]]] = {
    "chain": _chain,
    "staple": _staple,
    "aia": _aia,
    "ocsp": _ocsp,
    "crl": _crl,
    "file": _file,
    "s-client": _file,
    "diagnosis": _saved,
    "policy": _policy,
    "roots": _roots,
}
