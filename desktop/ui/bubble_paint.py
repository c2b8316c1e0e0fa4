"""Paints a placed message: dividers, ground, words, marks and what hangs under it."""

import re
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFont,
    QFontMetricsF,
    QPainter,
    QPainterPath,
    QPen,
    QTextCharFormat,
    QTextLayout,
)

from desktop.shell import formats
from desktop.shell.context import Shell
from desktop.ui import bubble_marks, paint, remedies, words
from desktop.ui.bubble import Bubble, utf16
from desktop.ui.bubble_layout import SIDE
from desktop.ui.bubble_text import line_boxes
from desktop.ui.selection import Lights, Span
from desktop.ui.words import person
from desktop.ui.writers import Writers

_REACTIONS: Final = {
    "👍": "thumb-up", "👎": "thumb-down", "❤": "heart", "❤️": "heart", "🔥": "fire",
    "🙂": "smile", "😊": "smile",
}  # fmt: skip
_SHORT: Final = 20
"""No line is drawn that is shorter than this."""
_TICKS: Final = {
    "queued": "clock", "sending": "clock", "sent": "check", "delivered": "check2",
    "read": "check2", "failed": "warning",
}  # fmt: skip


class BubblePainter:
    """Everything of a message but its files. ``lights`` says what is lit in the text, ``writers``
    the colours of those who write in a group."""

    def __init__(self, shell: Shell, lights: Lights, writers: Writers) -> None:
        self._shell, self._lights, self._writers = shell, lights, writers

    def ground(self, painter: QPainter, made: Bubble, width: float) -> None:
        """What lies under the words: dividers, the bubble, what is answered."""
        self._dividers(painter, made, width)
        theme = self._shell.theme
        side = "out" if made.row.direction == "out" else "in"
        span = self._lights.selection.span(made.row)
        whole = (span is not None and not made.row.text) or self._lights.whole(made.row)
        service = made.row.service
        edge = theme.colour("accent" if whole else "border" if service else f"bubble_{side}_edge")
        painter.setPen(QPen(edge, 2 if whole else 1))
        painter.setBrush(theme.colour("sunken" if service else f"bubble_{side}"))
        radius = theme.tokens.radius["bubble"]
        box = made.box.adjusted(0.5, 0.5, -0.5, -0.5)
        if made.album is None:
            painter.drawRoundedRect(box, radius, radius)
            return
        painter.save()  # one ground for all messages of an album
        painter.setClipRect(QRectF(0, 0, width, made.height + 1))
        box.adjust(0, -3 * radius * made.album.above, 0, 3 * radius * made.album.below)
        painter.drawRoundedRect(box, radius, radius)
        painter.restore()

    def words(self, painter: QPainter, made: Bubble) -> None:
        """The words, and everything that hangs on them."""
        if made.face is not None:
            who = made.row.author
            colours = self._writers.face(who)
            paint.face(painter, self._shell, made.face, person(who), *colours)
        self._heads(painter, made)
        self._reply(painter, made)
        self._note(painter, made)
        self._text(painter, made)
        self._reactions(painter, made)
        if not made.meta.isEmpty():
            self._meta(painter, made)
        self._trouble(painter, made)
        self._undo(painter, made)

    def _dividers(self, painter: QPainter, made: Bubble, width: float) -> None:
        theme = self._shell.theme
        font = theme.font("small")
        painter.setFont(font)
        if made.gap is not None:
            self._gap(painter, made, width)
        if made.divider:
            painter.setPen(theme.colour("text_3"))
            painter.drawText(made.divider_box, paint.CENTER, made.divider)
            gap = QFontMetricsF(font).horizontalAdvance(made.divider) / 2 + 14
            middle, y = made.divider_box.center().x(), made.divider_box.center().y()
            painter.setPen(QPen(theme.colour("border"), 1))
            painter.drawLine(QPointF(SIDE, y), QPointF(middle - gap, y))
            painter.drawLine(QPointF(middle + gap, y), QPointF(width - SIDE, y))
        if made.unread is not None:
            text = self._shell.tr("unread-divider")
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("accent_soft"))
            band = QRectF(made.unread)
            band.setWidth(width)
            painter.drawRect(band)
            painter.setPen(theme.colour("accent_text"))
            painter.drawText(band, paint.CENTER, text)

    def _gap(self, painter: QPainter, made: Bubble, width: float) -> None:
        """A broken line, and in it what may be missing."""
        assert made.gap is not None
        theme, (box, said) = self._shell.theme, made.gap
        pen = QPen(theme.colour("warn"), 1)
        pen.setDashPattern([4, 4])
        painter.setPen(pen)
        y, right = box.center().y(), made.fetch.right() if made.fetch else box.right()
        if box.left() - 10 > SIDE + _SHORT:
            painter.drawLine(QPointF(SIDE, y), QPointF(box.left() - 10, y))
        if right + 8 < width - SIDE - _SHORT:
            painter.drawLine(QPointF(right + 8, y), QPointF(width - SIDE, y))
        font = theme.font("small")
        painter.setFont(font)
        painter.setPen(theme.colour("warn"))
        elide = Qt.TextElideMode.ElideRight
        painter.drawText(box, paint.LEFT, QFontMetricsF(font).elidedText(said, elide, box.width()))
        if made.fetch is not None:
            self._link(painter, made.fetch, self._shell.tr("gap-retry"))
        painter.setFont(font)

    def _reply(self, painter: QPainter, made: Bubble) -> None:
        if made.reply is None:
            return
        theme, box = self._shell.theme, made.reply
        side = "out" if made.row.direction == "out" else "in"
        path = QPainterPath()
        path.addRoundedRect(box, 6, 6)
        painter.fillPath(path, theme.colour(f"quote_{side}"))
        painter.save()
        painter.setClipPath(path)
        painter.fillRect(QRectF(box.left(), box.top(), 3, box.height()), theme.colour("accent"))
        painter.restore()
        inner = box.adjusted(12, 4, -8, -4)
        half = inner.height() / 2
        head = theme.font("small", bold=True)
        painter.setFont(head)
        whose = made.reply_author
        painter.setPen(self._writers.ink(whose) if whose else theme.colour("accent_text"))
        painter.drawText(QRectF(inner.left(), inner.top(), inner.width(), half), paint.LEFT,
                         paint.elide(head, made.reply_lines[0], inner.width()))  # fmt: skip
        font = theme.font("small")
        painter.setFont(font)
        painter.setPen(theme.colour("text"))
        line = paint.elide(font, made.reply_lines[1], inner.width())
        painter.drawText(QRectF(inner.left(), inner.top() + half, inner.width(), half),
                         paint.LEFT, line)  # fmt: skip

    def _heads(self, painter: QPainter, made: Bubble) -> None:
        theme, side = self._shell.theme, self._shell.theme.px(15)
        for box, head in made.heads:
            font = theme.font("small", bold=not head.icon)
            painter.setFont(font)
            theirs = not head.icon and made.row.direction == "in"
            painter.setPen(self._writers.ink(made.row.author) if theirs else theme.colour("text_2"))
            room = QRectF(box)
            if head.icon == "topic":
                mark = theme.px(9)
                dot = QRectF(box.left() + 3, box.center().y() - mark / 2, mark, mark)
                painter.save()
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(QColor.fromRgb(head.colour & 0xFFFFFF))
                painter.drawEllipse(dot)
                painter.restore()
                room.setLeft(box.left() + theme.px(17))
            elif head.icon:
                icon = QRectF(box.left(), box.center().y() - side / 2, side, side)
                self._shell.icons.paint(painter, head.icon, "text_2", icon)
                room.setLeft(box.left() + theme.px(21))
            painter.drawText(room, paint.LEFT, paint.elide(font, head.text, room.width()))

    def _note(self, painter: QPainter, made: Bubble) -> None:
        if made.note is None:
            return
        box, text = made.note
        theme, side = self._shell.theme, self._shell.theme.px(18)
        icon = QRectF(box.left(), box.center().y() - side / 2, side, side)
        self._shell.icons.paint(painter, words.note_icon(made.row.note), "text_2", icon)
        font = theme.font("body")
        painter.setFont(font)
        painter.setPen(theme.colour("text_2"))
        room = box.adjusted(theme.px(26), 0, 0, 0)
        painter.drawText(room, paint.LEFT, paint.elide(font, text, room.width()))

    def _text(self, painter: QPainter, made: Bubble) -> None:
        if made.text is None:
            return
        theme, row = self._shell.theme, made.row
        formats_ = _pressed(made, theme.colour("accent_text"))
        if row.marks:
            formats_ += bubble_marks.ground(painter, self._shell, made, self._lights.revealed)
        painter.save()
        painter.setClipRect(made.box)  # marks may be piled up on a letter without end
        for span in self._lights.hits.get(row.id, ()):
            painter.setPen(QPen(theme.colour("warn"), 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            self._boxes(painter, made, span, 3, 1)
        painter.setPen(Qt.PenStyle.NoPen)
        spot = self._lights.spot
        if spot is not None and spot.message == row.id and spot.end > spot.start:
            painter.setBrush(theme.colour("spot"))
            self._boxes(painter, made, (spot.start, spot.end), 4, 2)
            formats_.append(_inked(made, (spot.start, spot.end), theme.colour("spot_text")))
        selected = self._lights.selection.span(row)
        if selected is not None and selected[1] > selected[0]:
            painter.setBrush(theme.colour("accent"))
            self._boxes(painter, made, selected, 2, 0)
            formats_.append(_inked(made, selected, theme.colour("on_accent")))
        painter.setPen(theme.colour("text"))
        made.text.draw(painter, made.text_at, formats_)
        painter.restore()

    def _boxes(
        self, painter: QPainter, made: Bubble, span: Span, radius: float, pad: float
    ) -> None:
        text = made.row.text
        for box in line_boxes(made, utf16(text, span[0]), utf16(text, span[1]), pad):
            painter.drawRoundedRect(box, radius, radius)

    def _reactions(self, painter: QPainter, made: Bubble) -> None:
        theme, px = self._shell.theme, self._shell.theme.px
        for box, emoji, count in made.reactions:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("quote_out" if made.row.direction == "out" else "chip"))
            painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)
            icon, side = _REACTIONS.get(emoji), px(16)
            left = QRectF(box.left() + px(9), box.center().y() - side / 2, side, side)
            if icon:
                self._shell.icons.paint(painter, icon, "accent_text", left)
            else:
                painter.setPen(theme.colour("text"))
                painter.setFont(theme.font("body"))
                painter.drawText(left.adjusted(-4, 0, 4, 0), paint.CENTER, emoji)
            if count > 1:
                painter.setPen(theme.colour("accent_text"))
                painter.setFont(theme.font("small"))
                painter.drawText(box.adjusted(0, 0, -8, 0), paint.RIGHT, str(count))

    def _meta(self, painter: QPainter, made: Bubble) -> None:
        theme, box, px = self._shell.theme, made.meta, self._shell.theme.px
        middle, x = box.center().y(), box.left()
        peer = made.row.peer
        paint.channel_mark(painter, self._shell, peer.channel, x, middle, px(13), peer.account)
        x += px(17)
        painter.setFont(theme.font("caption"))
        painter.setPen(theme.colour("bubble_meta"))
        painter.drawText(QRectF(x, box.top(), box.right() - x, box.height()), paint.LEFT,
                         made.meta_text)  # fmt: skip
        tick = _TICKS.get(made.status or "")
        if made.row.direction == "out" and tick and not made.row.service:
            ink = {"read": "accent_text", "failed": "danger"}.get(made.status or "", "bubble_meta")
            side = px(16)
            where = QRectF(box.right() - side - 1, middle - side / 2, side, side)
            self._shell.icons.paint(painter, tick, ink, where)

    def _trouble(self, painter: QPainter, made: Bubble) -> None:
        if made.trouble is None:
            return
        theme, px = self._shell.theme, self._shell.theme.px
        box, text = made.trouble
        icon = QRectF(box.left(), box.top() + 1, px(15), px(15))
        waits = made.row.status != "failed"
        ink = "text_2" if waits else "danger"
        self._shell.icons.paint(painter, "clock" if waits else "warning", ink, icon)
        painter.setFont(theme.font("small"))
        painter.setPen(theme.colour(ink))
        flags = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignTop
        painter.drawText(box.adjusted(px(20), 0, 2, 4), flags, text)
        again = remedies.label(self._shell, made.row)
        for link, said in ((made.retry, again), (made.discard, self._shell.tr("discard"))):
            if link is not None:
                self._link(painter, link, said)

    def _undo(self, painter: QPainter, made: Bubble) -> None:
        if made.undo is None:
            return
        theme, (box, link) = self._shell.theme, made.undo
        if (share := made.row.uploaded) is not None:
            self._upload(painter, made, share)
            return
        left = made.row.goes_at - self._shell.now()
        painter.setFont(theme.font("small"))
        painter.setPen(theme.colour("text_3"))
        if left <= 0:
            said = self._shell.tr("goes-now")
            painter.drawText(box.united(link).adjusted(0, 0, -6, 0), paint.RIGHT, said)
            return
        said = self._shell.tr("goes-in", n=-(-left // 1000))
        painter.drawText(box, paint.RIGHT, said)
        self._link(painter, link, self._shell.tr("undo-send"))

    def _upload(self, painter: QPainter, made: Bubble, share: float) -> None:
        """How far a file is: a line at its foot, per cent and the way to stop it below."""
        theme = self._shell.theme
        for box, _item in made.files[:1]:
            line = QRectF(box.left(), box.bottom() + 1, box.width(), 3)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("quote_out"))
            painter.drawRoundedRect(line, 1.5, 1.5)
            line.setWidth(max(3.0, line.width() * share))
            painter.setBrush(theme.colour("accent"))
            painter.drawRoundedRect(line, 1.5, 1.5)
        assert made.undo is not None
        said, link = made.undo
        painter.setFont(theme.font("small"))
        painter.setPen(theme.colour("text_3"))
        words = self._shell.tr("uploading", percent=int(share * 100))
        painter.drawText(said, paint.RIGHT, words)
        self._link(painter, link, self._shell.tr("upload-stop"))

    def _link(self, painter: QPainter, box: QRectF, text: str) -> None:
        font = QFont(self._shell.theme.font("small"))
        font.setUnderline(True)
        painter.setFont(font)
        painter.setPen(self._shell.theme.colour("accent_text"))
        painter.drawText(box, paint.CENTER, text)

    def times(self, painter: QPainter, made: Bubble, here: int | None) -> None:
        """The times beside what was heard; ``here`` is the millisecond that is played."""
        theme = self._shell.theme
        lit = [ms for _box, _item, ms in made.marks if here is not None and ms <= here]
        for box, _item, ms in made.marks:
            now = bool(lit) and ms == lit[-1]
            painter.setFont(theme.font("small", bold=now))
            painter.setPen(theme.colour("accent_text" if now else "bubble_meta"))
            painter.drawText(box, paint.LEFT, formats.seconds(ms // 1000))


_ANSWERS: Final = re.compile(r"(?m)^\[[^\]\n]+\](?: \[[^\]\n]+\])*$")
"""A line of buttons, as it stands in what we sent (core.domain.sends.shown)."""


def _pressed(made: Bubble, ink: QColor) -> list[QTextLayout.FormatRange]:
    """The buttons of a message of ours in the colour of what can be pressed."""
    if made.row.direction != "out" or made.row.note not in ("buttons", "list", "template"):
        return []
    return [_inked(made, match.span(), ink) for match in _ANSWERS.finditer(made.row.text)]


def _inked(made: Bubble, span: Span, ink: QColor) -> QTextLayout.FormatRange:
    lit = QTextLayout.FormatRange()
    lit.start = utf16(made.row.text, span[0])
    lit.length = utf16(made.row.text, span[1]) - lit.start
    look = QTextCharFormat()
    look.setForeground(QBrush(ink))
    lit.format = look
    return lit
