"""A picture that is looked at: fitted, closer, moved under the hand."""

from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

CLOSEST: Final = 8.0
_STEP: Final = 1.25


class PictureCanvas(QWidget):
    """``scale`` is screen pixels a picture pixel. ``changed`` when it did; ``outside`` when
    beside the picture was clicked."""

    changed = Signal()
    outside = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("pictureCanvas")
        self.setMinimumSize(QSize(120, 90))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._pixmap = QPixmap()
        self._middle = QPointF()
        self._held: QPointF | None = None
        self._pulled = False
        self.fitted = True
        self.scale = 1.0

    def show_picture(self, pixmap: QPixmap) -> None:
        """Another picture (a null one: none), fitted."""
        self._pixmap = pixmap
        self.fit()

    @property
    def empty(self) -> bool:
        """Whether there is no picture."""
        return self._pixmap.isNull()

    @property
    def fitting(self) -> float:
        """The scale at which it is seen as a whole, never larger than it is."""
        size = self._pixmap.size()
        if size.isEmpty():
            return 1.0
        return min(1.0, self.width() / size.width(), self.height() / size.height())

    def fit(self) -> None:
        """As a whole."""
        self.fitted, self.scale = True, self.fitting
        self._middle = QRectF(QPointF(), self._pixmap.size().toSizeF()).center()
        self._done()

    def closer(self, steps: float = 1.0, at: QPointF | None = None) -> None:
        """Larger by steps (smaller by negative ones); what is at ``at`` stays there."""
        if self.empty:
            return
        at = at or QPointF(self.rect().center())
        fixed = self._to_picture(at)
        least = self.fitting
        scale = min(CLOSEST, max(least, self.scale * _STEP**steps))
        self.fitted, self.scale = scale <= least, scale
        middle = QPointF(self.width() / 2, self.height() / 2)
        self._middle = fixed - (at - middle) / scale
        self._done()

    def move_by(self, x: float, y: float) -> None:
        """Move the picture under the window by screen pixels."""
        self._middle -= QPointF(x, y) / self.scale
        self._done()

    def _done(self) -> None:
        """No edge comes further in than the window's."""
        size = self._pixmap.size()
        for wide, whole, get, put in (
            (self.width(), size.width(), self._middle.x, self._middle.setX),
            (self.height(), size.height(), self._middle.y, self._middle.setY),
        ):
            half = wide / self.scale / 2
            put(whole / 2 if 2 * half >= whole else min(max(get(), half), whole - half))
        self.setCursor(Qt.CursorShape.ArrowCursor if self.fitted else Qt.CursorShape.OpenHandCursor)
        self.update()
        self.changed.emit()

    def _to_picture(self, at: QPointF) -> QPointF:
        return self._middle + (at - QPointF(self.width() / 2, self.height() / 2)) / self.scale

    def box(self) -> QRectF:
        """Where the picture stands."""
        size = self._pixmap.size().toSizeF() * self.scale
        corner = QPointF(self.width() / 2, self.height() / 2) - self._middle * self.scale
        return QRectF(corner, size)

    # Qt's hooks.

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt's hook."""
        if self.empty:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, self.scale < 3)
        painter.drawPixmap(self.box(), self._pixmap, QRectF(self._pixmap.rect()))
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fitted stays fitted."""
        if self.fitted:
            self.fit()
        else:
            self._done()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Closer to what is under the hand."""
        self.closer(event.angleDelta().y() / 120, event.position())
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of it."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._held, self._pulled = event.position(), False

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move it."""
        if self._held is not None:
            by = event.position() - self._held
            self._pulled = self._pulled or by.manhattanLength() > 4
            if self._pulled:
                self._held = event.position()
                self.move_by(by.x(), by.y())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click beside it puts it away."""
        held, self._held = self._held, None
        if held is not None and not self._pulled and not self.box().contains(event.position()):
            self.outside.emit()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """As large as it is, and back."""
        if not self.fitted:
            self.fit()
        elif self.scale < 1.0:
            scale, at = 1.0 / self.scale, event.position()
            fixed = self._to_picture(at)
            self.fitted, self.scale = False, self.scale * scale
            self._middle = fixed - (at - QPointF(self.width() / 2, self.height() / 2))
            self._done()
        else:
            self.closer(3, event.position())
