"""``certinc`` in this process: its arguments in, its words and its exit status out."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from bot.cli import main

HEALTHY, WRONG, UNUSABLE, UNOBSERVED = 0, 1, 2, 3


@dataclass(frozen=True)
class Ended:
    """How the program ended."""

    status: int
    output: str
    errors: str


Certinc = Callable[..., Ended]


def certinc_in_process(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Certinc:
    """Runs ``certinc ARGUMENTS``, on a wide terminal."""
    monkeypatch.setenv("COLUMNS", "200")

    def run(*arguments: str) -> Ended:
        monkeypatch.setattr("sys.argv", ["certinc", *arguments])
        with pytest.raises(SystemExit) as ended:
            main()
        captured = capsys.readouterr()
        assert isinstance(ended.value.code, int)
        return Ended(ended.value.code, captured.out, captured.err)

    return run
