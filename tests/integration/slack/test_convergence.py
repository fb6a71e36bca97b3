"""Whatever happens, and whatever goes wrong on the way, the workspace ends equal to ``surface(incident)``."""

import asyncio
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.reviews.snapshot import load_review
from bot.slack.message import Place, Surface
from tests.integration.slack.lane import EVENTS, RENDERER, Lane, lane
from tests.integration.slack.mishaps import Mishap, Mishaps

STEPS = st.lists(st.sampled_from([*EVENTS, "pass"]), max_size=8)
MISHAPS = st.dictionaries(
    st.integers(min_value=2, max_value=40),
    st.sampled_from(list(Mishap)),
    max_size=8,
)


@contextmanager
def _copy_of(template: Path) -> Iterator[tuple[Path, str]]:
    with tempfile.TemporaryDirectory() as name:
        shutil.copy(template, Path(name) / "certinc.db")
        yield Path(name), f"sqlite:///{name}/certinc.db"


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=STEPS, mishaps=MISHAPS)
def test_the_workspace_ends_equal_to_the_surface(
    sqlite_template: Path, steps: list[str], mishaps: dict[int, Mishap]
) -> None:
    """Any sequence of events, and any call that goes wrong in any way: nothing missing, nothing twice."""
    with _copy_of(sqlite_template) as (directory, url):
        asyncio.run(_scenario(directory, url, Mishaps(mishaps), steps))


async def _scenario(directory: Path, url: str, mishaps: Mishaps, steps: list[str]) -> None:
    async with lane(directory, url, mishaps) as driven:
        for step in steps:
            if step == "pass":
                await driven.one_pass()
            else:
                await driven.story.act(step)
        await driven.to_rest()
        await _assert_equal(driven)


async def _assert_equal(driven: Lane) -> None:
    incident = await driven.incident()
    async with driven.story.database.reading() as session:
        review = await load_review(session, incident.id)
    surface = RENDERER(incident, review)
    channel = await driven.channel()
    shown = {
        Place.INCIDENT: await driven.messages(channel["id"]),
        Place.BROADCAST: await driven.messages(str(driven.known.broadcast_channel)),
    }
    assert channel["id"] == incident.channel_id
    assert f"<#{channel['id']}>" in shown[Place.BROADCAST]["announcement"][0]["text"]
    assert channel["topic"]["value"] == surface.topic
    _assert_messages(surface, shown)
    (card,) = shown[Place.INCIDENT]["card"]
    assert channel["pins"] == [card["ts"]]


def _assert_messages(surface: Surface, shown: dict[Place, dict[str, list[dict[str, Any]]]]) -> None:
    for place, messages in shown.items():
        wanted = {posting.key: posting for posting in surface.postings if posting.place is place}
        assert {key: len(found) for key, found in messages.items()} == dict.fromkeys(wanted, 1)
        for key, posting in wanted.items():
            (message,) = messages[key]
            if posting.thread:
                (parent,) = messages[posting.thread]
                assert message["thread_ts"] == parent["ts"]
            if posting.live:
                assert message["text"] == posting.message.text
                assert _words(message["blocks"]) == _words(posting.message.blocks)


def _words(value: Any) -> list[str]:
    """Every text in a message, in order: the workspace adds ids, but no words."""
    if isinstance(value, Mapping):
        return [
            word
            for key, inner in value.items()
            for word in ([inner] if key == "text" and isinstance(inner, str) else _words(inner))
        ]
    return [word for inner in value for word in _words(inner)] if isinstance(value, list | tuple) else []
