"""Tokens and sessions outlive a restart, are not readable as they lie, and never stop the start."""

from pathlib import Path

import keyring.errors
import pytest

from core.domain.problems import ProblemError
from desktop.secrets import FileSecrets, KeyringSecrets


def test_a_secret_is_there_after_a_restart_and_not_in_clear(tmp_path: Path) -> None:
    FileSecrets(tmp_path).set("token", "very-secret")
    assert FileSecrets(tmp_path).get("token") == "very-secret"
    for file in tmp_path.iterdir():
        assert b"very-secret" not in file.read_bytes()
        assert file.stat().st_mode & 0o077 == 0


def test_a_deleted_secret_is_gone(tmp_path: Path) -> None:
    secrets = FileSecrets(tmp_path)
    secrets.set("token", "x")
    secrets.delete("token")
    secrets.delete("never was")
    assert FileSecrets(tmp_path).get("token") is None


@pytest.mark.parametrize("broken", ["secrets.bin", "secrets.key"])
@pytest.mark.parametrize("content", [b"", b"not what was written"])
def test_what_cannot_be_read_is_set_aside_and_the_start_goes_on(
    tmp_path: Path, broken: str, content: bytes
) -> None:
    FileSecrets(tmp_path).set("token", "x")
    (tmp_path / broken).write_bytes(content)
    secrets = FileSecrets(tmp_path)
    assert secrets.get("token") is None
    secrets.set("token", "y")
    assert FileSecrets(tmp_path).get("token") == "y"
    assert (tmp_path / "secrets.bin.unreadable").exists()


def test_a_locked_keyring_is_told_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    def locked(*_args: str) -> None:
        raise keyring.errors.KeyringLocked("prompt dismissed")

    for name in ("get_password", "set_password", "delete_password"):
        monkeypatch.setattr(keyring, name, locked)
    secrets = KeyringSecrets("test")
    for work in (
        lambda: secrets.get("token"),
        lambda: secrets.set("token", "x"),
        lambda: secrets.delete("token"),
    ):
        with pytest.raises(ProblemError) as caught:
            work()
        assert caught.value.problem.code == "keyring-closed"
