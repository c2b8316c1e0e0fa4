"""The models over a backend: pages, refreshes, countdowns, the composer, signing in."""

import asyncio
from datetime import date

import pytest

from core.domain.changes import Change
from core.domain.views import MessageRow
from desktop.shell.tasks import Latest, Tasks
from desktop.viewmodels.clock import WindowClock
from desktop.viewmodels.composer import ComposerState
from desktop.viewmodels.corrections import canonical
from desktop.viewmodels.facts import FactListModel, group_of
from desktop.viewmodels.feed import Feed
from desktop.viewmodels.messages import DAY, JOINED, PAGE, UNREAD, MessageListModel
from desktop.viewmodels.queues import QueueListModel
from desktop.viewmodels.settings import FIELDS, KEPT, changes, shown
from desktop.viewmodels.sign_in import SignInModel
from desktop.viewmodels.threads import ThreadListModel
from tests.desktop.sample_backend import HOUR, MINUTE, NOW, TG, WA, SampleBackend, peer


def long_talk(backend: SampleBackend, count: int) -> None:
    """Thread 1 has ``count`` messages, a minute apart."""
    backend.kept[1] = [
        MessageRow(id=1000 + i, thread=1, peer=peer(TG, 1), external_id=str(i), direction="in",
                   at=NOW - (count - i) * MINUTE, text=f"message {i}")
        for i in range(count)
    ]  # fmt: skip


async def test_threads_come_by_pages_and_can_all_be_loaded() -> None:
    tasks = Tasks()
    model = ThreadListModel(SampleBackend(Feed(), extra=1500), tasks)
    await model.refresh()
    assert model.rowCount() == 100
    model.fetch_next()
    await asyncio.sleep(0.05)
    assert model.rowCount() == 200
    await model.load_all()
    assert model.rowCount() == 1511
    assert model.all_loaded()
    await tasks.close()


async def test_a_long_list_follows_changes_without_reading_everything() -> None:
    tasks, feed = Tasks(), Feed()
    backend = SampleBackend(feed, extra=1500)
    model = ThreadListModel(backend, tasks)
    await model.load_all()
    backend.receive(900, "hello again")
    model.touch([900])
    await asyncio.sleep(0.05)
    assert model.rows[0].id == 900
    assert model.rowCount() == 1511
    feed.stop()
    await tasks.close()


async def test_the_first_queue_is_all_of_them() -> None:
    tasks = Tasks()
    model = QueueListModel(SampleBackend(Feed()), tasks)
    await model.refresh()
    assert model.rows[0].threads == 11
    assert model.rows[0].threads == sum(row.threads for row in model.rows[1:])
    await tasks.close()


async def test_messages_come_newest_first_and_older_ones_on_demand() -> None:
    tasks = Tasks()
    backend = SampleBackend(Feed())
    long_talk(backend, 150)
    model = MessageListModel(backend, tasks)
    await model.open(1)
    assert model.rowCount() == PAGE
    assert model.rows[-1].text == "message 149"
    model.fetch_older()
    model.fetch_older()  # one at a time
    await asyncio.sleep(0.05)
    assert model.rowCount() == 2 * PAGE
    assert [row.id for row in model.rows] == sorted(row.id for row in model.rows)
    assert await model.reach(1000)
    assert model.complete
    assert not await model.reach(5)
    await tasks.close()


async def test_a_new_message_keeps_the_older_pages() -> None:
    tasks = Tasks()
    feed = Feed()
    backend = SampleBackend(feed)
    long_talk(backend, 150)
    model = MessageListModel(backend, tasks)
    await model.open(1)
    resets: list[int] = []
    model.modelReset.connect(lambda: resets.append(1))
    model.rowsRemoved.connect(lambda: resets.append(2))
    backend.receive(1, "new")
    await model.refresh()
    assert model.rows[-1].text == "new"
    assert model.rowCount() == PAGE + 1
    assert resets == []
    feed.stop()
    await tasks.close()


async def test_a_late_message_stands_where_its_time_is() -> None:
    tasks = Tasks()
    backend = SampleBackend(Feed())
    model = MessageListModel(backend, tasks)
    await model.open(7)
    late = MessageRow(id=999, thread=7, peer=peer(WA, 7), external_id="late", direction="in",
                      at=NOW - 27 * HOUR - 40 * MINUTE, text="late")  # fmt: skip
    backend.kept[7].append(late)
    await model.refresh()
    assert [row.id for row in model.rows] == [71, 999, 72, 73]
    await tasks.close()


async def test_days_unread_and_joined_rows_are_marked() -> None:
    tasks = Tasks()
    model = MessageListModel(SampleBackend(Feed()), tasks)
    await model.open(1, unread=2)
    days = [model.index(i).data(DAY) for i in range(model.rowCount())]
    assert sum(day is not None for day in days) == 2
    unread = [model.index(i).data(UNREAD) for i in range(model.rowCount())]
    assert unread == [False] * 9 + [True, False]
    assert model.index(10).data(JOINED)
    await tasks.close()


