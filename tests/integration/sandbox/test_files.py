"""Files by the external-upload flow: uploaded, shared, and handed over to whoever may have them."""

import json
from typing import Any

import httpx
import pytest

from tests.integration.sandbox.caller import Caller


async def _upload(caller: Caller, name: str = "chain.pem", content: bytes = b"-----BEGIN") -> str:
    place = await caller.api("files.getUploadURLExternal", filename=name, length=str(len(content)))
    async with httpx.AsyncClient(trust_env=False) as client:
        (await client.post(place["upload_url"], content=content)).raise_for_status()
    return str(place["file_id"])


async def _share(caller: Caller, file_id: str, **options: str) -> dict[str, Any]:
    channel = await caller.channel("incidents")
    files = json.dumps([{"id": file_id}])
    return await caller.api("files.completeUploadExternal", files=files, channel_id=channel, **options)


async def test_nobody_sees_a_file_before_it_is_completed(caller: Caller) -> None:
    """files.info does not know it, though its bytes are there."""
    file_id = await _upload(caller)
    assert (await caller.api("files.info", file=file_id))["error"] == "file_not_found"


async def test_a_shared_file_says_where_it_stands(caller: Caller) -> None:
    """With the ts of its message, in the thread it was shared in."""
    channel = await caller.channel("incidents")
    parent = (await caller.api("chat.postMessage", channel=channel, text="a diagnosis"))["ts"]
    file_id = await _upload(caller)
    assert (await _share(caller, file_id, thread_ts=parent))["ok"]
    file = (await caller.api("files.info", file=file_id))["file"]
    (share,) = file["shares"]["public"][channel]
    assert share["thread_ts"] == parent
    assert file["channels"] == [channel]
    replies = (await caller.api("conversations.replies", channel=channel, ts=parent))["messages"]
    assert [reply["ts"] for reply in replies] == [parent, share["ts"]]


async def test_a_file_may_be_uploaded_as_a_form(caller: Caller) -> None:
    """As Slack's own documentation does with curl; the bytes are the file's alone."""
    place = await caller.api("files.getUploadURLExternal", filename="a.bin", length="256")
    content = bytes(range(256))
    async with httpx.AsyncClient(trust_env=False) as client:
        sent = await client.post(place["upload_url"], files={"filename": ("a.bin", content)})
        assert sent.text == "OK - 256"
        await _share(caller, place["file_id"])
        file = (await caller.api("files.info", file=place["file_id"]))["file"]
        token = {"Authorization": f"Bearer {caller.running.bot_token}"}
        assert (await client.get(file["url_private"], headers=token)).content == content


async def test_an_upload_of_no_file_is_refused(caller: Caller) -> None:
    """A form with two files, and a URL that nobody gave."""
    place = await caller.api("files.getUploadURLExternal", filename="a.bin", length="1")
    two = [("filename", ("a", b"a")), ("filename2", ("b", b"b"))]
    async with httpx.AsyncClient(trust_env=False) as client:
        assert (await client.post(place["upload_url"], files=two)).status_code == 400
        made_up = f"{caller.running.base_url}/upload/v1/made-up"
        assert (await client.post(made_up, content=b"a")).status_code == 404
    assert (await _share(caller, place["file_id"]))["error"] == "file_not_found"


async def test_a_file_is_completed_once(caller: Caller) -> None:
    """Its id is of no use for a second message."""
    file_id = await _upload(caller)
    await _share(caller, file_id)
    assert (await _share(caller, file_id))["error"] == "file_not_found"


@pytest.mark.parametrize(
    "headers", [{}, {"Authorization": "Bearer xoxb-wrong"}, {"Sec-Fetch-Site": "cross-site"}]
)
async def test_a_download_without_a_token_leads_to_the_front_page(
    caller: Caller, headers: dict[str, str]
) -> None:
    """As Slack leads to its sign-in page: an app that forgets its token gets HTML, not its file."""
    file_id = await _upload(caller)
    await _share(caller, file_id)
    url = (await caller.api("files.info", file=file_id))["file"]["url_private"]
    async with httpx.AsyncClient(trust_env=False) as client:
        assert (await client.get(url, headers=headers)).status_code == 302


async def test_a_file_is_handed_over_as_it_was_uploaded(caller: Caller) -> None:
    """Byte by byte; the page's own requests need no token."""
    content = bytes(range(256))
    file_id = await _upload(caller, "odd name ü.bin", content)
    await _share(caller, file_id)
    url = (await caller.api("files.info", file=file_id))["file"]["url_private"]
    async with httpx.AsyncClient(trust_env=False) as client:
        by_token = await client.get(url, headers={"Authorization": f"Bearer {caller.running.bot_token}"})
        by_page = await client.get(url, headers={"Sec-Fetch-Site": "same-origin"})
    assert by_token.content == by_page.content == content


@pytest.mark.parametrize("name", ["evil.html", "evil.svg", "evil.js", "evil.pdf"])
async def test_a_file_that_could_run_is_kept_not_shown(caller: Caller, name: str) -> None:
    """Nothing that was uploaded acts in the page's name."""
    file_id = await _upload(caller, name, b"<script>alert(1)</script>")
    await _share(caller, file_id)
    url = (await caller.api("files.info", file=file_id))["file"]["url_private"]
    async with httpx.AsyncClient(trust_env=False) as client:
        answer = await client.get(url, headers={"Sec-Fetch-Site": "same-origin"})
    assert answer.headers["content-disposition"].startswith("attachment")
    assert answer.headers["content-type"] == "application/octet-stream"
    assert "script-src 'self'" in answer.headers["content-security-policy"]
