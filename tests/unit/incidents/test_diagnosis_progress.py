"""Telling how far a diagnosis is."""

import asyncio

from bot.incidents.diagnosis_progress import telling


async def test_the_latest_word_is_kept_and_each_once() -> None:
    """What was overtaken before anybody lost patience is never told."""
    kept: list[str] = []
    heard = asyncio.Event()

    async def keep(words: str) -> None:
        kept.append(words)
        heard.set()

    async with telling(keep, patience_s=0) as tell:
        tell("0 of 2")
        tell("1 of 2")
        await heard.wait()
        heard.clear()
        tell("1 of 2")
        tell("2 of 2")
        await heard.wait()
    assert kept == ["1 of 2", "2 of 2"]


async def test_quick_work_says_nothing() -> None:
    """It is over before the first word is due."""
    kept: list[str] = []

    async def keep(words: str) -> None:
        kept.append(words)

    async with telling(keep, patience_s=60) as tell:
        tell("0 of 2")
    assert kept == []
