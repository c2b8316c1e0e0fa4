"""The recognizers' own process: answers requests on a pipe until the other end is gone."""

import contextlib
import functools
import logging
import os
import signal
import traceback
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any

from core.domain.problems import Problem
from core.understanding.attached import read_file
from core.understanding.bounds import Exceeded, bounded
from core.understanding.held import held
from core.understanding.ner import Tagger
from core.understanding.page_text import PageText
from core.understanding.recognize import read_by_rules

_log = logging.getLogger(__name__)


def load_tagger() -> Tagger | None:
    """The tagger, or None where natasha cannot be loaded: the rules go on without it."""
    try:
        return Tagger()
    except Exception:
        _log.exception("natasha does not load: names are read by rules alone")
        return None


def serve(pipe: Connection) -> None:
    """Answer ``(operation, argument)`` with ``(True, result)`` or ``(False, trace)``.

    Ends when the parent closes its end or dies: the pipe then reads as finished, for the child
    holds no copy of the parent's end.
    """
    with contextlib.suppress(ValueError, OSError):
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    with contextlib.suppress(OSError, AttributeError):
        os.nice(5)
    names = functools.cache(load_tagger)  # a process that reads documents alone does without
    while True:
        try:
            operation, argument = pipe.recv()
        except (EOFError, OSError):
            return
        try:
            answer: tuple[bool, Any] = (True, _do(operation, argument, names))
        except Exception:
            answer = (False, traceback.format_exc())
        try:
            pipe.send(answer)
        except (BrokenPipeError, OSError):
            return


def _do(operation: str, argument: Any, names: Callable[[], Tagger | None]) -> Any:
    match operation:
        case "read":
            return read_by_rules(argument, names())
        case "held":
            return held(*argument)
        case "document":
            try:
                with bounded():
                    return read_file(*argument)
            except Exceeded:
                return PageText(problem=Problem("document-unsafe"))
        case "ready":
            return names() is not None
        case "die":  # for the tests: as a native abort would end the process
            os._exit(3)
    raise ValueError(operation)
