"""Telegram Business in the window: what each account has, read when it is asked for."""

from collections.abc import Callable, Coroutine, Sequence
from typing import Any

from PySide6.QtCore import QObject, Signal

from core.domain.business import Business, Shortcut
from core.domain.channels import Channel, Peer
from core.domain.persons import Person
from desktop.shell.tasks import Latest, Tasks
from desktop.viewmodels.asking import AskingModel
from desktop.viewmodels.business_port import Businesses


class BusinessBook(QObject):
    """``of`` says what is known of an account, ``changed`` tells that it is another."""

    changed = Signal()

    def __init__(self, backend: Businesses, tasks: Tasks) -> None:
        super().__init__()
        self.backend, self._known = backend, dict[str, Business]()
        self._latest = Latest(tasks, self.refresh)

    def of(self, account: str) -> Business:
        """What is known; it is read where it was not yet."""
        if account and account not in self._known:
            self._known[account] = Business()
            self._latest.ask()
        return self._known.get(account, Business())

    def replies(self, peer: Peer | None) -> tuple[Shortcut, ...]:
        """The quick replies that may be sent in a chat: people alone are sent such."""
        if peer is None or peer.channel is not Channel.TELEGRAM or not peer.id.isdecimal():
            return ()
        found = self.of(peer.account).shortcuts
        return tuple(one for one in found if one.name and one.messages)

    def touch(self) -> None:
        """Something may be otherwise."""
        if self._known:
            self._latest.ask()

    async def refresh(self) -> None:
        """Read all that was ever asked for."""
        found = {account: await self.backend.read(account) for account in tuple(self._known)}
        if any(self._known.get(account) != one for account, one in found.items()):
            self._known |= found
            self.changed.emit()


class BusinessModel(AskingModel):
    """One account's, to be shown and changed: ``done`` when a change is at Telegram."""

    def __init__(self, book: BusinessBook, tasks: Tasks, account: str) -> None:
        super().__init__(tasks)
        self._book, self.account = book, account
        self.backend = book.backend
        book.changed.connect(self.changed)

    @property
    def stands(self) -> Business:
        """What is known."""
        return self._book.of(self.account)

    def do(self, work: Callable[[Businesses, str], Coroutine[object, object, None]]) -> None:
        """Change something; one at a time."""
        self._start(lambda: work(self.backend, self.account))

    def latest(self, work: Callable[[], Coroutine[Any, Any, None]]) -> Latest:
        """Something to read, whenever it is asked for."""
        return Latest(self._tasks, work)

    async def people(self, words: str, limit: int) -> list[Person]:
        """People of the account's chats by what their names begin with."""
        return await self.backend.people(self.account, words, limit)

    async def named(self, ids: Sequence[str]) -> list[Person]:
        """People by their ids."""
        return await self.backend.named(self.account, ids)

    async def refresh(self) -> None:
        """What Telegram has of it."""
        await self._book.refresh()
