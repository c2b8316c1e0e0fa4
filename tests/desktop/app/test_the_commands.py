"""`threadline sandbox` and `threadline rebuild` as an operator types them, and what they refuse."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]


def started(*arguments: str | Path, scratch: Path) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-m", "desktop", *map(str, arguments)],
        cwd=ROOT,
        env={**os.environ, "TMPDIR": str(scratch), "LANG": "en_US.UTF-8"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def said(process: "subprocess.Popen[str]") -> tuple[int, str]:
    _, errors = process.communicate(timeout=60)
    assert "Traceback" not in errors, errors
    return process.returncode, errors


@pytest.fixture
def scratch(tmp_path: Path) -> Path:
    folder = tmp_path / "scratch"
    folder.mkdir()
    return folder


@pytest.fixture
def scenario(tmp_path: Path) -> Path:
    file = tmp_path / "scenario.json"
    operator = {"phone": "+79990001122", "name": "Анна"}
    event = {"id": "e", "at": 600, "fault": "crm_down", "seconds": 1}
    file.write_text(json.dumps({"operator": operator, "contacts": [], "events": [event]}))
    return file


@pytest.mark.parametrize("option", ["--report", "--screens", "--profile"])
def test_what_cannot_be_written_is_said_before_anything_is_played(
    option: str, scenario: Path, tmp_path: Path, scratch: Path
) -> None:
    (tmp_path / "file").write_text("in the way")
    where = tmp_path / "file" / "report.json"
    code, errors = said(started("sandbox", scenario, "--headless", option, where, scratch=scratch))
    assert (code, len(errors.splitlines())) == (1, 1), errors
    assert str(tmp_path / "file") in errors
    assert list(scratch.iterdir()) == []


def test_a_mistake_in_a_scenario_is_said_once(scenario: Path, scratch: Path) -> None:
    scenario.write_text(scenario.read_text().replace('"name"', '"nickname"'))
    code, errors = said(started("sandbox", scenario, "--headless", scratch=scratch))
    assert (code, len(errors.splitlines())) == (2, 1)
    assert "operator: unknown key 'nickname'" in errors


def test_a_profile_that_is_no_profile_is_a_sentence(
    scenario: Path, tmp_path: Path, scratch: Path
) -> None:
    (tmp_path / "p").mkdir()
    (tmp_path / "p" / "threadline.db").write_bytes(b"no database " * 100)
    profile = ("--profile", tmp_path / "p")
    code, errors = said(started("sandbox", scenario, "--headless", *profile, scratch=scratch))
    assert (code, len(errors.splitlines())) == (2, 1), errors
    code, errors = said(started(*profile, "rebuild", scratch=scratch))
    assert (code, len(errors.splitlines())) == (1, 1), errors


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_a_run_that_is_stopped_leaves_nothing_behind(
    scenario: Path, scratch: Path, how: signal.Signals
) -> None:
    process = started("sandbox", scenario, "--headless", scratch=scratch)
    deadline = time.monotonic() + 30
    while not list(scratch.glob("*/threadline.db-wal")) and time.monotonic() < deadline:
        time.sleep(0.05)
    time.sleep(2)
    process.send_signal(how)
    code, _ = said(process)
    assert code == 130
    assert list(scratch.iterdir()) == []


def test_a_rebuild_waits_for_the_window_to_be_closed(tmp_path: Path, scratch: Path) -> None:
    profile = tmp_path / "profile"
    code, errors = said(started("--profile", profile, "rebuild", scratch=scratch))
    assert code == 1, "there is no log yet"
    assert len(errors.splitlines()) == 1
    window = started("--profile", profile, "--headless", scratch=scratch)
    try:
        deadline = time.monotonic() + 30
        while not (profile / "threadline.db-wal").exists() and time.monotonic() < deadline:
            time.sleep(0.05)
        code, errors = said(started("--profile", profile, "rebuild", scratch=scratch))
        assert (code, len(errors.splitlines())) == (1, 1), errors
        assert window.poll() is None, "the window goes on"
    finally:
        window.send_signal(signal.SIGTERM)
        window.communicate(timeout=40)
    code, errors = said(started("--profile", profile, "rebuild", scratch=scratch))
    assert (code, errors) == (0, "")
