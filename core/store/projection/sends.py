"""What the operator sends: queued, sending, sent, failed; one row from the first keystroke on."""

import sqlite3

import msgspec

from core.domain.around import Around, Look
from core.domain.channels import Channel, Peer
from core.domain.events import (
    DeliveryChanged,
    Event,
    MessageReceived,
    MessageSent,
    SendFailed,
    SendRequested,
)
from core.domain.sends import Buttons, Cards, Forward, Menu, Place, QuickReply
from core.store.projection import messages, people
from core.store.projection.message_row import LIVE_MS

_DELIVERY_ORDER = {"": 0, "queued": 0, "sending": 0, "sent": 1, "delivered": 2, "read": 3}


def request(conn: sqlite3.Connection, seq: int, event: Event, body: SendRequested) -> int:
    """The message stands in the thread at once, as queued; what the channel showed stays."""
    peer = event.peer
    assert peer is not None
    if (shown := messages.by_ref(conn, body.client_ref)) is not None:
        return int(shown["id"])
    who = people.identity(conn, peer)
    conn.execute(
        "INSERT INTO messages (id, thread, identity, channel, account, direction, at, text, status,"
        " client_ref, reply_to, next_at, seq, note)"
        " VALUES (?, ?, ?, ?, ?, 'out', ?, ?, 'queued', ?, ?, ?, ?, ?)",
        (
            seq, who["thread"], who["id"], peer.channel.value, peer.account, event.at, body.text,
            body.client_ref, body.reply_to, event.at + body.hold_ms if body.hold_ms else 0, seq,
            _note(body),
        ),
    )  # fmt: skip
    if body.marks:
        conn.execute(
            "UPDATE messages SET marks = ? WHERE id = ?", (messages.packed(body.marks), seq)
        )
    if body.quote:
        quoted = msgspec.json.encode(Around(quote=body.quote.text, quote_at=body.quote.at))
        conn.execute("UPDATE messages SET around = ? WHERE id = ?", (quoted, seq))
    if isinstance(body.content, Forward):
        for i, target in enumerate((body.content.target, *body.content.more)):
            conn.execute(
                "INSERT OR IGNORE INTO attachments (message, idx, kind, name, mime, size, seconds,"
                " sha256, ref, path, look) SELECT ?, a.idx + ?, a.kind, a.name, a.mime, a.size,"
                " a.seconds, a.sha256, a.ref, a.path, a.look FROM attachments a JOIN messages m"
                " ON m.id = a.message WHERE m.channel = ? AND m.account = ? AND m.external_id = ?",
                (seq, i, peer.channel.value, peer.account, target),
            )
    if body.file:
        kind = _kind(body.mime)
        look = msgspec.json.encode(Look(wave=body.wave)) if body.wave else None
        conn.execute(
            "INSERT OR REPLACE INTO attachments (message, idx, kind, name, mime, size, seconds,"
            " sha256, ref, path, look) VALUES (?, 0, ?, ?, ?, 0, ?, '', '', ?, ?)",
            (seq, kind, body.file_name, body.mime, body.seconds, body.file, look),
        )
    for idx, item in enumerate(body.more, 1):
        kind = _kind(item.mime)
        conn.execute(
            "INSERT OR REPLACE INTO attachments (message, idx, kind, name, mime, size, seconds,"
            " sha256, ref, path) VALUES (?, ?, ?, ?, ?, 0, 0, '', '', ?)",
            (seq, idx, kind, item.name, item.mime, item.file),
        )
    messages.touch(conn, seq, who["thread"])
    return seq


def _kind(mime: str) -> str:
    return "image" if mime.startswith("image/") else "voice" if mime == "audio/ogg" else "document"


def _note(body: SendRequested) -> str:
    """What stands over the words, as over those of a message that came."""
    match body.content:
        case Place():
            return "location"
        case Cards():
            return "contacts"
        case Buttons():
            return "buttons"
        case Menu():
            return "list"
        case QuickReply():
            return messages.QUICK_REPLY
    return "template" if body.template else ""


def recognised(conn: sqlite3.Connection, echo: Event) -> list[Event]:
    """The channel showed a message of ours before it answered our send: the send that is under
    way in that chat with the same words is the one, unless it was asked for long after. What was
    guessed goes into the log."""
    assert echo.peer is not None
    assert isinstance(echo.body, MessageReceived)
    if echo.body.author and echo.peer.channel is Channel.TELEGRAM:
        return []  # a colleague's, in a group
    # the sends come first: mostly there is none under way, and then nothing is looked for
    ref = conn.execute(
        "SELECT s.client_ref FROM messages s INDEXED BY messages_to_send"
        " CROSS JOIN messages m ON m.channel = ? AND m.account = ? AND m.external_id = ?"
        " AND m.client_ref IS NULL AND m.identity = s.identity AND m.text = s.text"
        " AND m.at > s.at - ?"  # clocks differ; what was said long before is another one
        " WHERE s.status IN ('queued', 'sending') AND s.status = 'sending'"
        " AND s.external_id IS NULL ORDER BY s.seq LIMIT 1",
        (echo.peer.channel.value, echo.peer.account, echo.external_id, LIVE_MS),
    ).fetchone()
    if ref is None:
        return []
    body = MessageSent(client_ref=ref[0], message_id=echo.external_id)
    return [Event(external_id=ref[0], at=echo.at, peer=echo.peer, body=body)]


