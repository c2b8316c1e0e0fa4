"""Gaps of a chat: kept beside the log, shown above the message that they end at."""

import sqlite3
from pathlib import Path

import pytest

from core.domain.changes import Change
from core.domain.channels import Channel, Peer
from core.domain.events import Event, MessageReceived
from core.domain.views import Gap
from core.ports import ChatLedger
from core.store.read import messages
from core.store.store import Store

PEER = Peer(Channel.TELEGRAM, "1", "7")
OTHER = Peer(Channel.TELEGRAM, "2", "7")


def said(peer: Peer, name: int) -> Event:
    return Event(
        external_id=str(name),
        at=name * 1000,
        peer=peer,
        body=MessageReceived(direction="in", text=str(name)),
    )


async def marks(store: Store, before: int | None = None) -> dict[str, Gap]:
    cursor = (before * 1000, 0, 0) if before else None
    rows = await store.read(
        lambda conn: messages.messages(conn, 1, media=Path("media"), before=cursor, limit=4)
    )
    return {row.external_id: row.gap for row in rows if row.gap}


async def test_a_gap_is_marked_and_heard_of(tmp_path: Path) -> None:
    store = Store(tmp_path / "log.sqlite")
    await store.open()
    heard: list[Change] = []
    try:
        names = (1, 2, 3, 50, 51, 52, 53, 54)
        await store.append([said(PEER, name) for name in names])
        await store.append([said(OTHER, 50)])
        store.listen(heard.append)
        gap = ChatLedger(b"{}", (("4", "50"),))
        await store.keep_ledgers("telegram", "1", {"7": gap})
        assert [change.threads for change in heard] == [frozenset({1})]
        assert await marks(store) == {}
        assert await marks(store, 52) == {"50": "fetching"}
        assert await marks(store, 3) == {}
        # the message it ends at was deleted: the next one after it has the mark
        await store.keep_ledgers("telegram", "1", {"7": ChatLedger(b"{}", (("4", "40"),), "{}")})
        assert await marks(store, 52) == {"50": "failed"}
        assert len(heard) == 2
        await store.keep_ledgers("telegram", "1", {"7": ChatLedger(b"[]")})
        assert await marks(store, 52) == {}
        assert len(heard) == 3
        await store.keep_ledgers("telegram", "1", {"7": ChatLedger(b"[1]"), "9": gap})
        assert len(heard) == 3  # nothing to see, and nobody to see it
        assert dict(await store.ledgers("telegram", "1"))["7"] == b"[1]"
        assert await store.ledgers("telegram", "2") == []
        await store.rebuild()
        assert dict(await store.ledgers("telegram", "1"))["7"] == b"[1]"
    finally:
        await store.close()


async def test_a_page_of_history_is_written_with_what_is_known_by_it_or_not_at_all(
    tmp_path: Path,
) -> None:
    store = Store(tmp_path / "log.sqlite")
    await store.open()
    heard: list[Change] = []
    store.listen(heard.append)
    page, gap = [said(PEER, 50), said(PEER, 51)], ChatLedger(b"{}", (("4", "50"),))
    try:
        with pytest.raises(sqlite3.IntegrityError):
            await store.append_page(page, "telegram", "1", {"7": ChatLedger(None)})  # type: ignore[arg-type]
        assert (await store.known("telegram", "1", ["50", "51"]), heard) == ({}, [])
        await store.append_page(page, "telegram", "1", {"7": gap})
        assert [change.kinds for change in heard] == [{"message"}, {"gap"}]
        await store.append_page(page, "telegram", "1", {"7": ChatLedger(b"[2]")})
        assert [change.kinds for change in heard][2:] == [{"gap"}]
        # what is written after it waits for the disk again
        await store.append([said(PEER, 52)])
        lasting = await store.write(lambda c: c.execute("PRAGMA synchronous").fetchone()[0])
        assert lasting == 2
        assert sorted(await store.known("telegram", "1", ["50", "51", "52"])) == ["50", "51", "52"]
        assert dict(await store.ledgers("telegram", "1")) == {"7": b"[2]"}
    finally:
        await store.close()
