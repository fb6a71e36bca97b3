"""Whether a shell can read a command. Nothing is run."""

import functools
import re
import shlex
import shutil
import subprocess

TIMEOUT_S = 5.0


@functools.cache
def why_no_shell_parses(command: str) -> str | None:
    """What a POSIX shell would say against ``command`` before running anything; None where it can read it."""
    bash = shutil.which("bash")
    if bash is None:
        try:
            shlex.split(command)
        except ValueError as error:
            return str(error)
        return None
    try:
        parsed = subprocess.run(  # noqa: S603 - it reads the command from its input, and -n runs nothing
            [bash, "--noprofile", "--norc", "-n"],
            input=command.encode() + b"\n",
            capture_output=True,
            env={"LC_ALL": "C"},
            timeout=TIMEOUT_S,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return "the shell did not come to an end with it"
    said = parsed.stderr.decode(errors="replace").strip().splitlines()
    if said:
        return re.sub(r"^.*?line \d+: ", "", said[0])
    return "the shell refuses it" if parsed.returncode else None
