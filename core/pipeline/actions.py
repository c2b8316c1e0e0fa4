"""What the operator does, as events. Each call returns when it is durable."""

import asyncio
import json
import logging
import mimetypes
import sqlite3
import time
import uuid
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from msgspec import structs

from core.channels.whatsapp import outgoing
from core.domain import drafts, markdown
from core.domain import events as ev
from core.domain.business import Shortcut
from core.domain.changes import Change
from core.domain.channels import Channel, Peer
from core.domain.later import Later
from core.domain.marks import Mark
from core.domain.problems import Problem, ProblemError, unwritable
from core.domain.reading import Fact
from core.domain.sends import Content, Delete, Edit, Forward, QuickReply, Reaction, Values, shown
from core.pipeline.gestures import last_words
from core.pipeline.sending import in_time, refuse_closed_window, same_content
from core.ports import ChannelPort, Finder, Postponer, Reactor, Typist, Uploader
from core.store.read import threads as read_threads
from core.store.read.gestures import gesture_state
from core.store.store import Store
from core.support import media as media_files
from core.support.opus import opus_seconds

log = logging.getLogger(__name__)

MAX_FILE = 100 * 1024 * 1024
_PUT_OFF_MS = 10_000
ALBUM = 10
"""Files at most that Telegram shows as one."""


