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
    pages of files, which can; what malloc has handed out and what it keeps for later. ``objects``
    are those that the collector follows."""

    resident: float
    anon: float
    files: float
    used: float
    kept: float
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


def held() -> Held:
    """Now, after a full collection."""
    gc.collect()
    read = {}
    for line in _SMAPS.read_text().splitlines()[1:]:
        name, _, rest = line.partition(":")
        read[name] = int(rest.split()[0]) / _KB
    used, kept = _malloc()
    return Held(
        read["Rss"], read["Anonymous"], read["Rss"] - read["Anonymous"], used, kept,
        len(gc.get_objects()), threading.active_count(),
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
