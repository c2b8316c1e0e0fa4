"""A fact: its value, the words it was read from, what it replaced, and the operator's word."""

from datetime import datetime
from typing import Final

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QMenu, QVBoxLayout, QWidget

from core.domain.reading import Fact
from core.domain.views import FactRow
from desktop.shell import formats
from desktop.shell.context import Shell
from desktop.shell.layouts import latin_key
from desktop.ui.accessible import Role, spoken_as
from desktop.ui.fact_conflict import FactConflict
from desktop.ui.fact_history import FactHistory
from desktop.ui.fact_words import source_line, value_words
from desktop.ui.parts import caption, label, open_menu, restyle, tool
from desktop.ui.sureness import mark, sureness
from desktop.ui.words import fact_name
from desktop.ui.words_label import WordsLabel
from desktop.viewmodels.corrections import canonical

_SHORT = 90
CHOICES: Final = {
    "decision": ("yes", "no", "postponed"),
    "document": (
        "quote", "contract", "invoice", "act", "nda", "certificate", "requisites", "datasheet",
        "waybill",
    ),
}  # fmt: skip


def typed(shell: Shell, fact: Fact) -> str:
    """A value as the operator would type it."""
    if fact.kind in ("deadline", "meeting_at"):
        try:
            when = datetime.fromisoformat(fact.value)
        except ValueError:
            return fact.value
        return f"{when:%d.%m.%Y %H:%M}" if "T" in fact.value else f"{when:%d.%m.%Y}"
    return formats.fact_value(shell.i18n, fact, shell.now()).replace(formats.NBSP, " ")


def _shape(kind: str) -> str:
    """The sentence that says how such a value is written."""
    return {
        "deadline": "date", "meeting_at": "time", "budget": "sum", "quantity": "number",
        "phone": "phone", "inn": "inn", "email": "email",
    }.get(kind, "value")  # fmt: skip


def _flat(text: str) -> str:
    return " ".join(text.casefold().split())


