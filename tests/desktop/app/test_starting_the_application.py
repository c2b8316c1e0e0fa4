"""The command as an operator types it: it starts, says why where it cannot, and ends when asked."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

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


@pytest.fixture
def running(profile: Path) -> Iterator["subprocess.Popen[str]"]:
    process = command(profile)
    deadline = time.monotonic() + 30
    while not (profile / "threadline.db-wal").exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    yield process
    if process.poll() is None:
        process.kill()
        process.communicate()


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_it_ends_cleanly_when_asked(running: "subprocess.Popen[str]", how: signal.Signals) -> None:
    time.sleep(2)
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
    time.sleep(3)
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
