"""A machine whose clock is off is a line of health, and everything here goes by the servers."""

import time
from pathlib import Path

import pytest

from desktop.application import Application
from desktop.profile import Profile
from desktop.secrets import FileSecrets

HOUR = 3_600_000


@pytest.mark.parametrize(
    ("behind", "code"), [(3 * HOUR, "clock-behind"), (-3 * HOUR, "clock-ahead")]
)
async def test_it_is_a_line_of_health(tmp_path: Path, behind: int, code: str) -> None:
    app = Application(
        Profile(tmp_path, FileSecrets(tmp_path)), on_change=lambda _: None, on_health=lambda: None,
        on_typing=lambda _: None,
    )  # fmt: skip
    await app.open()
    try:
        assert "clock" not in [s.id for s in await app.services()]
        app.clock.told_behind(behind, 1_000)
        (line,) = [s for s in await app.services() if s.id == "clock"]
        assert line.problem is not None
        assert (line.problem.code, line.problem.params) == (code, {"minutes": "180"})
        assert abs(app.now() - (time.time_ns() // 1_000_000 + behind)) < 60_000
        app.clock.told_behind(0, 1_000)
        assert "clock" not in [s.id for s in await app.services()]
    finally:
        await app.close()
