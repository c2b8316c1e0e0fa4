"""Paints what was found: headers, clients, messages, pages and facts, with the words lit."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QTextLayout, QTextOption
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from core.domain.channels import Channel
from core.domain.reading import Fact
from core.search.found import MOST_COUNTED, Hit, Span
from desktop.shell import formats
from desktop.shell.context import Shell
from desktop.ui import paint
from desktop.ui.rail import queue_name
from desktop.ui.words import fact_name, isolated, short_name
from desktop.viewmodels.rows import ROW
from desktop.viewmodels.search import SearchRow
from desktop.viewmodels.suggestions import Suggestion

_HEIGHTS: Final = {"header": 34, "suggestion": 34, "recent": 34, "more": 32, "server": 36}
_CLIENT, _PLACE, _LINE = 58, 74, 18
FACT_ICONS: Final = {
    "person": "person", "role": "person", "company": "partners", "inn": "docs", "phone": "person",
    "email": "send", "city": "location", "product": "box", "quantity": "box", "budget": "money",
    "deadline": "calendar", "meeting_at": "calendar", "decision": "check", "competitor": "flag",
    "document": "docs",
}  # fmt: skip


class SearchDelegate(QStyledItemDelegate):
    """Draws from the row alone."""

    def __init__(self, shell: Shell, parent: QWidget) -> None:
        super().__init__(parent)
        self._shell = shell

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """A height for each kind of row."""
        row: SearchRow = index.data(ROW)
        high = _HEIGHTS.get(row.kind, 0)
        if row.hit is not None:
            high = _CLIENT if row.hit.group == "client" else _PLACE
            if row.hit.group != "client" and self._one_line(row.hit, option.rect.width()):
                high -= _LINE
        return QSize(120, self._shell.theme.px(high))

    def _one_line(self, hit: Hit, width: int) -> bool:
        """Whether its words need one line only in a list of that width."""
        text, _ = self._words(hit)
        wide = QFontMetricsF(self._shell.theme.font("body")).horizontalAdvance(text)
        return not hit.more and wide < width - 34

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Qt's hook."""
        row: SearchRow | None = index.data(ROW)
        if row is None:
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRectF(option.rect)
        if row.kind == "header":
            self._header(painter, rect, row)
        else:
            box = rect.adjusted(6, 1, -6, -1)
            chosen = bool(option.state & QStyle.StateFlag.State_Selected)
            if chosen or option.state & QStyle.StateFlag.State_MouseOver:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(self._shell.theme.colour("selected" if chosen else "hover"))
                painter.drawRoundedRect(box, 10, 10)
            paint.focus_ring(painter, self._shell, option, box, 10)
            inner = box.adjusted(10, 0, -10, 0)
            if row.suggestion is not None:
                self._suggestion(painter, inner, row.suggestion)
            elif row.kind == "more":
                text = self._shell.tr("search-all", n=row.count)
                self._line(painter, inner, self._shell.theme.font("body"), "accent_text", text)
            elif row.kind == "server":
                side = self._shell.theme.px(16)
                icon = QRectF(inner.left(), inner.center().y() - side / 2, side, side)
                self._shell.icons.paint(painter, "telegram", "telegram", icon)
                inner.setLeft(icon.right() + 8)
                self._line(painter, inner, self._shell.theme.font("body"), "accent_text", row.name)
            elif row.hit is not None and row.hit.group == "client":
                self._client(painter, inner, row.hit)
            elif row.hit is not None:
                self._place(painter, inner, row.hit)
        painter.restore()

    def _header(self, painter: QPainter, rect: QRectF, row: SearchRow) -> None:
        theme, tr = self._shell.theme, self._shell.tr
        font = theme.font("small", bold=True)
        box = rect.adjusted(16, theme.px(6), -16, 0)
        right = box.right()
        if row.count:
            more = row.count > MOST_COUNTED
            count = tr("search-more-than", n=MOST_COUNTED) if more else str(row.count)
            painter.setFont(theme.font("small"))
            painter.setPen(theme.colour("text_3"))
            painter.drawText(box, paint.RIGHT, count)
            right -= QFontMetricsF(theme.font("small")).horizontalAdvance(count) + 8
        painter.setFont(font)
        painter.setPen(theme.colour("text_2"))
        title = paint.elide(font, tr(f"search-group-{row.name}"), right - box.left())
        painter.drawText(box, paint.LEFT, title)

    def _suggestion(self, painter: QPainter, box: QRectF, row: Suggestion) -> None:
        theme = self._shell.theme
        size = theme.px(18)
        icon = QRectF(box.left(), box.center().y() - size / 2, size, size)
        self._shell.icons.paint(painter, row.icon or "search", "text_3", icon)
        left = icon.right() + 10
        font = theme.font("body")
        painter.setFont(font)
        painter.setPen(theme.colour("text"))
        room = box.right() - left
        text = paint.elide(font, row.label, room)
        painter.drawText(QRectF(left, box.top(), room, box.height()), paint.LEFT, text)
        width = QFontMetricsF(font).horizontalAdvance(text) + 12
        if row.hint and room - width > 40:
            small = theme.font("small")
            painter.setFont(small)
            painter.setPen(theme.colour("text_3"))
            hint = QRectF(left + width, box.top(), room - width, box.height())
            painter.drawText(hint, paint.RIGHT, paint.elide(small, row.hint, hint.width()))

    def _client(self, painter: QPainter, box: QRectF, hit: Hit) -> None:
        theme = self._shell.theme
        size = theme.px(38)
        mark = QRectF(box.left(), box.center().y() - size / 2, size, size)
        paint.avatar(painter, self._shell, mark, hit.thread, hit.name)
        left, top = mark.right() + 12, box.top() + theme.px(9)
        right = self._when(painter, box, top, hit)
        line = theme.px(_LINE)
        font = theme.font("message", bold=True)
        self._lit(painter, QRectF(left, top, right - left, line), font, "text", hit.name, hit.lit)
        below = QRectF(left, top + line + 2, box.right() - left, line)
        queue = queue_name(self._shell, hit.queue) if hit.queue else ""
        text = " · ".join(part for part in (queue, hit.snippet) if part)
        self._line(painter, below, theme.font("body"), "text_2", text)

    def _place(self, painter: QPainter, box: QRectF, hit: Hit) -> None:
        theme, tr = self._shell.theme, self._shell.tr
        top, line = box.top() + theme.px(8), theme.px(_LINE)
        right = self._when(painter, box, top, hit)
        left, size = box.left(), theme.px(16)
        icon = QRectF(left, top + (line - size) / 2, size, size)
        name, tail = hit.name, ""
        text, lit = self._words(hit)
        if hit.group == "fact":
            self._shell.icons.paint(painter, FACT_ICONS.get(hit.fact_kind, "flag"), "accent", icon)
            name = f"{fact_name(self._shell, hit.fact_kind)}: {self._value(hit)}"
        elif hit.group == "document":
            self._shell.icons.paint(painter, "file", "accent", icon)
            name, tail = hit.document or tr("note-document"), f", {tr('search-page', n=hit.page)}"
        elif hit.voice:
            self._shell.icons.paint(painter, "voice", "accent", icon)
        elif hit.channel:
            paint.channel_mark(
                painter, self._shell, Channel(hit.channel), left, icon.center().y(), size
            )
        font = theme.font("body", bold=True)
        left = icon.right() + 7
        room = right - left - QFontMetricsF(font).horizontalAdvance(tail)
        title = paint.elide(font, name, room) + tail
        self._line(painter, QRectF(left, top, right - left + 2, line), font, "text", title)
        more = tr("search-more-here", n=hit.more) if hit.more else ""
        below = QRectF(box.left(), top + line + 2, box.width(), 2 * line + 2)
        self._lit(painter, below, theme.font("body"), "text_2", text, lit, lines=2, end=more)

    def _when(self, painter: QPainter, box: QRectF, top: float, hit: Hit) -> float:
        """The time at the right; returns where the room before it ends."""
        theme = self._shell.theme
        font = theme.font("small")
        when = formats.stamp(self._shell.i18n, hit.at, self._shell.now()) if hit.at else ""
        width = QFontMetricsF(font).horizontalAdvance(when)
        painter.setFont(font)
        painter.setPen(theme.colour("text_3"))
        room = QRectF(box.right() - width - 2, top, width + 2, theme.px(_LINE))
        painter.drawText(room, paint.RIGHT, when)
        return box.right() - width - 10

    def _value(self, hit: Hit) -> str:
        fact = Fact(
            id=hit.fact, kind=hit.fact_kind, value=hit.fact_value, unit=hit.fact_unit, quote="",
            message="0", start=0, end=0, confidence=1.0, source="model", at=hit.at,
        )  # fmt: skip
        return formats.fact_value(self._shell.i18n, fact, self._shell.now())

    def _words(self, hit: Hit) -> tuple[str, tuple[Span, ...]]:
        """The line around the place, led by who says it where the title does not."""
        lead = f"{hit.name}: " if hit.group in ("fact", "document") else ""
        if hit.group == "message" and hit.direction == "out":
            lead = f"{self._shell.tr('you')}: "
        elif hit.author and lead:
            told = {"who": isolated(short_name(hit.author)), "group": hit.name}
            lead = f"{self._shell.tr('notice-of', **told)}: "
        elif hit.author:
            lead = f"{isolated(short_name(hit.author))}: "
        return lead + hit.snippet, tuple((s + len(lead), e + len(lead)) for s, e in hit.lit)

    def _line(self, painter: QPainter, box: QRectF, font: QFont, ink: str, text: str) -> None:
        painter.setFont(font)
        painter.setPen(self._shell.theme.colour(ink))
        painter.drawText(box, paint.LEFT, paint.elide(font, text, box.width()))

    def _lit(
        self, painter: QPainter, box: QRectF, font: QFont, ink: str, text: str,
        lit: Sequence[Span], *, lines: int = 1, end: str = "",
    ) -> None:  # fmt: skip
        """Up to so many lines, the last one ending in an ellipsis (and ``end``) where there is
        more."""
        theme = self._shell.theme
        metrics = QFontMetricsF(font)
        made = laid_out(text, font, box.width(), lines, metrics.horizontalAdvance(end) + 8)
        if made.lineCount() == 0:
            return
        painter.setPen(theme.colour(ink))
        high = made.boundingRect().height()
        at = QPointF(box.left(), box.top() + max(0.0, (theme.px(_LINE) * lines - high) / 2))
        if lines > 1:
            at.setY(box.top())
        ranges = []
        for start, stop in lit:
            look = QTextLayout.FormatRange()
            look.start, look.length = utf16(text, start), utf16(text, stop) - utf16(text, start)
            look.format.setBackground(theme.colour("spot"))
            look.format.setForeground(theme.colour("spot_text"))
            ranges.append(look)
        painter.save()
        painter.setClipRect(box)
        made.draw(painter, at, ranges)
        painter.restore()
        if end:
            last = made.lineAt(made.lineCount() - 1)
            painter.setFont(theme.font("small"))
            painter.setPen(theme.colour("accent_text"))
            painter.drawText(
                QRectF(box.left(), at.y() + last.y(), box.width(), last.height()), paint.RIGHT, end
            )


