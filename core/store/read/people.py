"""People of the chats of a Telegram account, by their names."""

import json
import sqlite3
from collections.abc import Sequence

from core.domain.persons import Person
from core.store.database import alike

_PEOPLE = (
    "SELECT i.peer, i.name, i.username, i.phone, i.chat_kind FROM identities i"
    " JOIN threads t ON t.id = i.thread WHERE i.channel = 'telegram' AND i.account = :account"
)


def people(conn: sqlite3.Connection, account: str, words: str, limit: int) -> list[Person]:
    """Those of whose name, username or number each of the words begins a part, the last who wrote
    first."""
    values: dict[str, object] = {"account": account, "limit": limit}
    sql = (
        f"{_PEOPLE} AND i.alias_of IS NULL AND i.chat_kind NOT IN ('bot', 'channel')"
        " AND substr(i.peer, 1, 1) != '-' AND i.peer != :account"
    )
    typed = alike(words).replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_").split()
    for place, word in enumerate(typed):
        values |= {f"w{place}": f"% {word.removeprefix('@').removeprefix('+')}%"}
        fields = ("t.sort_name", "i.username", "replace(i.phone, '+', '')")
        fits = " OR ".join(f"' ' || {one} LIKE :w{place} ESCAPE '\\'" for one in fields)
        sql += f" AND ({fits})"
    rows = conn.execute(f"{sql} ORDER BY t.last_at DESC LIMIT :limit", values)
    return [_person(row) for row in rows]


def named(conn: sqlite3.Connection, account: str, ids: Sequence[str]) -> list[Person]:
    """Those with these ids, in their order; who is not known has no name."""
    rows = conn.execute(
        f"{_PEOPLE} AND i.peer IN (SELECT value FROM json_each(:ids))",
        {"account": account, "ids": json.dumps(list(ids))},
    )
    known = {row["peer"]: _person(row) for row in rows}
    return [known.get(ident, Person(id=ident)) for ident in ids]


def _person(row: sqlite3.Row) -> Person:
    return Person(
        id=row["peer"], name=row["name"], username=row["username"], phone=row["phone"],
        contact=row["chat_kind"] == "contact",
    )  # fmt: skip