def sent(conn: sqlite3.Connection, event: Event, body: MessageSent) -> set[int] | None:
    """The channel took it."""
    row = messages.by_ref(conn, body.client_ref)
    if row is None:
        return None
    _named(conn, row, body.message_id)
    messages.alone(conn, row["id"])
    conn.execute(
        "UPDATE messages SET at = ?, problem = '', status = CASE WHEN status IN"
        " ('delivered', 'read') THEN status ELSE 'sent' END,"
        " note = CASE WHEN note = ? THEN '' ELSE note END WHERE id = ?",
        (event.at, messages.QUICK_REPLY, row["id"]),
    )
    messages.note_read(conn, row["identity"], row["id"])
    return {row["thread"]}


def _named(conn: sqlite3.Connection, row: sqlite3.Row, message_id: str) -> None:
    """The channel calls our send ``message_id``. If its echo stands here already, the two are
    one; the id of any other message stays that message's. What was taken back too late stands
    again: the client has it."""
    echo = conn.execute(
        "SELECT * FROM messages WHERE channel = ? AND account = ? AND external_id = ? AND id != ?",
        (row["channel"], row["account"], message_id, row["id"]),
    ).fetchone()
    if row["external_id"] is None:
        conn.execute("UPDATE messages SET deleted = 0 WHERE id = ?", (row["id"],))
    if echo is not None:
        if echo["client_ref"] is not None or not messages.shows(echo, row["identity"]):
            return
        conn.execute(
            "UPDATE OR REPLACE reactions SET message = ? WHERE message = ?", (row["id"], echo["id"])
        )
        if row["note"] == messages.QUICK_REPLY:  # its files were not known before
            conn.execute(
                "UPDATE OR REPLACE attachments SET message = ? WHERE message = ?",
                (row["id"], echo["id"]),
            )
        for table in ("attachments", "pages"):
            conn.execute(f"DELETE FROM {table} WHERE message = ?", (echo["id"],))
        conn.execute("DELETE FROM messages WHERE id = ?", (echo["id"],))
        conn.execute(
            "UPDATE messages SET text = ?, edited_at = ?, deleted = ?, status = ?, marks = ?,"
            " around = ?, pinned = ? WHERE id = ?",
            (
                echo["text"], echo["edited_at"], echo["deleted"], echo["status"], echo["marks"],
                echo["around"], echo["pinned"], row["id"],
            ),
        )  # fmt: skip
        conn.execute("UPDATE gestures SET message = ? WHERE message = ?", (row["id"], echo["id"]))
    conn.execute("UPDATE messages SET external_id = ? WHERE id = ?", (message_id, row["id"]))


def deliver(conn: sqlite3.Connection, peer: Peer, body: DeliveryChanged) -> set[int] | None:
    """States only go forward; failed is final unless the message was delivered after all."""
    named = messages.find(conn, peer, body.target) if body.target else None
    row = named if named is not None and named["direction"] == "out" else None
    if row is None and body.client_ref:
        row = messages.by_ref(conn, body.client_ref)
        if row is not None and (row["channel"], row["account"]) != (peer.channel, peer.account):
            row = None
        if row is not None and body.target and row["external_id"] is None:
            _named(conn, row, body.target)
    if row is None:
        return None if named is None else set()
    if body.pricing is not None:
        conn.execute(
            "UPDATE messages SET pricing = ? WHERE id = ?",
            (msgspec.json.encode(body.pricing), row["id"]),
        )
    now = row["status"]
    if body.status == "failed":
        newer = _DELIVERY_ORDER.get(now, 0) < _DELIVERY_ORDER["delivered"]
    else:
        newer = _DELIVERY_ORDER.get(body.status, 0) > _DELIVERY_ORDER.get(now, 0)
    if newer:
        conn.execute(
            "UPDATE messages SET status = ?, problem = ? WHERE id = ?",
            (body.status, body.problem, row["id"]),
        )
    return {row["thread"]}


def failed(conn: sqlite3.Connection, body: SendFailed) -> set[int] | None:
    """Shown as failed with its reason; the operator decides."""
    row = messages.by_ref(conn, body.client_ref)
    if row is None:
        return None
    conn.execute(
        "UPDATE messages SET status = 'failed', problem = ? WHERE id = ? AND external_id IS NULL"
        " AND status IN ('queued', 'sending', 'failed')",
        (body.problem, row["id"]),
    )
    return {row["thread"]}
