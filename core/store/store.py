"""The event log on one machine: append, read, listen. Implements the Ingest port."""

import asyncio
import json
import sqlite3
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

import msgspec

from core.domain.around import Around
from core.domain.changes import Change
from core.domain.channels import Channel, Peer, Profile
from core.domain.chats import ChatState, Folder, MuteDefaults
from core.domain.events import (
    Event,
    IdentityChanged,
    MessageReceived,
    ProfileSeen,
    ThreadOpened,
)
from core.domain.problems import Problem, ProblemError
from core.ports import Appended, ChangeListener, ChatLedger, KnownMessage
from core.store import ledgers
from core.store.database import SqliteFile
from core.store.projection import many, people, sends, summary
from core.store.projection.apply import apply, load
from core.store.read import chats
from core.store.rebuild import rebuild
from core.store.sound import sound

T = TypeVar("T")

_encode = msgspec.json.Encoder().encode
_around = msgspec.json.Decoder(Around).decode


class Store:
    """Durable before it returns: an append is committed (fsync) when it comes back.

    Listeners are called on the loop's thread, after the commit, with what changed.
    """

    def __init__(self, path: Path, clock: Callable[[], float] = time.time) -> None:
        self._file = SqliteFile(path)
        self._clock = clock
        self._listeners: list[ChangeListener] = []
        self.problem: Problem | None = None
        """Why nothing can be written now (a full disk); None once it can again."""

    @property
    def progress(self) -> tuple[int, int]:
        """While it opens after an update: steps of the schema that were taken, of how many."""
        return self._file.progress

    async def open(self) -> None:
        """Open or make the file. Raises ProblemError(``store-unreadable``)."""
        await self._file.open()

    async def close(self) -> None:
        """Finish what was begun and close."""
        await self._file.close()

    def listen(self, listener: ChangeListener) -> Callable[[], None]:
        """Call ``listener`` after every write that changed something; returns the way out."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    async def append(self, events: Sequence[Event]) -> Appended:
        """Write events that are new and project them, in one transaction."""
        if not events:
            return Appended((), Change(frozenset(), frozenset(), 0))
        # whoever appends may be ended meanwhile: what was written is told all the same
        return await asyncio.shield(self._commit(events))

    async def _commit(self, events: Sequence[Event]) -> Appended:
        appended = await self._written(lambda conn: self._append(conn, events))
        if appended.new:
            self.notify(appended.change)
        return appended

    def _append(self, conn: sqlite3.Connection, events: Sequence[Event]) -> Appended:
        new: list[int] = []
        kinds: set[str] = set()
        threads: set[int] = set()
        now = int(self._clock() * 1000)
        queue, asked = list(events), set[tuple[Peer, Profile | None]]()
        unread: Counter[int] = Counter()
        at = one_by_one = 0
        while at < len(queue):
            event = queue[at]
            together = many.run(queue, at) if at >= one_by_one else ()
            taken = many.receive(conn, together, now) if together else None
            if taken is not None:
                new += taken.seqs
                kinds.add(event.kind)
                unread[taken.thread] += taken.unread
                queue += _merges(conn, taken.seqs[0], event, asked)
                at += len(taken.seqs)
                continue
            one_by_one = max(one_by_one, at + len(together))
            at += 1
            try:
                seq = _insert(conn, event, now)
            except UnicodeEncodeError:
                event = sound(event)
                seq = _insert(conn, event, now)
            if seq is None:
                continue
            new.append(seq)
            kinds.add(event.kind)
            threads |= apply(conn, seq, event, now)
            queue += _merges(conn, seq, event, asked)
            if isinstance(event.body, MessageReceived) and event.body.direction == "out":
                queue += sends.recognised(conn, event)
        for thread in threads:
            summary.refresh(conn, thread)
        for thread in unread.keys() - threads:
            summary.refresh(conn, thread, unread[thread])
        threads |= unread.keys()
        change = Change(frozenset(kinds), frozenset(threads), new[-1] if new else 0)
        return Appended(tuple(new), change)

    async def read(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Run a query on a read-only snapshot, off the loop."""
        return await self._file.read(work)

    async def write(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Operational state only (attempts, cursors): what happened belongs in the log."""
        return await asyncio.shield(self._written(work))

    async def _written(self, work: Callable[[sqlite3.Connection], T], *, lasting: bool = True) -> T:
        problem: Problem | None = None
        try:
            return await self._file.write(work, lasting=lasting)
        except ProblemError as error:
            problem = error.problem
            raise
        finally:
            if problem != self.problem:
                self.problem = problem
                self.notify(Change(frozenset({"store"}), frozenset(), 0))

    def notify(self, change: Change) -> None:
        """Tell the listeners of a change made by ``write``."""
        for listener in tuple(self._listeners):
            listener(change)

    async def event(self, seq: int) -> Event:
        """The event at one position of the log."""
        return (await self._file.read(lambda conn: load(conn, seq)))[0]

    async def known(
        self, peer_channel: str, account: str, ids: Sequence[str]
    ) -> dict[str, KnownMessage]:
        """The stored messages of that account with those external ids."""

        def query(conn: sqlite3.Connection) -> dict[str, KnownMessage]:
            # one statement whatever the number of ids: each would be kept prepared, for each number
            rows = conn.execute(
                f"{_KNOWN} WHERE m.channel = ? AND m.account = ? AND m.external_id IN"
                " (SELECT value FROM json_each(?))",
                (peer_channel, account, json.dumps(list(ids))),
            ).fetchall()
            return {
                row["external_id"]: one for row, one in zip(rows, _known(conn, rows), strict=True)
            }

        return await self._file.read(query)

    async def recent(self, peer: Peer, limit: int) -> list[KnownMessage]:
        """The newest messages of a chat, newest first, deleted ones too."""

        def query(conn: sqlite3.Connection) -> list[KnownMessage]:
            rows = conn.execute(
                f"{_KNOWN} WHERE m.identity = ({_WHO})"
                " AND m.external_id IS NOT NULL ORDER BY m.at DESC, m.number DESC,"
                " m.id DESC LIMIT ?",
                (peer.channel.value, peer.account, peer.id, limit),
            ).fetchall()
            return _known(conn, rows)

        return await self._file.read(query)

    async def stretch(self, peer: Peer, since: int, until: int | None) -> list[KnownMessage]:
        """The messages of a chat dated from ``since`` to ``until``."""

        def query(conn: sqlite3.Connection) -> list[KnownMessage]:
            rows = conn.execute(
                f"{_KNOWN} WHERE m.identity = ({_WHO})"
                " AND m.external_id IS NOT NULL AND m.at BETWEEN ? AND ?",
                (
                    peer.channel.value,
                    peer.account,
                    peer.id,
                    since,
                    1 << 62 if until is None else until,
                ),
            ).fetchall()
            return _known(conn, rows)

        return await self._file.read(query)

    async def ledgers(self, channel: str, account: str) -> list[tuple[str, bytes]]:
        """What a channel knows of the chats of an account."""
        return await self._file.read(lambda conn: ledgers.all_of(conn, channel, account))

    async def keep_ledgers(
        self, channel: str, account: str, kept: Mapping[str, ChatLedger]
    ) -> None:
        """Keep what a channel knows of chats; listeners hear where a gap came or went."""
        threads = await self.write(lambda conn: ledgers.keep(conn, channel, account, kept))
        if threads:
            self.notify(Change(frozenset({"gap"}), frozenset(threads), 0))

    async def append_page(
        self, events: Sequence[Event], channel: str, account: str, kept: Mapping[str, ChatLedger]
    ) -> None:
        """Write events that are new and what a channel knows of chats by them: both or neither.
        There is no wait for the disk: what is lost in a power cut is history, asked for again."""

        def work(conn: sqlite3.Connection) -> tuple[Appended, set[int]]:
            return self._append(conn, events), ledgers.keep(conn, channel, account, kept)

        async def commit() -> None:
            appended, threads = await self._written(work, lasting=False)
            if appended.new:
                self.notify(appended.change)
            if threads:
                self.notify(Change(frozenset({"gap"}), frozenset(threads), 0))

        await asyncio.shield(commit())

    async def chats(
        self, channel: str, account: str, peers: Sequence[str] | None
    ) -> dict[str, ChatState]:
        """What the messenger is known to have set for chats."""
        return await self._file.read(lambda conn: chats.known(conn, channel, account, peers))

    async def account_chats(
        self, channel: str, account: str
    ) -> tuple[tuple[Folder, ...], MuteDefaults]:
        """The folders of an account and what it mutes, without what is wanted of them."""
        return await self._file.read(lambda conn: chats.of_account(conn, channel, account))

    async def get_state(self, key: str) -> bytes | None:
        """A channel's own cursor."""

        def query(conn: sqlite3.Connection) -> bytes | None:
            row = conn.execute("SELECT value FROM state WHERE key = ?", (key,)).fetchone()
            return bytes(row[0]) if row else None

        return await self._file.read(query)

    async def set_state(self, key: str, value: bytes) -> None:
        """Keep a channel's own cursor."""

        def work(conn: sqlite3.Connection) -> None:
            conn.execute("INSERT OR REPLACE INTO state VALUES (?, ?)", (key, value))

        await self.write(work)

    async def rebuild(self) -> None:
        """Make the whole projection anew from the log."""
        await self.write(rebuild)


def _merges(
    conn: sqlite3.Connection, seq: int, event: Event, asked: set[tuple[Peer, Profile | None]]
) -> list[Event]:
    """Threads that now carry the same phone are one. Of the messages of a client who is called the
    same in all of them, the first one of those that are written together is ``asked``."""
    body = event.body
    carries = ProfileSeen | MessageReceived | IdentityChanged | ThreadOpened
    if event.peer is None or not isinstance(body, carries):
        return []
    if isinstance(body, MessageReceived):
        if (event.peer, body.profile) in asked:
            return []
        asked.add((event.peer, body.profile))
    return [
        Event(external_id=f"{m.thread}+{m.other}@{seq}", at=event.at, body=m)
        for m in people.same_phone(conn, event.peer)
    ]


_KNOWN = "SELECT m.*, i.peer FROM messages m JOIN identities i ON i.id = m.identity"
_WHO = (
    "SELECT coalesce(alias_of, id) FROM identities WHERE channel = ? AND account = ? AND peer = ?"
)


def _known(conn: sqlite3.Connection, rows: Sequence[sqlite3.Row]) -> list[KnownMessage]:
    reactions: dict[int, list[tuple[str, str]]] = {}
    for message, actor, emoji in conn.execute(
        "SELECT message, actor, emoji FROM reactions WHERE emoji != ''"
        " AND message IN (SELECT value FROM json_each(?))",
        (json.dumps([row["id"] for row in rows]),),
    ):
        reactions.setdefault(message, []).append((actor, emoji))
    return [
        KnownMessage(
            external_id=row["external_id"],
            peer=Peer(Channel(row["channel"]), row["account"], row["peer"]),
            text=row["text"],
            at=row["at"],
            edited_at=row["edited_at"],
            deleted=bool(row["deleted"]),
            direction=row["direction"],
            reactions=tuple(reactions.get(row["id"], ())),
            note=row["note"],
            pinned=bool(row["pinned"]),
            page=(around := _around(row["around"] or b"{}")).page,
            keys=around.keys,
        )
        for row in rows
    ]


def _insert(conn: sqlite3.Connection, event: Event, now: int) -> int | None:
    """The position of a new event; None when its key is in the log already."""
    cursor = conn.execute(
        "INSERT INTO log (channel, account, external_id, kind, peer, at, recorded_at, body, raw)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
        (
            event.channel.value, event.account, event.external_id, event.kind,
            event.peer.id if event.peer else "", event.at, now, _encode(event.body), event.raw,
        ),
    )  # fmt: skip
    return cursor.lastrowid if cursor.rowcount == 1 else None
