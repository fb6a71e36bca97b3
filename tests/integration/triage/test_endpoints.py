"""Each misbehaving endpoint is diagnosed for real, and triage names its kind or asks what is missing."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from datetime import timedelta

import pytest
import pytest_asyncio

from bot import content
from bot.clock import Clock
from bot.diagnostics import (
    Diagnosis,
    DiagnosisOptions,
    Linter,
    OperatorPolicy,
    StaticHosts,
    TrustStore,
    diagnose,
    parse_target,
)
from bot.faulty_tls import ENDPOINTS, FaultyEndpoints, serve_faulty_endpoints
from bot.integrations.catalogue import LocalCatalogue
from bot.taxonomy import Taxonomy
from bot.taxonomy.categories import NONE_OF_THESE, NOT_CERTIFICATE
from bot.triage import Known, Suggestion, suggest

BOOKS = content.root() / "runbooks"
TAXONOMY = Taxonomy.load(BOOKS / "taxonomy.yaml")

AT_ONCE = 4
"""More would make the endpoints' CAs, which run in this very loop, look slow."""

in_one_loop = pytest.mark.asyncio(loop_scope="module")
"""The endpoints are served in the loop that they were started in, and looked at once for all tests."""


@dataclass(frozen=True)
class Expected:
    """What triage says of an endpoint, with nothing but the diagnosis, the demo's catalogue and its policy."""

    first: str
    asked: tuple[str, ...] = ()
    """Questions among those that are asked, since no observation answers them."""


EXPECTED = {
    "expired": Expected("expiry.production"),
    "one-still-old": Expected("expiry.production"),
    "standby-expired": Expected("expiry.hot-spare"),
    "staging-expired": Expected("expiry.non-production"),
    "intermediate-expired": Expected("expiry.production", ("environment",)),
    "rsa-not-renewed": Expected("expiry.production", ("environment",)),
    "mail-expired": Expected("expiry.production"),
    "expires-soon": Expected(NONE_OF_THESE),
    "not-yet-valid": Expected(NONE_OF_THESE),
    "revoked": Expected("revocation.mistaken", ("revocation-wanted", "replacement")),
    "revoked-key": Expected("key-compromise.confirmed", ("key-exposure", "revocation-wanted")),
    "revoked-by-staple": Expected("revocation.mistaken", ("revocation-wanted", "replacement")),
    "half-replaced": Expected("revocation.replacement-coordination"),
    "stale-staple": Expected("revocation.stale-cache", ("failing-clients",)),
    "former-staple": Expected("revocation.stale-cache", ("failing-clients",)),
    "sources-disagree": Expected("revocation.stale-cache", ("failing-clients",)),
    "must-staple": Expected(NONE_OF_THESE),
    "ocsp-down": Expected("ca-outage.degraded", ("issuance",)),
    "unknown-root": Expected("trust.missing-root", ("failing-clients", "issuer-run-by")),
    "untrusted-root-sent": Expected("trust.missing-root", ("failing-clients", "issuer-run-by")),
    "missing-intermediate": Expected("trust.missing-intermediate"),
    "cross-sign-expired": Expected("trust.store-update-incomplete", ("failing-clients",)),
    "wrong-order": Expected(NONE_OF_THESE),
    "self-signed": Expected("mis-issuance.shadow-pki"),
    "shadow-pki": Expected("mis-issuance.shadow-pki", ("issuer-run-by",)),
    "weak-key": Expected("mis-issuance.internal-policy", ("exception",)),
    "sha1": Expected("mis-issuance.internal-policy", ("exception",)),
    "known-key": Expected("key-compromise.confirmed", ("key-exposure",)),
    "careless-issuance": Expected("mis-issuance.ca-error", ("ca-notice",)),
    "internal-ca-down": Expected("ca-outage.internal", ("issuance", "issuer-run-by")),
    "public-ca-down": Expected("ca-outage.public", ("issuance", "issuer-run-by")),
    "public-ca-slow": Expected("ca-outage.degraded", ("issuance",)),
    "wrong-host-name": Expected(NONE_OF_THESE),
    "old-protocol": Expected(NONE_OF_THESE),
    "client-certificate": Expected(NONE_OF_THESE),
    "wrong-without-sni": Expected(NONE_OF_THESE),
    "sni-needed": Expected(NONE_OF_THESE),
    "many-names": Expected(NONE_OF_THESE),
    "strange-name": Expected(NONE_OF_THESE),
    "plain-http": Expected(NONE_OF_THESE),
    "silent": Expected(NONE_OF_THESE),
    "dribbling": Expected(NONE_OF_THESE),
    "refused": Expected(NONE_OF_THESE),
    "healthy": Expected(NOT_CERTIFICATE, ("failing-clients",)),
}
"""Each endpoint by its name."""

