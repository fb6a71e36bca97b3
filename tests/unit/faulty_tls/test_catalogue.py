"""What the catalogue promises."""

from pathlib import Path

import pytest
import yaml

from bot.diagnostics import parse_target
from bot.faulty_tls import ENDPOINTS, Endpoint
from bot.faulty_tls.endpoint import Leaf
from bot.faulty_tls.pki.plan import AUTHORITY_PLANS, PLAN, usual_chain
from bot.taxonomy import Taxonomy

ROOT = Path(__file__).parents[3]
NOT_SHOWN = {"trust.client-restriction", "key-compromise.suspected", "key-compromise.preventive-rotation"}
"""What cannot be seen on a server of ours: what one vendor distrusts, and what people fear or intend."""

WIDTH = 80 - len("  ")


def test_the_first_one_is_the_one_of_the_first_command() -> None:
    """``/certinc open api.example.com`` is what a first-time visitor types."""
    first = ENDPOINTS[0]
    assert (first.host, first.addresses, first.subcategory) == ("api.example.com", 3, "expiry.production")


def test_names_and_hosts_are_unique() -> None:
    """The second names too."""
    assert len({endpoint.name for endpoint in ENDPOINTS}) == len(ENDPOINTS)
    hosts = [name for endpoint in ENDPOINTS for name in endpoint.names]
    assert len(set(hosts)) == len(hosts)


@pytest.mark.parametrize("endpoint", ENDPOINTS, ids=lambda endpoint: endpoint.name)
def test_an_endpoint_is_one_that_a_person_can_type(endpoint: Endpoint) -> None:
    """Its target means its host and port, and its sentence is one line of a terminal."""
    target = parse_target(endpoint.target)
    assert (target.host, target.port) == (endpoint.host, endpoint.port)
    assert endpoint.wrong.endswith(".")
    assert len(endpoint.wrong) <= WIDTH


def test_subcategories_are_those_of_the_taxonomy() -> None:
    """Each that a server can show is shown by some endpoint."""
    taxonomy = Taxonomy.load(ROOT / "runbooks" / "taxonomy.yaml")
    known = {category.id for category in taxonomy.categories}
    shown = {endpoint.subcategory for endpoint in ENDPOINTS if endpoint.subcategory}
    assert known - shown == NOT_SHOWN
    assert shown <= known


def test_a_broken_address_is_one_that_the_endpoint_has() -> None:
    """Else nothing would be wrong there."""
    for endpoint in ENDPOINTS:
        assert endpoint.broken_at is None or set(endpoint.broken_at) < set(range(endpoint.addresses))


def test_issuers_are_in_the_plan_and_lead_to_a_root() -> None:
    """Of every certificate, broken and mended."""
    shown = [each for endpoint in ENDPOINTS for each in (endpoint.broken, endpoint.mended)]
    leaves = [leaf for each in shown for leaf in (each.leaf, each.second, each.without_server_name) if leaf]
    for issuer in {leaf.issuer for leaf in leaves if leaf.issuer}:
        top = ([issuer, *usual_chain(issuer)])[-1]
        assert AUTHORITY_PLANS[AUTHORITY_PLANS[top].issuer or top].issuer is None


def test_an_authority_comes_after_the_one_that_signs_it() -> None:
    """They are made in this order."""
    seen: set[str | None] = {None}
    for plan in PLAN:
        assert {plan.issuer, plan.same_key_as} <= seen
        seen.add(plan.name)


def test_a_mended_endpoint_has_nothing_wrong_with_it() -> None:
    """Its certificates are of the usual kind, but for what it is made for."""
    for endpoint in ENDPOINTS:
        mended = endpoint.mended
        usual = Leaf(
            issuer=mended.leaf.issuer,
            client_auth=mended.leaf.client_auth,
            must_staple=mended.leaf.must_staple,
        )
        assert mended.leaf == usual
        assert not mended.old_protocol
        assert mended.sent is None


def test_the_demo_catalogue_says_what_observation_cannot() -> None:
    """Which server is a spare, and which is staging."""
    services = yaml.safe_load((ROOT / "runbooks" / "demo" / "catalogue.yaml").read_text("utf-8"))["services"]
    by_host = {host: service for service in services for host in service["hosts"]}
    assert by_host["standby.example.com"]["redundancy"] == "standby"
    assert by_host["*.staging.example.com"]["environment"] == "non-production"
    known = {endpoint.host for endpoint in ENDPOINTS}
    assert {host for host in by_host if "*" not in host} <= known
