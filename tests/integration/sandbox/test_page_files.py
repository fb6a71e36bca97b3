"""The page's files: where they are, how long a browser keeps them, and where a permalink leads."""

import re

from tests.integration.sandbox.caller import Caller


async def test_the_pages_files_are_kept_and_the_page_is_not(caller: Caller) -> None:
    """Their address holds a version, so a browser never asks twice and never shows an old one."""
    page = await caller.client.get("/")
    assert page.headers["cache-control"] == "no-cache"
    addresses = re.findall(r'"(/page/[^"]+)"', page.text)
    assert len({address.split("/")[2] for address in addresses}) == 1
    for address in addresses:
        answer = await caller.client.get(address)
        assert answer.status_code == 200, address
        assert "immutable" in answer.headers["cache-control"]
        assert "script-src 'self'" in answer.headers["content-security-policy"]


async def test_there_is_nothing_beside_the_pages_files(caller: Caller) -> None:
    """No way out of their folder."""
    for path in ("/page/v/..%2fasgi.py", "/page/v/%2e%2e%2fasgi.py", "/page/v/scripts/nothing.js"):
        assert (await caller.client.get(path)).status_code == 404


async def test_a_permalink_leads_to_the_page(caller: Caller) -> None:
    """To the channel and the message; that of a reply to its thread as well."""
    channel = await caller.channel("incidents")
    parent = (await caller.api("chat.postMessage", channel=channel, text="parent"))["ts"]
    reply = (await caller.api("chat.postMessage", channel=channel, text="reply", thread_ts=parent))["ts"]
    for ts, more in ((parent, ""), (reply, f"&thread={parent}")):
        link = (await caller.api("chat.getPermalink", channel=channel, message_ts=ts))["permalink"]
        answer = await caller.client.get(link)
        assert answer.headers["location"] == f"/?channel={channel}&ts={ts}{more}"
