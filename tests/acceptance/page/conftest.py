"""A browser, a page in it, and a workspace to look at."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, sync_playwright

from tests.acceptance.page.answering_app import AnsweringApp
from tests.acceptance.page.served_workspace import ServedWorkspace
from tests.acceptance.page.visit import WIDE

QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WAIT_MS = 15_000


# For this package and no longer: while Playwright is there, no other test can run an event loop.
@pytest.fixture(scope="package")
def context(chromium: str) -> Iterator[BrowserContext]:
    """A headless Chromium, which keeps the page's files from test to test."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=QUIET)
        context = browser.new_context(
            viewport=WIDE, locale="en-GB", timezone_id="Europe/Berlin", reduced_motion="reduce"
        )
        context.set_default_timeout(WAIT_MS)
        yield context
        browser.close()


class Console:
    """What the browser complained of."""

    def __init__(self) -> None:
        self._expected: list[re.Pattern[str]] = []
        self._errors: list[str] = []

    def expect_refusal(self, status: int) -> None:
        """The workspace will refuse something, of which the browser writes a line by itself."""
        self.expect(rf"^Failed to load resource: .* status of {status} ")

    def expect(self, pattern: str) -> None:
        """Something else will be complained of."""
        self._expected.append(re.compile(pattern))

    def watch(self, page: Page) -> None:
        """Listen."""
        page.on("pageerror", lambda error: self._errors.append(str(error)))
        page.on("console", self._heard)

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self._errors.append(message.text)

    @property
    def surprises(self) -> list[str]:
        """The errors that nobody expected."""
        return [text for text in self._errors if not any(each.match(text) for each in self._expected)]


@pytest.fixture
def console() -> Console:
    """What the browser complains of in this test."""
    return Console()


@pytest.fixture
def page(context: BrowserContext, console: Console) -> Iterator[Page]:
    """A page on which any unexpected error in the console fails the test."""
    opened = context.new_page()
    console.watch(opened)
    yield opened
    opened.close()
    assert console.surprises == []


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedWorkspace]:
    """One workspace for the tests of a file; each test makes a channel of its own."""
    served = ServedWorkspace(tmp_path_factory.mktemp("workspace"))
    served.start()
    yield served
    served.stop()


@pytest.fixture(scope="module")
def connected_app(workspace: ServedWorkspace) -> Iterator[AnsweringApp]:
    """The app's connection, for the tests of a file."""
    with AnsweringApp(workspace) as connected:
        yield connected


@pytest.fixture
def app(connected_app: AnsweringApp, workspace: ServedWorkspace) -> Iterator[AnsweringApp]:
    """An app that has heard nothing yet and acknowledges everything; its modals are closed afterwards."""
    connected_app.forget()
    yield connected_app
    connected_app.forget()
    workspace.close_views("responder")
