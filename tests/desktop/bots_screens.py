"""``python -m tests.desktop.bots_screens [FOLDER] [LANG-THEME …]``: business bots, in both
languages and themes."""

import asyncio
import os
import sys
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from msgspec import structs
from PySide6.QtWidgets import QApplication, QWidget

from core.domain.channels import Channel
from core.domain.problems import Problem
from desktop.shell.context import Shell
from desktop.ui.bots_dialog import BotsDialog
from desktop.ui.gallery import settle
from desktop.ui.main_window import MainWindow
from desktop.viewmodels.backend import HealthRow
from desktop.viewmodels.feed import Feed
from tests.desktop.sample_backend import DAY, HOUR, NOW, SampleBackend
from tests.desktop.sample_bots import TOKEN


async def draw(out: Path, app: QApplication, lang: str, theme: str) -> None:
    """The states, one after the other."""
    feed = Feed()
    backend = SampleBackend(feed, lang)
    shell = Shell(app, lang, theme, now=lambda: NOW)
    window = MainWindow(backend, feed, shell)

    async def picture(name: str, widget: QWidget | None = None) -> None:
        await settle(app)
        (widget or window).grab().save(str(out / f"{lang}-{theme}-{name}.png"))

    window.show()
    try:
        await window.start()
        await window.open_thread(1)
        window.first.bots()
        await settle(app)
        dialog = window.findChild(BotsDialog)
        assert dialog is not None
        await picture("1-empty", dialog)
        backend.bots.refused = Problem("telegram-bot-token")
        dialog.token.setText(TOKEN)
        dialog.give.click()
        await picture("2-refused", dialog)
        dialog.give.click()
        await picture("3-unconnected", dialog)
        telegram = next(
            p.peer for p in window.desk.composer.peers if p.peer.channel is Channel.TELEGRAM
        )
        backend.bots.connected(lang, telegram.account)
        feed.push_health()
        await picture("4-connected", dialog)
        lost = Problem("telegram-bot-token")
        backend.bots.rows[0] = structs.replace(
            backend.bots.rows[0], state="signed_out", problem=lost
        )
        feed.push_health()
        await settle(app)
        dialog.findChild(QWidget, "botRenew-1").click()
        await picture("5-revoked", dialog)
        dialog.close()
        wrote = [structs.replace(one, client_at=NOW - HOUR) for one in window.desk.composer.peers]
        window.desk.composer.update(wrote)
        window.desk.composer.choose(telegram)
        await picture("6-desk")
        shell.now = lambda: NOW + 3 * DAY
        window.desk.composer._now = shell.now
        window.desk.composer.tick()
        await picture("7-day-over")
        backend.states.insert(
            1,
            HealthRow(
                id="bot", slot="1", name="@vega_sales_bot", state="online",
                problem=Problem("telegram-bot-lost", {"count": "12"}),
            ),
        )  # fmt: skip
        feed.push_health()
        page = window.around.health()
        await picture("9-health", page)
        page.close()
        settings = await window.windows.load_settings("telegram")
        await picture("8-settings", settings)
        settings.reject()
    finally:
        await window.shut_down()
        window.close()
        window.deleteLater()
        await settle(app)


async def main(out: Path, pairs: list[str]) -> None:
    """Draw each pair of language and theme."""
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    out.mkdir(parents=True, exist_ok=True)
    for pair in pairs:
        lang, theme = pair.split("-")
        await draw(out, app, lang, theme)


if __name__ == "__main__":
    asyncio.run(
        main(
            Path(sys.argv[1] if len(sys.argv) > 1 else "out/bots"),
            sys.argv[2:] or ["ru-light", "ru-dark", "en-light", "en-dark"],
        )
    )
