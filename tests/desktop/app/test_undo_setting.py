"""How long a text waits is a setting, for whoever sits before the window."""

from pathlib import Path

import pytest

from tests.desktop.app.test_reconfiguring import made


@pytest.mark.parametrize(("said", "ms"), [(None, 5000), ("0", 0), ("10", 10_000), ("x", 0)])
def test_a_text_waits_as_long_as_the_setting_says(
    tmp_path: Path, said: str | None, ms: int
) -> None:
    application = made(tmp_path)
    if said is not None:
        application.profile.save({"desk.undo_seconds": said})
    assert application._hold_ms() == 0, "nobody looks: it goes out at once"
    application.holds_sends = True
    assert application._hold_ms() == ms
