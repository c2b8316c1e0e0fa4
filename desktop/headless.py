"""Waiting for the end: the window is closed, or the process is asked to stop."""

import asyncio
import contextlib
import signal
from typing import Any


async def until_stopped(desktop: Any) -> None:
    """Returns when the window was closed or SIGINT/SIGTERM came."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        # Windows' loops take no handlers: there the window is closed
        with contextlib.suppress(NotImplementedError, RuntimeError):
            loop.add_signal_handler(name, stop.set)
    closed = loop.create_task(desktop.closed())
    stopped = loop.create_task(stop.wait())
    await asyncio.wait({closed, stopped}, return_when=asyncio.FIRST_COMPLETED)
    for task in (closed, stopped):
        task.cancel()
    await asyncio.gather(closed, stopped, return_exceptions=True)
