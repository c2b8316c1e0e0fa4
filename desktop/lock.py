"""One process a profile: who opens its log holds the lock until the end."""

from pathlib import Path

from core.domain.problems import Problem, ProblemError, unwritable
from core.support.locks import FileLock, take_lock


def lock_profile(folder: Path) -> FileLock:
    """The lock of a profile's folder; it is given back when the object goes, or the process.
    It asks neither for a process id nor for the name of the machine, which another start may
    share or have lost.

    Raises ProblemError: ``store-locked`` while another process has it, ``profile-unwritable``.
    """
    file = folder / "threadline.lock"
    try:
        lock = take_lock(file)
    except OSError as error:
        raise ProblemError(unwritable(error, file)) from error
    if lock is None:
        raise ProblemError(Problem("store-locked", {"path": str(folder)}))
    return lock
