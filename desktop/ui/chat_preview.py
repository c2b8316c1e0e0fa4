"""A message of ours as the client sees it: header, text with its marks, footer, buttons."""

from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QFont,
    QFontDatabase,
    QFontMetricsF,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QTextCharFormat,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.shell import formats
from desktop.shell.context import Shell
from desktop.ui import paint
from desktop.ui.accessible import Role, spoken_as
from desktop.ui.bubble import utf16
from desktop.ui.thumbnails import Thumbnails
from desktop.viewmodels import markup
from desktop.viewmodels.templates import Shown

_WIDEST, _PAD, _MEDIA, _BUTTON = 330.0, 10.0, 96.0, 34.0
_SHOWN_BUTTONS: Final = 3
_LINE: Final = 2.0
_ICONS: Final = {"quick_reply": "reply", "url": "link", "phone": "phone", "copy_code": "copy",
                 "call": "phone", "menu": "menu"}  # fmt: skip
_MEDIA_ICONS: Final = {"image": "image", "video": "video", "document": "file",
                       "location": "location", "contact": "person"}  # fmt: skip


def rich(text: str, font: QFont, width: float) -> tuple[QTextLayout, float, float]:
    """Lay a text with WhatsApp's marks out; gives the layout, its width and height."""
    plain, spans = markup.read(text)
    layout = QTextLayout(plain.replace("\n", "\u2028"), font)
    ranges = []
    for span in spans:
        look = QTextCharFormat()
        match span.style:
            case "bold":
                look.setFontWeight(QFont.Weight.DemiBold)
            case "italic":
                look.setFontItalic(True)
            case "strike":
                look.setFontStrikeOut(True)
            case "mono":
                fixed = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
                look.setFontFamilies([fixed.family()])
        one = QTextLayout.FormatRange()
        one.start = utf16(plain, span.start)
        one.length = utf16(plain, span.end) - one.start
        one.format = look
        ranges.append(one)
    layout.setFormats(ranges)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.beginLayout()
    top = widest = 0.0
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        line.setPosition(QPointF(0, top))
        top += line.height() + _LINE
        widest = max(widest, line.naturalTextWidth())
    layout.endLayout()
    return layout, widest, top


