"""The model that the settings name, and its process from start to end."""

import logging
import sys
from collections.abc import Callable, Coroutine, Sequence
from pathlib import Path
from typing import Final

from core.domain.deal_view import Said
from core.domain.problems import Problem, ProblemError
from core.pipeline.suggest import Writes
from core.pipeline.understanding import ModelState
from desktop.profile import Profile
from models.catalog import resolve
from models.client import LocalModel
from models.prompts import Said as Turn
from models.writing import last_turns, plain

log = logging.getLogger(__name__)

WORKER_COMMAND: Final = "model-worker"


class ModelInUse:
    """``current`` is None where none is wanted, or where (``problem``) its file does not do.
    ``changed`` hears of every other state."""

    def __init__(self, profile: Profile, changed: Callable[[], None]) -> None:
        self._profile = profile
        self._changed = changed
        self.current: LocalModel | None = None
        self.problem: Problem | None = None

    @property
    def failed(self) -> bool:
        """True where it will not come back by itself."""
        return self.current is not None and self.current.state == "failed"

    @property
    def gpu(self) -> bool:
        """Whether the running model's build can use a graphics card."""
        info = self.current.info() if self.current is not None else None
        return info is not None and info.gpu

    def open(self, start: Callable[[Coroutine[object, object, None]], None]) -> None:
        """Begin as the settings are; ``start`` runs what takes a while."""
        path = self._profile.get("model.path")
        self.problem = None
        if path == "none":
            return
        try:
            file = resolve(path, self._profile.models)
        except ProblemError as error:
            self.problem = error.problem
            return
        self.current = self.make(file)
        self.current.on_state(lambda _state: self._changed())
        start(_warm(self.current))

    def make(self, file: Path) -> LocalModel:
        """The model of a file, not yet started, in a process as the settings want it."""
        command = [sys.executable, WORKER_COMMAND] if getattr(sys, "frozen", False) else None
        threads = self._profile.get("model.threads")
        return LocalModel(
            file,
            command=command,
            threads=int(threads) if threads.isdecimal() else 0,
            gpu=self._profile.get("model.gpu") == "on",
        )

    def reads(self) -> ModelState:
        """Whether it can be asked now."""
        if self.current is None:
            return "none"
        return "ready" if self.current.state == "ready" and not self.current.busy else "away"

    def writer(self) -> Writes | None:
        """What writes answers: a chat model that is loaded."""
        model = self.current
        if model is None or not model.writes:
            return None

        async def write(thread: str, said: Sequence[Said], lang: str) -> str:
            turns = last_turns([Turn(sender=s.sender, text=s.text) for s in said])
            return plain(await model.write(thread, turns, lang))

        return write

    def kill(self) -> None:
        """End its process, as a crash would."""
        if self.current is not None:
            self.current.kill()

    async def close(self) -> None:
        """End its process."""
        model, self.current = self.current, None
        if model is not None:
            await model.close()


async def _warm(model: LocalModel) -> None:
    try:
        await model.start()
    except ProblemError as error:
        log.warning("the model does not start: %s", error)
