"""``python -m tests.desktop.first_screens FOLDER ru-light en-dark ru-light-huge-small``: the first
steps on an empty profile, backups, settings and help."""

import asyncio
import os
import sys
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication, QWidget

from desktop.shell.context import Shell
from desktop.ui import gallery_first
from desktop.ui.gallery import contact_sheet, settle
from desktop.ui.main_window import MainWindow
from desktop.viewmodels.feed import Feed
from tests.desktop.sample_backend import NOW, SampleBackend


async def main(out: Path, looks: list[str]) -> None:
    """Write the pictures and a sheet for each look."""
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    out.mkdir(parents=True, exist_ok=True)
    for look in looks:
        lang, theme, *more = look.split("-")
        feed = Feed()
        backend = SampleBackend(feed, lang)
        backend.saved.clear()
        backend.rows.clear()
        backend.step = "phone"
        shell = Shell(
            app, lang, theme, now=lambda: NOW, size="huge" if "huge" in more else "normal"
        )
        window = MainWindow(backend, feed, shell)
        window.resize(*((1000, 640) if "small" in more else (1360, 860)))
        made: list[Path] = []

        async def picture(
            name: str, widget: QWidget | None, window: MainWindow = window,
            look: str = look, made: list[Path] = made,
        ) -> None:  # fmt: skip
            await settle(app)
            path = out / f"{look}-{name}.png"
            (widget or window).grab().save(str(path))
            made.append(path)

        window.show()
        await window.start()
        await gallery_first.first_steps(window, picture)
        await gallery_first.backups(window, picture)
        await gallery_first.help_page(window, picture)
        dialog = await window.windows.load_settings("whatsapp")
        await picture("63-settings", dialog)
        dialog.filter.setText("gjhn")
        await picture("64-settings-found", dialog)
        dialog.close()
        await window.shut_down()
        window.close()
        window.deleteLater()
        await settle(app)
        contact_sheet(made, out / f"sheet-{look}.png", columns=4)


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), sys.argv[2:] or ["ru-light", "en-dark"]))
