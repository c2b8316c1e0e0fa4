"""A document, a page at a time: its picture with the words of a fact lit, or what was read."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt, QUrl
from PySide6.QtGui import (
    QBrush,
    QDesktopServices,
    QImage,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QShortcut,
    QTextCharFormat,
    QTextCursor,
)
from PySide6.QtWidgets import (
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QTextEdit,
    QWidget,
)
from shiboken6 import isValid

from core.domain.problems import ProblemError
from desktop.media.opener import Opener
from desktop.media.words import PageAsk, PageHead
from desktop.shell.context import Shell
from desktop.shell.tasks import Tasks
from desktop.ui.bubble import utf16
from desktop.ui.dialogs import Dialog
from desktop.ui.parts import button, label

Box = tuple[float, float, float, float]
_SHARP: Final = 1.5
"""A page is drawn larger than it is shown: small print stays legible."""


class PagePicture(QWidget):
    """A page at the width of its pane; ``lit`` are shares of it."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self.setObjectName("pagePicture")
        self._pixmap = QPixmap()
        self.lit: tuple[Box, ...] = ()

    def show_page(self, pixmap: QPixmap, lit: tuple[Box, ...]) -> None:
        """Another page (a null picture: none)."""
        self._pixmap, self.lit = pixmap, lit
        self.fit(self.width())

    def fit(self, width: int) -> None:
        """As wide as there is room."""
        if not self._pixmap.isNull():
            self.setFixedHeight(round(width * self._pixmap.height() / self._pixmap.width()))
        self.update()

    def boxes(self) -> list[QRectF]:
        """Where the lit words stand."""
        wide, tall = self.width(), self.height()
        return [
            QRectF(QPointF(left * wide, top * tall), QPointF(right * wide, bottom * tall))
            .adjusted(-3, -3, 3, 3)
            for left, top, right, bottom in self.lit
        ]  # fmt: skip

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt's hook."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.drawPixmap(QRectF(self.rect()), self._pixmap, QRectF(self._pixmap.rect()))
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Multiply)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._shell.theme.colour("spot"))
        for box in self.boxes():
            painter.drawRoundedRect(box, 4, 4)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(self._shell.theme.colour("border_strong"), 1))
        painter.drawRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))
        painter.end()


