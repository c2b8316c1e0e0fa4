"""A real log, a clock that stands, and stages that are stepped by hand."""

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest

from core.store.store import Store
from tests.core.pipeline.far_side import Clock

Step = Callable[[], Awaitable[float | None]]


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def store(tmp_path: Path, clock: Clock) -> AsyncIterator[Store]:
    store = Store(tmp_path / "log.db", clock=clock.seconds)
    await store.open()
    yield store
    await store.close()


async def settle(*steps: Step, rounds: int = 200) -> None:
    """Step until nobody has more to do at once."""
    for _ in range(rounds):
        if all([await step() != 0 for step in steps]):
            return
    raise AssertionError("the stages never come to rest")
