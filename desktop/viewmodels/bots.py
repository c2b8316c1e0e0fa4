"""Connected bots: listed, added by token, renewed, removed; and the accounts that they serve."""

from core.domain.channels import Channel, Peer
from desktop.shell.accounts import AccountLooks
from desktop.shell.tasks import Latest, Tasks
from desktop.viewmodels.asking import AskingModel
from desktop.viewmodels.bots_port import BotRow, ConnectedBots, ServedRow


class BotsModel(AskingModel):
    """``rows`` as they are read; ``changed`` with them."""

    def __init__(self, backend: ConnectedBots, tasks: Tasks, looks: AccountLooks) -> None:
        super().__init__(tasks)
        self._backend, self._looks = backend, looks
        self._latest = Latest(tasks, self.refresh)
        self.rows: tuple[BotRow, ...] = ()
        self.served: dict[str, ServedRow] = {}

    def by_bot(self, peer: Peer) -> bool:
        """Whether a chat comes by a bot: it takes an answer for a day after the client wrote."""
        row = self.served.get(peer.account) if peer.channel is Channel.TELEGRAM else None
        return row is not None and row.rights is not None

    def barred(self, peer: Peer) -> str:
        """Why nothing can be written in a chat that comes by a bot; '' where it can."""
        row = self.served.get(peer.account) if peer.channel is Channel.TELEGRAM else None
        return row.barred if row is not None and row.rights is not None else ""

    def removed_name(self, peer: Peer) -> str:
        """The bot that a chat came by, where it was removed; '' where it was not."""
        row = self.served.get(peer.account) if peer.channel is Channel.TELEGRAM else None
        return row.bot if row is not None and row.rights is None else ""

    def touch(self) -> None:
        """Something may be otherwise."""
        self._latest.ask()

    async def refresh(self) -> None:
        """Read them."""
        rows = tuple(await self._backend.listed())
        served = {row.account: row for row in await self._backend.served()}
        self._looks.put_served(
            {one.account: (one.name, one.rights or frozenset()) for one in served.values()}
        )
        if (rows, served) != (self.rows, self.served):
            self.rows, self.served = rows, served
            self.changed.emit()

    def add(self, token: str) -> None:
        """Sign in as one more."""
        self._start(lambda: self._backend.add(token))

    def renew(self, slot: str, token: str) -> None:
        """Another token."""
        self._start(lambda: self._backend.renew(slot, token))

    def remove(self, slot: str) -> None:
        """Let one go."""
        self._start(lambda: self._backend.remove(slot))
