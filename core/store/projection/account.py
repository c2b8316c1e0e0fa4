"""What a channel says of our account there: notices, and how templates stand."""

import sqlite3

import msgspec

from core.domain.events import AccountNotice, TemplateChanged


def notice(conn: sqlite3.Connection, at: int, body: AccountNotice) -> set[int]:
    """The newest of a subject stands."""
    params = msgspec.json.encode(body.params).decode()
    conn.execute(
        "INSERT INTO account_notices (channel, subject, code, params, severity, at)"
        " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET code = excluded.code,"
        " params = excluded.params, severity = excluded.severity, at = excluded.at"
        " WHERE excluded.at >= at",
        (body.channel.value, body.subject, body.code, params, body.severity, at),
    )
    return set()


def template(conn: sqlite3.Connection, at: int, body: TemplateChanged) -> set[int]:
    """Of each thing that is told of a template the newest stands."""
    key = (body.name, body.language)
    conn.execute(
        "INSERT INTO template_states (name, language, at) VALUES (?, ?, ?)"
        " ON CONFLICT DO UPDATE SET at = max(at, excluded.at)",
        (*key, at),
    )
    for column, value in (
        ("status", body.status), ("category", body.category), ("quality", body.quality),
    ):  # fmt: skip
        if not value:
            continue
        newer = f"WHERE name = ? AND language = ? AND {column}_at <= ?"
        if column == "status":
            conn.execute(f"UPDATE template_states SET reason = ? {newer}", (body.reason, *key, at))
        conn.execute(
            f"UPDATE template_states SET {column} = ?, {column}_at = ? {newer}",
            (value, at, *key, at),
        )
    return set()
