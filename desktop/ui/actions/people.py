"""Writing to somebody first, and links that lead to somebody."""

from collections.abc import Coroutine
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from core.domain.channels import Channel
from core.domain.persons import Person
from core.domain.telegram_names import linked
from core.domain.views import MessageRow
from desktop.ui.link_dialog import follow
from desktop.ui.new_talk import NewTalk
from desktop.viewmodels.new_talk import NewTalkModel, name_of
from desktop.viewmodels.palette import Entry

if TYPE_CHECKING:
    from desktop.ui.main_window import MainWindow


class PeopleActions:
    """Made by the main window; the line of a new conversation stands over ``body``."""

    def __init__(self, window: "MainWindow", body: QWidget) -> None:
        self._window, self._shell, self._desk = window, window.shell, window.desk
        self._backend = window.backend.people
        model = NewTalkModel(
            window.backend.lists, self._backend, window.desk.tasks, window.shell.tr,
            window.shell.accounts.name,
        )  # fmt: skip
        self.model = model
        self.palette = NewTalk(window.shell, model, body)
        self.palette.chosen.connect(self._chosen)
        window.conversation.new_talk.connect(self.new_talk)
        window.conversation.view.actions_.person.connect(self._follow)

    def new_talk(self) -> None:
        """Write to somebody first."""
        self.palette.open()

    def _chosen(self, entry: Entry) -> None:
        named, person = self.model.named, self.model.person(entry.id)
        match entry.kind:
            case "thread":
                self._start(self._show(int(entry.id)))
            case "person" if person is not None and person.kind != "person":
                self._window.toast.tell(self._what(person))
            case "person":
                account, _, ident = entry.id.partition(":")
                self._start(self.open_person(account, ident))
            case "add":
                self._start(self._add(entry.id, named.value, named.name))
            case "whatsapp":
                self._start(self._whatsapp(named.value, named.name))

    async def open_person(self, account: str, ident: str) -> None:
        """The thread of somebody who was found, the draft ready to be written."""
        await self._show(await self._backend.open(account, ident))
        self._choose(Channel.TELEGRAM, ident, account)

    # Links.

    def _follow(self, row: MessageRow, url: str, words: str) -> None:
        named = linked(url)
        if named is None or named.kind in ("invite", "other"):
            note = self._shell.tr("link-invite" if named and named.kind == "invite" else "link-own")
            self._outside(url, words, note)
            return
        account = row.peer.account if row.peer.channel is Channel.TELEGRAM else ""
        self._start(self.go_to(url, words, account))

    async def go_to(self, url: str, words: str, account: str) -> None:
        """Where a link of Telegram's leads, here where it is here."""
        place = await self._backend.follow(url, account)
        if place.thread is not None:
            await self._show(place.thread)
            if place.message:
                if await self._window.messages.reach(place.message, place.at):
                    self._window.conversation.view.light(place.message, 0, 0)
            elif (named := linked(url)) is not None and named.message:
                self._window.toast.tell(self._shell.tr("link-message-gone"))
            return
        one = place.somebody
        if one is None:
            self._outside(url, words, self._shell.tr("link-nobody"))
        elif one.person.kind == "person":
            await self.open_person(one.account, one.person.id)
        else:
            self._outside(url, words, self._what(one.person))

    def _what(self, person: Person) -> str:
        key = {"bot": "link-bot", "self": "link-self"}.get(person.kind, "link-public")
        return self._shell.tr(key, name=name_of(person))

    def _outside(self, url: str, words: str, note: str) -> None:
        """What is none of ours may be opened in the browser."""
        follow(self._shell, self._window, url, words, self._window.toast.tell, note)

    async def _add(self, account: str, phone: str, name: str) -> None:
        await self._show(await self._backend.add(account, phone, name))

    async def _whatsapp(self, phone: str, name: str) -> None:
        await self._show(await self._backend.open_whatsapp(phone, name))
        self._choose(Channel.WHATSAPP, phone.removeprefix("+"))

    def _choose(self, channel: Channel, ident: str, account: str = "") -> None:
        """A client may be here by several chats: the one that was asked for is written in."""
        for row in self._desk.composer.peers:
            same = row.peer.channel is channel and row.peer.id == ident
            if same and row.peer.account == (account or row.peer.account):
                self._desk.composer.choose(row.peer)

    async def _show(self, thread: int) -> None:
        await self._window.open_thread(thread)
        self._window.conversation.composer.focus()

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        self._desk.tasks.start(work)
