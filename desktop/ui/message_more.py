"""More of what is done with a message at Telegram: vote, press a bot's button, pin, ask who read
it. Each is asked for by a signal; who shows the menus fills them here."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QGuiApplication, QPixmap
from PySide6.QtWidgets import QMenu

from core.domain.abilities import Bot, may_pin, may_vote
from core.domain.channels import Channel, is_group
from core.domain.keys import Key
from core.domain.views import AttachmentRow, MessageRow
from desktop.shell.context import Shell
from desktop.ui.bubble import picture
from desktop.ui.bubble_choices import Ballot, Choose, Press
from desktop.ui.selection import Lights

Line = tuple[str, str, Callable[[], object]]
"""Of a menu: icon, words, what it does."""
Add = Callable[[str, str, Callable[[], object]], None]
_READ_MS = 7 * 86_400_000
"""So long Telegram knows who has read a message."""


class MessageMore(QObject):
    """``vote`` gives a message and the options that are chosen (none: taken back), ``press`` one
    and a button under it, ``pin`` one, whether it is to be pinned, and for both sides, ``read``
    one, a menu and the line of it that says when it was read, ``address`` one whose link is
    wanted; ``changed`` gives one that looks otherwise now; ``told`` gives a sentence."""

    vote = Signal(object, object)
    press = Signal(object, object)
    pin = Signal(object, bool, bool)
    read = Signal(object, object, object)
    address = Signal(object)
    changed = Signal(int)
    told = Signal(str)

    def __init__(self, shell: Shell, parent: QObject, lights: Lights) -> None:
        super().__init__(parent)
        self._shell, self._lights = shell, lights

    def do(self, row: MessageRow, what: object) -> bool:
        """A part of a message was clicked; False where it is none of these."""
        match what:
            case Choose(option):
                self._choose(row, option)
            case Ballot():
                self._hand_in(row)
            case Press(key):
                self.press.emit(row, key)
            case _:
                return False
        return True

    def _choose(self, row: MessageRow, option: bytes) -> None:
        poll = row.around.poll if row.around is not None else None
        if poll is None or not may_vote(row, self._bot(row)):
            self.told.emit(self._shell.tr("vote-not-here"))
        elif poll.several:
            ticked = self._lights.ticked.get(row.id, frozenset())
            self._lights.ticked[row.id] = ticked ^ {option}
            self.changed.emit(row.id)
        else:
            self.vote.emit(row, (option,))

    def _hand_in(self, row: MessageRow) -> None:
        poll = row.around.poll if row.around is not None else None
        ticked = self._lights.ticked.get(row.id, frozenset())
        if poll is None or not ticked:
            self.told.emit(self._shell.tr("poll-choose-first"))
            return
        del self._lights.ticked[row.id]
        self.vote.emit(row, tuple(one.key for one in poll.options if one.key in ticked))

    def wait(self, row: MessageRow, key: Key | None) -> None:
        """A button waits for its bot (None: no longer)."""
        self._lights.pressed = (row.id, key) if key is not None else None
        self.changed.emit(row.id)

    def chooses(self, row: MessageRow) -> bool:
        """Whether Enter opens what may be chosen of a message."""
        around = row.around
        open_ = around is not None and around.poll is not None and around.poll.open
        return (open_ and may_vote(row, self._bot(row))) or bool(around and around.keys)

    def pins(self, row: MessageRow) -> bool:
        """Whether a message may be pinned."""
        return may_pin(row, self._bot(row))

    def choices(self, row: MessageRow, menu: QMenu) -> None:
        """The options of a poll and the buttons of a bot, by number."""
        around, n = row.around, 0
        if around is None:
            return
        poll = around.poll if around.poll is not None and around.poll.open else None
        ticked = self._lights.ticked.get(row.id, frozenset())
        for option in poll.options if poll is not None else ():
            n += 1
            action = menu.addAction(f"&{n}  {_plain(option.text)}")
            action.setCheckable(poll is not None and poll.several)
            action.setChecked(option.key in ticked)
            action.triggered.connect(lambda _=False, key=option.key: self._choose(row, key))
        if poll is not None and poll.several and ticked:
            menu.addAction(self._shell.tr("poll-hand-in"), lambda: self._hand_in(row))
        for line in around.keys.rows if around.keys is not None else ():
            for key in line:
                n += 1
                action = menu.addAction(f"&{n}  {_plain(key.title)}")
                action.triggered.connect(lambda _=False, key=key: self.press.emit(row, key))

    def fill(self, menu: QMenu, row: MessageRow, add: Add) -> None:
        """The lines of a message's menu."""
        shell, bot = self._shell, self._bot(row)
        if self.chooses(row):
            poll = row.around is not None and row.around.poll is not None
            words, icon = shell.tr("vote" if poll else "bot-keys-menu"), "check" if poll else "menu"
            self.choices(row, menu.addMenu(shell.icons.icon(icon), words))
        if row.around is not None and row.around.poll is not None and row.around.poll.returnable:
            add("undo", "vote-back", lambda: self.vote.emit(row, ()))
        if self.pins(row):
            if row.pinned:
                add("pin", "unpin-message", lambda: self.pin.emit(row, False, True))
            elif is_group(row.peer):
                add("pin", "pin-message-group", lambda: self.pin.emit(row, True, True))
            else:
                whole = menu.addMenu(shell.icons.icon("pin"), shell.tr("pin-message-group"))
                whole.addAction(shell.tr("pin-message"), lambda: self.pin.emit(row, True, False))
                whole.addAction(
                    shell.tr("pin-message-both"), lambda: self.pin.emit(row, True, True)
                )
        if "/" in row.external_id and bot is None:
            add("link", "copy-address", lambda: self.address.emit(row))
        self._read(menu, row, bot)

    def files(self, menu: QMenu, lines: Sequence[Line]) -> None:
        """What is done with the files of a message: in a menu of their own where it is much."""
        into, icons = menu, self._shell.icons
        if len(lines) > 1:
            into = menu.addMenu(icons.icon("file"), self._shell.tr("file-menu"))
        for icon, key, act in lines:
            into.addAction(icons.icon(icon), self._shell.tr(key), act)

    def copies(self, item: AttachmentRow) -> list[Line]:
        """A picture goes to the clipboard."""
        return [("copy", "copy-picture", partial(self._copy, item))] if picture(item) else []

    def _read(self, menu: QMenu, row: MessageRow, bot: Bot) -> None:
        old = self._shell.now() - row.at > _READ_MS
        ours = row.direction == "out" and row.external_id and not row.service
        if row.peer.channel is not Channel.TELEGRAM or not ours or bot is not None or old:
            return
        if not is_group(row.peer) and row.status != "read":
            return
        action = QAction(self._shell.icons.icon("check2"), self._shell.tr("read-asking"), menu)
        action.setEnabled(False)
        first = menu.actions()[0]
        menu.insertAction(first, action)
        menu.insertSeparator(first)
        self.read.emit(row, menu, action)

    def _copy(self, item: AttachmentRow) -> None:
        found = QPixmap(item.path)
        if found.isNull():
            self.told.emit(self._shell.tr("picture-broken"))
            return
        QGuiApplication.clipboard().setPixmap(found)
        self.told.emit(self._shell.tr("picture-copied"))

    def _bot(self, row: MessageRow) -> Bot:
        return self._shell.accounts.bot(row.peer.account)


def _plain(text: str) -> str:
    """As a line of a menu, which reads ``&`` as the mark of a key."""
    short = text if len(text) <= 60 else f"{text[:59]}…"
    return short.replace("&", "&&")
