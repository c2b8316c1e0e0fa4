"""Searching: names, messages and what was heard, pages of documents, facts; newest and best first.

Two ways lead to hits. The newest entries of the index that say the words are looked at in turn,
until enough of them pass the filters; where the filters leave few threads, those are looked
through instead. Either way what is read is bounded, however much there is.
"""

import json
import sqlite3
from collections.abc import Iterator, Sequence
from datetime import tzinfo
from typing import Final, Literal

import msgspec

from core.domain.reading import Fact
from core.search import rank
from core.search.found import MOST_COUNTED, Found, Group, Hit
from core.search.query import Query
from core.search.terms import lemmas, tokens
from core.store.projection import index
from core.store.read.search_scope import Scope, scope
from core.store.read.search_words import Words, words

Source = Literal["message", "page", "fact"]
SHOWN: Final[dict[Group, int]] = {"client": 8, "message": 40, "document": 8, "fact": 8}
_ENOUGH: Final[dict[Source, int]] = {"message": 120, "page": 24, "fact": 40}
_CHUNK: Final = 800
_EXAMINED: Final = 6_000
_OF_FEW: Final = 4_000
_NAMED: Final = 500
_FEWEST_DIGITS: Final = 4
_GROUPS: Final[dict[Source, Group]] = {"message": "message", "page": "document", "fact": "fact"}
_MESSAGE = (
    " d.id, m.thread, m.id AS message, m.at, m.channel, m.direction, m.author, t.name,"
    " t.queue,"
    " EXISTS (SELECT 1 FROM voices v WHERE v.message = m.id) AS voice,"
)
# CROSS: in this order, whatever the filters look like to SQLite
_IN_MESSAGES = " CROSS JOIN messages m ON m.id = d.owner CROSS JOIN threads t ON t.id = m.thread"
_COLUMNS: Final[dict[Source, str]] = {
    "message": f"{_MESSAGE} m.text, coalesce((SELECT group_concat(a.name, ' ') FROM attachments a"
    " WHERE a.message = m.id AND a.name != ''), '') AS document",
    "page": f"{_MESSAGE} (SELECT p.text FROM pages p WHERE p.message = m.id AND p.idx = d.idx"
    " AND p.number = d.page) AS text, coalesce((SELECT a.name FROM attachments a"
    " WHERE a.message = m.id AND a.idx = d.idx), '') AS document, d.idx, d.page",
    "fact": " d.id, t.id AS thread, t.name, t.queue, f.body, coalesce((SELECT s.author"
    " FROM messages s WHERE s.id = json_extract(CAST(f.body AS TEXT), '$.message')), '') AS author",
}
_FROM: Final[dict[Source, str]] = {
    "message": f"{_IN_MESSAGES} WHERE m.deleted = 0",
    "page": f"{_IN_MESSAGES} WHERE m.deleted = 0",
    "fact": " CROSS JOIN threads t ON t.id = d.owner"
    " CROSS JOIN facts f ON f.thread = d.owner AND f.id = d.fact AND f.status = 'standing'"
    " WHERE t.merged_into IS NULL",
}

_ONE_BY_ONE: Final[dict[Source, str]] = {
    "message": "FROM messages m JOIN threads t ON t.id = m.thread"
    " JOIN search_docs d ON d.source = 'message' AND d.owner = m.id",
    "page": "FROM messages m JOIN threads t ON t.id = m.thread"
    " JOIN search_docs d ON d.source = 'page' AND d.owner = m.id",
    "fact": "FROM search_docs d JOIN threads t ON d.source = 'fact' AND t.id = d.owner"
    " JOIN facts f ON f.thread = d.owner AND f.id = d.fact AND f.status = 'standing'",
}


