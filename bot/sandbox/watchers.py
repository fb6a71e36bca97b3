"""People who watch the workspace: each is told what changed of what they may see."""

import asyncio
import json
from collections.abc import AsyncIterator

from bot.sandbox.json_types import JsonObject
from bot.sandbox.store import Committed, Store, Toast, Transaction, channels

COALESCE_S = 0.02
"""Changes within this time are told together."""

KEEP_ALIVE_S = 15.0


class Watcher:
    """One open page. ``user`` sees their own channels; None sees everything."""

    def __init__(self, user: str | None) -> None:
        self.user = user
        self._wake = asyncio.Event()
        self._channels: set[str] = set()
        self._flags = {"views": True, "clock": True, "users": True}
        self._toasts: list[Toast] = []
        self._closed = False
        self._wake.set()

    def notice(self, channel_ids: set[str], *, views: bool, clock: bool, users: bool) -> None:
        """Something changed."""
        self._channels |= channel_ids
        for flag, value in (("views", views), ("clock", clock), ("users", users)):
            self._flags[flag] = self._flags[flag] or value
        self._wake.set()

    def toast(self, toast: Toast) -> None:
        """Something is to be said to this person."""
        self._toasts.append(toast)
        self._wake.set()

    def close(self) -> None:
        """The workspace stops."""
        self._closed = True
        self._wake.set()

    async def next_lines(self, sequence: int) -> AsyncIterator[str]:
        """Wait for something to tell, then yield it as Server-Sent Events (a comment when it takes long)."""
        try:
            async with asyncio.timeout(KEEP_ALIVE_S):
                await self._wake.wait()
        except TimeoutError:
            yield ": still here\n\n"
            return
        if not self._closed:
            await asyncio.sleep(COALESCE_S)
        self._wake.clear()
        toasts, self._toasts = self._toasts, []
        if self._channels or any(self._flags.values()):
            change: JsonObject = {"seq": sequence, "channels": sorted(self._channels)} | self._flags
            self._channels = set()
            self._flags = dict.fromkeys(self._flags, False)
            yield _event("change", change)
        for toast in toasts:
            yield _event("toast", {"level": toast.level, "text": toast.text})

    @property
    def is_closed(self) -> bool:
        """Whether the workspace stops."""
        return self._closed


class Watchers:
    """Everybody who watches."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._watchers: set[Watcher] = set()
        self._sequence = 0
        self._is_closed = False
        store.on_commit(self._tell)

    async def stream(self, user: str | None) -> AsyncIterator[str]:
        """What ``user`` is told, as Server-Sent Events; the first one names everything they may see."""
        watcher = Watcher(user)
        with self._store.transaction() as tx:
            watcher.notice(_visible(tx, user), views=True, clock=True, users=True)
        if self._is_closed:
            watcher.close()
        self._watchers.add(watcher)
        try:
            while not watcher.is_closed:
                async for lines in watcher.next_lines(self._sequence):
                    yield lines
        finally:
            self._watchers.discard(watcher)

    def toast(self, toast: Toast) -> None:
        """Show a line to one person, wherever they watch."""
        for watcher in self._watchers:
            if watcher.user == toast.user:
                watcher.toast(toast)

    def notice_app(self) -> None:
        """The app connected or went."""
        self._sequence += 1
        for watcher in self._watchers:
            watcher.notice(set(), views=False, clock=False, users=True)

    def close(self) -> None:
        """End every stream, and those that pages ask for from now on."""
        self._is_closed = True
        for watcher in self._watchers:
            watcher.close()

    def _tell(self, committed: Committed) -> None:
        changes = committed.changes
        if not changes:
            return
        self._sequence += 1
        with self._store.transaction() as tx:
            for watcher in self._watchers:
                mine = {channel for user, channel in changes.channels_of_user if user == watcher.user}
                seen = mine | (changes.channels & _visible(tx, watcher.user))
                views = watcher.user in changes.views_of
                if seen or views or changes.clock or changes.users:
                    watcher.notice(seen, views=views, clock=changes.clock, users=changes.users)


def _visible(tx: Transaction, user: str | None) -> set[str]:
    return {
        channel.id
        for channel in channels.every(tx)
        if user is None or not channel.is_private or channels.is_member(tx, channel.id, user)
    }


def _event(name: str, data: JsonObject) -> str:
    return f"event: {name}\ndata: {json.dumps(data)}\n\n"
