"""``certinc diagnose``: the same diagnosis as in the channel, in a terminal; of hosts, or of a file."""

import asyncio
import gc
from collections.abc import Callable, Sequence
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.cli.diagnosis_options import Flags, Moment, inquiry_about, options_of
from bot.cli.diagnosis_output import Form, print_diagnoses, progress, status_of

if TYPE_CHECKING:
    from bot.diagnostics import Diagnosis, Target

AT_ONCE = 200
"""Targets that are looked at together; the others wait their turn, each with its whole time."""

STARTTLS = ("smtp", "imap", "pop3", "ftp", "ldap", "postgres", "mysql", "xmpp")
"""Written out, since the command should start without the engine; a test compares."""

_FILE = click.Path(exists=True, dir_okay=False)


@click.command()
@click.argument("targets", nargs=-1, metavar="TARGET…")
@click.option("--json", "form", flag_value=Form.JSON, type=Form, help="Print JSON for programs.")
@click.option("--markdown", "form", flag_value=Form.MARKDOWN, type=Form, help="Print Markdown for a ticket.")
@click.option(
    "--ca-file",
    "ca_files",
    multiple=True,
    type=click.Path(exists=True),
    help="PEM file or directory of roots to trust beside Mozilla's. Repeatable.",
)
@click.option(
    "--connect-to",
    multiple=True,
    metavar="HOST:PORT:ADDRESS:PORT",
    help="Connect to this address for that host, as in curl. Repeatable.",
)
@click.option(
    "--starttls", type=click.Choice(STARTTLS), help="Begin in clear, whatever scheme and port imply."
)
@click.option(
    "--expect",
    multiple=True,
    metavar="HEX",
    help="Fingerprint, serial number or spki:DIGEST that every address should present. Repeatable: any of them.",
)
@click.option(
    "--compare", type=_FILE, metavar="FILE.json", help="Say what changed since this saved diagnosis."
)
@click.option("--at", "now", type=Moment(), metavar="TIME", help="Judge at this time (RFC 3339).")
@click.option(
    "--timeout",
    "timeout_s",
    type=click.FloatRange(0.1, 120),
    default=10.0,
    show_default=True,
    help="Deadline for each target, in seconds.",
)
@click.option(
    "--no-network-checks",
    is_flag=True,
    help="Ask nobody but the target: no CRL, OCSP, issuer, DNS record or CA.",
)
@click.option("--policy", type=_FILE, help="Your certificate policy (YAML). CERTINC_POLICY_FILE counts too.")
@click.option(
    "--pem",
    "pem_file",
    type=_FILE,
    help="Judge this file instead: a chain, s_client's output, a saved diagnosis.",
)
@click.option(
    "--roots",
    multiple=True,
    type=click.Path(exists=True),
    help="Trust these roots and no others. Repeatable.",
)
@click.option(
    "--crl", "crl_files", multiple=True, type=_FILE, help="With --pem: a CRL that the client has. Repeatable."
)
@click.option(
    "--ocsp", "ocsp_files", multiple=True, type=_FILE, help="With --pem: an OCSP response. Repeatable."
)
@click.option("--host", metavar="NAME", help="With --pem: whose certificate it should be.")
@click.option(
    "--purpose",
    type=click.Choice(["server", "client"]),
    default="server",
    show_default=True,
    help="With --pem: what the certificate is to be used for.",
)
@click.option(
    "--max-depth", type=click.IntRange(0, 50), help="With --pem: intermediates that a path may have."
)
def command(
    targets: Sequence[str],
    form: Form | None,
    now: datetime | None,
    starttls: str | None,
    pem_file: str | None,
    crl_files: Sequence[str],
    ocsp_files: Sequence[str],
    host: str | None,
    purpose: str,
    max_depth: int | None,
    no_network_checks: bool,
    ca_files: Sequence[str],
    roots: Sequence[str],
    connect_to: Sequence[str],
    policy: str | None,
    expect: Sequence[str],
    compare: str | None,
    timeout_s: float,
) -> None:
    """Say what is wrong with the certificate of each TARGET, on every address.

    A TARGET is a host in any form it is pasted: api.example.com, https://api.example.com/x,
    [2001:db8::1]:8443, smtp://mail.example.com. With --pem no connection is made: the file is judged.

    Settings that count here too: CERTINC_STATIC_HOSTS, CERTINC_EXTRA_TRUST_ANCHORS, CERTINC_POLICY_FILE.

    Exit status: 0 healthy, 1 something is wrong, 2 unusable arguments, 3 could not be observed.
    """
    flags = Flags(ca_files, roots, connect_to, policy, expect, compare, timeout_s, not no_network_checks)
    moment = now or datetime.now(UTC)
    if pem_file is not None:
        if targets:
            raise click.UsageError("Give either targets or --pem, not both.")
        files = _Files(pem_file, crl_files, ocsp_files)
        diagnoses = [asyncio.run(_judge_file(files, flags, moment, host, purpose, max_depth))]
    else:
        if not targets:
            raise click.UsageError("Name a host, or give a file with --pem.")
        _only_with_pem(crl=crl_files, ocsp=ocsp_files, host=host, max_depth=max_depth)
        diagnoses = _look(targets, starttls, flags, moment)
    print_diagnoses(diagnoses, form or Form.TERMINAL)
    raise SystemExit(status_of(diagnoses))


