"""With which versions of what was measured."""

import shutil
import subprocess

from OpenSSL import SSL

from benchmarks.machine import python_with


def versions(further: str) -> tuple[str, str]:
    """Ours, and those of the others; ``further`` names one more."""
    linked = SSL.OpenSSL_version(SSL.OPENSSL_VERSION).decode("ascii", "replace")
    ours = python_with("cryptography", "pyopenssl", "pkilint", "badkeys")
    return f"{ours}, linked to {linked}", f"beside it: {', '.join(filter(None, (_openssl(), further)))}"


def _openssl() -> str:
    program = shutil.which("openssl")
    if program is None:
        return "no openssl"
    said = subprocess.run([program, "version"], capture_output=True, text=True, check=True)
    return said.stdout.split("(")[0].strip()
