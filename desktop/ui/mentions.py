"""Whom an ``@`` means: a list over the composer of a group; a name that is no username is one
piece in the draft."""

from typing import Final

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import QFrame, QGraphicsDropShadowEffect, QVBoxLayout, QWidget

from core.domain import markdown
from core.domain.channels import Channel
from core.domain.rooms import Known
from desktop.shell.context import Shell
from desktop.shell.units import character, unit
from desktop.ui.composer_bar import ComposerBar
from desktop.ui.member_list import listing
from desktop.ui.parts import label
from desktop.viewmodels import mentioning
from desktop.viewmodels.desk import Desk
from desktop.viewmodels.mentioning import MentionModel
from desktop.viewmodels.rows import ROW

_WIDTH, _MOST, _SIDE, _GAP = 420, 5, 18, 6
_STEPS: Final = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}


class MentionList(QFrame):
    """Lies over ``parent``, its foot on the composer; its keys are typed in the draft."""

    def __init__(self, shell: Shell, desk: Desk, composer: ComposerBar, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("mentionList")
        self.setProperty("look", "floating")
        self._shell, self._desk, self._composer, self._over = shell, desk, composer, parent
        self._draft = composer.draft
        self._at: int | None = None
        self._put_away: int | None = None
        self._last = 0
        self.model = MentionModel(desk.backend.rooms, desk.tasks)
        self.list = listing(shell, self.model, "mentions")
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.clicked.connect(lambda index: self.take(index.data(ROW)))
        self.keys = label("hint")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 6)
        layout.setSpacing(4)
        layout.addWidget(self.list)
        foot = QVBoxLayout()
        foot.setContentsMargins(12, 0, 8, 0)
        foot.addWidget(self.keys)
        layout.addLayout(foot)
        shadow = QGraphicsDropShadowEffect(self)
        shadow.setBlurRadius(30)
        shadow.setOffset(0, 6)
        shadow.setColor(shell.theme.colour("shadow"))
        self.setGraphicsEffect(shadow)
        self._draft.textChanged.connect(self._look)
        self._draft.cursorPositionChanged.connect(self._moved)
        self._draft.installEventFilter(self)
        parent.installEventFilter(self)
        self.model.narrowed.connect(self._fit)
        desk.thread_changed.connect(self._thread)
        shell.i18n.changed.connect(self.retranslate)
        self.retranslate()
        self.hide()

    def retranslate(self) -> None:
        """Another language."""
        self.list.setAccessibleName(self._shell.tr("mention-list"))
        self.keys.setText(self._shell.tr("mention-keys"))

    def take(self, row: Known | None) -> None:
        """Name them in the draft, in place of what was typed."""
        peer = self._desk.rooms.peer
        if row is None or self._at is None or peer is None:
            return
        text, cursor = self._draft.toPlainText(), self._draft.textCursor()
        cursor.setPosition(unit(text, self._at), QTextCursor.MoveMode.KeepAnchor)
        self._close()
        cursor.insertText(f"{mentioning.inserted(row.member)} ")
        self._draft.setTextCursor(cursor)
        if not row.member.username:
            self._desk.tasks.start(self._desk.backend.rooms.meet(peer, row.member.id))
        self._composer.focus()

    # What is typed.

    def _look(self) -> None:
        row, draft = self._desk.composer.peer, self._draft
        telegram = row is not None and row.peer.channel is Channel.TELEGRAM
        peer = self._desk.rooms.peer if telegram else None
        text, cursor = draft.toPlainText(), draft.textCursor()
        here = None
        if peer is not None and draft.hasFocus() and not cursor.hasSelection():
            here = mentioning.typed(text, character(text, cursor.position()))
        if here is None or peer is None:
            self._put_away = None
            self._close()
        elif here[0] != self._put_away:
            self._at = here[0]
            self.model.narrow(peer, here[1])

    def _moved(self) -> None:
        """What of a name is no word of it is stepped over at once."""
        cursor, text = self._draft.textCursor(), self._draft.toPlainText()
        at, last, self._last = cursor.position(), self._last, cursor.position()
        if "](tg://" not in text:
            self._leave_if_elsewhere()
            return
        mode = QTextCursor.MoveMode.MoveAnchor
        if cursor.hasSelection():
            mode = QTextCursor.MoveMode.KeepAnchor
        for start, end in markdown.hidden(text):
            first, behind = unit(text, start), unit(text, end)
            if first < at < behind:
                cursor.setPosition(behind if at > last else first, mode)
                self._draft.setTextCursor(cursor)
                return
        self._leave_if_elsewhere()

    def _leave_if_elsewhere(self) -> None:
        if self._at is not None:
            self._look()

    def _thread(self) -> None:
        if self._desk.rooms.peer is None:
            self._close()

    def _close(self) -> None:
        if self._at is not None:
            self._at = None
            self.model.leave()
        self.hide()

    # Where it stands, its keys.

    def _fit(self) -> None:
        count = self.model.rowCount()
        if self._at is None or not count:
            self.hide()
            return
        if not self.list.currentIndex().isValid():
            self.list.setCurrentIndex(self.model.index(0))
        row = self.list.sizeHintForRow(0)
        self.list.setFixedHeight(min(count, _MOST) * row + 2)
        self.show()
        self._place()
        self.raise_()

    def _place(self) -> None:
        width = min(self._shell.theme.px(_WIDTH), self._over.width() - 2 * _SIDE)
        self.setFixedWidth(max(200, round(width)))
        self.adjustSize()
        top = self._composer.mapTo(self._over, QPoint(0, 0))
        self.move(top.x() + _SIDE, max(8, top.y() - self.height() - _GAP))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt's hook: while it is open its keys are typed in the draft."""
        if watched is self._over and event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        elif watched is self._draft and event.type() == QEvent.Type.KeyPress:
            if isinstance(event, QKeyEvent) and self._pressed(event):
                return True
        elif watched is self._draft and event.type() == QEvent.Type.FocusOut:
            self._close()
        return super().eventFilter(watched, event)

    def _pressed(self, event: QKeyEvent) -> bool:
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.key() == Qt.Key.Key_Backspace and not held and self._whole_name():
            return True
        if not self.isVisible() or held:
            return False
        count, here = self.model.rowCount(), self.list.currentIndex().row()
        if event.key() in _STEPS:
            step = _STEPS[Qt.Key(event.key())]
            self.list.setCurrentIndex(self.model.index((here + step) % count))
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab):
            self.take(self.list.currentIndex().data(ROW))
        elif event.key() == Qt.Key.Key_Escape:
            self._put_away = self._at
            self._close()
        else:
            return False
        return True

    def _whole_name(self) -> bool:
        """Behind a name that is no username Backspace takes it away as one."""
        cursor, text = self._draft.textCursor(), self._draft.toPlainText()
        spans = markdown.hidden(text) if "](tg://" in text else []
        for (start, _), (_, end) in zip(spans[::2], spans[1::2], strict=True):
            if not cursor.hasSelection() and cursor.position() == unit(text, end):
                cursor.setPosition(unit(text, start), QTextCursor.MoveMode.KeepAnchor)
                cursor.removeSelectedText()
                return True
        return False
