"""The pictures of a conversation, one at a time over the whole window."""

import asyncio
import shutil
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPixmap
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from core.domain.problems import Problem, ProblemError
from core.domain.views import PictureRow
from desktop.shell import formats
from desktop.shell.context import Shell
from desktop.shell.layouts import latin_key
from desktop.shell.tasks import Tasks
from desktop.ui.accessible import Role, spoken_as
from desktop.ui.file_dialog import save_path
from desktop.ui.parts import Elided, caption, label, tool
from desktop.ui.picture_canvas import PictureCanvas
from desktop.ui.thumbnails import load
from desktop.ui.words import file_name, person


class MediaViewer(QFrame):
    """Lies over ``parent``. ``left`` when it was put away, ``saved`` gives what a copy is called
    now. ``client`` is who sent what we did not."""

    left = Signal()
    saved = Signal(str)

    def __init__(self, shell: Shell, tasks: Tasks, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("mediaViewer")
        spoken_as(self, Role.Dialog)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._shell, self._tasks, self._over = shell, tasks, parent
        self._before: QWidget | None = None
        self.rows: list[PictureRow] = []
        self.at = 0
        self.client = ""
        self.canvas = PictureCanvas()
        spoken_as(self.canvas, Role.Graphic)
        self.title, self.place = Elided("onDark"), label("onDark")
        self.said = QLabel()
        self.said.setProperty("look", "onDark")
        self.said.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.said.setWordWrap(True)
        self.said.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.buttons = {
            name: tool("onDark", f"viewer-{name}", 22)
            for name in ("previous", "next", "further", "fit", "closer", "save", "close")
        }
        self._lay_out()
        act = {
            "previous": lambda: self.step(-1), "next": lambda: self.step(1),
            "further": lambda: self.canvas.closer(-1), "fit": self.canvas.fit,
            "closer": lambda: self.canvas.closer(1), "save": self.save, "close": self.leave,
        }  # fmt: skip
        for name, button in self.buttons.items():
            button.clicked.connect(lambda _=False, name=name: act[name]())
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.canvas.outside.connect(self.leave)
        self.canvas.changed.connect(self._scaled)
        parent.installEventFilter(self)
        shell.i18n.changed.connect(self.retranslate)
        shell.theme.changed.connect(self.retranslate)
        self.retranslate()
        self.hide()

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setContentsMargins(18, 10, 10, 10)
        top.setSpacing(6)
        top.addWidget(self.title, 1)
        top.addWidget(self.place)
        for name in ("further", "fit", "closer", "save", "close"):
            top.addWidget(self.buttons[name])
        middle = QHBoxLayout()
        middle.setContentsMargins(8, 0, 8, 16)
        middle.addWidget(self.buttons["previous"])
        middle.addWidget(self.canvas, 1)
        middle.addWidget(self.said, 1)
        middle.addWidget(self.buttons["next"])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(top)
        layout.addLayout(middle, 1)

    def retranslate(self) -> None:
        """Another language or theme."""
        icons = {
            "previous": "chevron-left", "next": "chevron-right", "further": "minus", "fit": "fit",
            "closer": "plus", "save": "save", "close": "close",
        }  # fmt: skip
        for name, button in self.buttons.items():
            button.setIcon(self._shell.icons.icon(icons[name], "on_tooltip", 22))
            key = {"save": "save-as", "close": "close"}.get(name, f"viewer-{name}")
            caption(button, self._shell.tr(key))
        self.setAccessibleName(self._shell.tr("viewer-title"))
        self.setAccessibleDescription(self._shell.tr("viewer-help"))
        self._show_words()

    @property
    def row(self) -> PictureRow | None:
        """The picture that is shown."""
        return self.rows[self.at] if 0 <= self.at < len(self.rows) else None

    def open(self, rows: Sequence[PictureRow], message: int, file: int) -> None:
        """Show the pictures of a thread, beginning at one of them."""
        if not self.isVisible():
            self._before = self.window().focusWidget()
        self.rows = list(rows)
        keys = [(row.message, row.file.index) for row in self.rows]
        self.at = keys.index((message, file)) if (message, file) in keys else 0
        self.setGeometry(self._over.rect())
        self.show()
        self.raise_()
        self.setFocus()
        self._look()

    def leave(self) -> None:
        """Put it away; the focus goes back to where it was."""
        if not self.isVisible():
            return
        self.hide()
        self.canvas.show_picture(QPixmap())
        if self._before is not None and self._before.isVisible():
            self._before.setFocus()
        self.left.emit()

    def step(self, by: int) -> None:
        """The next picture or the one before."""
        at = min(max(self.at + by, 0), len(self.rows) - 1)
        if at != self.at:
            self.at = at
            self._look()

    def save(self) -> None:
        """Ask where a copy goes."""
        row = self.row
        if row is not None:
            name = file_name(row.file) or Path(row.file.path).name
            save_path(self, self._shell, name, lambda to: self.copy_to(row.file.path, to))

    def copy_to(self, source: str, target: str) -> None:
        """Copy a file; ``saved`` when it is there."""
        self._tasks.start(self._copy(source, target))

    async def _copy(self, source: str, target: str) -> None:
        name = Path(target).name
        try:
            await asyncio.to_thread(shutil.copyfile, source, target)
        except OSError as error:
            raise ProblemError(Problem("file-not-saved", {"name": name})) from error
        self.saved.emit(name)

    def _look(self) -> None:
        self.canvas.show_picture(QPixmap())
        self._say(self._shell.tr("viewer-loading"))
        self._show_words()
        row = self.row
        if row is not None:
            self._tasks.start(self._load(row))

    async def _load(self, row: PictureRow) -> None:
        image = await asyncio.to_thread(load, row.file.path)
        if self.row != row or not self.isVisible():
            return
        if image.isNull():
            self._say(self._shell.tr("picture-broken"))
            return
        self._say("")
        self.canvas.show_picture(QPixmap.fromImage(image))

    def _say(self, text: str) -> None:
        """A sentence in place of the picture."""
        self.said.setText(text)
        self.said.setVisible(bool(text))
        self.canvas.setVisible(not text)
        self._scaled()

    def _show_words(self) -> None:
        row, tr = self.row, self._shell.tr
        if row is None:
            return
        other = tr("you") if row.direction == "out" else self.client
        who = person(row.author) or other
        parts = (who, formats.moment(self._shell.i18n, row.at, self._shell.now()),
                 file_name(row.file))  # fmt: skip
        self.title.setText("  ·  ".join(filter(None, parts)))
        count = len(self.rows)
        self.place.setText(tr("viewer-place", n=str(self.at + 1), count=str(count)))
        self.canvas.setAccessibleName(self.title.text())
        for name, there in (("previous", self.at > 0), ("next", self.at < count - 1)):
            self.buttons[name].setEnabled(there)
            self.buttons[name].setVisible(count > 1)

    def _scaled(self) -> None:
        some = not self.canvas.empty
        self.buttons["further"].setEnabled(some and not self.canvas.fitted)
        self.buttons["fit"].setEnabled(some and not self.canvas.fitted)
        self.buttons["closer"].setEnabled(some)
        self.buttons["save"].setEnabled(some)

    # Qt's hooks.

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Covers what it lies over, whatever its size."""
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self.setGeometry(self._over.rect())
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows turn, plus and minus zoom, 0 fits, Escape puts it away; Ctrl with arrows moves."""
        held = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        moves: dict[int, tuple[int, int]] = {
            Qt.Key.Key_Left: (60, 0), Qt.Key.Key_Right: (-60, 0),
            Qt.Key.Key_Up: (0, 60), Qt.Key.Key_Down: (0, -60),
        }  # fmt: skip
        key = latin_key(event.key())
        upright = key in (Qt.Key.Key_Up, Qt.Key.Key_Down)
        if key in moves and (held or (upright and not self.canvas.fitted)):
            self.canvas.move_by(*moves[key])
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_PageUp, Qt.Key.Key_Up):
            self.step(-1)
        elif key in (Qt.Key.Key_Right, Qt.Key.Key_PageDown, Qt.Key.Key_Down, Qt.Key.Key_Space):
            self.step(1)
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.canvas.closer(1)
        elif key == Qt.Key.Key_Minus:
            self.canvas.closer(-1)
        elif key == Qt.Key.Key_0:
            self.canvas.fit()
        elif key == Qt.Key.Key_S and held:
            self.save()
        elif key == Qt.Key.Key_Escape:
            self.leave()
        else:
            super().keyPressEvent(event)
