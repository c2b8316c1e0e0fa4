"""A profile from before chats, folders, clouds' drafts and marks of a team: brought up to date it
shows what it showed, holds what was begun, and goes on."""

import sqlite3
from collections.abc import AsyncIterator, Iterable
from functools import partial
from pathlib import Path

import pytest
from sqlite_utils import Database

from core.domain import events as ev
from core.domain.channels import Channel, Peer, Profile
from core.domain.chats import ChatState, Wish
from core.domain.sends import Edit, Gesture, Reaction
from core.store import drafts
from core.store.migrations import PROJECTION, migrations
from core.store.projection import index
from core.store.read import chats, work
from core.store.read.gestures import next_gesture
from core.store.read.threads import threads
from core.store.store import Store
from tests.core.store.made_events import KINDS, Makers
from tests.core.store.test_rebuild import dump, rebuilt_equals_grown

NOW = 1_790_000_000_000
TG, OTHER = Peer(Channel.TELEGRAM, "1", "77"), Peer(Channel.TELEGRAM, "1", "78")
WA = Peer(Channel.WHATSAPP, "555", "79161112233")
NEWER = {"chat", "chat_wish", "chat_settled", "folders", "mutes", "team", "opened"}
"""Kinds that nobody had then."""


def event(peer: Peer | None, ident: str, body: ev.Body, at: int = NOW) -> ev.Event:
    return ev.Event(external_id=ident, at=at, peer=peer, body=body)


def sent(peer: Peer, ref: str, at: int, text: str = "", content: Gesture | None = None) -> ev.Event:
    return event(peer, ref, ev.SendRequested(client_ref=ref, text=text, content=content), at)


def said(peer: Peer, ident: str, text: str, at: int, phone: str | None = None) -> ev.Event:
    profile = Profile(name="Ирина", phone=phone)
    body = ev.MessageReceived(direction="in", text=text, profile=profile)
    return event(peer, ident, body, at)


HAPPENED = [
    said(TG, "1", "Нужен насос К-45", NOW, "+79161112233"),
    said(WA, "w1", "Это Ирина, про насос", NOW + 1, "+79161112233"),
    said(OTHER, "2", "Когда отгрузка?", NOW + 2),
    sent(TG, "a", NOW + 3, "Готовим счёт"),
    event(TG, "a", ev.MessageSent(client_ref="a", message_id="3"), NOW + 3),
    sent(TG, "b", NOW + 4, "И договор"),
    sent(TG, "c", NOW + 5, content=Edit(target="3", text="Счёт")),
    sent(TG, "d", NOW + 6, content=Reaction(target="1", emoji="👍")),
    event(None, "e", ev.ThreadAssigned(thread=1, owner="anna"), NOW + 7),
    event(None, "f", ev.ThreadAssigned(thread=1, owner="boris"), NOW + 8),
    event(None, "g", ev.Routed(thread=3, queue="sales", reason="", by="operator"), NOW + 9),
    event(None, "h", ev.ThreadDone(thread=3, done=True), NOW + 10),
]  # fmt: skip


async def as_of_m017(folder: Path, happened: Iterable[ev.Event]) -> Path:
    """A file with the schema of then, and the rows that come of what happened."""
    now = Store(folder / "now.db", clock=lambda: NOW / 1000)
    await now.open()
    await now.append([one for one in happened if one.kind not in NEWER])
    await now.close()
    conn = sqlite3.connect(folder / "log.db")
    migrations.to_take().apply(Database(conn), stop_before="m018_thread_marks")
    conn.execute("ATTACH ? AS now", (str(folder / "now.db"),))
    for table in ("log", *PROJECTION):
        columns = [row[1] for row in conn.execute(f"PRAGMA main.table_info({table})")]
        if columns:
            names = ", ".join(columns)
            conn.execute(f"INSERT INTO main.{table} ({names}) SELECT {names} FROM now.{table}")
    conn.execute("INSERT INTO drafts VALUES (1, 'Добрый день, Ирина', 5)")
    conn.execute("INSERT INTO chat_ledgers VALUES ('telegram', '1', '77', X'78', '', '')")
    conn.execute("INSERT OR REPLACE INTO state VALUES ('telegram/1/cursor', X'7b7d')")
    conn.execute("UPDATE gestures SET next_at = 8, attempts = 2 WHERE client_ref = 'c'")
    conn.commit()
    conn.close()
    return folder / "log.db"


