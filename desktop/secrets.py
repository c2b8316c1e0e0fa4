"""Where tokens and sessions lie: the OS keyring, or an encrypted file where there is none."""

import hashlib
import json
import logging
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

import keyring
import keyring.errors
import msgspec
from cryptography.fernet import Fernet, InvalidToken

from core.domain.problems import Problem, ProblemError, unwritable
from core.ports import Secrets

SERVICE = "Threadline"
PART: Final = 1000
"""Characters of an entry: the Windows vault takes 2,560 bytes of UTF-16 and no more."""
_PARTS: Final = "threadline-parts:"
_STAYS: Final = "secrets.stay"
"""A file that says: this profile's secrets are kept in the file, keyring or not."""

log = logging.getLogger(__name__)


class KeyringSecrets:
    """The OS keyring; entries are named by the profile so that two profiles do not meet. A long
    value lies in several entries: the one of its name says how many, and is written last.

    Raises ProblemError(``keyring-closed``) while the keyring is locked or does not answer.
    """

    def __init__(self, profile: str) -> None:
        self._service = f"{SERVICE} ({profile})"

    def get(self, key: str) -> str | None:
        """The secret, or None; also where a part of it is missing."""
        with _open_keyring():
            found: str | None = keyring.get_password(self._service, key)
            names = _names(key, found)
            if not names:
                return found
            parts = [keyring.get_password(self._service, name) for name in names]
        whole = "".join(part or "" for part in parts)
        return whole if names == _parted(key, whole) else None

    def set(self, key: str, value: str) -> None:
        """Keep a secret; what stood there before stands until it is kept whole."""
        names = _parted(key, value)
        with _open_keyring():
            before = _names(key, keyring.get_password(self._service, key))
            for i, name in enumerate(names):
                part = value[i * PART : (i + 1) * PART]
                keyring.set_password(self._service, name, part)
            head = f"{_PARTS}{len(names)}:{_digest(value)}" if names else value
            keyring.set_password(self._service, key, head)
            self._drop(name for name in before if name not in names)

    def delete(self, key: str) -> None:
        """Forget a secret."""
        with _open_keyring():
            names = _names(key, keyring.get_password(self._service, key))
            self._drop([key, *names])

    def _drop(self, names: Iterable[str]) -> None:
        for name in names:
            with suppress(keyring.errors.PasswordDeleteError):
                keyring.delete_password(self._service, name)