class Actions:
    """The verbs of the desk. Raises ProblemError with what the operator can do about it."""

    def __init__(
        self,
        store: Store,
        media: Path,
        channels: Callable[[], Mapping[tuple[str, str], ChannelPort]],
        now: Callable[[], int] = lambda: int(time.time() * 1000),
        hold_ms: Callable[[], int] = lambda: 0,
        closed: Callable[[Peer], Problem | None] = lambda _peer: None,
    ) -> None:
        """``hold_ms``: how long a text waits, for it may be taken back. ``closed`` says why nothing
        can be sent to a peer any more."""
        self._closed = closed
        self._store = store
        self._media = media
        self._hold_ms = hold_ms
        self._channels = channels
        self._now = now

    async def send(
        self, peer: Peer, text: str, reply_to: str | None = None, *, typed: bool = True,
        looks: drafts.Content | None = None,
    ) -> str:  # fmt: skip
        """Queue a text; returns its client_ref. ``typed``: its signs (**bold**) are looks where the
        messenger has none of its own; ``looks``: it was read as this already."""
        text, marks = _looks(peer, text) if typed else (text, ())
        if looks is not None:
            text, marks = looks.text, looks.marks
        body = ev.SendRequested(
            client_ref=uuid.uuid4().hex, text=text, reply_to=reply_to, hold_ms=self._hold_ms(),
            marks=marks,
        )  # fmt: skip
        return await self._request(peer, body)

    async def send_file(
        self, peer: Peer, path: Path, caption: str = "", name: str = "", *, typed: bool = True,
        wave: bytes = b"",
    ) -> str:  # fmt: skip
        """Queue a file: its bytes are kept first, so it can be sent whatever becomes of it.
        ``name``: what the client sees, '' for that of the file; ``wave``: the peaks of a
        recording, 0 to 255 each."""
        caption, marks = _looks(peer, caption) if typed else (caption, ())
        kept = await asyncio.to_thread(_keep, self._media, path)
        name = name or path.name
        mime = mimetypes.guess_type(name)[0] or "application/octet-stream"
        return await self._request(
            peer,
            ev.SendRequested(
                client_ref=uuid.uuid4().hex,
                text=caption,
                marks=marks,
                file=kept,
                file_name=name,
                mime=mime,
                wave=wave,
                seconds=await asyncio.to_thread(_seconds, self._media / kept) if wave else 0,
            ),
        )

    async def send_files(self, peer: Peer, paths: Sequence[Path], caption: str = "") -> None:
        """Queue several files, ``caption`` with the first: on Telegram as albums, where pictures
        go with pictures and other files with other files; elsewhere one by one."""
        for group in albums(paths) if peer.channel is Channel.TELEGRAM else [[p] for p in paths]:
            if len(group) == 1:
                await self.send_file(peer, group[0], caption)
            else:
                await self._send_album(peer, group, caption)
            caption = ""

    async def _send_album(self, peer: Peer, paths: Sequence[Path], caption: str) -> None:
        caption, marks = _looks(peer, caption)
        files = [
            ev.SentFile(
                file=await asyncio.to_thread(_keep, self._media, path),
                name=path.name,
                mime=_mime(path.name),
            )
            for path in paths
        ]
        first = files[0]
        await self._request(
            peer,
            ev.SendRequested(
                client_ref=uuid.uuid4().hex,
                text=caption,
                file=first.file,
                file_name=first.name,
                mime=first.mime,
                more=tuple(files[1:]),
                marks=marks,
            ),
        )

    async def send_template(
        self, peer: Peer, name: str, lang: str, values: Values, text: str, file: Path | None = None
    ) -> str:
        """Queue a template; ``text`` is what the client will read, for the thread, ``file`` what
        stands above it."""
        kept = await asyncio.to_thread(_keep, self._media, file) if file is not None else ""
        name_ = file.name if file is not None else ""
        return await self._request(
            peer,
            ev.SendRequested(
                client_ref=uuid.uuid4().hex,
                text=text,
                file=kept,
                file_name=name_,
                mime=(mimetypes.guess_type(name_)[0] or "application/octet-stream") if kept else "",
                template=name,
                template_lang=lang,
                params=tuple(param.text for param in values.body),
                content=values,
            ),
        )

    async def send_content(self, peer: Peer, content: Content, reply_to: str | None = None) -> str:
        """Queue a place, contacts, buttons or a list; returns its client_ref."""
        return await self._request(
            peer,
            ev.SendRequested(
                client_ref=uuid.uuid4().hex,
                text=shown(content),
                reply_to=reply_to,
                content=content,
                hold_ms=self._hold_ms(),
            ),
        )

    async def send_quick_reply(self, peer: Peer, reply: Shortcut) -> str:
        """Queue what Telegram keeps as a quick reply: its messages as they are there. The thread
        shows what is known of the first until it is out. Returns the client_ref."""
        if not reply.messages:
            raise ProblemError(Problem("business-shortcut-invalid"))
        first = reply.messages[0]
        return await self._request(
            peer,
            ev.SendRequested(
                client_ref=uuid.uuid4().hex,
                text=first.text,
                marks=first.marks,
                content=QuickReply(
                    shortcut=reply.id, messages=tuple(one.id for one in reply.messages)
                ),
                hold_ms=self._hold_ms(),
            ),
        )

    async def react(self, peer: Peer, message: str, emoji: str) -> str:
        """Our reaction on a message (external id) of a chat is to be ``emoji``, '' takes it back:
        shown at once, sent as soon as may be, and what stood before stands again where the
        messenger will not have it. Returns its client_ref. Raises ProblemError."""
        content = Reaction(target=message, emoji=emoji)
        body = ev.SendRequested(client_ref=uuid.uuid4().hex, content=content)
        return await self._request(peer, body)

    async def postpone(self, peer: Peer, text: str, at: int) -> None:
        """Have the messenger send a text ``at`` (ms): it waits there, this machine may be off.
        Raises ProblemError."""
        text, marks = _looks(peer, text)
        await self._postponer(peer).postpone(peer, text, marks, at, uuid.uuid4().hex)

    async def waiting(self, peer: Peer) -> list[Later]:
        """What waits in a chat at the messenger; none where it keeps none. Raises ProblemError."""
        if peer.channel is not Channel.TELEGRAM:
            return []
        return await self._postponer(peer).waiting(peer)

    async def move_waiting(self, peer: Peer, waiting: str, at: int) -> None:
        """Another time for one that waits. Raises ProblemError."""
        await self._postponer(peer).move(peer, waiting, at)

    async def cancel_waiting(self, peer: Peer, waiting: str) -> None:
        """One that waits is not to be sent. Raises ProblemError."""
        await self._postponer(peer).cancel(peer, waiting)

    def _postponer(self, peer: Peer) -> Postponer:
        channel = self._channels().get((peer.channel.value, peer.account))
        if not isinstance(channel, Postponer):
            if channel is not None and channel.channel == Channel.TELEGRAM:
                raise ProblemError(Problem("telegram-bot-cannot"))
            raise ProblemError(Problem("later-not-here"))
        return channel

    async def find(self, words: str) -> int:
        """Look for words at every messenger that can be searched; how many messages were not here
        before. Raises ProblemError where none answers."""
        found, problem = 0, Problem("find-nowhere")
        answered = False
        for channel in self._channels().values():
            if isinstance(channel, Finder) and channel.state == "online":
                try:
                    found += await channel.find(words)
                    answered = True
                except ProblemError as error:
                    problem = error.problem
        if not answered:
            raise ProblemError(problem)
        return found

    async def reactions(self, peer: Peer) -> tuple[str, ...]:
        """The emoji that the messenger takes as reactions, () where it does not say (now)."""
        channel = self._channels().get((peer.channel.value, peer.account))
        if not isinstance(channel, Reactor) or channel.state != "online":
            return ()
        try:
            return await channel.reactions()
        except ProblemError as error:
            log.info("which reactions it takes is not known: %s", error)
            return ()

    async def edit(self, peer: Peer, message: str, text: str) -> str:
        """The words of a message of ours (external id, or client_ref while it has none) are to be
        these: shown at once, sent as soon as may be, taken back where the messenger will not have
        it. What has not gone out goes out so. Returns the client_ref of the wish. Raises
        ProblemError."""
        text, marks = _looks(peer, text)
        stands = await self._store.read(lambda conn: _editable(conn, peer, message))
        if stands is None:
            raise ProblemError(Problem("message-gone"))
        if stands["external_id"] is None:
            await self._put_off(stands["client_ref"])
            _, body = await self._failed(stands["client_ref"])
            if peer.channel is Channel.WHATSAPP:
                outgoing.check(structs.replace(body, text=text))
        elif peer.channel is not Channel.TELEGRAM:
            raise ProblemError(Problem("edit-not-here"))
        target = stands["external_id"] or stands["client_ref"]
        return await self._wish(peer, Edit(target=target, text=text, marks=marks))

    async def forward(
        self, peer: Peer, source: Peer, message: str, text: str, marks: tuple[Mark, ...] = (),
        *, named: bool = True, more: Sequence[str] = (),
    ) -> str:  # fmt: skip
        """Queue a message (external id) of the chat with ``source`` to be passed on to ``peer``,
        which is of the same account, and ``more`` of its album with it; ``text`` is what the thread
        shows until it is there."""
        return await self._request(
            peer,
            ev.SendRequested(
                client_ref=uuid.uuid4().hex,
                text=text,
                marks=marks,
                content=Forward(source=source.id, target=message, named=named, more=tuple(more)),
                hold_ms=self._hold_ms(),
            ),
        )

    async def delete(self, peer: Peer, messages: Sequence[str]) -> list[str]:
        """Messages (external ids) are to be gone for both sides. Returns a client_ref each."""
        return [await self._wish(peer, Delete(target=one)) for one in messages]

    async def _wish(self, peer: Peer, content: Edit | Delete) -> str:
        body = ev.SendRequested(client_ref=uuid.uuid4().hex, content=content)
        await self._append(body.client_ref, body, peer)
        return body.client_ref

    async def settled(self, client_ref: str, seconds: float = 30.0) -> None:
        """Wait, so long at most, for what the messenger says of a reaction, an edit or a deletion.
        Raises ProblemError with why it was taken back."""
        changed = asyncio.Event()
        unlisten = self._store.listen(lambda _change: changed.set())
        try:
            async with asyncio.timeout(seconds):
                while True:
                    changed.clear()
                    status, problem = await self._store.read(lambda c: gesture_state(c, client_ref))
                    if status == "failed":
                        raise ProblemError(Problem.decode(problem) or Problem("other"))
                    if status != "queued":
                        return
                    await changed.wait()
        except TimeoutError:
            return  # it goes out when it can
        finally:
            unlisten()

    async def typing(self, peer: Peer) -> None:
        """Show the client that an answer to their last message is being written, where the
        messenger can and nothing is unread; best effort."""
        channel = self._channels().get((peer.channel.value, peer.account))
        if not isinstance(channel, Typist) or channel.state != "online":
            return
        last = await self._store.read(lambda conn: _last_read(conn, peer))
        if last is not None:
            try:
                await channel.typing(peer, last)
            except ProblemError as error:
                log.info("typing not shown: %s", error)

    def stop_upload(self, client_ref: str) -> bool:
        """Stop the file of a send on its way; False where it is not."""
        channels = self._channels().values()
        return any(isinstance(c, Uploader) and c.stop_upload(client_ref) for c in channels)

    async def _request(self, peer: Peer, body: ev.SendRequested) -> str:
        if peer.channel is Channel.WHATSAPP:
            outgoing.check(body)
        gone = self._closed(peer)
        if gone is not None:
            raise ProblemError(gone)
        closes = await self._store.read(lambda conn: _closes(conn, peer))
        refuse_closed_window(body, peer.channel, closes, self._now())
        body = in_time(body, peer.channel, closes, self._now())
        await self._append(body.client_ref, body, peer)
        return body.client_ref

    async def retry(self, client_ref: str) -> None:
        """Send a failed message again, as a new send in the old one's place. The new reference is
        made from the old one, so that two clicks are one send."""
        peer, body = await self._failed(client_ref)
        again = uuid.uuid5(uuid.NAMESPACE_OID, client_ref).hex
        await self._request(peer, same_content(body, again))
        await self.discard(client_ref)

    async def discard(self, client_ref: str) -> None:
        """Take a message that was not sent out of the thread."""
        peer, _ = await self._failed(client_ref)
        await self._append(client_ref, ev.MessageDeleted(target=client_ref), peer)

    async def take_back(self, client_ref: str) -> None:
        """Take a text back that has not gone out yet. Raises ProblemError(``send-went-out``)
        where it has, or is about to."""
        # Put off, then deleted: whoever sends asks again whether it is time, so of the two of us
        # one has it. Whatever ends the process in between, it goes out a little later.
        await self._put_off(client_ref)
        await self.discard(client_ref)

    async def _put_off(self, client_ref: str) -> None:
        """Hold what has not gone out for a moment. Raises ProblemError(``send-went-out``)."""
        put_off = await self._store.write(
            lambda conn: conn.execute(
                "UPDATE messages SET next_at = ? WHERE client_ref = ? AND status = 'queued'"
                " AND external_id IS NULL AND deleted = 0",
                (self._now() + _PUT_OFF_MS, client_ref),
            )
        )
        if put_off.rowcount != 1:
            raise ProblemError(Problem("send-went-out"))

    async def _failed(self, client_ref: str) -> tuple[Peer, ev.SendRequested]:
        def query(conn: sqlite3.Connection) -> sqlite3.Row | None:
            row: sqlite3.Row | None = conn.execute(
                "SELECT m.id, m.seq, m.channel, m.account, i.peer FROM messages m JOIN identities i"
                " ON i.id = m.identity WHERE client_ref = ? AND external_id IS NULL AND deleted = 0"
                " AND status IN ('failed', 'queued')",
                (client_ref,),
            ).fetchone()
            return row

        row = await self._store.read(query)
        if row is None:
            raise ProblemError(Problem("send-gone"))
        body = (await self._store.event(row["seq"])).body
        assert isinstance(body, ev.SendRequested)
        body = await last_words(self._store, row["id"], body)
        return Peer(Channel(row["channel"]), row["account"], row["peer"]), body

    async def mark_read(self, *threads: int) -> None:
        """The operator has seen the threads: here, in one append, and then at the messenger (best
        effort)."""

        def query(conn: sqlite3.Connection) -> list[sqlite3.Row]:
            return conn.execute(
                "SELECT i.channel, i.account, i.peer, m.external_id, max(m.at) AS at"
                " FROM messages m JOIN identities i ON i.id = m.identity WHERE m.thread IN"
                " (SELECT value FROM json_each(?)) AND m.unread = 1 GROUP BY i.id",
                (json.dumps(threads),),
            ).fetchall()

        rows = await self._store.read(query)
        peers = [Peer(Channel(row["channel"]), row["account"], row["peer"]) for row in rows]
        await self._store.append(
            [
                ev.Event(
                    external_id=f"us:{row['external_id']}",
                    at=row["at"],
                    peer=peer,
                    body=ev.ReadUpTo(reader="us", up_to=row["external_id"]),
                )
                for row, peer in zip(rows, peers, strict=True)
            ]
        )
        for row, peer in zip(rows, peers, strict=True):
            channel = self._channels().get((peer.channel.value, peer.account))
            if channel is not None and channel.state == "online":
                try:
                    await channel.mark_read(peer, row["external_id"])
                except ProblemError as error:
                    log.info("read mark not sent: %s", error)

    async def review_fact(
        self, thread: int, fact: Fact, verdict: ev.Verdict, value: str = "", unit: str = ""
    ) -> None:
        """Confirm, correct or reject a fact."""
        await self._append(
            uuid.uuid4().hex,
            ev.FactReviewed(
                thread=thread,
                fact=fact.id,
                fact_kind=fact.kind,
                verdict=verdict,
                value=value,
                unit=unit,
            ),
        )

    async def correct_intents(self, thread: int, tags: Sequence[str]) -> None:
        """The operator's tags; they hold until the client writes again."""
        body = ev.IntentsCorrected(thread=thread, tags=tuple(tags))
        await self._append(uuid.uuid4().hex, body)

    async def undo_merge(self, thread: int, other: int) -> None:
        """Part two contacts that were taken for one."""
        await self._append(uuid.uuid4().hex, ev.MergeUndone(thread=thread, other=other))

    async def export(self, thread: int) -> None:
        """Have the outbox look at the thread again, whatever it did before."""
        await self._store.write(
            lambda conn: conn.execute(
                "UPDATE crm SET handled = 0, next_at = 0, attempts = 0 WHERE thread = ?", (thread,)
            )
        )
        self._store.notify(Change(frozenset({"crm"}), frozenset({thread}), 0))

    async def _append(
        self, external_id: str, body: ev.Body, peer: Peer | None = None, at: int | None = None
    ) -> None:
        await self._store.append(
            [
                ev.Event(
                    external_id=external_id,
                    at=self._now() if at is None else at,
                    peer=peer,
                    body=body,
                )
            ]
        )


