"""Every misbehaving endpoint is opened in the workspace, and its suggestion read as a responder reads it."""

from bot import content
from bot.faulty_tls import ENDPOINTS
from bot.taxonomy import Taxonomy
from bot.taxonomy.categories import NONE_OF_THESE, NOT_CERTIFICATE
from tests.acceptance.demo_process import Demo
from tests.integration.triage.test_endpoints import EXPECTED

AT_ONCE = 4
"""More would make the endpoints' CAs, which run in the same process, look slow."""

TAXONOMY = Taxonomy.load(content.root() / "runbooks" / "taxonomy.yaml")


def test_every_endpoint_is_suggested_as_what_it_shows(demo: Demo) -> None:
    """The right kind first; or that it is none of the nineteen, or no certificate incident."""
    said: dict[str, str] = {}
    for start in range(0, len(ENDPOINTS), AT_ONCE):
        batch = ENDPOINTS[start : start + AT_ONCE]
        channels = {endpoint.name: _opened(demo, endpoint.target) for endpoint in batch}
        for name, channel in channels.items():
            said[name] = demo.message(channel, "suggestion")["text"]
    wrong = {name: words for name, words in said.items() if not _is_right(name, words)}
    assert wrong == {}


def _opened(demo: Demo, target: str) -> str:
    before = {channel["name"] for channel in demo.channels()}
    demo.command("responder", f"open {target}")

    def new() -> str | None:
        names = {channel["name"] for channel in demo.channels()} - before
        return next((name for name in names if name.startswith("inc-")), None)

    return demo.wait_for(new, f"the channel of {target}")


def _is_right(name: str, words: str) -> bool:
    expected = EXPECTED[name].first
    outcomes = {
        NONE_OF_THESE: ("None of the nineteen kinds fits", "None of these kinds"),
        NOT_CERTIFICATE: ("no certificate incident", "Not a certificate incident"),
    }
    return any(each in words for each in outcomes.get(expected, (TAXONOMY.name_of(expected) or expected,)))
