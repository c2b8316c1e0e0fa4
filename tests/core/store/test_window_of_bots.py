"""Where only a bot answers for us it may for a day: the list knows, whoever signs in or out."""

from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path

import pytest

from core.domain import events as ev
from core.domain.channels import Channel, Peer
from core.domain.thread_filter import ThreadFilter
from core.domain.window import SERVICE_WINDOW_MS
from core.store.projection import windows
from core.store.read.threads import listed
from core.store.store import Store
from tests.core.store.test_rebuild import rebuilt_equals_grown, said

NOW = 1_790_000_000_000
HOUR = 3_600_000
SERVED, OTHER = Peer(Channel.TELEGRAM, "2", "77"), Peer(Channel.TELEGRAM, "1", "77")
GROUP = Peer(Channel.TELEGRAM, "2", "-55")
WA = Peer(Channel.WHATSAPP, "555", "79161112233")
CLOSING = ThreadFilter(closing=True)


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    store = Store(tmp_path / "log.db", clock=lambda: NOW / 1000)
    await store.open()
    await store.append(
        [
            said(SERVED, "1", "Сколько?", NOW - 23 * HOUR),
            said(OTHER, "2", "А у вас?", NOW - 23 * HOUR),
            said(GROUP, "3", "Всем привет", NOW - 23 * HOUR),
            said(WA, "w", "Есть?", NOW - 22 * HOUR),
        ]
    )
    yield store
    await store.close()


async def closes(store: Store) -> dict[int, int | None]:
    """Of each thread."""
    rows = await store.read(
        lambda conn: conn.execute("SELECT id, window_closes FROM threads").fetchall()
    )
    return {int(row[0]): row[1] for row in rows}


async def test_only_where_nobody_but_a_bot_answers(store: Store) -> None:
    before = await closes(store)
    day = NOW - 23 * HOUR + SERVICE_WINDOW_MS
    assert before == {1: None, 2: None, 3: None, 4: NOW - 22 * HOUR + SERVICE_WINDOW_MS}
    touched = await store.write(lambda conn: windows.serve(conn, ["2"], NOW))
    assert touched == {1}
    assert await closes(store) == before | {1: day}
    rows = await store.read(partial(listed, wanted=CLOSING, now=NOW))
    assert (rows[0].id, rows[0].has_window) == (1, False)
    await rebuilt_equals_grown(store)
    # the client writes: a day from then on
    await store.append([said(SERVED, "5", "Алло", NOW)])
    assert await closes(store) == before | {1: NOW + SERVICE_WINDOW_MS}
    # the account signs in itself
    assert await store.write(lambda conn: windows.serve(conn, [], NOW)) == {1}
    assert await closes(store) == before
    assert await store.write(lambda conn: windows.serve(conn, [], NOW)) == set()
    await rebuilt_equals_grown(store)


async def test_of_a_client_with_both_the_longer_counts(store: Store) -> None:
    await store.append(
        [
            ev.Event(
                external_id="m", at=NOW,
                body=ev.ContactsMerged(thread=1, other=4, reason="phone"),
            )
        ]
    )  # fmt: skip
    assert (await closes(store))[1] == NOW - 22 * HOUR + SERVICE_WINDOW_MS
    await store.write(lambda conn: windows.serve(conn, ["2"], NOW))
    assert (await closes(store))[1] == NOW - 22 * HOUR + SERVICE_WINDOW_MS
    await store.append([said(SERVED, "5", "Алло", NOW)])
    assert (await closes(store))[1] == NOW + SERVICE_WINDOW_MS
    closed = ev.Event(external_id="x", at=NOW + 1, peer=SERVED, body=ev.WindowClosed())
    await store.append([closed])
    assert (await closes(store))[1] == NOW - 22 * HOUR + SERVICE_WINDOW_MS
    await rebuilt_equals_grown(store)
