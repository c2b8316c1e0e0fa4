"""One process a profile: who opens its log holds the lock until the end."""

from pathlib import Path

from PySide6.QtCore import QLockFile

from core.domain.problems import Problem, ProblemError


def lock_profile(folder: Path) -> QLockFile:
    """The lock of a profile's folder; it is given back when the object goes, or the process.

    Raises ProblemError(``store-locked``) while another process has it.
    """
    lock = QLockFile(str(folder / "threadline.lock"))
    lock.setStaleLockTime(0)
    if not lock.tryLock(100):
        raise ProblemError(Problem("store-locked", {"path": str(folder)}))
    return lock
