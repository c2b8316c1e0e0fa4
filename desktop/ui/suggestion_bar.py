"""The quiet row over the draft: what one might answer while the client waits."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from desktop.shell.commands import COMMANDS
from desktop.shell.context import Shell
from desktop.ui import paint
from desktop.ui.parts import Flow, caption, label, pill
from desktop.viewmodels.proposals import Proposal, ProposalModel

_LONGEST, _NARROWEST, _AROUND = 420, 90, 42
"""Width of a button and of what stands around its words, in pixels at the normal text size."""


class _Line(QPushButton):
    """A suggestion as far as there is room for it; whole in its tooltip."""

    def __init__(self, shell: Shell, proposal: Proposal, number: int) -> None:
        super().__init__()
        self.setObjectName(f"suggestion-{number}")
        self.setProperty("look", "suggestion")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.proposal, self._shell = proposal, shell
        icon = "model" if proposal.by == "model" else "reply"
        self.setIcon(shell.icons.icon(icon, "text_2", 14))
        text = self._text = " ".join(proposal.text.split())
        self.setToolTip(proposal.text)
        by = shell.tr(f"suggestion-by-{proposal.by}")
        self.setAccessibleName(shell.tr("suggestion-name", text=text, by=by))
        self._elide()

    def sizeHint(self) -> QSize:
        """Qt's hook: as wide as its words, within reason."""
        hint = super().sizeHint()
        font = self._shell.theme.font("small")
        wide = QFontMetricsF(font).horizontalAdvance(self._text) + self._shell.theme.px(_AROUND)
        parent = self.parentWidget()
        room = max(self._shell.theme.px(_NARROWEST), parent.width() if parent is not None else 0)
        return QSize(min(round(wide) + 1, self._shell.theme.px(_LONGEST), room), hint.height())

    def minimumSizeHint(self) -> QSize:
        """Qt's hook: it can be narrow."""
        return QSize(self._shell.theme.px(_NARROWEST), super().minimumSizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt's hook: Enter takes it too."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt's hook: more or less room."""
        super().resizeEvent(event)
        self._elide()

    def _elide(self) -> None:
        room = self.width() - self._shell.theme.px(_AROUND) + 1
        text = paint.elide(self._shell.theme.font("small"), self._text, room)
        self.setText(text.replace("&", "&&"))


class SuggestionBar(QWidget):
    """``taken`` gives the proposal that was picked, ``asked`` when the model is to write one."""

    taken = Signal(object)
    asked = Signal()

    def __init__(self, shell: Shell, model: ProposalModel) -> None:
        super().__init__()
        self.setObjectName("suggestions")
        self._shell, self._model = shell, model
        self._wanted = True
        self._shown: tuple[object, ...] | None = None
        self.lines: list[_Line] = []
        self.write = pill("link", "suggestionWrite", 14)
        self.write.clicked.connect(self.asked)
        self.state = label("hint")
        self._row = Flow(self, 6)
        for signal in (model.changed, shell.i18n.changed, shell.theme.changed,
                       shell.keymap.changed):  # fmt: skip
            signal.connect(self.refresh)
        self.refresh()

    def want(self, wanted: bool) -> None:
        """Whether there is room for it: not while something else is being written."""
        if wanted != self._wanted:
            self._wanted = wanted
            self._seen()

    def refresh(self) -> None:
        """What is suggested, in the language and looks in force."""
        shell, model = self._shell, self._model
        theme = shell.theme
        shown = (model.rows, shell.i18n.lang, theme.scheme, theme.size, model.asking)
        if shown != self._shown:
            self._shown = shown
            focused = any(line.hasFocus() for line in self.lines)
            for line in self.lines:
                line.hide()
                line.deleteLater()
            self.lines = [_Line(shell, row, i) for i, row in enumerate(model.rows)]
            while self._row.takeAt(0) is not None:
                pass
            for line in self.lines:
                line.clicked.connect(lambda _c=False, line=line: self.taken.emit(line.proposal))
                self._row.addWidget(line)
            self._row.addWidget(self.write)
            self._row.addWidget(self.state)
            if focused and self.lines:
                self.lines[0].setFocus()
        keys = next(shell.keymap.shown(c) for c in COMMANDS if c.id == "suggestion")
        self.state.setText(shell.tr("suggestion-writing" if model.asking else "suggestion-keys",
                                    keys=keys))  # fmt: skip
        self.state.setMinimumHeight(self.write.sizeHint().height())
        by_model = any(row.by == "model" for row in model.rows)
        self.write.setVisible(model.can_write and not model.asking and not by_model)
        self.write.setText(shell.tr("suggestion-write"))
        caption(self.write, shell.tr("suggestion-write-hint"))
        self.write.setIcon(shell.icons.icon("model", "accent_text", 14))
        self._seen()

    def _seen(self) -> None:
        model = self._model
        something = bool(model.rows) or model.asking or not self.write.isHidden()
        self.setVisible(self._wanted and something)
