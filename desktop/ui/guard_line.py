"""The quiet line above the draft: the client has answered that already, there and then."""

from typing import Final

from PySide6.QtCore import QEasingCurve, QEvent, QObject, QPropertyAnimation, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from core.domain.said import Answer
from desktop.shell.context import Shell
from desktop.ui.accessible import announce
from desktop.ui.fact_words import source_line, value_words
from desktop.ui.parts import Elided, caption, tool
from desktop.ui.words import fact_name
from desktop.viewmodels.guard import GuardModel

_MOVE_MS: Final = 140
_RELEASED: Final = QEvent.Type.MouseButtonRelease


def answer_words(shell: Shell, answer: Answer) -> str:
    """What is said: the kind and value of a fact, or the client's own words."""
    if not answer.kind:
        return f"«{_flat(answer.quote)}»" if shell.i18n.lang == "ru" else f"“{_flat(answer.quote)}”"
    name = fact_name(shell, answer.kind)
    name = name if name[1:2].isupper() else name[:1].lower() + name[1:]
    return f"{name} {value_words(shell, answer.source.fact)}"


def insert_words(shell: Shell, answer: Answer) -> str:
    """What is put into the draft."""
    if not answer.kind:
        return _flat(answer.quote)
    return value_words(shell, answer.source.fact)


def _flat(text: str) -> str:
    return " ".join(text.split())


def _same(text: str) -> str:
    return "".join(text.split()).casefold()


class GuardLine(QWidget):
    """``jumped`` gives where the answer stands, ``inserted`` the words for the draft. Its place
    opens once for a draft and stays until the draft is empty, so nothing moves while one types.

    Enter or a click shows the source, Escape (in ``draft`` too) puts the line away."""

    jumped = Signal(object)
    inserted = Signal(str)

    def __init__(self, shell: Shell, model: GuardModel, draft: QWidget) -> None:
        super().__init__()
        self.setObjectName("guardPlace")
        self._shell, self._model, self._draft = shell, model, draft
        self._shown: Answer | None = None
        self.strip = QFrame(self)
        self.strip.setObjectName("guardLine")
        self.strip.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.strip.setCursor(Qt.CursorShape.PointingHandCursor)
        self._icon = QLabel()
        self.words, self.where = Elided("guard"), Elided("hint")
        self.jump = tool("mini", "guardJump", 16)
        self.insert = tool("mini", "guardInsert", 16)
        self.close_ = tool("mini", "guardClose", 16)
        self.jump.clicked.connect(self.show_source)
        self.insert.clicked.connect(self.put_in)
        self.close_.clicked.connect(model.dismiss)
        self._lay_out()
        self._move = QPropertyAnimation(self, b"maximumHeight", self)
        self._move.setDuration(_MOVE_MS)
        self._move.setEasingCurve(QEasingCurve.Type.OutCubic)
        self.setMaximumHeight(0)
        self.strip.hide()
        self.strip.installEventFilter(self)
        draft.installEventFilter(self)
        for signal in (model.changed, shell.i18n.changed, shell.theme.changed):
            signal.connect(self.refresh)
        shell.keymap.changed.connect(self.refresh)
        self.refresh()

    def _lay_out(self) -> None:
        lines = QVBoxLayout()
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(0)
        lines.addWidget(self.words)
        lines.addWidget(self.where)
        row = QHBoxLayout(self.strip)
        row.setContentsMargins(10, 4, 4, 4)
        row.setSpacing(8)
        row.addWidget(self._icon)
        row.addLayout(lines, 1)
        row.addSpacing(2)
        for part in (self.jump, self.insert, self.close_):
            row.addWidget(part)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.strip)

    def minimumSizeHint(self) -> QSize:
        """Qt's hook: the place may be closed."""
        return QSize(0, 0)

    def sizeHint(self) -> QSize:
        """Qt's hook."""
        return QSize(super().sizeHint().width(), self._height())

    def refresh(self) -> None:
        """What there is to say, in the language and look in force."""
        shell, answer = self._shell, self._model.answer
        side = shell.theme.px(16)
        names = (("jump", "chevron-right", self.jump), ("insert", "plus", self.insert),
                 ("close", "close", self.close_))  # fmt: skip
        for name, icon, button in names:
            button.setIconSize(QSize(side, side))
            button.setIcon(shell.icons.icon(icon, "text_2", side))
            caption(button, shell.tr(f"guard-{name}"))
        self._icon.setPixmap(shell.icons.pixmap("info", "accent_text", side))
        if answer is not None:
            self.words.setText(shell.tr("guard-answered", answer=answer_words(shell, answer)))
            self.where.setText(self._source(answer))
            self.strip.setToolTip(f"{self.words.text()}\n{self.where.text()}")
            self.strip.setAccessibleName(f"{self.words.text()}. {self.where.text()}")
            self.strip.setAccessibleDescription(shell.tr("guard-hint"))
        self.strip.setVisible(answer is not None)
        self._place(open_=answer is not None)
        if answer is not None and answer != self._shown:
            self._announce()
        self._shown = answer

    def show_source(self) -> None:
        """Go where the answer stands."""
        if self._model.answer is not None:
            self.jumped.emit(self._model.answer.source)

    def put_in(self) -> None:
        """Put the answer into the draft."""
        if self._model.answer is not None:
            self.inserted.emit(insert_words(self._shell, self._model.answer))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt's hook: Escape puts the line away, Enter and a click on it show the source."""
        if self._model.answer is None:
            return False
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Escape:
                self._leave()
                return True
            if watched is self.strip and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.show_source()
                return True
        if watched is self.strip and isinstance(event, QMouseEvent) and event.type() == _RELEASED:
            if event.button() == Qt.MouseButton.LeftButton:
                self.show_source()
            return True
        return False

    def _leave(self) -> None:
        self._draft.setFocus()
        self._model.dismiss()

    def _source(self, answer: Answer) -> str:
        parts = []
        said = value_words(self._shell, answer.source.fact)
        if answer.kind and _same(answer.quote) not in (_same(said), _same(answer.value)):
            parts.append(f"«{_flat(answer.quote)}»" if self._shell.i18n.lang == "ru"
                         else f"“{_flat(answer.quote)}”")  # fmt: skip
        parts.append(source_line(self._shell, answer.source))
        if answer.source.history and answer.was:
            old = answer.source.history[0].fact
            parts.append(self._shell.tr("guard-was", value=value_words(self._shell, old)))
        return " · ".join(parts)

    def _height(self) -> int:
        return max(self.strip.sizeHint().height(), self._shell.theme.px(40))

    def _place(self, *, open_: bool) -> None:
        """Open the place, and keep it open as long as something is written."""
        standing = self._move.endValue() or 0
        stays = self._model.writing and standing > 0
        wanted = self._height() if open_ or stays else 0
        if wanted == standing:
            return
        self._move.stop()
        self._move.setStartValue(self.maximumHeight())
        self._move.setEndValue(wanted)
        if self.isVisible():
            self._move.start()
        else:
            self.setMaximumHeight(wanted)
            self.setMinimumHeight(0)

    def _announce(self) -> None:
        """Screen readers say it when they have said what they were saying."""
        announce(self.strip, self.strip.accessibleName())
