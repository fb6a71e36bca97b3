"""What the CAs serve over HTTP: CRLs, their own certificates, OCSP, and ACME directories."""

import asyncio
import base64
import binascii
from collections.abc import Callable, Mapping
from urllib.parse import unquote

from bot.clock import Clock
from bot.faulty_tls.endpoint import Trouble
from bot.faulty_tls.pki.authorities import Authority
from bot.faulty_tls.pki.ledger import Ledger
from bot.faulty_tls.pki.plan import AUTHORITY_PLANS
from bot.faulty_tls.pki.responder import Responder
from bot.faulty_tls.pki.revocation_lists import revocation_list
from bot.faulty_tls.serving.http import Request, Response, json_response

SLOW_S = 1.5
"""Real seconds: slow, but within the two that a client waits."""

NOT_FOUND = Response("404 Not Found", body=b"Not here.\n")
UNAVAILABLE = Response("503 Service Unavailable", body=b"Service busy.\n", headers=("Retry-After: 120",))
OCSP_DOWN = {Trouble.OCSP_DOWN, Trouble.ALL_DOWN}
ACME_DOWN = {Trouble.ACME_DOWN, Trouble.ALL_DOWN}


class AuthorityServices:
    """Answers requests by their path, whatever the host.

    Args:
        authorities: By name.
        ledger: What is revoked.
        clock: CRLs and responses are made around its present.
        trouble: What is wrong with the services of the authority of a name, just now.
    """

    def __init__(
        self,
        authorities: Mapping[str, Authority],
        ledger: Ledger,
        clock: Clock,
        trouble: Callable[[str], Trouble | None],
    ) -> None:
        self._authorities = authorities
        self._ledger = ledger
        self._clock = clock
        self._trouble = trouble
        self.responder = Responder(authorities, ledger, clock)

    async def answer(self, request: Request) -> Response:
        """A CRL, an issuer's certificate, or an OCSP response; over plain HTTP."""
        name, dot, kind = request.path.lstrip("/").partition(".")
        if dot and name in self._authorities:
            return self._file(name, kind)
        name, _, encoded = request.path.lstrip("/").partition("/")
        if name not in self._authorities or not AUTHORITY_PLANS[name].ocsp_host:
            return NOT_FOUND
        trouble = self._trouble(name)
        if trouble in OCSP_DOWN:
            return UNAVAILABLE
        if trouble is Trouble.SLOW:
            await asyncio.sleep(SLOW_S)
        return self._status(name, request, encoded)

    async def answer_acme(self, name: str, request: Request) -> Response:
        """The ACME directory of the authority of this name (RFC 8555, section 7.1.1); over HTTPS."""
        if request.path != "/directory":
            return NOT_FOUND
        trouble = self._trouble(name)
        if trouble in ACME_DOWN:
            problem = {
                "type": "urn:ietf:params:acme:error:serverInternal",
                "detail": "Service busy; retry later.",
                "status": 503,
            }
            status = "503 Service Unavailable"
            return json_response(status, problem, "Retry-After: 120", kind="application/problem+json")
        if trouble is Trouble.SLOW:
            await asyncio.sleep(SLOW_S)
        return json_response("200 OK", _directory(AUTHORITY_PLANS[name].acme_host))

    def _file(self, name: str, kind: str) -> Response:
        if kind == "cer":
            return Response("200 OK", "application/pkix-cert", self._authorities[name].der)
        if kind != "crl":
            return NOT_FOUND
        if self._trouble(name) is Trouble.ALL_DOWN:
            return UNAVAILABLE
        revoked = self._ledger.revocations(name)
        crl = revocation_list(self._authorities[name], revoked, self._clock.now())
        return Response("200 OK", "application/pkix-crl", crl)

    def _status(self, name: str, request: Request, encoded: str) -> Response:
        asked = request.body
        if request.method == "GET":  # RFC 6960, appendix A.1
            try:
                asked = base64.b64decode(unquote(encoded), validate=True)
            except (binascii.Error, ValueError):
                asked = b""
        return Response("200 OK", "application/ocsp-response", self.responder.answer(name, asked))


def _directory(host: str) -> dict[str, object]:
    names = {"newNonce": "new-nonce", "newAccount": "new-account", "newOrder": "new-order"}
    names |= {"revokeCert": "revoke-cert", "keyChange": "key-change"}
    return {name: f"https://{host}/acme/{path}" for name, path in names.items()} | {
        "meta": {"website": "https://www.example.com", "termsOfService": "https://www.example.com/terms"}
    }
