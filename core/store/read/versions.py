"""What a message said before it was changed: read from the log, which forgets nothing."""

import sqlite3

import msgspec

from core.domain import events as ev
from core.domain.sends import Edit
from core.domain.views import VersionRow


def versions(conn: sqlite3.Connection, message: int) -> list[VersionRow]:
    """Every wording of a message, oldest first; the last is what it says now. They stand as they
    were learnt: our clock and the messenger's need not agree, and it counts in seconds."""
    row = conn.execute("SELECT * FROM messages WHERE id = ?", (message,)).fetchone()
    if row is None:
        return []
    key = (row["channel"], row["account"])
    told = conn.execute(
        "SELECT seq, at, body FROM log WHERE channel = ? AND account = ? AND ("
        "(external_id = ? AND kind = 'message') OR (external_id = ? AND kind = 'send')"
        # keys of edits begin with the name of their message; an 'A' follows an '@'
        " OR (external_id > ? AND external_id < ? AND kind = 'edit'))"
        " UNION ALL SELECT l.seq, l.at, l.body FROM log l JOIN gestures g ON g.seq = l.seq"
        " WHERE g.message = ? AND g.kind = 'edit' AND g.status != 'failed' ORDER BY 1",
        (
            *key, row["external_id"], row["client_ref"], f"{row['external_id']}@",
            f"{row['external_id']}A", message,
        ),
    ).fetchall()  # fmt: skip
    found = [VersionRow(one["at"], said) for one in told if (said := _said(one["body"]))]
    kept = [one for i, one in enumerate(found) if not i or one.text != found[i - 1].text]
    if kept and kept[-1].text != row["text"]:
        kept.append(VersionRow(row["edited_at"] or kept[-1].at, row["text"]))
    return kept


def _said(body: bytes) -> str:
    match msgspec.json.decode(body, type=ev.Body):
        case ev.MessageReceived(text=text) | ev.MessageEdited(text=text):
            return text
        case ev.SendRequested(content=Edit(text=text)) | ev.SendRequested(text=text):
            return text
    return ""
