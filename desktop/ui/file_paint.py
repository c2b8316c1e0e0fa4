"""Paints the files of a message: pictures, documents, voice messages with their waveform."""

from typing import Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPainterPath, QPixmap

from core.domain.views import AttachmentRow, MessageRow
from desktop.media.player import Player
from desktop.media.waves import Waves
from desktop.shell import formats
from desktop.shell.context import Shell
from desktop.ui import bubble, paint, words
from desktop.ui.bubble import Bubble
from desktop.ui.bubble_frames import chip, framed, shape
from desktop.ui.bubble_layout import offer_line
from desktop.ui.thumbnails import Thumbnails

_BAR: Final = 5.0
_SMALLS: Final = 300


class FilePainter:
    """``player`` says what is heard, ``waves`` how it looks."""

    def __init__(self, shell: Shell, thumbnails: Thumbnails, waves: Waves, player: Player) -> None:
        self._shell, self._thumbnails = shell, thumbnails
        self._waves, self._player = waves, player
        self._smalls: dict[bytes, QPixmap] = {}

    def paint(self, painter: QPainter, made: Bubble, box: QRectF, item: AttachmentRow) -> None:
        """One file."""
        if framed(item):
            self._image(painter, box, item)
            self._over(painter, box, item)
        elif item.index in made.voices:
            self._voice(painter, made, box, item)
        else:
            self._document(painter, made.row, box, item)

    def _image(self, painter: QPainter, box: QRectF, item: AttachmentRow) -> None:
        path = QPainterPath()
        sticker = item.kind == "sticker"
        if shape(item) == "round":
            path.addEllipse(box)
        else:
            path.addRoundedRect(box, 8, 8)
        picture = self.picture(item)
        if not sticker or picture is None:
            painter.fillPath(path, self._shell.theme.colour("sunken"))
        if picture is None:
            self._no_image(painter, box, item)
            return
        painter.save()
        painter.setClipPath(path)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        size = picture.deviceIndependentSize()
        fits = (box.width() / size.width(), box.height() / size.height())
        scale = min(fits) if sticker else max(fits)
        if sticker:
            wide, tall = size.width() * scale, size.height() * scale
            whole = QRectF(0, 0, wide, tall)
            whole.moveCenter(box.center())
            painter.drawPixmap(whole, picture, QRectF(picture.rect()))
            painter.restore()
            return
        wide, tall = box.width() / scale, box.height() / scale
        ratio = picture.devicePixelRatio()
        source = QRectF((size.width() - wide) / 2 * ratio, (size.height() - tall) / 2 * ratio,
                        wide * ratio, tall * ratio)  # fmt: skip
        painter.drawPixmap(box, picture, source)
        painter.restore()

    def picture(self, item: AttachmentRow) -> QPixmap | None:
        """A picture, or what stands in for it until it is here; None where nothing does."""
        here = item.path and item.kind != "video"
        found = self._thumbnails.get(item.path) if here else None
        return found or self._small(item)

    def broken(self, item: AttachmentRow) -> bool:
        """Whether it was tried and cannot be read."""
        return bool(item.path) and self._thumbnails.broken(item.path)

    def _small(self, item: AttachmentRow) -> QPixmap | None:
        """The picture in small that came with the message, until it is here itself."""
        thumb = item.look.thumb if item.look is not None else b""
        if not thumb:
            return None
        if thumb not in self._smalls:
            if len(self._smalls) > _SMALLS:
                self._smalls.clear()
            made = QPixmap()
            made.loadFromData(thumb)
            self._smalls[thumb] = made
        found = self._smalls[thumb]
        return None if found.isNull() else found

    def _over(self, painter: QPainter, box: QRectF, item: AttachmentRow) -> None:
        """What stands over a video: the way to play it, and how long it is."""
        if item.kind != "video":
            return
        theme, px = self._shell.theme, self._shell.theme.px
        side = px(44)
        disc = QRectF(0, 0, side, side)
        disc.moveCenter(box.center())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(0, 0, 0, 140))
        painter.drawEllipse(disc)
        inner = disc.adjusted(side * 0.28, side * 0.28, -side * 0.28, -side * 0.28)
        icon = "play" if item.path else "clock"
        self._shell.icons.paint(painter, icon, "on_accent", inner)
        said = chip(self._shell, item)
        if not said:
            return
        font = theme.font("caption", bold=True)
        wide = QFontMetricsF(font).horizontalAdvance(said) + px(12)
        left = box.center().x() - wide / 2 if shape(item) == "round" else box.left() + px(8)
        label = QRectF(left, box.bottom() - px(26), wide, px(18))
        painter.drawRoundedRect(label, px(9), px(9))
        painter.setFont(font)
        painter.setPen(QColor("white"))
        painter.drawText(label, paint.CENTER, said)

    def _no_image(self, painter: QPainter, box: QRectF, item: AttachmentRow) -> None:
        """While it is read, and where it cannot be."""
        theme, broken = self._shell.theme, self._thumbnails.broken(item.path)
        middle = QRectF(box.center().x() - 14, box.center().y() - (24 if broken else 14), 28, 28)
        self._shell.icons.paint(painter, "warning" if broken else "image", "text_3", middle)
        if broken:
            painter.setFont(theme.font("small"))
            painter.setPen(theme.colour("text_2"))
            said = box.adjusted(12, box.height() / 2 + 10, -12, 0)
            flags = Qt.AlignmentFlag.AlignHCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(said, flags, self._shell.tr("picture-broken"))

    def _tile(self, painter: QPainter, row: MessageRow, tile: QRectF, icon: str) -> None:
        theme = self._shell.theme
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("quote_out" if row.direction == "out" else "accent_soft"))
        if icon in ("play", "pause", "clock"):
            painter.drawEllipse(tile)
        else:
            painter.drawRoundedRect(tile, 9, 9)
        pad = tile.width() * 0.24
        inner = tile.adjusted(pad, pad, -pad, -pad)
        self._shell.icons.paint(painter, icon, "accent_text", inner)

    def _document(
        self, painter: QPainter, row: MessageRow, box: QRectF, item: AttachmentRow
    ) -> None:
        theme, px = self._shell.theme, self._shell.theme.px
        tile = QRectF(box.left(), box.top() + 1, px(42), px(42))
        self._tile(painter, row, tile, words.note_icon(item.kind))
        left = box.left() + px(52)
        room = box.right() - left
        font = theme.font("body", bold=True)
        painter.setFont(font)
        painter.setPen(theme.colour("text"))
        name = words.file_name(item) or words.note_text(self._shell, item.kind)
        elided = QFontMetricsF(font).elidedText(name, Qt.TextElideMode.ElideMiddle, room)
        painter.drawText(QRectF(left, box.top() + px(3), room, px(19)), paint.LEFT, elided)
        small = theme.font("small")
        line, ink = words.attachment_line(self._shell, item), "bubble_meta"
        problem = words.file_problem(self._shell, item, ours=row.direction == "out")
        if problem:
            line, ink = problem, "danger"
        elif not item.path:
            line = " · ".join(p for p in (line, self._shell.tr("file-loading")) if p)
        painter.setFont(small)
        painter.setPen(theme.colour(ink))
        painter.drawText(QRectF(left, box.top() + px(22), room, px(18)), paint.LEFT,
                         paint.elide(small, line, room))  # fmt: skip

    def _voice(self, painter: QPainter, made: Bubble, box: QRectF, item: AttachmentRow) -> None:
        theme, parts, player = self._shell.theme, made.voices[item.index], self._player
        here = player.is_at(made.row.id, item.index)
        small = theme.font("small")
        problem = words.file_problem(self._shell, item, ours=made.row.direction == "out")
        if problem:
            painter.setFont(small)
            ink = "accent_text" if bubble.offers_models(item) else "bubble_meta"
            painter.setPen(theme.colour(ink))
            said = paint.elide(small, problem, box.width())
            painter.drawText(offer_line(self._shell, box), paint.LEFT, said)
        icon = {"playing": "pause", "loading": "clock"}.get(player.state if here else "", "play")
        self._tile(painter, made.row, parts.button, icon)
        self._wave(painter, item, parts.wave, player.heard if here else -1.0)
        painter.setFont(small)
        painter.setPen(theme.colour("bubble_meta"))
        seconds = item.seconds
        if here and (player.state != "idle"):
            seconds = int(player.seconds * player.heard)
        column = parts.time if here else parts.time.united(parts.speed)
        said = formats.seconds(seconds) if item.path else "…"
        if item.path and not here and not seconds:
            said = ""  # some messengers do not say how long it is
        painter.drawText(column, paint.RIGHT, said)
        if here:
            painter.setFont(theme.font("small", bold=True))
            painter.setPen(theme.colour("accent_text"))
            said = formats.speed(self._shell.i18n, player.speed)
            painter.drawText(parts.speed, paint.RIGHT, said)

    def _wave(self, painter: QPainter, item: AttachmentRow, box: QRectF, heard: float) -> None:
        """The bars; what was heard is in full colour, before it is known a line of dots."""
        theme = self._shell.theme
        told = item.look.wave if item.look is not None else b""
        peaks = told or (self._waves.get(item.path) if item.path else None)
        count = max(4, int(box.width() // _BAR))
        painter.setPen(Qt.PenStyle.NoPen)
        full, pale = theme.colour("accent_text"), theme.colour("bubble_meta")
        for i in range(count):
            tall = 3.0
            if peaks:
                part = peaks[i * len(peaks) // count : max(1, (i + 1) * len(peaks) // count)]
                tall = max(3.0, max(part, default=0) / 255 * box.height())
            painter.setBrush(full if heard < 0 or (i + 0.5) / count <= heard else pale)
            bar = QRectF(box.left() + i * _BAR, box.center().y() - tall / 2, 3, tall)
            painter.drawRoundedRect(bar, 1.5, 1.5)
