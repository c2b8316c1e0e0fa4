"""``python -m tests.desktop.shelf_screens [FOLDER] [LANG-THEME …]``: archive, mutes, marks and
folders of Telegram accounts, in both languages and themes."""

import asyncio
import os
import sys
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from msgspec.structs import replace
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication, QMenu

from core.domain.chats import FOREVER
from desktop.shell.context import Shell
from desktop.ui.gallery import settle
from desktop.ui.main_window import MainWindow
from desktop.viewmodels.feed import Feed
from tests.desktop.sample_backend import NOW, SampleBackend

_TITLES = {
    "ru": ("Работа", "Клиенты", "Оптовики и дилеры Урала", "Тихие", "Пусто"),
    "en": ("Work", "Clients", "Wholesale and dealers, North", "Quiet ones", "Empty"),
}


async def draw(out: Path, app: QApplication, lang: str, theme: str) -> None:
    """The states, one after the other."""
    feed = Feed()
    backend = SampleBackend(feed, lang)
    shell = Shell(app, lang, theme, now=lambda: NOW)
    window = MainWindow(backend, feed, shell)
    names = _TITLES[lang]

    async def picture(name: str) -> None:
        await settle(app)
        window.grab().save(str(out / f"{lang}-{theme}-{name}.png"))

    def sets(thread: int, **marks: object) -> None:
        backend.rows[thread] = replace(backend.rows[thread], **marks)
        backend.touch(thread)

    window.show()
    try:
        await window.start()
        chats = backend.chats
        work = chats.add(names[0], 1, 3, 5, emoji="💼")
        chats.add(names[1], contacts=True, emoji="👤")
        chats.add(names[2], 6, 7, emoji="🐱")
        sets(1, muted_until=FOREVER)
        sets(2, unread=0, marked=True)
        sets(3, muted_until=FOREVER, unread=4)
        sets(5, unread=0, marked=True, muted_until=FOREVER)
        await window.desk.folders.refresh()
        await window.open_thread(4)
        await window.desk.views.refresh()
        await picture("1-list")
        window.desk.browse.go_view(f"folder:{work}")
        sets(5, archived=True, waiting_since=None)
        await picture("2-folder")
        sets(6, archived=True)
        sets(7, archived=True, waiting_since=None)
        window.desk.browse.go_view("archive")
        await window.desk.views.refresh()
        await picture("3-archive")
        window.desk.browse.go(None)
        await settle(app)
        await window.open_thread(4)
        window.triage.row_menu(window.pane.mapToGlobal(QPoint(60, 160)))
        await settle(app)
        menu = window.findChild(QMenu, "rowMenu")
        if menu is not None:
            menu.grab().save(str(out / f"{lang}-{theme}-4-menu.png"))
            menu.close()
        for i in range(9):
            star = "⭐" if i % 3 else ""
            chats.add(f"{names[i % 4]} {i}", i + 1, account=str(1 + i % 2), emoji=star)
        shell.accounts.put({"1": ("account_1", "Продажи"), "2": ("account_2", "Опт")})
        await window.desk.folders.refresh()
        empty = chats.add(names[4], account="2")
        await window.desk.folders.refresh()
        window.desk.browse.go_view(f"folder:{empty}")
        await picture("5-many-and-empty")
        window.resize(1000, 640)
        await picture("6-small")
        window.resize(1360, 860)
        for thread in list(backend.rows):
            sets(thread, archived=False)
        window.desk.browse.go_view("archive")
        await picture("7-archive-empty")
    finally:
        shell.accounts.put({})
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
            Path(sys.argv[1] if len(sys.argv) > 1 else "out/shelves"),
            sys.argv[2:] or ["ru-light", "ru-dark", "en-light", "en-dark"],
        )
    )