@pytest.fixture
async def old(tmp_path: Path) -> AsyncIterator[Store]:
    store = Store(await as_of_m017(tmp_path, HAPPENED), clock=lambda: NOW / 1000)
    await store.open()
    yield store
    await store.close()


async def test_it_shows_and_holds_what_it_did(old: Store) -> None:
    listed = await old.read(lambda conn: threads(conn, now=NOW + 20))
    assert {row.id: row.owner for row in listed} == {1: "boris", 3: ""}
    (begun,) = await old.read(drafts.listed)
    assert (begun.peer, begun.text) == (TG, "Добрый день, Ирина")
    assert await old.read(index.has_old)
    for words in ("насос", "договор"):
        found = await old.read(partial(threads, now=NOW, search=words))
        assert [row.id for row in found] == [1]
    assert await old.get_state("telegram/1/cursor") == b"{}"
    assert dict(await old.ledgers("telegram", "1")) == {"77": b"x"}
    await rebuilt_equals_grown(old)
    assert await old.read(drafts.listed) == [begun]


async def test_what_waited_goes_out(old: Store) -> None:
    send = await old.read(lambda conn: work.next_send(conn, NOW))
    assert send is not None
    assert send["client_ref"] == "b"
    wanted = await old.read(lambda conn: next_gesture(conn, NOW))
    assert wanted is not None
    assert (wanted["client_ref"], wanted["attempts"]) == ("c", 2)
    await old.append([event(TG, "c", ev.MessageSent(client_ref="c", message_id="3"), NOW + 30)])
    later = await old.read(lambda conn: next_gesture(conn, NOW))
    assert later is not None
    assert later["client_ref"] == "d"
    wish = ev.ChatWished(wish=Wish(state=ChatState(archived=True)))
    await old.append([event(OTHER, "w", wish), said(OTHER, "4", "Жду насос", NOW + 40)])
    assert await old.read(lambda conn: chats.next_wish(conn, NOW)) is not None
    await rebuilt_equals_grown(old)


async def test_what_another_desk_said_before_does_not_stand_above_what_was_said_here(
    old: Store,
) -> None:
    def told(name: str, at: int) -> ev.Event:
        mark = ev.ThreadAssigned(thread=0, owner=name)
        return event(WA, f"desk:{name}", ev.TeamMarked(mark=mark, desk="x"), at)

    await old.append([told("vera", NOW + 7)])
    owner = "SELECT owner FROM threads WHERE id = 1"
    assert await old.read(lambda conn: conn.execute(owner).fetchone()[0]) == "boris"
    await old.append([told("gleb", NOW + 50)])
    assert await old.read(lambda conn: conn.execute(owner).fetchone()[0]) == "gleb"


@pytest.mark.parametrize("seed", [1, 2, 3])
async def test_whatever_happened_then_the_rows_are_those_of_today(
    tmp_path: Path, seed: int
) -> None:
    makers = Makers(seed)
    happened = [makers.event(kind) for kind in KINDS * 4]
    store = Store(await as_of_m017(tmp_path, happened), clock=lambda: NOW / 1000)
    await store.open()
    try:
        brought = await store.read(dump)
        await store.rebuild()
        made = await store.read(dump)
        # a mark stands on the thread that its own is part of now
        del brought["thread_marks"], made["thread_marks"]
        assert brought == made
    finally:
        await store.close()
