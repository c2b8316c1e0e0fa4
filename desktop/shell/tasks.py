"""An owner for coroutines started from the window: keeps them, reports them, ends them."""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from typing import Any

from core.domain.problems import Problem, ProblemError

log = logging.getLogger(__name__)


class Tasks:
    """Starts work on the running loop. What fails with a problem goes to ``on_problem``, any
    other failure is a bug and is logged with its trace."""

    def __init__(self, on_problem: Callable[[Problem], None] | None = None) -> None:
        self._running: set[asyncio.Task[Any]] = set()
        self._closed = False
        self.on_problem = on_problem

    def start(self, work: Coroutine[Any, Any, object]) -> asyncio.Task[Any] | None:
        """Run ``work``; None when this owner is closed (the work is dropped)."""
        if self._closed:
            work.close()
            return None
        task = asyncio.ensure_future(work)
        self._running.add(task)
        task.add_done_callback(self._done)
        return task

    def _done(self, task: asyncio.Task[Any]) -> None:
        self._running.discard(task)
        if task.cancelled():
            return
        error = task.exception()
        if isinstance(error, ProblemError):
            if self.on_problem is not None:
                self.on_problem(error.problem)
        elif error is not None:
            log.error("work of the window failed", exc_info=error)

    async def close(self) -> None:
        """Cancel what runs and wait until it has ended."""
        self._closed = True
        running = list(self._running)
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)


class Latest:
    """Runs one refresh at a time: asked for while one runs, it runs once more afterwards."""

    def __init__(self, tasks: Tasks, work: Callable[[], Coroutine[Any, Any, None]]) -> None:
        self._tasks = tasks
        self._work = work
        self._running = False
        self._again = False

    def ask(self) -> None:
        """Refresh soon."""
        if self._running:
            self._again = True
            return
        self._running = True
        if self._tasks.start(self._run()) is None:
            self._running = False

    async def _run(self) -> None:
        try:
            while True:
                self._again = False
                await self._work()
                if not self._again:
                    return
        finally:
            self._running = False
