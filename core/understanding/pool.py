"""Recognizers behind one interface: in a child process for the desktop, in this one for tools.

The tagger is pure Python and takes seconds to load: in the window's process it would hold the
interpreter lock while the operator types. Needs ``multiprocessing.freeze_support()`` first thing in
the main module of a frozen build.
"""

import asyncio
import contextlib
import logging
import multiprocessing
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from pathlib import Path
from typing import Any, Protocol, cast

from core.domain.problems import Problem, ProblemError
from core.domain.reading import Candidate, ModelReading, Turn
from core.understanding import child
from core.understanding.attached import read_file
from core.understanding.held import held
from core.understanding.ner import Tagger
from core.understanding.page_text import PageText
from core.understanding.recognize import RuleReading, read_by_rules

_ONE_THREAD = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS")
READ_SECONDS = 60.0
"""For one request, a slow first load of the tagger included."""
_log = logging.getLogger(__name__)


@contextlib.contextmanager
def _single_threaded() -> Iterator[None]:
    """What is started within multiplies matrices on one thread: the tagger's are small, and
    threads that wait for each other beside a busy model cost ten times what they bring."""
    before = {name: os.environ.get(name) for name in _ONE_THREAD}
    os.environ.update(dict.fromkeys(_ONE_THREAD, "1"))
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


class Recognizers(Protocol):
    """What the reader asks of the rules. Raises ProblemError ``reader-failed``."""

    async def read(self, turns: Sequence[Turn]) -> RuleReading:
        """Read the last of ``turns``, a client's."""

    async def held(self, said: ModelReading, turns: Sequence[Turn]) -> tuple[Candidate, ...]:
        """The model's facts that stand literally in the last of ``turns``, canonical."""

    async def read_document(self, path: Path, name: str, mime: str) -> PageText:
        """The text of a file, by page. ``name`` and ``mime`` are its sender's."""

    async def close(self) -> None:
        """Leave nothing running."""


class LocalRecognizers:
    """In this process, at once. ``tagger`` None: without natasha's names."""

    def __init__(self, tagger: Tagger | None = None) -> None:
        self._tagger = tagger

    async def read(self, turns: Sequence[Turn]) -> RuleReading:
        """Read the last of ``turns``."""
        return read_by_rules(turns, self._tagger)

    async def held(self, said: ModelReading, turns: Sequence[Turn]) -> tuple[Candidate, ...]:
        """The model's facts that stand in the last of ``turns``."""
        return held(said, turns)

    async def read_document(self, path: Path, name: str, mime: str) -> PageText:
        """The text of a file, by page."""
        return read_file(str(path), name, mime)

    async def close(self) -> None:
        """Nothing to leave."""


class RecognizerPool:
    """One spawned child, started at the first request and replaced when it dies or hangs.

    Requests are answered one by one. A request that ends the child is tried once more in a new
    one, then raises ProblemError.
    """

    def __init__(self, *, seconds: float = READ_SECONDS) -> None:
        self._seconds = seconds
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="recognizers")
        self._process: SpawnProcess | None = None
        self._pipe: Connection | None = None
        self._closed = False
        self._busy = False

    async def start(self) -> bool:
        """Start the child and wait until it is loaded; whether names are tagged."""
        return cast(bool, await self._ask("ready", None))

    async def read(self, turns: Sequence[Turn]) -> RuleReading:
        """Read the last of ``turns``, a client's."""
        return cast(RuleReading, await self._ask("read", tuple(turns)))

    async def held(self, said: ModelReading, turns: Sequence[Turn]) -> tuple[Candidate, ...]:
        """The model's facts that stand in the last of ``turns``."""
        if not said.facts:
            return ()
        return cast(tuple[Candidate, ...], await self._ask("held", (said, tuple(turns))))

    async def read_document(self, path: Path, name: str, mime: str) -> PageText:
        """The text of a file, by page. One that ends the child or exceeds its bounds is unsafe."""
        try:
            return cast(PageText, await self._ask("document", (str(path), name, mime)))
        except ProblemError:
            return PageText(problem=Problem("document-unsafe"))

    async def close(self) -> None:
        """End the child and the thread; later requests fail."""
        if self._closed:
            return
        self._closed = True
        process = self._process
        if process is not None and self._busy:
            process.kill()
        await asyncio.get_running_loop().run_in_executor(self._thread, self._stop)
        self._thread.shutdown(wait=True, cancel_futures=True)

    @property
    def pid(self) -> int | None:
        """The child's process id, None while there is none."""
        return self._process.pid if self._process else None

    async def _ask(self, operation: str, argument: Any) -> Any:
        if self._closed:
            raise ProblemError(Problem("reader-failed"))
        loop = asyncio.get_running_loop()
        ok, answer = await loop.run_in_executor(self._thread, self._exchange, operation, argument)
        if not ok:
            if answer:
                _log.error("the recognizers failed: %s", answer)
            raise ProblemError(Problem("reader-failed"))
        return answer

    # Below: on the pool's one thread.

    def _exchange(self, operation: str, argument: Any) -> tuple[bool, Any]:
        if self._closed:
            return False, ""
        self._busy = True
        try:
            return self._try(operation, argument)
        finally:
            self._busy = False

    def _try(self, operation: str, argument: Any) -> tuple[bool, Any]:
        for _attempt in range(2):
            pipe = self._pipe or self._start()
            try:
                pipe.send((operation, argument))
                if pipe.poll(self._seconds):
                    return cast(tuple[bool, Any], pipe.recv())
                _log.warning("the recognizers do not answer: replaced")
            except (EOFError, OSError):
                _log.warning("the recognizers' process ended: replaced")
            self._stop(kill=True)
            if self._closed:
                break
        return False, ""

    def _start(self) -> Connection:
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe(duplex=True)
        process = context.Process(
            target=child.serve, args=(theirs,), name="threadline-recognizers", daemon=True
        )
        with _single_threaded():
            process.start()
        # The child must hold the only copy of its end, or the death of either goes unseen.
        theirs.close()
        self._process, self._pipe = process, ours
        return ours

    def _stop(self, *, kill: bool = False) -> None:
        process, pipe = self._process, self._pipe
        self._process = self._pipe = None
        if pipe is not None:
            pipe.close()
        if process is None:
            return
        if kill:
            process.kill()
        process.join(5)
        if process.is_alive():
            process.kill()
            process.join(5)
        process.close()
