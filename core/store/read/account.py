"""What a channel says of our account there, and what stands of its templates."""

import sqlite3

import msgspec

from core.domain.channels import Channel
from core.domain.views import NoticeRow, TemplateState


def notices(conn: sqlite3.Connection, *, since: int = 0, limit: int = 50) -> list[NoticeRow]:
    """The newest notice of each subject, newest first; ``since``: ms since the epoch."""
    rows = conn.execute(
        "SELECT * FROM account_notices WHERE at >= ? ORDER BY at DESC, subject LIMIT ?",
        (since, limit),
    ).fetchall()
    return [
        NoticeRow(
            channel=Channel(row["channel"]),
            subject=row["subject"],
            code=row["code"],
            params=msgspec.json.decode(row["params"], type=dict[str, str]),
            severity=row["severity"],
            at=row["at"],
        )
        for row in rows
    ]


def template_states(conn: sqlite3.Connection) -> list[TemplateState]:
    """What was told of templates since the list of them was read; read it when a ``Change`` has
    the kind ``template``. What is '' was not told."""
    rows = conn.execute("SELECT * FROM template_states ORDER BY name, language").fetchall()
    return [
        TemplateState(
            name=row["name"],
            language=row["language"],
            at=row["at"],
            status=row["status"],
            reason=row["reason"],
            category=row["category"],
            quality=row["quality"],
        )
        for row in rows
    ]


def opted_out(conn: sqlite3.Connection, thread: int) -> int | None:
    """When the client said that they want no marketing (ms); None where they take it."""
    row = conn.execute(
        "SELECT marketing, marketing_at FROM identities WHERE thread = ? AND marketing IS NOT NULL"
        " ORDER BY marketing_at DESC LIMIT 1",
        (thread,),
    ).fetchone()
    return int(row["marketing_at"]) if row is not None and not row["marketing"] else None
