"""Rows put into a table, many with one statement: SQLite needs the interpreter's lock between two
statements, and whoever has it meanwhile keeps it for a while."""

import sqlite3
from collections.abc import Sequence
from functools import lru_cache
from itertools import chain
from typing import Any, Final

_BLOCKS: Final = (50, 10)
"""So many at once; each number is a statement that is kept prepared."""


def insert(
    conn: sqlite3.Connection, table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]
) -> None:
    """Put rows in, in their order."""
    at, names = 0, tuple(columns)
    for size in _BLOCKS:
        while len(rows) - at >= size:
            values = tuple(chain.from_iterable(rows[at : at + size]))
            conn.execute(_statement(table, names, size), values)
            at += size
    if at < len(rows):
        conn.executemany(_statement(table, names, 1), rows[at:])


@lru_cache(maxsize=32)
def _statement(table: str, columns: tuple[str, ...], size: int) -> str:
    row = f"({', '.join('?' * len(columns))})"
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES {', '.join([row] * size)}"
