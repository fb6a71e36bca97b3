"""The demo's settings: made here, not read from the environment, so that a demo never meets real tokens."""

from collections.abc import Sequence
from pathlib import Path

from pydantic import SecretStr

from bot import content
from bot.faulty_tls import Endpoint, FaultyEndpoints
from bot.sandbox.server import RunningSandbox
from bot.sandbox.workspace import Endpoint as OfferedEndpoint
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
            "static_hosts": endpoints.static_hosts,
        }
    )


def offered(endpoints: Sequence[Endpoint]) -> tuple[OfferedEndpoint, ...]:
    """The endpoints as the page shows them."""
    return tuple(
        OfferedEndpoint(
            endpoint.name, endpoint.host, endpoint.wrong, endpoint.subcategory or "none of the nineteen"
        )
        for endpoint in endpoints
    )
