"""What comes to a message or a client later: files, the end of a call, a word on marketing."""

import sqlite3

import msgspec
from msgspec.structs import replace

from core.domain.around import Around
from core.domain.channels import Peer
from core.domain.events import (
    Attachment,
    CallEnded,
    ContentChanged,
    MarketingSet,
    MediaArrived,
    MessageEdited,
    MessagePinned,
)
from core.domain.sends import Edit
from core.store.projection import messages, people


def media(conn: sqlite3.Connection, seq: int, peer: Peer, body: MediaArrived) -> set[int] | None:
    """The files of a message that stood here without. None when it is not here (yet)."""
    row = messages.find(conn, peer, body.target)
    if row is None:
        return None
    known = conn.execute("SELECT 1 FROM attachments WHERE message = ?", (row["id"],)).fetchone()
    if known is not None:
        return set()
    messages.attach(conn, row["id"], body.attachments)
    conn.execute("UPDATE messages SET note = '' WHERE id = ?", (row["id"],))
    if body.text and not row["text"]:
        messages.say(conn, seq, row, body.text)
    return {row["thread"]}


def other_files(conn: sqlite3.Connection, peer: Peer, body: MessageEdited) -> None:
    """An edit may put another file in the place of one that was told of: it is to be fetched."""
    row = messages.find(conn, peer, body.target)
    if row is None or (row["edited_at"] or 0) > body.edited_at:
        return
    for i, one in enumerate(body.attachments):
        key = (row["id"], i)
        stands = conn.execute(
            "SELECT * FROM attachments WHERE message = ? AND idx = ? AND ref != ''", key
        ).fetchone()
        if stands is None or _same_file(stands, one):
            continue
        look = msgspec.json.encode(one.look) if one.look else None
        conn.execute(
            "UPDATE attachments SET kind = ?, name = ?, mime = ?, size = ?, seconds = ?, look = ?,"
            " ref = ?, path = '', problem = '', sha256 = '', attempts = 0, next_at = 0"
            " WHERE message = ? AND idx = ?",
            (one.kind, one.name, one.mime, one.size, one.seconds, look, one.ref, *key),
        )
        conn.execute("DELETE FROM pages WHERE message = ? AND idx = ?", key)


class File(msgspec.Struct, frozen=True):
    """The first file of a message of ours as it stands."""

    kind: str
    name: str
    mime: str
    size: int
    seconds: int
    sha256: str
    ref: str
    path: str
    look: bytes | None


_FILE = "kind, name, mime, size, seconds, sha256, ref, path, look"


def put_file(conn: sqlite3.Connection, message: int, wanted: Edit) -> File | None:
    """Another file of ours stands in a message; gives the one that stood there."""
    row = conn.execute(
        f"SELECT {_FILE} FROM attachments WHERE message = ? AND idx = 0", (message,)
    ).fetchone()
    if row is None:
        return None
    kind = "image" if wanted.mime.startswith("image/") else "document"
    put_back(
        conn, message, File(kind, wanted.file_name, wanted.mime, 0, 0, "", "", wanted.file, None)
    )
    return File(*row)


def put_back(conn: sqlite3.Connection, message: int, file: File) -> None:
    """That file stands in a message of ours."""
    conn.execute(
        f"UPDATE attachments SET ({_FILE}, problem) = (?, ?, ?, ?, ?, ?, ?, ?, ?, '')"
        " WHERE message = ? AND idx = 0",
        (*msgspec.structs.astuple(file), message),
    )
    conn.execute("DELETE FROM pages WHERE message = ? AND idx = 0", (message,))


def _same_file(stands: sqlite3.Row, one: Attachment) -> bool:
    """What is seen of a picture in small tells it; any other file is told by its size."""
    if (stands["kind"], stands["name"], stands["mime"]) != (one.kind, one.name, one.mime):
        return False
    if one.look is not None and one.look.thumb:
        return bool(stands["look"] == msgspec.json.encode(one.look))
    return bool(stands["size"] == one.size)


def content(
    conn: sqlite3.Connection, seq: int, peer: Peer, body: ContentChanged
) -> set[int] | None:
    """What a message shows is now this. None when it is not here (yet)."""
    row = messages.find(conn, peer, body.target)
    if row is None:
        return None
    around = msgspec.json.decode(row["around"], type=Around) if row["around"] else Around()
    poll = body.poll
    if poll is not None and around.poll is not None:
        poll = replace(poll, wanted=around.poll.wanted)  # ours is on its way still
    around = replace(around, page=body.page, poll=poll, keys=body.keys)
    conn.execute(
        "UPDATE messages SET note = ?, around = ? WHERE id = ?",
        (body.note, msgspec.json.encode(around) if around != Around() else None, row["id"]),
    )
    messages.say(conn, seq, row, body.text)
    return {row["thread"]}


def want_vote(
    conn: sqlite3.Connection, row: sqlite3.Row | None, wanted: tuple[bytes, ...] | None
) -> None:
    """Our vote in a poll that is on its way; None: none is."""
    around = msgspec.json.decode(row["around"], type=Around) if row and row["around"] else Around()
    if row is not None and around.poll is not None:
        around = replace(around, poll=replace(around.poll, wanted=wanted))
        conn.execute(
            "UPDATE messages SET around = ? WHERE id = ?",
            (msgspec.json.encode(around), row["id"]),
        )


def pin(conn: sqlite3.Connection, peer: Peer, body: MessagePinned) -> set[int] | None:
    """A message is kept at the top of its chat or no longer. None when it is not here (yet)."""
    row = messages.find(conn, peer, body.target)
    if row is None:
        return None
    conn.execute("UPDATE messages SET pinned = ? WHERE id = ?", (int(body.pinned), row["id"]))
    return {row["thread"]}


def call(conn: sqlite3.Connection, peer: Peer, body: CallEnded) -> set[int] | None:
    """How a call ended, and its length as ``m:ss``, which is nothing to read. None when the call
    is not here (yet)."""
    row = messages.find(conn, peer, body.target)
    if row is None:
        return None
    if row["note"] == "call":
        note = "call" if body.outcome == "answered" else f"call_{body.outcome}"
        length = f"{body.seconds // 60}:{body.seconds % 60:02}" if body.seconds else ""
        conn.execute(
            "UPDATE messages SET note = ?, text = ? WHERE id = ?", (note, length, row["id"])
        )
    return {row["thread"]}


def marketing(conn: sqlite3.Connection, peer: Peer, at: int, body: MarketingSet) -> set[int]:
    """Whether the client takes marketing messages; the newest word counts."""
    who = people.identity(conn, peer)
    conn.execute(
        "UPDATE identities SET marketing = ?, marketing_at = ? WHERE id = ? AND marketing_at <= ?",
        (int(body.allowed), at, who["id"], at),
    )
    return {int(who["thread"])}
