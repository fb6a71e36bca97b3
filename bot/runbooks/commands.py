"""Commands filled in from an incident. People copy and paste them, so every value is validated and quoted."""

import re
import shlex
from collections.abc import Mapping
from dataclasses import dataclass

from bot.diagnostics import Diagnosis, parse_target
from bot.diagnostics.errors import TargetError

_HTTP_URL = re.compile(r"https?://[A-Za-z0-9.\[\]:-]{1,253}(/[A-Za-z0-9._~/%+=-]{0,500})?")
"""Without a query, user or fragment: a CRL or OCSP address that has more is left for a person to look at."""

_SAFE = {
    "host": re.compile(r"[A-Za-z0-9._:\[\]-]{1,253}"),
    "port": re.compile(r"[0-9]{1,5}"),
    "address": re.compile(r"[0-9A-Fa-f.:]{2,45}"),
    "serial": re.compile(r"[0-9a-f]{1,64}"),
    "fingerprint": re.compile(r"[0-9a-f]{64}"),
    "ca": re.compile(r"[A-Za-z0-9][A-Za-z0-9 .,_'()-]{0,99}"),
    "crl_url": _HTTP_URL,
    "ocsp_url": _HTTP_URL,
}
"""What each value looks like. One that does not is not filled in at all."""


@dataclass(frozen=True, slots=True)
class CommandFacts:
    """Values for the placeholders; what is not known stands as ``HOST``, to be filled in by hand."""

    values: Mapping[str, str]


def command_facts(subject: str, diagnosis: Diagnosis | None) -> CommandFacts:
    """The facts of an incident. Everything here may come from a hostile certificate or message."""
    values: dict[str, str] = {}
    try:
        target = parse_target(subject)
    except TargetError:
        pass
    else:
        values |= {"host": target.host, "port": str(target.port)}
    leaf = next((o.leaf for o in diagnosis.observations if o.leaf), None) if diagnosis else None
    if leaf is not None:
        values |= {"serial": leaf.serial, "fingerprint": leaf.fingerprint_sha256}
        urls = {"crl_url": leaf.crl_urls, "ocsp_url": leaf.ocsp_urls}
        values |= {name: found[0] for name, found in urls.items() if found}
        if leaf.issuer_organization:
            values["ca"] = leaf.issuer_organization
    if diagnosis is not None and diagnosis.observations:
        values["address"] = diagnosis.observations[0].address.rpartition(":")[0].strip("[]")
    return CommandFacts(values)


def rendered_command(command: str, facts: CommandFacts) -> str:
    """``command`` with its placeholders filled in, each validated and quoted for a POSIX shell."""
    return command.format_map(_Quoted(facts.values))


class _Quoted(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return key.upper()

    def __getitem__(self, key: str) -> str:
        value = self.get(key)
        if value is None or not _SAFE[key].fullmatch(value):
            return key.upper()
        return shlex.quote(value)
