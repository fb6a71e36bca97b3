"""The severity that is recommended once more is known."""

from dataclasses import dataclass, replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import content
from bot.taxonomy import Circumstances, SeverityPolicy, Taxonomy, TierId, circumstances_of
from bot.taxonomy.severity import DeadlineRule, OpeningRule, RecommendationRule

BOOKS = content.root() / "runbooks"
POLICY = SeverityPolicy.load(BOOKS / "severity.yaml")
TAXONOMY = Taxonomy.load(BOOKS / "taxonomy.yaml")
T1, T2, T3, T4 = TierId
CATEGORIES = [category.id for category in TAXONOMY.everything]


@dataclass(frozen=True)
class Service:
    """What the catalogue says."""

    environment: str = "unknown"
    criticality: str = "standard"
    redundancy: str = "unknown"


def _tier(policy: SeverityPolicy = POLICY, **known: object) -> TierId:
    return policy.recommend(replace(Circumstances(), **known)).tier  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("known", "tier"),
    [
        (Circumstances(environment="production", impact="full", criticality="critical"), T1),
        (Circumstances(impact="full", criticality="critical"), T1),
        (Circumstances(environment="production", impact="full", criticality="standard"), T2),
        (Circumstances(impact="full"), T2),
        (Circumstances(impact="partial", criticality="critical"), T2),
        (Circumstances(impact="partial", criticality="important"), T2),
        (Circumstances(impact="partial", criticality="standard"), T3),
        (Circumstances(impact="partial"), T3),
        (Circumstances(environment="production", criticality="critical", impact="none"), T3),
        (Circumstances(environment="non-production", impact="full", criticality="critical"), T4),
        (Circumstances(category="expiry.non-production"), T4),
        (Circumstances(category="expiry.hot-spare"), T3),
        (Circumstances(environment="production", criticality="critical", category="expiry.hot-spare"), T3),
        (Circumstances(environment="production", criticality="critical", redundancy="standby"), T3),
        (Circumstances(environment="production", category="key-compromise.preventive-rotation"), T3),
        (Circumstances(environment="production", category="mis-issuance.internal-policy"), T3),
        (Circumstances(environment="production", category="mis-issuance.shadow-pki"), T3),
        (Circumstances(environment="production", category="mis-issuance.ca-error"), T3),
        (Circumstances(environment="production", category="ca-outage.public"), T3),
        (Circumstances(environment="production", category="ca-outage.internal"), T3),
        (Circumstances(environment="production", category="ca-outage.degraded"), T3),
        (Circumstances(criticality="critical", category="revocation.stale-cache"), T2),
        (
            Circumstances(environment="production", criticality="critical", category="trust.missing-root"),
            T2,
        ),
        (Circumstances(environment="production", criticality="critical", category="revocation.mistaken"), T1),
        (Circumstances(environment="production", criticality="critical", category="expiry.production"), T1),
        (Circumstances(environment="production", category="expiry.production"), T2),
    ],
)
def test_the_table_of_rules(known: Circumstances, tier: TierId) -> None:
    """From the top: the first that fits decides."""
    recommended = POLICY.recommend(known)
    assert recommended.tier is tier
    assert len(recommended.reasons) == 1


@pytest.mark.parametrize(
    ("known", "tier"),
    [
        (Circumstances(category="key-compromise.confirmed", criticality="critical", impact="none"), T1),
        (Circumstances(category="key-compromise.confirmed", criticality="standard", impact="none"), T2),
        (Circumstances(category="key-compromise.confirmed", environment="non-production"), T2),
        (Circumstances(category="key-compromise.suspected", impact="none"), T3),
        (
            Circumstances(category="mis-issuance.ca-error", answers=frozenset({"ca-notice=not-ordered"})),
            T2,
        ),
        (Circumstances(category="mis-issuance.ca-error", answers=frozenset({"ca-notice=notice"})), T3),
        (
            Circumstances(category="mis-issuance.shadow-pki", answers=frozenset({"ca-notice=not-ordered"})),
            T3,
        ),
    ],
)
def test_the_floors(known: Circumstances, tier: TierId) -> None:
    """A key that is out and a stranger's certificate are grave whatever the impact; their neighbours need not be."""
    assert POLICY.recommend(known).tier is tier