def search(
    conn: sqlite3.Connection, query: Query, *, now: int, zone: tzinfo | None = None
) -> Found:
    """What is found; ``now`` is ms since the epoch, a day in a filter one of ``zone``."""
    if query.empty:
        lemmas("слово")  # the dictionary is loaded while the operator begins to type
        return Found()
    asked, where = words(conn, query), scope(conn, query, now, zone)
    counts: dict[Group, int] = {}
    clients = () if where.of_messages else _clients(conn, query, asked, where, counts)
    found: dict[Source, tuple[Hit, ...]] = {}
    for source in _ENOUGH:
        if (source != "fact" or not where.of_messages) and (
            asked.terms or (source == "message" and where.of_messages)
        ):
            found[source] = _hits(conn, source, asked, where, now, counts)
    return Found(
        clients=clients,
        messages=found.get("message", ()),
        documents=found.get("page", ()),
        facts=found.get("fact", ()),
        counts={group: n for group, n in counts.items() if n},
        meant=asked.meant,
        missing=asked.missing,
        indexed=_indexed(conn),
    )


def _clients(
    conn: sqlite3.Connection, query: Query, asked: Words, where: Scope, counts: dict[Group, int]
) -> tuple[Hit, ...]:
    conditions, values = where.where()
    owners: list[int] | None = None
    if asked.terms:
        named = conn.execute(
            "SELECT d.owner FROM search_client f JOIN search_docs d ON d.id = f.rowid"
            " WHERE search_client MATCH ? ORDER BY f.rowid DESC LIMIT ?",
            (_name_match(query, asked), _NAMED),
        )
        owners = [row[0] for row in named]
        if where.many is not None:
            owners = [one for one in owners if one in where.many]
    elif where.many is not None:
        owners = list(where.many)
    if owners is not None:
        conditions += " AND t.id IN (SELECT value FROM json_each(?))"
        values = [*values, json.dumps(owners)]
    shown = "t.merged_into IS NULL AND (t.last_message IS NOT NULL OR t.opened_at > 0)"
    # where more fit than are known by their ids, the newest are soon met; sorting all is not soon
    newest = " INDEXED BY threads_recent" if owners is None else ""
    rows = conn.execute(
        f"SELECT t.id, t.name, t.last_at, t.queue, t.channels, m.text FROM threads t{newest}"
        f" LEFT JOIN messages m ON m.id = t.last_message WHERE {shown}{conditions}"
        " ORDER BY t.last_at DESC LIMIT ?",
        (*values, SHOWN["client"]),
    ).fetchall()
    if len(rows) < SHOWN["client"]:
        counts["client"] = len(rows)
    elif owners is not None and len(owners) == _NAMED:
        counts["client"] = MOST_COUNTED + 1 if where.threads else _named(conn, query, asked)
    else:
        counts["client"] = conn.execute(
            f"SELECT count(*) FROM (SELECT 1 FROM threads t WHERE {shown}{conditions} LIMIT ?)",
            (*values, MOST_COUNTED + 1),
        ).fetchone()[0]
    made = []
    for row in rows:
        lit = rank.places(asked.terms, tokens(row["name"]))
        line = " ".join((row["text"] or "")[: rank.SNIPPET].split())
        made.append(
            Hit(
                group="client", thread=row["id"], name=row["name"], at=row["last_at"],
                snippet=line, lit=tuple(lit), queue=row["queue"],
                channel=(row["channels"].split() or [""])[0],
            )
        )  # fmt: skip
    return tuple(made)


def _named(conn: sqlite3.Connection, query: Query, asked: Words) -> int:
    (found,) = conn.execute(
        "SELECT count(*) FROM (SELECT 1 FROM search_client WHERE search_client MATCH ? LIMIT ?)",
        (_name_match(query, asked), MOST_COUNTED + 1),
    ).fetchone()
    return int(found)


