"""Waiting for the end: the window is closed, or the process is asked to stop."""

import asyncio
import contextlib
import signal
from collections.abc import Coroutine
from typing import Any, Final

STOPPED: Final = 130
"""The exit code of what was asked to stop before its end."""


def asked() -> asyncio.Event:
    """Set by SIGINT and SIGTERM."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        # Windows' loops take no handlers: there the window is closed
        with contextlib.suppress(NotImplementedError, RuntimeError):
            loop.add_signal_handler(name, stop.set)
    return stop


async def until_asked(work: Coroutine[Any, Any, int | None]) -> int:
    """The outcome of ``work``; asked to stop, it is cancelled, cleans up, and STOPPED returned."""
    doing = asyncio.create_task(work)
    told = asyncio.create_task(asked().wait())
    await asyncio.wait({doing, told}, return_when=asyncio.FIRST_COMPLETED)
    told.cancel()
    if not doing.done():
        doing.cancel()
        await asyncio.wait({doing})
    await asyncio.gather(told, return_exceptions=True)
    return STOPPED if doing.cancelled() else doing.result() or 0
