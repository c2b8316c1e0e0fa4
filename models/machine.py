"""How much memory this machine has."""

import os
import sys
from pathlib import Path

import msgspec


class Memory(msgspec.Struct, frozen=True):
    """Bytes: all there is, and what programs may still take. 0 where the system does not say."""

    total: int
    free: int


def memory() -> Memory:
    """Of this machine, now."""
    if sys.platform == "win32":
        return _windows()
    try:
        lines = Path("/proc/meminfo").read_text("ascii").splitlines()
        kilobytes = {name: int(rest.split()[0]) for name, rest in (x.split(":") for x in lines)}
        return Memory(kilobytes["MemTotal"] << 10, kilobytes["MemAvailable"] << 10)
    except (OSError, ValueError, KeyError, IndexError):
        pass
    try:
        total = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError):
        total = 0
    return Memory(total, total)


def _windows() -> Memory:
    import ctypes

    class Status(ctypes.Structure):
        _fields_ = (
            ("length", ctypes.c_ulong),
            ("load", ctypes.c_ulong),
            *((name, ctypes.c_ulonglong) for name in ("total", "free", "a", "b", "c", "d", "e")),
        )

    status = Status(length=ctypes.sizeof(Status))
    if not ctypes.windll.kernel32.GlobalMemoryStatusEx(ctypes.byref(status)):  # type: ignore[attr-defined, unused-ignore]
        return Memory(0, 0)
    return Memory(status.total, status.free)
