"""Reading a large list in a process of its own.

A list of a million entries takes half a second that holds the interpreter's lock, even in a thread: nothing else of the
bot would run. The process gets the bytes by its standard input, and neither our environment nor our memory.
"""

import asyncio
import base64
import contextlib
import json
import os
import sys
from pathlib import Path

import msgspec

from bot.diagnostics.revocation import crl_reading
from bot.diagnostics.revocation.crl_reading import ListQuestion, ListReading

PIECE_BYTES = 262_144
_START = "import runpy, sys; sys.path[:] = sys.argv[2:]; runpy.run_path(sys.argv[1], run_name='__main__')"
"""Isolated from the environment, but with our own import path, wherever the packages were put."""

_ENVIRONMENT = ("PATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")
"""All that the interpreter may need. Tokens and passwords are not for a process that reads strangers' bytes."""


async def read_apart(body: bytes, question: ListQuestion) -> ListReading | None:
    """What the list says; None where the process did not come to an end of it. Cancelled, it kills the process.

    The caller bounds the time.
    """
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-I",
        "-c",
        _START,
        str(Path(crl_reading.__file__)),
        *sys.path,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        env={name: os.environ[name] for name in _ENVIRONMENT if name in os.environ},
    )
    try:
        output, _ = await asyncio.gather(_output(process), _feed(process, body, question))
        await process.wait()
    finally:
        if process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await process.wait()
    try:
        return msgspec.json.decode(output, type=ListReading)
    except msgspec.DecodeError:
        return None


async def _output(process: asyncio.subprocess.Process) -> bytes:
    return await process.stdout.read() if process.stdout is not None else b""


async def _feed(process: asyncio.subprocess.Process, body: bytes, question: ListQuestion) -> None:
    """In pieces, so that neither side holds the whole in its buffers."""
    writer = process.stdin
    if writer is None:
        return
    header = {
        "certificate": base64.b64encode(question.certificate).decode("ascii"),
        "issuer": base64.b64encode(question.issuer).decode("ascii") if question.issuer is not None else None,
    }
    with contextlib.suppress(BrokenPipeError, ConnectionResetError):
        # It may end before it has read everything: what it wrote says how far it came.
        writer.write(json.dumps(header).encode("ascii") + b"\n")
        for start in range(0, len(body), PIECE_BYTES):
            writer.write(body[start : start + PIECE_BYTES])
            await writer.drain()
        writer.close()
