"""Noisy tests: what a test leaves running or logs as an error fails it.

After each test there may be no asyncio task, thread, child process or active Qt timer more than
before; what a fixture of a wider scope holds may stay until its own end. A logged ERROR fails the
test unless it is marked ``logs_errors``. Every test has a profile folder of its own, and the
machine's keyring is never asked.
"""

import asyncio
import gc
import logging
import os
import sqlite3
import sys
import threading
import time
import weakref
from collections.abc import Callable, Generator, Iterable
from pathlib import Path
from typing import Any, Final

os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ.setdefault("QT_LOGGING_RULES", "qt.qpa.*=false")
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.null.Keyring"

import keyring
import keyring.backends.null
import pytest
from hypothesis import settings

keyring.set_keyring(keyring.backends.null.Keyring())

settings.register_profile("dev", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "dev")

_GRACE: Final = 2.0
"""Seconds in which what was asked to end may end."""


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "logs_errors: the test expects errors in the log")


@pytest.fixture(autouse=True)
def own_folders(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Nothing of a test goes into the folders of whoever runs it."""
    home = tmp_path_factory.mktemp("home")
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"):
        monkeypatch.setenv(name, str(home / name.lower()))
    for name in [n for n in os.environ if n.startswith("THREADLINE_")]:
        monkeypatch.delenv(name)
    return home


class _Errors(logging.Handler):
    """Keeps what was logged as an error."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.lines: list[str] = []
        self.setFormatter(logging.Formatter("%(name)s: %(message)s"))

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


class _Watch:
    """What was there before a test, what wider fixtures added, what tasks a loop had to end."""

    def __init__(self) -> None:
        self.threads: set[threading.Thread] = set()
        self.children: set[int] = set()
        self.timers: set[int] = set()
        self.tasks: list[str] = []
        self.errors = _Errors()

    def allow_what_stands(self) -> None:
        self.threads |= set(threading.enumerate())
        self.children |= _children()
        self.timers |= {id(timer) for timer in _active_timers()}

    def leaks(self) -> list[str]:
        """One line for each thing that is left, after a short grace."""
        deadline = time.monotonic() + _GRACE
        if self._found():
            gc.collect()  # a pool that nobody has any more ends its threads when it is found
        while (found := self._found()) and time.monotonic() < deadline:
            time.sleep(0.02)
        return found + [f"task {name}" for name in self.tasks]

    def _found(self) -> list[str]:
        # a thread of Qt's that Python once saw stands as a dummy for ever, ended or not
        threads = [
            t
            for t in threading.enumerate()
            if t not in self.threads and t.is_alive() and not isinstance(t, threading._DummyThread)
        ]
        return [
            *(f"thread {t.name}" for t in threads),
            *(f"process {pid}: {_command(pid)}" for pid in _children() - self.children),
            *(
                f"Qt timer every {t.interval()} ms of {t.parent()}"
                for t in _active_timers()
                if id(t) not in self.timers
            ),
        ]


_watch = _Watch()


def _children() -> set[int]:
    """Processes of ours that still run, as Linux tells them; empty elsewhere."""
    found: set[int] = set()
    for listing in Path("/proc/self/task").glob("*/children"):
        try:
            pids = {int(pid) for pid in listing.read_text().split()}
        except OSError:  # the thread has just ended
            continue
        found |= {pid for pid in pids if _state(pid) != "Z" and not _is_tracker(pid)}
    return found


def _state(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2][:1]
    except OSError:
        return "Z"


def _command(pid: int) -> str:
    try:
        line = Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ")
    except OSError:
        return "gone"
    return line.decode(errors="replace").strip()[:120]


def _is_tracker(pid: int) -> bool:
    # multiprocessing's own helpers live as long as the interpreter
    return any(name in _command(pid) for name in ("resource_tracker", "forkserver"))


_timers: "weakref.WeakSet[Any]" = weakref.WeakSet()


def _note_timers() -> None:
    """From now on every QTimer that Python makes is known: to look for them among all objects
    takes longer than most tests."""
    core = sys.modules.get("PySide6.QtCore")
    if core is None or getattr(core.QTimer.__init__, "notes", False):
        return
    make = core.QTimer.__init__

    def noting(timer: Any, *args: Any, **named: Any) -> None:
        make(timer, *args, **named)
        _timers.add(timer)

    noting.notes = True  # type: ignore[attr-defined]
    core.QTimer.__init__ = noting
    kinds = _subclasses(core.QTimer)
    _timers.update(found for found in gc.get_objects() if type(found) in kinds)


def _active_timers() -> Iterable[Any]:
    """Running QTimers that Python knows of; none where Qt is not in use."""
    core = sys.modules.get("PySide6.QtCore")
    if core is None or core.QCoreApplication.instance() is None:
        return []
    import shiboken6

    _note_timers()
    core.QCoreApplication.sendPostedEvents(None, core.QEvent.Type.DeferredDelete.value)
    return [found for found in list(_timers) if shiboken6.isValid(found) and found.isActive()]


def _subclasses(kind: type) -> set[type]:
    return {kind}.union(*map(_subclasses, kind.__subclasses__()))


def _copy_new_databases() -> None:
    """A file with nothing in it gets a copy of what all steps of ours make of one: to take them
    takes longer than most tests. The steps have tests of their own, on files of old."""
    from core.store import database
    from core.store.steps import Steps, migrate

    lock = threading.Lock()
    made: dict[tuple[object, ...], sqlite3.Connection] = {}

    def migrating(
        conn: sqlite3.Connection,
        steps: Steps,
        told: Callable[[int, int], None] = lambda at, of: None,
    ) -> None:
        ours = tuple(steps._steps)
        if all(step.__module__.startswith("core.") for step in ours) and not _tables(conn):
            with lock:
                if ours not in made:
                    made[ours] = sqlite3.connect(":memory:", check_same_thread=False)
                    migrate(made[ours], steps)
                    made[ours].commit()
                made[ours].backup(conn)
            told(len(ours), len(ours))
        migrate(conn, steps, told)

    database.migrate = migrating


def _tables(conn: sqlite3.Connection) -> int:
    (count,) = conn.execute("SELECT count(*) FROM sqlite_master").fetchone()
    return int(count)


def pytest_collection_finish(session: pytest.Session) -> None:
    """What was imported is looked through by no collection."""
    _note_timers()
    _copy_new_databases()
    gc.collect()
    gc.freeze()


_cancel_all_tasks = asyncio.runners._cancel_all_tasks  # type: ignore[attr-defined]


def _note_tasks(loop: asyncio.AbstractEventLoop) -> None:
    """Stands in for what ends the tasks of a closing loop, and keeps their names."""
    for task in asyncio.all_tasks(loop):
        coro = task.get_coro()
        # aiohttp's server cancels its connections when it closes and does not wait for them
        if not getattr(coro, "__qualname__", "").startswith("RequestHandler."):
            _watch.tasks.append(f"{task.get_name()} {coro!r}")
    _cancel_all_tasks(loop)


asyncio.runners._cancel_all_tasks = _note_tasks  # type: ignore[attr-defined]


@pytest.hookimpl(wrapper=True)
def pytest_fixture_setup(fixturedef: Any) -> Generator[None, object, object]:
    result = yield
    if fixturedef.scope != "function":
        _watch.allow_what_stands()
    return result


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> Generator[None, object, object]:
    _watch.__init__()  # type: ignore[misc]
    _watch.allow_what_stands()
    logging.getLogger().addHandler(_watch.errors)
    return (yield)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_teardown(
    item: pytest.Item, nextitem: pytest.Item | None
) -> Generator[None, object, object]:
    result = yield
    if nextitem is None or nextitem.path != item.path:
        gc.collect()
        gc.freeze()  # what stands by now stands to the end
    logging.getLogger().removeHandler(_watch.errors)
    left = _watch.leaks()
    if left:
        pytest.fail("the test left behind:\n  " + "\n  ".join(left), pytrace=False)
    if _watch.errors.lines and item.get_closest_marker("logs_errors") is None:
        pytest.fail("logged as errors:\n  " + "\n  ".join(_watch.errors.lines), pytrace=False)
    return result
