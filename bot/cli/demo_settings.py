"""The demo's settings: made here, not read from the environment, so that a demo never meets real tokens."""

import asyncio
from collections.abc import Sequence
from pathlib import Path

from pydantic import SecretStr

from bot import content
from bot.cli.endpoint_list import shown_kind
from bot.faulty_tls import EndpointState, FaultyEndpoints
from bot.sandbox.endpoints import Endpoint as OfferedEndpoint
from bot.sandbox.server import RunningSandbox
from bot.settings import Settings


def demo_settings(data_dir: Path, workspace: RunningSandbox, endpoints: FaultyEndpoints) -> Settings:
    """The same settings that an operator would give, for the local workspace."""
    return Settings.model_construct(
        **{
            **{
                name: field.get_default(call_default_factory=True)
                for name, field in Settings.model_fields.items()
            },
            "data_dir": data_dir,
            "slack_base_url": f"{workspace.base_url}/api/",
            "slack_bot_token": SecretStr(workspace.bot_token),
            "slack_app_token": SecretStr(workspace.app_token),
            "clock_url": f"{workspace.base_url}/sandbox/clock",
            "catalogue_file": content.root() / "runbooks" / "demo" / "catalogue.yaml",
            "extra_trust_anchors": tuple(str(file) for file in endpoints.trust_anchor_files),
            "public_trust_anchors": tuple(str(file) for file in endpoints.public_anchor_files),
            "acme_directories": tuple(f"{name}={url}" for name, url in endpoints.acme_directories.items()),
            "policy_file": content.root() / "runbooks" / "demo" / "policy.yaml",
            "static_hosts": endpoints.static_hosts,
            "diagnosis_ports": ("any",),
        }
    )


class OfferedEndpoints:
    """The endpoints as the workspace shows and changes them."""

    def __init__(self, endpoints: FaultyEndpoints) -> None:
        self._endpoints = endpoints

    def every(self) -> Sequence[OfferedEndpoint]:
        """All of them."""
        return [
            OfferedEndpoint(
                endpoint.name,
                endpoint.host,
                endpoint.target,
                endpoint.wrong,
                shown_kind(endpoint),
                endpoint.addresses,
                self._endpoints.state(endpoint.name).value,
            )
            for endpoint in self._endpoints.endpoints
        ]

    def set_state(self, name: str, state: str) -> None:
        """Mend the endpoint, or break it again."""
        self._endpoints.set_state(name, EndpointState(state))

    async def fingerprints(self, name: str) -> Sequence[str]:
        """Of what it presents; off the loop, since an RSA key may have to be made first."""
        return await asyncio.to_thread(self._endpoints.expected_fingerprints, name)
