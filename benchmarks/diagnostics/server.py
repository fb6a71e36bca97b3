"""The child process that serves: endpoints that are well, each with a chain of two and a staple, and their CA.

It has a processor core of its own where there are several, so that what is measured is the client. It prints one line
of JSON, a `Fleet`, when it listens, and ends when its standard input does.
"""

import asyncio
import functools
import os
import sys
from pathlib import Path

import msgspec
from cryptography.x509 import ReasonFlags

from benchmarks.diagnostics.fleet import Fleet, FleetSize
from benchmarks.diagnostics.large_list import lengthened
from bot.clock import Clock
from bot.faulty_tls.endpoint import Endpoint, Key, Leaf, Revoked, Shown, Staple
from bot.faulty_tls.pki.demo_pki import DemoPki
from bot.faulty_tls.pki.plan import CRL_HOST, PLAN
from bot.faulty_tls.pki.responder import Responder
from bot.faulty_tls.pki.revocation_lists import revocation_list
from bot.faulty_tls.serving.authority_services import AuthorityServices
from bot.faulty_tls.serving.conversations import ClearConversation, Conversation
from bot.faulty_tls.serving.doors import Door
from bot.faulty_tls.serving.http import HttpApplication, Request, Response
from bot.faulty_tls.serving.listeners import Listener
from bot.faulty_tls.states import Variant

AUTHORITY = "issuing-ocsp"
"""It has a responder with a certificate of its own, as large public CAs do."""

LARGE_LIST_AUTHORITY = "quiet-issuing"
"""Whose list has a million entries."""

HTTP_PORT = 80


class PreparedResponder(Responder):
    """Signs each staple once, as servers keep a response until it ages: its signing is not what is measured."""

    @functools.cache  # noqa: B019 - there is one, as long as the process lives
    def staple(self, name: str, serial: int) -> bytes:
        """What the responder said when it was first asked."""
        return super().staple(name, serial)


class Servers:
    """All that listens.

    Args:
        directory: For keys and certificates.
        size: How many endpoints there are.
    """

    def __init__(self, directory: Path, size: FleetSize) -> None:
        self._clock = Clock()
        usual = [_endpoint(f"host-{number:04}", Leaf(issuer=AUTHORITY)) for number in range(size.hosts)]
        rsa = [
            _endpoint(f"rsa-{number:02}", Leaf(issuer=AUTHORITY, key=Key.RSA)) for number in range(size.rsa)
        ]
        revoked = Leaf(issuer=LARGE_LIST_AUTHORITY, revoked=Revoked(ReasonFlags.superseded))
        listed = _endpoint("listed", revoked)
        self._pki = DemoPki.load(directory, (*usual, *rsa, listed), self._clock)
        self._services = AuthorityServices(
            self._pki.authorities, self._pki.ledger, self._clock, lambda _: None
        )
        self._responder = PreparedResponder(self._pki.authorities, self._pki.ledger, self._clock)
        self._large_list = self._make_large_list(size.list_entries)
        self._usual = [self._listener(endpoint) for endpoint in usual]
        self._rsa = [self._listener(endpoint) for endpoint in rsa]
        self._listed = self._listener(listed)
        self._web = Door(0, self._serve_web)

    def open(self) -> Fleet:
        """Listen."""
        for listener in (*self._usual, *self._rsa, self._listed):
            listener.refresh()
        self._web.open()
        services = (CRL_HOST, *(plan.ocsp_host for plan in PLAN if plan.ocsp_host))
        return Fleet(
            hosts=tuple(_entry(listener) for listener in self._usual),
            rsa=tuple(_entry(listener) for listener in self._rsa),
            listed=_entry(self._listed),
            services=tuple(f"{host}:{HTTP_PORT}:{self._web.address}:{self._web.port}" for host in services),
            trust_anchor=str(self._pki.pem_file("root")),
            list_bytes=len(self._large_list),
        )

    def _listener(self, endpoint: Endpoint) -> Listener:
        return Listener(endpoint, 0, self._pki, self._responder, lambda: Variant.BROKEN)

    async def _serve_web(self) -> Conversation:
        return ClearConversation(lambda _: HttpApplication(self._answer))

    async def _answer(self, request: Request) -> Response:
        if request.path == f"/{LARGE_LIST_AUTHORITY}.crl":
            return Response("200 OK", "application/pkix-crl", self._large_list)
        return await self._services.answer(request)

    def _make_large_list(self, entries: int) -> bytes:
        issuer = self._pki.authorities[LARGE_LIST_AUTHORITY]
        revoked = self._pki.ledger.revocations(LARGE_LIST_AUTHORITY)
        return lengthened(revocation_list(issuer, revoked, self._clock.now()), issuer.key, entries)


def _endpoint(name: str, leaf: Leaf) -> Endpoint:
    shown = Shown(leaf=leaf, staple=Staple.CURRENT)
    return Endpoint(name, f"{name}.bench.example.com", "nothing", None, broken=shown)


def _entry(listener: Listener) -> str:
    return listener.static_hosts[0]


async def serve(directory: Path, size: FleetSize) -> None:
    """Serve until standard input ends."""
    fleet = Servers(directory, size).open()
    sys.stdout.write(msgspec.json.encode(fleet).decode() + "\n")
    sys.stdout.flush()
    await asyncio.to_thread(sys.stdin.read)


def keep_to_one_core() -> None:
    """The last one; the others are left to the client. Where there is one only, or no such call, nothing changes."""
    if not hasattr(os, "sched_setaffinity"):
        return
    cores = sorted(os.sched_getaffinity(0))
    if len(cores) > 1:
        os.sched_setaffinity(0, {cores[-1]})


def main() -> None:
    """``python -m benchmarks.diagnostics.server DIRECTORY SIZE``, the size in JSON."""
    keep_to_one_core()
    size = msgspec.json.decode(sys.argv[2], type=FleetSize)
    asyncio.run(serve(Path(sys.argv[1]), size))


if __name__ == "__main__":
    main()
