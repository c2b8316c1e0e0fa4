"""What the list does by itself: paced refreshes, threads that come back, nothing that ticks."""

import asyncio
import time

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs

from core.domain.changes import Change
from desktop.shell.tasks import Tasks
from desktop.viewmodels.comebacks import Comebacks
from desktop.viewmodels.feed import Feed
from desktop.viewmodels.threads import MOST, PAGE, ThreadListModel
from desktop.viewmodels.views import Names
from tests.desktop.sample_backend import HOUR, MINUTE, NOW, SampleBackend


async def test_however_many_messages_come_the_list_is_read_six_times_a_second_at_most() -> None:
    tasks, feed = Tasks(), Feed()
    backend = SampleBackend(feed, extra=500)
    model = ThreadListModel(backend, tasks)
    await model.refresh()
    backend.asked.clear()
    began = time.monotonic()
    for _ in range(200):
        model.touch([1])
        await asyncio.sleep(0.005)
    assert 3 <= len(backend.asked) <= 6 * (time.monotonic() - began) + 1
    await asyncio.sleep(0.25)
    reads = len(backend.asked)
    await asyncio.sleep(0.25)
    assert len(backend.asked) == reads, "nothing is read once nothing comes"
    model.stop()
    feed.stop()
    await tasks.close()


async def test_the_first_change_after_a_pause_is_shown_at_once() -> None:
    tasks, feed = Tasks(), Feed()
    backend = SampleBackend(feed)
    model = ThreadListModel(backend, tasks)
    await model.refresh()
    backend.receive(9, "ещё вопрос")
    model.touch([9])
    await asyncio.sleep(0.03)
    assert model.rows[0].id == 9
    model.stop()
    feed.stop()
    await tasks.close()


async def test_what_lies_far_behind_is_dropped_and_read_again() -> None:
    tasks = Tasks()
    model = ThreadListModel(SampleBackend(Feed(), extra=1500), tasks)
    await model.refresh()
    while not model.all_loaded():
        model.fetch_next()
        await asyncio.sleep(0.01)
    assert model.rowCount() <= MOST
    assert model.first > 1000
    before = model.rows[0].id
    model.look(5, 15)
    await asyncio.sleep(0.02)
    assert model.rows[PAGE].id == before
    model.to_top()
    await asyncio.sleep(0.02)
    assert (model.first, model.rows[0].id) == (0, 1)
    await tasks.close()


async def test_a_list_that_became_shorter_shows_its_end() -> None:
    tasks = Tasks()
    backend = SampleBackend(Feed(), extra=900)
    model = ThreadListModel(backend, tasks)
    await model.refresh()
    for _ in range(7):
        model.fetch_next()
        await asyncio.sleep(0.01)
    assert model.first == 400
    for thread in list(backend.rows)[150:]:
        del backend.rows[thread]
    model.reload()
    await asyncio.sleep(0.1)
    assert model.rowCount() > 0
    await tasks.close()


@settings(max_examples=15, deadline=None)
@given(st.lists(st.tuples(
    st.sampled_from(["on", "back", "jump", "write", "go", "come", "top", "end"]),
    st.integers(0, 999)), max_size=14))  # fmt: skip
def test_however_rows_move_what_stands_is_a_stretch_of_the_list(ops: list[tuple[str, int]]) -> None:
    """No row of it is lost and none stands twice, wherever one scrolls meanwhile."""

    async def play() -> None:
        tasks, feed = Tasks(), Feed()
        backend = SampleBackend(feed, extra=700)
        model = ThreadListModel(backend, tasks)

        async def settled() -> None:
            while tasks._running:
                await asyncio.gather(*tasks._running)

        model.reload()
        await settled()
        for op, number in ops:
            thread = list(backend.rows)[number % len(backend.rows)]
            match op:
                case "on":
                    model.fetch_next()
                case "back":
                    model.look(0, 10)
                case "jump":
                    model.jump(number)
                case "top":
                    model.to_top()
                case "end":
                    model.to_end()
                case "write":
                    backend.receive(thread, "ещё")
                case "go":
                    del backend.rows[thread]
                case _:
                    row = backend.rows[thread]
                    added = 5000 + len(backend.rows) + number
                    backend.rows[added] = structs.replace(row, id=added)
            if number % 3:
                await settled()
            model.reload()
        await settled()
        whole = [row.id for row in await backend.listed(model.wanted, 9999)]
        shown = [row.id for row in model.rows]
        begin = whole.index(shown[0])
        assert shown == whole[begin : begin + len(shown)]
        assert model.at_top or begin
        assert not model.all_loaded() or whole[-1] == shown[-1]
        model.stop()
        feed.stop()
        await tasks.close()

    asyncio.run(play())


async def test_one_timer_waits_for_what_comes_back_next() -> None:
    tasks, feed, now = Tasks(), Feed(), [NOW]
    backend = SampleBackend(feed)
    comebacks, came = Comebacks(backend, tasks, lambda: now[0]), []
    comebacks.came.connect(lambda: came.append(now[0]))
    await comebacks.refresh()
    assert comebacks.due is None
    assert not comebacks._timer.isActive(), "nothing to wait for"
    feed.changed.connect(comebacks.changed)
    await backend.snooze([1], NOW + HOUR)
    await backend.follow_up([2], NOW + MINUTE, "")
    await asyncio.sleep(0.1)
    assert comebacks.due == NOW + MINUTE
    comebacks.changed(Change(frozenset({"message"}), frozenset({3}), 1))
    assert comebacks._timer.isActive()
    comebacks._fire()
    assert came == [], "the timer only looked at the clock"
    # the machine slept: the timer did not count, the operator is back
    now[0] = backend.now = NOW + 30 * MINUTE
    comebacks.look()
    await asyncio.sleep(0.02)
    assert came == [NOW + 30 * MINUTE]
    assert comebacks.due == NOW + HOUR
    comebacks.stop()
    feed.stop()
    await tasks.close()


async def test_a_moment_that_is_near_fires_by_itself() -> None:
    tasks, now = Tasks(), [NOW]
    backend = SampleBackend(Feed())
    await backend.snooze([1], NOW + 40)
    comebacks, came = Comebacks(backend, tasks, lambda: now[0]), []
    comebacks.came.connect(lambda: came.append(1))
    await comebacks.refresh()
    now[0] = backend.now = NOW + 60
    await asyncio.sleep(0.2)
    assert came == [1]
    comebacks.stop()
    backend.feed.stop()
    await tasks.close()


async def test_who_works_here_is_known_by_the_settings_and_the_threads() -> None:
    backend = SampleBackend(Feed())
    backend.saved["desk.me"] = "  Анна  Ким "
    await backend.assign([1, 2], "Олег")
    await backend.assign([3], "Анна Ким")
    names = Names(backend)
    await names.refresh()
    assert (names.me, names.others) == ("Анна Ким", ["Олег"])
    names.configure({"desk.me": "Олег"})
    assert (names.me, names.others) == ("Олег", [])
    backend.feed.stop()
