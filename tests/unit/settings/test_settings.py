"""Settings, and what is said of a wrong one."""

import re
from pathlib import Path

import pytest

from bot import content
from bot.app import tokens_of
from bot.settings import Settings, SettingsError, load_settings


@pytest.fixture(autouse=True)
def _no_settings_of_this_machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("CERTINC_DATABASE_URL", "mysql://x", "sqlite:/// or postgresql://"),
        ("CERTINC_SLACK_BASE_URL", "slack.com", "http:// or https://"),
        ("CERTINC_DIAGNOSIS_TIMEOUT_S", "0", "greater than 0"),
        ("CERTINC_DIAGNOSIS_TIMEOUT_S", "soon", "valid number"),
        ("CERTINC_DIAGNOSES_A_PERSON", "0", "greater than or equal to 1"),
        ("CERTINC_LOG_FORMAT", "xml", "console"),
    ],
)
def test_a_wrong_setting_is_named_with_what_it_should_be(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, said: str
) -> None:
    """One line."""
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as caught:
        load_settings()
    assert name in str(caught.value)
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_secret_is_never_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither in the settings' own words nor in an error."""
    monkeypatch.setenv("CERTINC_SLACK_BOT_TOKEN", "xoxb-secret")
    assert "xoxb-secret" not in repr(load_settings())


@pytest.mark.parametrize("missing", ["CERTINC_SLACK_BOT_TOKEN", "CERTINC_SLACK_APP_TOKEN"])
def test_a_missing_token_says_which_and_what(monkeypatch: pytest.MonkeyPatch, missing: str) -> None:
    """Commands that need no Slack run without."""
    for name in {"CERTINC_SLACK_BOT_TOKEN", "CERTINC_SLACK_APP_TOKEN"} - {missing}:
        monkeypatch.setenv(name, "xoxb-1")
    monkeypatch.setenv(missing, "")
    with pytest.raises(SettingsError, match=missing):
        tokens_of(load_settings())


def test_lists_are_separated_by_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    """As in every shell."""
    monkeypatch.setenv("CERTINC_STATIC_HOSTS", "a:443:127.0.0.1:1, b:443:127.0.0.1:2")
    assert load_settings().static_hosts == ("a:443:127.0.0.1:1", "b:443:127.0.0.1:2")


def test_every_setting_is_in_the_example() -> None:
    """And the example has no other."""
    text = (content.root() / ".env.example").read_text("utf-8")
    shown = set(re.findall(r"^#?(CERTINC_[A-Z_]+)=", text, re.MULTILINE))
    assert shown == {f"CERTINC_{name.upper()}" for name in Settings.model_fields}
