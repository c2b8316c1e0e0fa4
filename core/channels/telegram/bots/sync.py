"""Keeps the log equal to what a bot is told of the accounts that it is connected to.

As for an account: one lock, and the position is kept after the events are durable. A bot cannot
read histories, so what the difference cannot tell any more is lost to it: how much that is, and
when, is told (``lost``).
"""

import asyncio
import logging
import time
from collections import deque
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, Final

import msgspec
from telethon import errors, functions, types

from core.channels.telegram.bots.box import place, qts_of, untold
from core.channels.telegram.bots.reader import BotReader
from core.channels.telegram.box import Cursor
from core.channels.telegram.line import LineClient, call
from core.channels.telegram.session import TelegramSettings
from core.ports import Ingest

log = logging.getLogger(__name__)

LOST_MS: Final = 24 * 3600 * 1000
"""So long it is told that changes were lost."""
SURE_AFTER: Final = 60.0
"""Seconds after which an account's own session that is at work has what its bot was told, too."""


MOST_SKIPPED: Final = 20
"""As many changes that cannot be read are passed over one by one."""


class Lost(msgspec.Struct, frozen=True):
    """``count`` changes could not be told any more, found ``at`` (ms)."""

    count: int
    at: int


class BotSync:
    """The log's side of one bot, the user ``me``. ``own`` says of a user whether that account is
    signed in here: its chats come by its own session then, and the bot's word is not needed."""

    chats = None
    business = None

    def __init__(
        self,
        client: LineClient,
        settings: TelegramSettings,
        me: Any,
        ingest: Ingest,
        own: Callable[[str], bool],
        on_change: Callable[[], None],
        now: Callable[[], int],
    ) -> None:
        self.lost = Lost(0, 0)
        self.reader = BotReader(me, ingest, self._ask, own, self._leave, on_change)
        self._client, self._own, self._on_change = client, own, on_change
        self._at_once = msgspec.structs.replace(settings, flood_sleep=0)
        self._settings, self._now = settings, now
        self._lock = asyncio.Lock()
        self._cursor: Cursor | None = None
        self._left: dict[str, int] = {}
        self._marks: deque[tuple[float, int]] = deque()

    async def load(self) -> None:
        """Read what an earlier run kept."""
        await self.reader.load()
        cursor, lost, left = [await self.reader.get(one) for one in ("cursor", "lost", "left")]
        self._cursor = msgspec.json.decode(cursor, type=Cursor) if cursor else None
        self.lost = msgspec.json.decode(lost, type=Lost) if lost else self.lost
        self._left = msgspec.json.decode(left, type=dict[str, int]) if left else {}

    async def catch_up(self) -> None:
        """After a start or a cut: everything that changed meanwhile, as far as it is told."""
        async with self._lock:
            if self._cursor is None:
                await self._move(Cursor.of(await self._ask(functions.updates.GetStateRequest())))
            else:
                await self._difference()
            await self._take_over()

    async def take_updates(self, container: Any) -> None:
        """Append what a raw container of updates says."""
        async with self._lock:
            if self._cursor is None:
                return
            taken = place(self._cursor, container)
            await self.reader.meet(taken.users, [*taken.updates, *taken.beyond])
            if taken.gap or not self.reader.complete(taken.updates):
                await self._difference()
                return
            await self.reader.apply(taken.updates)
            await self._move(taken.cursor)

    async def compare(self) -> None:
        """The heartbeat: ask where the server stands, and for the difference where it is ahead."""
        patience = self._settings.heartbeat_timeout
        if self._client.transfers:
            patience = max(patience, self._settings.request_timeout)
        quick = msgspec.structs.replace(self._settings, request_timeout=patience)
        state = await call(self._client, functions.updates.GetStateRequest(), quick)
        async with self._lock:
            at = self._cursor
            if at is None:
                return
            if state.pts > at.pts or state.qts > at.qts:
                await self._difference()
            elif state.qts < at.qts:  # it lost its last changes, and counts them anew
                await self._move(Cursor.of(state))
            await self._take_over()

    async def sent(self, user: int, message: Any, client_ref: str | None) -> None:
        """A send was answered with this message; the update may have come first."""
        scribe = await self.reader.scribe(user)
        if client_ref is not None:
            scribe.refs.name(message.id, client_ref)
        async with self._lock:
            if not await scribe.known([message.id]):
                await self.reader.write(scribe, [message])

    async def _difference(self) -> None:
        """Everything since our position that the server can tell.

        https://core.telegram.org/method/updates.getDifference
        """
        skipped, limit = 0, None
        while True:
            at = self._cursor
            assert at is not None
            request = functions.updates.GetDifferenceRequest(
                pts=at.pts, date=datetime.fromtimestamp(at.date, UTC), qts=at.qts, qts_limit=limit
            )
            try:
                answer = await self._ask(request)
            except errors.TypeNotFoundError:
                # Of what this version cannot read no more is left out than that.
                if limit is not None:
                    skipped += 1
                    await self._miss(1)
                    await self._move(msgspec.structs.replace(at, qts=at.qts + 1))
                limit = 1
                if skipped > MOST_SKIPPED:
                    await self._jump(at)
                    return
                continue
            except (
                errors.PersistentTimestampInvalidError,
                errors.PersistentTimestampEmptyError,
                errors.PersistentTimestampOutdatedError,
            ):
                await self._jump(at)
                return
            if isinstance(answer, types.updates.DifferenceEmpty):
                moved = msgspec.structs.replace(
                    at, date=int(answer.date.timestamp()), seq=answer.seq
                )
                await self._move(moved)
                return
            if isinstance(answer, types.updates.DifferenceTooLong):
                # It is too long in what the bot is written itself; the other sequence goes on.
                if answer.pts == at.pts:
                    await self._jump(at)
                    return
                await self._move(msgspec.structs.replace(at, pts=answer.pts))
                continue
            whole = isinstance(answer, types.updates.Difference)
            after = Cursor.of(answer.state if whole else answer.intermediate_state)
            updates = sorted(answer.other_updates, key=qts_of)
            await self.reader.meet([*answer.users, *answer.chats], updates)
            await self.reader.apply(one for one in updates if not 0 < qts_of(one) <= at.qts)
            await self._miss(untold(updates, at.qts, after.qts))
            await self._move(after)
            if whole:
                return

    async def _jump(self, at: Cursor) -> None:
        """The server cannot tell what came after our position: from where it is now on."""
        state = Cursor.of(await self._ask(functions.updates.GetStateRequest()))
        log.warning("a bot's changes from %s to %s cannot be told", at.qts, state.qts)
        await self._miss(max(0, state.qts - at.qts))
        await self._move(state)

    async def _miss(self, count: int) -> None:
        """So many changes were not told, or could not be read; what is told adds up for a day."""
        if count:
            before = self.lost.count if self._now() - self.lost.at < LOST_MS else 0
            self.lost = Lost(before + count, self._now())
            await self.reader.put("lost", msgspec.json.encode(self.lost))
            self._on_change()

    # -- accounts that are signed in here themselves ----------------------------------------------

    async def _leave(self, user: str) -> None:
        """From here on what is told of an account is left to its own session."""
        if user not in self._left and self._cursor is not None:
            left = self._left | {user: self._cursor.qts}
            await self.reader.put("left", msgspec.json.encode(left))
            self._left = left

    async def _take_over(self) -> None:
        """An account's own session has what the bot was told up to a minute ago; where the session
        is gone, what came since is told by the bot once more."""
        assert self._cursor is not None
        now, at = time.monotonic(), self._cursor.qts
        self._marks.append((now, at))
        while len(self._marks) > 1 and self._marks[1][0] <= now - SURE_AFTER:
            self._marks.popleft()
        sure = self._marks[0][1] if self._marks[0][0] <= now - SURE_AFTER else None
        left = dict(self._left)
        for link in self.reader.links.values():
            user = str(link.user)
            if self._own(user):
                left[user] = sure if sure is not None else left.get(user, at)
            elif user in left:
                await self._tell_again(left.pop(user), user)
        if left != self._left:
            await self.reader.put("left", msgspec.json.encode(left))
            self._left = left

    async def _tell_again(self, qts: int, user: str) -> None:
        """What an account's chats were from an earlier position on; what stands is as it was."""
        at = self._cursor
        assert at is not None
        while qts < at.qts:
            request = functions.updates.GetDifferenceRequest(
                pts=at.pts, date=datetime.fromtimestamp(at.date, UTC), qts=qts
            )
            answer = await self._ask(request)
            if not isinstance(answer, types.updates.Difference | types.updates.DifferenceSlice):
                return
            updates = sorted(answer.other_updates, key=qts_of)
            await self.reader.meet([*answer.users, *answer.chats], updates)
            await self.reader.apply(updates, only=user)
            if isinstance(answer, types.updates.Difference):
                return
            qts = max(qts + 1, answer.intermediate_state.qts)

    # -- state ----------------------------------------------------------------------------------

    async def _move(self, cursor: Cursor) -> None:
        await self.reader.save()
        if cursor != self._cursor:
            await self.reader.put("cursor", msgspec.json.encode(cursor))
            self._cursor = cursor

    async def _ask(self, request: Any) -> Any:
        return await call(self._client, request, self._at_once)
