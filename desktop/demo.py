"""The sandbox from inside the application: the demo scenario in a process and a profile of its
own, which end with its window."""

import asyncio
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from typing import Final

from core.domain.problems import Problem, ProblemError
from desktop.shell.places import RESOURCES

SCENARIO: Final = RESOURCES / "sandbox" / "demo.json"
_EVERY, _GRACE = 0.2, 10.0


def demo_command(language: str, theme: str) -> list[str]:
    """How it is started: the module, or the bundle itself where there is no Python. Without a
    profile it takes a folder that goes with it."""
    own = [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "desktop"]
    return [*own, "sandbox", str(SCENARIO), "--language", language, "--theme", theme]


def demo_environment(environment: Mapping[str, str]) -> dict[str, str]:
    """Nothing of what stands over this profile's settings is to stand over the demo's."""
    return {k: v for k, v in environment.items() if not k.startswith("THREADLINE_")}


async def play_demo(
    language: str, theme: str, command: Sequence[str] | None = None, grace: float = _GRACE
) -> None:
    """Show it until its window is closed; cancelled, its window is. Raises ProblemError
    (``demo-failed``) where it does not open or breaks."""
    try:
        process = subprocess.Popen(  # noqa: ASYNC220 - it returns at once
            list(command or demo_command(language, theme)),
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            env=demo_environment(os.environ), cwd=RESOURCES.parent,
        )  # fmt: skip
    except OSError as error:
        raise ProblemError(Problem("demo-failed")) from error
    try:
        while process.poll() is None:  # noqa: ASYNC110 - a process sets no event
            await asyncio.sleep(_EVERY)
    finally:
        if process.poll() is None:
            process.terminate()
            await asyncio.to_thread(_end, process, grace)
    if process.returncode:
        raise ProblemError(Problem("demo-failed"))


def _end(process: "subprocess.Popen[bytes]", grace: float) -> None:
    try:
        process.wait(grace)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
