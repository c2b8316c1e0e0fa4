"""JSON lines on stdin and stdout that never hold up the event loop.

Both ends are threads over the bare file descriptors: a thread that waits in sys.stdin's buffer
would hold its lock when the interpreter ends, event loops cannot watch a pipe on every system, and
a reader that takes its time must not stop the servers.
"""

from __future__ import annotations

import contextlib
import json
import os
import queue
import stat
import threading
from collections.abc import Callable
from typing import Any

_STDIN, _STDOUT = 0, 1
_LAST_SECONDS = 2.0


class Mouth:
    """Writes events to stdout, one a line, in order. A reader that is gone is not missed: the end
    of stdin tells of it."""

    def __init__(self) -> None:
        self._lines: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._write, name="sandbox-stdout", daemon=True)
        self._thread.start()

    def say(self, event: dict[str, Any]) -> None:
        """Say an event; returns at once."""
        self._lines.put(json.dumps(event, ensure_ascii=False).encode() + b"\n")

    def close(self) -> None:
        """Give the reader a moment to take what was said."""
        self._lines.put(None)
        self._thread.join(_LAST_SECONDS)

    def _write(self) -> None:
        with contextlib.suppress(OSError):
            while (line := self._lines.get()) is not None:
                while line:
                    line = line[os.write(_STDOUT, line) :]


def listen(put: Callable[[bytes | None], object]) -> None:
    """Read lines from stdin in a daemon thread; None at the end."""

    def read() -> None:
        rest = b""
        # The loop may be closed by the time a late line comes.
        with contextlib.suppress(OSError, RuntimeError):
            while chunk := os.read(_STDIN, 65536):
                *whole, rest = (rest + chunk).split(b"\n")
                for line in whole:
                    put(line)
            if rest:
                put(rest)
            put(None)

    threading.Thread(target=read, name="sandbox-stdin", daemon=True).start()


def nobody_speaks() -> bool:
    """Whether stdin is closed or the null device, as for a process in the background: its end
    then says nothing about who started it."""
    try:
        kind = os.fstat(_STDIN).st_mode
    except OSError:
        return True
    return stat.S_ISCHR(kind) and not os.isatty(_STDIN)
