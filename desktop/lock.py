"""One process a profile: who opens its log holds the lock until the end."""

import os
import sys
from pathlib import Path

from core.domain.problems import Problem, ProblemError, unwritable


class ProfileLock:
    """The system's own lock on a file: it goes with the process, however that ends, and asks
    neither for a process id nor for the name of the machine, which another start may share or
    have lost."""

    def __init__(self, handle: int) -> None:
        self._handle: int | None = handle

    def unlock(self) -> None:
        """Give it back."""
        handle, self._handle = self._handle, None
        if handle is not None:
            os.close(handle)

    def __del__(self) -> None:
        self.unlock()


def lock_profile(folder: Path) -> ProfileLock:
    """The lock of a profile's folder; it is given back when the object goes, or the process.

    Raises ProblemError: ``store-locked`` while another process has it, ``profile-unwritable``.
    """
    file = folder / "threadline.lock"
    try:
        handle = os.open(file, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise ProblemError(unwritable(error, file)) from error
    try:
        _take(handle)
    except OSError as error:
        os.close(handle)
        raise ProblemError(Problem("store-locked", {"path": str(folder)})) from error
    return ProfileLock(handle)


def _take(handle: int) -> None:
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
