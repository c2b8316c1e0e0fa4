"""Where a thread's record stands at the CRM."""

import sqlite3
from typing import Literal

import msgspec


class DeliveryRow(msgspec.Struct, frozen=True, kw_only=True):
    """``pending``: facts changed since the CRM took them. ``problem`` is an encoded Problem."""

    state: Literal["none", "pending", "delivered", "failed"]
    at: int = 0
    remote: str = ""
    problem: str = ""


def state(conn: sqlite3.Connection, thread: int, target: str) -> DeliveryRow:
    """The state of one thread at one target."""
    row = conn.execute(
        "SELECT t.facts_seq, c.* FROM threads t LEFT JOIN crm c ON c.thread = t.id"
        " AND c.target = ? WHERE t.id = ?",
        (target, thread),
    ).fetchone()
    if row is None or not row["facts_seq"]:
        return DeliveryRow(state="none")
    remote, at = row["remote"] or "", row["delivered_at"] or 0
    if row["problem"]:
        return DeliveryRow(state="failed", at=at, remote=remote, problem=row["problem"])
    if row["facts_seq"] > (row["handled"] or 0):
        return DeliveryRow(state="pending", at=at, remote=remote)
    return DeliveryRow(state="delivered" if remote else "none", at=at, remote=remote)