@pytest.mark.parametrize(
    ("hours", "tier"), [(0, T2), (1, T2), (24, T2), (24.1, T3), (168, T3), (168.1, T4), (10_000, T4)]
)
def test_a_time_that_runs_out_raises(hours: float, tier: TierId) -> None:
    """Less than a day, less than a week; and none later than that."""
    assert _tier(environment="non-production", time_left=timedelta(hours=hours)) is tier


def test_a_time_that_runs_out_never_lowers() -> None:
    """It stays what it is, and the deadline is no reason then."""
    known = Circumstances(impact="full", criticality="critical")
    assert POLICY.recommend(replace(known, time_left=timedelta(hours=100))) == POLICY.recommend(known)


def test_what_raises_the_severity_is_a_reason_after_the_first() -> None:
    """The reader sees what it would have been for."""
    recommended = POLICY.recommend(
        Circumstances(category="key-compromise.confirmed", criticality="critical", impact="none")
    )
    assert recommended.reasons == (
        "customers are not affected",
        "the key of a critical service is out, even with no visible harm",
    )


@pytest.mark.parametrize(
    "service",
    [
        None,
        Service("production", "critical"),
        Service("production"),
        Service("non-production", "critical"),
        Service(criticality="critical"),
    ],
    ids=str,
)
def test_where_no_rule_fits_the_opening_rules_decide(service: Service | None) -> None:
    """What is recommended before anything more is known is what the incident opened at."""
    opened = POLICY.opening(None, service)
    assert POLICY.recommend(circumstances_of(service)).tier is opened.tier


def test_what_people_say_of_the_environment_counts_more_than_the_catalogue() -> None:
    """They see the node; the catalogue was written once."""
    production = Service("production", "critical", "single")
    standby = Service("production", "critical", "standby")
    lab = Service("non-production")
    said = [
        (production, "non-production", "non-production", "single"),
        (production, "standby", "production", "standby"),
        (standby, "serving", "production", None),
        (lab, "serving", "production", None),
        (None, "serving", "production", None),
        (None, "standby", "production", "standby"),
    ]
    for service, answer, environment, redundancy in said:
        known = circumstances_of(service, {"environment": answer})
        assert (known.environment, known.redundancy) == (environment, redundancy)


def test_what_people_say_of_the_service_counts_more_than_the_catalogue() -> None:
    """Of its criticality; and the last status update more than an answer about the impact."""
    known = circumstances_of(Service(criticality="standard"), {"criticality": "critical", "impact": "full"})
    assert (known.criticality, known.impact) == ("critical", "full")
    assert circumstances_of(None, {"impact": "full"}, impact="none").impact == "none"


def test_what_is_not_known_is_none() -> None:
    """A word that the policy does not know is no circumstance."""
    assert circumstances_of(Service(criticality="enormous")) == Circumstances()
    assert circumstances_of(None) == Circumstances()


def test_an_answer_changes_the_severity() -> None:
    """The button under the message has an effect."""
    service = Service("production", "critical", "standby")
    assert POLICY.recommend(circumstances_of(service)).tier is T3
    assert POLICY.recommend(circumstances_of(service, {"environment": "serving"})).tier is T1
    assert POLICY.recommend(circumstances_of(service, {"environment": "non-production"})).tier is T4
    answers = {"environment": "serving", "impact": "none"}
    assert POLICY.recommend(circumstances_of(service, answers)).tier is T3


@pytest.mark.parametrize("category", ["expiry", "expiry.production"])
def test_a_rule_may_be_for_a_group_or_a_category(category: str) -> None:
    """By its id; the beginning of a word is no group."""
    known = Circumstances(category="expiry.production")
    assert known.is_of(category)
    assert not known.is_of("exp")
    assert not known.is_of("expiry.hot-spare")
    assert not Circumstances().is_of(category)


