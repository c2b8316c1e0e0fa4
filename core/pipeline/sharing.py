"""The stage that tells the other desks what this one sent, read and put on threads on WhatsApp.

Its cursor is a position of the log. What a desk sends does not come back by webhook (the Cloud
API echoes no API sends), and what another one reads is read for all.
"""

import logging
import sqlite3
from collections.abc import Awaitable, Callable

import msgspec
from msgspec import structs

from core.domain import events as ev
from core.domain.channels import Channel, Peer
from core.domain.problems import ChannelError
from core.domain.sends import Edit, Reaction
from core.domain.shared import FOREIGN, pack
from core.ports import Feed, Sent
from core.store.read.gestures import amended
from core.store.read.team import chats
from core.store.store import Store
from core.support.worker import Worker

log = logging.getLogger(__name__)

_BLOCK = 500


class _Item(msgspec.Struct, frozen=True):
    seq: int
    key: str
    event: ev.Event
    client_ref: str = ""


class SharingStage:
    """``sent`` tells what a send was taken as, with the id of its file at Meta's."""

    def __init__(
        self,
        store: Store,
        feed: Feed,
        account: str,
        sent: Callable[[str], Awaitable[Sent | None]],
    ) -> None:
        self._store = store
        self._feed = feed
        self._account = account
        self._sent = sent
        self._key = f"shared:whatsapp:{account}"
        self._cursor: int | None = None
        self.worker = Worker("sharing", self.step)

    async def step(self) -> float | None:
        """Share what one block of the log holds."""
        cursor = await self._from()
        top, items = await self._store.read(lambda conn: _block(conn, self._account, cursor))
        for item in items:
            event = await self._with_file(item)
            try:
                await self._feed.share(item.key, pack([event]))
            except ChannelError as error:
                if error.retry_in is not None:
                    return error.retry_in
                log.warning("%s cannot be shared: %s", item.key, error)
            self._cursor = item.seq
        self._cursor = top
        if items or top - cursor >= _BLOCK:
            await self._store.set_state(self._key, str(top).encode())
        return 0 if top - cursor >= _BLOCK else None

    async def _from(self) -> int:
        """Where it stands. A desk that shares for the first time begins with what it does now."""
        if self._cursor is None:
            kept = await self._store.get_state(self._key)
            if kept is None:
                kept = str(await self._store.read(_end)).encode()
                await self._store.set_state(self._key, kept)
            self._cursor = int(kept)
        return self._cursor

    async def _with_file(self, item: _Item) -> ev.Event:
        body = item.event.body
        if not isinstance(body, ev.MessageReceived) or not body.attachments:
            return item.event
        file = body.attachments[0]
        if not file.ref:
            sent = await self._sent(item.client_ref)
            file = structs.replace(file, ref=sent.media if sent is not None else "")
        with_file = structs.replace(body, attachments=(file,))
        return structs.replace(item.event, body=with_file)


def _end(conn: sqlite3.Connection) -> int:
    return int(conn.execute("SELECT coalesce(max(seq), 0) FROM log").fetchone()[0])


def _block(conn: sqlite3.Connection, account: str, after: int) -> tuple[int, list[_Item]]:
    """The end of the next block of the log, and what in it is to be shared."""
    (top,) = conn.execute(
        "SELECT coalesce(max(seq), ?) FROM"
        " (SELECT seq FROM log WHERE seq > ? ORDER BY seq LIMIT ?)",
        (after, after, _BLOCK),
    ).fetchone()
    rows = conn.execute(
        "SELECT * FROM log WHERE seq > ? AND seq <= ? AND ((channel = 'whatsapp' AND account = ?"
        " AND kind IN ('sent', 'delivery', 'read')) OR kind IN"
        " ('done', 'snoozed', 'follow_up', 'assigned', 'routed')) ORDER BY seq",
        (after, top, account),
    ).fetchall()
    items: list[_Item] = []
    for row in rows:
        if row["peer"]:
            items += filter(None, [_item(conn, row)])
        else:
            items += _marks(conn, row, account)
    return top, items


