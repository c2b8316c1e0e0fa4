"""One's own quick replies: add, change, order, take from and give to a file."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from msgspec import structs
from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop.shell.context import Shell
from desktop.shell.tasks import Tasks
from desktop.ui.dialogs import Dialog
from desktop.ui.file_dialog import choose_path, save_path
from desktop.ui.parts import Flow, button, caption, label, pill, tool
from desktop.viewmodels.quick_replies import GAPS, LONGEST, QuickReply, fill, tidy
from desktop.viewmodels.reply_book import ReplyBook
from desktop.viewmodels.reply_starters import starters

_FILE = "threadline-replies.json"


class RepliesManager(Dialog):
    """``values`` are those of the open thread, for the preview. What was changed is kept when it
    is closed. ``to_telegram`` asks to keep one among Telegram's, None where there is no such."""

    def __init__(
        self, shell: Shell, book: ReplyBook, tasks: Tasks,
        values: Callable[[], Mapping[str, str]], parent: QWidget,
        to_telegram: Callable[[QuickReply, QWidget], object] | None = None,
    ) -> None:  # fmt: skip
        super().__init__(shell, parent, "repliesManager", shell.tr("replies-title"))
        self.resize(min(980, shell.theme.px(760)), min(620, shell.theme.px(560)))
        self._book, self._tasks, self._values = book, tasks, values
        self._to_telegram = to_telegram
        self._rows: list[QuickReply] = list(book.replies)
        self._before = list(self._rows)
        self._filling = False
        self.text.setText(shell.tr("replies-text"))
        self.list = QListWidget()
        self.list.setObjectName("replyRows")
        self.list.setMinimumWidth(shell.theme.px(210))
        self.list.setAccessibleName(shell.tr("replies-list"))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.name, self.word = QLineEdit(), QLineEdit()
        self.name.setMaxLength(60)
        self.word.setMaxLength(24)
        self.words = QPlainTextEdit()
        self.words.setObjectName("replyText")
        self.words.setProperty("look", "page")
        self.words.setTabChangesFocus(True)
        self.preview = label("muted", wrap=True)
        self.tools: dict[str, QToolButton] = {}
        self._lay_out()
        self.list.currentRowChanged.connect(self._show)
        for part in (self.name, self.word):
            part.textEdited.connect(lambda _text: self._edited())
        self.words.textChanged.connect(self._edited)
        book.changed.connect(self._came)
        self._list()
        self.list.setCurrentRow(0)

    def _lay_out(self) -> None:
        tr = self.shell.tr
        left = QVBoxLayout()
        left.setSpacing(6)
        left.addWidget(self.list, 1)
        row = QHBoxLayout()
        row.setSpacing(2)
        for name, icon, do in (
            ("add", "plus", self.add), ("delete", "trash", self.delete),
            ("up", "chevron-up", lambda: self.move_by(-1)),
            ("down", "chevron-down", lambda: self.move_by(1)),
        ):  # fmt: skip
            made = tool(name=f"reply-{name}", size=18)
            made.setIcon(self.shell.icons.icon(icon))
            caption(made, tr(f"replies-{name}"))
            made.clicked.connect(do)
            row.addWidget(made)
            self.tools[name] = made
        row.addStretch(1)
        left.addLayout(row)
        right = QVBoxLayout()
        right.setSpacing(5)
        for title, part in (("name", self.name), ("word", self.word), ("body", self.words)):
            right.addWidget(label("section", tr(f"replies-{title}")))
            part.setAccessibleName(tr(f"replies-{title}"))
            right.addWidget(part, 1 if part is self.words else 0)
        right.addWidget(self._gap_chips())
        right.addWidget(label("section", tr("replies-preview")))
        well = QFrame()
        well.setProperty("look", "well")
        inner = QVBoxLayout(well)
        inner.setContentsMargins(11, 8, 11, 8)
        inner.addWidget(self.preview)
        self.preview.setMinimumHeight(self.shell.theme.px(54))
        self.preview.setAlignment(Qt.AlignmentFlag.AlignTop)
        right.addWidget(well)
        both = QHBoxLayout()
        both.setSpacing(16)
        both.addLayout(left)
        both.addLayout(right, 1)
        self.body.addLayout(both, 1)
        foot = self.foot()
        for i, (name, do) in enumerate(
            (("import", self._import), ("export", self._export), ("starters", self._starters))
        ):
            made_ = button("link", f"replies-{name}")
            made_.setText(tr(f"replies-{name}"))
            made_.setAutoDefault(False)
            made_.clicked.connect(do)
            foot.insertWidget(i, made_)
        if self._to_telegram is not None:
            self.telegram = button("link", "replies-to-telegram")
            self.telegram.setText(tr("replies-to-telegram"))
            caption(self.telegram, tr("replies-to-telegram-tip"))
            self.telegram.setAutoDefault(False)
            self.telegram.clicked.connect(self._give)
            foot.insertWidget(3, self.telegram)

    def _gap_chips(self) -> QWidget:
        holder = QWidget()
        flow = Flow(holder, 5)
        russian = self.shell.i18n.lang == "ru"
        for name, words in GAPS.items():
            word = words[0 if russian else 1]
            chip = pill("chip", f"gap-{name}", 13)
            chip.setText(word)
            caption(chip, self.shell.tr("replies-gap", gap=word))
            chip.clicked.connect(lambda _c=False, word=word: self._put(f"{{{word}}}"))
            flow.addWidget(chip)
        return holder

    def _put(self, text: str) -> None:
        self.words.insertPlainText(text)
        self.words.setFocus()

    @property
    def rows(self) -> Sequence[QuickReply]:
        """As they stand here."""
        return self._rows

    def _list(self) -> None:
        here = self.list.currentRow()
        self.list.blockSignals(True)
        self.list.clear()
        self.list.addItems([_title(row) for row in self._rows])
        self.list.setCurrentRow(min(max(0, here), len(self._rows) - 1))
        self.list.blockSignals(False)
        self._show(self.list.currentRow())

    def _show(self, at: int) -> None:
        row = self._rows[at] if 0 <= at < len(self._rows) else None
        self._filling = True
        self.name.setText(row.name if row else "")
        self.word.setText(row.word if row else "")
        self.words.setPlainText(row.text if row else "")
        self._filling = False
        for part in (self.name, self.word, self.words, self.tools["delete"]):
            part.setEnabled(row is not None)
        self.tools["up"].setEnabled(row is not None and at > 0)
        self.tools["down"].setEnabled(row is not None and at < len(self._rows) - 1)
        self._preview()

    def _preview(self) -> None:
        got = fill(self.words.toPlainText(), self._values(), self.shell.i18n.lang)
        self.preview.setText(got.text[:600] or self.shell.tr("replies-empty"))

    def _edited(self) -> None:
        at = self.list.currentRow()
        if self._filling or not 0 <= at < len(self._rows):
            return
        text = self.words.toPlainText()[:LONGEST]
        self._rows[at] = QuickReply(name=self.name.text(), word=self.word.text(), text=text)
        self.list.item(at).setText(_title(self._rows[at]))
        self._preview()

    def add(self) -> None:
        """A new one, to be written."""
        self._rows.append(QuickReply(name=self.shell.tr("replies-new"), text=""))
        self._list()
        self.list.setCurrentRow(len(self._rows) - 1)
        self.name.setFocus()
        self.name.selectAll()

    def delete(self) -> None:
        """Without the chosen one."""
        at = self.list.currentRow()
        if 0 <= at < len(self._rows):
            del self._rows[at]
            self._list()

    def move_by(self, by: int) -> None:
        """The chosen one further up or down."""
        at = self.list.currentRow()
        to = at + by
        if 0 <= at < len(self._rows) and 0 <= to < len(self._rows):
            self._rows[at], self._rows[to] = self._rows[to], self._rows[at]
            self._list()
            self.list.setCurrentRow(to)

    def _starters(self) -> None:
        """Those one begins with, behind one's own."""
        names = {row.name.casefold() for row in self._rows}
        self._rows += [r for r in starters(self.shell.i18n.lang) if r.name.casefold() not in names]
        self._list()

    def _give(self) -> None:
        at = self.list.currentRow()
        if self._to_telegram is not None and 0 <= at < len(self._rows):
            self._to_telegram(self._rows[at], self)

    def _import(self) -> None:
        def taken(path: str) -> None:
            self.keep()
            self._tasks.start(self._book.import_(Path(path)))

        choose_path(self, self.shell, taken)

    def _export(self) -> None:
        def taken(path: str) -> None:
            self.keep()
            self._tasks.start(self._book.export(Path(path)))

        save_path(self, self.shell, _FILE, taken)

    def _came(self) -> None:
        """Imported ones, or the settings were read anew."""
        self._rows = list(self._book.replies)
        self._before = list(self._rows)
        self._list()

    def keep(self) -> None:
        """Keep what was changed."""
        kept = [structs.replace(tidy(row)) for row in self._rows]
        if self._rows != self._before:
            self._before = list(self._rows)
            self._book.keep([row for row in kept if row.name and row.text])

    def done(self, code: int) -> None:
        """Qt's hook: closed by key."""
        self.keep()
        super().done(code)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Qt's hook."""
        self.keep()
        super().closeEvent(event)


def _title(row: QuickReply) -> str:
    name = row.name.strip() or "…"
    return f"{name}  /{row.word}" if row.word else name
