"""The control API's endpoints: seen, mended, broken again."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.cli.demo_settings import OfferedEndpoints
from bot.faulty_tls import ENDPOINTS, EndpointState, FaultyEndpoints, serve_faulty_endpoints
from bot.sandbox.server import serve
from bot.sandbox.settings import SandboxSettings
from tests.integration.sandbox.caller import Caller


@dataclass
class Demo:
    """A workspace with endpoints."""

    client: httpx.AsyncClient
    endpoints: FaultyEndpoints

    async def post(self, name: str, body: dict[str, Any]) -> httpx.Response:
        """Ask for a state."""
        return await self.client.post(f"/sandbox/endpoints/{name}", json=body)


@pytest.fixture
async def demo(tmp_path: Path) -> AsyncIterator[Demo]:
    """Without a bot."""
    async with (
        serve(SandboxSettings(tmp_path, port=0)) as running,
        serve_faulty_endpoints(tmp_path, running.clock) as endpoints,
        httpx.AsyncClient(base_url=running.base_url, trust_env=False) as client,
    ):
        running.offer_endpoints(OfferedEndpoints(endpoints))
        yield Demo(client, endpoints)


async def test_the_list_names_every_endpoint_with_its_state(demo: Demo) -> None:
    """And says what a person types to open an incident."""
    demo.endpoints.set_state("expired", EndpointState.RENEWED)
    listed = (await demo.client.get("/sandbox/endpoints")).json()["endpoints"]
    assert [each["name"] for each in listed] == [endpoint.name for endpoint in ENDPOINTS]
    by_name = {each["name"]: each for each in listed}
    assert (by_name["expired"]["state"], by_name["revoked"]["state"]) == ("renewed", "broken")
    assert by_name["mail-expired"]["target"] == "mail.example.com:587"
    assert by_name["silent"]["subcategory"] == "none of the nineteen"


@pytest.mark.parametrize("state", EndpointState)
async def test_a_state_can_be_asked_for(demo: Demo, state: EndpointState) -> None:
    """The answer tells what is presented from now on."""
    answer = (await demo.post("expired", {"state": state.value})).json()
    assert answer["ok"] is True
    assert answer["endpoint"]["state"] == state.value
    assert demo.endpoints.state("expired") is state
    expected = demo.endpoints.expected_fingerprints("expired")
    assert tuple(answer["endpoint"]["expected_fingerprints"]) == expected
    shown = (await demo.client.get("/sandbox/endpoints/expired")).json()
    assert shown == answer


@pytest.mark.parametrize(
    ("name", "body", "status", "error"),
    [
        ("nonsense", {"state": "renewed"}, 404, "endpoint_not_found"),
        ("expired", {"state": "mended"}, 400, "invalid_arguments"),
        ("expired", {}, 400, "invalid_arguments"),
        ("expired", {"state": "renewed", "more": 1}, 400, "invalid_arguments"),
    ],
)
async def test_what_cannot_be_asked_for(
    demo: Demo, name: str, body: dict[str, Any], status: int, error: str
) -> None:
    """It is refused in a plain sentence, and nothing changes."""
    response = await demo.post(name, body)
    assert (response.status_code, response.json()["error"]) == (status, error)
    assert demo.endpoints.state("expired") is EndpointState.BROKEN


async def test_a_workspace_that_is_served_alone_has_none(caller: Caller) -> None:
    """The list is empty, and no name is known."""
    assert (await caller.client.get("/sandbox/endpoints")).json()["endpoints"] == []
    assert (await caller.client.get("/sandbox/endpoints/expired")).status_code == 404
