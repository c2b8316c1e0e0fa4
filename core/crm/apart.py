"""The workbook written by a process of its own, which ends with it.

With thousands of contacts openpyxl computes for seconds: in the window's process it would hold the
interpreter lock meanwhile. Blocking; to be called in a thread. Needs
``multiprocessing.freeze_support()`` first thing in the main module of a frozen build.
"""

import contextlib
import multiprocessing
import os
import signal
from collections.abc import Mapping, Sequence
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Final

from core.crm import workbook

SECONDS: Final = 300.0
"""Longer than the largest workbook takes on a slow machine."""


def put_rows(path: Path, columns: Sequence[str], rows: Sequence[Mapping[str, str]]) -> list[int]:
    """``workbook.put_rows`` in a process of low priority. Raises what that raises, and OSError
    where the process ends without an answer."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(
        target=_work, args=(theirs, path, tuple(columns), [dict(row) for row in rows]),
        name="threadline-workbook", daemon=True,
    )  # fmt: skip
    process.start()
    # The child must hold the only copy of its end, or its death goes unseen.
    theirs.close()
    answer: Any = OSError(None, "no answer", str(path))
    try:
        if ours.poll(SECONDS):
            answer = ours.recv()
    except (EOFError, OSError):
        pass
    finally:
        ours.close()
        process.join(5)
        if process.is_alive():
            process.kill()
            process.join()
        process.close()
    if isinstance(answer, Exception):
        raise answer
    found: list[int] = answer
    return found


def _work(
    pipe: Connection, path: Path, columns: Sequence[str], rows: Sequence[Mapping[str, str]]
) -> None:
    with contextlib.suppress(ValueError, OSError):
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    with contextlib.suppress(OSError, AttributeError):
        os.nice(10)
    try:
        answer: Any = workbook.put_rows(path, columns, rows, _wanted)
    except Exception as error:
        answer = error
    with contextlib.suppress(OSError):
        pipe.send(answer)


def _wanted() -> bool:
    """Whether who asked is still there: started again, it may have written something newer."""
    parent = multiprocessing.parent_process()
    return parent is not None and parent.is_alive()
