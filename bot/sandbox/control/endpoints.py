"""The demo's misbehaving endpoints: seeing them, mending them, breaking them again."""

from dataclasses import asdict

from pydantic import BaseModel, ConfigDict

from bot.sandbox.endpoints import Endpoint, EndpointState
from bot.sandbox.errors import ControlRefused
from bot.sandbox.json_types import JsonObject
from bot.sandbox.workspace import Workspace


class EndpointBody(BaseModel):
    """``POST endpoints/{name}``."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    state: EndpointState


def list_endpoints(workspace: Workspace) -> JsonObject:
    """Every endpoint; none where the workspace is served alone."""
    return {"endpoints": [asdict(endpoint) for endpoint in workspace.endpoints.every()]}


async def show(workspace: Workspace, name: str) -> JsonObject:
    """One endpoint, with the SHA-256 of each certificate that it presents.

    Raises:
        ControlRefused: There is none of this name.
    """
    endpoint = _endpoint(workspace, name)
    return {
        "endpoint": asdict(endpoint)
        | {"expected_fingerprints": list(await workspace.endpoints.fingerprints(endpoint.name))}
    }


async def change(workspace: Workspace, name: str, body: EndpointBody) -> JsonObject:
    """Deploy a replacement there, or the broken one again.

    Raises:
        ControlRefused: There is none of this name.
    """
    workspace.endpoints.set_state(_endpoint(workspace, name).name, body.state)
    return await show(workspace, name)


def _endpoint(workspace: Workspace, name: str) -> Endpoint:
    found = next((endpoint for endpoint in workspace.endpoints.every() if endpoint.name == name), None)
    if found is None:
        raise ControlRefused(
            "endpoint_not_found", "There is no such endpoint; GET endpoints lists them.", status=404
        )
    return found
