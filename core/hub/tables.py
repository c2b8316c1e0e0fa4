"""The embedded home's schema, one step at a time. A step that has shipped is never changed."""

import uuid
from typing import TYPE_CHECKING

from core.store.steps import Steps

if TYPE_CHECKING:
    from sqlite_utils import Database

migrations = Steps("threadline-hub")


@migrations()
def m001_home(db: "Database") -> None:
    """Updates in the order of their coming, files to be fetched or kept, and whose home it is.

    ``media.path``: where it lies, '' while it does not. ``media.next_at``: when it is due, NULL:
    never (again). Times are ms. ``state``: ``identity``, and ``gone``: the last update that was
    too old to be kept.
    """
    db.executescript("""
        CREATE TABLE updates (
            seq INTEGER PRIMARY KEY AUTOINCREMENT, key TEXT NOT NULL UNIQUE, at INTEGER NOT NULL,
            desk TEXT NOT NULL, body BLOB NOT NULL
        );
        CREATE TABLE media (
            ref TEXT PRIMARY KEY, at INTEGER NOT NULL, next_at INTEGER, path TEXT NOT NULL
        ) WITHOUT ROWID;
        CREATE INDEX media_due ON media (next_at) WHERE next_at IS NOT NULL;
        CREATE INDEX media_old ON media (at);
        CREATE INDEX media_path ON media (path) WHERE path != '';
        CREATE TABLE state (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
    """)
    db.execute("INSERT INTO state VALUES ('identity', ?), ('gone', '0')", (uuid.uuid4().hex,))
