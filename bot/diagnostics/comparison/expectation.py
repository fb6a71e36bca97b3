"""Is what is presented the certificate that should be there? A later notAfter would prove nothing."""

import base64
import hashlib
import re
from collections.abc import Iterator, Sequence

from bot.diagnostics.errors import ExpectationError
from bot.diagnostics.model.comparison import AddressExpectation, Expectation, ExpectationKind
from bot.diagnostics.model.observation import Handshake, Observation
from bot.diagnostics.visible_text import visible

SHA256_DIGITS = 64
MAX_SERIAL_DIGITS = 42
"""Twenty octets (RFC 5280, 4.1.2.2), and a leading zero octet as some tools write it."""

_LABELLED = re.compile(r"(?P<label>[a-z][a-z0-9 -]*?)\s*[:=]\s*(?P<rest>.+)")
"""``SHA256 Fingerprint=AB:CD…``, ``serial: 0x1f``, ``spki:ab…``."""

_SEPARATORS = re.compile(r"[\s:]")


def parse_expectation(text: str) -> Expectation:
    """Read a fingerprint, serial number or ``spki:`` digest as tools print it, colons and label included.

    Raises:
        ExpectationError: It is none of these.
    """
    label, digits = _split(text)
    if not digits or not re.fullmatch(r"[0-9a-f]+", digits):
        raise _refused(text)
    if label == "spki":
        if len(digits) != SHA256_DIGITS:
            raise _refused(text)
        return Expectation(ExpectationKind.SPKI, digits)
    if len(digits) == SHA256_DIGITS:
        return Expectation(ExpectationKind.SHA256, digits)
    if len(digits) > MAX_SERIAL_DIGITS:
        raise _refused(text)
    return Expectation(ExpectationKind.SERIAL, digits.lstrip("0") or "0")


def _split(text: str) -> tuple[str, str]:
    """The label, if any, and the digits without separators."""
    stripped = text.strip().lower()
    label = ""
    found = _LABELLED.match(stripped)
    if found and not re.fullmatch(r"[0-9a-f]{1,2}", found["label"]):
        label, stripped = found["label"], found["rest"]
    return label.split(" ")[0], _SEPARATORS.sub("", stripped).removeprefix("0x")


def _refused(text: str) -> ExpectationError:
    return ExpectationError(
        f"“{visible(text.strip(), 80)}” is no fingerprint and no serial number.",
        remedy="Give the SHA-256 of the certificate (64 hexadecimal digits), its serial number, or `spki:` and the "
        "SHA-256 of its key.",
    )


def compare_with_expectations(
    observations: Sequence[Observation], expectations: Sequence[Expectation]
) -> tuple[AddressExpectation, ...]:
    """Every address in every handshake: one that presented nothing has not met it."""
    return tuple(_each(observations, expectations)) if expectations else ()


def _each(
    observations: Sequence[Observation], expectations: Sequence[Expectation]
) -> Iterator[AddressExpectation]:
    for seen in observations:
        presented = [handshake for handshake in seen.handshakes if handshake.chain_der]
        if not presented:
            yield AddressExpectation(seen.address, "usual", met=False, presented="")
        for handshake in presented:
            values = [_value(handshake, expectation) for expectation in expectations]
            met = any(_meets(handshake, expectation) for expectation in expectations)
            yield AddressExpectation(seen.address, handshake.offer.value, met, values[0])


def _value(handshake: Handshake, expectation: Expectation) -> str:
    leaf = handshake.leaf
    if expectation.kind is ExpectationKind.SERIAL:
        return leaf.serial if leaf else ""
    if expectation.kind is ExpectationKind.SPKI:
        return leaf.spki_sha256 if leaf else ""
    return hashlib.sha256(_leaf_der(handshake)).hexdigest()


def _meets(handshake: Handshake, expectation: Expectation) -> bool:
    value = _value(handshake, expectation)
    if value and value == expectation.value:
        return True
    if expectation.kind is not ExpectationKind.SERIAL:
        return False
    sha1 = hashlib.sha1(_leaf_der(handshake), usedforsecurity=False).hexdigest()
    return sha1.lstrip("0") == expectation.value


def _leaf_der(handshake: Handshake) -> bytes:
    return base64.b64decode(handshake.chain_der[0])
