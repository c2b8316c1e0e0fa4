"""Has files opened by a process of their own, one at a time a kind."""

import asyncio
import logging
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final, TypeVar

import msgspec

from core.domain.problems import Problem, ProblemError
from desktop.media.words import PageAsk, PageHead, SoundHead
from models.supervisor import worker_environment

_log = logging.getLogger(__name__)
_SECONDS: Final = 40.0
_Head = TypeVar("_Head", SoundHead, PageHead)


def command() -> tuple[str, ...]:
    """What starts the process, here and inside the bundle."""
    frozen = getattr(sys, "frozen", False)
    return (sys.executable, *(("media-worker",) if frozen else ("-m", "desktop.media")))


class Opener:
    """Raises ProblemError where a file cannot be opened, whatever it does to the process."""

    def __init__(self, start: Sequence[str] | None = None) -> None:
        self._start = tuple(start or command())
        self._sounds, self._pages = asyncio.Semaphore(2), asyncio.Semaphore(2)

    async def sound(self, file: Path) -> tuple[SoundHead, bytes]:
        """The samples of a sound file."""
        async with self._sounds:
            return await self._ask(SoundHead, Problem("sound-broken"), "sound", str(file))

    async def peaks(self, file: Path) -> SoundHead:
        """The waveform alone."""
        async with self._sounds:
            head, _ = await self._ask(SoundHead, Problem("sound-broken"), "peaks", str(file))
        return head

    async def page(self, file: Path, ask: PageAsk) -> tuple[PageHead, bytes]:
        """A page of a PDF as a picture."""
        said = msgspec.json.encode(ask).decode()
        async with self._pages:
            return await self._ask(PageHead, Problem("document-broken"), "page", str(file), said)

    async def _ask(self, kind: type[_Head], broken: Problem, *said: str) -> tuple[_Head, bytes]:
        process = await asyncio.create_subprocess_exec(
            *self._start, *said, stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL,
            env=worker_environment(),
        )  # fmt: skip
        try:
            async with asyncio.timeout(_SECONDS):
                answer, _ = await process.communicate()
        except TimeoutError:
            raise ProblemError(broken) from None
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()
        head, _, data = answer.partition(b"\n")
        try:
            made = msgspec.json.decode(head, type=kind)
        except msgspec.DecodeError:
            _log.warning("the process that opens files ended with %s", process.returncode)
            raise ProblemError(broken) from None
        if made.problem is not None:
            raise ProblemError(made.problem)
        return made, data
