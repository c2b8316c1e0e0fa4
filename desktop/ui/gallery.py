"""Draws the main states of the window into pictures, for a designer to look at."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import qasync
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPixmap
from PySide6.QtWidgets import QApplication, QWidget

from core.domain.problems import Problem
from desktop.shell.context import Shell
from desktop.ui.gallery_around import around_states
from desktop.ui.gallery_first import backups, first_steps, help_page
from desktop.ui.gallery_guard import guard_states
from desktop.ui.gallery_kinds import kind_states
from desktop.ui.gallery_list import list_states
from desktop.ui.gallery_search import search_states
from desktop.ui.gallery_talk import TalkGallery
from desktop.ui.gallery_telegram import telegram_states
from desktop.ui.gallery_templates import rich_states, template_states
from desktop.ui.gallery_write import write_states
from desktop.ui.main_window import MainWindow
from desktop.ui.page_viewer import PageViewer
from desktop.viewmodels.backend import Backend
from desktop.viewmodels.feed import Feed

_ROUNDS = 12


async def settle(app: QApplication) -> None:
    """Let tasks and events run until the window shows what it was told."""
    # On Qt's own loop events come by themselves, and asking for them would enter tasks twice.
    plain = not isinstance(asyncio.get_running_loop(), qasync.QEventLoop)
    for _ in range(_ROUNDS):
        await asyncio.sleep(0.004)
        if plain:
            app.processEvents()


class Gallery:
    """One window of one language and theme; each method leaves a state on screen."""

    def __init__(self, shell: Shell, backend: Backend, feed: Feed, out: Path, prefix: str) -> None:
        self.shell, self.out, self.prefix = shell, out, prefix
        self.window = MainWindow(backend, feed, shell)
        self.pictures: list[Path] = []

    async def picture(self, name: str, widget: QWidget | None = None) -> None:
        """Grab what stands."""
        await settle(self.shell.app)
        path = self.out / f"{self.prefix}-{name}.png"
        (widget or self.window).grab().save(str(path))
        self.pictures.append(path)

    async def states(self, deal: int, closing: int, closed: int) -> None:
        """Draw the states; the arguments are threads with facts, with a failed send and a
        closing window, with a closed window."""
        window = self.window
        window.show()
        await self.picture("01-loading")
        await window.start()
        await self.picture("02-no-thread")
        await window.open_thread(deal)
        await self.picture("03-thread")
        fact = next(row for row in window.facts.rows if row.fact.page is None)
        await window.show_source(fact)
        await self.picture("04-fact-source")
        paged = next(row for row in window.facts.rows if row.fact.page is not None)
        await window.show_source(paged)
        page = window.findChild(PageViewer)
        while page is not None and page.drawing:
            await settle(self.shell.app)
        await self._dialog("05-document-page", "pageViewer")
        await window.open_thread(closing)
        window.conversation.composer.draft.setPlainText("—")
        await self.picture("06-closing-failed")
        window.conversation.composer.draft.clear()
        await window.open_thread(closed)
        await self.picture("07-window-closed")
        window.desk.browse.go("logistics")
        await window.open_thread(None)
        await self.picture("08-empty-queue")
        window.desk.browse.go(None)
        await window.open_thread(deal)

    async def sides(self, deal: int, against: int) -> None:
        """Draw the side panel: sources that contradict one another, where an older value was
        said, documents, only headings; ``against`` is a thread whose sources differ."""
        window, side = self.window, self.window.sidebar
        await window.open_thread(against)
        await self.picture("50-side-contradiction")
        await window.open_thread(deal)
        changed = next(row for row in window.facts.rows if row.history)
        await window.show_source(changed.history[0])
        await self.picture("51-side-history")
        side.reveal(side.documents)
        await self.picture("52-side-documents")
        for section in side.sections:
            section.fold(True, quietly=True)
        side.deal.step.setFocus()
        await self.picture("53-side-folded")
        side.restore("")

    async def dialogs(self, deal: int) -> None:
        """Draw the dialogs."""
        window = self.window
        await window.windows.load_preview(deal)
        await self._dialog("10-crm-preview", "crmPreviewDialog")
        settings = await window.windows.load_settings("general")
        await self.picture("11-settings", settings)
        settings.show_section("whatsapp")
        await self.picture("12-settings-whatsapp", settings)
        settings.show_section("crm")
        await self.picture("13-settings-crm", settings)
        settings.close()
        window.windows.help()
        await self._dialog("14-keys", "keysHelp")
        window.going.palette.open()
        await self.picture("19-palette")
        window.going.palette.line.setText("ghbd")
        await self.picture("19-palette-nothing")
        window.going.palette.leave()
        dialog = window.windows.sign_in()
        await self.picture("15-sign-in-phone", dialog)
        window.sign_in.submit("8 916")
        await self.picture("16-sign-in-problem", dialog)
        window.sign_in.submit("+79161112233")
        await self.picture("17-sign-in-code", dialog)
        window.sign_in.submit("11111")
        await self.picture("18-sign-in-password", dialog)
        dialog.close()

    async def models(self) -> None:
        """Draw the model manager, a trial under way and one that is over."""
        window = self.window
        manager = window.windows.models()
        await self.picture("40-models", manager)
        state = window.desk.models
        row = next(r for r in state.rows if r.place == "here" and not r.in_use)
        state.try_out(row)
        await self.picture("41-trial", manager)
        await state.end_trial()
        state.try_out(row)
        for _ in range(4):
            await settle(self.shell.app)
        await self.picture("42-trial-result", manager)
        await state.end_trial()
        manager.close()

    async def small(self) -> None:
        """Draw the smallest window, and a refusal in passing."""
        self.window.resize(1000, 640)
        await self.picture("20-small")
        self.window.folding.toggle_side()
        await self.picture("20-small-side-over")
        self.window.folding.toggle_side()
        self.window.folding.toggle_list()
        await self.picture("20-small-list-folded")
        self.window.folding.toggle_list()
        self.window.toast.say(Problem("crm-auth"))
        await self.picture("21-refused")
        self.window.toast.hide()
        self.window.resize(1360, 860)
        self.shell.theme.resize("huge")
        await self.picture("22-huge-text")
        self.shell.theme.resize("normal")

    async def _dialog(self, name: str, which: str) -> None:
        await settle(self.shell.app)
        dialog = self.window.findChild(QWidget, which)
        if dialog is not None:
            await self.picture(name, dialog)
            dialog.close()
            await settle(self.shell.app)


async def render_states(
    out: Path, shell: Shell, backend: Backend, feed: Feed,
    trouble: Callable[[], None] | None = None, threads: tuple[int, int, int, int] = (1, 2, 7, 9),
) -> list[Path]:  # fmt: skip
    """Write the pictures of one language and theme into ``out``; ``trouble`` makes the backend
    report services that are down. Returns the pictures."""
    out.mkdir(parents=True, exist_ok=True)
    prefix = f"{shell.i18n.lang}-{shell.theme.scheme}"
    gallery = Gallery(shell, backend, feed, out, prefix)
    deal, closing, closed, kinds = threads
    try:
        await gallery.states(deal, closing, closed)
        await gallery.sides(deal, closing)
        await gallery.dialogs(deal)
        await list_states(gallery.window, gallery.picture)
        await search_states(gallery.window, gallery.picture)
        await write_states(gallery.window, deal, closing, gallery.picture)
        await template_states(gallery.window, closed, gallery.picture)
        await rich_states(gallery.window, closing, gallery.picture)
        await guard_states(gallery.window, deal, gallery.picture)
        talk = TalkGallery(gallery.window, deal, gallery.picture, lambda: settle(shell.app))
        await talk.states()
        await kind_states(gallery.window, kinds, gallery.picture)
        await telegram_states(gallery.window, deal, gallery.picture)
        await gallery.window.open_thread(deal)
        await gallery.models()
        await around_states(gallery.window, gallery.picture)
        await gallery.small()
        await first_steps(gallery.window, gallery.picture)
        await backups(gallery.window, gallery.picture)
        await help_page(gallery.window, gallery.picture)
        if trouble is not None:
            trouble()
            feed.push_health()
            await gallery.picture("30-trouble")
    finally:
        await gallery.window.shut_down()
        gallery.window.close()
        gallery.window.deleteLater()
        await settle(shell.app)
    return gallery.pictures


def contact_sheet(pictures: list[Path], path: Path, columns: int = 4, width: int = 480) -> None:
    """All pictures on one sheet, with their names."""
    tall = width * 860 // 1360 + 26
    rows = -(-len(pictures) // columns)
    sheet = QPixmap(columns * (width + 12) + 12, rows * (tall + 12) + 12)
    sheet.fill(QColor("#D9DCE2"))
    painter = QPainter(sheet)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.setFont(QFont("DejaVu Sans", 9))
    for i, name in enumerate(pictures):
        left, top = 12 + i % columns * (width + 12), 12 + i // columns * (tall + 12)
        picture = QPixmap(str(name)).scaled(
            width, tall - 24, Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )  # fmt: skip
        painter.drawPixmap(left, top, picture)
        painter.drawText(QRect(left, top + tall - 22, width, 20), 0, name.stem)
    painter.end()
    sheet.save(str(path))
