"""What each fault presents, and what a mended endpoint presents instead."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path

from bot.faulty_tls.authority import (
    CLOCK_SKEW,
    TEN_YEARS,
    Authority,
    Issued,
    Validity,
    issue,
    kept_authority,
    self_signed_authority,
    subordinate_authority,
)
from bot.faulty_tls.catalogue import Endpoint, Fault
from bot.faulty_tls.states import EndpointState

LIFETIME = timedelta(days=180)
"""Long enough that a clock moved on by days keeps a healthy endpoint healthy."""

EXPIRED_SINCE = timedelta(hours=6)
SOON = timedelta(days=3)


class Variant(StrEnum):
    """The certificates that one endpoint has: all its addresses that present a variant present the same one."""

    BROKEN = "broken"
    RENEWED = "renewed"
    LOST_NAME = "lost-name"


@dataclass(frozen=True)
class DemoPki:
    """The authorities of one data directory."""

    root: Authority
    issuing: Authority
    expired_issuing: Authority
    internal_root: Authority
    root_file: Path

    @classmethod
    def load(cls, directory: Path, now: datetime) -> "DemoPki":
        """The PKI in ``directory``, made there the first time."""
        directory.mkdir(parents=True, exist_ok=True, mode=0o700)
        root = kept_authority(directory / "root.pem", lambda: self_signed_authority("Example Demo Root", now))
        long_lived = Validity(now - CLOCK_SKEW, now + TEN_YEARS)
        expired = Validity(now - LIFETIME, now - EXPIRED_SINCE)
        issuing = kept_authority(
            directory / "issuing.pem",
            lambda: subordinate_authority(root, "Example Demo Issuing CA", long_lived),
        )
        expired_issuing = kept_authority(
            directory / "expired-issuing.pem",
            lambda: subordinate_authority(root, "Example Demo Issuing CA 2", expired),
        )
        internal = kept_authority(
            directory / "internal-root.pem", lambda: self_signed_authority("Example Internal Root", now)
        )
        root_file = directory / "trusted-root.pem"
        if not root_file.exists():
            root_file.write_bytes(root.pem)
        return cls(root, issuing, expired_issuing, internal, root_file)

    def present(self, endpoint: Endpoint, variant: Variant, now: datetime) -> Issued:
        """What an address of the endpoint presents; made anew at each call."""
        if variant is Variant.BROKEN:
            return self._faulty(endpoint, now)
        lost = variant is Variant.LOST_NAME
        return self._healthy(("lost.example.com",) if lost else (endpoint.host,), now)

    def _healthy(self, names: tuple[str, ...], now: datetime, lifetime: timedelta = LIFETIME) -> Issued:
        issued = issue(self.issuing, names, Validity(now - CLOCK_SKEW, now + lifetime))
        return replace(issued, chain=(self.issuing.certificate,))

    def _expired(self, names: tuple[str, ...], now: datetime) -> Issued:
        issued = issue(self.issuing, names, Validity(now - LIFETIME, now - EXPIRED_SINCE))
        return replace(issued, chain=(self.issuing.certificate,))

    def _faulty(self, endpoint: Endpoint, now: datetime) -> Issued:
        names = (endpoint.host,)
        valid = Validity(now - CLOCK_SKEW, now + LIFETIME)
        match endpoint.fault:
            case Fault.EXPIRED | Fault.ONE_STILL_OLD:
                return self._expired(names, now)
            case Fault.INTERMEDIATE_EXPIRED:
                issued = issue(self.expired_issuing, names, valid)
                return replace(issued, chain=(self.expired_issuing.certificate,))
            case Fault.SELF_SIGNED:
                return issue(None, names, valid)
            case Fault.UNKNOWN_ROOT:
                issued = issue(self.internal_root, names, valid)
                return replace(issued, chain=(self.internal_root.certificate,))
            case Fault.MISSING_INTERMEDIATE:
                return issue(self.issuing, names, valid)
            case Fault.WRONG_HOST_NAME:
                return self._healthy(("www.example.net",), now)
            case Fault.NOT_YET_VALID:
                issued = issue(self.issuing, names, Validity(now + LIFETIME, now + 2 * LIFETIME))
                return replace(issued, chain=(self.issuing.certificate,))
            case Fault.EXPIRES_SOON:
                return self._healthy(names, now, SOON)
            case _:
                return self._healthy(names, now)


def variant_at(endpoint: Endpoint, position: int, state: EndpointState) -> Variant:
    """What address number ``position`` presents in ``state``: a rollout reaches one address after another."""
    if state is EndpointState.RENEWED_LOST_NAME:
        return Variant.LOST_NAME
    if state is EndpointState.RENEWED or (state is EndpointState.RENEWED_ON_ONE and position == 0):
        return Variant.RENEWED
    if endpoint.fault is Fault.ONE_STILL_OLD and position > 0:
        return Variant.RENEWED
    return Variant.BROKEN
