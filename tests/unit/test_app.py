"""What the composition root makes of the settings."""

from pathlib import Path

import pytest
from structlog.testing import capture_logs

from bot.app import _runbooks
from bot.settings import load_settings


def test_a_broken_runbook_of_the_organisation_is_logged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With file and line; ours is used."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "expiry.production.yaml").write_text("id: expiry.production\ntitle: 3\n", "utf-8")
    with capture_logs() as lines:
        library = _runbooks(load_settings(runbooks_dir=tmp_path))
    (line,) = lines
    assert line["event"] == "runbook_broken"
    assert line["log_level"] == "warning"
    assert line["problem"] == library.broken[0]
    assert library.for_category("expiry.production").id == "expiry.production"
