"""What holds a loop: every gap between two of its ticks, where its time went, and what ran.

A gap's time is its thread's own work, its wait for a processor (both by the kernel's account), and
the rest: another thread had the interpreter's lock, or a disk was waited for. While a gap lasts a
signal writes the thread's stack down (holding a frame from Python would let painters live on).
Linux, and the loop of the main thread.
"""

import faulthandler
import os
import re
import signal
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final, NamedTuple

LONG_MS: Final = 16.0
_FIRST_LOOK, _NEXT_LOOK = 0.010, 0.005
_ROOT: Final = str(Path(__file__).parents[2]) + os.sep
_LINE: Final = re.compile(r'  File "(.+)", line (\d+) in (.+)')


class Gap(NamedTuple):
    """How long the loop did not tick, in ms: altogether, at work, waiting for a processor, waiting
    for something else; what the process's other threads worked meanwhile; and the stack seen most,
    innermost first."""

    ms: float
    worked: float
    waited: float
    rest: float
    others: float
    doing: str

    @property
    def ours(self) -> float:
        """What of it this process was at work. The thread that has the lock may wait for a
        processor itself: what nobody worked meanwhile is the machine's."""
        return self.worked + min(self.rest, self.others)

    def __str__(self) -> str:
        """In a line."""
        return (
            f"{self.ms:.0f} ms ({self.worked:.0f} at work, {self.waited:.0f} waiting for a"
            f" processor, {self.rest:.0f} for another thread or a disk; other threads worked"
            f" {self.others:.0f}): {self.doing}"
        )


class Stalls:
    """``tick`` is called by a timer of the loop, ``stop`` ends."""

    def __init__(self) -> None:
        self.all: list[float] = []
        self.long: list[Gap] = []
        self._stat = os.open(f"/proc/self/task/{threading.get_native_id()}/schedstat", os.O_RDONLY)
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 - closed by stop
        self._read = 0
        self._last, self._spent = time.perf_counter(), self._account()
        faulthandler.register(signal.SIGALRM, self._file, all_threads=False)

    def tick(self) -> None:
        """The loop is here."""
        now, spent = time.perf_counter(), self._account()
        ms = (now - self._last) * 1000
        self.all.append(ms)
        if ms > LONG_MS:
            worked, waited, all_ = ((b - a) / 1e6 for a, b in zip(self._spent, spent, strict=True))
            rest = max(0.0, ms - worked - waited)
            self.long.append(Gap(ms, worked, waited, rest, all_ - worked, self._seen()))
        self._read = os.fstat(self._file.fileno()).st_size
        signal.setitimer(signal.ITIMER_REAL, _FIRST_LOOK, _NEXT_LOOK)
        self._last, self._spent = time.perf_counter(), self._account()

    def stop(self) -> None:
        """Look no more."""
        signal.setitimer(signal.ITIMER_REAL, 0)
        faulthandler.unregister(signal.SIGALRM)
        self._file.close()
        os.close(self._stat)

    def worst(self, count: int) -> list[Gap]:
        """The gaps in which this process was longest at work."""
        return sorted(self.long, key=lambda gap: -gap.ours)[:count]

    def _account(self) -> tuple[int, int, int]:
        worked, waited = os.pread(self._stat, 100, 0).split()[:2]
        return int(worked), int(waited), time.process_time_ns()

    def _seen(self) -> str:
        text = os.pread(self._file.fileno(), 1 << 24, self._read).decode(errors="replace")
        looks = text.split("Stack (most recent call first):\n")[1:]
        seen = Counter(_short(look.splitlines()) for look in looks)
        return seen.most_common(1)[0][0] if seen else "nothing seen"


def _short(frames: Sequence[str]) -> str:
    """The innermost frame and those of ours that led there."""
    parts: list[str] = []
    for number, line in enumerate(frames):
        found = _LINE.match(line)
        if found is None:
            parts.append(line.strip())
            continue
        file, at, name = found.groups()
        ours = file.startswith(_ROOT) and "/.venv/" not in file
        if ours or number == 0 or (parts and number == 1 and not ours):
            file = file.removeprefix(_ROOT) if ours else Path(file).name
            parts.append(f"{file}:{at} {name}")
    return " < ".join(parts[:6])


def share(times: Sequence[float], part: float) -> float:
    """What that part of the times stays under."""
    return sorted(times)[min(len(times) - 1, int(len(times) * part))]


def watch_loop() -> tuple[Stalls, Callable[[], None]]:
    """Stalls of the Qt loop that runs in this thread, and what ends the watch."""
    from PySide6.QtCore import Qt, QTimer

    stalls, timer = Stalls(), QTimer()
    timer.setTimerType(Qt.TimerType.PreciseTimer)
    timer.timeout.connect(stalls.tick)
    timer.start(2)

    def end() -> None:
        timer.stop()
        stalls.stop()

    return stalls, end
