"""What is said in voice messages: the words stand in the message, behind its caption."""

import sqlite3

import msgspec

from core.domain.channels import Peer
from core.domain.events import VoiceHeard
from core.store.projection import messages


def hear(conn: sqlite3.Connection, seq: int, peer: Peer, body: VoiceHeard) -> set[int] | None:
    """The words of a voice message are here, or why there are none. None when the message is
    not here (yet)."""
    row = messages.find(conn, peer, body.target)
    if row is None:
        return None
    caption = row["text"].removesuffix(messages.spoken(conn, row["id"])).rstrip("\n")
    parts = msgspec.json.encode([(part.at, part.text) for part in body.parts]).decode()
    conn.execute(
        "INSERT OR REPLACE INTO voices (message, idx, parts, waits) VALUES (?, ?, ?, ?)",
        (row["id"], body.index, parts, int(body.waits)),
    )
    conn.execute(
        "UPDATE attachments SET problem = ? WHERE message = ? AND idx = ?",
        (body.problem, row["id"], body.index),
    )
    if body.parts:
        messages.say(conn, seq, row, caption)
    return {row["thread"]}
