"""A visit to the page: what a person does and looks at, by the names that the page gives things."""

import os
import re
from pathlib import Path

from playwright.sync_api import Locator, Page, ViewportSize, expect

SCREENSHOTS = Path(__file__).parents[1] / "screenshots"
WIDE = ViewportSize(width=1280, height=800)
PHONE = ViewportSize(width=390, height=844)


def visit(
    page: Page, base_url: str, channel: str = "general", *, user: str = "responder", more: str = ""
) -> None:
    """Open the page at a channel, as a person, and wait until it is there."""
    page.goto(f"{base_url}/?user={user}&channel={channel}{more}")
    expect(page.locator("html[data-ready=true]")).to_be_attached()


def stream(page: Page) -> Locator:
    """The messages of the open channel."""
    return page.get_by_test_id("stream")


def message(page: Page, words: str | re.Pattern[str]) -> Locator:
    """The last message of the channel with these words."""
    return stream(page).get_by_test_id("message").filter(has_text=words).last


def thread(page: Page) -> Locator:
    """The side pane."""
    return page.get_by_test_id("thread")


def composer(page: Page) -> Locator:
    """Where a person writes to the channel."""
    return page.get_by_test_id("composer")


def completion(page: Page) -> Locator:
    """The list above the channel's composer."""
    return page.get_by_test_id("channel").get_by_test_id("completion")


def write(page: Page, text: str) -> None:
    """Write to the channel and send it."""
    composer(page).fill(text)
    composer(page).press("Enter")


def channel_item(page: Page, name: str | re.Pattern[str]) -> Locator:
    """A line of the channel list."""
    return page.get_by_test_id("channel-item").filter(has_text=name)


def become(page: Page, name: str) -> None:
    """Act as somebody else."""
    page.get_by_test_id("persona").click()
    page.get_by_test_id("persona-menu").get_by_text(name).click()


def modal(page: Page) -> Locator:
    """The app's modal."""
    return page.get_by_test_id("modal")


def toast(page: Page, words: str | re.Pattern[str]) -> Locator:
    """A notice at the foot of the page."""
    return page.get_by_test_id("toast").filter(has_text=words)


def picture(page: Page, name: str) -> None:
    """Pictures are for people: they are written where CERTINC_SCREENSHOTS is set, and judged by eye."""
    if os.environ.get("CERTINC_SCREENSHOTS"):
        SCREENSHOTS.mkdir(exist_ok=True)
        page.screenshot(path=SCREENSHOTS / f"{name}.png")
