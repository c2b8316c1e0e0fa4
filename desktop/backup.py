"""Everything of a profile in one file under a password: the log, files of messages, settings,
accounts. Models are not in it, they can be got again.

The file: a line that says what it is, 16 bytes of salt, then parts of a tar stream, each with its
length (4 bytes, big-endian), sealed by AES-256-GCM. The key is scrypt's of the password; the nonce
counts the parts and the last one says so, so that none can be left out, moved or cut off (the
STREAM construction, https://eprint.iacr.org/2015/189).
"""

import io
import json
import os
import shutil
import sqlite3
import tarfile
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Final, NamedTuple, cast

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from core.domain.problems import Problem, ProblemError, unwritable
from core.ports import Secrets
from desktop.bots import SETTING as BOTS
from desktop.bots import token_names
from desktop.lock import lock_profile
from desktop.profile import Profile
from desktop.telegrams import SETTING as ACCOUNTS
from desktop.telegrams import session_names
from desktop.viewmodels.settings import SECRETS

MAGIC: Final = b"THREADLINE BACKUP 1\n"
PART: Final = 1 << 20
_SALT, _SEAL = 16, 16
DATABASE, SETTINGS = "threadline.db", "settings.json"
Told = Callable[[int, int], None]
"""Hears how far it is: bytes done, bytes in all. What it raises ends the work without a trace."""


def _nobody(_done: int, _total: int) -> None:
    return


class Unpacked(NamedTuple):
    """A backup that was opened beside the profile that it may replace, and its secrets."""

    folder: Path
    secrets: dict[str, str]


def _cipher(password: str, salt: bytes) -> AESGCM:
    return AESGCM(Scrypt(salt=salt, length=32, n=1 << 15, r=8, p=1).derive(password.encode()))


def _nonce(number: int) -> bytes:
    return number.to_bytes(12, "big")


class _Sealing(io.RawIOBase):
    """Takes a stream and writes it sealed."""

    def __init__(
        self, out: IO[bytes], password: str, told: Callable[[int], None] = lambda _done: None
    ) -> None:
        salt = os.urandom(_SALT)
        out.write(MAGIC + salt)
        self._told = told
        self._out, self._cipher = out, _cipher(password, salt)
        self._left, self._number = b"", 0

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        """Any number of bytes."""
        given = bytes(cast(bytes, data))
        self._left += given
        while len(self._left) > PART:
            self._put(self._left[:PART], last=False)
            self._left = self._left[PART:]
        return len(given)

    def finish(self) -> None:
        """What is left is the last part."""
        self._put(self._left, last=True)

    def _put(self, part: bytes, *, last: bool) -> None:
        sealed = self._cipher.encrypt(_nonce(self._number), part, b"last" if last else b"more")
        self._out.write(len(sealed).to_bytes(4, "big") + sealed)
        self._number += 1
        self._told(self._number * PART)


class _Opening(io.RawIOBase):
    """Gives what was sealed. Raises ProblemError: ``backup-password`` where the first part does
    not open, ``backup-broken`` where a later one does not or the end is missing."""

    def __init__(
        self, source: IO[bytes], password: str, told: Callable[[], None] = lambda: None
    ) -> None:
        self._told = told
        if source.read(len(MAGIC)) != MAGIC:
            raise ProblemError(Problem("backup-none"))
        self._source, self._cipher = source, _cipher(password, source.read(_SALT))
        self._ready, self._number, self._last = b"", 0, False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        """As io.RawIOBase wants it."""
        room = memoryview(cast(bytearray, buffer))
        while not self._ready and not self._last:
            self._ready = self._next()
        size = min(len(room), len(self._ready))
        room[:size] = self._ready[:size]
        self._ready = self._ready[size:]
        return size

    def _next(self) -> bytes:
        length = int.from_bytes(self._source.read(4), "big")
        sealed = self._source.read(min(length, PART + _SEAL))
        nonce = _nonce(self._number)
        self._number += 1
        self._told()
        for last, said in ((False, b"more"), (True, b"last")):
            try:
                part = self._cipher.decrypt(nonce, sealed, said)
            except (InvalidTag, ValueError):
                continue
            self._last = last
            return part
        whole = len(sealed) == length >= _SEAL
        code = "backup-password" if whole and self._number == 1 else "backup-broken"
        raise ProblemError(Problem(code))


def back_up(
    profile: Path, secrets: Secrets, out: Path, password: str, told: Told = _nobody
) -> None:
    """Write the backup of a profile that may be open; ``out`` is there whole or not at all.
    Blocks. Raises ProblemError: ``disk-full``, ``profile-unwritable``."""
    part = out.with_name(f"{out.name}.part")
    try:
        with tempfile.TemporaryDirectory(dir=out.parent, prefix=".threadline-") as scratch:
            snapshot = Path(scratch) / DATABASE
            told(0, 0)
            _snapshot(profile / DATABASE, snapshot)
            total = snapshot.stat().st_size + _size(profile / "media")
            with part.open("wb") as file:
                sealing = _Sealing(file, password, lambda done: told(min(done, total), total))
                with tarfile.open(fileobj=sealing, mode="w|") as tar:
                    _add(tar, "secrets.json", json.dumps(_secrets(profile, secrets)).encode())
                    tar.add(snapshot, DATABASE)
                    if (profile / SETTINGS).exists():
                        tar.add(profile / SETTINGS, SETTINGS)
                    if (profile / "media").is_dir():
                        tar.add(profile / "media", "media", filter=_whole)
                sealing.finish()
                file.flush()
                os.fsync(file.fileno())
            part.replace(out)
    except OSError as error:
        raise ProblemError(unwritable(error, out)) from error
    finally:
        part.unlink(missing_ok=True)