def _parted(key: str, value: str) -> list[str]:
    """What the entries of a long value are called; none for one that fits."""
    if len(value) <= PART and not value.startswith(_PARTS):
        return []
    count = -(-len(value) // PART)
    return [f"{key}#{_digest(value)}.{i}" for i in range(count)]


def _names(key: str, head: str | None) -> list[str]:
    """The same, from the entry of the value's own name."""
    count, _, digest = (head or "").removeprefix(_PARTS).partition(":")
    if not (head or "").startswith(_PARTS) or not count.isdecimal():
        return []
    return [f"{key}#{digest}.{i}" for i in range(int(count))]


def _digest(value: str) -> str:
    return hashlib.sha256(value.encode()).hexdigest()[:12]


@contextmanager
def _open_keyring() -> Iterator[None]:
    """Backends raise what they like: D-Bus and Windows errors of their own beside keyring's."""
    try:
        yield
    except Exception as error:
        problem = Problem("keyring-closed", {"detail": str(error)[:200]})
        raise ProblemError(problem) from error


class FileSecrets:
    """An encrypted file (Fernet: AES-128-CBC with HMAC) beside its key, both readable by their
    owner alone. It keeps secrets out of backups of one of the two, not from who can read both.

    A file that its key does not open is set aside: the accounts are signed in to again. Raises
    ProblemError(``disk-full``, ``profile-unwritable``) where nothing can be kept.
    """

    def __init__(self, folder: Path) -> None:
        self._key_file = folder / "secrets.key"
        self._file = folder / "secrets.bin"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._fernet = self._key()
            self._values = self._load()
        except OSError as error:
            raise ProblemError(unwritable(error, folder)) from error

    def _key(self) -> Fernet:
        try:
            return Fernet(self._key_file.read_bytes())
        except (FileNotFoundError, ValueError):
            key = Fernet.generate_key()
            _write_private(self._key_file, key)
            return Fernet(key)

    def _load(self) -> dict[str, str]:
        try:
            kept = msgspec.json.decode(
                self._fernet.decrypt(self._file.read_bytes()), type=dict[str, str]
            )
        except FileNotFoundError:
            return {}
        except (InvalidToken, msgspec.DecodeError):
            aside = self._file.with_name(f"{self._file.name}.unreadable")
            self._file.replace(aside)
            log.warning("the kept secrets cannot be read; the file is now %s", aside)
            return {}
        return kept

    def get(self, key: str) -> str | None:
        """The secret, or None."""
        return self._values.get(key)

    def set(self, key: str, value: str) -> None:
        """Keep a secret."""
        self._save(self._values | {key: value})

    def delete(self, key: str) -> None:
        """Forget a secret."""
        if key in self._values:
            self._save({name: value for name, value in self._values.items() if name != key})

    @property
    def names(self) -> tuple[str, ...]:
        """The names of what is kept."""
        return tuple(self._values)

    def end(self) -> None:
        """Everything is elsewhere: nothing is left here."""
        self._values = {}
        for file in (self._file, self._key_file):
            file.unlink(missing_ok=True)

    def _save(self, values: dict[str, str]) -> None:
        try:
            _write_private(self._file, self._fernet.encrypt(json.dumps(values).encode()))
        except OSError as error:
            raise ProblemError(unwritable(error, self._file)) from error
        self._values = values


def keyring_answers() -> bool:
    """Whether the system has a keyring at all."""
    backend = keyring.get_keyring()
    return backend.priority >= 1 and "fail" not in type(backend).__module__


def choose(profile: str, folder: Path) -> Secrets:
    """The keyring where a real one answers, else the encrypted file. What lies in the file goes
    into the keyring once there is one; while it is locked the file goes on."""
    if not keyring_answers() or (folder / _STAYS).exists():
        return FileSecrets(folder)
    ring = KeyringSecrets(profile)
    if not (folder / "secrets.bin").exists():
        return ring
    file = FileSecrets(folder)
    try:
        into_keyring(file, ring)
    except ProblemError as error:
        log.warning("the secrets stay in the file: %s", error.problem.code)
        return file
    return ring


def into_keyring(file: FileSecrets, ring: KeyringSecrets) -> None:
    """Move everything; the file is emptied once the keyring has all of it. Raises ProblemError:
    the file is as it was."""
    for key in file.names:
        value = file.get(key) or ""
        ring.set(key, value)
        if ring.get(key) != value:
            raise ProblemError(Problem("keyring-closed", {"detail": "not kept"}))
    file.end()


def into_file(folder: Path, ring: KeyringSecrets, names: Iterable[str]) -> None:
    """Move those secrets out of the keyring, and stay with the file from now on. Raises
    ProblemError."""
    found = {name: value for name in names if (value := ring.get(name)) is not None}
    file = FileSecrets(folder)
    for name, value in found.items():
        file.set(name, value)
    try:
        (folder / _STAYS).touch()
    except OSError as error:
        raise ProblemError(unwritable(error, folder)) from error
    for name in found:
        ring.delete(name)


def leave_file(folder: Path) -> None:
    """The keyring is wanted again: the next start moves everything there."""
    (folder / _STAYS).unlink(missing_ok=True)


def _write_private(path: Path, data: bytes) -> None:
    part = path.with_name(f"{path.name}.part")
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as out:
        out.write(data)
        out.flush()
        os.fsync(out.fileno())
    part.replace(path)
