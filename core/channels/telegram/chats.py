"""The chats of an account: the newest page of each, then what is missing, in doubt, or older."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable, Sequence
from typing import Any, Final, NamedTuple

import msgspec
from telethon import functions, types
from telethon.utils import get_peer_id

from core.channels.telegram.comparing import Comparison
from core.channels.telegram.converters import read_event
from core.channels.telegram.dialogs import Dialogs
from core.channels.telegram.drafts import CloudDrafts
from core.channels.telegram.history import Failures, History
from core.channels.telegram.ids import chat_of, is_super
from core.channels.telegram.kept_book import KeptBook
from core.channels.telegram.ledger import Ledger, Sweep
from core.channels.telegram.pages import number_of
from core.channels.telegram.problems import channel_error, is_lacking, is_signed_out
from core.channels.telegram.scribe import Scribe
from core.channels.telegram.session import TelegramSettings
from core.channels.telegram.standing import Standings
from core.channels.telegram.updates import Ask
from core.domain.channels import Peer
from core.domain.events import Event
from core.domain.problems import Problem
from core.domain.standing import Standing
from core.ports import KnownMessage

log = logging.getLogger(__name__)

LOOK_BACK: Final = 5000
PRIVATE: Final = "telegram-group-private"
KEPT_EVERY: Final = 20
"""Chats that are looked at again, at most, after an end in the middle."""


class _Untold(NamedTuple):
    """A dialog of which its server tells nothing."""

    peer: Any
    read_inbox_max_id: int = 0
    read_outbox_max_id: int = 0


async def _unheard(_: Sequence[Any]) -> None:
    """Tells nobody."""


class Chats:
    """Says which page is to be read next. ``lock`` is held while something is appended."""

    def __init__(
        self,
        scribe: Scribe,
        ask: Ask,
        settings: TelegramSettings,
        lock: asyncio.Lock,
        on_standing: Callable[[], None] = lambda: None,
        drafts: CloudDrafts | None = None,
        *,
        standings: Standings,
    ) -> None:
        self._scribe = scribe
        self._ask = ask
        self._settings = settings
        self._lock = lock
        self._again = 0
        self._unlisted = False
        self._spoke: set[int] = set()
        self._standings = standings
        self.kept = KeptBook(scribe, on_standing)
        self._failures = Failures()
        self._comparison = Comparison(scribe, ask)
        self.history = History(scribe, settings, lock, self.kept, self._comparison, self._failures)
        drafts = drafts or CloudDrafts(scribe, ask, None)
        self._dialogs = Dialogs(scribe, ask, settings, drafts, standings, self._seen)
        self.wanted = asyncio.Event()
        """Set when ``look`` has something to do."""
        self.on_dialogs: Callable[[Sequence[Any]], Awaitable[None]] = _unheard
        """Told of dialogs with clients as they are listed, with the lock held."""

    async def load(self) -> None:
        """Read what an earlier run knew, and what it left to do. What was refused is tried
        again."""
        await self.kept.load()

    @property
    def standing(self) -> Standing:
        """How the account stands against the server."""
        return self.kept.standing

    def equal(self, now: int) -> None:
        """The server's position is ours (``now``: ms): what is not in doubt is equal."""
        self.kept.equal(now)

    async def close(self) -> None:
        """Give up the page that is on its way."""
        await self.history.close()

    async def look(self) -> None:
        """The newest page of every chat the first time and after ``look_at_all``, first of those
        that were written in; otherwise of the active ones: reactions have no position in the
        sequence, and a server may not tell everything."""
        sweep, again = self.kept.book.sweep, self._again
        everything = not sweep.listed
        async with self._lock:
            # Every chat's last message first, so that the list fills at once.
            dialogs, moved = await self._listed(everything=everything)
        await self._standings.compare()
        if everything:
            self.kept.dialogs = len(dialogs)
            dialogs.sort(key=lambda one: chat_of(one.peer) not in moved)
        else:
            dialogs = dialogs[: self._settings.recheck_chats]
        for dialog in dialogs:
            # Taken up again where it was broken off.
            if not everything or chat_of(dialog.peer) not in sweep.looked:
                async with self._lock:
                    if again != self._again:
                        return  # what was read is told by a list newer than this one
                    await self._newest_page(dialog, moved=chat_of(dialog.peer) in moved)
        if everything and again == self._again:
            self.kept.book.sweep = Sweep(listed=True)
            await self.kept.keep_sweep()

    async def _listed(self, *, everything: bool) -> tuple[list[Any], set[int]]:
        """The list of chats, with the lock held. Where a server has none, those that speak have
        their history read."""
        try:
            listed = await self._dialogs.listed(everything=everything, tops=everything)
        except Exception as error:
            if is_lacking(error) and not is_signed_out(error):
                self._unlisted = True
                await self.begin(self._spoke, tell=False)
            raise
        self._unlisted = False
        self._spoke.clear()
        return listed

    async def look_at_all(self, since: int) -> None:
        """More happened ``since`` (ms) than the server tells: the next ``look`` goes through all
        chats, and all that stands here is compared. This is kept before the position moves."""
        self._again += 1
        self.history.outdate()
        sweep, self.kept.book.equal_at = self.kept.book.sweep, 0
        self.kept.book.sweep = Sweep(gap=min(sweep.gap or since, since))
        # A supergroup's updates are counted by themselves: nothing of it was lost.
        mine = {user: one for user, one in self.kept.book.chats.items() if not is_super(user)}
        await self.kept.put({user: ledger.lose() for user, ledger in mine.items()})
        await self.kept.keep_sweep()
        self.wanted.set()

    async def meet_everyone(self) -> None:
        """Ask who all our chats are with, for how to name them now."""
        async with self._lock:
            await self._dialogs.listed(everything=True)
        if self.kept.book.torn:
            self.wanted.set()

    async def begin(self, chats: Iterable[int], *, tell: bool = True) -> None:
        """Groups that are new here, and other chats where no list will name them: their newest page
        is to be read, which is told unless it is being done."""
        chats = [*chats]
        if not self.kept.book.sweep.listed:
            self._spoke.update(one for one in chats if one > 0)
        alone = self._unlisted and not self.kept.book.sweep.listed
        new = {
            one: Ledger(torn=0)
            for one in chats
            if (one < 0 or alone)
            and one not in self.kept.book.chats
            and self._scribe.people.is_client(one)
        }
        await self.kept.put(new)
        if new and tell:
            self.wanted.set()

    async def retake(self, chats: Iterable[int] | None = None) -> None:
        """Basic groups that were not taken for a while (None: all) are read anew: their updates
        went by with the account's. A supergroup is taken up where it was left."""
        self.history.outdate()
        listed = [*self.kept.book.chats] if chats is None else chats
        mine = [one for one in listed if one < 0 and not is_super(one)]
        await self.kept.put({one: self.kept.book.of(one).tear(0) for one in mine})
        self.wanted.set()

    async def tear(self, chat: int, top: int) -> None:
        """More happened in a supergroup than its server tells; up to ``top`` nothing is missing.
        This is kept before the position moves."""
        self.history.outdate()
        self.kept.book.equal_at = 0
        await self.kept.put({chat: self.kept.book.of(chat).tear(top)})
        self.wanted.set()

    async def reached(self, chat: int) -> None:
        """We are in a group: what was refused while we were not is tried again."""
        ledger = self.kept.book.of(chat)
        refused = Problem.decode(ledger.problem)
        if refused is not None and refused.code == PRIVATE:
            await self.again(chat)

    async def again(self, user: int) -> None:
        """The operator asks for what could not be fetched."""
        await self.kept.put({user: msgspec.structs.replace(self.kept.book.of(user), problem="")})
        self.wanted.set()

    async def step(self) -> bool:
        """Fetch one page of what is missing, in doubt, or older; False when there is nothing."""
        work = self.kept.book.next()
        if work is None:
            self.kept.tell()
            return False
        if work.user < 0 and not self._scribe.people.is_client(work.user):
            self.kept.book.rest(work.user)  # a group that is not taken: what came would be dropped
            return True
        peer = self._scribe.people.input_peer(work.user)
        if peer is None:
            await self.kept.refused(work.user, Problem("telegram-peer-gone"))
            return True
        if work.kind == "top":
            await self._top(work.user, peer)
            return True
        await self.history.fetch(work, peer)
        return True

    async def _top(self, chat: int, peer: Any) -> None:
        """The newest page of one chat."""
        try:
            async with self._lock:
                request = functions.messages.GetPeerDialogsRequest([types.InputDialogPeer(peer)])
                answer = await self._ask(request)
                await self._scribe.meet([*answer.users, *answer.chats], [chat])
                dialogs = [one for one in answer.dialogs if chat_of(one.peer) == chat]
                if not dialogs and chat_of(peer) == chat < 0:
                    dialogs = [_Untold(peer)]  # a group that its server names among no dialogs
                for dialog in dialogs:
                    await self._newest_page(dialog, moved=True)
        except Exception as error:
            if not self._failures.is_of(chat, error):
                raise
            log.warning("no dialog of chat %s: %s", chat, error)
            if chat > 0 and is_lacking(error):
                async with self._lock:  # who read what is not told: the messages are
                    await self._newest_page(_Untold(types.PeerUser(chat)), moved=True)
            else:
                await self.kept.refused(chat, channel_error(error).problem)
        if (ledger := self.kept.book.of(chat)).torn is not None and not ledger.problem:
            await self.kept.refused(chat, Problem("telegram-peer-gone"))

    async def _newest_page(self, dialog: Any, *, moved: bool) -> None:
        """Make the newest messages of a chat, and who read what, equal to the server's."""
        user = chat_of(dialog.peer)
        assert user is not None
        peer = self._scribe.account.peer(user)
        ledger = self.kept.book.of(user)
        size = self._settings.recheck_messages if ledger.known else self._settings.first_page
        # Before the page is asked for: what is sent meanwhile is not missing from it.
        stored = await self._scribe.recent(peer, size)
        target = self._scribe.people.input_peer(user)
        if target is None:
            # A "min" user cannot be asked for; the next message of theirs names them in full.
            return
        try:
            page = await self._comparison.page(target, size)
        except Exception as error:
            if not self._failures.is_of(user, error):
                raise
            log.warning("no history of chat %s: %s", user, error)
            return
        self._failures.over(user)
        now = self._scribe.now()
        events: list[Event] = await self._scribe.changes(page.messages)
        events += await self._comparison.gone_of_newest(user, stored, page, now)
        if dialog.read_inbox_max_id:
            events.append(read_event(peer, "us", dialog.read_inbox_max_id, now))
        if dialog.read_outbox_max_id:
            events.append(read_event(peer, "client", dialog.read_outbox_max_id, now))
        await self._scribe.append(events)
        here = await self._newest_here(peer, stored) if ledger.known else None
        if ledger.torn is not None:
            here = min(here, ledger.torn) if here else None
        if moved and ledger.doubtful:
            ledger = msgspec.structs.replace(ledger, moved=True)
        made = ledger.page(page.ids, here, now, last=page.last)
        await self.kept.put({user: msgspec.structs.replace(made, count=page.count or made.count)})
        sweep = self.kept.book.sweep
        if not sweep.listed:
            sweep.looked.add(user)
            if len(sweep.looked) % KEPT_EVERY == 0:
                await self.kept.keep_sweep()

    async def _newest_here(self, peer: Peer, stored: list[KnownMessage]) -> int | None:
        """The id of the newest message below which nothing is missing. What came live after
        something was lost does not count."""
        gap = 0 if is_super(int(peer.id)) else self.kept.book.sweep.gap
        if gap and all(one.at >= gap for one in stored):
            stored = await self._scribe.recent(peer, LOOK_BACK)
        return max(
            (number_of(one) for one in stored if number_of(one) > 0 and (not gap or one.at < gap)),
            default=None,
        )

    async def _seen(self, dialogs: Sequence[Any]) -> None:
        await self.begin((get_peer_id(one.peer) for one in dialogs), tell=False)
        await self.on_dialogs(dialogs)