def _last_read(conn: sqlite3.Connection, peer: Peer) -> str | None:
    """The client's last message of a chat, None while anything of it is unread."""
    row = conn.execute(
        "SELECT m.external_id, m.unread FROM messages m JOIN identities i ON i.id = m.identity"
        " WHERE i.channel = ? AND i.account = ? AND i.peer = ? AND m.direction = 'in'"
        " AND m.deleted = 0 ORDER BY m.at DESC, m.id DESC LIMIT 1",
        (peer.channel.value, peer.account, peer.id),
    ).fetchone()
    return str(row["external_id"]) if row is not None and not row["unread"] else None


def _looks(peer: Peer, text: str) -> tuple[str, tuple[Mark, ...]]:
    """What is typed with signs, for a messenger that has marks beside the text (WhatsApp reads
    signs of its own)."""
    return markdown.read(text) if peer.channel is Channel.TELEGRAM else (text, ())


def _editable(conn: sqlite3.Connection, peer: Peer, message: str) -> sqlite3.Row | None:
    """A message of ours by its external id, or by its client_ref."""
    row: sqlite3.Row | None = conn.execute(
        "SELECT external_id, client_ref FROM messages WHERE channel = ? AND account = ?"
        " AND (external_id = ? OR client_ref = ?) AND direction = 'out' AND deleted = 0",
        (peer.channel.value, peer.account, message, message),
    ).fetchone()
    return row


