"""What did not go out because a window had closed: to be written again, or sent as a template."""

import json
import sqlite3
from collections.abc import Collection

from core.domain.views import Unsent


def unsent(conn: sqlite3.Connection, threads: Collection[int]) -> list[Unsent]:
    """Texts of those threads that never left this machine, the oldest first. Files stay where
    they are: a draft holds none."""
    rows = conn.execute(
        "SELECT m.client_ref, m.thread, t.name, m.text, m.problem FROM json_each(?) wanted"
        " CROSS JOIN messages m ON m.thread = wanted.value JOIN threads t ON t.id = m.thread"
        " WHERE m.deleted = 0 AND m.direction = 'out' AND m.status = 'failed'"
        " AND m.external_id IS NULL AND m.client_ref IS NOT NULL AND m.text != ''"
        " AND m.problem LIKE '%\"whatsapp-window-closed\"%'"
        " AND NOT EXISTS (SELECT 1 FROM attachments a WHERE a.message = m.id)"
        " ORDER BY m.at, m.number, m.id",
        (json.dumps(list(threads)),),
    )
    return [Unsent(row["client_ref"], row["thread"], row["name"], row["text"]) for row in rows]
