"""Which thread of a queue is next: a window about to close, then who waits longest, then money."""

from pathlib import Path

import pytest

from core.store.projection.worth import worth
from core.store.read import threads as read_threads
from core.store.store import Store

NOW = 1_790_000_000_000
MINUTE = 60_000
HOUR = 60 * MINUTE


async def order(tmp_path: Path, *threads: dict[str, object]) -> list[int]:
    """The ids (1, 2, …) of threads with these columns, as the list shows them."""
    store = Store(tmp_path / "log.db")
    await store.open()
    try:
        for thread in threads:
            columns = {"last_message": 1, "listed": 1, "last_at": NOW - HOUR, **thread}
            columns["worth"] = worth(str(thread.get("budget", "")))
            names, marks = ",".join(columns), ",".join("?" * len(columns))
            values = tuple(columns.values())
            await store.write(
                lambda c, n=names, m=marks, v=values: c.execute(  # type: ignore[misc]
                    f"INSERT INTO threads ({n}) VALUES ({m})", v
                )
            )
        rows = await store.read(lambda c: read_threads.threads(c, now=NOW, urgent=True))
        return [row.id for row in rows]
    finally:
        await store.close()


async def test_a_closing_window_goes_before_who_waits_longer(tmp_path: Path) -> None:
    closing = {"waiting_since": NOW - MINUTE, "window_closes": NOW + HOUR}
    sooner = {"waiting_since": NOW, "window_closes": NOW + MINUTE}
    waiting = {"waiting_since": NOW - 9 * HOUR}
    answered = {"window_closes": NOW + MINUTE}
    rest = {"last_at": NOW}
    assert await order(tmp_path, rest, answered, waiting, closing, sooner) == [5, 4, 3, 2, 1]


async def test_a_window_that_is_closed_or_wide_open_is_no_hurry(tmp_path: Path) -> None:
    closed = {"waiting_since": NOW - HOUR, "window_closes": NOW - 1}
    wide = {"waiting_since": NOW - 2 * HOUR, "window_closes": NOW + 20 * HOUR}
    assert await order(tmp_path, closed, wide) == [2, 1]


@pytest.mark.parametrize(("rich", "poor"), [("20000 USD", "100000 RUB"), ("9 RUB", "")])
async def test_money_decides_between_those_who_wait_about_as_long(
    tmp_path: Path, rich: str, poor: str
) -> None:
    first = {"waiting_since": NOW - 9 * MINUTE, "budget": poor}
    second = {"waiting_since": NOW - 5 * MINUTE, "budget": rich}
    longest = {"waiting_since": NOW - 40 * MINUTE}
    assert await order(tmp_path, first, second, longest) == [3, 2, 1]


async def test_spam_is_last_however_long_it_waits(tmp_path: Path) -> None:
    spam = {"waiting_since": NOW - 99 * HOUR, "queue": "spam", "budget": "1000000 USD"}
    assert await order(tmp_path, spam, {"last_at": NOW - 50 * HOUR}) == [2, 1]
