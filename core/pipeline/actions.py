"""What the operator does, as events. Each call returns when it is durable."""

import asyncio
import logging
import time
import uuid
from collections.abc import Awaitable, Callable, Mapping, Sequence
from pathlib import Path

from msgspec import structs

from core.channels.whatsapp import outgoing
from core.domain import drafts, markdown
from core.domain import events as ev
from core.domain.business import Shortcut
from core.domain.channels import Channel, Peer
from core.domain.marks import Mark
from core.domain.problems import Problem, ProblemError
from core.domain.sends import (
    Content,
    Delete,
    Edit,
    Forward,
    Pin,
    QuickReply,
    Quote,
    Reaction,
    Values,
    Vote,
    shown,
)
from core.pipeline.gestures import last_words
from core.pipeline.outgoing_files import keep
from core.pipeline.ports import Grouped
from core.pipeline.sending import in_time, refuse_closed_window, same_content
from core.ports import ChannelPort
from core.store.read import acting, rooms
from core.store.read.gestures import gesture_state, waiting_edit
from core.store.store import Store

log = logging.getLogger(__name__)

_PUT_OFF_MS = 10_000


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
        topic: Callable[[Peer, str | None], Awaitable[int]] | None = None,
    ) -> None:
        """``hold_ms``: how long a text waits, for it may be taken back. ``closed`` says why nothing
        can be sent to a peer any more, ``topic`` where in a forum something goes that answers
        this (`GroupWork.topic`)."""
        self._closed, self._topic = closed, topic
        self._store = store
        self._media = media
        self._hold_ms = hold_ms
        self._channels = channels
        self._now = now

    async def send(
        self, peer: Peer, text: str, reply_to: str | None = None, *, typed: bool = True,
        looks: drafts.Content | None = None, quote: Quote | None = None, silent: bool = False,
    ) -> str:  # fmt: skip
        """Queue a text; returns its client_ref. ``typed``: its signs (**bold**) are looks where the
        messenger has none of its own; ``looks``: it was read as this already. ``quote``: which
        words of ``reply_to`` are meant. ``silent``: it makes no sound there."""
        text, marks = markdown.read_for(peer.channel, text) if typed else (text, ())
        if looks is not None:
            text, marks = looks.text, looks.marks
        body = ev.SendRequested(
            client_ref=uuid.uuid4().hex, text=text, reply_to=reply_to, hold_ms=self._hold_ms(),
            marks=marks, quote=quote if reply_to else None, silent=silent,
        )  # fmt: skip
        return await self.request(peer, body)

    async def send_template(
        self, peer: Peer, name: str, lang: str, values: Values, text: str, file: Path | None = None
    ) -> str:
        """Queue a template; ``text`` is what the client will read, for the thread, ``file`` what
        stands above it."""
        above = await keep(self._media, file) if file is not None else None
        return await self.request(
            peer,
            ev.SendRequested(
                client_ref=uuid.uuid4().hex,
                text=text,
                file=above.file if above is not None else "",
                file_name=above.name if above is not None else "",
                mime=above.mime if above is not None else "",
                template=name,
                template_lang=lang,
                params=tuple(param.text for param in values.body),
                content=values,
            ),
        )

    async def send_content(self, peer: Peer, content: Content, reply_to: str | None = None) -> str:
        """Queue a place, contacts, buttons or a list; returns its client_ref."""
        return await self.request(
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
        return await self.request(
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
        return await self.request(peer, body)

    async def edit(self, peer: Peer, message: str, text: str, file: Path | None = None) -> str:
        """The words of a message of ours (external id, or client_ref while it has none) are to be
        these: shown at once, sent as soon as may be, taken back where the messenger will not have
        it. What has not gone out goes out so. ``file`` is to stand in place of its file. Returns
        the client_ref of the wish. Raises ProblemError."""
        text, marks = markdown.read_for(peer.channel, text)
        stands = await self._store.read(lambda conn: acting.of_ours(conn, peer, message))
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
        wanted = Edit(target=target, text=text, marks=marks)
        if file is not None:
            kept = await keep(self._media, file)
            wanted = structs.replace(wanted, file=kept.file, file_name=kept.name, mime=kept.mime)
        elif (waits := await self._store.read(lambda c: waiting_edit(c, peer, target))) is not None:
            before = (await self._store.event(waits)).body
            if isinstance(before, ev.SendRequested) and isinstance(before.content, Edit):
                wanted = structs.replace(before.content, text=text, marks=marks)
        return await self._wish(peer, wanted)

    async def forward(
        self, peer: Peer, source: Peer, message: str, text: str, marks: tuple[Mark, ...] = (),
        *, named: bool = True, more: Sequence[str] = (),
    ) -> str:  # fmt: skip
        """Queue a message (external id) of the chat with ``source`` to be passed on to ``peer``,
        which is of the same account, and ``more`` of its album with it; ``text`` is what the thread
        shows until it is there."""
        return await self.request(
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

    async def vote(self, peer: Peer, message: str, options: Sequence[bytes]) -> str:
        """Our vote in a poll (external id) is to be for these options, none takes it back: shown at
        once, sent as soon as may be. Returns its client_ref."""
        return await self._wish(peer, Vote(target=message, options=tuple(options)))

    async def pin(self, peer: Peer, message: str, *, pinned: bool, both: bool = False) -> str:
        """A message (external id) is to be at the top of its chat, or no longer; ``both``: for the
        client, too. Returns its client_ref."""
        return await self._wish(peer, Pin(target=message, pinned=pinned, both=both))

    async def _wish(self, peer: Peer, content: Edit | Delete | Vote | Pin) -> str:
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

    async def request(self, peer: Peer, body: ev.SendRequested) -> str:
        """Queue a send; returns its client_ref. Raises ProblemError where it can never go out."""
        if peer.channel is Channel.WHATSAPP:
            outgoing.check(body)
        gone = self._closed(peer)
        if gone is not None:
            raise ProblemError(gone)
        closes = await self._store.read(lambda conn: acting.window_closes(conn, peer))
        refuse_closed_window(body, peer.channel, closes, self._now())
        body = in_time(body, peer.channel, closes, self._now())
        if self._topic is not None and (topic := await self._topic(peer, body.reply_to)):
            body = structs.replace(body, topic=topic)
        await self._append(body.client_ref, body, peer)
        return body.client_ref

    async def retry(self, client_ref: str) -> None:
        """Send a failed message again, as a new send in the old one's place. The new reference is
        made from the old one, so that two clicks are one send."""
        peer, body = await self._failed(client_ref)
        again = uuid.uuid5(uuid.NAMESPACE_OID, client_ref).hex
        await self.request(peer, same_content(body, again))
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
        row = await self._store.read(lambda conn: acting.not_sent(conn, client_ref))
        if row is None:
            raise ProblemError(Problem("send-gone"))
        body = (await self._store.event(row["seq"])).body
        assert isinstance(body, ev.SendRequested)
        body = await last_words(self._store, row["id"], body)
        return Peer(Channel(row["channel"]), row["account"], row["peer"]), body

    async def mark_read(self, *threads: int) -> None:
        """The operator has seen the threads: here, in one append, and then at the messenger (best
        effort)."""
        rows = await self._store.read(lambda conn: acting.newest_unread(conn, threads))
        peers = [Peer(Channel(row["channel"]), row["account"], row["peer"]) for row in rows]
        mentions = await self._store.read(
            lambda conn: [rooms.has_mention(conn, peer) for peer in peers]
        )
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
        for row, peer, named in zip(rows, peers, mentions, strict=True):
            channel = self._channels().get((peer.channel.value, peer.account))
            if channel is not None and channel.state == "online":
                try:
                    await channel.mark_read(peer, row["external_id"])
                    if named and isinstance(channel, Grouped):
                        await channel.groups.mentions_read(peer)
                except ProblemError as error:
                    log.info("read mark not sent: %s", error)

    async def _append(self, external_id: str, body: ev.Body, peer: Peer) -> None:
        await self._store.append(
            [ev.Event(external_id=external_id, at=self._now(), peer=peer, body=body)]
        )