def utf16(text: str, place: int) -> int:
    """Qt counts in UTF-16 units."""
    return len(text[:place].encode("utf-16-le", "surrogatepass")) // 2


def laid_out(text: str, font: QFont, width: float, lines: int, end: float) -> QTextLayout:
    """Text in lines of that width; the last has ``end`` less room, and ends in an ellipsis where
    the text goes on."""
    metrics = QFontMetricsF(font)
    kept = text
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    for _ in range(2):
        layout = QTextLayout(kept, font)
        layout.setTextOption(option)
        layout.beginLayout()
        high, start = 0.0, 0
        for i in range(lines):
            line = layout.createLine()
            if not line.isValid():
                break
            line.setLineWidth(max(20.0, width - (end if i == lines - 1 else 0.0)))
            line.setPosition(QPointF(0, high))
            high += line.height()
            start = line.textStart()
        layout.endLayout()
        last = layout.lineAt(layout.lineCount() - 1) if layout.lineCount() else None
        if last is None or last.textStart() + last.textLength() >= utf16(kept, len(kept)):
            return layout
        head = kept.encode("utf-16-le", "surrogatepass")[: 2 * start]
        rest = kept[len(head.decode("utf-16-le", "surrogatepass")) :]
        room = max(20.0, width - end)
        kept = kept[: len(kept) - len(rest)] + metrics.elidedText(
            rest, Qt.TextElideMode.ElideRight, room
        )
    return layout
