"""WhatsApp's windows as the operator has them before them: countdowns, the queue of those about to
close, what is given back when one has closed."""

from types import SimpleNamespace

from msgspec import structs

from core.domain.changes import Change
from core.domain.channels import Channel
from core.domain.problems import Problem
from core.domain.reminders import BY_BOT
from core.domain.views import ThreadRow
from core.domain.window import AdPrice
from desktop.ui.list_words import spoken, standing
from desktop.ui.notice_words import words
from desktop.viewmodels.notices import Notice
from desktop.viewmodels.rows import ROW
from tests.desktop.sample_backend import HOUR, MINUTE, NOW

from .conftest import until


def ids(desk: SimpleNamespace) -> list[int]:
    return [row.id for row in desk.window.threads.rows]


def waits(desk: SimpleNamespace, thread: int, left: int, owner: str = "") -> None:
    """That client waits, and their window closes after ``left``."""
    rows = desk.backend.rows
    rows[thread] = structs.replace(
        rows[thread], has_window=True, window_closes=desk.now + left, waiting_since=desk.now - HOUR,
        owner=owner, queue="sales",
    )  # fmt: skip


async def test_who_is_about_to_lose_a_window_is_one_queue_over_all(desk: SimpleNamespace) -> None:
    window, views = desk.window, desk.window.desk.views
    for thread in desk.backend.rows:
        desk.backend.rows[thread] = structs.replace(desk.backend.rows[thread], waiting_since=None)
    waits(desk, 4, 3 * HOUR, "Анна")
    waits(desk, 6, 50 * MINUTE, "Олег")
    waits(desk, 8, 5 * HOUR)
    window.actions_["closing"].trigger()
    await until(lambda: ids(desk) == [6, 4])
    await views.refresh()
    index = views.index(views.row_of("closing"))
    assert index.data(ROW).count == 2
    assert "Закрываются, " in views.text(index.data(ROW))
    assert [row.owner for row in window.threads.rows] == ["Олег", "Анна"]
    await desk.backend.save_settings({"desk.closing_hours": "6"})
    window.desk.configure({"desk.closing_hours": "6"})
    await until(lambda: ids(desk) == [6, 4, 8])
    for thread in (4, 6, 8):
        desk.backend.rows[thread] = structs.replace(desk.backend.rows[thread], waiting_since=None)
    window.threads.reload()
    await until(lambda: ids(desk) == [])
    assert "окно" in window.pane._nothing.title.text()


def failed(desk: SimpleNamespace, thread: int, ref: str, text: str) -> None:
    """A send of ours that its window did not let through."""
    row = next(row for row in desk.backend.kept[1] if row.direction == "out")
    problem = Problem("whatsapp-window-closed").encode()
    made = structs.replace(
        row, id=90_000 + len(ref), client_ref=ref, text=text, status="failed", problem=problem,
        at=desk.now,
    )  # fmt: skip
    desk.backend.kept[thread] = [*desk.backend.kept.get(thread, []), made]


def told(desk: SimpleNamespace, *threads: int) -> None:
    desk.feed.push(Change(frozenset({"send_failed"}), frozenset(threads), 1))


async def test_what_a_closed_window_kept_back_is_a_draft_again(desk: SimpleNamespace) -> None:
    window, backend = desk.window, desk.backend
    await window.open_thread(1)
    failed(desk, 1, "r1", "Пришлю смету к вечеру")
    told(desk, 1)
    await until(lambda: window.conversation.composer.draft.toPlainText() == "Пришлю смету к вечеру")
    await until(lambda: ("discard_send", "r1") in backend.calls)
    assert "Текст снова в черновике" in window.toast.text.text()
    assert backend.begun[1] == "Пришлю смету к вечеру"
    failed(desk, 1, "r22", "Ещё одно")  # something is written there: it stays in the thread
    failed(desk, 2, "r333", "Другому")
    failed(desk, 2, "r4444", "И ещё ему")
    told(desk, 1, 2)
    await until(lambda: ("discard_send", "r4444") in backend.calls)
    assert ("discard_send", "r333") in backend.calls
    assert ("discard_send", "r22") not in backend.calls
    assert window.desk.composer.draft(2) == "Другому\n\nИ ещё ему"
    assert window.conversation.composer.draft.toPlainText() == "Пришлю смету к вечеру"