def _closes(conn: sqlite3.Connection, peer: Peer) -> int | None:
    row = conn.execute(
        "SELECT w.*, 0 AS last_at FROM identities i JOIN identities w"
        " ON w.id = coalesce(i.alias_of, i.id)"
        " WHERE i.channel = ? AND i.account = ? AND i.peer = ?",
        (peer.channel.value, peer.account, peer.id),
    ).fetchone()
    return read_threads.peer_row(row).window_closes if row is not None else None


def albums(paths: Sequence[Path]) -> list[list[Path]]:
    """Files as Telegram takes them together: pictures with pictures and other files with other
    files, at most ten, in their order (https://core.telegram.org/api/files#albums-grouped-media).
    """
    found: list[list[Path]] = []
    for path in paths:
        last = found[-1] if found else []
        if last and len(last) < ALBUM and _drawn(last[0]) == _drawn(path):
            last.append(path)
        else:
            found.append([path])
    return found


def _drawn(path: Path) -> bool:
    return _mime(path.name) in ("image/jpeg", "image/png")


def _seconds(path: Path) -> int:
    """How long a recording is; 0 where it cannot be told."""
    try:
        return opus_seconds(path)
    except OSError:
        return 0


def _mime(name: str) -> str:
    return mimetypes.guess_type(name)[0] or "application/octet-stream"


def _keep(media: Path, path: Path) -> str:
    """Copy a file the operator chose into the media folder; returns its relative path."""
    try:
        size = path.stat().st_size
        if size > MAX_FILE:
            raise ProblemError(Problem("file-too-large", {"mb": str(size // 2**20)}))
        data = path.read_bytes()
    except OSError as error:
        raise ProblemError(Problem("file-unreadable", {"name": path.name})) from error
    try:
        return media_files.keep(media, data, path.name)[0]
    except OSError as error:
        raise ProblemError(unwritable(error, media)) from error
