"""What the side panel asks of a thread beside its facts: its last words, its files and links."""

import sqlite3
from pathlib import Path

from core.domain.channels import Channel
from core.domain.deal_view import Said
from core.domain.views import AttachmentRow, FileRow, ThreadFiles
from core.store.projection.messages import BY_HAND

LAST_WORDS = 40
MOST_DOCUMENTS = 100
_NEWEST = 5000
"""Files and links are counted among so many of the newest messages."""
_LONGEST = 2000
_SURE = 0.6
_RECENT = (
    "SELECT id, at, number, direction, channel, author, text FROM messages"
    f" WHERE thread = ? AND deleted = 0 ORDER BY at DESC, number DESC, id DESC LIMIT {_NEWEST}"
)


def last_words(conn: sqlite3.Connection, thread: int, limit: int = LAST_WORDS) -> list[Said]:
    """The last messages, oldest first; what failed to be sent was not said, and what the messenger
    sent by itself is nobody's word."""
    rows = conn.execute(
        "SELECT direction, at, text, (SELECT count(*) FROM attachments a WHERE a.message = m.id"
        " AND a.kind IN ('document', 'image')) AS files,"
        " json_extract(CAST(reading AS TEXT), '$.intents[0].tag') AS tag,"
        " json_extract(CAST(reading AS TEXT), '$.intents[0].confidence') AS sure"
        " FROM messages m WHERE thread = ?"
        f" AND deleted = 0 AND status != 'failed' AND {BY_HAND}"
        " ORDER BY at DESC, number DESC, id DESC LIMIT ?",
        (thread, limit),
    ).fetchall()
    return [
        Said(
            sender="client" if row["direction"] == "in" else "us",
            at=row["at"],
            text=row["text"][:_LONGEST],
            files=row["files"],
            wish=row["tag"] if (row["sure"] or 0) >= _SURE else "",
        )
        for row in reversed(rows)
    ]


def files(conn: sqlite3.Connection, thread: int, *, media: Path) -> ThreadFiles:
    """The documents of a thread, the newest first, and how much else there is. ``media`` is the
    folder that paths are relative to."""
    counts = dict(
        conn.execute(
            f"SELECT a.kind, count(*) FROM ({_RECENT}) m JOIN attachments a ON a.message = m.id"
            " GROUP BY a.kind",
            (thread,),
        ).fetchall()
    )
    (links,) = conn.execute(
        f"SELECT count(*) FROM ({_RECENT}) m WHERE m.text LIKE '%http://%'"
        " OR m.text LIKE '%https://%' OR m.text LIKE '%www.%'",
        (thread,),
    ).fetchone()
    rows = conn.execute(
        "SELECT a.*, m.at, m.direction, m.channel, m.author, (SELECT count(*) FROM pages p"
        f" WHERE p.message = a.message AND p.idx = a.idx) AS pages FROM ({_RECENT}) m"
        " JOIN attachments a ON a.message = m.id WHERE a.kind = 'document'"
        " ORDER BY m.at DESC, m.number DESC, m.id DESC, a.idx LIMIT ?",
        (thread, MOST_DOCUMENTS),
    ).fetchall()
    return ThreadFiles(
        documents=tuple(_file(row, media) for row in rows),
        total=counts.get("document", 0),
        images=counts.get("image", 0),
        videos=counts.get("video", 0),
        voices=counts.get("voice", 0) + counts.get("audio", 0),
        links=links,
    )


def _file(row: sqlite3.Row, media: Path) -> FileRow:
    return FileRow(
        message=row["message"],
        at=row["at"],
        direction=row["direction"],
        channel=Channel(row["channel"]),
        author=row["author"],
        file=AttachmentRow(
            index=row["idx"],
            kind=row["kind"],
            name=row["name"],
            mime=row["mime"],
            size=row["size"],
            seconds=row["seconds"],
            path=str(media / row["path"]) if row["path"] else "",
            pages=row["pages"],
            problem=row["problem"],
        ),
    )
