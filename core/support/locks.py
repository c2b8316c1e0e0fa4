"""The system's own lock on a file: it goes with the process, however that ends."""

import os
import sys
from pathlib import Path


class FileLock:
    """Held from `take_lock` until it is given back, or the process ends."""

    def __init__(self, handle: int) -> None:
        self._handle: int | None = handle

    def unlock(self) -> None:
        """Give it back. The file stays: whoever removed it could remove another's lock."""
        handle, self._handle = self._handle, None
        if handle is not None:
            os.close(handle)

    def __del__(self) -> None:
        self.unlock()


def take_lock(file: Path) -> FileLock | None:
    """The lock of that file, which is made; None while another has it, in this process too.

    Raises OSError where the file cannot be made.
    """
    handle = os.open(file, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        _take(handle)
    except OSError:
        os.close(handle)
        return None
    return FileLock(handle)


def _take(handle: int) -> None:
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
