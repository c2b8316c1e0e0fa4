"""Telegram accounts that are none."""

import asyncio
from typing import TYPE_CHECKING

from msgspec import structs

from core.domain.channels import Channel, Peer
from core.domain.views import PeerRow
from desktop.viewmodels.accounts_port import AccountRow, Safety
from desktop.viewmodels.backend import HealthRow

if TYPE_CHECKING:
    from tests.desktop.sample_backend import SampleBackend

ANNA = AccountRow(
    slot="1", account="1001", name="Анна Гейн", phone="+79990001122", colour=1, state="online"
)
BORIS = AccountRow(
    slot="2", account="1002", name="Борис Ли", phone="+79990003344", colour=2, state="online"
)

_ENGLISH = {ANNA.name: "Anna Hein", BORIS.name: "Boris Lee"}


def in_language(row: AccountRow, lang: str) -> AccountRow:
    """The account as it is called there."""
    return row if lang == "ru" else structs.replace(row, name=_ENGLISH[row.name])


class SampleAccounts:
    """Implements Accounts. One account; ``rows`` may be replaced. All sign in as the backend."""

    def __init__(self, backend: "SampleBackend") -> None:
        self._backend = backend
        self.rows = [in_language(ANNA, backend.lang)]
        self.safety = Safety(new=2, new_limit=15)
        self.asked: list[str] = []

    async def listed(self) -> list[AccountRow]:
        await asyncio.sleep(0)
        return list(self.rows)

    async def add(self) -> str:
        await self._backend._act("add_account")
        self.rows.append(AccountRow(slot="3", colour=3, state="signed_out"))
        return "3"

    async def remove(self, slot: str) -> None:
        await self._backend._act("remove_account", slot)
        self.rows = [
            structs.replace(r, removed=True, state="off") if r.slot == slot else r
            for r in self.rows
        ]

    async def paint(self, slot: str, colour: int) -> None:
        await self._backend._act("paint_account", slot, colour)
        self.rows = [structs.replace(r, colour=colour) if r.slot == slot else r for r in self.rows]

    def of(self, slot: str) -> "SampleBackend":
        self.asked.append(slot)
        return self._backend


def two_accounts(backend: "SampleBackend") -> None:
    """Boris beside Anna: the first thread is known to both of them, some to him alone."""
    backend.accounts.rows = [in_language(one, backend.lang) for one in (ANNA, BORIS)]
    backend.states[:1] = [
        HealthRow(
            id="telegram", state=one.state, slot=one.slot, name=one.name, phone=one.phone,
            detail=one.account,
        )
        for one in backend.accounts.rows
    ]  # fmt: skip
    telegram = Channel.TELEGRAM
    for i, (ident, row) in enumerate(list(backend.rows.items())):
        if telegram in row.channels:
            known = ("1001", "1002") if ident == 1 else ("1002",) if i % 2 else ("1001",)
            backend.rows[ident] = structs.replace(
                row, accounts=known,
                last_account=known[-1] if row.last_channel is telegram else "",
            )  # fmt: skip
    other = Peer(telegram, "1002", "1")
    backend.also[1] = [PeerRow(peer=other, name=backend.rows[1].name, username="irina_k")]
    backend.kept[1] = [
        structs.replace(row, peer=other) if row.id in (20, 21) else row for row in backend.kept[1]
    ]