class ChatPreview(QWidget):
    """Shows what ``show_message`` was given, on the ground of a chat; as high as it needs. A
    picture is drawn once ``use`` said who reads it."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self.setObjectName("chatPreview")
        spoken_as(self, Role.StaticText)
        self._shell = shell
        self._shown = Shown("")
        self._pictures: Thumbnails | None = None
        self._height = 0
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        shell.theme.changed.connect(self.updateGeometry)

    def use(self, pictures: Thumbnails) -> None:
        """Pictures are read by this, off the GUI thread."""
        self._pictures = pictures
        pictures.ready.connect(self.update)

    def show_message(self, shown: Shown) -> None:
        """Another message, or the same with other words."""
        self._shown = shown
        self.setAccessibleName(self._shell.tr("preview-name", text=shown.words))
        self.updateGeometry()
        self.update()

    def hasHeightForWidth(self) -> bool:
        """Qt's hook."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Qt's hook."""
        return int(self._draw(None, float(width)))

    def sizeHint(self) -> QSize:
        """Qt's hook."""
        return QSize(self._shell.theme.px(260), self.heightForWidth(self._shell.theme.px(260)))

    def minimumSizeHint(self) -> QSize:
        """Qt's hook."""
        return QSize(160, 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt's hook."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._shell.theme.colour("canvas"))
        painter.drawRoundedRect(QRectF(self.rect()), 8, 8)
        self._draw(painter, float(self.width()))
        painter.end()

    def _draw(self, painter: QPainter | None, width: float) -> float:
        """Place everything in ``width`` and, with a painter, draw it; returns the height."""
        theme, one, px = self._shell.theme, self._shown, self._shell.theme.px
        wide = max(80.0, min(px(_WIDEST), width - 2 * _PAD))
        inner = wide - 2 * _PAD
        body, _, tall = rich(one.body, theme.font("message"), inner)
        head_font = theme.font("message", bold=True)
        header, _, head_tall = rich(one.header.replace("*", ""), head_font, inner)
        foot, _, foot_tall = rich(one.footer, theme.font("small"), inner)
        time_tall = px(16)
        media = px(_MEDIA if one.media in ("image", "video", "location") else 46)
        height = _PAD
        height += (media + 6) if one.media else 0
        height += (head_tall + 4) if one.header else 0
        height += tall
        height += (foot_tall + 4) if one.footer else 0
        height += time_tall + 4
        buttons = self._buttons()
        row = px(_BUTTON)
        whole = height + row * len(buttons)
        if painter is None:
            return whole + 2 * _PAD
        box = QRectF(_PAD, _PAD, wide, whole)
        painter.setPen(QPen(theme.colour("bubble_in_edge"), 1))
        painter.setBrush(theme.colour("bubble_in"))
        painter.drawRoundedRect(box, 8, 8)
        left, y = box.left() + _PAD, box.top() + _PAD - 2
        if one.media:
            self._media(painter, QRectF(box.left() + 4, box.top() + 4, wide - 8, media))
            y += media + 6
        painter.setPen(theme.colour("text"))
        if one.header:
            header.draw(painter, QPointF(left, y))
            y += head_tall + 4
        body.draw(painter, QPointF(left, y))
        y += tall
        painter.setPen(theme.colour("bubble_meta"))
        if one.footer:
            foot.draw(painter, QPointF(left, y + 4))
            y += foot_tall + 4
        painter.setFont(theme.font("caption"))
        at = QRectF(left, y, inner, time_tall)
        painter.drawText(at, paint.RIGHT, formats.clock(self._shell.now()))
        y = box.top() + height
        for icon, text in buttons:
            self._button(painter, QRectF(box.left(), y, wide, row), icon, text)
            y += row
        return whole + 2 * _PAD

    def _buttons(self) -> list[tuple[str, str]]:
        """As a phone shows them: three, or two and the way to the others."""
        every = [(_ICONS.get(kind, "menu"), text) for kind, text in self._shown.buttons]
        if len(every) > _SHOWN_BUTTONS:
            more = self._shell.tr("preview-all-options")
            return [*every[: _SHOWN_BUTTONS - 1], ("menu", more)]
        return every

    def _button(self, painter: QPainter, box: QRectF, icon: str, text: str) -> None:
        theme, side = self._shell.theme, self._shell.theme.px(16)
        painter.setPen(QPen(theme.colour("border"), 1))
        painter.drawLine(box.topLeft() + QPointF(1, 0), box.topRight() - QPointF(1, 0))
        font = theme.font("body")
        words = paint.elide(font, text, box.width() - side - 40)
        wide = QFontMetricsF(font).horizontalAdvance(words)
        left = box.center().x() - (wide + side + 7) / 2
        where = QRectF(left, box.center().y() - side / 2, side, side)
        self._shell.icons.paint(painter, icon, "whatsapp", where)
        painter.setFont(font)
        painter.setPen(theme.colour("whatsapp"))
        painter.drawText(QRectF(where.right() + 7, box.top(), wide + 4, box.height()),
                         paint.LEFT, words)  # fmt: skip

    def _media(self, painter: QPainter, box: QRectF) -> None:
        theme, one = self._shell.theme, self._shown
        path = QPainterPath()
        path.addRoundedRect(box, 6, 6)
        painter.fillPath(path, theme.colour("quote_in"))
        side = self._shell.theme.px(24)
        icon = _MEDIA_ICONS.get(one.media, "file")
        name = one.file.replace("\\", "/").rpartition("/")[2]
        if one.media in ("document", "contact"):
            where = QRectF(box.left() + 10, box.center().y() - side / 2, side, side)
            self._shell.icons.paint(painter, icon, "text_2", where)
            painter.setFont(theme.font("body"))
            painter.setPen(theme.colour("text"))
            room = box.adjusted(side + 18, 0, -8, 0)
            words = name or self._shell.tr(f"preview-media-{one.media}")
            painter.drawText(room, paint.LEFT, paint.elide(theme.font("body"), words, room.width()))
            return
        read = self._pictures is not None and one.media == "image" and one.file
        picture = self._pictures.get(one.file) if read and self._pictures else None
        if picture is not None:
            ratio = max(box.width() / picture.width(), box.height() / picture.height())
            wide, tall = box.width() / ratio, box.height() / ratio
            source = QRectF((picture.width() - wide) / 2, (picture.height() - tall) / 2, wide, tall)
            painter.save()
            painter.setClipPath(path)
            painter.drawPixmap(box, picture, source)
            painter.restore()
            return
        where = QRectF(box.center().x() - side / 2, box.center().y() - side, side, side)
        self._shell.icons.paint(painter, icon, "text_2", where)
        painter.setFont(theme.font("small"))
        painter.setPen(theme.colour("text_2"))
        words = name or self._shell.tr(f"preview-media-{one.media}")
        below = QRectF(box.left() + 8, where.bottom() + 4, box.width() - 16, side)
        words = paint.elide(theme.font("small"), words, below.width())
        painter.drawText(below, paint.CENTER, words)
