"""The command as an operator types it: it starts, says why where it cannot, and ends when asked."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest

from core.domain.problems import ProblemError
from desktop.lock import lock_profile

ROOT = Path(__file__).parents[3]


def command(profile: Path) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-m", "desktop", "--profile", str(profile), "--headless"],
        cwd=ROOT,
        env={**os.environ, "THREADLINE_LANGUAGE": "en", "LANG": "en_US.UTF-8"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def ended(process: "subprocess.Popen[str]") -> tuple[int, str]:
    _, said = process.communicate(timeout=40)
    return process.returncode, said


@pytest.fixture
def profile(tmp_path: Path) -> Path:
    folder = tmp_path / "profile"
    folder.mkdir()
    settings = {"model.path": "none"}
    (folder / "settings.json").write_text(json.dumps(settings), "utf-8")
    return folder


def until_open(process: "subprocess.Popen[str]", profile: Path) -> None:
    """Returns when it holds its log open."""
    deadline = time.monotonic() + 40
    while time.monotonic() < deadline and process.poll() is None:
        for handle in Path(f"/proc/{process.pid}/fd").iterdir():
            with suppress(OSError):
                if handle.readlink() == profile / "threadline.db-wal":
                    return
        time.sleep(0.02)
    raise AssertionError("it does not open")


@pytest.fixture
def running(profile: Path) -> Iterator["subprocess.Popen[str]"]:
    process = command(profile)
    until_open(process, profile)
    yield process
    if process.poll() is None:
        process.kill()
        process.communicate()


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_it_ends_cleanly_when_asked(running: "subprocess.Popen[str]", how: signal.Signals) -> None:
    running.send_signal(how)
    code, said = ended(running)
    assert (code, "Traceback" in said) == (0, False), said


def test_a_second_window_on_the_same_profile_is_refused_in_a_sentence(
    running: "subprocess.Popen[str]", profile: Path
) -> None:
    code, said = ended(command(profile))
    assert code == 1
    assert "Traceback" not in said
    assert len(said.strip().splitlines()) == 1
    assert running.poll() is None, "the first one goes on"


def test_a_profile_whose_owner_was_killed_opens_again(
    running: "subprocess.Popen[str]", profile: Path
) -> None:
    running.kill()
    running.communicate()
    again = command(profile)
    until_open(again, profile)
    again.send_signal(signal.SIGTERM)
    code, said = ended(again)
    assert code == 0, said


@pytest.mark.parametrize("name", ["settings.json", "threadline.db"])
def test_a_broken_file_is_told_in_a_sentence_and_left_as_it_is(profile: Path, name: str) -> None:
    (profile / name).write_bytes(b"this is no such file" * 50)
    code, said = ended(command(profile))
    assert (code, "Traceback" in said) == (1, False), said
    assert said.strip()
    assert (profile / name).read_bytes() == b"this is no such file" * 50


def test_a_folder_that_cannot_be_written_is_told_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    code, said = ended(command(tmp_path / "file" / "profile"))
    assert (code, "Traceback" in said) == (1, False), said
    assert str(tmp_path / "file") in said
    assert len(said.strip().splitlines()) == 1


def test_a_store_of_a_later_version_is_told_in_a_sentence(profile: Path) -> None:
    with closing(sqlite3.connect(profile / "threadline.db")) as conn:
        conn.execute(
            "CREATE TABLE _sqlite_migrations (id INTEGER PRIMARY KEY, migration_set TEXT,"
            " name TEXT, applied_at TEXT)"
        )
        conn.execute("INSERT INTO _sqlite_migrations VALUES (1, 'threadline', 'm999', '2030')")
        conn.commit()
    code, said = ended(command(profile))
    assert (code, "Traceback" in said) == (1, False), said
    assert "newer" in said


def test_the_lock_asks_for_no_process_id(profile: Path) -> None:
    """The id of a process that was killed may be another's, or our own, after a restart."""
    (profile / "threadline.lock").write_text(f"{os.getpid()}\npython3.11\nelsewhere\n")
    first = lock_profile(profile)
    with pytest.raises(ProblemError) as caught:
        lock_profile(profile)
    assert caught.value.problem.code == "store-locked"
    first.unlock()
    lock_profile(profile).unlock()
