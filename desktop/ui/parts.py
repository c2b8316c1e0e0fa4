"""Small widgets the panes are built of."""

from collections.abc import Callable

from PySide6.QtCore import QMargins, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QFrame,
    QLabel,
    QLayout,
    QLayoutItem,
    QMenu,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop.shell.context import Shell


def label(look: str = "", text: str = "", *, wrap: bool = False) -> QLabel:
    """A label with a look of the stylesheet; always plain text."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setProperty("look", look)
    made.setWordWrap(wrap)
    return made


def _pressed_by_enter(one: QAbstractButton, event: QKeyEvent) -> bool:
    """Enter presses the button that has the keys. Of itself it would press the dialog's default,
    whichever button one stands on, and in the window none."""
    plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter) or not plain:
        return False
    if not event.isAutoRepeat():
        one.click()
    return True


class Button(QPushButton):
    """A push button that Enter presses."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt's hook."""
        if not _pressed_by_enter(self, event):
            super().keyPressEvent(event)


class _Tool(QToolButton):
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not _pressed_by_enter(self, event):
            super().keyPressEvent(event)


def button(look: str = "", name: str = "") -> QPushButton:
    """A push button with a look and an object name."""
    made = Button()
    made.setProperty("look", look)
    made.setObjectName(name)
    made.setCursor(Qt.CursorShape.PointingHandCursor)
    return made


def tool(look: str = "", name: str = "", size: int = 20) -> QToolButton:
    """An icon button; the caller gives it an icon and an accessible name."""
    made = _Tool()
    made.setProperty("look", look)
    made.setObjectName(name)
    made.setIconSize(QSize(size, size))
    made.setCursor(Qt.CursorShape.PointingHandCursor)
    return made


def pill(look: str = "", name: str = "", size: int = 16) -> QPushButton:
    """A button with words and perhaps an icon, as small as they are."""
    made = button(look, name)
    made.setIconSize(QSize(size, size))
    made.setAutoDefault(False)
    made.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    return made


class Picker(Button):
    """A button that opens a menu: words, and a chevron at its right."""

    def __init__(self, shell: Shell, name: str) -> None:
        super().__init__()
        self.setProperty("look", "picker")
        self.setObjectName(name)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setIconSize(QSize(17, 17))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._shell = shell

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt's hook."""
        super().paintEvent(event)
        _chevron(self, self._shell)


class Choice(QComboBox):
    """A combo box with the chevron of the family."""

    def __init__(self, shell: Shell, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self._shell = shell

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt's hook."""
        super().paintEvent(event)
        _chevron(self, self._shell)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The wheel scrolls the page; it does not change a setting in passing."""
        event.ignore()


def _chevron(widget: QWidget, shell: Shell) -> None:
    painter = QPainter(widget)
    box = QRectF(widget.width() - 25, widget.height() / 2 - 8, 16, 16)
    shell.icons.paint(painter, "chevron-down", "text_2", box)
    painter.end()


class Elided(QLabel):
    """A line that ends in an ellipsis where there is no more room."""

    def __init__(self, look: str) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("look", look)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt's hook."""
        painter = QPainter(self)
        room = self.contentsRect()
        text = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room.width())
        painter.setFont(self.font())
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)


def caption(widget: QWidget, text: str, keys: str = "") -> None:
    """The same words as tooltip and for screen readers; the tooltip says the ``keys`` too."""
    widget.setToolTip(f"{text} ({keys})" if keys else text)
    widget.setAccessibleName(text)


def open_menu(menu: QMenu, below: QWidget) -> None:
    """Under a button, with something marked from which the arrows go on: what is chosen already
    where the menu is a choice, else the first."""
    menu.popup(below.mapToGlobal(QPoint(0, below.height() + 4)))
    ready = [one for one in menu.actions() if one.isEnabled() and not one.isSeparator()]
    chosen = [one for one in ready if one.isChecked()]
    choice = all(one.isCheckable() for one in ready)
    for one in (chosen if choice and chosen else ready)[:1]:
        menu.setActiveAction(one)


def line() -> QFrame:
    """A hairline."""
    made = QFrame()
    made.setProperty("look", "line")
    made.setFixedHeight(1)
    return made


def restyle(widget: QWidget, name: str, value: object) -> None:
    """Set a property that the stylesheet looks at, and let it look."""
    if widget.property(name) != value:
        widget.setProperty(name, value)
        widget.style().unpolish(widget)
        widget.style().polish(widget)


def clear(layout: QLayout) -> None:
    """Take everything out of a layout."""
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()


class Empty(QWidget):
    """What stands where there is nothing: an icon, a line, a sentence, perhaps a way on."""

    def __init__(
        self, shell: Shell, icon: str, name: str, action: Callable[[], object] | None = None
    ) -> None:
        super().__init__()
        self.setObjectName(name)
        self._shell = shell
        self._icon_name = icon
        self._icon = QLabel()
        self._icon.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.title = label("title", wrap=True)
        self.text = label("muted", wrap=True)
        self.button = button("primary", f"{name}Action")
        self.button.setVisible(action is not None)
        if action is not None:
            self.button.clicked.connect(lambda: action())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(28, 24, 28, 24)
        layout.setSpacing(6)
        layout.addStretch(3)
        layout.addWidget(self._icon)
        layout.addSpacing(8)
        for part in (self.title, self.text):
            part.setAlignment(Qt.AlignmentFlag.AlignCenter)
            part.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
            layout.addWidget(part)
        layout.addSpacing(8)
        layout.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(4)
        shell.theme.changed.connect(self._tint)
        self._tint()

    def say(self, title: str, text: str, action: str = "") -> None:
        """The words."""
        self.title.setText(title)
        self.text.setText(text)
        self.text.setVisible(bool(text))
        self.button.setText(action)

    def _tint(self) -> None:
        self._icon.setPixmap(self._shell.icons.pixmap(self._icon_name, "text_3", 36))


class Flow(QLayout):
    """Lays widgets in rows and breaks where the width ends (Qt's flow layout example)."""

    def __init__(self, parent: QWidget | None = None, gap: int = 6) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._gap = gap
        self.setContentsMargins(QMargins(0, 0, 0, 0))

    def addItem(self, item: QLayoutItem) -> None:
        """Qt's hook."""
        self._items.append(item)

    def count(self) -> int:
        """Qt's hook."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """Qt's hook."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """Qt's hook."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def hasHeightForWidth(self) -> bool:
        """Qt's hook."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Qt's hook."""
        return self._arrange(QRect(0, 0, width, 0), place=False)

    def setGeometry(self, rect: QRect) -> None:
        """Qt's hook."""
        super().setGeometry(rect)
        self._arrange(rect, place=True)

    def sizeHint(self) -> QSize:
        """Qt's hook."""
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        """Qt's hook."""
        size = QSize()
        for item in self._items:
            size = size.expandedTo(item.minimumSize())
        return size

    def _arrange(self, rect: QRect, *, place: bool) -> int:
        x, y, height = rect.x(), rect.y(), 0
        for item in self._items:
            hint = item.sizeHint()
            if x > rect.x() and x + hint.width() > rect.right() + 1:
                x, y, height = rect.x(), y + height + self._gap, 0
            if place:
                item.setGeometry(QRect(QPoint(x, y), hint))
            x += hint.width() + self._gap
            height = max(height, hint.height())
        return y + height - rect.y()
