"""The list of templates: a name, and below it what it is charged as or why it cannot be sent."""

from PySide6.QtCore import QObject, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from desktop.shell.context import Shell
from desktop.ui import paint
from desktop.viewmodels.rows import ROW, Index
from desktop.viewmodels.template_order import title
from desktop.viewmodels.templates import TemplateRow

_STATES = ("PENDING", "REJECTED", "PAUSED", "DISABLED")


def category(shell: Shell, row: TemplateRow) -> str:
    """What Meta charges it as."""
    return category_name(shell, row.category)


def category_name(shell: Shell, kind: str) -> str:
    """A category in the operator's language."""
    key = f"template-{kind.lower()}"
    return shell.tr(key) if kind and shell.i18n.has(key) else kind.capitalize()


def standing(shell: Shell, row: TemplateRow) -> str:
    """What keeps it from being sent in a word; '' where nothing does."""
    if row.sendable:
        return shell.tr("template-quality-red") if row.quality == "RED" else ""
    name = row.status.lower() if row.status in _STATES else "other"
    return shell.tr(f"template-state-{name}")


def spoken(shell: Shell, row: TemplateRow, *, best: bool) -> str:
    """A whole sentence for screen readers."""
    parts = [title(row), row.lang, category(shell, row), standing(shell, row)]
    if best:
        parts.append(shell.tr("template-best"))
    return ", ".join(part for part in parts if part)


class TemplateRows(QStyledItemDelegate):
    """``best`` is the row that fits the thread best."""

    def __init__(self, shell: Shell, parent: QObject) -> None:
        super().__init__(parent)
        self._shell = shell
        self.best: TemplateRow | None = None

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Qt's hook."""
        return QSize(0, self._shell.theme.px(46))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Qt's hook."""
        row: TemplateRow = index.data(ROW)
        shell, theme = self._shell, self._shell.theme
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        box = QRectF(option.rect).adjusted(2, 1, -2, -1)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if chosen or option.state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("selected" if chosen else "hover"))
            painter.drawRoundedRect(box, 7, 7)
        inner = box.adjusted(9, 5, -9, -5)
        half = inner.height() / 2
        small, font = theme.font("small"), theme.font("body")
        lang = row.lang.replace("_", "-")
        room = QFontMetricsF(small).horizontalAdvance(lang)
        painter.setFont(small)
        painter.setPen(theme.colour("text_2" if chosen else "text_3"))
        top = QRectF(inner.left(), inner.top(), inner.width(), half)
        painter.drawText(top, paint.RIGHT, lang)
        painter.setFont(font)
        painter.setPen(theme.colour("text" if row.sendable else "text_3"))
        words = paint.elide(font, title(row), inner.width() - room - 8)
        painter.drawText(top, paint.LEFT, words)
        below = QRectF(inner.left(), inner.top() + half, inner.width(), half)
        state = standing(shell, row)
        painter.setFont(small)
        ink = "warn" if state else "text_2" if chosen else "text_3"
        said = state or category(shell, row)
        if self.best is not None and row == self.best and not state:
            said, ink = f"{said} · {shell.tr('template-best')}", "accent_text"
        painter.setPen(theme.colour(ink))
        painter.drawText(below, paint.LEFT, paint.elide(small, said, below.width()))
        painter.restore()
