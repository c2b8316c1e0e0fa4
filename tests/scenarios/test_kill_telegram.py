"""kill -9 of the whole application on Telegram, in little; many kills by hand:
``python -m tests.scenarios.kill_telegram``."""

from pathlib import Path

import pytest

from tests.scenarios.kill_telegram import agree


@pytest.mark.timeout(360)
async def test_nothing_is_lost_or_stands_twice(tmp_path: Path) -> None:
    told: list[str] = []
    assert await agree(tmp_path, 3, 2, told.append) == "", told
