"""What a process holds in memory, and whether that grows. Linux alone."""

import ctypes
import gc
import math
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Final, NamedTuple

_SMAPS: Final = Path("/proc/self/smaps_rollup")
_KB: Final = 1024.0
_T: Final = 1.8
"""Student's t for a bound that holds in 95 of 100 cases, of some ten points."""


class Held(NamedTuple):
    """MB: all that is resident; what is the process's own and cannot be given back (``anon``);
    pages of files, which can; what malloc has handed out and what it keeps for later; what of it
    SQLite has (pages and prepared statements, bounded for each connection). ``objects`` are those
    that the collector follows."""

    resident: float
    anon: float
    files: float
    used: float
    kept: float
    sqlite: float
    objects: int
    threads: int


class _Info(ctypes.Structure):
    """``struct mallinfo2`` (https://man7.org/linux/man-pages/man3/mallinfo.3.html)."""

    _fields_ = [
        (name, ctypes.c_size_t)
        for name in (
            "arena", "ordblks", "smblks", "hblks", "hblkhd", "usmblks", "fsmblks", "uordblks",
            "fordblks", "keepcost",
        )
    ]  # fmt: skip


def _malloc() -> tuple[float, float]:
    try:
        ask = ctypes.CDLL(None).mallinfo2
    except AttributeError:  # another C library
        return 0.0, 0.0
    ask.restype = _Info
    info = ask()
    return (info.uordblks + info.hblkhd) / _KB / _KB, info.fordblks / _KB / _KB


def _sqlite() -> float:
    """https://www.sqlite.org/c3ref/memory_highwater.html, where the library is one of its own."""
    maps = Path("/proc/self/maps").read_text().splitlines()
    library = next((line.split()[-1] for line in maps if "libsqlite3" in line), None)
    if library is None:
        return 0.0
    ask = ctypes.CDLL(library).sqlite3_memory_used
    ask.restype = ctypes.c_int64
    return float(ask()) / _KB / _KB


def _give_back() -> None:
    """What malloc keeps of a burst that is over is given back
    (https://man7.org/linux/man-pages/man3/malloc_trim.3.html)."""
    if trim := getattr(ctypes.CDLL(None), "malloc_trim", None):
        trim(0)


def held() -> Held:
    """Now, after a full collection, and without what is only kept for later."""
    gc.collect()
    _give_back()
    read = {}
    for line in _SMAPS.read_text().splitlines()[1:]:
        name, _, rest = line.partition(":")
        read[name] = int(rest.split()[0]) / _KB
    used, kept = _malloc()
    return Held(
        read["Rss"], read["Anonymous"], read["Rss"] - read["Anonymous"], used, kept,
        _sqlite(), len(gc.get_objects()), threading.active_count(),
    )  # fmt: skip


def slope(values: Sequence[float]) -> tuple[float, float]:
    """How much values at even steps grow a step, by the least squares, and what lies above that in
    5 of 100 cases; (0, infinity) for fewer than three."""
    n = len(values)
    if n < 3:
        return 0.0, math.inf
    middle, mean = (n - 1) / 2, sum(values) / n
    spread = sum((at - middle) ** 2 for at in range(n))
    grows = sum((at - middle) * (one - mean) for at, one in enumerate(values)) / spread
    off = sum((one - mean - grows * (at - middle)) ** 2 for at, one in enumerate(values))
    return grows, grows + _T * math.sqrt(off / (n - 2) / spread)
