"""What happens around the window: notices, the tray, do not disturb, the health page, logs."""

import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import msgspec
import pytest_asyncio
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton

from core.domain.problems import Problem
from core.domain.reminders import Reminder
from desktop.bootstrap import Desktop
from desktop.shell.notify import Notifier
from desktop.shell.tray import Tray, painted
from desktop.viewmodels.backend import HealthRow
from tests.desktop.ui.conftest import until

MINUTE = 60_000
Until = Callable[..., Any]


class Screen(Notifier):
    """The system's notices, as they stand."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: dict[str, tuple[str, str]] = {}
        self.urgent: set[str] = set()
        self.all: list[str] = []

    def show_notice(self, key: str, title: str, text: str, *, urgent: bool = False) -> None:
        self.shown[key] = (title, text)
        self.all.append(key)
        if urgent:
            self.urgent.add(key)

    def withdraw(self, key: str) -> None:
        self.shown.pop(key, None)


@pytest_asyncio.fixture()
async def around(desk: SimpleNamespace) -> AsyncIterator[SimpleNamespace]:
    """The desk with a screen for notices, looked at from elsewhere."""
    desk.screen = Screen()
    desk.around = desk.window.around
    desk.around.use_notifier(desk.screen)
    desk.around.watch.look(None)
    yield desk


def look_away(around: SimpleNamespace) -> None:
    around.window.isActiveWindow = lambda: False
    around.around._look()


def arrive(around: SimpleNamespace, *threads: int, text: str = "Когда отгрузка?") -> None:
    for thread in threads:
        around.backend.receive(thread, text)


async def gathered(around: SimpleNamespace) -> None:
    """The messages were read, and so much time has passed that they are told of."""
    await until(lambda: around.around.watch.notices.next_at is not None)
    around.now = around.around.watch.notices.next_at
    around.around.watch._fire()


async def test_a_notice_says_who_wrote_and_opens_the_thread(around: SimpleNamespace) -> None:
    look_away(around)
    arrive(around, 3)
    await gathered(around)
    assert around.screen.shown == {"thread:3": ("Сергей Литвинов", "Новое сообщение")}
    around.screen.opened.emit("thread:3")
    await until(lambda: around.window.desk.current and around.window.desk.current.id == 3)


async def test_what_was_written_is_shown_only_where_it_is_wanted(around: SimpleNamespace) -> None:
    look_away(around)
    around.window.desk.configure({"desk.notice_text": "on"})
    arrive(around, 3, text="Где\nмашина? <b>Срочно</b>")
    await gathered(around)
    assert around.screen.shown["thread:3"][1] == "Где машина? <b>Срочно</b>"
    around.window.desk.configure({"desk.notices": "off"})
    arrive(around, 4)
    await gathered(around)
    assert list(around.screen.shown) == ["thread:3"]


async def test_the_open_thread_is_quiet_while_one_looks(around: SimpleNamespace) -> None:
    around.window.isActiveWindow = lambda: True
    await around.window.open_thread(3)
    arrive(around, 3)
    arrive(around, 4)
    await gathered(around)
    assert list(around.screen.shown) == ["thread:4"]
    await around.window.open_thread(4)
    assert around.screen.shown == {}, "it is before the operator now"
    await until(lambda: not around.backend.rows[4].unread)
    look_away(around)
    arrive(around, 4)
    await gathered(around)
    assert list(around.screen.shown) == ["thread:4"]


async def test_what_was_written_a_moment_ago_is_read_when_it_is_opened(
    around: SimpleNamespace,
) -> None:
    """The list does not know it yet: it follows at a pace."""
    window, rows, told = around.window, around.backend.rows, list[object]()
    threads = window.threads
    window.isActiveWindow = lambda: True
    for thread in (4, 3):
        await window.open_thread(thread)
        await until(lambda t=thread: not rows[t].unread and not threads.row(t).unread)
    around.feed.changed.connect(told.append)
    arrive(around, 5)
    await until(lambda: threads.row(5).unread == rows[5].unread)
    told.clear()
    arrive(around, 4)
    await until(lambda: told)
    await window.open_thread(4)
    await until(lambda: not rows[4].unread)


async def test_many_clients_are_one_notice(around: SimpleNamespace) -> None:
    look_away(around)
    arrive(around, 1, 2, 3, 4, 5)
    await gathered(around)
    ((title, text),) = around.screen.shown.values()
    assert title == "Написали 5 клиентов"
    assert text.endswith("и ещё 2")


async def test_what_is_read_elsewhere_is_taken_back(around: SimpleNamespace) -> None:
    look_away(around)
    arrive(around, 3)
    await gathered(around)
    around.backend.rows[3] = msgspec.structs.replace(around.backend.rows[3], unread=0)
    change = around.backend.feed
    from core.domain.changes import Change

    change.push(Change(frozenset({"read"}), frozenset({3}), 9999))
    await until(lambda: not around.screen.shown)


async def test_not_to_be_disturbed_and_one_summary_afterwards(around: SimpleNamespace) -> None:
    look_away(around)
    bar = around.window.health.quiet
    assert bar.isHidden()
    around.window.actions_["dnd"].trigger()
    await until(lambda: bar.text() == "Не беспокоить")
    await until(lambda: around.backend.saved.get("desk.dnd", "").startswith("on"))
    await until(lambda: around.around.watch.notices.is_quiet)
    arrive(around, 3, 3, 4)
    await until(lambda: len(around.around.watch.notices.waiting) == 2)
    assert around.screen.shown == {}
    bar.click()
    await until(lambda: around.screen.shown)
    (title, text) = around.screen.shown["meanwhile"]
    assert title == "Пока вас не беспокоили"
    assert "3 сообщения от 2 клиентов" in text
    assert bar.isHidden()


async def test_quiet_hours_begin_and_end_by_themselves(around: SimpleNamespace) -> None:
    local = around.around.watch.local
    begins = (local.replace(second=0)).strftime("%H:%M")
    ends = local.replace(hour=(local.hour + 2) % 24).strftime("%H:%M")
    hours = {"desk.quiet_hours": "on", "desk.quiet_from": begins, "desk.quiet_to": ends}
    around.window.desk.configure(hours)
    await until(lambda: around.around.watch.notices.is_quiet)
    assert ends in around.window.health.quiet.text()
    around.now += 121 * MINUTE
    around.around.watch._fire()
    await until(lambda: not around.around.watch.notices.is_quiet)
    assert around.window.health.quiet.isHidden()


async def test_a_closing_window_is_reminded_of_once_also_after_a_restart(
    around: SimpleNamespace,
) -> None:
    look_away(around)
    closes = around.now + 9 * MINUTE
    around.backend.notices.due = [
        Reminder("closing", 4, "Мария Ветрова", closes),
        Reminder("follow_up", 6, "Анна Белова", around.now, "прислать договор"),
    ]
    await around.around.watch.remind()
    assert set(around.screen.shown) == {"window:4", "follow_up:6"}
    assert around.screen.urgent == {"window:4"}
    assert "окно whatsapp закроется" in around.screen.shown["window:4"][1].casefold()
    assert around.screen.shown["follow_up:6"][1] == "Пора вернуться: прислать договор"
    around.screen.all.clear()
    await around.around.watch.remind()
    from desktop.viewmodels.watch import Watch

    again = Watch(around.backend.notices, around.window.desk.tasks, lambda: around.now)
    told: list[object] = []
    again.out.connect(told.append)
    await again.start({})
    await again.close()
    assert (around.screen.all, told) == ([], [])


async def test_the_tray_counts_and_the_window_may_go_on_there(around: SimpleNamespace) -> None:
    tray = Tray(around.shell)
    tray.show_icon = lambda shown: None  # this platform has no tray to stand in
    around.around.use(tray)
    waiting = around.window.queues.rows[0].waiting
    assert waiting > 0
    assert str(waiting) in tray.icon.toolTip()
    assert not around.around.stays, "off unless it is wanted"
    around.window.desk.configure({"desk.close_to_tray": "on"})
    around.window.close()
    assert around.window.isHidden()
    tray.actions["open"].trigger()
    assert around.window.isVisible()
    tray.actions["hour"].trigger()
    assert around.around.watch.quiet
    assert not tray.actions["hour"].isVisible()
    tray.actions["aloud"].trigger()
    assert not around.around.watch.quiet
    tray.actions["tomorrow"].trigger()
    assert around.around.watch.quiet_time.until is not None
    tray.actions["quit"].trigger()
    assert around.window.isHidden()
    assert not around.around.stays


async def test_closing_to_the_tray_ends_nothing_and_quitting_does(around: SimpleNamespace) -> None:
    nothing: Any = None
    desktop = Desktop(nothing, around.window, around.feed)
    closed = asyncio.ensure_future(desktop.closed())
    tray = Tray(around.shell)
    tray.show_icon = lambda shown: None  # this platform has no tray to stand in
    around.around.use(tray)
    around.window.desk.configure({"desk.close_to_tray": "on"})
    around.window.close()
    await asyncio.sleep(0.02)
    assert not closed.done()
    around.window.quit()
    await asyncio.wait_for(closed, 30)


def test_figures_in_the_tray_are_read_on_any_panel(shell: SimpleNamespace) -> None:
    from desktop.shell.icons import app_icon

    plain = painted(app_icon(), 22, 0, quiet=False).toImage()
    for count in (1, 27, 150):
        image = painted(app_icon(), 22, count, quiet=False).toImage()
        assert image != plain
        colours = [image.pixelColor(x, y) for x in range(22) for y in range(9, 22)]
        ground = [c for c in colours if c.red() > 150 and c.green() < 90]
        figures = [c for c in colours if min(c.red(), c.green(), c.blue()) > 235]
        assert len(ground) > 40
        assert len(figures) > 12


async def test_how_everything_is(around: SimpleNamespace, tmp_path: Path) -> None:
    backend = around.backend
    backend.states[0] = HealthRow(id="telegram", state="signed_out")
    backend.states[3] = HealthRow(id="crm", state="waiting", problem=Problem("crm-down"))
    await around.window.desk.health.refresh()
    QTest.keyClick(around.window, Qt.Key.Key_F2)
    page = around.window.findChild(type(around.around.health()), "healthPage")
    await until(lambda: around.around.page.vitals is not None)

    def said(part: str) -> str:
        line = page.findChild(object, f"line-{part}")
        return " ".join(label.text() for label in line.findChildren(QLabel))

    await until(lambda: "84,0 ГБ" in said("disk"))
    assert "Threadline Starter 3" in said("model")
    assert "120 мс" in said("model")
    assert "Не настроен" in said("hub")
    assert "нужен вход" in said("telegram").casefold()
    assert around.shell.problem(Problem("crm-down")) in said("crm")
    backend.states[3] = HealthRow(id="crm", state="online", detail="Tryton")
    backend.notices.state = msgspec.structs.replace(
        backend.notices.state, free=100 << 20, behind_ms=-120_000
    )
    page.again.click()
    await until(lambda: "Последняя проблема" in said("crm"))
    assert "Спешат" in said("clock")
    free = page.findChild(QPushButton, "mend-disk")
    assert free.text() == "Освободить место"
    assert free.accessibleName().startswith("Диск")
    free.click()
    assert around.window.findChild(object, "modelManager") is not None
    around.window.findChild(object, "modelManager").close()
    page.findChild(QPushButton, "mend-telegram").click()
    await until(lambda: around.window.findChild(object, "signIn") is not None)
    around.window.findChild(object, "signIn").close()
    page.close()


async def test_what_is_down_is_tried_again(around: SimpleNamespace) -> None:
    problem = Problem("telegram-unreachable")
    around.backend.states[0] = HealthRow(id="telegram", state="failed", problem=problem)
    await around.window.desk.health.refresh()
    page = around.around.health()
    await until(lambda: page.findChild(QPushButton, "mend-telegram") is not None)
    page.findChild(QPushButton, "mend-telegram").click()
    await until(lambda: around.backend.notices.retried == ["telegram"])
    page.close()


async def test_after_a_crash_the_logs_are_offered(around: SimpleNamespace, tmp_path: Path) -> None:
    banner = around.around.crashed
    assert banner.isHidden()
    around.around.say_crashed()
    assert banner.isVisible()
    assert "неожиданно" in banner.text.text()
    await around.around._write_logs(tmp_path / "logs.zip")
    assert around.backend.notices.saved == [tmp_path / "logs.zip"]
    assert banner.isHidden()
    assert str(tmp_path) in around.window.toast.text.text()


async def test_the_settings_of_notices(around: SimpleNamespace) -> None:
    dialog = await around.window.windows.load_settings("notices")

    def row(name: str) -> Any:
        return dialog.findChild(object, f"setting-desk.{name}")

    assert row("quiet_from").isHidden() or not row("quiet_from").isVisible()
    row("quiet_hours").setChecked(True)
    assert row("quiet_from").isVisible()
    minutes: QLineEdit = row("remind_minutes")
    minutes.setText("30")
    minutes.textEdited.emit("30")
    dialog.findChild(QPushButton, "settingsSave").click()
    await until(lambda: around.backend.saved.get("desk.remind_minutes") == "30")
    assert around.around.watch._ahead == 30 * MINUTE
    assert around.around.watch.quiet_time.begins is not None
