"""A window from its opening to its end, and once more where a backup takes the profile's place."""

import asyncio
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from core.domain.problems import Problem, ProblemError
from core.ports import Secrets
from desktop.backup import Unpacked, fresh_folder, put_in_place
from desktop.bootstrap import Desktop, open_desktop, say_why
from desktop.profile import Profile

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from desktop.logs import Logs


async def run_window(
    folder: Path, secrets: Callable[[], Secrets], app: "QApplication", logs: "Logs", *,
    on_screen: bool, stands: Callable[[], None] = lambda: None,
) -> int:  # fmt: skip
    """Show the window until it is closed; returns the exit code. ``stands`` is called when a window
    is open and everything that it needs is loaded."""
    told: Problem | Path | None = None
    while True:
        await asyncio.to_thread(shutil.rmtree, fresh_folder(folder), True)
        try:
            desktop = await open_desktop(Profile(folder, secrets()), app, holds_sends=on_screen)
        except ProblemError as error:
            await say_why(error.problem, on_screen=on_screen)
            return 1
        stands()
        _tell(desktop, told)
        if logs.crashed is not None and told is None:
            desktop.window.around.say_crashed()
        try:
            await desktop.closed()
        finally:
            await desktop.close()
        unpacked = desktop.application.replacement
        if unpacked is None:
            await asyncio.to_thread(shutil.rmtree, fresh_folder(folder), True)
            return 0
        del desktop  # with it goes the lock
        logs.close()  # a folder with open files cannot be moved everywhere
        told = await asyncio.to_thread(_put, unpacked, folder, secrets)
        logs.start()


def _put(unpacked: Unpacked, folder: Path, secrets: Callable[[], Secrets]) -> Problem | Path | None:
    """Where what was here went, or why all is as it was."""
    try:
        return put_in_place(unpacked, folder, secrets)
    except ProblemError as error:
        return error.problem


def _tell(desktop: Desktop, told: Problem | Path | None) -> None:
    shell, toast = desktop.window.shell, desktop.window.toast
    if isinstance(told, Problem):
        toast.tell(shell.tr("restore-failed", why=shell.problem(told)))
    elif told is not None:
        toast.tell(shell.tr("restore-done", path=str(told)))
