"""A page of the list is what its filter says, in its order, from an index."""

import sqlite3
from dataclasses import replace
from typing import Any, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.domain.channels import Channel
from core.domain.stretch import Spot
from core.domain.thread_filter import ORDERS, SPAM, ThreadFilter
from core.domain.window import CLOSING_MS
from core.store.migrations import migrations
from core.store.read import list_bands, lists, stretches
from core.store.read.threads import queues
from core.store.steps import migrate

NOW = 1_790_000_000_000
HOUR = 3_600_000
Row = dict[str, Any]


def empty() -> sqlite3.Connection:
    conn = sqlite3.connect(":memory:")
    migrate(conn, migrations)
    conn.row_factory = sqlite3.Row
    return conn


_EMPTY = empty()
times = st.integers(-40, 40).map(lambda n: NOW + n * HOUR // 10)
maybe = st.none() | times
rows = st.lists(
    st.fixed_dictionaries(
        {
            "last_message": st.sampled_from([1, 1, 1, None]),
            "merged_into": st.sampled_from([None, None, None, 99]),
            "last_at": times.map(lambda at: min(at, NOW)),
            "unread": st.integers(0, 2),
            "waiting_since": maybe,
            "window_closes": maybe,
            "channels": st.sampled_from(["telegram", "whatsapp", "telegram whatsapp"]),
            "queue": st.sampled_from(["sales", "support", SPAM, ""]),
            "worth": st.sampled_from([0.0, 0.0, 5.0, 9e5]),
            "sort_name": st.sampled_from(["", "анна", "борис"]),
            "pinned_at": st.sampled_from([None, None, 1, 2]),
            "snoozed_until": maybe,
            "done_at": st.sampled_from([None, None, NOW]),
            "follow_up_at": maybe,
            "owner": st.sampled_from(["", "анна", "олег"]),
            "intents": st.sampled_from(
                ["[]", '[{"tag":"order","confidence":0.9}]',
                 '[{"tag":"order","confidence":0.2},{"tag":"spam","confidence":0.5}]']
            ),
        }
    ),
    max_size=12,
)  # fmt: skip
filters = st.builds(
    ThreadFilter,
    queues=st.sampled_from([(), (), ("sales",), (SPAM,), ("sales", "support")]),
    channels=st.sampled_from([(), (), (Channel.WHATSAPP,), tuple(Channel)[:2]]),
    intents=st.sampled_from([(), (), ("order",), ("spam", "order")]),
    owners=st.sampled_from([(), (), ("анна",), ("", "олег")]),
    waiting=st.booleans(), unread=st.booleans(), closing=st.booleans(), due=st.booleans(),
    draft=st.sampled_from([False, False, True]), within=st.sampled_from([0, 0, 1, 4]),
    state=st.sampled_from(["open", "open", "open", "snoozed", "done", "all"]),
    order=st.sampled_from(ORDERS),
)  # fmt: skip


def made(conn: sqlite3.Connection, threads: list[Row]) -> None:
    for thread in threads:
        names, marks = ",".join(thread), ",".join("?" * len(thread))
        conn.execute(f"INSERT INTO threads ({names}) VALUES ({marks})", tuple(thread.values()))
    listed(conn)
    conn.execute(
        "INSERT OR IGNORE INTO identities (channel, account, peer, thread, home)"
        " SELECT 'telegram', 'drafts', id, id, id FROM threads WHERE id % 3 = 0"
    )
    conn.execute(
        "INSERT INTO chat_drafts (channel, account, peer, text, at)"
        " SELECT channel, account, peer, 'x', 1 FROM identities WHERE account = 'drafts'"
    )


def listed(conn: sqlite3.Connection) -> None:
    """As the projection says after every change."""
    conn.execute(
        "UPDATE threads SET listed ="
        " (merged_into IS NULL AND last_message IS NOT NULL AND done_at IS NULL)"
    )


def closes(row: Row, wanted: ThreadFilter) -> bool:
    soon = wanted.within * HOUR or CLOSING_MS
    return row["window_closes"] is not None and 0 < row["window_closes"] - NOW < soon


def waits(row: Row) -> bool:
    return row["waiting_since"] is not None and row["queue"] != SPAM


def fits(row: Row, wanted: ThreadFilter) -> bool:
    """What the filter says of one thread."""
    asleep = row["snoozed_until"] is not None and row["snoozed_until"] > NOW
    done = row["done_at"] is not None
    state = {"open": not done and not asleep, "snoozed": asleep and not done, "done": done}
    tags = [t for t in ("order", "spam") if f'"{t}","confidence":0.9' in row["intents"]]
    if '"spam","confidence":0.5' in row["intents"]:
        tags = ["spam"]
    due = row["follow_up_at"] is not None and row["follow_up_at"] <= NOW
    return (
        row["last_message"] is not None
        and row["merged_into"] is None
        and state.get(wanted.state, True)
        and (not wanted.queues or row["queue"] in wanted.queues)
        and (not wanted.channels or any(c in row["channels"] for c in wanted.channels))
        and (not wanted.intents or bool(set(tags) & set(wanted.intents)))
        and (not wanted.owners or row["owner"] in wanted.owners)
        and (not wanted.waiting or waits(row))
        and (not wanted.unread or row["unread"] > 0)
        and (not wanted.closing or closes(row, wanted))
        and (not wanted.due or due)
        and (not wanted.draft or row["id"] % 3 == 0)
    )


def place(row: Row, wanted: ThreadFilter) -> tuple[Any, ...]:
    """Where a thread stands, as a key to sort by."""
    recent = (-row["last_at"], -row["id"])
    if wanted.state == "snoozed":
        return (row["snoozed_until"], -row["id"])
    if wanted.state == "done":
        return (-row["done_at"], -row["id"])
    if wanted.state == "all":
        if row["done_at"] is not None:
            return (9, -row["done_at"], -row["id"])
        if (row["snoozed_until"] or 0) > NOW:
            return (8, row["snoozed_until"], -row["id"])
    if row["pinned_at"] is not None:
        return (0, -row["pinned_at"], -row["id"])
    back = [row[k] for k in ("snoozed_until", "follow_up_at") if row[k] is not None]
    if any(at <= NOW for at in back):
        return (1, -max(back), -row["id"])
    slot = (row["waiting_since"] or 0) // list_bands.SLOT_MS
    match wanted.order:
        case "urgent":
            if row["queue"] == SPAM:
                return (6, *recent)
            if waits(row) and closes(row, wanted):
                return (2, row["window_closes"], slot, -row["worth"], -row["id"])
            if waits(row):
                return (3, slot, -row["worth"], -row["id"])
            return (4, row["window_closes"], *recent) if closes(row, wanted) else (5, *recent)
        case "waiting":
            return (2, row["waiting_since"], row["id"]) if waits(row) else (3, *recent)
        case "money":
            return (2, -row["worth"], -row["id"]) if row["worth"] else (3, *recent)
        case "name":
            return (2, row["sort_name"], row["id"])
        case _:
            return (2, *recent)


def kept(conn: sqlite3.Connection, wanted: ThreadFilter) -> list[Row]:
    """What the list is to show, in its order."""
    found = [dict(row) for row in conn.execute("SELECT * FROM threads")]
    return sorted((r for r in found if fits(r, wanted)), key=lambda r: place(r, wanted))


@settings(max_examples=150, deadline=None)
@given(rows, filters, st.sampled_from([0, lists.FEW]), st.integers(1, 5))
def test_a_list_is_what_its_filter_says_in_its_order_page_by_page(
    threads: list[Row], wanted: ThreadFilter, few: int, size: int
) -> None:
    conn = sqlite3.connect(":memory:")
    _EMPTY.backup(conn)
    conn.row_factory = sqlite3.Row
    patch = pytest.MonkeyPatch()
    patch.setattr(lists, "FEW", few)  # by the order's index, and by the few that fit
    try:
        made(conn, threads)
        right = [row["id"] for row in kept(conn, wanted)]
        pages: list[int] = []
        page, _ = stretches.stretch(conn, wanted, now=NOW, limit=size)
        while page:
            pages += [thread for thread, _ in page]
            page, _ = stretches.stretch(
                conn, wanted, now=NOW, limit=size, at=page[-1][1], skip=1, before=0
            )
        assert pages == right
        assert lists.count(conn, wanted, now=NOW, most=50) == len(right)
        outline = stretches.outline(conn, wanted, now=NOW, every=size)
        assert outline.total == len(right)
        assert all(right[at] == spot.keys[-1] for at, spot in outline.marks)
        for at in range(len(right)):  # a jump
            near, mark = outline.near(at)
            assert 0 <= at - near < max(size, 1) * 6
            jumped, _ = stretches.stretch(
                conn, wanted, now=NOW, limit=size, at=mark, skip=at - near
            )
            assert [thread for thread, _ in jumped] == right[at : at + size]
    finally:
        patch.undo()
        conn.close()


@settings(max_examples=100, deadline=None)
@given(rows, rows, filters, st.sampled_from([0, lists.FEW]), st.integers(0, 11),
       st.integers(0, 4), st.integers(1, 5))  # fmt: skip
def test_where_a_page_begins_stays_where_it_is_while_threads_move_and_go(
    threads: list[Row], later: list[Row], wanted: ThreadFilter, few: int, there: int,
    before: int, size: int,
) -> None:  # fmt: skip
    """However they moved, what is read is what stands there now: none is lost, none is twice."""
    conn = sqlite3.connect(":memory:")
    _EMPTY.backup(conn)
    conn.row_factory = sqlite3.Row
    patch = pytest.MonkeyPatch()
    patch.setattr(lists, "FEW", few)
    try:
        made(conn, threads)
        was = kept(conn, wanted)
        page, _ = stretches.stretch(conn, wanted, now=NOW, limit=50)
        if not page:
            return
        there %= len(page)
        spot, stood = page[there][1], place(was[there], wanted)
        for thread, row in enumerate(later, 1):
            names = ", ".join(f"{name} = ?" for name in row)
            conn.execute(f"UPDATE threads SET {names} WHERE id = ?", (*row.values(), thread))
        conn.execute("DELETE FROM threads WHERE id % 5 = 0")
        listed(conn)
        now = kept(conn, wanted)
        i = sum(place(row, wanted) < stood for row in now)
        found, above = stretches.stretch(conn, wanted, now=NOW, limit=size, at=spot, before=before)
        assert [thread for thread, _ in found] == [
            row["id"] for row in now[max(0, i - before) : i + size]
        ]
        assert above == min(i, before)
    finally:
        patch.undo()
        conn.close()


@settings(max_examples=60, deadline=None)
@given(rows, rows)
def test_the_counts_of_queues_follow_whatever_is_written(
    threads: list[Row], later: list[Row]
) -> None:
    conn = sqlite3.connect(":memory:")
    _EMPTY.backup(conn)
    conn.row_factory = sqlite3.Row
    try:
        made(conn, threads)
        for thread, row in enumerate(later, 1):
            names = ", ".join(f"{name} = ?" for name in row)
            conn.execute(f"UPDATE threads SET {names} WHERE id = ?", (*row.values(), thread))
        listed(conn)
        conn.execute("DELETE FROM threads WHERE id % 5 = 0")
        left = [dict(row) for row in conn.execute("SELECT * FROM threads")]
        shown = [row for row in left if fits(row, ThreadFilter())]
        right = {
            queue: (
                sum(row["queue"] == queue for row in shown),
                sum(row["queue"] == queue and row["waiting_since"] is not None for row in shown),
                sum(row["unread"] for row in shown if row["queue"] == queue),
            )
            for queue in {row["queue"] for row in shown}
        }
        found = {row.id: (row.threads, row.waiting, row.unread) for row in queues(conn, NOW)}
        assert found == right
        tags = {tuple(row) for row in conn.execute("SELECT tag, thread FROM thread_tags")}
        assert {thread for _, thread in tags} <= {row["id"] for row in left}
    finally:
        conn.close()


def test_what_comes_back_next_is_known() -> None:
    conn = empty()
    base = {"last_message": 1, "last_at": NOW}
    made(conn, [
        {**base, "snoozed_until": NOW - HOUR},
        {**base, "snoozed_until": NOW + 3 * HOUR},
        {**base, "follow_up_at": NOW + 2 * HOUR, "owner": "олег"},
        {**base, "owner": "анна"},
    ])  # fmt: skip
    assert lists.next_due(conn, NOW) == NOW + 2 * HOUR
    assert lists.next_due(conn, NOW + 2 * HOUR) == NOW + 3 * HOUR
    assert lists.next_due(conn, NOW + 9 * HOUR) is None
    assert lists.owners(conn) == ["анна", "олег"]
    conn.close()


def test_a_window_that_closes_comes_and_goes_by_itself() -> None:
    conn = empty()
    base = {"last_message": 1, "last_at": NOW}
    made(conn, [
        {**base, "window_closes": NOW + 6 * HOUR, "waiting_since": NOW},
        {**base, "window_closes": NOW + 5 * HOUR},
        {**base, "window_closes": NOW + 5 * HOUR, "waiting_since": NOW, "queue": SPAM},
        {**base, "window_closes": NOW - HOUR, "waiting_since": NOW},
    ])  # fmt: skip
    assert lists.next_due(conn, NOW) is None
    assert lists.next_due(conn, NOW, 4) == NOW + 2 * HOUR
    assert lists.next_due(conn, NOW + 2 * HOUR, 4) == NOW + 6 * HOUR
    assert lists.next_due(conn, NOW + 6 * HOUR, 4) is None
    plan: list[str] = []
    conn.set_trace_callback(plan.append)
    lists.next_due(conn, NOW, 4)
    conn.set_trace_callback(None)
    steps = [str(row["detail"]) for row in conn.execute(f"EXPLAIN QUERY PLAN {plan[0]}")]
    assert not [step for step in steps if step.startswith("SCAN threads") and "INDEX" not in step]
    conn.close()


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("queue", [(), ("sales",)])
def test_no_order_sorts_all_threads(order: Any, queue: tuple[str, ...]) -> None:
    """The bands that can be long come out of their index as they stand, wherever one begins."""
    conn = empty()
    steps: list[str] = []

    class Explained:
        def execute(self, sql: str, values: dict[str, object]) -> list[Any]:
            steps.extend(row["detail"] for row in conn.execute(f"EXPLAIN QUERY PLAN {sql}", values))
            return []

    made = stretches._list(conn, ThreadFilter(order=order, queues=queue), NOW, "")
    made = replace(made, conn=cast(sqlite3.Connection, Explained()))
    for number, band in enumerate(made.bands):
        if not band.sorted:
            for keys in ((), tuple(1 for _ in band.keys)):
                for back in (False, True):
                    made._in_band(Spot(number, keys), 9, back=back)
    conn.close()
    assert len(steps) > 10
    assert not [step for step in steps if "TEMP B-TREE" in step or step == "SCAN t"]
