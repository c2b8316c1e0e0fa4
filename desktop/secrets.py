"""Where tokens and sessions lie: the OS keyring, or an encrypted file where there is none."""

import json
import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import keyring
import keyring.errors
import msgspec
from cryptography.fernet import Fernet, InvalidToken

from core.domain.problems import Problem, ProblemError, unwritable
from core.ports import Secrets

SERVICE = "Threadline"

log = logging.getLogger(__name__)


class KeyringSecrets:
    """The OS keyring; entries are named by the profile so that two profiles do not meet.

    Raises ProblemError(``keyring-closed``) while the keyring is locked or does not answer.
    """

    def __init__(self, profile: str) -> None:
        self._service = f"{SERVICE} ({profile})"

    def get(self, key: str) -> str | None:
        """The secret, or None."""
        with _open_keyring():
            found: str | None = keyring.get_password(self._service, key)
        return found

    def set(self, key: str, value: str) -> None:
        """Keep a secret."""
        with _open_keyring():
            keyring.set_password(self._service, key, value)

    def delete(self, key: str) -> None:
        """Forget a secret."""
        with _open_keyring():
            try:
                keyring.delete_password(self._service, key)
            except keyring.errors.PasswordDeleteError:
                return


@contextmanager
def _open_keyring() -> Iterator[None]:
    try:
        yield
    except keyring.errors.KeyringError as error:
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

    def _save(self, values: dict[str, str]) -> None:
        try:
            _write_private(self._file, self._fernet.encrypt(json.dumps(values).encode()))
        except OSError as error:
            raise ProblemError(unwritable(error, self._file)) from error
        self._values = values


def choose(profile: str, folder: Path) -> Secrets:
    """The keyring where a real one answers, else the encrypted file."""
    backend = keyring.get_keyring()
    if backend.priority >= 1 and "fail" not in type(backend).__module__:
        return KeyringSecrets(profile)
    return FileSecrets(folder)


def _write_private(path: Path, data: bytes) -> None:
    part = path.with_name(f"{path.name}.part")
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as out:
        out.write(data)
        out.flush()
        os.fsync(out.fileno())
    part.replace(path)