def _marks(conn: sqlite3.Connection, row: sqlite3.Row, account: str) -> list[_Item]:
    """What the operator put on a thread, for each chat of the client on the account."""
    body = msgspec.json.decode(row["body"], type=ev.Body)
    match body:
        case ev.Routed(by="rule"):
            return []  # every desk has the same rules
        case (
            ev.ThreadSnoozed() | ev.ThreadDone() | ev.FollowUpSet() | ev.ThreadAssigned()
            | ev.Routed()
        ):  # fmt: skip
            mark = structs.replace(body, thread=0)
        case _:
            raise AssertionError(f"not asked for: {body}")
    items = []
    for peer, heard in chats(conn, body.thread, account, row["seq"]):
        event = ev.Event(
            external_id=f"{row['external_id']}:{peer.id}",
            at=row["at"],
            body=ev.TeamMarked(mark=mark, seen=heard),
            peer=peer,
        )
        items.append(_Item(row["seq"], f"mark:{event.external_id}"[:200], event))
    return items


def _item(conn: sqlite3.Connection, row: sqlite3.Row) -> _Item | None:
    body = msgspec.json.decode(row["body"], type=ev.Body)
    match body:
        case ev.ReadUpTo(reader="us") if not row["external_id"].startswith(FOREIGN):
            peer = Peer(Channel.WHATSAPP, row["account"], row["peer"])
            event = ev.Event(external_id=row["external_id"], at=row["at"], body=body, peer=peer)
            return _Item(row["seq"], f"read:{row['external_id']}"[:200], event)
        case ev.MessageSent(client_ref=ref, message_id=name):
            return _said(conn, row, ref, name)
        case ev.DeliveryChanged(client_ref=str(ref), target=name) if ref and name:
            # a crash before the answer: the status told what the send was taken as
            if body.status == "failed" or _event(conn, row, ref, "sent") is not None:
                return None
            return _said(conn, row, ref, name)
    return None


def _said(conn: sqlite3.Connection, row: sqlite3.Row, ref: str, name: str) -> _Item | None:
    """A send of this desk; None where another one made it."""
    asked = _event(conn, row, ref, "send")
    if asked is None:
        return None
    send = msgspec.json.decode(asked["body"], type=ev.Body)
    assert isinstance(send, ev.SendRequested)
    peer = Peer(Channel.WHATSAPP, asked["account"], asked["peer"])
    shown: ev.Body
    if isinstance(send.content, Reaction):
        name, at = ref, asked["at"]
        shown = ev.ReactionSet(target=send.content.target, actor="us", emoji=send.content.emoji)
    else:
        at = row["at"]
        shown = ev.MessageReceived(
            direction="out",
            text=_last_words(conn, send),
            reply_to=send.reply_to,
            client_ref=ref,
            attachments=_files(send),
        )
    event = ev.Event(external_id=name, at=at, body=shown, peer=peer)
    return _Item(row["seq"], f"sent:{ref}"[:200], event, ref)


def _last_words(conn: sqlite3.Connection, send: ev.SendRequested) -> str:
    """What a send went out as: it may have been changed while it waited."""
    row = conn.execute(
        "SELECT id FROM messages WHERE client_ref = ?", (send.client_ref,)
    ).fetchone()
    seq = amended(conn, row["id"]) if row is not None else None
    if seq is None:
        return send.text
    (changed,) = conn.execute("SELECT body FROM log WHERE seq = ?", (seq,)).fetchone()
    content = msgspec.json.decode(changed, type=ev.SendRequested).content
    return content.text if isinstance(content, Edit) else send.text


def _event(conn: sqlite3.Connection, row: sqlite3.Row, ref: str, kind: str) -> sqlite3.Row | None:
    found: sqlite3.Row | None = conn.execute(
        "SELECT * FROM log WHERE channel = ? AND account = ? AND external_id = ? AND kind = ?",
        (row["channel"], row["account"], ref, kind),
    ).fetchone()
    return found


def _files(send: ev.SendRequested) -> tuple[ev.Attachment, ...]:
    if not send.file and not send.media:
        return ()
    kinds: dict[str, ev.AttachmentKind] = {"image": "image", "video": "video", "audio": "audio"}
    kind = kinds.get(send.mime.partition("/")[0], "document")
    return (ev.Attachment(kind=kind, name=send.file_name, mime=send.mime, ref=send.media),)
