"""The log file, for support: what happened and where, and nothing of what anybody wrote.

Of what is logged the sentence in the code stays; of its gaps only numbers, codes and names of
places in the code. Tracebacks keep their frames and the kind of the exception, not its words.
"""

import faulthandler
import logging
import re
import sys
import threading
import time
import traceback
import zipfile
from collections.abc import Mapping
from importlib.metadata import version
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType
from typing import Any, Final, TextIO

from core.domain.problems import ProblemError

FOLDER: Final = "logs"
LOG, CRASH = "threadline.log", "crash.txt"
_MOST: Final = 1_000_000
_KEPT: Final = 3
_CODE = re.compile(r"[A-Za-z_][A-Za-z0-9_.:-]{0,40}$")
_DIGITS = re.compile(r"\d{6,}")
_HIDDEN = "…"


def redacted(value: object) -> object:
    """A gap of a logged sentence as it may stand in the file."""
    if isinstance(value, ProblemError):
        return value.problem.code
    if isinstance(value, BaseException):
        return type(value).__name__
    if value is None or isinstance(value, bool | float):
        return value
    if isinstance(value, int):
        return value if abs(value) < 1_000_000 else _HIDDEN
    text = str(value)
    return text if _CODE.match(text) and not _DIGITS.search(text) else _HIDDEN


def frames(error: BaseException) -> str:
    """Where an exception came from: files, lines, functions, kinds."""
    lines: list[str] = []
    cause: BaseException | None = error
    while cause is not None and len(lines) < 60:
        for frame in traceback.extract_tb(cause.__traceback__)[-20:]:
            place = "/".join(Path(frame.filename).parts[-3:])
            lines.append(f"  {place}:{frame.lineno} {frame.name}")
        lines.append(f"  {redacted(cause)} ({type(cause).__name__})")
        cause = cause.__cause__ or (None if cause.__suppress_context__ else cause.__context__)
    return "\n".join(lines)


def said(record: logging.LogRecord) -> str:
    """The sentence of a record without what anybody wrote."""
    args: Any = record.args
    if isinstance(args, Mapping):
        args = {key: redacted(value) for key, value in args.items()}
    elif args:
        args = tuple(redacted(value) for value in args)
    try:
        return record.msg % args if args else str(record.msg)
    except (TypeError, ValueError):  # %d of what is hidden now
        return str(record.msg)


class Redacting(logging.Formatter):
    """Formats a record without what anybody wrote."""

    def format(self, record: logging.LogRecord) -> str:
        """One line, and the frames of the exception below it."""
        when = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(record.created))
        line = f"{when} {record.levelname} {record.name}: {said(record)}"
        error = record.exc_info[1] if isinstance(record.exc_info, tuple) else None
        return f"{line}\n{frames(error)}" if error is not None else line


class Logs:
    """The files in ``folder`` of a profile while the application runs."""

    def __init__(self, profile: Path) -> None:
        self.folder = profile / FOLDER
        self._crash: TextIO | None = None
        self._handler: logging.Handler | None = None
        self.crashed: Path | None = None
        """What the last run left when it ended as it should not."""

    def start(self) -> None:
        """Log to the file, and note whatever ends the process. A folder that cannot be written
        is done without."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            self.crashed = self._last_crash()
            handler = RotatingFileHandler(
                self.folder / LOG, maxBytes=_MOST, backupCount=_KEPT, encoding="utf-8", delay=True
            )
            self._crash = (self.folder / CRASH).open("w", encoding="utf-8")
        except OSError:
            return
        handler.setFormatter(Redacting())
        handler.setLevel(logging.INFO)
        self._handler = handler
        logging.getLogger().addHandler(handler)
        faulthandler.enable(self._crash, all_threads=True)
        sys.excepthook = _uncaught
        threading.excepthook = _uncaught_in_thread

    def _last_crash(self) -> Path | None:
        """The frames that a run before left, put aside."""
        crash = self.folder / CRASH
        if not crash.exists() or not crash.stat().st_size:
            return None
        aside = self.folder / f"crash-{time.strftime('%Y%m%d-%H%M%S')}.txt"
        crash.replace(aside)
        for old in sorted(self.folder.glob("crash-*.txt"))[:-5]:
            old.unlink(missing_ok=True)
        return aside

    def close(self) -> None:
        """The process ends as it should."""
        sys.excepthook, threading.excepthook = sys.__excepthook__, threading.__excepthook__
        if self._handler is not None:
            logging.getLogger().removeHandler(self._handler)
            self._handler.close()
        if self._crash is not None:
            faulthandler.disable()
            self._crash.close()
            (self.folder / CRASH).unlink(missing_ok=True)


def _uncaught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace)
        return
    logging.getLogger("threadline").critical("uncaught", exc_info=(kind, error, trace))


def _uncaught_in_thread(args: threading.ExceptHookArgs) -> None:
    if args.exc_value is not None:
        logging.getLogger("threadline").critical(
            "uncaught in a thread", exc_info=(args.exc_type, args.exc_value, args.exc_traceback)
        )


def export(profile: Path, out: Path) -> int:
    """All log files of a profile in one ZIP, with the version; returns how many."""
    files = sorted((profile / FOLDER).glob("*")) if (profile / FOLDER).is_dir() else []
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("about.txt", f"Threadline {version('threadline')}\n{sys.version}\n")
        for file in files:
            archive.write(file, file.name)
    return len(files)
