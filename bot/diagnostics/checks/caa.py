"""What a set of CAA records says of an issuer (RFC 8659, 4)."""

import functools
import json
import re
from collections.abc import Sequence
from importlib import resources

_RECORD = re.compile(r'(?P<flags>\d{1,3}) (?P<tag>[A-Za-z0-9]{1,15}) "(?P<value>.*)"')


@functools.cache
def _domains_by_organization() -> dict[str, frozenset[str]]:
    file = resources.files("bot.diagnostics.checks") / "data" / "issuer_domains.json"
    document = json.loads(file.read_text("utf-8"))
    return {
        organization.casefold(): frozenset(entry["domains"])
        for entry in document["issuers"]
        for organization in entry["organizations"]
    }


def issuer_domains(organization: str) -> frozenset[str]:
    """The domains by which CAA records name the CA of that organizationName; empty where it is not known."""
    return _domains_by_organization().get(organization.casefold(), frozenset())


def permitted(records: Sequence[str], *, wildcard: bool) -> frozenset[str] | None:
    """The issuers' domains that the set permits; None where it restricts nothing.

    For a wildcard name, ``issuewild`` counts alone where there is one (RFC 8659, 4.3).
    """
    properties = [
        (found["tag"].lower(), found["value"]) for record in records if (found := _RECORD.fullmatch(record))
    ]
    for tag in ("issuewild", "issue") if wildcard else ("issue",):
        values = [value for name, value in properties if name == tag]
        if values:
            domains = (value.partition(";")[0].strip().rstrip(".").lower() for value in values)
            return frozenset(domain for domain in domains if domain)
    return None