def _name_match(query: Query, asked: Words) -> str:
    """Names are known by their beginnings, and by their other cases («Ирине»)."""
    typed = " ".join(part.text for part in query.words)
    digits = "".join(c for c in typed if c.isdigit())
    if len(digits) >= _FEWEST_DIGITS and not any(c.isalpha() for c in typed):
        return f'"{digits}"*'
    parts = []
    for term in asked.terms:
        one = [f'"{form}"' for form in sorted(term.forms)]
        if not asked.meant or not term.forms or term.prefix:
            one += [f'"{term.typed[0]}"*'] if len(term.typed) == 1 else []
        if len(term.typed) > 1:
            one = [f'"{" ".join(term.typed)}" *']
        parts.append(f"({' OR '.join(one or [chr(34) + term.typed[0] + chr(34)])})")
    return " AND ".join(parts)


def _hits(
    conn: sqlite3.Connection, source: Source, asked: Words, where: Scope, now: int,
    counts: dict[Group, int],
) -> tuple[Hit, ...]:  # fmt: skip
    group = _GROUPS[source]
    match = " AND ".join(filter(None, [asked.match, *(f'"{one}"' for one in where.marks)]))
    if where.few is not None and _count(conn, source, match, where, _OF_FEW) > _OF_FEW // 2:
        rows, whole = _among(conn, source, asked, where)
    else:
        rows, whole = _newest(conn, source, match, where)
    if source == "message":
        rows += _from_old(conn, asked, where, _ENOUGH[source] - len(rows))
    if whole:
        counts[group] = len(rows)
    elif where.threads or where.messages or not match:
        counts[group] = MOST_COUNTED + 1
    else:
        counts[group] = max(len(rows), _count(conn, source, match, where, MOST_COUNTED + 1))
    scored = [
        rank.placed(
            _hit(source, row),
            asked.terms,
            _text(source, row),
            now,
            row["document"] if source == "message" else "",
        )
        for row in rows
    ]
    return rank.grouped(scored, SHOWN[group])


def _newest(
    conn: sqlite3.Connection, source: Source, match: str, where: Scope
) -> tuple[list[sqlite3.Row], bool]:
    """Rows of the newest entries that fit, and whether those are all."""
    conditions, values = where.where(messages=source != "fact")
    enough, rows, seen = _ENOUGH[source], list[sqlite3.Row](), 0
    for ids in _chunks(conn, source, match, where, enough if not conditions else _CHUNK):
        seen += len(ids)
        if where.many is not None:
            ids = _in_threads(conn, ids, where.many)
        rows += conn.execute(
            f"SELECT{_COLUMNS[source]} FROM json_each(?) e CROSS JOIN search_docs d"
            f" ON d.id = e.value{_FROM[source]}{conditions}",
            (json.dumps(ids), *values),
        ).fetchall()
        if len(rows) >= enough or seen >= _EXAMINED:
            return rows[:enough], False
    return rows, True


def _in_threads(conn: sqlite3.Connection, ids: Sequence[int], threads: frozenset[int]) -> list[int]:
    rows = conn.execute(
        "SELECT d.id, d.thread FROM json_each(?) e CROSS JOIN search_docs d ON d.id = e.value",
        (json.dumps(ids),),
    )
    return [int(row[0]) for row in rows if row[1] in threads]


def _chunks(
    conn: sqlite3.Connection, source: Source, match: str, where: Scope, size: int
) -> Iterator[list[int]]:
    if match:
        sql = f"SELECT rowid FROM search_{source} WHERE search_{source} MATCH ?"
        values: list[object] = [match]
    else:
        sql, values = "SELECT id AS rowid FROM search_docs WHERE +source = ?", [source]
    if where.first:
        sql, values = f"{sql} AND rowid >= ?", [*values, where.first]
    if where.last < 1 << 62:
        sql, values = f"{sql} AND rowid < ?", [*values, where.last]
    cursor = conn.execute(f"{sql} ORDER BY rowid DESC", values)
    try:
        while ids := [row[0] for row in cursor.fetchmany(size)]:
            yield ids
    finally:
        cursor.close()


def _count(conn: sqlite3.Connection, source: Source, match: str, where: Scope, most: int) -> int:
    if not match:
        return most
    (found,) = conn.execute(
        f"SELECT count(*) FROM (SELECT 1 FROM search_{source} WHERE search_{source} MATCH ?"
        " AND rowid >= ? AND rowid < ? LIMIT ?)",
        (match, where.first, where.last, most),
    ).fetchone()
    return int(found)


