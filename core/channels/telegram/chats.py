"""Reading chats page by page: the newest of each, what is missing or in doubt, what lies below."""

import asyncio
import logging
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from typing import Any, Final

import msgspec
from telethon import errors, functions, types
from telethon.utils import get_peer_id

from core.channels.telegram.converters import CLOCK_SLACK, read_event, text_of
from core.channels.telegram.drafts import CloudDrafts
from core.channels.telegram.ids import chat_of, external, is_super
from core.channels.telegram.ids import number_of as number_of_name
from core.channels.telegram.ledger import Book, Ledger, Sweep, Work, from_ranges
from core.channels.telegram.pages import (
    Page,
    history_request,
    input_of,
    key_of,
    last_of,
    messages_request,
    number_of,
)
from core.channels.telegram.problems import channel_error, is_lacking
from core.channels.telegram.reconcile import vanished
from core.channels.telegram.scribe import Scribe
from core.channels.telegram.session import TelegramSettings
from core.channels.telegram.spans import TOP
from core.channels.telegram.standing import ARCHIVE, Standings
from core.channels.telegram.updates import Ask
from core.channels.telegram.words import ms
from core.domain.channels import Peer
from core.domain.events import Event
from core.domain.problems import Problem
from core.domain.standing import Standing
from core.ports import KnownMessage

log = logging.getLogger(__name__)

DIALOG_PAGE: Final = 100
LOOK_BACK: Final = 5000
ASKED_AT_ONCE: Final = 100
TOLD_EVERY: Final = 1.0
"""Seconds between two words about how far we are."""
FEW: Final = 3
"""So often a server may fail at a chat before it is left for the others."""
KEPT_EVERY: Final = 20
"""Chats that are looked at again, at most, after an end in the middle."""


class Ahead(msgspec.Struct, frozen=True):
    """A page that was asked for without the lock, and the ids that live updates spoke of since:
    what it says of those may be older than what stands here."""

    work: Work
    page: asyncio.Task[Page]
    touched: set[str]


async def _unheard(_: Sequence[Any]) -> None:
    """Tells nobody."""


