"""Archive, mute, mark and folders: what the operator asks of threads, and the stage that has the
messenger know. A wish is durable and shown at once; it goes out when the account is online, the
last of a kind alone, and what the messenger says meanwhile stands below it
(``store/projection/chats``)."""

import asyncio
import logging
import sqlite3
import time
import uuid
from collections.abc import Callable, Sequence
from functools import partial

from core.domain import events as ev
from core.domain.channels import Channel, Peer
from core.domain.chats import ChatState, Wish
from core.domain.problems import ChannelError, Problem, ProblemError, StoreError
from core.pipeline.away import Away, Channels
from core.ports import ChatSetter
from core.store.read import chats as read
from core.store.store import Store
from core.support.worker import Worker

log = logging.getLogger(__name__)

_POLL = 1.0
_UNKNOWN_RETRY = 5.0
_MOST_TRIES = 6


class ChatWishes:
    """The verbs. Each returns when it is durable, with a name for each wish."""

    def __init__(
        self, store: Store, now: Callable[[], int] = lambda: int(time.time() * 1000)
    ) -> None:
        self._store = store
        self._now = now

    async def archive(self, threads: Sequence[int], archived: bool) -> list[str]:
        """Into the archive of the messenger, or out of it."""
        return await self._want(threads, Wish(state=ChatState(archived=archived)))

    async def mute(self, threads: Sequence[int], until: int) -> list[str]:
        """Nothing is heard of them until then (ms; ``FOREVER``), 0: it is again."""
        return await self._want(threads, Wish(state=ChatState(muted_until=until)))

    async def mark(self, threads: Sequence[int], marked: bool) -> list[str]:
        """Mark them as unread, or take the mark away."""
        return await self._want(threads, Wish(state=ChatState(marked=marked)))

    async def block(self, peer: Peer, blocked: bool) -> list[str]:
        """Take nothing of a person at their messenger any more, or take it again."""
        wish = Wish(state=ChatState(blocked=blocked))
        event = ev.Event(
            external_id=uuid.uuid4().hex, at=self._now(), peer=peer, body=ev.ChatWished(wish=wish)
        )
        await self._store.append([event])
        return [event.external_id]

    async def unmark(self, threads: Sequence[int]) -> None:
        """They were opened: those that were marked are no longer."""
        rows = await self._store.read(lambda conn: _marked(conn, threads))
        if rows:
            await self.mark(rows, False)

    async def put(self, threads: Sequence[int], key: str, inside: bool) -> list[str]:
        """Into a folder of an account, or out of it; threads that the account does not know are
        left as they are."""
        account, _, folder = key.partition(":")
        wish = Wish(folder=int(folder), inside=inside)
        return await self._want(threads, wish, account=account)

    async def settled(self, wishes: Sequence[str], seconds: float = 30.0) -> None:
        """Wait, so long at most, for what the messenger says of them. Raises ProblemError with why
        one was taken back."""
        changed = asyncio.Event()
        unlisten = self._store.listen(lambda _change: changed.set())
        try:
            async with asyncio.timeout(seconds):
                for wish in wishes:
                    while True:
                        changed.clear()
                        ended = await self._store.read(partial(read.wish_ended, client_ref=wish))
                        if ended:
                            raise ProblemError(Problem.decode(ended) or Problem("other"))
                        if ended is not None:
                            break
                        await changed.wait()
        except TimeoutError:
            return  # it goes out when it can
        finally:
            unlisten()

    async def _want(self, threads: Sequence[int], wish: Wish, account: str = "") -> list[str]:
        rows = await self._store.read(lambda conn: read.chats_of(conn, threads))
        events = [
            ev.Event(
                external_id=uuid.uuid4().hex,
                at=self._now(),
                peer=Peer(Channel(row["channel"]), row["account"], row["peer"]),
                body=ev.ChatWished(wish=wish),
            )
            for row in rows
            if not account or (row["channel"], row["account"]) == ("telegram", account)
        ]
        await self._store.append(events)
        return [event.external_id for event in events]


class ChatsStage:
    """Its cursor is the row of the wish: it is there until the messenger has it or refuses."""

    def __init__(
        self,
        store: Store,
        channels: Channels,
        now: Callable[[], int] = lambda: int(time.time() * 1000),
        closed: Callable[[Peer], Problem | None] = lambda _peer: None,
    ) -> None:
        """``closed`` says why nothing will ever go out to a peer through our account there."""
        self._store = store
        self._channels = channels
        self._now = now
        self._closed, self._away = closed, Away(channels, closed)
        self.worker = Worker("chats", self.step)

    async def step(self) -> float | None:
        """Hand one over."""
        now, away = self._now(), self._away.accounts()
        row = await self._store.read(lambda conn: read.next_wish(conn, now, away))
        if row is None:
            waits = await self._store.read(lambda conn: read.any_wish(conn, away))
            return _POLL if waits else None
        await self._hand_over(row)
        return 0

    async def _hand_over(self, row: sqlite3.Row) -> None:
        peer = Peer(Channel(row["channel"]), row["account"], row["peer"])
        body = (await self._store.event(row["seq"])).body
        assert isinstance(body, ev.ChatWished)
        if self._away.takes(peer):
            return
        channel = self._channels().get((peer.channel.value, peer.account))
        gone = self._closed(peer) if channel is None else None
        if gone is not None:
            await self._settled(row, peer, problem=gone.encode())
            return
        if channel is None or channel.state not in ("online", "waiting"):
            await self._later(row, 1.0)
            return
        if not isinstance(channel, ChatSetter):  # a bot's chats: nobody keeps such things of them
            await self._settled(row, peer, ev.ChatSet(state=body.wish.state))
            return
        problem: Problem | None = None
        try:
            await channel.set_chat(peer, body.wish)
        except StoreError:
            raise
        except ChannelError as error:
            # a second one changes nothing, so what is uncertain is said again
            wait = error.retry_in or (_UNKNOWN_RETRY if error.uncertain else None)
            if wait is not None or error.problem.code == "telegram-signed-out":
                await self._later(row, wait or 1.0)
                return
            problem = error.problem
        except ProblemError as error:
            problem = error.problem
        except Exception as error:
            log.exception("%s of a chat cannot be set", row["field"])
            if row["attempts"] < _MOST_TRIES:
                await self._later(row, 2.0 ** row["attempts"])
                return
            problem = Problem("other", {"text": type(error).__name__})
        await self._settled(row, peer, problem=problem.encode() if problem is not None else "")

    async def _settled(
        self, row: sqlite3.Row, peer: Peer, *said: ev.Body, problem: str = ""
    ) -> None:
        ref, now = row["client_ref"], self._now()
        bodies = (*said, ev.ChatSettled(problem=problem))
        await self._store.append(
            [ev.Event(external_id=ref, at=now, peer=peer, body=body) for body in bodies]
        )

    async def _later(self, row: sqlite3.Row, seconds: float) -> None:
        await self._store.write(
            lambda conn: conn.execute(
                "UPDATE chat_wishes SET next_at = ?, attempts = attempts + 1 WHERE client_ref = ?",
                (self._now() + int(seconds * 1000), row["client_ref"]),
            )
        )


def _marked(conn: sqlite3.Connection, threads: Sequence[int]) -> list[int]:
    marked = conn.execute(
        f"SELECT id FROM threads WHERE marked = 1 AND id IN ({','.join('?' * len(threads))})",
        tuple(threads),
    )
    return [int(row[0]) for row in marked]
