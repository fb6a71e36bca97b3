"""Slack's kinds of identifier: a letter that names the kind, then upper-case letters and digits."""

import secrets
import string

_ALPHABET = string.ascii_uppercase + string.digits


def new_id(prefix: str, length: int = 10) -> str:
    """A random identifier such as ``C0AB12CD34E``."""
    return prefix + "0" + "".join(secrets.choice(_ALPHABET) for _ in range(length - 1))


def new_hash(seconds: int) -> str:
    """A view's hash: the second of its last change, and eight random characters."""
    return f"{seconds}." + "".join(secrets.choice(string.ascii_letters + string.digits) for _ in range(8))
