"""DNS records that do not agree with what is presented."""

import base64
from collections.abc import Iterator

from bot.diagnostics.checks.caa import issuer_domains, permitted
from bot.diagnostics.checks.dane import associations, matches_any
from bot.diagnostics.checks.leaves import is_public
from bot.diagnostics.findings.kinds import Evidence, FindingKind, Found
from bot.diagnostics.findings.presented import handshakes, leaves
from bot.diagnostics.model.certificate import CertificateFacts
from bot.diagnostics.model.checks import DnsRecords
from bot.diagnostics.model.finding import Severity

_DO_DANE = "Publish TLSA records of the certificate that is served, and wait for their TTL before the next replacement."

KINDS = (
    FindingKind(
        "tlsa-mismatch",
        Severity.ERROR,
        63,
        "No TLSA record of this port is of the certificate that is presented {where}: DANE clients refuse it.",
        _DO_DANE,
        "RFC 6698, 2.1 and 4.1; RFC 7672, 3",
    ),
    FindingKind(
        "tlsa-mismatch-unproven",
        Severity.WARNING,
        52,
        (
            "No TLSA record of this port is of the certificate that is presented {where}; the resolver "
            "here does not say whether DNSSEC proves them, and if it does, DANE clients refuse the certificate."
        ),
        _DO_DANE,
        "RFC 6698, 2.1 and 4.1",
    ),
    FindingKind(
        "caa-forbids-issuer",
        Severity.WARNING,
        33,
        (
            "The CAA records of {at} do not permit {issuer}, which issued the certificate {where}. That is weak "
            "evidence: only the records on the day of issuance counted."
        ),
        "Ask who ordered it; correct the CAA records before the next renewal, or change the CA.",
        "RFC 8659, 4; TLS Baseline Requirements, 3.2.2.8",
    ),
)


def find(evidence: Evidence) -> Iterator[Found]:
    """Certificates that TLSA records are not of, and issuers that CAA records do not permit."""
    records = evidence.checks.dns
    if records is not None:
        yield from _dane(evidence, records)
        yield from _caa(evidence, records)


def _dane(evidence: Evidence, records: DnsRecords) -> Iterator[Found]:
    usable = associations(records.tlsa or ())
    if not usable:
        return
    kind = "tlsa-mismatch" if records.tlsa_secure else "tlsa-mismatch-unproven"
    for address, handshake in handshakes(evidence):
        chain = [base64.b64decode(encoded) for encoded in handshake.chain_der]
        if chain and matches_any(usable, chain) is False:
            yield Found(kind, {}, address)


def _caa(evidence: Evidence, records: DnsRecords) -> Iterator[Found]:
    if not records.caa:
        return
    for address, handshake, leaf in leaves(evidence):
        domains = issuer_domains(leaf.issuer_organization)
        if not domains or not is_public(handshake):
            continue
        allowed = permitted(records.caa, wildcard=_by_wildcard(leaf, evidence.target.host))
        if allowed is not None and not allowed & domains:
            filling = {"at": records.caa_at, "issuer": leaf.issuer_organization}
            yield Found("caa-forbids-issuer", filling, address)


def _by_wildcard(leaf: CertificateFacts, host: str) -> bool:
    """Whether only a wildcard name of the certificate stands for the host."""
    names = {name.lower().rstrip(".") for name in leaf.names}
    return host not in names and f"*.{host.partition('.')[2]}" in names
