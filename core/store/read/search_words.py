"""From the words of a query to the words that the index knows: forms, beginnings, slips."""

import json
import sqlite3
from typing import Final, NamedTuple

from core.search import rank, typos
from core.search.query import Query
from core.search.terms import forms, lemmas

MOST_FORMS: Final = 96
"""A short beginning may be of thousands of words: those said most often stand for it."""
MOST_THREADS: Final = 1000
_SAME_START: Final = 2
_MOST_NEAR: Final = 3000
_END: Final = "\uffff"


class Words(NamedTuple):
    """``meant`` are (as typed, as looked for); ``missing`` words that nothing is like."""

    terms: tuple[rank.Term, ...]
    meant: tuple[tuple[str, str], ...] = ()
    missing: tuple[str, ...] = ()

    @property
    def match(self) -> str:
        """As FTS5 is asked; '' for no words."""
        return " AND ".join(map(_match, self.terms))


def words(conn: sqlite3.Connection, query: Query) -> Words:
    """What the index is asked for. Words without a letter or digit ask for nothing."""
    terms: list[rank.Term] = []
    meant: list[tuple[str, str]] = []
    missing: list[str] = []
    for part in query.words:
        typed = tuple(forms(part.text))
        prefix = query.open and part is query.parts[-1]
        if not typed:
            continue
        if len(typed) > 1 or part.kind == "phrase":
            terms.append(_phrase(typed, prefix))
            continue
        term, instead = _word(conn, typed[0], prefix)
        terms.append(term)
        if instead:
            meant.append((part.text, instead))
        elif not term.forms:
            missing.append(part.text)
    return Words(tuple(terms), tuple(meant), tuple(missing))


def threads(conn: sqlite3.Connection, text: str) -> list[int]:
    """Threads of clients whose names begin with the words, and of the newest messages that say
    them; the words are beginnings, at most MOST_THREADS of each."""
    typed = [f'"{form}"*' for form in forms(text)]
    digits = "".join(c for c in text if c.isdigit())
    number = len(digits) > 4 and not any(c.isalpha() for c in text)
    name = f'"{digits}"*' if number else " ".join(typed)
    found: dict[int, None] = {}
    for source, match in (("client", name), ("message", " ".join(typed))):
        rows = conn.execute(
            f"SELECT d.thread FROM (SELECT rowid FROM search_{source} WHERE search_{source} MATCH"
            " ? ORDER BY rowid DESC LIMIT ?) f CROSS JOIN search_docs d ON d.id = f.rowid",
            (match or '""', MOST_THREADS),
        )
        found |= dict.fromkeys(int(row[0]) for row in rows)
    return list(found)


def _phrase(typed: tuple[str, ...], prefix: bool) -> rank.Term:
    known = frozenset(typed) if len(typed) == 1 else frozenset()
    return rank.Term(typed, known, prefix)


def _word(conn: sqlite3.Connection, typed: str, prefix: bool) -> tuple[rank.Term, str]:
    found = _forms_of(conn, typed) | (_beginning(conn, typed) if prefix else set())
    if found:
        return rank.Term((typed,), frozenset(found), prefix), ""
    found = _beginning(conn, typed)
    if found:
        return rank.Term((typed,), frozenset(found), True), ""
    instead = _slip(conn, typed)
    if instead:
        return rank.Term((instead,), frozenset(_forms_of(conn, instead))), instead
    return rank.Term((typed,), frozenset(), prefix), ""


def _forms_of(conn: sqlite3.Connection, typed: str) -> set[str]:
    """The forms in the index of what the word may be a form of, itself among them."""
    rows = conn.execute(
        "SELECT w.form FROM search_lemmas l JOIN search_words w ON w.form = l.form"
        " WHERE l.lemma IN (SELECT value FROM json_each(?)) AND w.docs > 0",
        (json.dumps(lemmas(typed)),),
    )
    found = {row[0] for row in rows}
    return found | {row[0] for row in conn.execute(
        "SELECT form FROM search_words WHERE form = ? AND docs > 0", (typed,))}  # fmt: skip


def _beginning(conn: sqlite3.Connection, typed: str) -> set[str]:
    rows = conn.execute(
        "SELECT form FROM search_words WHERE form >= ? AND form < ? AND docs > 0"
        " ORDER BY docs DESC LIMIT ?",
        (typed, typed + _END, MOST_FORMS),
    ).fetchall()
    return {row[0] for row in rows}


def _slip(conn: sqlite3.Connection, typed: str) -> str:
    """The word most likely meant: one slip away the one said most often; in a long word two.
    It may be a dictionary form that nobody used, with forms that were."""
    row = conn.execute(
        "WITH near AS (SELECT value FROM json_each(?)) SELECT one, sum(docs) AS often FROM"
        " (SELECT form AS one, docs FROM search_words WHERE form IN near UNION ALL"
        " SELECT l.lemma, w.docs FROM search_lemmas l JOIN search_words w ON w.form = l.form"
        " WHERE l.lemma IN near) WHERE docs > 0 GROUP BY one ORDER BY often DESC LIMIT 1",
        (json.dumps(list(typos.once(typed))),),
    ).fetchone()
    if row is not None:
        return str(row[0])
    if len(typed) < 2 * typos.SHORTEST - 1 or not typed.isalpha():
        return ""
    start = typed[:_SAME_START]
    rows = conn.execute(
        "SELECT form, docs FROM search_words WHERE form >= ? AND form < ? AND docs > 0"
        " AND length(form) BETWEEN ? AND ? ORDER BY docs DESC LIMIT ?",
        (start, start + _END, len(typed) - 2, len(typed) + 2, _MOST_NEAR),
    ).fetchall()
    docs = dict(tuple(row) for row in rows)
    near = typos.near(typed, docs)
    return min(near, key=lambda one: (one[0], -docs[one[1]]))[1] if near else ""


def _match(term: rank.Term) -> str:
    if len(term.typed) > 1:
        return f'"{" ".join(term.typed)}"' + (" *" if term.prefix else "")
    # what is in no text is asked for nevertheless: it finds nothing
    known = sorted(term.forms) or [term.typed[0]]
    return "(" + " OR ".join(f'"{form}"' for form in known) + ")"
