"""Whether a replacement is the right one: what was expected, and what it lost."""

from collections.abc import Iterator

from bot.diagnostics.findings.kinds import Evidence, FindingKind, Found
from bot.diagnostics.model.comparison import ChangeKind
from bot.diagnostics.model.finding import Severity

KINDS = (
    FindingKind(
        "not-the-expected-certificate",
        Severity.ERROR,
        95,
        "The certificate that is expected is not what is presented {where}: {presented}.",
        "Deploy the expected certificate there, and reload whatever serves it.",
        "Compared with what --expect names",
    ),
    FindingKind(
        "replacement-not-newer",
        Severity.WARNING,
        95,
        "The certificate was replaced {where} by one that is not newer.",
        "Check which certificate was meant to be deployed; an old file may have been restored.",
        "RFC 5280, 4.1.2.5: notBefore tells which is newer, notAfter does not",
    ),
    FindingKind(
        "replacement-lost-name",
        Severity.WARNING,
        94,
        "The replacement {where} lost names: {detail}",
        "Issue it again with every name that the former certificate had, or confirm that the name is unused.",
        "RFC 9525, 6.3",
    ),
    FindingKind(
        "replacement-lost-purpose",
        Severity.WARNING,
        93,
        "The replacement {where} lost a purpose: {detail}",
        "If it is also used as a client (mutual TLS), order one that has clientAuth from a CA that still issues it.",
        "RFC 5280, 4.2.1.12",
    ),
    FindingKind(
        "replacement-same-key",
        Severity.WARNING,
        92,
        "The replacement {where} has the same key as the certificate that it replaces.",
        "After a key compromise make a new key and order again; otherwise check that the key is kept on purpose.",
        "NIST SP 1800-16; Baseline Requirements 4.9.1.1",
    ),
    FindingKind(
        "replacement-new-issuer",
        Severity.NOTE,
        90,
        "The replacement {where} has another issuer. {detail}",
        "Check pins, TLSA records, CAA and the trust stores of old clients.",
        "RFC 7469; RFC 6698",
    ),
)

_BY_CHANGE = {
    ChangeKind.NOT_NEWER: "replacement-not-newer",
    ChangeKind.NAME_LOST: "replacement-lost-name",
    ChangeKind.PURPOSE_LOST: "replacement-lost-purpose",
    ChangeKind.KEY_REUSED: "replacement-same-key",
    ChangeKind.ISSUER_CHANGED: "replacement-new-issuer",
}


def find(evidence: Evidence) -> Iterator[Found]:
    """What speaks against a replacement."""
    for expected in evidence.expected:
        if not expected.met:
            presented = f"it is {expected.presented}" if expected.presented else "nothing is presented"
            yield Found("not-the-expected-certificate", {"presented": presented}, expected.address)
    for change in evidence.comparison.changes if evidence.comparison else ():
        kind = _BY_CHANGE.get(change.kind)
        if kind is not None:
            for address in change.addresses:
                yield Found(kind, {"detail": change.sentence}, address)
