"""``python -m tests.desktop.business_screens [FOLDER] [LANG-THEME …]``: Telegram Business of an
account, in both languages and themes."""

import asyncio
import os
import sys
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from msgspec import structs
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

from core.domain.around import Around
from core.domain.business import Business
from core.domain.problems import Problem
from desktop.shell.context import Shell
from desktop.ui.gallery import settle
from desktop.ui.main_window import MainWindow
from desktop.viewmodels.feed import Feed
from tests.desktop.sample_backend import NOW, SampleBackend
from tests.desktop.sample_business import filled


async def draw(out: Path, app: QApplication, lang: str, theme: str) -> None:
    """The states, one after the other."""
    feed = Feed()
    backend = SampleBackend(feed, lang)
    backend.business.kept["1001"] = filled(lang)
    backend.kept[1] = [
        structs.replace(row, around=Around(automatic=True)) if row.id == 17 else row
        for row in backend.kept[1]
    ]
    shell = Shell(app, lang, theme, now=lambda: NOW)
    window = MainWindow(backend, feed, shell)

    async def picture(name: str, widget: QWidget | None = None) -> None:
        await settle(app)
        (widget or window).grab().save(str(out / f"{lang}-{theme}-{name}.png"))

    window.show()
    try:
        await window.start()
        await window.open_thread(1)
        await window.desk.business.refresh()
        window.write.quick_replies()
        await settle(app)
        window.desk.business.of("1001")
        await picture("1-picker")
        window.write.list.line.setText(filled(lang).shortcuts[1].name)
        await picture("2-picker-whole")
        window.write.list.hide()
        dialog = await window.windows.load_settings("telegram")
        await picture("3-settings", dialog)
        dialog.reject()
        window.first.business()
        await settle(app)
        shown = window.findChild(QWidget, "businessDialog")
        await picture("4-business", shown)
        bar = shown.findChildren(QScrollArea)[0].verticalScrollBar()
        bar.setValue(bar.maximum())
        await picture("5-business-end", shown)
        hours = shown.edit_hours()
        await picture("6-hours", hours)
        hours.days[0].setText("с девяти")
        await picture("7-hours-bad", hours)
        hours.close()
        greeting = shown.edit_automatic("greeting")
        await picture("8-greeting", greeting)
        greeting.close()
        away = shown.edit_automatic("away")
        away.schedule.setCurrentIndex(2)
        await picture("9-away", away)
        away.close()
        reply = shown.edit_reply(filled(lang).shortcuts[0])
        await picture("10-reply", reply)
        reply.bad(shell.problem(Problem("business-shortcut-taken")))
        await picture("11-reply-refused", reply)
        reply.close()
        backend.business.kept["1001"] = Business()
        feed.push_health()
        await picture("12-none", shown)
        shown.close()
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
            Path(sys.argv[1] if len(sys.argv) > 1 else "out/business"),
            sys.argv[2:] or ["ru-light", "ru-dark", "en-light", "en-dark"],
        )
    )
