"""Icons: one family of SVG strokes, tinted with a token and kept per size and colour."""

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from desktop.shell.places import icon_file
from desktop.shell.theme import Theme


class Icons:
    """Renders icons for one theme; the cache is dropped when the theme changes."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._pixmaps: dict[tuple[str, int, int, float], QPixmap] = {}
        theme.changed.connect(self._pixmaps.clear)

    def pixmap(self, name: str, token: str, size: int = 20, ratio: float = 2.0) -> QPixmap:
        """The icon ``name`` in the colour of ``token``, ``size`` logical pixels wide."""
        return self.tinted(name, self._theme.colour(token), size, ratio)

    def tinted(self, name: str, colour: QColor, size: int, ratio: float = 2.0) -> QPixmap:
        """The icon in any colour."""
        key = (name, colour.rgba(), size, ratio)
        found = self._pixmaps.get(key)
        if found is None:
            source = icon_file(name).read_text(encoding="utf-8")
            source = source.replace("currentColor", colour.name())
            found = _render(source, size, ratio)
            self._pixmaps[key] = found
        return found

    def icon(self, name: str, token: str = "text_2", size: int = 20) -> QIcon:
        """For buttons and menus, with a paler one for the disabled state."""
        icon = QIcon(self.pixmap(name, token, size))
        icon.addPixmap(self.pixmap(name, "text_3", size), QIcon.Mode.Disabled)
        return icon

    def paint(self, painter: QPainter, name: str, token: str, box: QRectF) -> None:
        """Draw the icon into ``box`` at the painter's own resolution."""
        ratio = painter.device().devicePixelRatioF()
        pixmap = self.pixmap(name, token, round(box.width()), ratio)
        painter.drawPixmap(box.topLeft(), pixmap)


def app_icon() -> QIcon:
    """The application's own icon."""
    source = icon_file("app").read_text(encoding="utf-8")
    icon = QIcon()
    for size in (16, 24, 32, 48, 64, 128, 256):
        icon.addPixmap(_render(source, size, 1.0))
    return icon


def _render(source: str, size: int, ratio: float) -> QPixmap:
    pixmap = QPixmap(round(size * ratio), round(size * ratio))
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    renderer = QSvgRenderer(QByteArray(source.encode()))
    renderer.render(painter, QRectF(0, 0, pixmap.width(), pixmap.height()))
    painter.end()
    pixmap.setDevicePixelRatio(ratio)
    return pixmap
