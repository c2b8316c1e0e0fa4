"""Votes, pins, buttons of bots, and what is asked about one message."""

from typing import TYPE_CHECKING

from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QMenu

from core.domain.answers import Pressed, ReadBy
from core.domain.keys import Key
from core.domain.problems import ProblemError
from core.domain.sends import Card, Cards
from core.domain.views import MessageRow
from desktop.shell import formats
from desktop.ui.ask_dialog import AskDialog
from desktop.ui.link_dialog import follow
from desktop.viewmodels.rows import ROW

if TYPE_CHECKING:
    from desktop.ui.main_window import MainWindow


class AskedActions:
    """Made by the main window."""

    def __init__(self, window: "MainWindow") -> None:
        self._window, self._shell, self._desk = window, window.shell, window.desk
        self._view = window.conversation.view
        self._more = more = self._view.actions_.more
        start = self._desk.tasks.start
        more.vote.connect(lambda row, options: start(self._vote(row, options)))
        more.pin.connect(lambda row, on, both: start(self._pin(row, pinned=on, both=both)))
        more.press.connect(self._press)
        more.read.connect(self._read)
        more.address.connect(lambda row: start(self._address(row)))

    def choose(self) -> None:
        """Vote in the poll, or press a button of the bot's message, that has the keys; else of the
        last message that has such."""
        current: MessageRow | None = self._view.currentIndex().data(ROW)
        rows = [current] if current is not None and self._view.hasFocus() else []
        rows += [row for row in reversed(self._desk.messages.rows)]
        row = next((one for one in rows if one is not None and self._more.chooses(one)), None)
        if row is None:
            self._window.toast.tell(self._shell.tr("choose-nothing"))
            return
        index = self._desk.messages.index(self._desk.messages.row_of(row.id))
        self._view.scrollTo(index)
        place = self._view.visualRect(index).center()
        self._view.actions_.choose(row, self._view.viewport().mapToGlobal(place))

    def pin(self) -> None:
        """Pin the message that has the keys for us, or no longer."""
        row: MessageRow | None = self._view.currentIndex().data(ROW)
        if row is None or not self._view.hasFocus() or not self._more.pins(row):
            self._window.toast.tell(self._shell.tr("pin-nothing"))
            return
        self._desk.tasks.start(self._pin(row, pinned=not row.pinned, both=row.pinned))

    async def _vote(self, row: MessageRow, options: tuple[bytes, ...]) -> None:
        await self._desk.backend.changing.vote(row.thread, row.peer, row.external_id, options)

    async def _pin(self, row: MessageRow, *, pinned: bool, both: bool) -> None:
        await self._desk.backend.changing.pin_message(
            row.thread, row.peer, row.external_id, pinned=pinned, both=both
        )

    def _read(self, row: MessageRow, menu: QMenu, line: QAction) -> None:
        gone: list[object] = []
        menu.destroyed.connect(lambda: gone.append(None))
        self._desk.tasks.start(self._fill(row, menu, line, gone))

    async def _fill(self, row: MessageRow, menu: QMenu, line: QAction, gone: list[object]) -> None:
        """Fill a line of a menu, which may be ``gone`` when the answer comes."""
        try:
            found = await self._desk.backend.asking.read_by(row.peer, row.external_id)
            words = self._said(found)
        except ProblemError as error:
            words = [self._shell.problem(error.problem)]
        if gone:
            return
        line.setText(words[0])
        for one in words[1:]:
            below = QAction(one, menu)
            below.setEnabled(False)
            after = menu.actions()
            menu.insertAction(after[after.index(line) + 1], below)
            line = below

    def _said(self, found: list[ReadBy]) -> list[str]:
        tr, i18n, now = self._shell.tr, self._shell.i18n, self._shell.now()
        if not found:
            return [tr("read-by-nobody")]
        if len(found) == 1 and not found[0].name:
            return [tr("read-at", when=formats.moment(i18n, found[0].at, now))]
        names = [
            tr("read-by-one", name=one.name, when=formats.moment(i18n, one.at, now))
            for one in found[:10]
        ]
        return [tr("read-by", n=len(found)), *names]

    async def _address(self, row: MessageRow) -> None:
        found = await self._desk.backend.asking.address(row.peer, row.external_id)
        QGuiApplication.clipboard().setText(found)
        self._window.toast.tell(self._shell.tr("address-copied"))

    # Buttons of bots.

    def _press(self, row: MessageRow, key: Key) -> None:
        tr, tell = self._shell.tr, self._window.toast.tell
        match key.does:
            case "url":
                follow(self._shell, self._view, key.url, key.title, tell)
            case "copy":
                QGuiApplication.clipboard().setText(key.url)
                tell(tr("bot-key-copied"))
            case "callback":
                self._desk.tasks.start(self._call_back(row, key))
            case "text":
                self._desk.tasks.start(self._answer(row, key.title))
            case "phone":
                self._desk.tasks.start(self._ask_phone(row))
            case "place":
                tell(tr("bot-key-place"))
            case _:
                tell(tr("bot-key-not-here"))

    async def _call_back(self, row: MessageRow, key: Key) -> None:
        self._more.wait(row, key)
        try:
            answer = await self._desk.backend.asking.press(row.peer, row.external_id, key.data)
        finally:
            self._more.wait(row, None)
        self._show(answer)

    def _show(self, answer: Pressed) -> None:
        tr = self._shell.tr
        if answer.url:
            follow(self._shell, self._view, answer.url, answer.url, self._window.toast.tell)
        elif answer.alert and answer.text:
            AskDialog(self._shell, self._window, tr("bot-says"), answer.text).show()
        elif answer.text:
            self._window.toast.tell(answer.text)

    async def _answer(self, row: MessageRow, text: str) -> None:
        reply = row.external_id if row.peer.id.startswith("-") else None
        await self._desk.backend.sending.send(row.thread, row.peer, text, reply)

    async def _ask_phone(self, row: MessageRow) -> None:
        shell = self._shell
        listed = await self._desk.backend.accounts.listed()
        ours = next((one for one in listed if one.account == row.peer.account and one.phone), None)
        if ours is None:
            self._window.toast.tell(shell.tr("bot-key-not-here"))
            return
        text = shell.tr("bot-phone-text", phone=formats.phone(ours.phone))
        title, agree = shell.tr("bot-phone-title"), shell.tr("bot-phone-send")
        dialog = AskDialog(shell, self._window, title, text, agree)
        card = Cards(cards=(Card(name=ours.called, phones=(ours.phone,)),))
        dialog.agreed.connect(lambda: self._desk.tasks.start(self._send_phone(row, card)))
        dialog.show()

    async def _send_phone(self, row: MessageRow, card: Cards) -> None:
        await self._desk.backend.sending.send_content(row.thread, row.peer, card, row.external_id)
