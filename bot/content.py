"""Where the content that is not code lives: runbooks, migrations, the Slack manifest."""

from pathlib import Path

from bot.errors import CertincError


class ContentMissingError(CertincError):
    """The installation lacks its content: a broken wheel or a moved checkout."""


def root() -> Path:
    """The directory that holds ``runbooks/``, ``migrations/`` and ``deploy/``.

    An installed package carries them under ``bot/_content``; an editable installation reads the checkout.

    Raises:
        ContentMissingError: Neither place has them.
    """
    package = Path(__file__).resolve().parent
    for candidate in (package / "_content", package.parent):
        if (candidate / "runbooks").is_dir() and (candidate / "migrations").is_dir():
            return candidate
    raise ContentMissingError(
        f"The runbooks and migrations are missing beside {package}.",
        remedy="Install certinc again, or run it from its checkout.",
    )
