"""What the operator puts on a thread, and what takes it away again."""

import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import sqlite_utils

from core.domain import events as ev
from core.domain.channels import Channel, Peer
from core.domain.drafts import Content
from core.domain.marks import Mark
from core.domain.views import ThreadRow
from core.pipeline.drafts import Drafts
from core.pipeline.triage import Triage
from core.store.database import alike
from core.store.drafts import pending
from core.store.migrations import PROJECTION, migrations
from core.store.read import threads as read_threads
from core.store.store import Store

TG = Peer(Channel.TELEGRAM, "1", "77")
WA = Peer(Channel.WHATSAPP, "555", "79161112233")
NOW = 1_790_000_000_000
HOUR = 3_600_000


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    store = Store(tmp_path / "log.db", clock=lambda: NOW / 1000)
    await store.open()
    for peer in (TG, WA):
        await store.append([said(peer, f"first-{peer.channel}")])
    yield store
    await store.close()


@pytest.fixture
def triage(store: Store) -> Triage:
    return Triage(store, lambda: NOW)


def said(peer: Peer, ident: str, *, history: bool = False) -> ev.Event:
    body = ev.MessageReceived(direction="in", text="добрый день", history=history)
    return ev.Event(external_id=ident, at=NOW, peer=peer, body=body)


async def row(store: Store, thread: int = 1) -> ThreadRow:
    found = await store.read(lambda c: read_threads.thread(c, thread))
    assert found is not None
    return found


def dump(conn: sqlite3.Connection) -> dict[str, list[tuple[object, ...]]]:
    return {t: sorted(tuple(r) for r in conn.execute(f"SELECT * FROM {t}")) for t in PROJECTION}


async def test_marks_of_many_threads_are_one_append(store: Store, triage: Triage) -> None:
    changes = []
    off = store.listen(changes.append)
    await triage.pin([1, 2], pinned=True)
    off()
    assert [change.threads for change in changes] == [frozenset({1, 2})]
    assert (await row(store, 1)).pinned_at == (await row(store, 2)).pinned_at == NOW
    await triage.pin([1], pinned=False)
    assert (await row(store, 1)).pinned_at is None


async def test_what_was_put_aside_is_back_when_the_client_writes(
    store: Store, triage: Triage
) -> None:
    await triage.snooze([1], NOW + HOUR)
    await triage.done([2], done=True)
    assert (await row(store, 1)).snoozed_until == NOW + HOUR
    assert (await row(store, 2)).done_at == NOW
    await store.append([said(TG, "old", history=True)])
    assert (await row(store, 1)).snoozed_until == NOW + HOUR, "history wakes nobody"
    await store.append([said(TG, "new"), said(WA, "new")])
    assert (await row(store, 1)).snoozed_until is None
    assert (await row(store, 2)).done_at is None


async def test_done_and_snoozed_are_one_or_the_other(store: Store, triage: Triage) -> None:
    await triage.snooze([1], NOW + HOUR)
    await triage.done([1], done=True)
    assert (await row(store)).snoozed_until is None
    await triage.snooze([1], NOW + HOUR)
    assert (await row(store)).done_at is None


async def test_marks_go_where_the_thread_went_and_stand_after_a_rebuild(
    store: Store, triage: Triage
) -> None:
    drafts = Drafts(store, dict, lambda: NOW)
    await drafts.keep(2, "сейчас посчитаю")
    merged = ev.ContactsMerged(thread=1, other=2, reason="phone")
    await store.append([ev.Event(external_id="m", at=NOW, body=merged)])
    await triage.follow_up([2], NOW + HOUR, "спросить про склад")
    await triage.assign([2], "anna")
    found = await row(store, 2)
    assert (found.id, found.follow_up_at, found.follow_up_note, found.owner, found.draft) == (
        1, NOW + HOUR, "спросить про склад", "anna", "сейчас посчитаю",
    )  # fmt: skip
    grown = await store.read(dump)
    await store.rebuild()
    assert await store.read(dump) == grown
    assert [(one.thread, one.text) for one in await drafts.listed()] == [(1, "сейчас посчитаю")]


