"""The servers that are measured against: started in a process of their own, and described to whoever measures."""

import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import msgspec

from bot.diagnostics import StaticHosts, Target, TrustStore, parse_target

SERVER = "benchmarks.diagnostics.server"


@dataclass(frozen=True, slots=True)
class FleetSize:
    """How many servers are wanted."""

    hosts: int
    """With ECDSA keys, P-256."""
    rsa: int
    """With RSA keys of 2048 bits."""
    list_entries: int
    """In the large revocation list."""


class Fleet(msgspec.Struct, frozen=True):
    """Servers that listen on loopback, all of them well."""

    hosts: tuple[str, ...]
    """``HOST:PORT:ADDRESS:PORT`` of each server with an ECDSA key."""
    rsa: tuple[str, ...]
    listed: str
    """The server whose certificate is on the large revocation list."""
    services: tuple[str, ...]
    """The CA's OCSP responder and lists."""
    trust_anchor: str
    """File of the root, in PEM."""
    list_bytes: int
    """The size of the large revocation list."""

    @property
    def static_hosts(self) -> StaticHosts:
        """Where everything is."""
        return StaticHosts.parse([*self.hosts, *self.rsa, self.listed, *self.services])

    @property
    def trust_store(self) -> TrustStore:
        """Mozilla's roots and the fleet's own, as an operator has them."""
        return TrustStore.load([self.trust_anchor])


def target_of(entry: str) -> Target:
    """Whom one of the entries is about."""
    host, port, *_ = entry.split(":")
    return parse_target(f"{host}:{port}")


def place_of(entry: str) -> tuple[str, str, int]:
    """Host, address and port of its server."""
    host, _, address, port = entry.split(":")
    return host, address, int(port)


@contextmanager
def served(size: FleetSize) -> Iterator[Fleet]:
    """The servers, in a child process, until the block ends."""
    _allow_many_connections()
    with (
        tempfile.TemporaryDirectory(prefix="certinc-bench-") as directory,
        # Its input stays open as long as we live: when it ends, so does the child.
        subprocess.Popen(
            [sys.executable, "-m", SERVER, directory, msgspec.json.encode(size).decode()],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=Path(__file__).parents[2],
        ) as child,
    ):
        assert child.stdin is not None
        assert child.stdout is not None
        try:
            yield msgspec.json.decode(child.stdout.readline(), type=Fleet)
        finally:
            child.stdin.close()


def _allow_many_connections() -> None:
    """A thousand servers and their connections are more open files than most systems allow at first."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
