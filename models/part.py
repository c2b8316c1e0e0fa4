"""A file on its way: what has come of it, kept so that it can go on after any end."""

import hashlib
import os
import threading
from pathlib import Path
from typing import Final

import msgspec

from core.domain.problems import Problem, ProblemError, unwritable

BLOCK: Final = 8 << 20


class _State(msgspec.Struct, frozen=True):
    """Which content the part is of, and what its server calls that content."""

    sha256: str
    size: int
    etag: str = ""


class Part:
    """``TARGET.part`` and ``TARGET.part.json``. Whoever opens it holds the lock of the target.

    What is there of another content is dropped. ``hash_more`` has to be called until it says no
    before anything is added. Raises ProblemError where the disk does not take it. Methods may be
    called from threads, one at a time; after ``close`` they do nothing.
    """

    def __init__(self, target: Path, sha256: str, size: int) -> None:
        self._target = target
        self.path = target.with_name(f"{target.name}.part")
        self._state_file = target.with_name(f"{target.name}.part.json")
        self._state = _State(sha256, size)
        self._lock = threading.Lock()
        self._hash = hashlib.sha256()
        self._hashed = 0
        before = _load(self._state_file)
        same = before is not None and (before.sha256, before.size) == (sha256, size)
        try:
            self._file = self.path.open("r+b" if same and self.path.exists() else "w+b")
            self.size = os.fstat(self._file.fileno()).st_size
            if before is not None and same:
                self._state = before
            else:
                self._keep()
        except OSError as error:
            raise ProblemError(unwritable(error, self.path)) from error
        if self.size > size:
            self.restart()
        self.resumed = self.size > 0

    @property
    def etag(self) -> str:
        """Of the server's content that the part began with."""
        return self._state.etag

    @property
    def complete(self) -> bool:
        """Whether all bytes are there, right or wrong."""
        return self.size == self._state.size

    @property
    def right(self) -> bool:
        """Whether these are the bytes that were announced."""
        return self._hashed == self.size and self._hash.hexdigest() == self._state.sha256

    def hash_more(self) -> int:
        """Read on in what was there before; how many bytes were read, 0 at its end."""
        with self._lock:
            if self._file.closed:
                return 0
            self._file.seek(self._hashed)
            data = self._file.read(min(BLOCK, self.size - self._hashed))
            self._hash.update(data)
            self._hashed += len(data)
            return len(data)

    def head(self, length: int) -> bytes:
        """The first bytes, as many as are there."""
        with self._lock:
            self._file.seek(0)
            return self._file.read(length)

    def append(self, data: bytes) -> None:
        """Add what came; it is with the system when this returns."""
        with self._lock:
            if self._file.closed:
                return
            try:
                self._file.seek(self.size)
                self._file.write(data)
                self._file.flush()
            except OSError as error:
                raise ProblemError(_no_room(error, self.path)) from error
            self._hash.update(data)
            self.size += len(data)
            self._hashed = self.size

    def begin(self, etag: str) -> None:
        """What follows comes from a content of that name."""
        if etag != self._state.etag:
            self._state = msgspec.structs.replace(self._state, etag=etag)
            self._keep()

    def restart(self) -> None:
        """Drop what has come."""
        with self._lock:
            self._file.truncate(0)
            self.size = self._hashed = 0
            self._hash = hashlib.sha256()
            self.resumed = False

    def finish(self) -> None:
        """Make it the target, durably."""
        with self._lock:
            try:
                os.fsync(self._file.fileno())
                self._file.close()
                self.path.replace(self._target)
                self._state_file.unlink(missing_ok=True)
            except OSError as error:
                raise ProblemError(_no_room(error, self._target)) from error

    def discard(self) -> None:
        """Leave nothing."""
        self.close()
        self.path.unlink(missing_ok=True)
        self._state_file.unlink(missing_ok=True)

    def close(self) -> None:
        """Leave it as it is, to go on another time; waits for a write that is under way."""
        with self._lock:
            self._file.close()

    def _keep(self) -> None:
        fresh = self._state_file.with_name(f"{self._state_file.name}.new")
        try:
            fresh.write_bytes(msgspec.json.encode(self._state))
            fresh.replace(self._state_file)
        except OSError as error:
            raise ProblemError(_no_room(error, self.path)) from error


def unfinished(target: Path) -> tuple[int, int] | None:
    """How much has come and how much there is of a target that is on its way; else None."""
    part = target.with_name(f"{target.name}.part")
    state = _load(part.with_name(f"{part.name}.json"))
    if state is None or not part.is_file():
        return None
    return part.stat().st_size, state.size


def _load(file: Path) -> _State | None:
    try:
        return msgspec.json.decode(file.read_bytes(), type=_State)
    except (OSError, msgspec.DecodeError, UnicodeError):
        return None


def _no_room(error: OSError, path: Path) -> Problem:
    problem = unwritable(error, path)
    return Problem("model-disk", problem.params) if problem.code == "disk-full" else problem
