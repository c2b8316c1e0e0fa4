"""A conversation, paged from its end; the text of its documents."""

import json
import sqlite3
from collections import defaultdict
from pathlib import Path

import msgspec

from core.domain.around import Around, Look
from core.domain.channels import Channel, Peer
from core.domain.events import Pricing, Referral
from core.domain.marks import Mark
from core.domain.views import AttachmentRow, Gap, MessageRow, PictureRow, Stand
from core.store import ledgers
from core.store.read.threads import LONGEST_LINE


def messages(
    conn: sqlite3.Connection,
    thread: int,
    *,
    media: Path,
    before: Stand | None = None,
    limit: int = 60,
) -> list[MessageRow]:
    """A page, oldest first: the newest, or those before ``before``.

    ``media`` is the folder that attachment paths are relative to.
    """
    at, number, row_id = before or (1 << 62, 1 << 62, 1 << 62)
    rows = conn.execute(
        "SELECT m.*, i.peer FROM messages m JOIN identities i ON i.id = m.identity"
        " WHERE m.thread = ? AND m.deleted = 0 AND (m.at, m.number, m.id) < (?, ?, ?)"
        " ORDER BY m.at DESC, m.number DESC, m.id DESC LIMIT ?",
        (thread, at, number, row_id, limit),
    ).fetchall()
    return _rows(conn, rows[::-1], media)


def messages_after(
    conn: sqlite3.Connection, thread: int, after: Stand, *, media: Path, limit: int = 60
) -> list[MessageRow]:
    """The page that follows ``after``, oldest first."""
    rows = conn.execute(
        "SELECT m.*, i.peer FROM messages m JOIN identities i ON i.id = m.identity"
        " WHERE m.thread = ? AND m.deleted = 0 AND (m.at, m.number, m.id) > (?, ?, ?)"
        " ORDER BY m.at, m.number, m.id LIMIT ?",
        (thread, *after, limit),
    ).fetchall()
    return _rows(conn, rows, media)


def stand(conn: sqlite3.Connection, message: int) -> Stand | None:
    """Where a message stands in its thread; None where there is none."""
    row = conn.execute("SELECT at, number, id FROM messages WHERE id = ?", (message,)).fetchone()
    return None if row is None else (row["at"], row["number"], row["id"])


def message(
    conn: sqlite3.Connection, peer: Peer, external_id: str, *, media: Path
) -> MessageRow | None:
    """One message of a chat, by the channel's id."""
    rows = conn.execute(
        "SELECT m.*, i.peer FROM messages m JOIN identities i ON i.id = m.identity"
        " WHERE m.channel = ? AND m.account = ? AND m.external_id = ? AND i.peer = ?"
        " AND m.deleted = 0",
        (peer.channel.value, peer.account, external_id, peer.id),
    ).fetchall()
    return next(iter(_rows(conn, rows, media)), None)


def pinned(conn: sqlite3.Connection, thread: int, *, media: Path) -> list[MessageRow]:
    """What is kept at the top of a thread, the newest first."""
    rows = conn.execute(
        "SELECT m.*, i.peer FROM messages m JOIN identities i ON i.id = m.identity"
        " WHERE m.thread = ? AND m.pinned = 1 AND m.deleted = 0 ORDER BY m.at DESC,"
        " m.number DESC, m.id DESC LIMIT 20",
        (thread,),
    ).fetchall()
    return _rows(conn, rows, media)


def pictures(conn: sqlite3.Connection, thread: int, *, media: Path) -> list[PictureRow]:
    """Every picture of a thread that is here, the oldest first."""
    rows = conn.execute(
        "SELECT a.*, 0 AS pages, NULL AS parts, m.at, m.direction, m.author FROM messages m"
        " JOIN attachments a ON a.message = m.id WHERE m.thread = ? AND m.deleted = 0"
        " AND a.kind IN ('image', 'sticker') AND a.path != '' AND a.problem = ''"
        " ORDER BY m.at, m.number, m.id, a.idx",
        (thread,),
    )
    return [
        PictureRow(r["message"], r["at"], r["direction"], _file(r, media), r["author"])
        for r in rows
    ]


