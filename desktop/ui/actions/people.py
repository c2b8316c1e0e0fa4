"""Writing to somebody first, and links that lead to somebody."""

from collections.abc import Coroutine
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from desktop.ui.new_talk import NewTalk
from desktop.viewmodels.new_talk import NewTalkModel
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

    def new_talk(self) -> None:
        """Write to somebody first."""
        self.palette.open()

    def _chosen(self, entry: Entry) -> None:
        named, person = self.model.named, self.model.person(entry.id)
        match entry.kind:
            case "thread":
                self._start(self._show(int(entry.id)))
            case "person" if person is not None and person.kind != "person":
                key = "link-bot" if person.kind == "bot" else "link-public"
                self._window.toast.tell(self._shell.tr(key, name=entry.title))
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

    async def _add(self, account: str, phone: str, name: str) -> None:
        await self._show(await self._backend.add(account, phone, name))

    async def _whatsapp(self, phone: str, name: str) -> None:
        await self._show(await self._backend.open_whatsapp(phone, name))

    async def _show(self, thread: int) -> None:
        await self._window.open_thread(thread)
        self._window.conversation.composer.focus()

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        self._desk.tasks.start(work)
