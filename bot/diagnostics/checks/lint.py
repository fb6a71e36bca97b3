"""Linting public certificates with pkilint, in a child process that is started when it is first needed."""

import asyncio
import contextlib
import hashlib
import os
import sys
from pathlib import Path
from types import TracebackType
from typing import Self

import msgspec

import bot
from bot.diagnostics.checks.leaves import NotMade
from bot.diagnostics.checks.lint_worker import LENGTH
from bot.diagnostics.model.checks import LintIssue, LintSeverity
from bot.diagnostics.visible_text import visible

MAX_BYTES = 65_536
"""Of a certificate that is linted. One with ten thousand names has 200 KB, and takes two seconds."""

MAX_ANSWER_BYTES = 1_000_000
WORKER = "bot.diagnostics.checks.lint_worker"


class _Answer(msgspec.Struct):
    issues: list[tuple[LintSeverity, str, str]] = []
    failure: str = ""


_ANSWER = msgspec.json.Decoder(_Answer)


class Linter:
    """One child that lints, one certificate at a time; it stays until it is closed, or fails to answer.

    It belongs to the event loop that it is first used in.
    """

    def __init__(self) -> None:
        self._process: asyncio.subprocess.Process | None = None
        self._turn = asyncio.Lock()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def lint(self, der: bytes, deadline: float) -> tuple[LintIssue, ...] | NotMade:
        """What breaks the profile in force at notBefore, the gravest first.

        Args:
            der: The certificate.
            deadline: In the running loop's time. A child that has not answered by then is ended.
        """
        if len(der) > MAX_BYTES:
            return NotMade(f"the certificate has {len(der)} bytes, and at most {MAX_BYTES} are linted")
        try:
            async with asyncio.timeout_at(deadline), self._turn:
                answer = await self._asked(der)
        except TimeoutError:
            return NotMade("the linter did not answer in time")
        except (OSError, asyncio.IncompleteReadError, msgspec.DecodeError):
            return NotMade("the linter failed")
        if answer.failure:
            return NotMade(f"the linter cannot read the certificate ({visible(answer.failure, 100)})")
        fingerprint = hashlib.sha256(der).hexdigest()
        return tuple(
            LintIssue(fingerprint, severity, visible(code, 100), visible(message))
            for severity, code, message in answer.issues
        )

    async def _asked(self, der: bytes) -> _Answer:
        process = await self._running()
        assert process.stdin is not None
        assert process.stdout is not None
        answered = False
        try:
            process.stdin.write(LENGTH.pack(len(der)) + der)
            await process.stdin.drain()
            (size,) = LENGTH.unpack(await process.stdout.readexactly(LENGTH.size))
            if size > MAX_ANSWER_BYTES:
                raise OSError(f"the answer has {size} bytes")
            answer = _ANSWER.decode(await process.stdout.readexactly(size))
            answered = True
            return answer
        finally:
            # Whatever it was busy with, its next answer would be taken for that of another certificate.
            if not answered:
                await self.close()

    async def _running(self) -> asyncio.subprocess.Process:
        if self._process is None or self._process.returncode is not None:
            root = str(Path(bot.__file__).parents[1])
            self._process = await asyncio.create_subprocess_exec(
                sys.executable,
                "-P",
                "-m",
                WORKER,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.DEVNULL,
                # The current folder is not searched for modules (-P), so it is told where this package is.
                env={**os.environ, "PYTHONPATH": root},
            )
        return self._process

    async def close(self) -> None:
        """End the child, if there is one."""
        process, self._process = self._process, None
        if process is None:
            return
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        if process.stdin is not None:
            process.stdin.close()
        await process.wait()
