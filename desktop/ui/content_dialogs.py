"""Small windows for what a message may be besides text: a place, a contact, a question."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from core.domain.sends import Buttons, Cards, Menu, Place
from desktop.shell.context import Shell
from desktop.ui.accessible import announce
from desktop.ui.chat_preview import ChatPreview
from desktop.ui.dialogs import Dialog
from desktop.ui.parts import button, label, pill, restyle
from desktop.viewmodels import rich
from desktop.viewmodels.map_links import read_place

Made = Place | Cards | Buttons | Menu


class ContentDialog(Dialog):
    """Fields at the left, at the right how the client sees it. ``made`` gives what is to go."""

    made = Signal(object)

    def __init__(self, shell: Shell, parent: QWidget, kind: str) -> None:
        super().__init__(shell, parent, f"{kind}Dialog", shell.tr(f"{kind}-title"))
        self.text.setText(shell.tr(f"{kind}-text"))
        self.setMinimumWidth(shell.theme.px(620))
        self.fields = QVBoxLayout()
        self.fields.setSpacing(5)
        self.preview = ChatPreview(shell)
        self.preview.setMinimumWidth(shell.theme.px(240))
        right = QVBoxLayout()
        right.addWidget(self.preview)
        self.under = label("muted", wrap=True)
        self.under.setTextFormat(Qt.TextFormat.PlainText)
        right.addWidget(self.under)
        right.addStretch(1)
        both = QHBoxLayout()
        both.setSpacing(16)
        both.addLayout(self.fields, 1)
        both.addLayout(right, 1)
        self.body.addLayout(both, 1)
        self.said = label("danger", wrap=True)
        self.said.setObjectName("contentWrong")
        self.body.addWidget(self.said)
        self.fill()
        self.fields.addStretch(1)
        row = self.foot()
        self.submit = button("primary", "contentSend")
        self.submit.setText(shell.tr("send"))
        self.submit.setDefault(True)
        self.submit.clicked.connect(self._send)
        row.addWidget(self.submit)
        self.changed()

    def fill(self) -> None:
        """Put the fields in."""
        raise NotImplementedError

    def content(self) -> Made | None:
        """What is entered; None while there is nothing that could be shown."""
        raise NotImplementedError

    def field(self, name: str, key: str, most: int = 0, number: int = 0) -> QLineEdit:
        """A line with its words above, counted while it is typed."""
        words = f"{self.shell.tr(key)} {number or ''}".strip()
        head, line = label("section", words), QLineEdit()
        line.setObjectName(name)
        line.setAccessibleName(words)
        head.setBuddy(line)
        top = QHBoxLayout()
        top.addWidget(head)
        top.addStretch(1)
        if most:
            top.addWidget(_counter(self.shell, line.textChanged.connect, line.text, most, line))
        self.fields.addLayout(top)
        self.fields.addWidget(line)
        line.textChanged.connect(self.changed)
        return line

    def changed(self) -> None:
        """Another letter."""
        self.said.hide()
        content = self.content()
        if content is not None:
            self.preview.show_message(rich.shown(content))
        self.preview.setVisible(content is not None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt's hook: Ctrl+Enter sends from anywhere."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._send()
        else:
            super().keyPressEvent(event)

    def _send(self) -> None:
        content = self.content()
        words = self.wrong()
        if content is not None and not words and (problem := rich.problem(content)) is not None:
            words = self.shell.problem(problem)
        if content is None or words:
            self.said.setText(words)
            self.said.show()
            announce(self.said, words)
            return
        self.made.emit(content)
        self.close()

    def wrong(self) -> str:
        """The sentence for what is entered wrong, '' where the messenger would say it."""
        return ""


class PlaceDialog(ContentDialog):
    """A point on the map, by coordinates or a link."""

    def __init__(self, shell: Shell, parent: QWidget, where: str = "") -> None:
        self._where = where
        super().__init__(shell, parent, "place")

    def fill(self) -> None:
        """Where it is, and what it is called."""
        self.where = self.field("placeWhere", "place-where")
        self.where.setPlaceholderText(self.shell.tr("place-hint"))
        self.name = self.field("placeName", "place-name")
        self.address = self.field("placeAddress", "place-address")
        copied = QGuiApplication.clipboard().text()
        start = self._where or (copied if len(copied) < 2000 and read_place(copied) else "")
        if start:
            self.where.setText(start)
            self.where.selectAll()
        self.where.textChanged.connect(self._take_name)
        self.where.setFocus()

    def _take_name(self) -> None:
        found = read_place(self.where.text())
        if found is not None and found.name and not self.name.text():
            self.name.setText(found.name)

    def content(self) -> Place | None:
        """The point, None where none is named."""
        found = read_place(self.where.text())
        restyle(self.where, "bad", "true" if self.where.text() and found is None else "false")
        if found is None:
            return None
        return Place(
            latitude=found.latitude, longitude=found.longitude,
            name=self.name.text().strip() or found.name, address=self.address.text().strip(),
        )  # fmt: skip

    def wrong(self) -> str:
        """How a place is named."""
        return "" if self.content() is not None else self.shell.tr("template-wrong-place")


class CardDialog(ContentDialog):
    """A colleague: name and phone. A vCard that is pasted fills both."""

    def __init__(self, shell: Shell, parent: QWidget) -> None:
        super().__init__(shell, parent, "card")

    def fill(self) -> None:
        """Who it is."""
        self.name = self.field("cardName", "card-name")
        self.phone = self.field("cardPhone", "card-phone")
        self.company = self.field("cardCompany", "card-company")
        self.phone.setPlaceholderText("+7 916 111-22-33")
        self.name.textChanged.connect(self._pasted)
        self.name.setFocus()

    def _pasted(self, text: str) -> None:
        found = rich.vcard(text.replace("\u2028", "\n"))
        if found is not None:
            self.name.setText(found.name)
            self.phone.setText(found.phones[0] if found.phones else "")
            self.company.setText(found.company)

    def content(self) -> Cards:
        """The contact."""
        typed = self.phone.text().strip()
        bad = len(typed) > 6 and not rich.phone(typed)
        restyle(self.phone, "bad", "true" if bad else "false")
        return rich.card(self.name.text(), typed, self.company.text())

    def wrong(self) -> str:
        """What is missing."""
        if not self.name.text().strip():
            return self.shell.tr("card-wrong-name")
        good = rich.phone(self.phone.text())
        return "" if good else self.shell.tr("card-wrong-phone")


class QuestionDialog(ContentDialog):
    """A text with up to three buttons to answer with, or a list to choose from."""

    def __init__(self, shell: Shell, parent: QWidget) -> None:
        super().__init__(shell, parent, "question")
        self._turn(False)

    def fill(self) -> None:
        """The text, the kind of answers, the answers."""
        tr = self.shell.tr
        self.question = QPlainTextEdit()
        self.question.setObjectName("questionBody")
        self.question.setProperty("look", "page")
        self.question.setTabChangesFocus(True)
        self.question.setAccessibleName(tr("question-body"))
        self.question.setFixedHeight(self.shell.theme.px(76))
        self.question.textChanged.connect(self.changed)
        head = label("section", tr("question-body"))
        head.setBuddy(self.question)
        top = QHBoxLayout()
        top.addWidget(head)
        top.addStretch(1)
        top.addWidget(_counter(
            self.shell, self.question.textChanged.connect, self.question.toPlainText,
            rich.BODY_LIMIT, self.question,
        ))  # fmt: skip
        self.fields.addLayout(top)
        self.fields.addWidget(self.question)
        self.as_buttons, self.as_list = pill("segment", "asButtons"), pill("segment", "asList")
        kinds = QHBoxLayout()
        kinds.setSpacing(4)
        for one, key, on in ((self.as_buttons, "question-buttons", False),
                             (self.as_list, "question-list", True)):  # fmt: skip
            one.setText(tr(key))
            one.setCheckable(True)
            one.setAutoExclusive(True)
            one.clicked.connect(lambda _=False, on=on: self._turn(on))
            kinds.addWidget(one)
        kinds.addStretch(1)
        self.fields.addLayout(kinds)
        self.as_buttons.setChecked(True)
        self.buttons = self._group(lambda: [
            self.field(f"questionButton{n}", "question-button", rich.BUTTON_LIMIT, n)
            for n in (1, 2, 3)
        ])  # fmt: skip
        self.rows: list[tuple[QLineEdit, QLineEdit]] = []
        self.listed = self._group(self._fill_list, scrolls=True)
        self.question.setFocus()

    def _group(self, fill: Callable[[], object], *, scrolls: bool = False) -> QWidget:
        """Fields that are shown together."""
        outer, holder = self.fields, QWidget()
        self.fields = QVBoxLayout(holder)
        self.fields.setContentsMargins(0, 0, 0, 0)
        self.fields.setSpacing(4)
        found = fill()
        if isinstance(found, list):
            self.titles: list[QLineEdit] = found
        self._inner, self.fields = self.fields, outer
        if scrolls:
            area = QScrollArea()
            area.setWidget(holder)
            area.setWidgetResizable(True)
            area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            area.setMinimumHeight(self.shell.theme.px(170))
            area.viewport().setAutoFillBackground(False)
            holder.setAutoFillBackground(False)
            outer.addWidget(area)
            return area
        outer.addWidget(holder)
        return holder

    def _fill_list(self) -> None:
        self.opens = self.field("questionOpens", "question-opens", rich.BUTTON_LIMIT)
        self.opens.setText(self.shell.tr("question-opens-usual"))
        self.fields.addWidget(label("section", self.shell.tr("question-rows")))
        for n in range(1, rich.ROWS + 1):
            row = QHBoxLayout()
            pair = []
            for name, key, most in (("Row", "question-row", rich.ROW_LIMIT),
                                    ("Note", "question-note", rich.DESCRIPTION_LIMIT)):  # fmt: skip
                line = QLineEdit()
                line.setObjectName(f"question{name}{n}")
                line.setPlaceholderText(self.shell.tr(key))
                line.setAccessibleName(f"{self.shell.tr(key)} {n}")
                line.setMaxLength(most)
                line.textChanged.connect(self.changed)
                row.addWidget(line)
                pair.append(line)
            self.rows.append((pair[0], pair[1]))
            self.fields.addLayout(row)

    def _turn(self, to_list: bool) -> None:
        self.buttons.setVisible(not to_list)
        self.listed.setVisible(to_list)
        self.changed()

    def changed(self) -> None:
        """Another letter; what the list holds stands under it."""
        super().changed()
        content = self.content()
        rows = content.sections[0].rows if isinstance(content, Menu) else ()
        lines = [" — ".join(filter(None, (row.title, row.description))) for row in rows]
        self.under.setText("\n".join(f"• {line}" for line in lines))

    @property
    def is_list(self) -> bool:
        """Whether one chooses from a list."""
        return self.as_list.isChecked()

    def content(self) -> Buttons | Menu:
        """The question as it stands."""
        body = self.question.toPlainText()
        if not self.is_list:
            return rich.question(body, [line.text() for line in self.titles])
        titles = [title.text() for title, _ in self.rows]
        notes = [note.text() for _, note in self.rows]
        return rich.question(body, titles, self.opens.text() or " ", notes)


def _counter(
    shell: Shell, on_change: Callable[[Callable[..., None]], object], text: Callable[[], str],
    most: int, stop: QWidget,
) -> QWidget:  # fmt: skip
    """Counts what is typed against what is allowed."""
    made = label("hint")

    def count(*_changed: object) -> None:
        length = len(text().strip())
        made.setText(f"{length}/{most}")
        over = length > most
        restyle(made, "look", "danger" if over else "hint")
        restyle(stop, "bad", "true" if over else "false")

    on_change(count)
    count()
    return made