async def test_two_countdowns_that_cannot_be_taken_for_one_another(desk: SimpleNamespace) -> None:
    window, bar = desk.window, desk.window.conversation.composer
    window.resize(1360, 860)
    desk.backend.ads[2] = AdPrice(until=desk.now + 30 * HOUR)
    waits(desk, 2, 102 * MINUTE)
    await window.open_thread(2)
    assert bar.left.text() == "Можно писать ещё 1 ч 42 мин"
    assert bar.foot.ad.text().startswith("Цена рекламы до завтра")
    assert bar.foot.hint.text().endswith("потом только шаблон"), (
        "at the ad's price, as is said beside it"
    )
    desk.now += 102 * MINUTE - 1000
    window.desk.clock.tick.emit()
    assert bar.left.text() == "Можно писать ещё 0:01"
    desk.now += 1000
    window.desk.clock.tick.emit()
    assert bar.left.text() == "Окно WhatsApp закрыто"
    assert not bar.box.isVisible()
    assert bar.foot.ad.isVisible(), "a template still goes at the ad's price"
    desk.now += 30 * HOUR
    window.desk.clock.tick.emit()
    assert not bar.foot.ad.isVisible()


async def test_what_comes_after_is_said_to_who_lets_a_client_wait(desk: SimpleNamespace) -> None:
    window, bar = desk.window, desk.window.conversation.composer
    waits(desk, 2, 50 * MINUTE)
    desk.backend.ads[2] = AdPrice(answer_by=desk.now + 50 * MINUTE)
    await window.open_thread(2)
    assert "только шаблон, по его тарифу" in bar.foot.hint.text()
    assert bar.foot.ad.text().startswith("Ответьте до ")
    desk.backend.rows[2] = structs.replace(desk.backend.rows[2], waiting_since=None)
    desk.feed.push(Change(frozenset({"send"}), frozenset({2}), 1))
    await until(lambda: bar.foot.hint.text().startswith("Enter"))
    window.resize(1000, 640)
    await until(lambda: bar.foot.ad.isVisible())  # the keys give way
    desk.backend.ads.clear()
    desk.feed.push(Change(frozenset({"send"}), frozenset({2}), 2))
    await until(lambda: bar.foot.ad.text() == "")
    assert bar.foot.hint.isVisible()


async def test_a_refusal_closes_what_is_being_written_in_and_keeps_it(
    desk: SimpleNamespace,
) -> None:
    window, bar = desk.window, desk.window.conversation.composer
    waits(desk, 2, 20 * HOUR)
    await window.open_thread(2)
    bar.draft.setPlainText("Сейчас уточню")
    assert bar.box.isVisible()
    desk.backend.rows[2] = structs.replace(desk.backend.rows[2], window_closes=desk.now)
    desk.feed.push(Change(frozenset({"window_closed"}), frozenset({2}), 1))
    await until(lambda: not bar.box.isVisible())
    assert bar.templates.isVisible()
    assert window.desk.composer.draft(2) == "Сейчас уточню"
    bar._submit()
    assert not [call for call in desk.backend.calls if call[0] == "send"]
    desk.backend.rows[2] = structs.replace(desk.backend.rows[2], window_closes=desk.now + HOUR)
    desk.feed.push(Change(frozenset({"message"}), frozenset({2}), 1))
    await until(lambda: bar.box.isVisible())
    assert bar.draft.toPlainText() == "Сейчас уточню"


def test_the_queue_says_when_and_the_list_how_long_they_wait(shell: SimpleNamespace) -> None:
    row = ThreadRow(id=1, name="Олег", channels=(Channel.WHATSAPP,), has_window=True,
                    window_closes=NOW + 3 * HOUR, waiting_since=NOW - HOUR)  # fmt: skip
    assert standing(shell.shell, row, NOW) == ("waiting", "1 ч")
    assert standing(shell.shell, row, NOW, within=4) == ("closes", "3 ч")
    assert standing(shell.shell, row, NOW, within=3)[0] == "waiting"
    late = structs.replace(row, window_closes=NOW + HOUR)
    assert standing(shell.shell, late, NOW, within=4)[0] == "closing"
    assert "потом только шаблон" in spoken(shell.shell, late, NOW)
    by_bot = structs.replace(late, channels=(Channel.TELEGRAM,), has_window=False)
    assert standing(shell.shell, by_bot, NOW, within=4)[0] == "closing"
    said = spoken(shell.shell, by_bot, NOW)
    assert "окно закроется" in said
    assert "шаблон" not in said
    for kind in ("closing", "closed"):
        notice = Notice("window:1", kind, (1,), ("Олег",), text=BY_BOT, at=NOW)
        assert "с телефона" in words(shell.shell, notice, with_text=True)[1]
