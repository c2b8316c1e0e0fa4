"""The Telegram accounts of a profile: a channel each, none in another's way."""

import asyncio
import logging
import time
from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Final

import msgspec
from msgspec import structs

from core.domain.channels import Channel, Peer
from core.domain.problems import ChannelError, Problem, ProblemError
from core.ports import ChannelPort, ChannelState, DraftBook, Ingest

if TYPE_CHECKING:
    from core.channels.telegram.channel import TelegramChannel
    from desktop.profile import Profile

log = logging.getLogger(__name__)

SETTING: Final = "telegram.accounts"
COLOURS: Final = 6
"""So many colours the themes have (``account_1`` …)."""
_FIRST: Final = "1"


class Account(msgspec.Struct, frozen=True, omit_defaults=True):
    """An account as it is kept: ``slot`` names its session, ``account`` is Telegram's user id ('':
    nobody signed in yet), ``colour`` 1 … COLOURS. A ``removed`` one is kept for its threads;
    ``unended`` says that Telegram could not be told of it: its session stands there still."""

    slot: str
    account: str = ""
    name: str = ""
    phone: str = ""
    colour: int = 1
    removed: bool = False
    unended: bool = False


def read_accounts(text: str) -> list[Account]:
    """What is kept; one account where nothing is, or nothing that can be read."""
    try:
        kept = msgspec.json.decode(text or "[]", type=list[Account])
    except msgspec.DecodeError:
        log.warning("the list of Telegram accounts cannot be read")
        kept = []
    return kept if any(not one.removed for one in kept) else [Account(_FIRST), *kept]


def session_names(text: str) -> list[str]:
    """What the sessions of those accounts lie under among the secrets."""
    from core.channels.telegram.session import session_key

    return [session_key(one.slot) for one in read_accounts(text) if not one.removed]


