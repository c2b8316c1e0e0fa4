"""Hears voice messages with the speech model of the models folder; one process a message."""

import asyncio
import importlib.util
import logging
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import msgspec

from core.domain.problems import Problem
from models.installed import installed
from models.speech.words import Heard
from models.supervisor import worker_environment

MOST_SECONDS: Final = 900.0
"""Of one message; a model that is too large for the machine is given up then."""
_NEEDED: Final = ("pywhispercpp", "soundfile")
_log = logging.getLogger(__name__)


class SpeechListener:
    """``folder`` is where models are installed. ``command`` starts the process."""

    def __init__(
        self,
        folder: Path,
        *,
        command: Sequence[str] = (sys.executable, "-m", "models.speech"),
        seconds: float = MOST_SECONDS,
    ) -> None:
        self._folder = folder
        self._command = tuple(command)
        self._seconds = seconds

    def missing(self) -> Problem | None:
        """What is to be installed before anything is heard; None when all is there."""
        if any(importlib.util.find_spec(name) is None for name in _NEEDED):
            return Problem("speech-no-engine")
        return None if self.model() else Problem("speech-no-model")

    def model(self) -> Path | None:
        """The largest speech model that is installed: who takes a larger one wants it used. One
        of English alone makes English of whatever is said, so others go before it."""
        found = [
            (not one.about.english, one.about.size, one.path)
            for one in installed(self._folder)
            if one.about and one.about.kind == "speech"
        ]
        return max(found)[2] if found else None

    async def hear(self, file: Path) -> Heard:
        """What is said in a sound file. Never raises on a bad one."""
        model = await asyncio.to_thread(self.model)
        if model is None:
            return Heard(problem=Problem("speech-no-model"))
        for _ in range(2):
            heard, died = await self._hear(model, file)
            if not died:
                break  # one that was killed (for memory, by hand) gets a second try
        return heard

    async def _hear(self, model: Path, file: Path) -> tuple[Heard, bool]:
        """What one process hears, and whether a signal ended it."""
        process = await asyncio.create_subprocess_exec(
            *self._command, str(model), str(file),
            stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL, env=worker_environment(),
        )  # fmt: skip
        try:
            async with asyncio.timeout(self._seconds):
                said, _ = await process.communicate()
        except TimeoutError:
            return Heard(problem=Problem("speech-too-slow")), False
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()
        try:
            return msgspec.json.decode(said, type=Heard), False
        except msgspec.DecodeError:
            code = process.returncode
            _log.warning("the speech process ended with %s", code)
            problem = Problem("speech-failed", {"detail": str(code)})
            return Heard(problem=problem), (code or 0) < 0
