"""Commands of the runbooks, run as they are written against the endpoint that misbehaves in the runbook's own way."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio

from bot import content
from bot.clock import Clock
from bot.faulty_tls import ENDPOINTS, FaultyEndpoints, serve_faulty_endpoints
from bot.runbooks import CommandFacts, RunbookLibrary, rendered_command

LIBRARY = RunbookLibrary.load(content.root() / "runbooks")
ENDPOINT_OF = {endpoint.subcategory: endpoint for endpoint in reversed(ENDPOINTS) if endpoint.subcategory}
"""The first endpoint that shows each subcategory."""

SHELL_TIME_OUT_S = 30.0
LOOKS_ONLY = ("openssl s_client -connect {host}:{port} ",)
NEEDS_MORE = (
    *("ROOT.pem", "OLD_SERIAL", "{serial}", "{crl_url}", "{ocsp_url}"),
    *("-crl_download", "-starttls", "ocsp -issuer", "chain-", ".txt"),
)
"""What needs a word to be filled in, the network beyond the endpoint, or leaves files behind."""

FINDS_NOTHING = {
    "Acceptable client certificate": "this endpoint demands no client certificate",
    "ct_precert_scts": "a lab's certificate is in no transparency log",
    "-verify_return_error": "openssl does not trust the lab's root, and says so on stderr",
}
"""Commands that are right to find nothing here, by a part of each."""

BASH = shutil.which("bash") or "sh"
in_one_loop = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def endpoints(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[FaultyEndpoints]:
    """All of them, served in this loop."""
    async with serve_faulty_endpoints(tmp_path_factory.mktemp("lab"), Clock()) as served:
        yield served


def _commands() -> Iterator[tuple[str, str, str]]:
    for runbook in LIBRARY.runbooks.values():
        for step in runbook.steps:
            for command in step.commands:
                text = command.command
                if text.startswith(LOOKS_ONLY) and not any(each in text for each in NEEDS_MORE):
                    yield runbook.id, step.id, text


COMMANDS = sorted(set(_commands()))


def _address(endpoints: FaultyEndpoints, host: str) -> tuple[str, str]:
    """Where the endpoint is served: the first of its addresses, and its port there."""
    for entry in endpoints.static_hosts:
        name, _, address, port = entry.split(":")
        if name == host:
            return address, port
    raise LookupError(host)


@in_one_loop
@pytest.mark.parametrize(("runbook", "step", "command"), COMMANDS, ids=lambda value: value[:40])
async def test_a_command_runs_as_it_is_written(
    endpoints: FaultyEndpoints, tmp_path: Path, runbook: str, step: str, command: str
) -> None:
    """It says something, and where there is nothing to find, it says nothing."""
    endpoint = ENDPOINT_OF.get(runbook, ENDPOINTS[0])
    address, port = _address(endpoints, endpoint.target.partition(":")[0])
    facts = CommandFacts({"host": address, "port": port})
    shell = await asyncio.create_subprocess_exec(
        BASH,
        "-o",
        "pipefail",
        "-c",
        rendered_command(command, facts),
        cwd=tmp_path,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    async with asyncio.timeout(SHELL_TIME_OUT_S):
        said, complaint = await shell.communicate()
    nothing = any(part in command for part in FINDS_NOTHING)
    assert bool(said.strip()) is not nothing, (step, command, complaint)


def test_most_commands_that_only_look_are_run() -> None:
    """So that the selection above does not shrink unnoticed."""
    assert len(COMMANDS) > 40
    assert len({runbook for runbook, _, _ in COMMANDS}) > 12
