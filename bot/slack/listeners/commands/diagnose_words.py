"""What stands after ``/certinc diagnose``."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.diagnostics import StartTls, parse_expectation, parse_target
from bot.incidents.errors import IncidentError

USAGE = "diagnose [HOST[:PORT]] [--starttls PROTO] [--expect FINGERPRINT]"
EXAMPLE = "For example: `/certinc diagnose mail.example.com --starttls smtp`."


@dataclass(frozen=True, slots=True)
class DiagnoseWords:
    """A target, and the certificates that any address should present."""

    target: str | None
    """As a target is written; None where none was named."""
    expected: tuple[str, ...]
    """Fingerprints, serial numbers or ``spki:`` digests, as they were typed; each can be read."""


def read_diagnose_words(arguments: str) -> DiagnoseWords:
    """Read the words, in any order.

    Raises:
        IncidentError: An option is not known, or lacks its value.
        TargetError: It cannot be a host.
        ExpectationError: It is no fingerprint and no serial number.
    """
    host, starttls, expected = None, None, []
    words = iter(arguments.split())
    for word in words:
        match word.replace("\u2014", "--").lower():
            case "--starttls":
                starttls = _starttls(_value(word, words))
            case "--expect":
                expected.append(_expected(_value(word, words)))
            case other if other.startswith("--"):
                raise IncidentError(f"`diagnose` knows no {word}.", remedy=f"`/certinc {USAGE}`")
            case _ if host is None:
                host = word
            case _:
                raise IncidentError("`diagnose` looks at one host.", remedy=EXAMPLE)
    if host is None and starttls is not None:
        raise IncidentError("--starttls needs a host.", remedy=EXAMPLE)
    return DiagnoseWords(str(parse_target(host, starttls)) if host else None, tuple(expected))


def _value(option: str, words: Iterator[str]) -> str:
    value = next(words, None)
    if value is None or value.startswith("--"):
        raise IncidentError(f"{option} needs a value.", remedy=f"`/certinc {USAGE}`")
    return value


def _starttls(protocol: str) -> StartTls:
    try:
        return StartTls(protocol.lower())
    except ValueError as error:
        raise IncidentError(f"--starttls is one of {', '.join(StartTls)}.", remedy=EXAMPLE) from error


def _expected(text: str) -> str:
    parse_expectation(text)
    return text
