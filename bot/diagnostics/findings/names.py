"""The names in a certificate, and parts of it that cannot be read."""

import re
from collections.abc import Iterator

from bot.diagnostics.findings.kinds import Evidence, FindingKind, Found
from bot.diagnostics.findings.presented import leaves
from bot.diagnostics.model.certificate import CertificateFacts
from bot.diagnostics.model.finding import Severity
from bot.diagnostics.visible_text import visible

MANY = 200
"""Names. Each is sent in every handshake: 200 are some 5 KB."""

_ESCAPED = re.compile(r"U\+([0-9A-F]{4,6})")
_HOST = re.compile(r"(\*\.)?[A-Za-z0-9_]([A-Za-z0-9_.-]*[A-Za-z0-9_])?\.?|[0-9A-Fa-f:.]+")

KINDS = (
    FindingKind(
        "name-with-invisible-characters",
        Severity.WARNING,
        65,
        "The certificate {where} has invisible or text-turning characters in a name: {name}.",
        "Find out who had it issued: such a name is made to be misread.",
        "RFC 5280, 4.1.2.4 and 4.2.1.6; Unicode TR 36, 2.5",
    ),
    FindingKind(
        "no-san",
        Severity.WARNING,
        60,
        "The certificate {where} has no subjectAltName, and clients look for the host nowhere else.",
        "Issue one that has the host in its subjectAltName.",
        "RFC 9525, 6.3; TLS Baseline Requirements, 7.1.2.7.12",
    ),
    FindingKind(
        "certificate-partly-unreadable",
        Severity.WARNING,
        45,
        "Part of the certificate {where} cannot be read: {parts}.",
        "Have it issued anew: clients may refuse the whole certificate for it.",
        "RFC 5280, 4.1 and 4.2",
    ),
    FindingKind(
        "name-not-a-host",
        Severity.WARNING,
        40,
        "The certificate {where} is for a name that no host can have: {name}.",
        "Find out who had it issued, and issue one without that name.",
        "RFC 5280, 4.2.1.6; RFC 1034, 3.5",
    ),
    FindingKind(
        "many-names",
        Severity.NOTE,
        20,
        "The certificate {where} has {count} names.",
        "Divide it: it is sent in every handshake, and one compromise or revocation takes all its hosts along.",
        f"Measured: {MANY} names are some 5 KB",
    ),
)


def find(evidence: Evidence) -> Iterator[Found]:
    """What is odd about the names."""
    for address, _, leaf in leaves(evidence):
        for kind, filling in _odd(leaf):
            yield Found(kind, filling, address)


def _odd(leaf: CertificateFacts) -> Iterator[tuple[str, dict[str, str]]]:
    shown = (leaf.subject_name, leaf.subject_organization, *leaf.names)
    turned = next((name for name in shown if has_invisible(name)), None)
    if turned is not None:
        yield "name-with-invisible-characters", {"name": turned}
    impossible = next((n for n in leaf.names if not _HOST.fullmatch(n) and not has_invisible(n)), None)
    if impossible is not None:
        yield "name-not-a-host", {"name": impossible}
    if leaf.unreadable:
        yield "certificate-partly-unreadable", {"parts": ", ".join(leaf.unreadable)}
    elif leaf.name_count == 0:
        yield "no-san", {}
    if leaf.name_count > MANY:
        yield "many-names", {"count": str(leaf.name_count)}


def has_invisible(shown: str) -> bool:
    """Whether text that was made visible has a character in it that had to be."""
    codes = (int(code, 16) for code in _ESCAPED.findall(shown))
    return any(code <= 0x10FFFF and visible(chr(code)) != chr(code) for code in codes)