class FactCard(QFrame):
    """``opened`` asks to show the source; ``reviewed`` gives verdict, value and unit, ``chosen``
    the right one of those that contradict one another, and all of them. Keys: Enter shows, Y
    confirms, E corrects, N rejects, 1 to 4 choose, by their places on any layout; ``keyed``
    whether it has them."""

    opened = Signal(object)
    reviewed = Signal(object, str, str, str)
    chosen = Signal(object, object)
    step = Signal(object, int)
    keyed = Signal(bool)

    def __init__(self, shell: Shell, row: FactRow) -> None:
        super().__init__()
        self.setProperty("look", "card")
        spoken_as(self, Role.ListItem)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._shell = shell
        self.row = row
        self.kind, self.value = label("faint"), WordsLabel("value")
        self.value.setObjectName("factValue")
        self.mark = QLabel()
        self.quote, self.source = WordsLabel("muted"), WordsLabel("hint")
        self.history, self.conflict = FactHistory(shell), FactConflict(shell)
        self.history.opened.connect(self.opened)
        self.conflict.opened.connect(self.opened)
        self.conflict.chosen.connect(lambda row: self.chosen.emit(row, tuple(self.conflict.rows)))
        self.editor = QLineEdit()
        self.editor.setObjectName("factEditor")
        self.editor.hide()
        self.bad = WordsLabel("danger")
        self.bad.hide()
        self.editor.installEventFilter(self)
        self.confirm = tool("mini", "confirmFact", 16)
        self.correct = tool("mini", "correctFact", 16)
        self.reject = tool("mini", "rejectFact", 16)
        self.confirm.clicked.connect(lambda: self._say("confirmed"))
        self.correct.clicked.connect(self._edit)
        self.reject.clicked.connect(lambda: self._say("rejected"))
        self._lay_out()
        self.refresh(row)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(1)
        head.addWidget(self.kind)
        head.addSpacing(4)
        head.addWidget(self.mark)
        head.addStretch(1)
        for part in (self.confirm, self.correct, self.reject):
            head.addWidget(part)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 7, 8, 9)
        layout.setSpacing(3)
        layout.addLayout(head)
        for widget in (
            self.value, self.editor, self.bad, self.conflict, self.history, self.quote, self.source
        ):  # fmt: skip
            layout.addWidget(widget)

    def refresh(self, row: FactRow) -> None:
        """The fact as it stands now, in the language in force."""
        self.row = row
        shell, fact = self._shell, row.fact
        self.setObjectName(f"fact-{fact.id}")
        value = value_words(shell, fact)
        self.kind.setText(fact_name(shell, fact.kind))
        self.value.setText(value)
        quote = " ".join(fact.quote.split())
        short = quote if len(quote) <= _SHORT else quote[:_SHORT].rstrip() + "…"
        self.quote.setText(f"«{short}»" if shell.i18n.lang == "ru" else f"“{short}”")
        self.quote.setVisible(bool(quote) and _flat(quote) != _flat(value))
        self.source.setText(source_line(shell, row))
        self.history.refresh(row)
        self.conflict.refresh(row)
        said = (f"{self.kind.text()}: {value}", sureness(shell, fact), self.source.text())
        self.setAccessibleName(". ".join(filter(None, said)))
        self._marks()

    def light(self, fact: str | None) -> None:
        """The source of that fact is shown: of this one, of what it replaced or what contradicts
        it."""
        restyle(self, "lit", "true" if fact is not None and fact == self.row.fact.id else "false")
        self.history.light(fact)
        self.conflict.light(fact)

    def _marks(self) -> None:
        shell, fact = self._shell, self.row.fact
        self.mark.setPixmap(mark(shell, fact))
        caption(self.mark, sureness(shell, fact))
        self.confirm.setVisible(not fact.review)
        side = shell.theme.px(22)
        for part, icon, key, press in (
            (self.confirm, "check", "fact-confirm", "Y"),
            (self.correct, "edit", "fact-correct", "E"),
            (self.reject, "close", "fact-reject", "N"),
        ):
            part.setIcon(shell.icons.icon(icon, "text_3", 16))
            part.setFixedSize(QSize(side, side))
            caption(part, shell.tr(key), press)
            part.setAccessibleName(f"{shell.tr(key)}: {self.kind.text()}")

    def _say(self, verdict: str, value: str = "", unit: str = "") -> None:
        self.reviewed.emit(self.row, verdict, value, unit)

    def _edit(self) -> None:
        """Decisions and documents are picked, everything else is typed."""
        fact, shell = self.row.fact, self._shell
        if fact.kind in CHOICES:
            open_menu(self.choices(), self.correct)
            return
        self.editor.setText(typed(shell, fact))
        self.editor.setAccessibleName(shell.tr("fact-correct"))
        restyle(self.editor, "bad", "false")
        self.value.hide()
        self.editor.show()
        self.editor.setFocus()
        self.editor.selectAll()

    def choices(self) -> QMenu:
        """The values a decision or a document may have."""
        menu, kind = QMenu(self), self.row.fact.kind
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for value in CHOICES[kind]:
            action = menu.addAction(self._shell.tr(f"{kind}-{value}"))
            action.triggered.connect(lambda _=False, value=value: self._say("corrected", value))
        return menu

    def put_away(self) -> None:
        """No fact is shown here now; another one may be later."""
        self.hide()
        self.setObjectName("")
        self._show_value()

    def _end_edit(self) -> None:
        self._show_value()
        self.setFocus()

    def _show_value(self) -> None:
        self.editor.hide()
        self.bad.hide()
        self.value.show()

    def _corrected(self) -> None:
        fact = self.row.fact
        today = formats.local(self._shell.now()).date()
        made = canonical(fact.kind, self.editor.text(), today)
        if made is None:
            restyle(self.editor, "bad", "true")
            self.bad.setText(self._shell.tr(f"fact-bad-{_shape(fact.kind)}"))
            self.bad.show()
            return
        self._end_edit()
        if made != (fact.value, fact.unit):
            self._say("corrected", *made)

    # Qt's hooks.

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Qt's hook."""
        super().focusInEvent(event)
        self.keyed.emit(True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Qt's hook."""
        super().focusOutEvent(event)
        self.keyed.emit(False)

    def eventFilter(self, watched: QWidget, event: QEvent) -> bool:  # type: ignore[override]
        """Escape leaves the value as it was, Enter takes the new one; neither is the card's."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Escape:
                self._end_edit()
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._corrected()
                return True
        return super().eventFilter(watched, event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click shows the source."""
        super().mouseReleaseEvent(event)
        if event.button() == Qt.MouseButton.LeftButton:
            self.opened.emit(self.row)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The keys of a card."""
        key = latin_key(event.key())
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.opened.emit(self.row)
        elif key == Qt.Key.Key_Y and not self.row.fact.review:
            self._say("confirmed")
        elif key == Qt.Key.Key_E:
            self._edit()
        elif key in (Qt.Key.Key_N, Qt.Key.Key_Delete):
            self._say("rejected")
        elif Qt.Key.Key_1 <= key <= Qt.Key.Key_9 and self.conflict.choose(key - Qt.Key.Key_0):
            return
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.step.emit(self, 1 if key == Qt.Key.Key_Down else -1)
        else:
            super().keyPressEvent(event)
