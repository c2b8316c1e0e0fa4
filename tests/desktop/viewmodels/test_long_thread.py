"""A thread of thousands: only a stretch of it is held, wherever one reads."""

import asyncio

from desktop.shell.tasks import Tasks
from desktop.viewmodels.feed import Feed
from desktop.viewmodels.messages import MOST, PAGE, MessageListModel
from tests.desktop.sample_backend import SampleBackend
from tests.desktop.viewmodels.test_desk_models import long_talk


async def model_of(count: int) -> tuple[SampleBackend, MessageListModel, Tasks]:
    feed = Feed()
    feed.stop()
    backend, tasks = SampleBackend(feed), Tasks()
    long_talk(backend, count)
    backend.seq = 100_000  # rows are numbered from 1000
    model = MessageListModel(backend, tasks)
    await model.open(1)
    return backend, model, tasks


def numbers(model: MessageListModel) -> list[int]:
    return [row.id - 1000 for row in model.rows]


async def older(model: MessageListModel, pages: int) -> None:
    for _ in range(pages):
        model.fetch_older()
        await asyncio.sleep(0.01)


async def test_reading_far_up_holds_a_bounded_stretch() -> None:
    _, model, tasks = await model_of(5000)
    await older(model, 20)
    assert model.rowCount() == MOST
    assert numbers(model)[0] == 5000 - PAGE * 21
    assert not model.newest
    assert not model.complete
    await tasks.close()


async def test_what_was_let_go_comes_again_on_the_way_down() -> None:
    _, model, tasks = await model_of(1000)
    await older(model, 12)
    while not model.newest:
        model.fetch_newer()
        await asyncio.sleep(0.01)
    assert numbers(model) == list(range(1000 - MOST, 1000))
    await tasks.close()


async def test_a_message_far_back_is_reached_with_what_surrounds_it() -> None:
    backend, model, tasks = await model_of(5000)
    wanted = backend.kept[1][700]
    assert await model.reach(wanted.id, wanted.at)
    assert numbers(model) == list(range(641, 761))
    assert not model.newest
    assert not await model.reach(7, wanted.at)
    model.to_newest()
    await asyncio.sleep(0.05)
    assert numbers(model)[-1] == 4999
    await tasks.close()


async def test_a_message_that_arrives_far_below_changes_nothing_here() -> None:
    backend, model, tasks = await model_of(1000)
    await older(model, 10)
    before = numbers(model)
    backend.receive(1, "new")
    await model.refresh()
    assert numbers(model) == before
    await tasks.close()


async def test_a_day_at_the_end_does_not_grow_what_is_held() -> None:
    backend, model, tasks = await model_of(MOST)
    await older(model, 4)
    for i in range(80):
        backend.receive(1, f"new {i}")
        await model.refresh()
    assert model.rowCount() == MOST
    assert model.rows[-1].text == "new 79"
    model.following = False
    backend.receive(1, "while reading above")
    await model.refresh()
    assert model.rowCount() == MOST + 1
    await tasks.close()
