"""``python -m tests.desktop.window_screens [FOLDER] [LANG-THEME …]``: WhatsApp's windows in each
state, in both languages and themes."""

import asyncio
import os
import sys
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from msgspec import structs
from PySide6.QtWidgets import QApplication

from core.domain.changes import Change
from core.domain.problems import Problem
from core.domain.window import AdPrice
from desktop.shell.context import Shell
from desktop.ui.gallery import settle
from desktop.ui.main_window import MainWindow
from desktop.viewmodels.backend import HealthRow
from desktop.viewmodels.feed import Feed
from tests.desktop.sample_backend import HOUR, MINUTE, NOW, SampleBackend


async def draw(out: Path, app: QApplication, lang: str, theme: str) -> None:
    """The states, one after the other."""
    feed = Feed()
    backend = SampleBackend(feed, lang)
    shell = Shell(app, lang, theme, now=lambda: NOW)
    window = MainWindow(backend, feed, shell)
    rows = backend.rows
    owners = ("Анна Ким", "Олег Дёмин") if lang == "ru" else ("Anna Kim", "Oleg Dean")

    async def picture(name: str) -> None:
        await settle(app)
        window.grab().save(str(out / f"{lang}-{theme}-{name}.png"))

    def stands(thread: int, left: int, owner: str = "", **ad: int) -> None:
        rows[thread] = structs.replace(
            rows[thread], window_closes=NOW + left, waiting_since=NOW - HOUR, owner=owner
        )
        backend.ads[thread] = AdPrice(**ad)

    window.show()
    try:
        await window.start()
        stands(2, 19 * HOUR, answer_by=NOW + 19 * HOUR)
        await window.open_thread(2)
        await picture("1-open-unanswered-ad")
        stands(2, 102 * MINUTE, owners[0], until=NOW + 50 * HOUR)
        feed.push(Change(frozenset({"message"}), frozenset({2}), 1))
        await picture("2-closing-ad")
        stands(2, 7 * MINUTE + 41_000, owners[0])
        feed.push(Change(frozenset({"message"}), frozenset({2}), 2))
        await picture("3-last-minutes")
        stands(2, -1000, owners[0], until=NOW + 50 * HOUR)
        feed.push(Change(frozenset({"window_closed"}), frozenset({2}), 3))
        await picture("4-closed-ad")
        out_row = next(row for row in backend.kept[1] if row.direction == "out")
        held = structs.replace(
            out_row, id=99_000, client_ref="held", status="failed", at=NOW,
            text=backend.words["m7"], problem=Problem("whatsapp-window-closed").encode(),
        )  # fmt: skip
        stands(2, 3 * HOUR, owners[0])
        await window.open_thread(2)
        backend.kept[2] = [*backend.kept[2], held]
        feed.push(Change(frozenset({"send_failed"}), frozenset({2}), 4))
        await settle(app)
        backend.kept[2] = backend.kept[2][:-1]  # as it is once it was taken out of the thread
        feed.push(Change(frozenset({"delete"}), frozenset({2}), 5))
        await picture("5-given-back")
        window.toast.hide()
        stands(4, 9 * MINUTE, owners[1])
        stands(7, 200 * MINUTE)
        window.desk.browse.go_view("closing")
        await window.desk.views.refresh()
        await picture("6-queue")
        window.resize(1000, 640)
        shell.theme.resize("huge")
        await picture("7-queue-small-huge")
        shell.theme.resize("normal")
        window.resize(1360, 860)
        for thread in rows:
            rows[thread] = structs.replace(rows[thread], waiting_since=None)
        window.threads.reload()
        await window.desk.views.refresh()
        await picture("8-queue-empty")
        problem = Problem("clock-behind", {"minutes": "14"})
        backend.states.append(HealthRow(id="clock", state="waiting", problem=problem))
        window.desk.browse.go(None)
        feed.push_health()
        await picture("9-clock")
    finally:
        await window.shut_down()
        window.close()
        window.deleteLater()
        await settle(app)


async def main(out: Path, pairs: list[str]) -> None:
    """Write the pictures."""
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    out.mkdir(parents=True, exist_ok=True)
    for pair in pairs:
        lang, theme = pair.split("-")
        await draw(out, app, lang, theme)


if __name__ == "__main__":
    asyncio.run(
        main(
            Path(sys.argv[1] if len(sys.argv) > 1 else "out/windows"),
            sys.argv[2:] or ["ru-light", "ru-dark", "en-light", "en-dark"],
        )
    )
