"""What one address shows: the handshake a client would have, then others where they may show something else."""

import asyncio
import base64
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from bot.diagnostics.address_rules import is_forbidden
from bot.diagnostics.certificates.facts import certificate_facts
from bot.diagnostics.model.certificate import CertificateFacts
from bot.diagnostics.model.observation import (
    AddressSource,
    Handshake,
    Observation,
    Obstacle,
    Offer,
    Outcome,
)
from bot.diagnostics.observation.addresses import Located
from bot.diagnostics.observation.alerts import NO_APPLICATION_PROTOCOL
from bot.diagnostics.observation.attempt import Attempt, attempt
from bot.diagnostics.observation.handshake import Shaken
from bot.diagnostics.observation.offers import Request, offered_alpn
from bot.diagnostics.ports import AllowedPorts
from bot.diagnostics.static_hosts import Endpoint
from bot.diagnostics.target import Target
from bot.diagnostics.turns import turn

FURTHER_SECONDS = 2.0
"""For the handshakes after the usual one: what they add is not worth waiting for a server that hangs."""


@dataclass(frozen=True, slots=True)
class Observer:
    """Observes addresses of one target."""

    target: Target
    deadline: float
    """In the running loop's time."""
    further_handshakes: bool = True
    """Also look without SNI, and for a second certificate with another type of key."""
    ports: AllowedPorts | None = None
    """Those that may be connected to, beside what the static host map names. None: any."""
    _facts: dict[bytes, CertificateFacts | None] = field(default_factory=dict)
    """By DER: addresses mostly present the same certificates."""

    @classmethod
    def until(
        cls,
        target: Target,
        deadline: float,
        *,
        further_handshakes: bool = True,
        ports: AllowedPorts | None = None,
    ) -> "Observer":
        """An observer that gives up at ``deadline``."""
        return cls(target, deadline, further_handshakes, ports)

    async def observe(self, located: Located) -> Observation:
        """One address. Nothing that a server does raises.

        First the handshake that a client has, by itself; then, at once, those that may show something else.
        They are kept only where they did.
        """
        address = str(located.endpoint)
        if is_forbidden(located.endpoint.address):
            return Observation(address, Outcome.FORBIDDEN, source=located.source)
        if not self._allows(located):
            return Observation(
                address, Outcome.FORBIDDEN, source=located.source, obstacle=Obstacle.PORT_NOT_ALLOWED
            )
        usual, alpn = await self._usual(located.endpoint)
        further: Sequence[tuple[Offer, Shaken]] = ()
        if self.further_handshakes and usual.shaken is not None:
            further = await self._further(located.endpoint, usual.shaken, alpn)
        await turn()
        shaken = [] if usual.shaken is None else [(Offer.USUAL, usual.shaken)]
        observation = Observation(
            address,
            usual.outcome,
            usual.detail,
            handshakes=tuple(self._handshake(*each) for each in (*shaken, *further)),
            source=located.source,
            connect_ms=usual.connect_ms,
            starttls_ms=usual.starttls_ms,
            obstacle=usual.obstacle,
        )
        return _with_refused_name(observation)

    def _allows(self, located: Located) -> bool:
        """Whether its port may be connected to. The operator named those of the static host map."""
        if self.ports is None or located.source is AddressSource.STATIC:
            return True
        return located.endpoint.port in self.ports

    async def _usual(self, endpoint: Endpoint) -> tuple[Attempt, tuple[str, ...]]:
        """The handshake that a client has, and the application protocols that were offered."""
        alpn = offered_alpn(self.target)
        first = await self._attempt(endpoint, Offer.USUAL, alpn, self.deadline)
        if not alpn or first.shaken is None or first.shaken.alert != NO_APPLICATION_PROTOCOL:
            return first, alpn
        # It speaks another protocol than we guessed from the port; its own clients offer that one.
        return await self._attempt(endpoint, Offer.USUAL, (), self.deadline), ()

    async def _attempt(
        self, endpoint: Endpoint, offer: Offer, alpn: tuple[str, ...], deadline: float
    ) -> Attempt:
        return await attempt(self.target, endpoint, Request.of(offer, self.target, alpn), deadline)

    async def _further(
        self, endpoint: Endpoint, usual: Shaken, alpn: tuple[str, ...]
    ) -> list[tuple[Offer, Shaken]]:
        offers = self._promising(usual)
        until = min(self.deadline, asyncio.get_running_loop().time() + FURTHER_SECONDS)
        attempts = await asyncio.gather(*(self._attempt(endpoint, offer, alpn, until) for offer in offers))
        return [
            (offer, each.shaken)
            for offer, each in zip(offers, attempts, strict=True)
            if each.shaken is not None and _shows_something_else(offer, each.shaken, usual)
        ]

    def _promising(self, usual: Shaken) -> tuple[Offer, ...]:
        """Offers that may show something else. None where TLS was not spoken, or the server hung."""
        if usual.spoken is not None or (usual.timed_out and not usual.chain):
            return ()
        nameless = () if self.target.address is not None else (Offer.NO_SERVER_NAME,)
        if not usual.chain:
            return nameless
        leaf = self._facts_of(usual.chain[0])
        key = leaf.key.partition(" ")[0] if leaf is not None else ""
        if key == "EC":
            return (*nameless, Offer.RSA)
        if key == "RSA":
            return (*nameless, Offer.ECDSA)
        return (*nameless, Offer.ECDSA, Offer.RSA)

    def _handshake(self, offer: Offer, shaken: Shaken) -> Handshake:
        return Handshake(
            offer=offer,
            completed=shaken.failure is None,
            failure=shaken.failure or "",
            protocol=shaken.protocol,
            cipher=shaken.cipher,
            group=shaken.group,
            alpn=shaken.alpn,
            chain=tuple(self._facts_of(der) for der in shaken.chain),
            chain_der=tuple(base64.b64encode(der).decode("ascii") for der in shaken.chain),
            staple=None if shaken.staple is None else base64.b64encode(shaken.staple).decode("ascii"),
            client_certificate_wanted=shaken.client_certificate_wanted,
            handshake_ms=shaken.handshake_ms,
            alert=shaken.alert,
            certificates_left_out=shaken.left_out,
        )

    def _facts_of(self, der: bytes) -> CertificateFacts | None:
        if der not in self._facts:
            self._facts[der] = certificate_facts(der)
        return self._facts[der]


def _shows_something_else(offer: Offer, shaken: Shaken, usual: Shaken) -> bool:
    """Another chain; or, without SNI, that it is not served at all. No certificate of that key type is usual."""
    if shaken.chain:
        return shaken.chain != usual.chain
    broken_off = shaken.alert is not None or shaken.closed
    return offer is Offer.NO_SERVER_NAME and bool(usual.chain) and broken_off


def _with_refused_name(observation: Observation) -> Observation:
    """A server that breaks off with the name, and presents a certificate without, does not know the name."""
    if observation.chain or not any(each.chain for each in observation.handshakes):
        return observation
    return replace(observation, obstacle=Obstacle.NAME_REFUSED)
