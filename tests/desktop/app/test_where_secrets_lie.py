"""Sessions of several accounts in keyrings that are small, locked, or were not there before."""

from pathlib import Path

import keyring
import keyring.errors
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from keyring.backend import KeyringBackend

from core.channels.telegram.session import SessionKeeper, TelegramSettings, session_key
from core.domain.problems import ProblemError
from desktop import cli, secrets
from desktop.secrets import PART, FileSecrets, KeyringSecrets, choose, into_file


class Small(KeyringBackend):
    """As Windows' vault: no long value. ``locked``: refuses, by an error of its own;
    ``writes``: how many it still takes."""

    priority = 5

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], str] = {}
        self.locked = False
        self.writes = 1 << 30

    def _look(self) -> None:
        if self.locked:
            raise OSError("org.freedesktop.Secret.Error.IsLocked")

    def get_password(self, service: str, username: str) -> str | None:
        self._look()
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self._look()
        if len(password.encode("utf-16-le")) > 2560:
            raise OSError("The stub received bad data")
        if not self.writes:
            raise OSError("full")
        self.writes -= 1
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        self._look()
        if (service, username) not in self.kept:
            raise keyring.errors.PasswordDeleteError("no such")
        del self.kept[service, username]


@pytest.fixture
def ring(monkeypatch: pytest.MonkeyPatch) -> Small:
    made = Small()
    for name in ("get_password", "set_password", "delete_password"):
        monkeypatch.setattr(keyring, name, getattr(made, name))
    monkeypatch.setattr(keyring, "get_keyring", lambda: made)
    return made


@given(values=st.lists(st.tuples(st.sampled_from("ab"), st.integers(0, 5 * PART)), max_size=8))
def test_what_was_set_last_is_there_and_nothing_else(values: list[tuple[str, int]]) -> None:
    made = Small()
    with pytest.MonkeyPatch.context() as patch:
        for name in ("get_password", "set_password", "delete_password"):
            patch.setattr(keyring, name, getattr(made, name))
        kept, now = KeyringSecrets("p"), dict[str, str]()
        for key, length in values:
            now[key] = "".join(chr(97 + i % 26) for i in range(length))
            kept.set(key, now[key])
            assert {k: kept.get(k) for k in now} == now
        for key in now:
            kept.delete(key)
        assert made.kept == {}


def test_a_long_value_that_is_not_kept_whole_leaves_the_one_before(ring: Small) -> None:
    kept = KeyringSecrets("p")
    kept.set("token", "a" * 2500)
    ring.writes = 2
    with pytest.raises(ProblemError):
        kept.set("token", "b" * 2500)
    assert kept.get("token") == "a" * 2500
    del ring.kept[next(name for name in ring.kept if name[1].endswith(".1"))]
    assert kept.get("token") is None, "half a token is none"


def test_a_keyring_that_is_locked_by_an_error_of_its_own_is_a_sentence(ring: Small) -> None:
    ring.locked = True
    kept = KeyringSecrets("p")
    for work in (lambda: kept.get("a"), lambda: kept.set("a", "b"), lambda: kept.delete("a")):
        with pytest.raises(ProblemError) as caught:
            work()
        assert caught.value.problem.code == "keyring-closed"


def test_what_lies_in_the_file_goes_into_a_keyring_that_came_later(
    ring: Small, tmp_path: Path
) -> None:
    file = FileSecrets(tmp_path)
    sessions = {session_key(str(slot)): f"session {slot} " * 60 for slot in (1, 2, 3)}
    for key, value in sessions.items():
        file.set(key, value)
    ring.locked = True
    assert isinstance(choose("p", tmp_path), FileSecrets), "a locked one is no reason to stop"
    ring.locked, ring.writes = False, 1
    assert isinstance(choose("p", tmp_path), FileSecrets)
    assert {key: FileSecrets(tmp_path).get(key) for key in sessions} == sessions
    ring.writes = 1 << 30
    moved = choose("p", tmp_path)
    assert isinstance(moved, KeyringSecrets)
    assert {key: moved.get(key) for key in sessions} == sessions
    assert list(tmp_path.iterdir()) == []


def test_and_back_where_it_stays(ring: Small, tmp_path: Path) -> None:
    kept = KeyringSecrets("p")
    kept.set("telegram/session/2", "x" * 3000)
    into_file(tmp_path, kept, ["telegram/session", "telegram/session/2"])
    assert ring.kept == {}
    here = choose("p", tmp_path)
    assert isinstance(here, FileSecrets)
    assert here.get("telegram/session/2") == "x" * 3000
    secrets.leave_file(tmp_path)
    assert isinstance(choose("p", tmp_path), KeyringSecrets)


def test_the_command_moves_them(
    ring: Small, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "Threadline"
    monkeypatch.setattr("desktop.profile.default_folder", lambda: folder)
    KeyringSecrets("Threadline").set("telegram/session", "s")
    done = CliRunner().invoke(cli.cli, ["secrets", "file"])
    assert done.exit_code == 0, done.output
    assert FileSecrets(folder).get("telegram/session") == "s"
    assert CliRunner().invoke(cli.cli, ["secrets", "keyring"]).exit_code == 0
    assert KeyringSecrets("Threadline").get("telegram/session") == "s"
    named = CliRunner().invoke(cli.cli, ["--profile", str(tmp_path / "other"), "secrets", "file"])
    assert named.exit_code == 1
    assert "Traceback" not in named.output


def test_a_session_that_cannot_be_kept_works_and_is_kept_later(ring: Small) -> None:
    class Session:
        def save(self) -> str:
            return ""

    kept = SessionKeeper(TelegramSettings(api_id=1, api_hash="a"), KeyringSecrets("p"))
    ring.locked = True
    kept.keep(Session(), "5")
    assert kept.problem is not None
    assert (kept.problem.code, kept.account) == ("telegram-session-unkept", "5")
    ring.locked = False
    kept.keep(Session(), "5")
    assert kept.problem is None
    assert [name for _, name in ring.kept] == ["telegram/session"]


def test_a_locked_keyring_at_the_start_is_asked_again(ring: Small) -> None:
    ring.locked = True
    kept = SessionKeeper(TelegramSettings(api_id=1, api_hash="a"), KeyringSecrets("p"))
    assert kept.problem is not None
    with pytest.raises(ProblemError):
        kept.open()
    ring.locked = False
    assert kept.open() is not None
    assert kept.problem is None