def page_texts(conn: sqlite3.Connection, message: int, index: int) -> tuple[str, ...]:
    """The text read from each page of one file, in order."""
    rows = conn.execute(
        "SELECT text FROM pages WHERE message = ? AND idx = ? ORDER BY number", (message, index)
    )
    return tuple(str(row[0]) for row in rows)


def _rows(conn: sqlite3.Connection, rows: list[sqlite3.Row], media: Path) -> list[MessageRow]:
    ids = [row["id"] for row in rows]
    marks = ",".join("?" * len(ids))
    files: defaultdict[int, list[AttachmentRow]] = defaultdict(list)
    for a in conn.execute(
        "SELECT a.*, (SELECT count(*) FROM pages p WHERE p.message = a.message AND p.idx = a.idx)"
        " AS pages, v.parts FROM attachments a LEFT JOIN voices v ON v.message = a.message"
        f" AND v.idx = a.idx WHERE a.message IN ({marks}) ORDER BY a.message, a.idx",
        ids,
    ):
        files[a["message"]].append(_file(a, media))
    reactions: defaultdict[int, list[tuple[str, str]]] = defaultdict(list)
    for message, actor, emoji in conn.execute(
        f"SELECT message, actor, emoji FROM reactions WHERE emoji != '' AND message IN ({marks})",
        ids,
    ):
        reactions[message].append((actor, emoji))
    gaps: dict[int, Gap] = {}
    if rows:
        shown = [(r["id"], r["peer"], r["external_id"] or "") for r in rows]
        gaps = ledgers.marks(conn, rows[0]["thread"], shown)
    return [
        _row(conn, r, tuple(files[r["id"]]), tuple(reactions[r["id"]]), gaps.get(r["id"], ""))
        for r in rows
    ]


def _file(a: sqlite3.Row, media: Path) -> AttachmentRow:
    return AttachmentRow(
        index=a["idx"],
        kind=a["kind"],
        name=a["name"],
        mime=a["mime"],
        size=a["size"],
        seconds=a["seconds"],
        path=str(media / a["path"]) if a["path"] else "",
        pages=a["pages"],
        problem=a["problem"],
        parts=tuple((int(at), str(said)) for at, said in json.loads(a["parts"] or "[]")),
        look=msgspec.json.decode(a["look"], type=Look) if a["look"] else None,
    )


def _row(
    conn: sqlite3.Connection,
    row: sqlite3.Row,
    files: tuple[AttachmentRow, ...],
    reactions: tuple[tuple[str, str], ...],
    gap: Gap = "",
) -> MessageRow:
    replied = None
    if row["reply_to"]:
        replied = conn.execute(
            "SELECT id, text, at, author, direction FROM messages"
            " WHERE channel = ? AND account = ? AND external_id = ? AND deleted = 0",
            (row["channel"], row["account"], row["reply_to"]),
        ).fetchone()
    return MessageRow(
        id=row["id"],
        thread=row["thread"],
        peer=Peer(Channel(row["channel"]), row["account"], row["peer"]),
        external_id=row["external_id"] or "",
        direction=row["direction"],
        at=row["at"],
        text=row["text"],
        edited_at=row["edited_at"],
        status=row["status"] or None,
        problem=row["problem"],
        note=row["note"],
        client_ref=row["client_ref"] or "",
        reply_to=replied["id"] if replied else None,
        reply_text=replied["text"][:LONGEST_LINE] if replied else "",
        reply_at=replied["at"] if replied else 0,
        reply_author=replied["author"] if replied else "",
        reply_ours=replied is not None and replied["direction"] == "out",
        attachments=files,
        reactions=reactions,  # type: ignore[arg-type]
        seq=row["seq"],
        number=row["number"],
        gap=gap,
        goes_at=row["next_at"] if row["status"] == "queued" and not row["attempts"] else 0,
        ad=msgspec.json.decode(row["ad"], type=Referral) if row["ad"] else None,
        product=row["product"],
        author=row["author"],
        service=bool(row["service"]),
        around=msgspec.json.decode(row["around"], type=Around) if row["around"] else None,
        pinned=bool(row["pinned"]),
        pricing=msgspec.json.decode(row["pricing"], type=Pricing) if row["pricing"] else None,
        marks=msgspec.json.decode(row["marks"], type=tuple[Mark, ...]) if row["marks"] else (),
    )
