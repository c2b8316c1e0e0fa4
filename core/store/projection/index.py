"""The search's index: what a message, its documents, a client's names and facts say, in words.

Texts are indexed in the forms they are written in, folded; ``search_lemmas`` leads from a
dictionary form to those. So a phrase stays a phrase, and each word is looked up in the dictionary
once, however often it is said. A document of the index has an id that grows with its time: the
newest are read first, without sorting.
"""

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final, Literal, NamedTuple

from core.search import terms

Source = Literal["message", "page", "fact", "client"]
Unit = Literal["message", "thread"]
SOURCES: Final[tuple[Source, ...]] = ("message", "page", "fact", "client")
OF: Final[dict[Unit, tuple[Source, Source]]] = {
    "message": ("message", "page"), "thread": ("client", "fact"),
}  # fmt: skip
STATE: Final = "search"
_SLOT_BITS: Final = 12
_FTS: Final = "fts5(words, columnsize=0, tokenize='ascii')"
_LINK: Final = ("http://", "https://", "www.", "t.me/", "wa.me/")
_MARK: Final = "§"
_DOCUMENT: Final = frozenset({"document", "other"})


class Doc(NamedTuple):
    """One entry: ``at`` is ms since the epoch, ``words`` the folded text and marks behind it."""

    source: Source
    owner: int
    thread: int
    at: int
    words: str
    idx: int = 0
    page: int = 0
    fact: str = ""