async def test_facts_stand_in_their_groups() -> None:
    tasks = Tasks()
    model = FactListModel(SampleBackend(Feed()), tasks)
    await model.open(1)
    groups = [group_of(row.fact.kind) for row in model.rows]
    assert groups == sorted(groups, key=["money", "what", "when", "state", "who"].index)
    await tasks.close()


async def test_the_feed_gathers_notices_and_its_timer_rests() -> None:
    feed, told = Feed(), []
    feed.changed.connect(told.append)
    for i in range(50):
        feed.push(Change(frozenset({"message"}), frozenset({i}), i))
    await asyncio.sleep(0.08)
    assert len(told) == 1
    assert told[0].threads == frozenset(range(50))
    assert told[0].seq == 49
    assert not feed._timer.isActive()


async def test_the_clock_runs_only_while_a_window_closes_and_someone_looks() -> None:
    now = [NOW]
    clock, ticks = WindowClock(lambda: now[0]), []
    clock.tick.connect(lambda: ticks.append(1))
    clock.watch([NOW + 20 * HOUR, None])
    clock.set_visible(True)
    assert not clock.running
    clock.watch([NOW + HOUR])
    assert clock.running
    await asyncio.sleep(1.3)
    assert len(ticks) >= 2  # once on becoming visible, then each second
    clock.set_visible(False)
    assert not clock.running
    assert not clock._timer.isActive()
    now[0] += 2 * HOUR
    clock.set_visible(True)
    clock.watch([NOW + HOUR])
    assert not clock.running, "a closed window is not counted"


async def test_the_composer_answers_where_the_client_wrote_last() -> None:
    backend = SampleBackend(Feed())
    now = [NOW]
    state = ComposerState(lambda: now[0])
    changed: list[int] = []
    state.changed.connect(lambda: changed.append(1))
    state.open(1, await backend.peers(1), WA)
    assert state.peer is not None
    assert state.peer.peer.channel == WA
    assert state.free_text
    now[0] += 23 * HOUR
    state.tick()
    assert not state.free_text
    assert len(changed) == 2
    assert state.elsewhere is not None
    assert state.elsewhere.peer.channel == TG
    state.choose_next()
    assert state.free_text


async def test_signing_in_goes_on_after_a_wrong_answer() -> None:
    tasks = Tasks()
    model = SignInModel(SampleBackend(Feed()), tasks)
    done: list[int] = []
    model.done.connect(lambda: done.append(1))
    for answer, step, problem in (
        ("123", "phone", "telegram-phone-invalid"),
        ("+79161112233", "code", None),
        ("0", "code", "telegram-code-invalid"),
        ("11111", "password", None),
        ("secret", "done", None),
    ):
        model.submit(answer)
        assert model.busy
        await asyncio.sleep(0.02)
        assert (model.step, model.problem.code if model.problem else None) == (step, problem)
    assert done == [1]
    await tasks.close()


async def test_a_refresh_asked_for_while_one_runs_runs_once_more() -> None:
    tasks, runs = Tasks(), []

    async def work() -> None:
        runs.append(1)
        await asyncio.sleep(0.01)

    latest = Latest(tasks, work)
    latest.ask()
    await asyncio.sleep(0.005)
    for _ in range(10):
        latest.ask()
    await asyncio.sleep(0.06)
    assert len(runs) == 2
    await tasks.close()


async def test_closing_ends_what_runs_and_starts_nothing_more() -> None:
    tasks = Tasks()
    task = tasks.start(asyncio.sleep(60))
    await tasks.close()
    assert task is not None
    assert task.cancelled()
    assert tasks.start(asyncio.sleep(60)) is None


def test_only_what_changed_is_saved_and_kept_secrets_stay() -> None:
    before = {"telegram.api_id": "1", "telegram.api_hash": KEPT, "theme": "dark"}
    after = {"telegram.api_id": "2", "telegram.api_hash": KEPT, "theme": "dark"}
    assert changes(before, after) == {"telegram.api_id": "2"}
    token = next(field for field in FIELDS if field.id == "crm.url")
    assert shown(token, {"crm.target": "tryton"})
    assert not shown(token, {"crm.target": "folder"})


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("budget", "450 000 ₽", ("450000 RUB", "")),
        ("budget", "₽450,000", ("450000 RUB", "")),
        ("budget", "380 тыс", ("380000 RUB", "")),
        ("budget", "1,5 млн руб", ("1500000 RUB", "")),
        ("budget", "$1200", ("1200 USD", "")),
        ("budget", "много", None),
        ("quantity", "1 000 шт", ("1000", "шт")),
        ("deadline", "05.12.2026", ("2026-12-05", "")),
        ("deadline", "2026-12-05", ("2026-12-05", "")),
        ("deadline", "скоро", None),
        ("meeting_at", "24.11 15:00", ("2026-11-24T15:00", "")),
        ("meeting_at", "24.11.2026", None),
        ("phone", "8 916 111-22-33", ("+79161112233", "")),
        ("inn", "7707083893", ("7707083893", "")),
        ("inn", "77", None),
        ("city", "Тверь", ("Тверь", "")),
    ],
)
def test_a_typed_value_becomes_canonical(
    kind: str, text: str, value: tuple[str, str] | None
) -> None:
    assert canonical(kind, text, date(2026, 11, 23)) == value