UNSETTLED = {"revocation.mistaken", "mis-issuance.internal-policy"}
"""Whose intent no observation shows: there is always something left to ask."""

DEEP = {"known-key": 30.0, "careless-issuance": 60.0}
"""Seconds for what only a search for weak keys, or a linter that has to start, finds."""


def test_every_endpoint_is_expected_as_what_it_shows() -> None:
    """None is left out, and the table agrees with what `certinc demo --list` says of it."""
    shown = {endpoint.name: endpoint.subcategory for endpoint in ENDPOINTS}
    assert set(EXPECTED) == set(shown)
    for name, expected in EXPECTED.items():
        assert shown[name] in {expected.first, None}
        assert shown[name] is not None or expected.first in {NONE_OF_THESE, NOT_CERTIFICATE}


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def suggested(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Mapping[str, Suggestion]]:
    """What triage says of each endpoint, as the demo's bot would ask it."""
    clock = Clock()
    async with serve_faulty_endpoints(tmp_path_factory.mktemp("lab"), clock) as endpoints, Linter() as linter:
        yield await _suggestions(endpoints, clock, linter)


async def _suggestions(endpoints: FaultyEndpoints, clock: Clock, linter: Linter) -> Mapping[str, Suggestion]:
    store = TrustStore.load(endpoints.trust_anchor_files, endpoints.public_anchor_files)
    catalogue = LocalCatalogue(BOOKS / "demo" / "catalogue.yaml")
    system = TrustStore.system()
    policy = OperatorPolicy.load(BOOKS / "demo" / "policy.yaml")
    turn = asyncio.Semaphore(AT_ONCE)

    async def diagnosis(name: str, target: str) -> Diagnosis:
        options = DiagnosisOptions(
            trust_store=store,
            other_stores=() if system is None else (system,),
            timeout=timedelta(seconds=DEEP.get(name, 8.0)),
            static_hosts=StaticHosts.parse(endpoints.static_hosts),
            acme_directories=endpoints.acme_directories,
            policy=policy,
            deep_checks=name in DEEP,
            linter=linter,
        )
        async with turn:
            return await diagnose(parse_target(target), options, now=clock.now())

    async def suggestion(name: str, target: str) -> Suggestion:
        await asyncio.to_thread(endpoints.expected_fingerprints, name)
        service = await catalogue.find("host", target)
        return suggest(Known(await diagnosis(name, target), service), TAXONOMY)

    made = await asyncio.gather(*(suggestion(each.name, each.target) for each in ENDPOINTS))
    return {endpoint.name: each for endpoint, each in zip(ENDPOINTS, made, strict=True)}


@in_one_loop
async def test_the_kind_that_an_endpoint_shows_is_ranked_first(suggested: Mapping[str, Suggestion]) -> None:
    """With a reason; and where it shows none of the nineteen, that is what is said."""
    first = {name: each.ranked[0].id for name, each in suggested.items()}
    assert first == {name: expected.first for name, expected in EXPECTED.items()}
    assert all(each.ranked[0].reasons_for for each in suggested.values())


@in_one_loop
async def test_what_no_observation_settles_is_asked(suggested: Mapping[str, Suggestion]) -> None:
    """Intent, exceptions, what is known of a key, whether the CA still issues, which clients fail."""
    asked = {name: {question.id for question in each.questions} for name, each in suggested.items()}
    missing = {name: set(expected.asked) - asked[name] for name, expected in EXPECTED.items()}
    assert {name: questions for name, questions in missing.items() if questions} == {}
    assert all(asked[name] for name, expected in EXPECTED.items() if expected.first in UNSETTLED)


@in_one_loop
async def test_nothing_suggests_a_preventive_rotation(suggested: Mapping[str, Suggestion]) -> None:
    """Absence of evidence least of all: nobody has spoken of one."""
    for each in suggested.values():
        (preventive,) = [one for one in each.ranked if one.id == "key-compromise.preventive-rotation"]
        assert not preventive.reasons_for
        assert preventive.probability < 0.02
