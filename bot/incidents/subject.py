"""What an incident is about: a host, a certificate, a key, a CA or a service."""

import re
from dataclasses import dataclass
from enum import StrEnum

from bot.diagnostics import TargetError, parse_target
from bot.incidents.errors import SubjectError

EXAMPLE = "For example: `/certinc open api.example.com`, or `ca:vault-pki`, `service:checkout`."

_FREE_NAME = re.compile(r"[\w.@:+/ -]{1,120}")
_HEXADECIMAL = re.compile(r"[0-9a-f]{2,64}")


class SubjectKind(StrEnum):
    """What sort of thing broke. A sealed Vault or a leaked key is no host."""

    HOST = "host"
    CERTIFICATE = "cert"
    KEY = "key"
    CA = "ca"
    SERVICE = "service"


@dataclass(frozen=True, slots=True)
class Subject:
    """The thing an incident is about."""

    kind: SubjectKind
    value: str
    """For a host: ``host`` or ``host:port`` in ASCII form. Otherwise what the person wrote, tidied."""

    def __str__(self) -> str:
        """As a person writes it."""
        return self.value if self.kind is SubjectKind.HOST else f"{self.kind}:{self.value}"


def parse_subject(text: str) -> Subject:
    """Read one pasted word as a subject.

    Raises:
        SubjectError: It cannot be one; the sentence says why and gives an example.
    """
    prefix, separator, rest = text.strip().partition(":")
    kind = _PREFIXES.get(prefix.lower()) if separator else None
    if kind is not None and not rest.startswith("//") and not rest.isdigit():
        return Subject(kind, _tidy(kind, rest))
    try:
        return Subject(SubjectKind.HOST, str(parse_target(text)))
    except TargetError as error:
        raise SubjectError(error.what, remedy=EXAMPLE) from error


def host_of(subject: Subject) -> str | None:
    """The host without its port; None where the subject is no host."""
    if subject.kind is not SubjectKind.HOST:
        return None
    try:
        return parse_target(subject.value).host
    except TargetError:
        return None


def _tidy(kind: SubjectKind, value: str) -> str:
    value = " ".join(value.split())
    if kind is SubjectKind.CERTIFICATE:
        value = value.replace(":", "").replace(" ", "").lower()
        if not _HEXADECIMAL.fullmatch(value):
            raise SubjectError(
                "A certificate is named by its serial number or fingerprint, in hexadecimal.",
                remedy="For example: `cert:04:9F:1C:77`.",
            )
        return value
    if not _FREE_NAME.fullmatch(value):
        raise SubjectError(
            f"`{kind}:` needs a name of letters, digits, dots and dashes after it.", remedy=EXAMPLE
        )
    return value


_PREFIXES = {kind.value: kind for kind in SubjectKind if kind is not SubjectKind.HOST}
