"""After a run that ended as it should not have, the next window says so; only that one."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from desktop import running
from desktop.logs import CRASH, FOLDER, Logs
from desktop.secrets import FileSecrets


async def _nothing() -> None:
    pass


@pytest.mark.parametrize(("left", "said"), [("Fatal Python error: Aborted", [True]), ("", [])])
async def test_the_next_start_says_so_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, left: str, said: list[bool]
) -> None:
    told: list[bool] = []
    window = SimpleNamespace(around=SimpleNamespace(say_crashed=lambda: told.append(True)))
    window.shell = window.toast = None
    made: Any = SimpleNamespace(
        window=window, application=SimpleNamespace(replacement=None), closed=_nothing,
        close=_nothing,
    )  # fmt: skip

    async def opened(*_args: object, **_more: object) -> Any:
        return made

    monkeypatch.setattr(running, "open_desktop", opened)
    (tmp_path / FOLDER).mkdir()
    (tmp_path / FOLDER / CRASH).write_text(left)
    for expected in (said, said):
        logs = Logs(tmp_path)
        logs.start()
        try:
            app: Any = None
            code = await running.run_window(
                tmp_path, lambda: FileSecrets(tmp_path), app, logs, on_screen=False
            )
        finally:
            logs.close()
        assert (code, told) == (0, expected)