async def test_an_empty_draft_is_none(store: Store) -> None:
    drafts = Drafts(store, dict, lambda: NOW)
    await drafts.keep(1, "да")
    await drafts.keep(1, "  ")
    assert await drafts.listed() == []
    assert (await row(store)).draft == ""


async def test_each_chat_of_a_thread_has_its_own_draft(store: Store) -> None:
    drafts = Drafts(store, dict, lambda: NOW)
    merged = ev.ContactsMerged(thread=1, other=2, reason="phone")
    await store.append([ev.Event(external_id="m", at=NOW, body=merged)])
    await drafts.keep(1, "в Telegram", TG)
    await drafts.keep(1, "в WhatsApp", WA, "7")
    assert [(one.peer, one.text, one.reply_to) for one in await drafts.listed(1)] == [
        (TG, "в Telegram", ""), (WA, "в WhatsApp", "7"),
    ]  # fmt: skip
    parted = ev.MergeUndone(thread=1, other=2)
    await store.append([ev.Event(external_id="u", at=NOW, body=parted)])
    assert ((await row(store, 1)).draft, (await row(store, 2)).draft) == (
        "в Telegram", "в WhatsApp",
    )  # fmt: skip
    await drafts.forget(TG.account)
    assert [one.text for one in await drafts.listed()] == ["в WhatsApp"]


async def test_what_came_back_is_seen_to_when_we_write(store: Store, triage: Triage) -> None:
    await triage.snooze([1], NOW - HOUR)
    await triage.follow_up([1], NOW - HOUR, "позвонить")
    await triage.snooze([2], NOW + HOUR)
    for peer in (TG, WA):
        body = ev.SendRequested(client_ref=f"r-{peer.channel}", text="Здравствуйте!")
        await store.append(
            [ev.Event(external_id=f"r-{peer.channel}", at=NOW, peer=peer, body=body)]
        )
    first, second = await row(store, 1), await row(store, 2)
    assert (first.snoozed_until, first.follow_up_at, first.follow_up_note) == (None, None, "")
    assert second.snoozed_until == NOW + HOUR, "it was put aside beyond that"


async def test_looks_without_a_sign_go_out_with_the_message(store: Store) -> None:
    drafts = Drafts(store, dict, lambda: NOW)
    link = Mark("link", 4, 9, "https://example.org/price")
    await drafts.told(TG.account, {TG.id: (Content("вот прайс", (link,)), NOW)})
    while await drafts.step() is not None:
        pass
    assert (await row(store)).draft == "вот прайс"
    made = await drafts.looks(TG, "Ирина, вот прайс")
    assert made == Content("Ирина, вот прайс", (Mark("link", 11, 16, link.url),))
    await drafts.keep(1, "", TG)  # the window empties the draft as it sends
    assert await drafts.looks(TG, "вот прайс") == Content("вот прайс", (link,))
    assert await drafts.looks(TG, "другое") is None
    assert await drafts.looks(WA, "вот прайс") is None


async def test_what_was_begun_in_a_thread_goes_where_its_last_message_was(tmp_path: Path) -> None:
    file = tmp_path / "old.db"
    db = sqlite_utils.Database(file)
    db.conn.create_function("alike", 1, alike, deterministic=True)
    migrations.to_take().apply(db, stop_before="m020_chat_drafts")
    db.executescript("""
        INSERT INTO identities (id, channel, account, peer, thread, home) VALUES
            (1, 'whatsapp', '', '79161112233', 1, 1), (2, 'telegram', '5', '20', 1, 1);
        INSERT INTO messages (id, thread, identity, channel, account, direction, at, text, seq)
            VALUES (1, 1, 2, 'telegram', '5', 'in', 1, 'да', 1);
        INSERT INTO threads (id, last_message) VALUES (1, 1);
        INSERT INTO drafts (thread, text, at) VALUES (1, '**сейчас**', 7);
    """)
    db.conn.close()
    store = Store(file)
    await store.open()
    try:
        (one,) = await Drafts(store, dict).listed(1)
        assert one.peer == Peer(Channel.TELEGRAM, "5", "20")
        assert one.text == "**сейчас**"
        (kept,) = await store.read(pending)
        assert kept.body == Content("сейчас", (Mark("bold", 0, 6),)), "it goes up"
    finally:
        await store.close()