class Chats:
    """The chats of the account. ``lock`` is held while something is appended; a page is asked for
    outside it where that is safe, so that live updates do not wait for the server."""

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
        self._book = Book({}, Sweep())
        self._dialog_count = 0
        self._again = 0
        self._ahead: Ahead | None = None
        self._on_standing = on_standing
        self._drafts = drafts or CloudDrafts(scribe, ask, None)
        self._standings = standings
        self._edge = (0, 0, 0)
        """Where the last page ended: chat, id, time (ms)."""
        self._told = Standing()
        self._told_at = 0.0
        self._failures: Counter[int] = Counter()
        self.wanted = asyncio.Event()
        """Set when ``look`` has something to do."""
        self.on_dialogs: Callable[[Sequence[Any]], Awaitable[None]] = _unheard
        """Told of dialogs with clients as they are listed, with the lock held."""

    async def load(self) -> None:
        """Read what an earlier run knew, and what it left to do. What was refused is tried
        again."""
        sweep, kept = await self._scribe.get("sweep"), await self._scribe.ledgers()
        if sweep is None and (ranges := await self._scribe.get("ranges")):
            self._book = from_ranges(ranges)
            return
        read = msgspec.json.Decoder(Ledger).decode
        self._book = Book(
            {int(user): msgspec.structs.replace(read(one), problem="") for user, one in kept},
            msgspec.json.decode(sweep, type=Sweep) if sweep else Sweep(),
        )

    @property
    def standing(self) -> Standing:
        """How the account stands against the server."""
        return self._book.standing(self._dialog_count)

    def equal(self, now: int) -> None:
        """The server's position is ours (``now``: ms): what is not in doubt is equal."""
        standing = self.standing
        if standing.comparing == 0:
            self._book.equal_at = now
            if not standing.equal_at:
                self._tell()

    def _tell(self) -> None:
        """Say that the standing is another one."""
        standing = msgspec.structs.replace(self.standing, equal_at=self._book.equal_at > 0)
        self._told_at = time.monotonic()
        if standing != self._told:
            self._told = standing
            self._on_standing()

    async def close(self) -> None:
        """Give up the page that is on its way."""
        ahead, self._ahead = self._ahead, None
        if ahead is not None:
            ahead.page.cancel()
            await asyncio.gather(ahead.page, return_exceptions=True)
            self._scribe.unwatch(ahead.touched)

    async def look(self) -> None:
        """The newest page of every chat the first time and after ``look_at_all``, first of those
        that were written in; otherwise of the active ones: reactions have no position in the
        sequence, and a server may not tell everything."""
        sweep, again = self._book.sweep, self._again
        everything = not sweep.listed
        async with self._lock:
            # Every chat's last message first, so that the list fills at once.
            dialogs, moved = await self._dialogs(everything=everything, tops=everything)
        await self._standings.compare()
        if everything:
            self._dialog_count = len(dialogs)
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
            self._book.sweep = Sweep(listed=True)
            await self._keep_sweep()

    async def look_at_all(self, since: int) -> None:
        """More happened ``since`` (ms) than the server tells: the next ``look`` goes through all
        chats, and all that stands here is compared. This is kept before the position moves."""
        self._again += 1
        sweep, self._book.equal_at = self._book.sweep, 0
        self._book.sweep = Sweep(gap=min(sweep.gap or since, since))
        # A supergroup's updates are counted by themselves: nothing of it was lost.
        mine = {user: one for user, one in self._book.chats.items() if not is_super(user)}
        await self._put({user: ledger.lose() for user, ledger in mine.items()})
        await self._keep_sweep()
        self.wanted.set()

    async def meet_everyone(self) -> None:
        """Ask who all our chats are with, for how to name them now."""
        async with self._lock:
            await self._dialogs(everything=True)
        if self._book.torn:
            self.wanted.set()

    async def begin(self, chats: Iterable[int], *, tell: bool = True) -> None:
        """Groups that are new here: their newest page is to be read, which is told unless it is
        being done."""
        new = {
            one: Ledger(torn=0)
            for one in chats
            if one < 0 and one not in self._book.chats and self._scribe.people.is_client(one)
        }
        await self._put(new)
        if new and tell:
            self.wanted.set()

    async def retake(self, chats: Iterable[int] | None = None) -> None:
        """Basic groups that were not taken for a while (None: all) are read anew: their updates
        went by with the account's. A supergroup is taken up where it was left."""
        listed = [*self._book.chats] if chats is None else chats
        mine = [one for one in listed if one < 0 and not is_super(one)]
        await self._put({one: self._book.of(one).tear(0) for one in mine})
        self.wanted.set()

    async def tear(self, chat: int, top: int) -> None:
        """More happened in a supergroup than its server tells; up to ``top`` nothing is missing.
        This is kept before the position moves."""
        self._book.equal_at = 0
        await self._put({chat: self._book.of(chat).tear(top)})
        self.wanted.set()

    async def again(self, user: int) -> None:
        """The operator asks for what could not be fetched."""
        await self._put({user: msgspec.structs.replace(self._book.of(user), problem="")})
        self.wanted.set()

    async def step(self) -> bool:
        """Fetch one page of what is missing, in doubt, or older; False when there is nothing."""
        work = self._book.next()
        if work is None:
            self._tell()
            return False
        if work.user < 0 and not self._scribe.people.is_client(work.user):
            self._book.rest(work.user)  # a group that is not taken: what came would be dropped
            return True
        peer = self._scribe.people.input_peer(work.user)
        if peer is None:
            await self._refused(work.user, Problem("telegram-peer-gone"))
            return True
        if work.kind == "top":
            await self._top(work.user, peer)
            return True
        ahead = self._ahead if self._ahead and self._ahead.work == work else None
        if ahead is None:
            await self.close()
            ahead = self._begin(work, peer)
        self._ahead = None
        try:
            page = await self._settled(ahead)
            async with self._lock:
                names = [external(work.user, one) for one in page.ids]
                if not ahead.touched.isdisjoint(names):
                    page = await self._part(work, peer)
                self._scribe.unwatch(ahead.touched)
                await self._take(work, peer, page)
        except Exception as error:
            if not self._is_of(work.user, error):
                raise
            log.warning("no history of chat %s: %s", work.user, error)
            await self._refused(work.user, channel_error(error).problem)
        finally:
            self._scribe.unwatch(ahead.touched)
        return True

    async def _top(self, chat: int, peer: Any) -> None:
        """The newest page of one chat."""
        try:
            async with self._lock:
                request = functions.messages.GetPeerDialogsRequest([types.InputDialogPeer(peer)])
                answer = await self._ask(request)
                await self._scribe.meet([*answer.users, *answer.chats], [chat])
                for dialog in answer.dialogs:
                    if chat_of(dialog.peer) == chat:
                        await self._newest_page(dialog, moved=True)
        except Exception as error:
            if not is_lacking(error):
                raise
            log.warning("no dialog of chat %s: %s", chat, error)
            await self._refused(chat, channel_error(error).problem)
        if (ledger := self._book.of(chat)).torn is not None and not ledger.problem:
            await self._refused(chat, Problem("telegram-peer-gone"))

    def _is_of(self, user: int, error: Exception) -> bool:
        """Whether the chat has to be left for the others: asked again, a server that fails mostly
        has the answer."""
        if isinstance(error, errors.ServerError):
            self._failures[user] += 1
            return self._failures[user] >= FEW
        return is_lacking(error)

    async def _settled(self, ahead: Ahead) -> Page:
        try:
            return await asyncio.shield(ahead.page)
        except asyncio.CancelledError:
            ahead.page.cancel()
            await asyncio.gather(ahead.page, return_exceptions=True)
            raise

    def _begin(self, work: Work, peer: Any) -> Ahead:
        touched = self._scribe.watch()
        page = asyncio.create_task(self._part(work, peer), name="telegram page")
        return Ahead(work, page, touched)

    async def _part(self, work: Work, peer: Any) -> Page:
        """The uppermost page of ``work``."""
        below = work.high + 1 if work.high < TOP else 0
        return await self._page(peer, self._settings.backfill_page, below=below)

    async def _take(self, work: Work, peer: Any, page: Page) -> None:
        """Append what a page of ``work`` says, and note how far we are."""
        user, now = work.user, self._scribe.now()
        ledger = self._book.of(user)
        within = [one for one in page.messages if work.low <= one.id <= work.high]
        # Below the part, or the same page again: the server has no more of it to give.
        last = page.last or not within or min(page.ids) <= work.low or max(page.ids) > work.high
        made = ledger.took(work, page.ids, now, last=last, limit=self._settings.backfill_limit)
        if page.count and work.kind == "history":
            made = msgspec.structs.replace(made, count=page.count)
        following = made.work(user)
        if following and following.kind == work.kind and not self._settings.backfill_pause:
            self._ahead = self._begin(following, peer)
        events = await self._scribe.changes(within)
        if page.last or (page.ids and max(page.ids) <= work.high):
            floor = work.low if last else min(one.id for one in within)
            events += await self._gone(work, floor, page, now)
        await self._scribe.append_page(events, {user: made})
        self._book.put(user, made)
        self._tell_at_times()
        if within:
            oldest = min(within, key=lambda one: int(one.id))
            self._edge = (user, oldest.id, ms(oldest.date))

    async def _gone(self, work: Work, floor: int, page: Page, now: int) -> list[Event]:
        """Deletions among what stands here from id ``floor`` to the end of ``work``; there may be
        something in a gap, too: what came live, or was reacted to."""
        peer = self._scribe.account.peer(work.user)
        if self._edge[:2] == (work.user, work.high + 1):
            over = [self._edge[2]]
        else:
            bounds = await self._scribe.known([work.high, work.high + 1], work.user)
            own = is_super(work.user)
            over = [one.at for one in bounds.values() if own or one.peer == peer]
        until = max(over) + CLOCK_SLACK * 1000 if over and work.high < TOP else None
        stored = await self._stored(peer, floor, page, work.high, until, whole=floor <= work.low)
        gone = vanished(stored, page.ids, complete=True, now=now)
        numbers = [number_of_name(one.external_id) for one in gone]
        return [] if await self._stand(work.user, numbers, page) else gone

    async def _stored(
        self,
        peer: Peer,
        low: int,
        page: Page,
        high: int,
        until: int | None = None,
        *,
        whole: bool = False,
    ) -> list[KnownMessage]:
        """What stands here from id ``low`` to ``high``, found by the time of what ``page`` holds;
        ``whole``: however old it is."""
        since = 0
        if not whole and not page.last and page.messages:
            since = min(ms(one.date) for one in page.messages) - CLOCK_SLACK * 1000
        found = await self._scribe.stretch(peer, since, until)
        return [one for one in found if low <= number_of(one) <= high]

    async def _stand(self, chat: int, ids: list[int], page: Page) -> bool:
        """Whether the server has any of these messages after all: a page was not what it seemed.
        The newest are asked for, as many as it answers at once. Where it has no answer to that, a
        page with nothing on it takes nothing away."""
        if not ids:
            return False
        peer = self._scribe.people.input_peer(chat)
        try:
            answer = await self._ask(messages_request(peer, sorted(ids)[-ASKED_AT_ONCE:]))
        except (errors.RPCError, errors.TypeNotFoundError) as error:
            if not is_lacking(error):
                raise
            return not page.ids
        found = [one.id for one in answer.messages if not isinstance(one, types.MessageEmpty)]
        if found:
            log.warning("a page left out messages that stand: %s", found)
        return bool(found)

    async def _refused(self, user: int, problem: Problem) -> None:
        ledger = msgspec.structs.replace(self._book.of(user), problem=problem.encode())
        await self._put({user: ledger})

    async def _put(self, made: Mapping[int, Ledger]) -> None:
        """Keep ledgers; those that did not change are left alone."""
        changed = {user: one for user, one in made.items() if one != self._book.chats.get(user)}
        for user, one in changed.items():
            self._book.put(user, one)
        if changed:
            await self._scribe.keep_ledgers(changed)
            self._tell_at_times()

    def _tell_at_times(self) -> None:
        if time.monotonic() - self._told_at > TOLD_EVERY:
            self._tell()

    async def _keep_sweep(self) -> None:
        await self._scribe.put("sweep", msgspec.json.encode(self._book.sweep))

    async def _dialogs(
        self, *, everything: bool, tops: bool = False, folder: int | None = None
    ) -> tuple[list[Any], set[int]]:
        """Chats with clients, the most recently active first, and those of them whose last
        message is not what stands here. ``tops`` appends it. Where a server keeps its archive
        apart, that comes behind."""
        found: list[Any] = []
        moved: set[int] = set()
        limit = DIALOG_PAGE if everything else max(self._settings.recheck_chats * 2, 20)
        offset_id, offset_date, offset_peer = 0, None, types.InputPeerEmpty()
        seen: set[Any] = set()
        apart = False
        while True:
            with self._drafts.watching() as fresh:
                answer = await self._ask(
                    functions.messages.GetDialogsRequest(
                        offset_date=offset_date,
                        offset_id=offset_id,
                        offset_peer=offset_peer,
                        limit=limit,
                        hash=0,
                        folder_id=folder,
                    )
                )
                named = [*answer.users, *answer.chats]
                await self._scribe.meet(named, (chat_of(one.peer) for one in answer.dialogs))
                await self._drafts.listed(answer.dialogs, fresh)
            if tops:
                moved |= await self._moved(answer.messages)
                await self._scribe.write(answer.messages)
            await self._scribe.append(await self._standings.of_dialogs(answer))
            apart |= any(isinstance(one, types.DialogFolder) for one in answer.dialogs)
            new = [one for one in answer.dialogs if key_of(one.peer) not in seen]
            seen |= {key_of(one.peer) for one in new}
            ours = [
                one
                for one in new
                if isinstance(one, types.Dialog)
                and (user := chat_of(one.peer)) is not None
                and self._scribe.people.is_client(user)
            ]
            found += ours
            await self.begin((get_peer_id(one.peer) for one in ours), tell=False)
            await self.on_dialogs(ours)
            # A slice may be shorter than what was asked for.
            whole = isinstance(answer, types.messages.Dialogs) or len(seen) >= answer.count
            if whole or not everything or not new:
                break
            last = last_of(answer)
            if last is None or last.id == offset_id:
                break
            offset_id, offset_date = last.id, last.date
            offset_peer = input_of(last.peer_id, answer, self._scribe.people) or offset_peer
        await self._scribe.people.save()
        if apart and folder is None and everything:
            behind, also = await self._dialogs(everything=True, tops=tops, folder=ARCHIVE)
            found += [one for one in behind if key_of(one.peer) not in seen]
            moved |= also
        return found, moved

    async def _moved(self, tops: list[Any]) -> set[int]:
        """The chats whose last message stands otherwise here, or not at all."""
        known = await self._scribe.standing(tops)
        return {
            chat
            for one in tops
            if (chat := chat_of(one.peer_id)) is not None
            and (
                (here := known.get(external(chat, one.id))) is None
                or here.text != text_of(one, self._scribe.names)
            )
        }

    async def _newest_page(self, dialog: Any, *, moved: bool) -> None:
        """Make the newest messages of a chat, and who read what, equal to the server's."""
        user = chat_of(dialog.peer)
        assert user is not None
        peer = self._scribe.account.peer(user)
        ledger = self._book.of(user)
        size = self._settings.recheck_messages if ledger.known else self._settings.first_page
        # Before the page is asked for: what is sent meanwhile is not missing from it.
        stored = await self._scribe.recent(peer, size)
        target = self._scribe.people.input_peer(user)
        if target is None:
            # A "min" user cannot be asked for; the next message of theirs names them in full.
            return
        try:
            page = await self._page(target, size)
        except Exception as error:
            if not self._is_of(user, error):
                raise
            log.warning("no history of chat %s: %s", user, error)
            return
        now = self._scribe.now()
        events: list[Event] = await self._scribe.changes(page.messages)
        ids = [one.id for one in page.messages]
        over = [one for one in stored if number_of(one) > max(ids, default=0)]
        under = await self._stored(
            peer, 0 if page.last else min(ids, default=0), page, max(ids, default=0)
        )
        gone = vanished([*over, *under], ids, complete=page.last, now=now)
        if not await self._stand(user, [number_of_name(one.external_id) for one in gone], page):
            events += gone
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
        await self._put({user: msgspec.structs.replace(made, count=page.count or made.count)})
        sweep = self._book.sweep
        if not sweep.listed:
            sweep.looked.add(user)
            if len(sweep.looked) % KEPT_EVERY == 0:
                await self._keep_sweep()

    async def _newest_here(self, peer: Peer, stored: list[KnownMessage]) -> int | None:
        """The id of the newest message below which nothing is missing. What came live after
        something was lost does not count."""
        gap = 0 if is_super(int(peer.id)) else self._book.sweep.gap
        if gap and all(one.at >= gap for one in stored):
            stored = await self._scribe.recent(peer, LOOK_BACK)
        return max(
            (number_of(one) for one in stored if number_of(one) > 0 and (not gap or one.at < gap)),
            default=None,
        )

    async def _page(self, peer: Any, limit: int, below: int = 0) -> "Page":
        """Messages of a chat, newest first: ``limit`` with ids under ``below``, or what there is.
        Asks again where the server gives fewer at once."""
        page = Page([], [], last=False)
        while not page.last and len(page.ids) < limit:
            answer = await self._ask(history_request(peer, limit - len(page.ids), below))
            await self._scribe.meet([*answer.users, *answer.chats], [chat_of(peer)])
            more = Page.of(answer, below)
            page = Page(
                page.messages + more.messages, page.ids + more.ids, more.last,
                more.count or page.count,
            )  # fmt: skip
            if not more.ids or (below and min(more.ids) >= below):
                break
            below = min(more.ids)
        return page
