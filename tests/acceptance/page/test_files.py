"""Files of messages: previews of pictures and text, and downloads."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.acceptance.page.served_workspace import ServedWorkspace
from tests.acceptance.page.visit import message, picture, thread, visit

pytestmark = pytest.mark.browser

PEM = b"-----BEGIN CERTIFICATE-----\n" + b"MIIB\n" * 20 + b"-----END CERTIFICATE-----\n"
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360f8cfc0000000"
    "0301010018dd8db00000000049454e44ae426082"
)


def _file(workspace: ServedWorkspace, page: Page, name: str, content: bytes) -> Locator:
    channel = workspace.channel()
    workspace.share(channel, name, content, initial_comment="here it is")
    visit(page, workspace.base_url, channel)
    return message(page, "here it is").get_by_test_id("file")


def test_a_pem_file_is_previewed_and_opened(workspace: ServedWorkspace, page: Page) -> None:
    """Its first lines, then all of it."""
    shown = _file(workspace, page, "chain.pem", PEM)
    preview = shown.get_by_test_id("file-preview")
    expect(preview).to_contain_text("-----BEGIN CERTIFICATE-----")
    expect(preview).not_to_contain_text("END CERTIFICATE")
    shown.get_by_role("button", name="Show all 22 lines").click()
    expect(preview).to_contain_text("END CERTIFICATE")
    picture(page, "file-pem")
    shown.get_by_role("button", name="Show less").click()
    expect(preview).not_to_contain_text("END CERTIFICATE")


def test_json_is_indented(workspace: ServedWorkspace, page: Page) -> None:
    """However it was written."""
    shown = _file(workspace, page, "diagnosis.json", json.dumps({"host": "api", "days": [1]}).encode())
    expect(shown.get_by_test_id("file-preview")).to_have_text(
        '{\n  "host": "api",\n  "days": [\n    1\n  ]\n}'
    )


def test_text_that_is_no_json_is_shown_all_the_same(workspace: ServedWorkspace, page: Page) -> None:
    """A broken file is what somebody wants to look at."""
    shown = _file(workspace, page, "broken.json", b'{"half": ')
    expect(shown.get_by_test_id("file-preview")).to_have_text('{"half":')


def test_a_picture_is_shown(workspace: ServedWorkspace, page: Page) -> None:
    """And opens beside the page."""
    shown = _file(workspace, page, "graph.png", PNG)
    image = shown.get_by_role("img", name="graph.png")
    assert image.evaluate("node => node.decode().then(() => node.naturalWidth)") == 1
    with page.expect_popup() as popup:
        shown.get_by_role("link", name="Open graph.png").click()
    popup.value.close()


def test_a_file_is_downloaded_as_it_is(workspace: ServedWorkspace, page: Page, tmp_path: Path) -> None:
    """Under its name, byte for byte."""
    shown = _file(workspace, page, "chain.pem", PEM)
    with page.expect_download() as download:
        shown.get_by_role("link", name="Download chain.pem").click()
    assert download.value.suggested_filename == "chain.pem"
    download.value.save_as(tmp_path / "kept.pem")
    assert (tmp_path / "kept.pem").read_bytes() == PEM


def test_other_files_have_a_card_only(workspace: ServedWorkspace, page: Page) -> None:
    """With their kind and size."""
    shown = _file(workspace, page, "archive.zip", b"\x00" * 2048)
    expect(shown).to_contain_text("archive.zip")
    expect(shown).to_contain_text("ZIP · 2.0 kB")
    expect(shown.get_by_test_id("file-preview")).to_have_count(0)


def test_files_in_a_thread(workspace: ServedWorkspace, page: Page) -> None:
    """They are previewed there as well."""
    channel = workspace.channel()
    parent = workspace.post(channel, "the diagnosis")
    workspace.share(channel, "chain.pem", PEM, thread_ts=parent)
    visit(page, workspace.base_url, channel, more=f"&thread={parent}")
    expect(thread(page).get_by_test_id("file-preview")).to_contain_text("BEGIN CERTIFICATE")


def test_html_in_a_file_is_text(workspace: ServedWorkspace, page: Page) -> None:
    """A file that is a page does not become part of this one."""
    shown = _file(workspace, page, "evil.html", b"<script>document.title = 'evil'</script><b>bold</b>")
    expect(shown.get_by_test_id("file-preview")).to_contain_text("<script>")
    expect(shown.locator("b")).to_have_count(0)
    expect(page).not_to_have_title("evil")
