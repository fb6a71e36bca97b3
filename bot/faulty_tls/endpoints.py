"""Serving the endpoints on loopback: real TLS, ports chosen by the system."""

import functools
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from cryptography.hazmat.primitives import hashes

from bot.clock import Clock
from bot.faulty_tls.catalogue import ENDPOINTS
from bot.faulty_tls.endpoint import HTTPS_PORT, Endpoint, Shown, Speaks, Trouble
from bot.faulty_tls.pki.demo_pki import DemoPki
from bot.faulty_tls.pki.kept import certificate_parts
from bot.faulty_tls.pki.plan import AUTHORITY_PLANS, CRL_HOST, ISSUER_HOST, PLAN
from bot.faulty_tls.serving.authority_services import AuthorityServices
from bot.faulty_tls.serving.conversations import ClearConversation, Conversation
from bot.faulty_tls.serving.doors import Door
from bot.faulty_tls.serving.http import HttpApplication
from bot.faulty_tls.serving.listeners import Listener
from bot.faulty_tls.states import (
    EndpointState,
    EndpointStates,
    UnknownEndpointError,
    Variant,
    variant_at,
    variants,
)

HTTP_PORT = 80


class FaultyEndpoints:
    """Endpoints that are being served, with the CAs behind them. Made by `serve_faulty_endpoints`."""

    def __init__(self, pki: DemoPki, states: EndpointStates, clock: Clock) -> None:
        self.pki = pki
        self._states = states
        self._by_name = {endpoint.name: endpoint for endpoint in ENDPOINTS}
        self._services = AuthorityServices(pki.authorities, pki.ledger, clock, self._trouble)
        self._listeners = [
            self._listener(endpoint, position)
            for endpoint in ENDPOINTS
            for position in range(endpoint.addresses)
        ]
        self._directories = [self._acme_listener(plan.name) for plan in PLAN if plan.acme_host]
        self._web = Door(0, self._serve_web)

    @property
    def endpoints(self) -> tuple[Endpoint, ...]:
        """What is served."""
        return ENDPOINTS

    @property
    def static_hosts(self) -> tuple[str, ...]:
        """``HOST:PORT:ADDRESS:PORT`` for each name and address, those of the CAs' services too."""
        listeners = (*self._listeners, *self._directories)
        served = [entry for listener in listeners for entry in listener.static_hosts]
        web_hosts = (CRL_HOST, ISSUER_HOST, *(plan.ocsp_host for plan in PLAN if plan.ocsp_host))
        where = f"{HTTP_PORT}:{self._web.address}:{self._web.port}"
        return (*served, *(f"{host}:{where}" for host in web_hosts))

    @property
    def trust_anchor_files(self) -> tuple[Path, ...]:
        """The roots that clients of the demo trust, in PEM."""
        return self.pki.trust_anchor_files

    @property
    def public_anchor_files(self) -> tuple[Path, ...]:
        """Roots that clients trust, and whose CA is to follow the rules of public ones, in PEM."""
        return self.pki.public_anchor_files

    @property
    def acme_directories(self) -> dict[str, str]:
        """The URL of the ACME directory by the issuing CA's common name."""
        return {plan.common_name: plan.acme_directory_url for plan in PLAN if plan.acme_host}

    def state(self, name: str) -> EndpointState:
        """The endpoint's state.

        Raises:
            UnknownEndpointError: There is no such endpoint.
        """
        return self._states.of(self._endpoint(name).name)

    def expected_fingerprints(self, name: str) -> tuple[str, ...]:
        """SHA-256, in lower-case hexadecimal, of each certificate that clients can be shown who send SNI.

        Empty where nothing speaks TLS.

        Raises:
            UnknownEndpointError: There is no such endpoint.
        """
        endpoint = self._endpoint(name)
        presented = [
            self.pki.certificates.get(endpoint, variant, part).certificate
            for variant in sorted(variants(endpoint, self.state(name)))
            if variant.of(endpoint).speaks in {Speaks.TLS, Speaks.DRIBBLES}
            for part in certificate_parts(endpoint, variant)
        ]
        return tuple(certificate.fingerprint(hashes.SHA256()).hex() for certificate in presented)

    def set_state(self, name: str, state: EndpointState) -> None:
        """Mend the endpoint, or break it again: the next handshake shows it.

        A replacement is a new certificate each time, except that one which is already deployed on some address
        is what the others get.

        Raises:
            UnknownEndpointError: There is no such endpoint.
        """
        endpoint = self._endpoint(name)
        before = self._states.of(name)
        for variant in Variant:
            if variant is not Variant.BROKEN and variant not in variants(endpoint, before):
                self.pki.certificates.forget(endpoint, variant)
        self._states.set(name, state)
        for listener in self._listeners:
            if listener.endpoint is endpoint:
                listener.refresh()

    def start(self) -> None:
        """Listen for every endpoint, and for the CAs' services."""
        for listener in (*self._listeners, *self._directories):
            listener.refresh()
        self._web.open()

    async def stop(self) -> None:
        """Close every endpoint."""
        for door in (self._web, *(listener.door for listener in (*self._listeners, *self._directories))):
            await door.stop()

    def _endpoint(self, name: str) -> Endpoint:
        try:
            return self._by_name[name]
        except KeyError:
            raise UnknownEndpointError(
                f"There is no endpoint {name!r}.", remedy="`certinc demo --list` names them."
            ) from None

    def _listener(self, endpoint: Endpoint, position: int) -> Listener:
        variant = functools.partial(self._variant, endpoint, position)
        return Listener(endpoint, position, self.pki, self._services.responder, variant)

    def _variant(self, endpoint: Endpoint, position: int) -> Variant:
        return variant_at(endpoint, position, self._states.of(endpoint.name))

    def _acme_listener(self, authority: str) -> Listener:
        host = AUTHORITY_PLANS[authority].acme_host
        server = Endpoint(f"acme-{authority}", host, "", None, Shown(), port=HTTPS_PORT)
        answer = functools.partial(self._services.answer_acme, authority)
        return Listener(server, 0, self.pki, self._services.responder, lambda: Variant.BROKEN, answer)

    async def _serve_web(self) -> Conversation:
        return ClearConversation(lambda _: HttpApplication(self._services.answer))

    def _trouble(self, authority: str) -> Trouble | None:
        """What is wrong with an authority's services: what its endpoint shows, until that is mended."""
        for endpoint in ENDPOINTS:
            broken = self._states.of(endpoint.name) is EndpointState.BROKEN
            if endpoint.trouble is not None and endpoint.broken.leaf.issuer == authority and broken:
                return endpoint.trouble
        return None


@asynccontextmanager
async def serve_faulty_endpoints(data_dir: Path, clock: Clock) -> AsyncIterator[FaultyEndpoints]:
    """Serve every endpoint until the block ends. Keys, certificates and states are kept in ``data_dir``."""
    directory = data_dir / "endpoints"
    pki = DemoPki.load(directory, ENDPOINTS, clock)
    endpoints = FaultyEndpoints(pki, EndpointStates(directory / "states.json"), clock)
    try:
        endpoints.start()
        yield endpoints
    finally:
        await endpoints.stop()
