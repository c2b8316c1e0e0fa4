"""The draft under its words: gaps that are still to be filled, words that are misspelt."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtGui import QAction, QSyntaxHighlighter, QTextCharFormat, QTextCursor, QTextDocument
from PySide6.QtWidgets import QMenu, QPlainTextEdit

from core.domain import markdown
from desktop.shell.context import Shell
from desktop.shell.tasks import Tasks
from desktop.shell.units import character, unit
from desktop.viewmodels.quick_replies import marks
from desktop.viewmodels.spelling import SpellingModel, words


class DraftMarks(QSyntaxHighlighter):
    """Marks gaps and misspelt words. A word is left alone while it is being written."""

    def __init__(self, shell: Shell, draft: QPlainTextEdit, model: SpellingModel) -> None:
        super().__init__(draft.document())
        self._shell, self._draft, self._model = shell, draft, model
        self._at: int | None = None
        self._line, self._gap = QTextCharFormat(), QTextCharFormat()
        self._name, self._unseen = QTextCharFormat(), QTextCharFormat()
        self._unseen.setFontPointSize(0.5)
        self._unseen.setForeground(Qt.GlobalColor.transparent)
        shell.theme.changed.connect(self._tint)
        model.changed.connect(self.rehighlight)
        draft.cursorPositionChanged.connect(self._moved)
        self._tint()

    def _tint(self) -> None:
        self._line.setUnderlineStyle(QTextCharFormat.UnderlineStyle.SpellCheckUnderline)
        self._line.setUnderlineColor(self._shell.theme.colour("danger"))
        self._gap.setBackground(self._shell.theme.colour("warn_soft"))
        self._gap.setForeground(self._shell.theme.colour("warn"))
        self._name.setForeground(self._shell.theme.colour("accent_text"))
        self.rehighlight()

    def highlightBlock(self, text: str) -> None:
        """Qt's hook: look-ups alone."""
        cursor = self._draft.textCursor()
        here = cursor.position() - self.currentBlock().position()
        writing = self._draft.hasFocus() and not cursor.hasSelection()
        caret = character(text, here) if writing and here >= 0 else -1
        self._at = None
        for start, end in words(text):
            if end == caret:
                self._at = self.currentBlock().blockNumber()
            elif self._model.wrong(text[start:end]):
                self._mark(text, start, end, self._line)
        for start, end in marks(text):
            self._mark(text, start, end, self._gap)
        if "](tg://" in text:
            spans = markdown.hidden(text)
            for (start, first), (behind, end) in zip(spans[::2], spans[1::2], strict=True):
                self._mark(text, start, first, self._unseen)
                self._mark(text, first, behind, self._name)
                self._mark(text, behind, end, self._unseen)

    def _mark(self, text: str, start: int, end: int, look: QTextCharFormat) -> None:
        self.setFormat(unit(text, start), unit(text, end) - unit(text, start), look)

    def _moved(self) -> None:
        """The word that was being written is written."""
        at, self._at = self._at, None
        if at is not None:
            block = self.document().findBlockByNumber(at)
            if block.isValid():
                self.rehighlightBlock(block)


def word_at(document: QTextDocument, position: int) -> QTextCursor | None:
    """The word that stands at a position, selected; None where none does."""
    block = document.findBlock(position)
    text = block.text()
    here = character(text, position - block.position())
    for start, end in words(text):
        if start <= here <= end:
            cursor = QTextCursor(block)
            cursor.setPosition(block.position() + unit(text, start))
            end = block.position() + unit(text, end)
            cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
            return cursor
    return None


class SpellMenu(QObject):
    """The menu of the draft. On a misspelt word it begins with what may have been meant; ``own``
    gives the settings to keep after a word was taken among one's own."""

    own = Signal(object)

    def __init__(
        self, shell: Shell, draft: QPlainTextEdit, model: SpellingModel, tasks: Tasks
    ) -> None:
        super().__init__(draft)
        self._shell, self._draft, self._model, self._tasks = shell, draft, model, tasks
        self.menu: QMenu | None = None

    def open(self, at: QPoint, position: int) -> None:
        """Show the menu at a place of the screen, for a position of the text."""
        word = word_at(self._draft.document(), position)
        if word is None or not self._model.wrong(word.selectedText()):
            self._show(at, None, ())
        else:
            self._tasks.start(self._look_up(at, word))

    def next_wrong(self) -> bool:
        """Go to the next misspelt word and offer what may have been meant; whether there is one."""
        document, cursor = self._draft.document(), self._draft.textCursor()
        text = document.toPlainText()
        wrong = [(a, b) for a, b in words(text) if self._model.wrong(text[a:b])]
        if not wrong:
            return False
        here = character(text, cursor.selectionEnd())
        start, end = next((w for w in wrong if w[0] >= here), wrong[0])
        cursor.setPosition(unit(text, start))
        cursor.setPosition(unit(text, end), QTextCursor.MoveMode.KeepAnchor)
        self._draft.setTextCursor(cursor)
        below = self._draft.viewport().mapToGlobal(self._draft.cursorRect().bottomLeft())
        self._tasks.start(self._look_up(below, QTextCursor(cursor)))
        return True

    async def _look_up(self, at: QPoint, word: QTextCursor) -> None:
        said = word.selectedText()
        found = await self._model.suggestions(said)
        if word.selectedText() == said:  # it stands there still
            self._show(at, word, found)

    def _show(self, at: QPoint, word: QTextCursor | None, found: Sequence[str]) -> None:
        menu = self._draft.createStandardContextMenu()
        if word is not None:
            first = menu.actions()[0] if menu.actions() else None
            for action in self._corrections(menu, word, found):
                menu.insertAction(first, action)  # type: ignore[arg-type]
            menu.insertSeparator(first)  # type: ignore[arg-type]
        menu.setObjectName("draftMenu")
        menu.aboutToHide.connect(menu.deleteLater)
        menu.destroyed.connect(self._gone)
        self.menu = menu
        menu.popup(at)
        if word is not None:
            menu.setActiveAction(menu.actions()[0])

    def _gone(self) -> None:
        self.menu = None

    def _corrections(
        self, menu: QMenu, word: QTextCursor, found: Sequence[str]
    ) -> Sequence[QAction]:
        tr, said = self._shell.tr, word.selectedText()
        actions = [_action(menu, text, partial(word.insertText, text)) for text in found]
        if not found:
            nothing = _action(menu, tr("spell-nothing"), lambda: None)
            nothing.setEnabled(False)
            actions.append(nothing)
        add = _action(
            menu, tr("spell-add", word=said), lambda: self.own.emit(self._model.add(said))
        )
        return [*actions, add]


def _action(menu: QMenu, text: str, do: Callable[[], object]) -> QAction:
    made = QAction(text.replace("&", "&&"), menu)
    made.triggered.connect(lambda _checked=False: do())
    return made
