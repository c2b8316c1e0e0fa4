"""The local model as the rest of the app knows it: `read`, whatever happens to its process."""

import asyncio
import contextlib
import logging
import re
import statistics
import time
from collections import deque
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final, Literal

import msgspec

from core.domain.problems import Problem, ProblemError
from core.domain.reading import ModelFact, ModelReading, ModelRequest
from models.about import address_space
from models.frames import (
    Answer,
    FromWorker,
    ModelInfo,
    Read,
    Ready,
    Refused,
    Unfit,
    Write,
    Written,
)
from models.prompts import Said, window
from models.supervisor import DEFAULT_COMMAND, ModelProcess

log = logging.getLogger(__name__)

State = Literal["starting", "ready", "restarting", "failed", "stopped"]

BACKOFF: Final = (0.1, 0.5, 1.0, 2.0, 5.0, 10.0, 30.0)
FAILED_AFTER: Final = 5
LOAD_SECONDS: Final = 180.0
"""A process that has loaded nothing after that long is replaced."""


class LocalModel:
    """A GGUF in a process of its own; implements `core.ports.ThreadModel`.

    The process is started by ``start`` or by the first ``read``, and again, with growing pauses,
    whenever it dies. ``timeout`` seconds are what one reading may take before the process is
    replaced. ``context`` in tokens, ``memory_mb`` bounds the process's address space (0: by what
    the file says that it needs). ``gpu``: on the graphics card where the build can, unbounded.
    """

    def __init__(
        self,
        path: Path,
        *,
        command: Sequence[str] | None = None,
        n_ctx: int = 4096,
        threads: int = 0,
        timeout: float = 20.0,
        memory_mb: int = 0,
        gpu: bool = False,
    ) -> None:
        self._path = path
        self._timeout = timeout
        self._memory_mb = memory_mb
        self._gpu = gpu
        self._command = [
            *(command or DEFAULT_COMMAND), str(path), "--context", str(n_ctx),
            "--threads", str(threads), "--seconds", str(round(timeout * 0.6, 3)),
        ]  # fmt: skip
        self._state: State = "stopped"
        self._problem: Problem | None = None
        self._info: ModelInfo | None = None
        self._listeners: list[Callable[[State], None]] = []
        self._process: ModelProcess | None = None
        self._exited: asyncio.Future[int | None] | None = None
        self._task: asyncio.Task[None] | None = None
        self._changed = asyncio.Event()
        self._one = asyncio.Lock()
        self._pending: tuple[int, asyncio.Future[ModelReading]] | None = None
        self._writing: tuple[int, asyncio.Future[str]] | None = None
        self._number = 0
        self._cost, self._written = (0, 0), 0
        self._took: deque[int] = deque(maxlen=15)
        self._abandoned: int | None = None
        self._watch: asyncio.TimerHandle | None = None
        self._closing = self._unfit = self._loaded = False

    @property
    def busy(self) -> bool:
        """Whether the process still reads what nobody waits for any more: a reading now would
        wait for that. The listeners are told when it is over."""
        return self._abandoned is not None

    @property
    def state(self) -> State:
        """For the status line."""
        return self._state

    @property
    def problem(self) -> Problem | None:
        """Why it is restarting or failed."""
        return self._problem

    @property
    def pid(self) -> int | None:
        """Of the model's process."""
        return None if self._process is None else self._process.pid

    @property
    def cost(self) -> tuple[int, int]:
        """Tokens of the last prompt, and how many of them the cache held."""
        return self._cost

    @property
    def decoded(self) -> int:
        """Tokens that the last reading took beside what the cache held: read and written."""
        prompt, cached = self._cost
        return prompt - cached + self._written

    @property
    def usual_ms(self) -> int | None:
        """What a reading took of late, the median; None before the first."""
        return int(statistics.median(self._took)) if self._took else None

    def info(self) -> ModelInfo | None:
        """What the model is, once it has been loaded."""
        return self._info

    def on_state(self, callback: Callable[[State], None]) -> Callable[[], None]:
        """Call back on every change of state; returns what takes the callback off again."""
        self._listeners.append(callback)

        def off() -> None:
            with contextlib.suppress(ValueError):
                self._listeners.remove(callback)

        return off

    async def start(self) -> None:
        """Returns when the model is ready. Raises ProblemError when the file cannot be loaded or
        the process does not come up in ``timeout`` seconds (it is tried further)."""
        self._closing = self._unfit = False
        self._ensure()
        await self._until_ready()

    async def read(self, request: ModelRequest) -> ModelReading:
        """Read the last turn; requests wait for one another.

        A request whose process dies is asked once more of the next one. Raises ProblemError when
        there is no answer now.
        """
        turns = window([Said(turn.sender, turn.text) for turn in request.turns])
        if not turns or not turns[-1].text.strip():
            return ModelReading()
        async with self._one:
            for _ in range(2):
                self._ensure()
                await self._until_ready()
                began = time.monotonic()
                reading = await self._ask(request.thread, turns)
                if reading is not None:
                    self._took.append(int((time.monotonic() - began) * 1000))
                    return grounded(reading, request.turns[-1].text)
        raise ProblemError(self._problem or Problem("model-crashed"))

    @property
    def writes(self) -> bool:
        """Whether the model that is loaded can write an answer: a chat model."""
        return self._state == "ready" and self._info is not None and self._info.protocol == "chat"

    async def write(self, thread: str, turns: Sequence[Said], lang: str) -> str:
        """The raw text of an answer in ``lang`` to ``turns``, the oldest first. Readings come
        first: one that waits or comes meanwhile ends this. Raises ProblemError then, and where
        nothing can be written now."""
        if not self.writes or self.busy or self._one.locked() or not turns:
            raise ProblemError(Problem("model-refused", {"detail": "busy"}))
        self._number += 1
        text: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        before, self._writing = self._writing, (self._number, text)
        if before is not None and not before[1].done():
            before[1].set_exception(ProblemError(Problem("model-refused", {"detail": "busy"})))
        process = self._process
        try:
            if process is None or not process.send(Write(self._number, thread, list(turns), lang)):
                raise ProblemError(self._problem or Problem("model-crashed"))
            async with asyncio.timeout(2 * self._timeout):
                return await text
        except TimeoutError:
            raise ProblemError(Problem("model-slow")) from None
        except _CrashedError:
            raise ProblemError(Problem("model-crashed")) from None
        finally:
            if self._writing is not None and self._writing[1] is text:
                self._writing = None

    def kill(self) -> None:
        """End the process as a crash would; it is started again."""
        if self._process is not None:
            self._process.kill()

    async def close(self) -> None:
        """End the process and everything around it; afterwards nothing of it is left."""
        self._closing = True
        if self._process is not None:
            self._process.kill()
        self._changed.set()
        task, self._task = self._task, None
        if task is not None:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task
        if self._process is not None:
            self._process.join()
            self._process = None
        self._freed()
        self._fail_pending(None)
        self._set("stopped", None)

    def _ensure(self) -> None:
        if self._closing:
            raise ProblemError(Problem("model-stopped"))
        if self._unfit and self._problem is not None:
            raise ProblemError(self._problem)
        if self._task is None or self._task.done():
            self._task = asyncio.get_running_loop().create_task(
                self._supervise(), name="model-supervisor"
            )
            self._set("starting", None)

    async def _until_ready(self) -> None:
        try:
            async with asyncio.timeout(self._timeout):
                while self._state != "ready" or self.busy:
                    if self._state == "failed" or self._closing:
                        break
                    self._changed.clear()
                    await self._changed.wait()
        except TimeoutError:
            raise ProblemError(self._problem or Problem("model-slow")) from None
        if self._state != "ready":
            raise ProblemError(self._problem or Problem("model-stopped"))

    async def _ask(self, thread: str, turns: list[Said]) -> ModelReading | None:
        """None when the process died over it or had to be ended."""
        self._number += 1
        answer: asyncio.Future[ModelReading] = asyncio.get_running_loop().create_future()
        self._pending = (self._number, answer)
        process = self._process
        if process is None or not process.send(Read(self._number, thread, turns)):
            self.kill()
        try:
            async with asyncio.timeout(self._timeout):
                return await answer
        except TimeoutError:
            log.warning("the model gave no answer in %.1f s and is replaced", self._timeout)
            self._set("restarting", Problem("model-slow"))
            self.kill()
            return None
        except _CrashedError:
            return None
        except asyncio.CancelledError:
            if answer.cancelled():
                # the process reads on; it is replaced if it takes too long over this
                self._abandoned = self._number
                loop = asyncio.get_running_loop()
                self._watch = loop.call_later(self._timeout, self._took_too_long)
            raise
        finally:
            self._pending = None

    def _took_too_long(self) -> None:
        log.warning("the model gave no answer in %.1f s and is replaced", self._timeout)
        self._set("restarting", Problem("model-slow"))
        self.kill()

    def _freed(self) -> None:
        self._abandoned = None
        if self._watch is not None:
            self._watch.cancel()
            self._watch = None
        self._changed.set()

    async def _supervise(self) -> None:
        """Keep a process running until the file turns out to be no model."""
        crashes = 0
        command = await asyncio.to_thread(self._bounded)
        while True:
            self._exited = asyncio.get_running_loop().create_future()
            self._loaded = False
            self._process = ModelProcess(command, self._on_frame, self._on_exit)
            loading = asyncio.get_running_loop().call_later(LOAD_SECONDS, self._loads_too_long)
            try:
                code = await asyncio.shield(self._exited)
            finally:
                loading.cancel()
            self._process.join()
            self._freed()
            if self._unfit:
                return
            crashes = 1 if self._loaded else crashes + 1
            log.warning("the model's process ended with %s", code)
            problem = Problem("model-crashed", {"code": str(code)})
            if self._problem is not None and self._problem.code == "model-slow":
                problem = self._problem
            failed = crashes >= FAILED_AFTER
            self._set("failed" if failed else "restarting", problem)
            self._fail_pending(_CrashedError())
            # failed or not, it is tried again: there may be memory by then
            await asyncio.sleep(BACKOFF[-1 if failed else min(crashes, len(BACKOFF)) - 1])

    def _bounded(self) -> list[str]:
        """The command with the bound of its memory. Reads the file's head."""
        if self._gpu:
            # a graphics card's driver takes far more of the address space than it uses
            return [*self._command, "--gpu", "--memory", "0"]
        return [*self._command, "--memory", str(self._memory_mb or address_space(self._path))]

    def _loads_too_long(self) -> None:
        if self._state != "ready":
            self._set(self._state, Problem("model-slow"))
            self.kill()

    def _on_frame(self, frame: FromWorker) -> None:
        if self._closing:
            return
        match frame:
            case Ready(info=info):
                self._info, self._loaded = info, True
                self._set("ready", None)
            case Unfit(problem=problem):
                self._unfit = True
                self._set("failed", problem)
                self._fail_pending(ProblemError(problem))
            case Answer(id=number) | Refused(id=number) if number == self._abandoned:
                self._freed()
                for listener in tuple(self._listeners):
                    listener(self._state)
            case Answer(id=number, reading=reading):
                self._cost, self._written = (frame.prompt, frame.cached), frame.written
                if self._pending and self._pending[0] == number and not self._pending[1].done():
                    self._pending[1].set_result(reading)
            case Written(id=number, text=text):
                if self._writing and self._writing[0] == number and not self._writing[1].done():
                    self._writing[1].set_result(text)
            case Refused(id=number, problem=problem) if (
                self._writing is not None and self._writing[0] == number
            ):
                if not self._writing[1].done():
                    self._writing[1].set_exception(ProblemError(problem))
            case Refused(id=number, problem=problem):
                if self._pending and self._pending[0] == number:
                    self._fail_pending(ProblemError(problem))

    def _on_exit(self, code: int | None) -> None:
        if self._exited is not None and not self._exited.done():
            self._exited.set_result(code)

    def _fail_pending(self, error: Exception | None) -> None:
        if self._pending is not None and not self._pending[1].done():
            self._pending[1].set_exception(error or ProblemError(Problem("model-stopped")))
        refused = isinstance(error, ProblemError)  # a reading alone
        if self._writing is not None and not self._writing[1].done() and not refused:
            self._writing[1].set_exception(error or ProblemError(Problem("model-stopped")))

    def _set(self, state: State, problem: Problem | None) -> None:
        changed = (state, problem) != (self._state, self._problem)
        self._state, self._problem = state, problem
        self._changed.set()
        if changed:
            for listener in tuple(self._listeners):
                listener(state)


class _CrashedError(Exception):
    """The process ended while a request was with it."""


def grounded(reading: ModelReading, text: str) -> ModelReading:
    """Facts with their quotes as they stand in ``text``: found letter by letter, else without
    regard to case, ё and white space. A quote that is not found is left as it is; whoever takes
    the facts drops it."""
    return msgspec.structs.replace(
        reading,
        facts=tuple(
            msgspec.structs.replace(fact, quote=_literal(fact, text)) for fact in reading.facts
        ),
    )


def _literal(fact: ModelFact, text: str) -> str:
    if fact.quote in text:
        return fact.quote
    words = fact.quote.split()
    if not words:
        return fact.quote
    pattern = r"\s+".join(
        "".join("[её]" if letter in "её" else re.escape(letter) for letter in word.lower())
        for word in words
    )
    found = re.search(pattern, text, re.IGNORECASE)
    return found.group() if found else fact.quote
