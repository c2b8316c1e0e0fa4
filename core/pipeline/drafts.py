"""The stage that keeps drafts, and makes those of a messenger's cloud and of this machine one.

Its cursor is ``pending`` of the row: what ours and the cloud's are is kept before it is settled
which one stands (`core.domain.drafts.verdict`), and what goes up is noted before it does.
"""

import logging
import sqlite3
import time
from collections.abc import Callable, Collection, Mapping
from typing import Final

from core.domain.changes import Change
from core.domain.channels import Channel, Peer
from core.domain.drafts import (
    NOTHING,
    Content,
    Draft,
    canon,
    shown,
    typed,
    unsigned,
    verdict,
)
from core.domain.problems import ChannelError
from core.ports import ChannelPort, Drafter
from core.store import drafts as rows
from core.store.drafts import Kept
from core.store.store import Store
from core.support.worker import Worker

log = logging.getLogger(__name__)

PAUSE_MS: Final = 3_000
"""So long after the last key a draft goes up; at once when the thread is left."""
_CLEARS_MS: Final = 15_000
"""So long a message that takes its draft along has to go out; then the cloud's is emptied alone."""
_TYPING: Final = 20.0
"""Seconds after a key in which somebody types."""


class Drafts:
    """What the operator begins to write. ``shared`` says whether drafts are in the cloud."""

    def __init__(
        self,
        store: Store,
        channels: Callable[[], Mapping[tuple[str, str], ChannelPort]],
        now: Callable[[], int] = lambda: int(time.time() * 1000),
        shared: Callable[[], bool] = lambda: True,
        pause_ms: int = PAUSE_MS,
    ) -> None:
        self._pause_ms = pause_ms
        self._store, self._channels, self._now, self._shared = store, channels, now, shared
        self._typing: tuple[Peer, float] | None = None
        self._gone: dict[Peer, Content] = {}
        self.worker = Worker("drafts", self.step)

    # -- what the operator does ----------------------------------------------------------------

    async def keep(
        self, thread: int, text: str, peer: Peer | None = None, reply_to: str = "", *,
        quiet: bool = False,
    ) -> None:  # fmt: skip
        """Keep what is begun in a thread, for the chat ``peer`` (None: for the one that it would
        go to); '' forgets it. ``quiet``: somebody is in the middle of it, nobody is told."""
        now, text = self._now(), text if text.strip() else ""

        def write(conn: sqlite3.Connection) -> bool:
            chat = peer or rows.chat_of(conn, thread)
            if chat is None:
                return False
            kept = rows.of_chat(conn, chat)
            before = kept.body if kept is not None else NOTHING
            if chat.channel is Channel.TELEGRAM:
                body = typed(text, before, reply_to) if text else NOTHING
            else:
                body = Content(text, reply_to=reply_to) if text else NOTHING
            if kept is None and not text:
                return False
            if not text and unsigned(before):
                self._gone = {chat: before}
            if kept is None or (kept.text, kept.body) != (text, body):
                rows.keep(conn, chat, text, body, now, now + self._pause_ms)
                return True
            return not quiet

        if await self._store.write(write) and not quiet:
            self._told({thread})
        self.worker.wake()

    async def listed(self, thread: int | None = None) -> list[Draft]:
        """What is begun, in one thread or in all, the newest last."""
        return await self._store.read(lambda conn: rows.listed(conn, thread))

    async def looks(self, peer: Peer, text: str) -> Content | None:
        """What is sent from a draft with looks that have no sign; None where it has none."""
        kept = await self._store.read(lambda conn: rows.of_chat(conn, peer))
        before = kept.body if kept is not None and kept.text else self._gone.get(peer)
        made = typed(text, before) if before is not None else None
        return made if made is not None and unsigned(made) else None

    def typing(self, peer: Peer) -> None:
        """A key was pressed in the draft of a chat."""
        self._typing = (peer, time.monotonic())

    async def left(self, peer: Peer) -> None:
        """Its thread is no longer before the operator: what is begun may go up."""
        if self._typing is not None and self._typing[0] == peer:
            self._typing = None
        await self._store.write(
            lambda conn: conn.execute(
                "UPDATE chat_drafts SET next_at = 0 WHERE pending = 1 AND channel = ?"
                " AND account = ? AND peer = ? AND text != ''",
                (peer.channel.value, peer.account, peer.id),
            )
        )
        self.worker.wake()

    async def forget(self, account: str) -> None:
        """A Telegram account was removed: what was begun there will never go out."""
        threads = await self._store.write(lambda conn: rows.forget(conn, account))
        self._told(set(threads))

    # -- what the messenger tells: `core.ports.DraftBook` ----------------------------------------

    async def told(
        self, account: str, found: Mapping[str, tuple[Content, int]], *,
        whole: bool = False, spared: Collection[str] = (),
    ) -> None:  # fmt: skip
        """The cloud holds these drafts (and their dates, ms) in chats of an account."""
        clean = {chat: (canon(one), at) for chat, (one, at) in found.items()}
        if await self._store.write(lambda conn: rows.tell(conn, account, clean, whole, spared)):
            self.worker.wake()

    async def clears(self, peer: Peer) -> bool:
        """Whether a message that goes out now is the draft that the cloud holds."""
        kept = await self._store.read(lambda conn: rows.of_chat(conn, peer))
        return kept is not None and not kept.text and kept.cloud != NOTHING

    async def cleared(self, peer: Peer) -> None:
        """The message took the draft along."""
        await self._store.write(lambda conn: rows.cleared(conn, peer))
        self.worker.wake()

    # -- the stage -------------------------------------------------------------------------------

    async def step(self) -> float | None:
        """Settle what can be; the seconds until something is due, None: not before it is woken."""
        if not self._shared():
            return None
        pause: float | None = None
        for one in await self._store.read(rows.pending):
            wait = await self._settle(one)
            if wait is not None:
                pause = wait if pause is None else min(pause, wait)
        return pause

    async def _settle(self, one: Kept) -> float | None:
        sent = await self._sent_at(one)
        typing = self._typing
        ours = (one.base,) if one.offered is None else (one.base, one.offered)
        now, here = self._now(), canon(one.body)
        said = verdict(
            here, min(one.at, now), one.cloud, one.cloud_at, ours=ours, sent_at=sent,
            typing=typing is not None and typing[0] == one.peer
            and time.monotonic() - typing[1] < _TYPING,
            changed=here != one.base,
        )  # fmt: skip
        if said == "wait":
            return 1.0
        if said == "up":
            return await self._put_up(one, now)
        text, body, at = one.text, one.body, one.at
        if said == "down":
            text, body, at = shown(one.cloud), one.cloud, one.cloud_at or now
        if not await self._store.write(lambda conn: rows.settle(conn, one, text, body, at)):
            return 0.0
        if text != one.text:
            self._told({one.thread})
        return None

    async def _put_up(self, one: Kept, now: int) -> float | None:
        channel = self._channels().get((one.peer.channel.value, one.peer.account))
        if not isinstance(channel, Drafter) or channel.state != "online":
            return None  # woken when it is another one
        soon = one.body == NOTHING and now < one.at + _CLEARS_MS
        if soon and await self._store.read(lambda conn: rows.sends_wait(conn, one.peer)):
            return 1.0  # it takes the draft along
        if now < one.next_at:
            return max(0.05, (one.next_at - now) / 1000)
        await self._store.write(lambda conn: rows.offer(conn, one))
        try:
            await channel.save_draft(one.peer, one.body)
        except ChannelError as error:
            log.info("the draft does not go up: %s", error.problem.code)
            until = None if error.retry_in is None else now + int(error.retry_in * 1000)
            await self._store.write(lambda conn: rows.put_off(conn, one.peer, until))
            return error.retry_in
        await self._store.write(lambda conn: rows.took(conn, one, self._now()))
        return None

    async def _sent_at(self, one: Kept) -> int:
        if one.cloud == NOTHING:
            return 0
        since = one.cloud_at // 1000 * 1000
        return await self._store.read(
            lambda conn: rows.sent_at(conn, one.peer, one.cloud.text, since)
        )

    def _told(self, threads: set[int]) -> None:
        self._store.notify(Change(frozenset({"drafts"}), frozenset(threads - {0}), 0))
