"""Every kind of event in any order: what a rebuild makes is what grew, and what stands beside the
log stands afterwards."""

import random
import sqlite3
from collections.abc import Sequence
from typing import Any

import pytest

from core.domain import events as ev
from core.store.migrations import PROJECTION
from core.store.read import work
from core.store.rebuild import rebuild
from tests.core.store.made_events import KINDS, Makers
from tests.core.store.test_any_order import Log, log

BESIDE = {"log", "state", "chat_drafts", "chat_ledgers"}
"""What happened, and where we stand: no projection."""
BY_TRIGGERS = {"queue_counts", "thread_tags"}
"""These follow the threads."""
Tables = dict[str, list[tuple[Any, ...]]]


def _tables(conn: sqlite3.Connection) -> set[str]:
    rows = conn.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
    names = {str(row[0]) for row in rows}
    return {n for n in names if not n.startswith(("sqlite_", "_sqlite", "search_"))}


def test_every_table_is_a_projection_or_stands_beside_the_log() -> None:
    with log() as kept:
        assert _tables(kept.conn) == {*PROJECTION} | BESIDE | BY_TRIGGERS


def _dump(kept: Log) -> Tables:
    return {
        table: sorted((tuple(r) for r in kept.conn.execute(f"SELECT * FROM {table}")), key=str)
        for table in sorted(_tables(kept.conn))
    }  # fmt: skip


_TRIED = (
    "UPDATE messages SET status = 'sending' WHERE status = 'queued' AND external_id IS NULL",
    "UPDATE messages SET next_at = 7, attempts = attempts + 1, problem = 'x'"
    " WHERE status IN ('queued', 'sending') AND external_id IS NULL",
    "UPDATE messages SET next_at = 0 WHERE status = 'queued'",
    "UPDATE gestures SET next_at = 8, attempts = attempts + 1 WHERE status = 'queued'",
    "UPDATE chat_wishes SET next_at = 9, attempts = attempts + 1",
    "UPDATE chat_wishes SET next_at = 0",
    "UPDATE attachments SET next_at = 10, attempts = attempts + 1"
    " WHERE path = '' AND problem = ''",
    "INSERT INTO crm (thread, target, attempts, next_at, problem) SELECT id, 'folder', 2, 3, 'x'"
    " FROM threads WHERE merged_into IS NULL ON CONFLICT DO UPDATE SET attempts = 4",
    "UPDATE crm SET handled = 9",
    "INSERT OR IGNORE INTO chat_drafts (channel, account, peer, text, at, pending)"
    " SELECT channel, account, peer, 'начато', 5, 1 FROM identities",
    "INSERT OR REPLACE INTO chat_ledgers VALUES ('telegram', '1', '71', 'x', '[[1,3]]', '')",
    "INSERT OR REPLACE INTO state VALUES ('telegram.1', 'pts')",
)  # fmt: skip
"""What stages write beside the log while they try."""


def grown(seed: int, rounds: int = 3) -> list[list[ev.Event] | str]:
    """What happens: every kind ``rounds`` times, in any order, and what the stages note."""
    makers, dice = Makers(seed), random.Random(seed)
    often: tuple[type[ev.Body], ...] = (ev.MessageReceived, ev.ProfileSeen)
    kinds = [*KINDS * rounds, *often * 8]
    dice.shuffle(kinds)
    steps: list[list[ev.Event] | str] = []
    while kinds:
        together = min(len(kinds), dice.choice([1, 1, 4]))
        steps.append([makers.event(kinds.pop()) for _ in range(together)])
        if dice.random() < 0.25:
            steps.append(dice.choice(_TRIED))
    return steps


def differs(steps: Sequence[list[ev.Event] | str]) -> dict[str, object]:
    """What a rebuild makes otherwise, by table."""
    with log() as kept:
        work.deliver_to(kept.conn, "folder")
        for step in steps:
            with kept.conn:
                kept.conn.execute(step) if isinstance(step, str) else kept.append(step)
        before = _dump(kept)
        with kept.conn:
            rebuild(kept.conn)
        after = _dump(kept)
    before["state"] = [row for row in before["state"] if row[0] != "search"]
    after["state"] = [row for row in after["state"] if row[0] != "search"]
    return {
        table: (set(before[table]) - set(after[table]), set(after[table]) - set(before[table]))
        for table in before if before[table] != after[table]
    }  # fmt: skip


@pytest.mark.parametrize("seed", range(8))
def test_a_rebuild_makes_what_grew_whatever_happened(seed: int) -> None:
    assert differs(grown(seed)) == {}
