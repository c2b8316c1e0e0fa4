"""The documents of the thread: what they are called, whose and since when; to read, open, find."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from core.domain.views import FileRow
from desktop.shell.context import Shell
from desktop.shell.layouts import latin_key
from desktop.ui.accessible import Role, spoken_as
from desktop.ui.fact_words import joined, when_words
from desktop.ui.parts import button, caption, tool
from desktop.ui.words import attachment_line, channel_name, file_name, person
from desktop.ui.words_label import WordsLabel
from desktop.viewmodels.deal import DealModel

_FIRST = 4


class ThreadDocuments(QWidget):
    """``jumped`` asks for the message a file came with, ``read`` for its text, ``opened`` for the
    file itself; each gives a FileRow."""

    jumped = Signal(object)
    read = Signal(object)
    opened = Signal(object)

    def __init__(self, shell: Shell, model: DealModel) -> None:
        super().__init__()
        self.setObjectName("threadDocuments")
        spoken_as(self, Role.List)
        self._shell, self._model = shell, model
        self._all, self._thread = False, model.thread_id
        self.client = ""
        self.none, self.counts = WordsLabel("muted"), WordsLabel("faint")
        self.more = button("link", "moreDocuments")
        self.more.clicked.connect(self._show_all)
        self.lines: list[DocumentLine] = []
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(4)
        self._layout.addWidget(self.none)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(4)
        self._layout.addLayout(self._rows)
        self._layout.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        self._layout.addWidget(self.counts)
        model.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Another thread, other files, or another language."""
        shell, files = self._shell, self._model.files
        self.setAccessibleName(shell.tr("side-documents"))
        if self._model.thread_id != self._thread:
            self._thread, self._all = self._model.thread_id, False
        shown = files.documents if self._all else files.documents[:_FIRST]
        while len(self.lines) < len(shown):
            self.lines.append(self._line())
        for line, row in zip(self.lines, shown, strict=False):
            line.refresh(row, self.client)
            line.show()
        for line in self.lines[len(shown) :]:
            line.hide()
        self.none.setText(shell.tr("documents-none"))
        self.none.setVisible(not files.documents)
        left = len(files.documents) - len(shown)
        self.more.setText(shell.tr("documents-more", n=left))
        self.more.setVisible(left > 0)
        counted = (
            ("files-images", files.images), ("files-videos", files.videos),
            ("files-voices", files.voices), ("files-links", files.links),
        )  # fmt: skip
        self.counts.setText(" · ".join(shell.tr(key, n=n) for key, n in counted if n))
        self.counts.setVisible(bool(self.counts.text()))

    def focus_first(self) -> None:
        """To the newest document."""
        if self.lines and not self.lines[0].isHidden():
            self.lines[0].setFocus()

    def _show_all(self) -> None:
        place = sum(not line.isHidden() for line in self.lines)
        self._all = True
        self.refresh()
        self.lines[place].setFocus()

    def _line(self) -> "DocumentLine":
        line = DocumentLine(self._shell)
        line.jumped.connect(self.jumped)
        line.read.connect(self.read)
        line.opened.connect(self.opened)
        line.step.connect(self._step)
        self._rows.addWidget(line)
        return line

    def _step(self, line: "DocumentLine", by: int) -> None:
        shown = [one for one in self.lines if not one.isHidden()]
        i = shown.index(line) + by
        if 0 <= i < len(shown):
            shown[i].setFocus()


class DocumentLine(QFrame):
    """One file. Keys: Enter shows it in the conversation, Space reads its text, O opens it."""

    jumped = Signal(object)
    read = Signal(object)
    opened = Signal(object)
    step = Signal(object, int)

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self.setObjectName("documentLine")
        spoken_as(self, Role.ListItem)
        self.setProperty("look", "card")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._shell = shell
        self.row: FileRow | None = None
        self._icon = QLabel()
        self.name, self.meta = WordsLabel("body"), WordsLabel("hint")
        self.read_button, self.open_button = tool("mini", "readText"), tool("mini", "openFile")
        self.read_button.clicked.connect(lambda: self.read.emit(self.row))
        self.open_button.clicked.connect(lambda: self.opened.emit(self.row))
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(self.name)
        words.addWidget(self.meta)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(9, 6, 6, 7)
        layout.setSpacing(7)
        layout.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(words, 1)
        for part in (self.read_button, self.open_button):
            layout.addWidget(part, 0, Qt.AlignmentFlag.AlignTop)

    def refresh(self, row: FileRow, client: str) -> None:
        """The file as it stands, in the language in force; ``client`` is what they are called."""
        self.row = row
        shell, file = self._shell, row.file
        channel = channel_name(row.channel)
        other = shell.tr("you") if row.direction == "out" else client or channel
        who = person(row.author) or other
        when = when_words(shell, row.at)
        name = file_name(file) or shell.tr("note-document")
        size = attachment_line(shell, file).split(" · ")[-1]  # pages, where they are known
        parts = [who, *([channel] if who != channel else []), when, size]
        self.name.setText(name)
        self.meta.setText(joined(parts))
        said = shell.tr("documents-line", name=name, who=who, when=when)
        self.setAccessibleName(said)
        self.setToolTip(shell.tr("documents-jump"))
        px = shell.theme.px
        self._icon.setPixmap(shell.icons.pixmap("file", "text_3", px(17)))
        for part, icon, key, there in (
            (self.read_button, "note", "documents-read", bool(file.pages)),
            (self.open_button, "folder", "documents-open", bool(file.path)),
        ):
            part.setIcon(shell.icons.icon(icon, "text_3", px(16)))
            part.setFixedSize(QSize(px(22), px(22)))
            part.setVisible(there)
            caption(part, shell.tr(key))
            part.setAccessibleName(f"{shell.tr(key)}: {name}")

    # Qt's hooks.

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click shows it in the conversation."""
        super().mouseReleaseEvent(event)
        if event.button() == Qt.MouseButton.LeftButton:
            self.jumped.emit(self.row)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The keys of a document."""
        key, file = latin_key(event.key()), self.row.file if self.row else None
        if file is None:
            return
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.jumped.emit(self.row)
        elif key == Qt.Key.Key_Space and file.pages:
            self.read.emit(self.row)
        elif key == Qt.Key.Key_O and file.path:
            self.opened.emit(self.row)
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.step.emit(self, 1 if key == Qt.Key.Key_Down else -1)
        else:
            super().keyPressEvent(event)
