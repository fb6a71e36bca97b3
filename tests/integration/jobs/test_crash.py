"""A worker killed in the middle of a hundred timed sends loses none and doubles none."""

import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy import func, select

from bot.jobs.queue import enqueue
from bot.jobs.table import JobRow, JobState
from bot.storage.database import Database

SENDS = 100
DEADLINE_S = 30.0
SENDER = Path(__file__).with_name("timed_sender.py")


class Receiver(ThreadingHTTPServer):
    """Counts what it is sent, and can be asked."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Requests)
        self.received: Counter[str] = Counter()
        self.changed = threading.Condition()

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.server_port}"

    def wait_for(self, number: int) -> None:
        """Until ``number`` different keys have come."""
        with self.changed:
            assert self.changed.wait_for(lambda: len(self.received) >= number, DEADLINE_S), (
                f"only {len(self.received)} of {number} came"
            )


class _Requests(BaseHTTPRequestHandler):
    server: Receiver

    def do_POST(self) -> None:
        """Record the key, then answer."""
        with self.server.changed:
            self.server.received[self._key()] += 1
            self.server.changed.notify_all()
        self._answer(b"{}")

    def do_GET(self) -> None:
        """Say whether the key has come."""
        with self.server.changed:
            found = self._key() in self.server.received
        self._answer(b'{"found": true}' if found else b'{"found": false}')

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - as http.server names it
        """Keep the test's output clean."""

    def _key(self) -> str:
        return parse_qs(urlsplit(self.path).query)["key"][0]

    def _answer(self, body: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """A receiver on loopback."""
    server = Receiver()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@contextmanager
def _sender(database_url: str, receiver: Receiver) -> Iterator["subprocess.Popen[bytes]"]:
    process = subprocess.Popen([sys.executable, str(SENDER), database_url, receiver.url])
    try:
        yield process
    finally:
        process.kill()
        process.wait()


@pytest.mark.parametrize("killed_after", [(3,), (40, 41, 75)], ids=["once", "three times"])
async def test_none_lost_and_none_doubled(
    database: Database, database_url: str, receiver: Receiver, killed_after: tuple[int, ...]
) -> None:
    """However often the worker is killed, each of a hundred timed sends arrives exactly once."""
    start = datetime.now(UTC) + timedelta(seconds=0.5)
    async with database.transaction() as session:
        for number in range(SENDS):
            await enqueue(
                session,
                team_id="T1",
                key=f"send/{number}",
                kind="send",
                payload={},
                run_at=start + timedelta(milliseconds=5 * number),
            )
    for number in killed_after:
        with _sender(database_url, receiver):
            receiver.wait_for(number)
    with _sender(database_url, receiver):
        receiver.wait_for(SENDS)
        await _until_all_done(database)
    assert receiver.received == Counter({f"send/{number}": 1 for number in range(SENDS)})


async def _until_all_done(database: Database) -> None:
    deadline = time.monotonic() + DEADLINE_S
    while True:
        async with database.reading() as session:
            open_jobs = await session.scalar(
                select(func.count()).select_from(JobRow).where(JobRow.state != JobState.DONE)
            )
        if not open_jobs:
            return
        assert time.monotonic() < deadline, f"{open_jobs} jobs are not done"