class Telegrams:
    """``rows`` are the accounts, ``live`` the channel of each that is not removed, by slot.
    ``changed`` is called when a channel is in another state, or the list is another one."""

    def __init__(
        self,
        profile: "Profile",
        ingest: Ingest,
        *,
        changed: Callable[[], None],
        typing: Callable[[Peer], None],
        start: Callable[[Coroutine[object, object, None]], object],
        drafts: DraftBook | None = None,
        now: Callable[[], int] = lambda: time.time_ns() // 1_000_000,
    ) -> None:
        """``drafts`` take part in the cloud's where the setting says so."""
        self._drafts, self._now = drafts, now
        self._profile, self._ingest = profile, ingest
        self._changed, self._typing, self._start = changed, typing, start
        self.rows = read_accounts(profile.get(SETTING))
        self.live: dict[str, TelegramChannel] = {}
        self.problem: Problem | None = None
        """Why none can be connected."""

    @property
    def first(self) -> "TelegramChannel | None":
        """The first account's."""
        return next(iter(self.live.values()), None)

    @property
    def state(self) -> ChannelState:
        """Of the first account, ``off`` where none is set up."""
        return self.first.state if self.first else "off"

    def open(self) -> None:
        """Connect all of them, each by itself."""
        self.problem = None
        self.rows = read_accounts(self._profile.get(SETTING))
        try:
            set_up = self._profile.telegram() is not None
        except ProblemError as error:
            self.problem = error.problem
            return
        if set_up:
            for one in self.rows:
                if not one.removed:
                    self._open(one.slot)

    def _open(self, slot: str) -> None:
        from core.channels.telegram.session import session_key
        from desktop import parts

        settings = self._profile.telegram()
        if settings is None:
            raise ProblemError(Problem("telegram-not-set-up"))
        made = self.live[slot] = parts.TelegramChannel(
            settings,
            self._profile.secrets,
            self._ingest,
            on_state=self._told,
            on_typing=self._typing,
            key=session_key(slot),
            taken=lambda account: self._taken(slot, account),
            drafts=self._drafts if self._profile.get("telegram.drafts") == "on" else None,
            now=self._now,
        )
        self._start(made.start())

    def _taken(self, slot: str, account: str) -> bool:
        return any(
            other != slot and one.signed_in and one.account == account
            for other, one in self.live.items()
        )

    async def close(self) -> None:
        """End every connection; the sessions stay."""
        await asyncio.gather(*(one.close() for one in self.live.values()))
        self.live.clear()

    def of(self, slot: str) -> "TelegramChannel":
        """The channel of an account, '' for the first. Raises ProblemError where there is none."""
        found = self.live.get(slot) if slot else self.first
        if found is None:
            raise ProblemError(self.problem or Problem("telegram-not-set-up"))
        return found

    def signed_in(self, account: str) -> bool:
        """Whether that account is signed in here."""
        return any(one.signed_in and one.account == account for one in self.live.values())

    def by_account(self) -> dict[tuple[str, str], ChannelPort]:
        """The channels by what peers call our side of them."""
        known = sorted((c for c in self.live.values() if c.account), key=lambda c: c.signed_in)
        return {("telegram", one.account): one for one in known}

    def closed(self, peer: Peer) -> Problem | None:
        """Why nothing goes out to a peer any more: our account there was removed."""
        if peer.channel is not Channel.TELEGRAM:
            return None
        for one in self.rows:
            if one.removed and one.account == peer.account:
                return Problem("telegram-account-removed", {"name": _called(one)})
        return None

    def add(self) -> str:
        """Room for one more account, to be signed in to; returns its slot. One that nobody has
        signed in to yet is taken for it. Raises ProblemError."""
        for one in self.rows:
            if not one.removed and not one.account and one.slot in self.live:
                return one.slot
        slot = str(max(int(one.slot) for one in self.rows if one.slot.isdecimal()) + 1)
        self._open(slot)
        self._keep([*self.rows, Account(slot, colour=self._free_colour())])
        self._changed()
        return slot

    async def remove(self, slot: str) -> None:
        """Let an account go; its threads stay. Its session is forgotten here, and ended at Telegram
        where that can be told: else it is ``unended``, to be ended on the phone."""
        channel = self.of(slot)
        unended = False
        if channel.signed_in:
            try:
                await channel.sign_out()
            except ChannelError as error:
                log.warning("the session of a removed account stands: %s", error.problem.code)
                unended = error.problem.code != "telegram-signed-out"
        self.live.pop(slot, None)
        await channel.close()
        channel.forget()
        rows = [_removed(one, unended) if one.slot == slot else one for one in self.rows]
        self._keep([one for one in rows if one.account or not one.removed])
        if not self.live:
            self.rows = read_accounts(self._profile.get(SETTING))
            self._open(_FIRST)
        self._changed()

    def paint(self, slot: str, colour: int) -> None:
        """Give an account another colour."""
        if 1 <= colour <= COLOURS:
            rows = [structs.replace(r, colour=colour) if r.slot == slot else r for r in self.rows]
            self._keep(rows)
            self._changed()

    def _told(self) -> None:
        """A channel is in another state: who is signed in there may be somebody else."""
        try:
            self._note()
        except ProblemError as error:  # a full disk: it is noted with the next state
            log.warning("the accounts cannot be kept: %s", error)
        self._changed()

    def _note(self) -> None:
        rows = list(self.rows)
        for i, one in enumerate(rows):
            channel = self.live.get(one.slot)
            if channel is None or one.removed or not channel.account:
                continue
            me = channel.me
            if one.account and one.account != channel.account:
                # somebody else signed in there: what was the other's stays, to be read
                rows.append(_removed(one))
            rows[i] = structs.replace(
                one,
                account=channel.account,
                name=(me.name if me is not None else "") or _same(one, channel, one.name),
                phone=(me.phone if me is not None else "") or _same(one, channel, one.phone),
            )
        here = {
            one.account for one in rows
            if one.slot in self.live and self.live[one.slot].signed_in and not one.removed
        }  # fmt: skip
        kept: list[Account] = []
        for one in rows:
            live = None if one.removed else self.live.get(one.slot)
            if one.account in here and (live is None or not live.signed_in):
                # signed in elsewhere meanwhile: one place is enough
                if live is not None:
                    del self.live[one.slot]
                    self._start(live.close())
            elif not one.removed or all(one.account != k.account for k in kept if k.removed):
                kept.append(one)
        self._keep(kept)

    def _keep(self, rows: list[Account]) -> None:
        if rows != self.rows:
            self._profile.save({SETTING: msgspec.json.encode(rows).decode()})
            self.rows = rows

    def _free_colour(self) -> int:
        used = [one.colour for one in self.rows if not one.removed]
        return min(range(1, COLOURS + 1), key=lambda colour: (used.count(colour), colour))


def _same(one: Account, channel: "TelegramChannel", value: str) -> str:
    return value if one.account == channel.account else ""


def _removed(one: Account, unended: bool = False) -> Account:
    return structs.replace(one, slot=f"was-{one.account}", removed=True, unended=unended)


def _called(one: Account) -> str:
    return one.name or one.phone or one.account
