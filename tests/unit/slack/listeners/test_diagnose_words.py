"""What stands after `/certinc diagnose`."""

import pytest

from bot.diagnostics import ExpectationError, TargetError
from bot.incidents.errors import IncidentError
from bot.slack.listeners.commands.diagnose_words import DiagnoseWords, read_diagnose_words

FINGERPRINT = "ab" * 32


@pytest.mark.parametrize(
    ("words", "read"),
    [
        ("", DiagnoseWords(None, ())),
        ("api.example.com", DiagnoseWords("api.example.com", ())),
        ("--starttls smtp mail.example.com", DiagnoseWords("mail.example.com:587", ())),
        ("db.example.com:15432 --starttls POSTGRES", DiagnoseWords("postgres://db.example.com:15432", ())),
        (f"--expect {FINGERPRINT}", DiagnoseWords(None, (FINGERPRINT,))),
        (
            f"\u2014expect 04:9F a.example.com --expect {FINGERPRINT}",
            DiagnoseWords("a.example.com", ("04:9F", FINGERPRINT)),
        ),
    ],
)
def test_host_and_options_in_any_order(words: str, read: DiagnoseWords) -> None:
    """Also where the keyboard made a dash of two hyphens."""
    assert read_diagnose_words(words) == read


@pytest.mark.parametrize(
    ("words", "error", "said"),
    [
        ("a.example.com b.example.com", IncidentError, "one host"),
        ("--expect", IncidentError, "needs a value"),
        ("--expect --starttls", IncidentError, "needs a value"),
        ("--starttls gopher a.example.com", IncidentError, "one of smtp"),
        ("--starttls smtp", IncidentError, "needs a host"),
        ("--fast a.example.com", IncidentError, "knows no --fast"),
        ("--expect soon a.example.com", ExpectationError, "no fingerprint"),
        ("foo", TargetError, "cannot be a host"),
    ],
)
def test_what_cannot_be_read_is_refused(words: str, error: type[Exception], said: str) -> None:
    """With what is wrong."""
    with pytest.raises(error, match=said):
        read_diagnose_words(words)
