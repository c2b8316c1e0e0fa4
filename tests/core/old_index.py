"""A store as one that was written before the search had an index of its own."""

import sqlite3

_STEPS = (
    "CREATE VIRTUAL TABLE messages_fts USING fts5(text, content='messages', content_rowid='id',"
    " tokenize='unicode61 remove_diacritics 2')",
    "CREATE TRIGGER messages_ai AFTER INSERT ON messages BEGIN"
    " INSERT INTO messages_fts (rowid, text) VALUES (new.rowid, new.text); END",
    "CREATE TRIGGER messages_ad AFTER DELETE ON messages BEGIN"
    " INSERT INTO messages_fts (messages_fts, rowid, text)"
    " VALUES ('delete', old.rowid, old.text); END",
    "CREATE TRIGGER messages_au AFTER UPDATE OF text ON messages WHEN old.text != new.text BEGIN"
    " INSERT INTO messages_fts (messages_fts, rowid, text)"
    " VALUES ('delete', old.rowid, old.text);"
    " INSERT INTO messages_fts (rowid, text) VALUES (new.rowid, new.text); END",
    "INSERT INTO messages_fts (rowid, text) SELECT id, text FROM messages",
)


def with_old_index(conn: sqlite3.Connection) -> None:
    """The index of messages that migrations 2 and 8 leave where something was written before them,
    with all that stands now."""
    for step in _STEPS:
        conn.execute(step)