def first_id(at: int) -> int:
    """The smallest id of what is said at ``at`` (ms) or later."""
    return max(0, at // 1000) << _SLOT_BITS


def mark(kind: str) -> str:
    """What stands for «has a file of that kind» among the words: never a word of a text."""
    return _MARK + kind


def marks(kind: str, name: str, mime: str) -> set[str]:
    """The marks of a file."""
    made = {"voice"} if kind in ("voice", "audio") else {kind} & {"image", "video"}
    if kind in _DOCUMENT:
        made.add("doc")
    if name.lower().endswith(".pdf") or mime == "application/pdf":
        made |= {"doc", "pdf"}
    return {mark(one) for one in made}


# What there is to index, as it stands.


def message_docs(conn: sqlite3.Connection, ids: Sequence[int]) -> list[Doc]:
    """Entries of messages and of the pages of their documents; none of a deleted one."""
    wanted = json.dumps(list(ids))
    found: list[Doc] = []
    files: dict[int, set[str]] = {}
    names: dict[int, str] = {}
    for row in conn.execute(
        "SELECT message, kind, name, mime FROM attachments"
        " WHERE message IN (SELECT value FROM json_each(?))",
        (wanted,),
    ):
        files.setdefault(row[0], set()).update(marks(row[1], row[2], row[3]))
        names[row[0]] = f"{names.get(row[0], '')} {row[2]}"
    standing: dict[int, tuple[int, int]] = {}
    for row in conn.execute(
        "SELECT id, at, text, thread FROM messages WHERE deleted = 0"
        " AND id IN (SELECT value FROM json_each(?))",
        (wanted,),
    ):
        standing[row[0]] = (row[3], row[1])
        marked = set(files.get(row[0], ()))
        if any(link in row[2].lower() for link in _LINK):
            marked.add(mark("link"))
        words = _words(f"{row[2]}\n{names.get(row[0], '')}", marked)
        if words:
            found.append(Doc("message", row[0], row[3], row[1], words))
    for row in conn.execute(
        "SELECT message, idx, number, text FROM pages"
        " WHERE message IN (SELECT value FROM json_each(?)) AND text != ''",
        (wanted,),
    ):
        if row[0] in standing:
            words = _words(row[3], files.get(row[0], ()))
            found.append(Doc("page", row[0], *standing[row[0]], words, row[1], row[2]))
    return found


def thread_docs(conn: sqlite3.Connection, ids: Sequence[int]) -> list[Doc]:
    """Entries of the names of clients, and of the facts that stand in their threads."""
    wanted = json.dumps(list(ids))
    found: list[Doc] = []
    people: dict[int, str] = {}
    for row in conn.execute(
        "SELECT thread, name, username, phone FROM identities"
        " WHERE thread IN (SELECT value FROM json_each(?))",
        (wanted,),
    ):
        digits = "".join(c for c in row[3] if c.isdigit())
        people[row[0]] = f"{people.get(row[0], '')} {row[1]} {row[2]} {digits} {digits[-10:]}"
    for row in conn.execute(
        "SELECT id, name, last_at FROM threads WHERE merged_into IS NULL"
        " AND id IN (SELECT value FROM json_each(?))",
        (wanted,),
    ):
        words = list(dict.fromkeys(terms.forms(f"{row[1]} {people.get(row[0], '')}")))
        if words:
            found.append(Doc("client", row[0], row[0], row[2], " ".join(words)))
    for row in conn.execute(
        "SELECT thread, id, value, json_extract(CAST(body AS TEXT), '$.quote'),"
        " json_extract(CAST(body AS TEXT), '$.at') FROM facts"
        " WHERE status = 'standing' AND thread IN (SELECT value FROM json_each(?))",
        (wanted,),
    ):
        words_ = dict.fromkeys(terms.forms(f"{row[2]} {row[3] or ''}"))
        if words_:
            found.append(Doc("fact", row[0], row[0], row[4] or 0, " ".join(words_), fact=row[1]))
    return found


def _words(text: str, marked: Iterable[str]) -> str:
    return " ".join([*terms.forms(text), *sorted(marked)])


def new_lemmas(conn: sqlite3.Connection, docs: Iterable[Doc]) -> list[tuple[str, str]]:
    """Dictionary forms of the words that are not known yet, as (lemma, form)."""
    said = {form for doc in docs for form in doc.words.split() if not form.startswith(_MARK)}
    known = {
        row[0]
        for row in conn.execute(
            "SELECT form FROM search_words WHERE form IN (SELECT value FROM json_each(?))",
            (json.dumps(list(said)),),
        )
    }
    return [(lemma, form) for form in said - known for lemma in terms.lemmas(form)]


# Writing, in the caller's transaction.


def put(
    conn: sqlite3.Connection,
    unit: Unit,
    owners: Sequence[int],
    docs: Sequence[Doc],
    lemmas: Sequence[tuple[str, str]],
) -> None:
    """What the index says of ``owners`` is ``docs`` from now on."""
    counts: Counter[str] = Counter()
    for source in OF[unit]:
        for row in conn.execute(
            f"SELECT d.id, f.words FROM search_docs d JOIN search_{source} f ON f.rowid = d.id"
            " WHERE d.source = ? AND d.owner IN (SELECT value FROM json_each(?))",
            (source, json.dumps(list(owners))),
        ).fetchall():
            counts.subtract(set(row[1].split()))
            conn.execute(f"DELETE FROM search_{source} WHERE rowid = ?", (row[0],))
            conn.execute("DELETE FROM search_docs WHERE id = ?", (row[0],))
    taken: set[int] = set()
    # in the order of their ids: what comes out of order makes the index write a piece of its own
    for doc in sorted(docs, key=lambda one: (one.source, one.at)):
        row_id = _free(conn, doc.at, taken)
        conn.execute(
            "INSERT INTO search_docs (id, source, owner, thread, idx, page, fact)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            (row_id, doc.source, doc.owner, doc.thread, doc.idx, doc.page, doc.fact),
        )
        conn.execute(
            f"INSERT INTO search_{doc.source} (rowid, words) VALUES (?, ?)", (row_id, doc.words)
        )
        counts.update(set(doc.words.split()))
    conn.executemany("INSERT OR IGNORE INTO search_lemmas VALUES (?, ?)", lemmas)
    conn.executemany(
        "INSERT INTO search_words VALUES (?, ?) ON CONFLICT DO UPDATE SET docs = docs + ?",
        [(form, n, n) for form, n in counts.items() if n and not form.startswith(_MARK)],
    )


def _free(conn: sqlite3.Connection, at: int, taken: set[int]) -> int:
    row_id = first_id(at)
    (last,) = conn.execute(
        "SELECT max(id) FROM search_docs WHERE id BETWEEN ? AND ?",
        (row_id, row_id + (1 << _SLOT_BITS) - 1),
    ).fetchone()
    row_id = row_id if last is None else int(last) + 1
    while row_id in taken or (
        last is not None
        and conn.execute("SELECT 1 FROM search_docs WHERE id = ?", (row_id,)).fetchone()
    ):
        row_id += 1
    taken.add(row_id)
    return row_id


def done(conn: sqlite3.Connection, unit: Unit, noted: Iterable[tuple[int, int]]) -> None:
    """Those (owner, revision) are indexed; one that changed meanwhile stays noted."""
    conn.executemany(
        "DELETE FROM search_queue WHERE source = ? AND owner = ? AND rev = ?",
        [(unit, owner, rev) for owner, rev in noted],
    )


# Where it stands.


def cursor(conn: sqlite3.Connection) -> dict[str, int]:
    """The largest id of messages and of threads that the walk through what was there before the
    index has still to take; 0 when it is through."""
    row = conn.execute("SELECT value FROM state WHERE key = ?", (STATE,)).fetchone()
    found: dict[str, int] = json.loads(row[0]) if row else {"message": 0, "thread": 0}
    return found


def set_cursor(conn: sqlite3.Connection, unit: Unit, to: int) -> None:
    """The walk has come to there."""
    conn.execute(
        "INSERT OR REPLACE INTO state (key, value) VALUES (?, ?)",
        (STATE, json.dumps({**cursor(conn), unit: to})),
    )


def has_old(conn: sqlite3.Connection) -> bool:
    """Whether the index from before this one is still there."""
    return (
        conn.execute("SELECT 1 FROM sqlite_master WHERE name = 'messages_fts'").fetchone()
        is not None
    )


def drop_old(conn: sqlite3.Connection) -> None:
    """The index from before: nothing asks it any more."""
    for trigger in ("messages_ai", "messages_ad", "messages_au"):
        conn.execute(f"DROP TRIGGER IF EXISTS {trigger}")
    conn.execute("DROP TABLE IF EXISTS messages_fts")


def reset(conn: sqlite3.Connection) -> None:
    """Forget everything: the walk begins anew, from the newest."""
    for source in SOURCES:
        conn.execute(f"DROP TABLE search_{source}")
        conn.execute(f"CREATE VIRTUAL TABLE search_{source} USING {_FTS}")
    for table in ("docs", "words", "lemmas", "queue"):
        conn.execute(f"DELETE FROM search_{table}")
    for unit, table in (("message", "messages"), ("thread", "threads")):
        (last,) = conn.execute(f"SELECT coalesce(max(id), 0) FROM {table}").fetchone()
        set_cursor(conn, unit, last)  # type: ignore[arg-type]
