"""The sandbox from inside the application: a process and a profile of its own, gone in the end."""

import asyncio
import sys
import time
from pathlib import Path

import pytest

from core.domain.problems import ProblemError
from desktop.demo import SCENARIO, demo_command, demo_environment, play_demo


def script(text: str) -> list[str]:
    return [sys.executable, "-c", text]


def test_it_plays_what_ships_on_a_folder_that_goes_with_it() -> None:
    command = demo_command("ru", "dark")
    assert SCENARIO.is_file()
    assert "--profile" not in command
    assert command[-4:] == ["--language", "ru", "--theme", "dark"]


def test_what_stands_over_this_profile_does_not_reach_it() -> None:
    given = {"THREADLINE_TELEGRAM_API_ID": "1", "PATH": "/bin", "DISPLAY": ":0"}
    assert demo_environment(given) == {"PATH": "/bin", "DISPLAY": ":0"}


async def test_it_is_over_when_its_window_is_closed() -> None:
    await play_demo("ru", "light", script("pass"))


async def test_what_breaks_is_told() -> None:
    for command in (script("raise SystemExit(3)"), ["/nowhere/at/all"]):
        with pytest.raises(ProblemError) as caught:
            await play_demo("ru", "light", command)
        assert caught.value.problem.code == "demo-failed"


@pytest.mark.parametrize("stubborn", [False, True])
async def test_it_ends_with_the_application(tmp_path: Path, stubborn: bool) -> None:
    here = tmp_path / "here"
    ignore = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN);" if stubborn else ""
    text = f"{ignore}import pathlib, time; pathlib.Path({str(here)!r}).touch(); time.sleep(60)"
    playing = asyncio.create_task(play_demo("ru", "light", script(text), grace=0.3))
    began = time.monotonic()
    while not here.exists():
        assert time.monotonic() - began < 20
        await asyncio.sleep(0.02)
    playing.cancel()
    await asyncio.gather(playing, return_exceptions=True)
    assert time.monotonic() - began < 25
