"""Over the draft of a group: the topic that is written to, and how long slow mode lasts."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QWidget

from core.domain.rooms import Topic
from desktop.shell import formats
from desktop.shell.context import Shell
from desktop.ui.parts import Picker, caption, label, open_menu
from desktop.ui.words import topic_name
from desktop.viewmodels.clock import WindowClock
from desktop.viewmodels.composer import ComposerState
from desktop.viewmodels.rooms import RoomModel

_LONGEST = 40
"""Characters of a topic's name on the button."""


def dot(shell: Shell, topic: Topic, side: int = 17, *, chosen: bool = False) -> QIcon:
    """The colour of a topic, with room behind it for the words; a ring round the chosen one."""
    ratio = shell.app.devicePixelRatio()
    picture = QPixmap(QSize(side, side) * ratio)
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor.fromRgb(topic.colour & 0xFFFFFF))
    around = QRectF(1, (side - 10) / 2, 10, 10)
    painter.drawEllipse(around.adjusted(2, 2, -2, -2) if chosen else around)
    if chosen:
        painter.setPen(QPen(shell.theme.colour("text_2"), 1.4))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(around)
    painter.end()
    return QIcon(picture)


class RoomLine(QWidget):
    """Hidden where there is nothing to say."""

    def __init__(
        self, shell: Shell, model: RoomModel, state: ComposerState, clock: WindowClock
    ) -> None:
        super().__init__()
        self._shell, self._model, self._state = shell, model, state
        self.topic = Picker(shell, "topicButton")
        self.topic.clicked.connect(lambda: open_menu(self.menu(), self.topic))
        self.slow, self._icon = label("hint"), QLabel()
        self.slow.setObjectName("slowMode")
        row = QHBoxLayout(self)
        row.setContentsMargins(2, 0, 4, 0)
        row.setSpacing(6)
        row.addWidget(self.topic)
        row.addWidget(self._icon)
        row.addWidget(self.slow)
        row.addStretch(1)
        model.changed.connect(self.refresh)
        state.changed.connect(self.refresh)
        clock.tick.connect(self._count)
        shell.i18n.changed.connect(self.refresh)
        shell.theme.changed.connect(self.refresh)
        self.refresh()

    def menu(self) -> QMenu:
        """Every topic; the present one is ticked."""
        shell, menu, here = self._shell, QMenu(self), self._model.topic
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for one in self._model.topics:
            name = topic_name(shell, one)
            said = shell.tr("forum-topic-closed", name=name) if one.closed else name
            act = menu.addAction(dot(shell, one, chosen=one == here), said.replace("&", "&&"))
            act.triggered.connect(lambda _=False, one=one: self._model.choose(one.id))
            act.setCheckable(True)
            act.setChecked(one == here)
            rights = self._model.room.rights if self._model.room is not None else None
            act.setEnabled(not one.closed or (rights is not None and rights.rules))
        return menu

    def refresh(self) -> None:
        """Another chat or topic, language or theme."""
        shell, topic = self._shell, self._model.topic
        self.topic.setVisible(topic is not None)
        if topic is not None:
            name = topic_name(shell, topic)
            name = name if len(name) <= _LONGEST else name[: _LONGEST - 1] + "…"
            self.topic.setText(shell.tr("forum-topic-to", name=name))
            self.topic.setIcon(dot(shell, topic))
            # what is answered says where the answer goes
            self.topic.setEnabled(self._state.reply is None)
            caption(self.topic, shell.tr("forum-topic-choose"))
            self.topic.setAccessibleName(f"{self.topic.text()}. {shell.tr('forum-topic-choose')}")
        self._icon.setPixmap(shell.icons.pixmap("clock", "text_3", 14))
        self._count()

    def _count(self) -> None:
        shell, room, left = self._shell, self._model.room, self._state.slow_left
        slow = room is not None and room.slow > 1 and self._state.silence is None
        text = ""
        if room is not None and slow and left > 0:
            text = shell.tr("group-slow", left=formats.seconds(-(-left // 1000)))
        elif room is not None and slow:
            every = formats.duration(shell.i18n, room.slow * 1000)
            every = formats.seconds(room.slow) if room.slow < 60 else every
            text = shell.tr("group-slow-free", every=every)
        self.slow.setText(text)
        self.slow.setVisible(bool(text))
        self._icon.setVisible(bool(text))
        self.setVisible(self._state.free_text and (bool(text) or self._model.topic is not None))
