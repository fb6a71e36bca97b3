"""A worker in a process of its own, which the crash test kills: sends each job's key to a receiver.

Run as ``python timed_sender.py DATABASE_URL RECEIVER_URL``.
"""

import asyncio
import sys
from dataclasses import dataclass

import httpx

from bot.clock import Clock
from bot.jobs.worker import Claim, Done, Outcome, Worker
from bot.storage.database import Database

HTTP_TIMEOUT_S = 0.5
LEASE_S = 1.5


@dataclass(frozen=True)
class Send:
    """Sends once: looked up first, unless this is the first try."""

    client: httpx.AsyncClient

    async def __call__(self, claim: Claim) -> Outcome:
        """One POST with the job's key."""
        key = claim.job.key
        if claim.job.attempts > 1:
            found = await self.client.get("/find", params={"key": key})
            if found.json()["found"]:
                return Done()
        claim.check_deadline(HTTP_TIMEOUT_S)
        (await self.client.post("/send", params={"key": key})).raise_for_status()
        return Done()


async def main(database_url: str, receiver_url: str) -> None:
    """Work until killed."""
    database = Database(database_url)
    async with httpx.AsyncClient(base_url=receiver_url, timeout=HTTP_TIMEOUT_S, trust_env=False) as client:
        worker = Worker(database, {"send": Send(client)}, Clock(), lease_s=LEASE_S, poll_s=0.05)
        await worker.run()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2]))
