"""Questions a rep gets stuck at, each with its answer and the way on."""

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.shell.commands import COMMANDS
from desktop.shell.context import Shell
from desktop.ui.parts import button, label
from desktop.ui.words_button import WordsButton


@dataclass(frozen=True)
class Topic:
    """``topic-ID`` asks, ``topic-ID-text`` answers; ``commands`` are those that help, by id."""

    id: str
    commands: tuple[str, ...] = ()


TOPICS: Final = (
    Topic("connect", ("guide", "settings")),
    Topic("closed", ("templates", "channel")),
    Topic("bots", ("bots",)),
    Topic("model", ("models", "health")),
    Topic("queue", ("move",)),
    Topic("undo", ("undo_send",)),
    Topic("money", ()),
    Topic("privacy", ()),
    Topic("backup", ("backup", "restore")),
    Topic("keys", ()),
    Topic("logs", ("health",)),
)


class TopicRow(QWidget):
    """A question that unfolds. ``command`` gives the id of what was chosen below it."""

    command = Signal(str)

    def __init__(self, shell: Shell, topic: Topic) -> None:
        super().__init__()
        self.setObjectName(f"topic-{topic.id}")
        self.topic, self._shell = topic, shell
        self.head = WordsButton(shell, "text", "body", "chevron-right")
        self.head.setObjectName(f"ask-{topic.id}")
        self.text = label("muted", wrap=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addWidget(self.head)
        self.answer = QWidget()
        self.head.clicked.connect(lambda: self.unfold(self.answer.isHidden()))
        inner = QVBoxLayout(self.answer)
        inner.setContentsMargins(shell.theme.px(22), 0, 0, 6)
        inner.setSpacing(4)
        inner.addWidget(self.text)
        titles = {one.id: one.title for one in COMMANDS}
        for id_ in topic.commands:
            if id_ in titles:
                way = button("link", f"help-{id_}")
                way.setAutoDefault(False)
                way.setText(shell.tr(titles[id_]))
                way.clicked.connect(lambda _checked=False, id_=id_: self.command.emit(id_))
                inner.addWidget(way, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(self.answer)
        self.text.setText(shell.tr(f"topic-{topic.id}-text"))
        self.unfold(False)

    def unfold(self, on: bool) -> None:
        """Show the answer, or no longer."""
        self.answer.setVisible(on)
        self.head.say(
            self._shell.tr(f"topic-{self.topic.id}"),
            icon="chevron-down" if on else "chevron-right",
        )
        self.head.setAccessibleDescription(self.text.text() if on else "")
