"""The steps of a schema and how far a file is, without sqlite-utils: it takes 0.15 s to load and is
needed only where a step is missing."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database, Migrations

Step = Callable[["Database"], None]


class NewerError(Exception):
    """Steps were taken on the file that this version does not know."""


class Steps:
    """Functions in their order, known by their names. ``@steps()`` adds one."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._steps: list[Step] = []

    def __call__(self) -> Callable[[Step], Step]:
        """Add the function as the last step."""

        def add(step: Step) -> Step:
            self._steps.append(step)
            return step

        return add

    @property
    def names(self) -> list[str]:
        """In their order."""
        return [step.__name__ for step in self._steps]

    def taken(self, conn: sqlite3.Connection) -> set[str]:
        """The names of those that were taken on the file."""
        about = "SELECT count(*) FROM sqlite_master WHERE name = '_sqlite_migrations'"
        with closing(conn.cursor()) as cursor:
            cursor.row_factory = None
            if not cursor.execute(about).fetchone()[0]:
                return set()
            noted = "SELECT name FROM _sqlite_migrations WHERE migration_set = ?"
            return {row[0] for row in cursor.execute(noted, (self.name,))}

    def to_take(self, begins: Callable[[str], None] = lambda name: None) -> "Migrations":
        """All of them, as sqlite-utils takes them. ``begins`` hears of each that is taken."""
        from sqlite_utils import Migrations

        def told(step: Step) -> Step:
            def take(db: "Database") -> None:
                begins(step.__name__)
                step(db)

            return take

        made = Migrations(self.name)
        for step in self._steps:
            made(name=step.__name__)(told(step))
        return made


def migrate(
    conn: sqlite3.Connection, steps: Steps, told: Callable[[int, int], None] = lambda at, of: None
) -> None:
    """Take the steps that are missing, each with its note in one transaction: whatever ends the
    process, a step is taken as a whole or not at all. ``told`` hears how many of them are done.
    Raises NewerError."""
    ours, taken = set(steps.names), steps.taken(conn)
    if taken - ours:
        raise NewerError(", ".join(sorted(taken - ours)))
    if ours - taken:
        from sqlite_utils import Database

        missing = [name for name in steps.names if name not in taken]
        steps.to_take(lambda name: told(missing.index(name), len(missing))).apply(Database(conn))
