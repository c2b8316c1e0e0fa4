"""The models folder: what is installed, what is on its way, and taking one away."""

from collections.abc import Iterable
from pathlib import Path

import msgspec

from core.domain.problems import Problem, ProblemError, unwritable
from core.support.locks import take_lock
from models.about import About, Kind, inspect
from models.catalog import SUFFIXES, is_name
from models.download import lock_file
from models.hub import HubFile
from models.part import unfinished


class Installed(msgspec.Struct, frozen=True):
    """A model file. ``about`` is None where ``problem`` says why it cannot be used; ``origin``
    is None for a file that somebody put there by hand."""

    name: str
    path: Path
    about: About | None
    problem: Problem | None
    origin: HubFile | None


class Unfinished(msgspec.Struct, frozen=True):
    """A download that was paused or broke off: ``done`` of ``total`` bytes."""

    name: str
    done: int
    total: int


def path_of(folder: Path, name: str, kind: Kind) -> Path:
    """Where a model lies."""
    return folder / f"{name}{SUFFIXES[kind]}"


def installed(folder: Path) -> list[Installed]:
    """Every model of the folder, by name; the files' heads are read."""
    paths = (path for suffix in SUFFIXES.values() for path in folder.glob(f"*{suffix}"))
    return sorted(map(look_at, paths), key=lambda one: one.name.lower())


def look_at(path: Path) -> Installed:
    """One model file."""
    try:
        about, problem = inspect(path), None
    except ProblemError as error:
        about, problem = None, error.problem
    return Installed(path.stem, path, about, problem, origin_of(path))


def on_their_way(folder: Path) -> list[Unfinished]:
    """Downloads that can go on."""
    found = []
    for part in sorted(folder.glob("*.part")):
        target = part.with_suffix("")
        state = unfinished(target)
        if state is not None:
            found.append(Unfinished(target.stem, *state))
    return found


def origin_of(path: Path) -> HubFile | None:
    """Where the file came from, as it was noted."""
    try:
        return msgspec.json.decode(_note_of(path).read_bytes(), type=HubFile)
    except (OSError, msgspec.DecodeError, UnicodeError):
        return None


def note_origin(path: Path, origin: HubFile) -> None:
    """Keep where the file came from. Raises ProblemError."""
    note = _note_of(path)
    fresh = note.with_name(f"{note.name}.new")
    try:
        fresh.write_bytes(msgspec.json.encode(origin))
        fresh.replace(note)
    except OSError as error:
        raise ProblemError(unwritable(error, note)) from error


def remove(folder: Path, name: str) -> None:
    """Take the model away, and what has come of it.

    Raises ProblemError: ``model-not-installed``, ``model-downloading``.
    """
    targets = [path_of(folder, name, kind) for kind in SUFFIXES] if is_name(name) else []
    there = [path for path in targets if path.exists() or unfinished(path)]
    if not there:
        raise ProblemError(Problem("model-not-installed", {"name": name}))
    for target in there:
        try:
            lock = take_lock(lock_file(target))
            if lock is None:
                raise ProblemError(Problem("model-downloading", {"name": name}))
            _unlink(_files_of(target))
            lock.unlock()
        except OSError as error:
            raise ProblemError(unwritable(error, target)) from error


def _note_of(path: Path) -> Path:
    return path.with_name(f"{path.name}.json")


def _files_of(target: Path) -> list[Path]:
    part = target.with_name(f"{target.name}.part")
    return [target, _note_of(target), part, part.with_name(f"{part.name}.json")]


def _unlink(paths: Iterable[Path]) -> None:
    for path in paths:
        path.unlink(missing_ok=True)
