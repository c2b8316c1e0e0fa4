"""``python -m tests.desktop.accounts_screens [FOLDER] [LANG-THEME …]``: two Telegram accounts, in
both languages and themes."""

import asyncio
import os
import sys
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from msgspec import structs
from PySide6.QtWidgets import QApplication, QWidget

from core.domain.problems import Problem
from desktop.shell.context import Shell
from desktop.ui.filter_menu import filter_menu
from desktop.ui.gallery import settle
from desktop.ui.main_window import MainWindow
from desktop.viewmodels.accounts_port import Safety
from desktop.viewmodels.feed import Feed
from tests.desktop.sample_accounts import two_accounts
from tests.desktop.sample_backend import HOUR, NOW, SampleBackend


async def draw(out: Path, app: QApplication, lang: str, theme: str) -> None:
    """The states, one after the other."""
    feed = Feed()
    backend = SampleBackend(feed, lang)
    two_accounts(backend)
    shell = Shell(app, lang, theme, now=lambda: NOW)
    window = MainWindow(backend, feed, shell)

    async def picture(name: str, widget: QWidget | None = None) -> None:
        await settle(app)
        (widget or window).grab().save(str(out / f"{lang}-{theme}-{name}.png"))

    window.show()
    try:
        await window.start()
        await window.open_thread(1)
        await picture("1-desk")
        menu = filter_menu(
            window, shell, window.desk.browse, window.queues, window.desk.names, window.listing
        )
        menu.popup(window.mapToGlobal(window.rect().topLeft()))
        await picture("2-filter", menu)
        menu.close()
        dialog = await window.windows.load_settings("telegram")
        await picture("3-settings", dialog)
        dialog.reject()
        backend.accounts.safety = Safety(
            new=9, new_limit=15, floods=((NOW - 5 * HOUR, 180),), limited_at=0
        )
        window.first.devices("2")
        await picture("4-safety", window.findChild(QWidget, "devicesDialog"))
        window.findChild(QWidget, "devicesDialog").close()
        backend.states[1] = structs.replace(
            backend.states[1], state="signed_out", problem=Problem("telegram-signed-out")
        )
        feed.push_health()
        page = window.around.health()
        await picture("5-health", page)
        page.close()
        await picture("6-banner")
        backend.accounts.rows = [
            structs.replace(
                row, removed=row.slot == "2", state="off" if row.slot == "2" else "online"
            )
            for row in backend.accounts.rows
        ]
        backend.states.pop(1)
        feed.push_health()
        await settle(app)
        window.desk.composer.choose(window.desk.composer.peers[-1].peer)
        await picture("7-removed")
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
            Path(sys.argv[1] if len(sys.argv) > 1 else "out/accounts"),
            sys.argv[2:] or ["ru-light", "ru-dark", "en-light", "en-dark"],
        )
    )
