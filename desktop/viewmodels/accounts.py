"""The Telegram accounts: listed, added, removed, told apart."""

from PySide6.QtCore import Signal

from core.domain.channels import Channel, Peer
from desktop.shell.accounts import AccountLooks
from desktop.shell.tasks import Latest, Tasks
from desktop.viewmodels.accounts_port import AccountRow, Accounts
from desktop.viewmodels.asking import AskingModel


class AccountsModel(AskingModel):
    """``rows`` as they are read; ``changed`` with them. ``added`` gives the slot that is to be
    signed in to."""

    added = Signal(str)

    def __init__(self, backend: Accounts, tasks: Tasks, looks: AccountLooks) -> None:
        super().__init__(tasks)
        self.backend, self._looks = backend, looks
        self._latest = Latest(tasks, self.refresh)
        self.rows: tuple[AccountRow, ...] = ()

    @property
    def here(self) -> list[AccountRow]:
        """Those that are not removed."""
        return [row for row in self.rows if not row.removed]

    def row(self, slot: str) -> AccountRow | None:
        """The account in a slot, the first for ''."""
        return next((r for r in self.rows if r.slot == slot or not slot), None)

    def removed_name(self, peer: Peer) -> str:
        """The account that a peer was known to, where it was removed; '' where it was not."""
        if peer.channel is not Channel.TELEGRAM:
            return ""
        gone = (row for row in self.rows if row.removed and row.account == peer.account)
        return next((row.called for row in gone), "")

    def touch(self) -> None:
        """Something may be otherwise."""
        self._latest.ask()

    async def refresh(self) -> None:
        """Read them."""
        rows = tuple(await self.backend.listed())
        if rows == self.rows:
            return
        self.rows = rows
        known = [row for row in rows if row.account]
        several = sum(not row.removed for row in known) > 1
        looks = {
            row.account: (f"account_{row.colour}" if several else "", row.called) for row in known
        }
        self._looks.put(looks if len(known) > 1 else {}, len(known))
        self.changed.emit()

    def add(self) -> None:
        """One more: ``added`` says where to sign in."""
        self._start(self._add)

    def remove(self, slot: str) -> None:
        """Sign out and let it go."""
        self._start(lambda: self.backend.remove(slot))

    def paint(self, slot: str, colour: int) -> None:
        """Another colour."""
        self._start(lambda: self.backend.paint(slot, colour))

    async def _add(self) -> None:
        slot = await self.backend.add()
        await self.refresh()
        self.added.emit(slot)
