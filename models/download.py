"""A file from a hub onto the disk: over broken lines, paused and gone on with, checked."""

import asyncio
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, Literal

import msgspec

from core.domain.problems import Problem, ProblemError, unwritable
from core.support.locks import take_lock
from models.hub import Hub, HubError, HubFile, RangeError
from models.part import Part

PAUSES: Final = (0.5, 1.0, 2.0, 5.0, 10.0, 20.0)
"""Seconds between tries that brought nothing; after the last one it is given up for now."""
SPARE: Final = 64 << 20
"""Bytes that the disk keeps free beside the file."""
_FIRST_LOOK: Final = 4
_NEXT_LOOK: Final = 256 << 10

Stage = Literal["checking", "loading", "waiting"]


class Progress(msgspec.Struct, frozen=True):
    """``done`` of ``total`` bytes (0 while that is not known); ``checking`` what was there before,
    or ``waiting`` before the next try."""

    stage: Stage
    done: int
    total: int


OnProgress = Callable[[Progress], None]
Examine = Callable[[bytes], bool]


async def download(
    hub: Hub,
    file: HubFile,
    target: Path,
    *,
    examine: Examine,
    on_progress: OnProgress = lambda _: None,
    pauses: tuple[float, ...] = PAUSES,
) -> None:
    """Returns when ``target`` stands there, whole and with the announced checksum.

    Cancel it to pause: what has come stays, and the next call goes on from there. ``examine`` is
    given the first bytes, more of them each time, until it is content (True); what it raises ends
    the download and drops what has come.

    Raises ProblemError: ``model-downloading`` while another download of the target runs,
    ``model-disk``, ``model-checksum``, what ``examine`` raises, HubError.
    """
    with _locked(target):
        part = Part(target, file.sha256, file.size)
        try:
            await _Download(hub, file, part, examine, on_progress, pauses).run()
        finally:
            # the last write may still be under way in its thread; the lock is kept until then
            await asyncio.shield(asyncio.to_thread(part.close))


@contextmanager
def _locked(target: Path) -> Iterator[None]:
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        lock = take_lock(lock_file(target))
    except OSError as error:
        raise ProblemError(unwritable(error, target)) from error
    if lock is None:
        raise ProblemError(Problem("model-downloading", {"name": target.stem}))
    try:
        yield
    finally:
        lock.unlock()


def lock_file(target: Path) -> Path:
    """Held by whoever downloads the target."""
    return target.with_name(f".{target.name}.lock")


class _Download:
    """One run of `download`."""

    def __init__(
        self,
        hub: Hub,
        file: HubFile,
        part: Part,
        examine: Examine,
        on_progress: OnProgress,
        pauses: tuple[float, ...],
    ) -> None:
        self._hub = hub
        self._file = file
        self._part = part
        self._examine = examine
        self._pauses = pauses
        self._on_progress = on_progress
        self._next_look: int | None = _FIRST_LOOK

    async def run(self) -> None:
        part = self._part
        while await asyncio.to_thread(part.hash_more):
            self._tell("checking")
        self._room()
        await self._look()
        await self._fetch_all()
        if not part.right and part.resumed:
            # what was there before may have suffered, so nothing of it is believed
            await asyncio.to_thread(part.restart)
            self._next_look = _FIRST_LOOK
            await self._fetch_all()
        if not part.right:
            part.discard()
            raise ProblemError(Problem("model-checksum", {"name": self._name}))
        await asyncio.to_thread(part.finish)

    @property
    def _name(self) -> str:
        return self._file.path.rpartition("/")[2]

    def _tell(self, stage: Stage) -> None:
        self._on_progress(Progress(stage, self._part.size, self._file.size))

    def _room(self) -> None:
        missing = self._file.size - self._part.size + SPARE
        free = shutil.disk_usage(self._part.path.parent).free
        if missing > free:
            params = {"path": str(self._part.path.parent), "mb": str((missing - free) >> 20)}
            raise ProblemError(Problem("model-disk", params))

    async def _fetch_all(self) -> None:
        """Until all bytes are there, trying again as long as tries bring something."""
        failures, most = 0, self._part.size
        while not self._part.complete:
            self._tell("loading")
            try:
                await self._fetch()
                continue
            except RangeError:
                await asyncio.to_thread(self._part.restart)
                error: HubError = _line_broken(self._file)
            except HubError as refused:
                if refused.retry_in is None:
                    raise
                error = refused
            if self._part.size > most:
                failures, most = 0, self._part.size
            if failures == len(self._pauses):
                raise error
            self._tell("waiting")
            await asyncio.sleep(max(self._pauses[failures], error.retry_in or 0))
            failures += 1

    async def _fetch(self) -> None:
        """One connection. Raises HubError where it ends early."""
        part = self._part
        async with self._hub.stream(self._file, part.size, part.etag) as stream:
            if stream.start:
                part.resumed = True
            elif part.size:
                await asyncio.to_thread(part.restart)
            part.begin(stream.etag)
            async for data in stream.chunks:
                if part.size + len(data) > self._file.size:
                    raise HubError(Problem("model-hub-other", {"name": self._name}))
                await asyncio.to_thread(part.append, data)
                self._tell("loading")
                await self._look()
        if not part.complete:
            raise _line_broken(self._file)

    async def _look(self) -> None:
        size = self._part.size
        if self._next_look is None or size < min(self._next_look, self._file.size):
            return
        self._next_look = max(_NEXT_LOOK, 2 * size)
        try:
            if await asyncio.to_thread(lambda: self._examine(self._part.head(size))):
                self._next_look = None
        except ProblemError:
            self._part.discard()
            raise


def _line_broken(file: HubFile) -> HubError:
    return HubError(Problem("model-line-broken", {"name": file.path.rpartition("/")[2]}), 0)