def _among(
    conn: sqlite3.Connection, source: Source, asked: Words, where: Scope
) -> tuple[list[sqlite3.Row], bool]:
    """Rows of few threads that say the words, the newest first, and whether those are all."""
    conditions, values = where.where(messages=source != "fact")
    each = max(40, _OF_FEW // max(1, len(where.few or ())))
    order = "m.at DESC" if source != "fact" else "d.id DESC"
    of = "d.owner" if source == "fact" else "m.deleted = 0 AND m.thread"
    sql = (
        f"SELECT w.words,{_COLUMNS[source]} {_ONE_BY_ONE[source]}"
        f" JOIN search_{source} w ON w.rowid = d.id WHERE {of} = ?{conditions}"
        " AND d.id >= ? AND d.id < ?"
        f" ORDER BY {order} LIMIT ?"
    )
    found, whole = list[sqlite3.Row](), True
    for thread in where.few or ():
        rows = conn.execute(sql, (thread, *values, where.first, where.last, each)).fetchall()
        whole = whole and len(rows) < each
        found += [row for row in rows if _says(asked, where.marks, row["words"])]
    found.sort(key=lambda row: -row["id"])
    return found[: _ENOUGH[source]], whole and len(found) <= _ENOUGH[source]


def _says(asked: Words, marks: Sequence[str], said: str) -> bool:
    return all(one in said for one in marks) and rank.says_all(asked.terms, said)


def _from_old(conn: sqlite3.Connection, asked: Words, where: Scope, most: int) -> list[sqlite3.Row]:
    """What the new index has not come to yet, by the one from before."""
    upto = index.cursor(conn)["message"]
    if not upto or most <= 0 or not asked.terms or where.marks or not index.has_old(conn):
        return []
    conditions, values = where.where()
    match = " ".join(f'"{" ".join(term.typed)}"*' for term in asked.terms)
    return conn.execute(
        f"SELECT{_COLUMNS['message'].replace('d.id', 'm.id')} FROM (SELECT rowid AS old FROM"
        " messages_fts WHERE messages_fts MATCH ? AND rowid <= ? ORDER BY rowid DESC LIMIT 1000)"
        " JOIN messages m ON m.id = old JOIN threads t ON t.id = m.thread"
        f" WHERE m.deleted = 0{conditions} LIMIT ?",
        (match, upto, *values, most),
    ).fetchall()


def _text(source: Source, row: sqlite3.Row) -> str:
    if source == "fact":
        return str(json.loads(row["body"]).get("quote", ""))
    return str(row["text"] or "")


def _hit(source: Source, row: sqlite3.Row) -> Hit:
    if source == "fact":
        fact = msgspec.json.decode(row["body"], type=Fact)
        return Hit(
            group="fact", thread=row["thread"], name=row["name"], at=fact.at, fact=fact.id,
            fact_kind=fact.kind, fact_value=fact.value, fact_unit=fact.unit, queue=row["queue"],
            message=int(fact.message) if fact.message.isdigit() else None, message_at=fact.at,
            author=row["author"],
        )  # fmt: skip
    paged = source == "page"
    return Hit(
        group=_GROUPS[source], thread=row["thread"], name=row["name"], at=row["at"],
        message=row["message"], message_at=row["at"], channel=row["channel"],
        direction=row["direction"], voice=bool(row["voice"]) and not paged, queue=row["queue"],
        document=row["document"], attachment=row["idx"] if paged else 0, author=row["author"],
        page=row["page"] if paged else 0,
    )  # fmt: skip


def _indexed(conn: sqlite3.Connection) -> float:
    upto = index.cursor(conn)["message"]
    if not upto:
        return 1.0
    (last,) = conn.execute("SELECT coalesce(max(id), 0) FROM messages").fetchone()
    return 1.0 - min(1.0, upto / last) if last else 1.0