def test_every_rule_names_categories_that_are_there() -> None:
    """A misspelt one would never fit, and nobody would notice."""
    groups = {group.id for group in TAXONOMY.groups}
    named = {rule.category for rule in (*POLICY.recommendation, *POLICY.floors) if rule.category}
    assert named <= groups | set(CATEGORIES)


def test_the_last_opening_rule_fits_anything() -> None:
    """Else an unknown service would be judged by a rule that is not about it."""
    assert POLICY.opening_rules[-1].fits(Circumstances())


_KNOWN = st.builds(
    Circumstances,
    environment=st.sampled_from([None, "production", "non-production"]),
    criticality=st.sampled_from([None, "critical", "important", "standard"]),
    redundancy=st.sampled_from([None, "single", "redundant", "standby"]),
    impact=st.sampled_from([None, "full", "partial", "none"]),
    category=st.sampled_from([None, *CATEGORIES]),
    answers=st.sampled_from([frozenset(), frozenset({"ca-notice=not-ordered"})]),
    time_left=st.none() | st.timedeltas(timedelta(0), timedelta(days=30)),
)
_TIERS = st.sampled_from(TierId)
_IMPACTS = st.sampled_from([None, "full", "partial", "none"])
_POLICIES = st.builds(
    lambda recommendation, floors, deadlines: POLICY.model_copy(
        update={"recommendation": recommendation, "floors": floors, "deadlines": deadlines}
    ),
    st.lists(
        st.builds(RecommendationRule, tier=_TIERS, impact=_IMPACTS, because=st.just("so it is")), max_size=3
    ),
    st.lists(
        st.builds(RecommendationRule, tier=_TIERS, impact=_IMPACTS, because=st.just("a floor")), max_size=3
    ),
    st.lists(
        st.builds(DeadlineRule, tier=_TIERS, within_hours=st.floats(1, 1000), because=st.just("a deadline")),
        max_size=3,
    ),
)


@given(_KNOWN, st.just(POLICY) | _POLICIES)
def test_a_floor_or_a_deadline_never_lowers(known: Circumstances, policy: SeverityPolicy) -> None:
    """Whatever the policy: a smaller tier is a graver one. And there is always a reason."""
    bare = policy.model_copy(update={"floors": (), "deadlines": ()}).recommend(known)
    raised = policy.recommend(known)
    assert raised.tier <= bare.tier
    assert raised.reasons[: len(bare.reasons)] == bare.reasons != ()
    assert (raised.tier < bare.tier) is (len(raised.reasons) > len(bare.reasons))


@given(_KNOWN, st.timedeltas(timedelta(0), timedelta(days=30)))
def test_less_time_is_never_less_grave(known: Circumstances, sooner: timedelta) -> None:
    """By the policy that is brought along."""
    if known.time_left is None or sooner < known.time_left:
        assert POLICY.recommend(replace(known, time_left=sooner)).tier <= POLICY.recommend(known).tier


@given(_KNOWN)
def test_a_confirmed_compromise_is_never_below_t2(known: Circumstances) -> None:
    """Nor is it below T1 on a critical service."""
    tier = POLICY.recommend(replace(known, category="key-compromise.confirmed")).tier
    assert tier <= (T1 if known.criticality == "critical" else T2)


@given(_KNOWN)
def test_what_a_rule_names_must_be_known(known: Circumstances) -> None:
    """What is not known fits no condition on it."""
    rules: tuple[OpeningRule, ...] = (*POLICY.recommendation, *POLICY.floors, *POLICY.opening_rules)
    for rule in (rule for rule in rules if rule.fits(known)):
        asked = rule.model_dump(exclude={"tier", "because", "category", "answer"}, exclude_none=True)
        assert asked == {name: getattr(known, name) for name in asked}
