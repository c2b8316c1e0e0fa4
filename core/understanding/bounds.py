"""Hard bounds on reading a document: what a crafted file may cost, whatever its reader thinks."""

import contextlib
import signal
import sys
from collections.abc import Iterator
from types import FrameType

SECONDS = 25.0
"""Above what readers allow themselves."""
MEGABYTES = 1_024
"""On top of what the process holds already."""


class Exceeded(BaseException):
    """Time is up. No reader may take it for a fault of the file and go on."""


@contextlib.contextmanager
def bounded(seconds: float = SECONDS, megabytes: int = MEGABYTES) -> Iterator[None]:
    """Raise Exceeded or MemoryError in what runs inside. For the main thread of a process of its
    own. Windows has neither clock nor limit: there the process is replaced when it hangs."""
    with _memory(megabytes), _clock(seconds):
        yield


@contextlib.contextmanager
def _clock(seconds: float) -> Iterator[None]:
    if sys.platform == "win32":
        yield
        return

    def ring(_number: int, _frame: FrameType | None) -> None:
        raise Exceeded

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


@contextlib.contextmanager
def _memory(megabytes: int) -> Iterator[None]:
    if sys.platform != "linux":
        yield
        return
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    with open("/proc/self/statm", encoding="ascii") as stat:
        held = int(stat.read().split()[0]) * resource.getpagesize()
    wanted = held + megabytes * 2**20
    if hard != resource.RLIM_INFINITY:
        wanted = min(wanted, hard)
    resource.setrlimit(resource.RLIMIT_AS, (wanted, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))
