"""What stands behind each port: it makes the conversation for each connection, as things are by then."""

import asyncio
import functools
from collections.abc import Callable

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from OpenSSL import SSL

from bot.faulty_tls.endpoint import Endpoint, Leaf, Shown, Speaks, Staple
from bot.faulty_tls.pki.demo_pki import DemoPki
from bot.faulty_tls.pki.kept import Part
from bot.faulty_tls.pki.plan import usual_chain
from bot.faulty_tls.pki.responder import Responder
from bot.faulty_tls.serving.contexts import MakeStaple, Material, server_context
from bot.faulty_tls.serving.conversations import (
    Application,
    ClearConversation,
    Conversation,
    SilentConversation,
    TlsConversation,
)
from bot.faulty_tls.serving.doors import Door
from bot.faulty_tls.serving.http import Answer, HttpApplication, welcome
from bot.faulty_tls.serving.smtp import SmtpApplication
from bot.faulty_tls.serving.tls12 import Credentials, StaplingConversation
from bot.faulty_tls.states import Variant

CLIENT_AUTHORITY = "corporate-issuing"
"""Whose certificates a server accepts that demands one of its clients."""


class Listener:
    """One address of one endpoint.

    Args:
        endpoint: Whose.
        position: Which of its addresses, from 0.
        pki: Where the certificates are.
        responder: Makes the staples.
        variant: What the address shows, just now.
        answer: What is answered over HTTP.
    """

    def __init__(
        self,
        endpoint: Endpoint,
        position: int,
        pki: DemoPki,
        responder: Responder,
        variant: Callable[[], Variant],
        answer: Answer = welcome,
    ) -> None:
        self.endpoint = endpoint
        self.position = position
        self.door = Door(position, self._converse)
        self._pki = pki
        self._responder = responder
        self._variant = variant
        self._answer = answer
        self._context: SSL.Context | None = None
        self._generation = 0

    @property
    def static_hosts(self) -> tuple[str, ...]:
        """``HOST:PORT:ADDRESS:PORT`` for each name of the endpoint."""
        where = f"{self.endpoint.port}:{self.door.address}:{self.door.port}"
        return tuple(f"{name}:{where}" for name in self.endpoint.names)

    def refresh(self) -> None:
        """From the next connection on, show what is to be shown by now."""
        self._context = None
        self._generation += 1
        if self._shown.speaks is Speaks.CLOSED:
            self.door.shut()
        else:
            self.door.open()

    @property
    def _shown(self) -> Shown:
        return self._variant().of(self.endpoint)

    async def _converse(self) -> Conversation:
        shown = self._shown
        if shown.speaks is Speaks.NOTHING:
            return SilentConversation()
        if shown.speaks is Speaks.PLAIN_HTTP:
            return ClearConversation(lambda _: HttpApplication(self._answer))
        if shown.staple is Staple.FORMER:
            credentials = await asyncio.to_thread(self._credentials, shown)
            return StaplingConversation(credentials, HttpApplication(self._answer))
        context = await self._current_context(shown)
        if self.endpoint.starttls:
            return ClearConversation(lambda clear: self._mail(clear, context))
        dribbling = shown.speaks is Speaks.DRIBBLES
        return TlsConversation(context, HttpApplication(self._answer), dribbling=dribbling)

    def _mail(self, clear: ClearConversation, context: SSL.Context) -> Application:
        def upgrade() -> None:
            clear.hand_over(TlsConversation(context, SmtpApplication(self.endpoint.host, None)))

        return SmtpApplication(self.endpoint.host, upgrade)

    async def _current_context(self, shown: Shown) -> SSL.Context:
        """Made off the loop: the certificate may have to be made first."""
        context, generation = self._context, self._generation
        if context is None:
            context = await asyncio.to_thread(self._make_context, shown, self._variant())
            if generation == self._generation:  # else it shows what is no longer to be shown
                self._context = context
        return context

    def _make_context(self, shown: Shown, variant: Variant) -> SSL.Context:
        get = functools.partial(self._pki.certificates.get, self.endpoint, variant)
        leaf = get(Part.LEAF)
        sent = usual_chain(shown.leaf.issuer) if shown.sent is None else shown.sent
        authority = self._pki.authorities[CLIENT_AUTHORITY] if shown.wants_client_certificate else None
        material = Material(
            leaf=leaf,
            chain=[self._pki.authorities[name].certificate for name in sent],
            second=get(Part.SECOND) if shown.second else None,
            without_server_name=get(Part.WITHOUT_SERVER_NAME) if shown.without_server_name else None,
            client_authority=authority.certificate if authority else None,
        )
        return server_context(shown, material, self._staple(shown, leaf.certificate.serial_number))

    def _staple(self, shown: Shown, serial: int) -> MakeStaple | None:
        if shown.staple is Staple.CURRENT:
            return functools.partial(self._responder.staple, _issuer(shown.leaf), serial)
        if shown.staple is Staple.STALE_GOOD:
            return functools.partial(self._responder.stale_good, _issuer(shown.leaf), serial)
        return None

    def _credentials(self, shown: Shown) -> Credentials:
        variant = self._variant()
        leaf = self._pki.certificates.get(self.endpoint, variant, Part.LEAF)
        former = self._pki.certificates.get(self.endpoint, variant, Part.FORMER)
        if not isinstance(leaf.key, ec.EllipticCurvePrivateKey):
            message = f"{self.endpoint.name} needs an ECDSA key"
            raise TypeError(message)
        issuer = _issuer(shown.leaf)
        chain = [self._pki.authorities[name].certificate for name in usual_chain(issuer)]
        return Credentials(
            [each.public_bytes(Encoding.DER) for each in (leaf.certificate, *chain)],
            leaf.key,
            self._responder.staple(issuer, former.certificate.serial_number),
        )


def _issuer(leaf: Leaf) -> str:
    if leaf.issuer is None:
        message = "a certificate signed by itself has no responder"
        raise ValueError(message)
    return leaf.issuer
