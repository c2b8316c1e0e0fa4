"""Paints the pictures of an album: each cropped to its tile, and what there is to say over it."""

from collections import OrderedDict
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPainterPath, QPen, QPixmap

from desktop.shell.context import Shell
from desktop.ui import paint
from desktop.ui.album_tiles import Tile
from desktop.ui.bubble_frames import chip
from desktop.ui.file_paint import FilePainter
from desktop.ui.selection import Lights

_KEPT: Final = 240
_ROUND: Final = 8.0
_INNER: Final = 3.0
_ROOMY: Final = 110.0
"""A tile that is smaller says what is wrong by its icon alone."""


class TilePainter:
    """``files`` gives the pictures. A picture that was cropped once is copied from then on."""

    def __init__(self, shell: Shell, files: FilePainter, lights: Lights) -> None:
        self._shell, self._files, self._lights = shell, files, lights
        self._cropped: OrderedDict[tuple[object, ...], QPixmap] = OrderedDict()

    def paint(self, painter: QPainter, tile: Tile, *, keyed: bool) -> None:
        """One tile; ``keyed``: the keyboard is at it."""
        outline = _outline(tile)
        picture = None if tile.item.problem else self._files.picture(tile.item)
        if picture is None:
            painter.fillPath(outline, self._shell.theme.colour(f"quote_{tile.row.direction}"))
            painter.strokePath(outline, QPen(self._shell.theme.colour("border"), 1))
            self._missing(painter, tile)
        else:
            painter.drawPixmap(tile.box.topLeft(), self._crop(painter, tile, outline, picture))
            self._over(painter, tile)
        if tile.share is not None:
            self._upload(painter, tile, tile.share)
        chosen = self._lights.selection.span(tile.row) is not None
        if keyed or chosen or self._lights.whole(tile.row):
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.strokePath(outline, QPen(self._shell.theme.colour("raised"), 6))
            painter.strokePath(outline, QPen(self._shell.theme.colour("accent"), 3))

    def _crop(
        self, painter: QPainter, tile: Tile, outline: QPainterPath, picture: QPixmap
    ) -> QPixmap:
        ratio = painter.device().devicePixelRatioF()
        box = tile.box
        key = (picture.cacheKey(), box.width(), box.height(), tile.outer, ratio)
        kept = self._cropped.get(key)
        if kept is not None:
            self._cropped.move_to_end(key)
            return kept
        made = QPixmap((box.size() * ratio).toSize())
        made.setDevicePixelRatio(ratio)
        made.fill(Qt.GlobalColor.transparent)
        inner = QPainter(made)
        inner.setRenderHint(QPainter.RenderHint.Antialiasing)
        inner.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        inner.setClipPath(outline.translated(-box.topLeft()))
        size = picture.size()
        scale = max(box.width() / size.width(), box.height() / size.height())
        wide, tall = box.width() / scale, box.height() / scale
        source = QRectF((size.width() - wide) / 2, (size.height() - tall) / 2, wide, tall)
        inner.drawPixmap(QRectF(QPointF(), box.size()), picture, source)
        inner.end()
        self._cropped[key] = made
        while len(self._cropped) > _KEPT:
            self._cropped.popitem(last=False)
        return made

    def _over(self, painter: QPainter, tile: Tile) -> None:
        """On a video: the way to play it, and how long it is."""
        if tile.item.kind != "video":
            return
        theme, px, box = self._shell.theme, self._shell.theme.px, tile.box
        side = min(px(44), box.width() * 0.5, box.height() * 0.5)
        self._disc(painter, box, side, "play" if tile.item.path else "clock")
        said = chip(self._shell, tile.item)
        font = theme.font("caption", bold=True)
        wide = QFontMetricsF(font).horizontalAdvance(said) + px(10)
        if not said or wide > box.width() - 8 or box.height() < side + px(40):
            return
        label = QRectF(box.left() + 4, box.bottom() - px(17) - 4, wide, px(17))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(0, 0, 0, 140))
        painter.drawRoundedRect(label, label.height() / 2, label.height() / 2)
        painter.setFont(font)
        painter.setPen(QColor("white"))
        painter.drawText(label, paint.CENTER, said)

    def _disc(self, painter: QPainter, box: QRectF, side: float, icon: str) -> QRectF:
        disc = QRectF(0, 0, side, side)
        disc.moveCenter(box.center())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(0, 0, 0, 140))
        painter.drawEllipse(disc)
        pad = side * 0.28
        if icon:
            inner = disc.adjusted(pad, pad, -pad, -pad)
            self._shell.icons.paint(painter, icon, "on_accent", inner)
        return disc

    def _missing(self, painter: QPainter, tile: Tile) -> None:
        """What is not here yet, and what cannot be."""
        theme, px, box = self._shell.theme, self._shell.theme.px, tile.box
        broken = bool(tile.item.problem) or self._files.broken(tile.item)
        icon = "warning" if broken else "video" if tile.item.kind == "video" else "image"
        roomy = broken and min(box.width(), box.height()) >= px(_ROOMY)
        side = px(24)
        middle = box.center() - QPointF(0, px(16) if roomy else 0)
        mark = QRectF(middle.x() - side / 2, middle.y() - side / 2, side, side)
        self._shell.icons.paint(painter, icon, "danger" if broken else "text_3", mark)
        if roomy:
            painter.setFont(theme.font("small"))
            painter.setPen(theme.colour("text_2"))
            room = QRectF(box.left() + 8, mark.bottom() + 4, box.width() - 16, px(34))
            flags = Qt.AlignmentFlag.AlignHCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(room, flags, self._shell.tr("tile-broken"))

    def _upload(self, painter: QPainter, tile: Tile, share: float) -> None:
        """How much of it is with the messenger: a ring, and nothing once all of it is."""
        if share >= 1.0:
            return
        veil = _outline(tile)
        painter.fillPath(veil, QColor(0, 0, 0, 70))
        side = min(self._shell.theme.px(40), tile.box.width() * 0.6, tile.box.height() * 0.6)
        disc = self._disc(painter, tile.box, side, "")
        ring = disc.adjusted(5, 5, -5, -5)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(255, 255, 255, 70), 3))
        painter.drawEllipse(ring)
        pen = QPen(QColor("white"), 3)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        painter.drawArc(ring, 90 * 16, -max(4, round(360 * share)) * 16)


def _outline(tile: Tile) -> QPainterPath:
    """Round at the frame's own corners, nearly square between tiles."""
    box, path = tile.box, QPainterPath()
    radii = [_ROUND if outer else _INNER for outer in tile.outer]
    corners = (
        (box.topLeft(), QPointF(0, 1), QPointF(1, 0)),
        (box.topRight(), QPointF(-1, 0), QPointF(0, 1)),
        (box.bottomRight(), QPointF(0, -1), QPointF(-1, 0)),
        (box.bottomLeft(), QPointF(1, 0), QPointF(0, -1)),
    )
    for i, ((corner, before, after), radius) in enumerate(zip(corners, radii, strict=True)):
        start = corner + before * radius
        if i:
            path.lineTo(start)
        else:
            path.moveTo(start)
        path.quadTo(corner, corner + after * radius)
    path.closeSubpath()
    return path
