"""How ``certinc diagnose`` looks: from its flags, and from the settings that count here too.

Read without pydantic, so that the command starts fast.
"""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from bot.diagnostics import Diagnosis, DiagnosisOptions, Inquiry, Linter, Target, TrustStore


@dataclass(frozen=True, slots=True)
class Flags:
    """What was asked for on the command line, as it was typed."""

    ca_files: Sequence[str] = ()
    roots: Sequence[str] = ()
    connect_to: Sequence[str] = ()
    policy: str | None = None
    expect: Sequence[str] = ()
    compare: str | None = None
    timeout_s: float = 10.0
    network_checks: bool = True


class Moment(click.ParamType[datetime]):
    """A time with its zone (RFC 3339), in UTC."""

    name = "time"

    def convert(
        self, value: str | datetime, param: click.Parameter | None, ctx: click.Context | None
    ) -> datetime:
        """Refuses a time without a zone."""
        if isinstance(value, datetime):
            return value
        try:
            at = datetime.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is no time; write it as in 2026-11-24T02:00:00Z.", param, ctx)
        if at.tzinfo is None:
            self.fail(f"{value!r} has no time zone; add Z or an offset.", param, ctx)
        return at.astimezone(UTC)


def options_of(flags: Flags, linter: "Linter | None") -> "DiagnosisOptions":
    """The options.

    Raises:
        CertincError: A file, a host map entry or the policy cannot be used.
    """
    from bot.diagnostics import DiagnosisOptions, OperatorPolicy, StaticHosts, TrustStore, parse_networks

    policy = flags.policy or os.environ.get("CERTINC_POLICY_FILE")
    system = TrustStore.system()
    return DiagnosisOptions(
        trust_store=_trust_store(flags),
        other_stores=() if flags.roots or system is None else (system,),
        timeout=timedelta(seconds=flags.timeout_s),
        static_hosts=StaticHosts.parse([*flags.connect_to, *_listed("CERTINC_STATIC_HOSTS")]),
        network_checks=flags.network_checks,
        allowed_networks=parse_networks(_listed("CERTINC_ALLOWED_NETWORKS")),
        acme_directories=_mapped("CERTINC_ACME_DIRECTORIES"),
        policy=OperatorPolicy.load(Path(policy)) if policy else None,
        linter=linter,
    )


def _trust_store(flags: Flags) -> "TrustStore":
    from bot.diagnostics import TrustStore

    if flags.roots:
        return TrustStore.only(flags.roots)
    return TrustStore.load(
        [*_listed("CERTINC_EXTRA_TRUST_ANCHORS"), *flags.ca_files], _listed("CERTINC_PUBLIC_TRUST_ANCHORS")
    )


def inquiry_about(flags: Flags, target: "Target | None") -> "Inquiry":
    """What is asked beside "what is wrong with it?".

    Raises:
        CertincError: An expectation or the earlier diagnosis cannot be read.
    """
    from bot.diagnostics import Inquiry, parse_expectation

    expectations = tuple(parse_expectation(text) for text in flags.expect)
    return Inquiry(expectations, _earlier(flags.compare, target) if flags.compare else None)


def _earlier(file: str, target: "Target | None") -> "Diagnosis | None":
    """The one of this target in a file of one or several; of several, a target that is not there is new."""
    from bot.diagnostics import read_diagnoses

    earlier = read_diagnoses(Path(file).read_bytes())
    if len(earlier) == 1:
        return earlier[0]
    return next((each for each in earlier if each.target == target), None)


def _listed(name: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in os.environ.get(name, "").split(",") if part.strip())


def _mapped(name: str) -> dict[str, str]:
    """``PATTERN=URL`` entries."""
    pairs = (entry.partition("=") for entry in _listed(name))
    return {pattern.strip(): url.strip() for pattern, separator, url in pairs if separator}