class PageViewer(Dialog):
    """What was sent as a document (``path``, '' where the file is gone) and what was read of it
    (``texts``), a page at a time from ``page`` (1) on, with the ``span`` of a fact lit on that
    page: in characters of its text, None for none."""

    def __init__(
        self, shell: Shell, parent: QWidget, name: str, texts: Sequence[str], page: int,
        span: tuple[int, int] | None, path: str = "", opener: Opener | None = None,
        tasks: Tasks | None = None,
    ) -> None:  # fmt: skip
        super().__init__(shell, parent, "pageViewer", name)
        self.resize(720, 820)
        self._texts = texts or ("",)
        self._first, self._span = page, span
        self._path, self._opener, self._tasks = path, opener, tasks
        self._drawn: dict[int, tuple[QPixmap, PageHead]] = {}
        self._count = len(self._texts)
        self._failed = False
        self._wants_text = not self._can_draw
        self.view = QPlainTextEdit()
        self.view.setObjectName("pageText")
        self.view.setProperty("look", "page")
        self.view.setReadOnly(True)
        self.picture = PagePicture(shell)
        self.pane = QScrollArea()
        self.pane.setObjectName("pageScroll")
        self.pane.setWidget(self.picture)
        self.pane.setWidgetResizable(True)
        self.pane.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.said = label("muted", wrap=True)
        self.said.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.stack = QStackedWidget()
        for part in (self.view, self.pane, self.said):
            self.stack.addWidget(part)
        self.body.addWidget(self.stack, 1)
        row = self.foot()
        self.before = self._step("pageBefore", "page-before", -1)
        self.after = self._step("pageAfter", "page-after", 1)
        self.other = button("link", "pageOther")
        self.other.clicked.connect(lambda: self.show_text(on=not self._wants_text))
        self.outside = button("link", "pageOutside")
        self.outside.setText(shell.tr("page-open-outside"))
        self.outside.setVisible(bool(path))
        self.outside.clicked.connect(lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(path)))
        for place, step in enumerate((self.before, self.after, self.other, self.outside)):
            row.insertWidget(place, step)
        for keys, by in ((Qt.Key.Key_PageUp, -1), (Qt.Key.Key_PageDown, 1)):
            QShortcut(QKeySequence(keys), self).activated.connect(
                lambda by=by: self.turn(self._page + by)
            )
        self.turn(page)
        self.pane.setFocus()

    @property
    def drawing(self) -> bool:
        """Whether a page is on its way."""
        return self.stack.currentWidget() is self.said and not self._failed

    @property
    def _can_draw(self) -> bool:
        return bool(self._path) and self._opener is not None and self._tasks is not None

    def show_text(self, *, on: bool) -> None:
        """What was read in place of the picture, or back."""
        self._wants_text = on
        self.turn(self._page)

    def turn(self, page: int) -> None:
        """Show another page."""
        tr = self.shell.tr
        self._page = min(max(page, 1), self._count)
        said = tr("page-n", n=self._page)
        if self._count > 1:
            said = tr("page-of", n=str(self._page), count=str(self._count))
        self.text.setText(said)
        self.view.setAccessibleName(said)
        self.picture.setAccessibleName(said)
        for step in (self.before, self.after):
            step.setVisible(self._count > 1)
        self.before.setEnabled(self._page > 1)
        self.after.setEnabled(self._page < self._count)
        self.other.setVisible(self._can_draw)
        self.other.setText(tr("page-picture" if self._wants_text else "page-text"))
        self._show_text()
        if self._wants_text:
            self.stack.setCurrentWidget(self.view)
        elif self._page in self._drawn:
            self._show_picture()
        else:
            self._say(tr("page-loading"))
            assert self._tasks is not None
            self._tasks.start(self._draw(self._page))

    def _show_text(self) -> None:
        text = self._texts[self._page - 1] if self._page <= len(self._texts) else ""
        self.view.setExtraSelections([])
        self.view.setPlainText(text or self.shell.tr("page-empty"))
        if self._span is not None and self._page == self._first and text:
            self._light(utf16(text, self._span[0]), utf16(text, self._span[1]))

    async def _draw(self, page: int) -> None:
        """Have the page drawn; where it cannot be, its text stands with the reason above it."""
        if not isValid(self):  # it was closed before this began
            return
        assert self._opener is not None
        ratio = self.devicePixelRatioF()
        width = round(max(400, self.pane.width()) * ratio * _SHARP)
        ask = PageAsk(page, width, *self._quote(page))
        try:
            head, pixels = await self._opener.page(Path(self._path), ask)
        except ProblemError as error:
            if isValid(self) and page == self._page and not self._wants_text:
                self._no_picture(self.shell.problem(error.problem))
            return
        if not isValid(self):  # it was closed meanwhile
            return
        image = QImage(
            pixels, head.width, head.height, head.stride, QImage.Format.Format_BGR888
        ).copy()
        self._drawn[page] = (QPixmap.fromImage(image), head)
        if self._count != head.pages:
            self._count = head.pages
            self.turn(self._page)
        elif page == self._page and not self._wants_text:
            self._show_picture()

    def _quote(self, page: int) -> tuple[str, float]:
        """The words to light, and where on the page's text they stand."""
        if self._span is None or page != self._first or page > len(self._texts):
            return "", 0.0
        text = self._texts[page - 1]
        return text[slice(*self._span)], self._span[0] / max(1, len(text))

    def _show_picture(self) -> None:
        pixmap, head = self._drawn[self._page]
        self.picture.show_page(pixmap, head.lit)
        self.stack.setCurrentWidget(self.pane)
        self.picture.fit(self.pane.viewport().width())
        wanted = self._quote(self._page)[0]
        if wanted and not head.lit:  # its words are not on the picture: a scan, another encoding
            self.show_text(on=True)
            return
        boxes = self.picture.boxes()
        top = boxes[0].center().y() - self.pane.viewport().height() / 3 if boxes else 0
        self.pane.verticalScrollBar().setValue(max(0, round(top)))

    def _no_picture(self, why: str) -> None:
        if any(self._texts):
            self._wants_text = True
            self.turn(self._page)
            self.text.setText(f"{self.text.text()} · {why}")
        else:
            self._failed = True
            self._say(why)

    def _say(self, text: str) -> None:
        self.said.setText(text)
        self.stack.setCurrentWidget(self.said)

    def _step(self, name: str, key: str, by: int) -> QPushButton:
        made = button("", name)
        made.setText(self.shell.tr(key))
        made.clicked.connect(lambda: self.turn(self._page + by))
        return made

    def _light(self, start: int, end: int) -> None:
        cursor = self.view.textCursor()
        cursor.setPosition(start)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        lit = QTextEdit.ExtraSelection()
        look = QTextCharFormat()
        look.setBackground(QBrush(self.shell.theme.colour("spot")))
        look.setForeground(QBrush(self.shell.theme.colour("spot_text")))
        lit.cursor, lit.format = cursor, look
        self.view.setExtraSelections([lit])
        cursor.clearSelection()
        self.view.setTextCursor(cursor)
        self.view.centerCursor()
