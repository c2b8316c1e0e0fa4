"""Getting a model: asked for at the hub, checked against this machine, downloaded, noted."""

import asyncio
import hashlib
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path
from typing import TypeVar

from core.domain.problems import Problem, ProblemError
from models.about import About, look
from models.catalog import Entry
from models.download import PAUSES, OnProgress, Progress, download
from models.hub import Hub, HubError, HubFile
from models.installed import Installed, look_at, note_origin, origin_of, path_of
from models.machine import Memory, memory

_T = TypeVar("_T")


async def get_model(
    hub: Hub,
    entry: Entry,
    folder: Path,
    *,
    on_progress: OnProgress = lambda _: None,
    anyway: bool = False,
    machine: Callable[[], Memory] = memory,
    pauses: tuple[float, ...] = PAUSES,
) -> Installed:
    """The model, installed; at once where it is already. Cancel it to pause.

    ``anyway``: even if this machine has not the memory for it. Raises ProblemError: what
    `download` and `models.about.look` raise, ``model-too-big``, ``model-name-taken``.
    """
    target = path_of(folder, entry.name, entry.kind)
    waiting = partial(on_progress, Progress("waiting", 0, 0))
    file = await _patiently(lambda: hub.file(entry.repo, entry.file), pauses[:4], waiting)
    if target.exists() and await asyncio.to_thread(_is_it, target, file):
        note_origin(target, file)
        return await asyncio.to_thread(look_at, target)

    def examine(head: bytes) -> bool:
        about = look(head, file.size, file.path.rpartition("/")[2])
        if about is None:
            return False
        judge(about, entry, None if anyway else machine())
        return True

    await download(hub, file, target, examine=examine, on_progress=on_progress, pauses=pauses)
    note_origin(target, file)
    return await asyncio.to_thread(look_at, target)


def judge(about: About, entry: Entry, machine: Memory | None) -> None:
    """Raises ProblemError where the file is no such model, or the machine too small for it."""
    if about.kind != entry.kind:
        raise ProblemError(Problem("model-foreign", {"name": entry.name, "detail": about.kind}))
    if machine is not None and 0 < machine.total < about.memory:
        sizes = {"mb": str(about.memory >> 20), "limit": str(machine.total >> 20)}
        raise ProblemError(Problem("model-too-big", {"name": entry.name, **sizes}))


def _is_it(target: Path, file: HubFile) -> bool:
    """Whether what stands there is that very file; an older one of the same place may go.

    Raises ProblemError (`model-name-taken`) where it is another model.
    """
    origin = origin_of(target)
    if target.stat().st_size == file.size:
        known = origin.sha256 if origin is not None else sha256_of(target)
        if known == file.sha256:
            return True
    if origin is None or (origin.repo, origin.path) != (file.repo, file.path):
        raise ProblemError(Problem("model-name-taken", {"name": target.stem}))
    return False


def sha256_of(path: Path) -> str:
    """Of a file's content, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


async def _patiently(
    ask: Callable[[], Awaitable[_T]], pauses: tuple[float, ...], waiting: Callable[[], None]
) -> _T:
    """Ask again while the hub may still answer."""
    for pause in pauses:
        try:
            return await ask()
        except HubError as error:
            if error.retry_in is None:
                raise
            waiting()
            await asyncio.sleep(max(pause, error.retry_in))
    return await ask()