def _size(folder: Path) -> int:
    """Bytes of all files, as far as they are still there."""
    total = 0
    for file in folder.rglob("*"):
        with suppress(OSError):
            total += file.stat().st_size if file.is_file() else 0
    return total


def fresh_folder(profile: Path) -> Path:
    """Where a backup is opened before it takes the place of ``profile``."""
    return profile.with_name(f"{profile.name}.restoring")


def unpack(backup: Path, profile: Path, password: str, told: Told = _nobody) -> Unpacked:
    """Open a backup beside ``profile``, which may be open and is not touched. Blocks. Raises
    ProblemError: ``backup-none``, ``backup-password``, ``backup-broken``, ``file-unreadable``,
    ``disk-full``; whatever is raised, nothing is left."""
    fresh = fresh_folder(profile)
    shutil.rmtree(fresh, ignore_errors=True)
    try:
        with _reading(backup) as file:
            total = os.fstat(file.fileno()).st_size
            fresh.mkdir(parents=True)
            fresh.chmod(0o700)
            opening = _Opening(file, password, lambda: told(file.tell(), total))
            with tarfile.open(fileobj=io.BufferedReader(opening), mode="r|") as tar:
                tar.extractall(fresh, filter="data")
        kept = json.loads((fresh / "secrets.json").read_text("utf-8"))
        (fresh / "secrets.json").unlink()
        _whole_database(fresh / DATABASE)
        return Unpacked(fresh, {str(key): str(value) for key, value in kept.items()})
    except BaseException as error:
        shutil.rmtree(fresh, ignore_errors=True)
        if isinstance(error, _BROKEN):
            raise ProblemError(Problem("backup-broken")) from error
        if isinstance(error, OSError):
            raise ProblemError(unwritable(error, profile)) from error
        raise


_BROKEN = (tarfile.TarError, ValueError, KeyError, AttributeError, FileNotFoundError, sqlite3.Error)


def put_in_place(unpacked: Unpacked, profile: Path, secrets: Callable[[], Secrets]) -> Path | None:
    """Let what was unpacked be the profile, which must not be open; it is changed whole or not at
    all. ``secrets`` opens those of the profile once it stands there. Returns where what stood
    there before was put. Raises ProblemError: ``store-locked``, ``disk-full``,
    ``keyring-closed``."""
    aside: Path | None = None
    swapped = False
    try:
        aside = _swap(profile, unpacked.folder)
        swapped = True
        opened = secrets()
        for key, value in unpacked.secrets.items():
            opened.set(key, value)
    except (OSError, ProblemError) as error:
        if swapped:
            _swap_back(profile, aside)
        if isinstance(error, OSError):
            raise ProblemError(unwritable(error, profile)) from error
        raise
    finally:
        shutil.rmtree(unpacked.folder, ignore_errors=True)
    return aside


def restore(
    backup: Path, profile: Path, secrets: Callable[[], Secrets], password: str
) -> Path | None:
    """``unpack`` and ``put_in_place``."""
    return put_in_place(unpack(backup, profile, password), profile, secrets)


def _swap(profile: Path, fresh: Path) -> Path | None:
    if not profile.exists():
        fresh.replace(profile)
        return None
    lock = lock_profile(profile)  # open elsewhere: nothing is touched
    lock.unlock()
    aside = profile.with_name(f"{profile.name}.before-{time.strftime('%Y%m%d-%H%M%S')}")
    profile.replace(aside)
    try:
        fresh.replace(profile)
    except OSError:
        aside.replace(profile)
        raise
    if (aside / "models").is_dir():
        (aside / "models").replace(profile / "models")
    return aside


def _swap_back(profile: Path, aside: Path | None) -> None:
    if aside is None:
        shutil.rmtree(profile, ignore_errors=True)
        return
    if (profile / "models").is_dir():
        (profile / "models").replace(aside / "models")
    shutil.rmtree(profile)
    aside.replace(profile)


@contextmanager
def _reading(path: Path) -> Iterator[IO[bytes]]:
    try:
        file = path.open("rb")
    except OSError as error:
        raise ProblemError(Problem("file-unreadable", {"name": path.name})) from error
    with file:
        yield file


def _snapshot(database: Path, to: Path) -> None:
    """The database as it stands now, while others may write to it."""
    source = sqlite3.connect(f"{database.resolve().as_uri()}?mode=ro", uri=True)
    target = sqlite3.connect(to)
    try:
        source.backup(target)
    finally:
        target.close()
        source.close()


def _whole_database(database: Path) -> None:
    conn = sqlite3.connect(database)
    try:
        if conn.execute("PRAGMA quick_check").fetchone()[0] != "ok":
            raise ValueError("the log is damaged")
    finally:
        conn.close()


def secret_names(profile: Path, secrets: Secrets) -> list[str]:
    """What everything that a profile keeps secret lies under: sessions, tokens, passwords."""
    kept = Profile(profile, secrets)
    sessions = [*session_names(kept.get(ACCOUNTS)), *token_names(kept.get(BOTS))]
    return [*sessions, *map(kept.secret_name, SECRETS)]


def _secrets(profile: Path, secrets: Secrets) -> dict[str, str]:
    names = secret_names(profile, secrets)
    return {name: value for name in names if (value := secrets.get(name))}


def _whole(member: tarfile.TarInfo) -> tarfile.TarInfo | None:
    """Files that are still being fetched stay out."""
    return None if member.name.endswith(".part") else member


def _add(tar: tarfile.TarFile, name: str, data: bytes) -> None:
    info = tarfile.TarInfo(name)
    info.size = len(data)
    tar.addfile(info, io.BytesIO(data))