def _only_with_pem(**options: object) -> None:
    """Refuse what would silently count for nothing."""
    for name, value in options.items():
        if value:
            raise click.UsageError(f"--{name.replace('_', '-')} is for a file: give it with --pem.")


def _look(targets: Sequence[str], starttls: str | None, flags: Flags, now: datetime) -> list["Diagnosis"]:
    from bot.diagnostics import StartTls, parse_target

    protocol = StartTls(starttls) if starttls else None
    parsed = [parse_target(target, protocol) for target in targets]
    with progress(len(parsed)) as done:
        return asyncio.run(_diagnose_all(parsed, flags, now, done))


async def _diagnose_all(
    targets: Sequence["Target"], flags: Flags, now: datetime, done: Callable[[], None]
) -> list["Diagnosis"]:
    from bot.diagnostics import Linter, diagnose

    turn = asyncio.Semaphore(AT_ONCE)
    async with AsyncExitStack() as stack:
        options = options_of(flags, await stack.enter_async_context(Linter()))
        gc.freeze()  # what is loaded by now stays to the end: a collector that looks at it holds the loop in vain

        async def one(target: "Target") -> "Diagnosis":
            async with turn:
                made = await diagnose(target, options, now=now, inquiry=inquiry_about(flags, target))
            done()
            return made

        return await asyncio.gather(*(one(target) for target in targets))


class _Files:
    """Files that were brought."""

    def __init__(self, chain: str, crls: Sequence[str], ocsp_responses: Sequence[str]) -> None:
        self.chain = Path(chain)
        self.crls = {Path(file).name: Path(file).read_bytes() for file in crls}
        self.ocsp_responses = {Path(file).name: Path(file).read_bytes() for file in ocsp_responses}


async def _judge_file(
    files: _Files, flags: Flags, now: datetime, host: str | None, purpose: str, max_depth: int | None
) -> "Diagnosis":
    from bot.diagnostics import (
        MAX_DEPTH,
        Brief,
        Linter,
        Purpose,
        diagnose_brought,
        named_peer,
        read_brought,
    )

    brought = read_brought(files.chain.read_bytes(), name=files.chain.name)
    peer = named_peer(host) if host else None
    brief = Brief(
        peer,
        Purpose(purpose),
        MAX_DEPTH if max_depth is None else max_depth,
        crl_files=files.crls,
        ocsp_files=files.ocsp_responses,
    )
    async with Linter() as linter:
        options = options_of(flags, linter)
        inquiry = inquiry_about(flags, peer or brought.target)
        return await diagnose_brought(brought, brief, options, now=now, inquiry=inquiry)
