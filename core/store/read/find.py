"""Finding words within one thread: letter by letter, in all that was written and heard."""

import sqlite3
from typing import Final

from core.domain.views import FoundRow

MOST: Final = 5_000
"""Places; who looks for a single letter is not helped by more."""


def fold(text: str) -> str:
    """Lower case, with ``е`` for ``ё``; as long as ``text``, so that places stay places."""
    low = text.lower()
    if len(low) != len(text):  # a few letters become two when they are small
        low = "".join(s if len(s := c.lower()) == 1 else c for c in text)
    return low.replace("ё", "е")


def find(conn: sqlite3.Connection, thread: int, words: str) -> list[FoundRow]:
    """Where the messages of a thread (the words of voice messages among them) or the names of
    their files say ``words``, the oldest first; at most MOST, the newest."""
    wanted = fold(words)
    if not wanted.strip():
        return []
    names: dict[int, str] = {}
    for message, name in conn.execute(
        "SELECT m.id, a.name FROM messages m JOIN attachments a ON a.message = m.id"
        " WHERE m.thread = ? AND m.deleted = 0 AND a.name != ''",
        (thread,),
    ):
        names[message] = f"{names.get(message, '')}\n{name}"
    found: list[FoundRow] = []
    for message, at, number, text in conn.execute(
        "SELECT id, at, number, text FROM messages WHERE thread = ? AND deleted = 0"
        " ORDER BY at DESC, number DESC, id DESC",
        (thread,),
    ):
        places = _places(fold(text), wanted)
        if places:
            found += [FoundRow(message, at, i, i + len(wanted), number) for i in reversed(places)]
        elif message in names and wanted in fold(names[message]):
            found.append(FoundRow(message, at, 0, 0, number))
        if len(found) >= MOST:
            break
    return found[:MOST][::-1]


def _places(text: str, wanted: str) -> list[int]:
    places: list[int] = []
    at = text.find(wanted)
    while at >= 0:
        places.append(at)
        at = text.find(wanted, at + len(wanted))
    return places
