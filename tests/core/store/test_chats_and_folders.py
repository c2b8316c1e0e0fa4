"""Archive, mutes, marks and folders of an account: what the list shows of them."""

import itertools
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec import structs

from core.domain.around import Around
from core.domain.channels import Channel, Peer, Profile
from core.domain.chats import BY_DEFAULT, FOREVER, ChatState, Folder, MuteDefaults, Wish, key_of
from core.domain.events import (
    Body,
    ChatSet,
    ChatSettled,
    ChatWished,
    Event,
    FoldersSet,
    FollowUpSet,
    MessageReceived,
    MutesSet,
    ReadUpTo,
    ThreadPinned,
    ThreadSnoozed,
)
from core.domain.thread_filter import ThreadFilter
from core.pipeline.chats import ChatsStage, ChatWishes
from core.pipeline.indexing import IndexingStage
from core.store.migrations import PROJECTION
from core.store.read import folders, lists, stretches, threads
from core.store.read.reminders import arrived, reminders
from core.store.rebuild import rebuild
from core.store.store import Store
from tests.core.store.test_any_order import log

NOW = 1_790_000_000_000
US = "1"
ALL = ("open", "archived", "all")


def peer(ident: object, channel: Channel = Channel.TELEGRAM) -> Peer:
    return Peer(channel, US, str(ident))


def message(who: Peer, ident: str, at: int = NOW, direction: str = "in") -> Event:
    body = MessageReceived(direction=direction, text=f"Слово {ident}", profile=Profile(name=who.id))  # type: ignore[arg-type]
    return Event(external_id=ident, at=at, peer=who, body=body)


class Desk:
    """A store, and events put into it by name."""

    def __init__(self, store: Store) -> None:
        self.store, self.n = store, 0

    async def put(self, who: Peer, *bodies: Body, name: str = "", at: int = NOW) -> None:
        events = []
        for body in bodies:
            self.n += 1
            events.append(Event(external_id=name or f"e{self.n}", at=at, peer=who, body=body))
        await self.store.append(events)

    async def names(self, **wanted: Any) -> list[str]:
        rows = await self.store.read(
            lambda conn: threads.listed(conn, ThreadFilter(**wanted), now=NOW, limit=1000)
        )
        return [row.name for row in rows]

    async def row(self, name: str) -> Any:
        rows = await self.store.read(
            lambda conn: threads.listed(conn, ThreadFilter(state="all"), now=NOW, limit=1000)
        )
        return next(row for row in rows if row.name == name)


async def dump(store: Store) -> dict[str, list[tuple[Any, ...]]]:
    return await store.read(
        lambda conn: {
            t: sorted(map(tuple, conn.execute(f"SELECT * FROM {t}").fetchall())) for t in PROJECTION
        }
    )


async def opened(tmp_path: Path) -> Desk:
    store = Store(tmp_path / "log.db", clock=lambda: NOW / 1000)
    await store.open()
    return Desk(store)


async def test_what_is_archived_is_out_of_the_lists_and_in_the_archive(tmp_path: Path) -> None:
    desk = await opened(tmp_path)
    await desk.store.append([message(peer(n), f"m{n}", NOW + n) for n in (10, 20, 30)])
    await desk.store.append([message(peer(20), "a20", NOW + 40, "out")])
    await desk.put(peer(10), ChatSet(state=ChatState(archived=True)))
    await desk.put(peer(20), ChatSet(state=ChatState(archived=True)))
    assert await desk.names() == ["30"]
    assert await desk.names(state="archived") == ["10", "20"], "who waits stands first"
    assert await desk.names(state="archived", waiting=True) == ["10"]
    assert sorted(await desk.names(state="all")) == ["10", "20", "30"]
    indexing = IndexingStage(desk.store)
    while await indexing.step() == 0:
        pass
    assert await desk.names(search="Слово m10") == ["10"]
    waits = await desk.store.read(
        lambda c: lists.count(c, ThreadFilter(state="archived", waiting=True), now=NOW, most=9)
    )
    counts = await desk.store.read(lambda conn: threads.queues(conn, NOW))
    assert (waits, [(q.id, q.threads, q.waiting) for q in counts]) == (1, [("", 1, 1)])
    await desk.put(peer(10), ChatSet(state=ChatState(archived=False)))
    assert await desk.names() == ["30", "10"]
    await desk.store.close()


async def test_a_mark_is_unread_until_the_thread_is_opened(tmp_path: Path) -> None:
    desk = await opened(tmp_path)
    await desk.store.append([message(peer(10), "5", NOW), message(peer(20), "6", NOW)])
    await desk.put(peer(10), ReadUpTo(reader="us", up_to="5"))
    await desk.put(peer(20), ReadUpTo(reader="us", up_to="6"))
    assert await desk.names(unread=True) == []
    await desk.put(peer(10), ChatSet(state=ChatState(marked=True)))
    assert await desk.names(unread=True) == ["10"]
    row = await desk.row("10")
    assert (row.marked, row.unread) == (True, 0)
    await desk.store.close()


async def test_the_last_wish_stands_above_what_the_messenger_says(tmp_path: Path) -> None:
    desk = await opened(tmp_path)
    who = peer(10)
    await desk.store.append([message(who, "5")])
    await desk.put(who, ChatWished(wish=Wish(state=ChatState(archived=True))), name="one")
    await desk.put(who, ChatWished(wish=Wish(state=ChatState(archived=False))), name="two")
    await desk.put(who, ChatWished(wish=Wish(state=ChatState(archived=True))), name="three")
    await desk.put(who, ChatSet(state=ChatState(archived=False, muted_until=FOREVER)))
    assert (await desk.row("10")).archived
    assert (await desk.row("10")).muted(NOW)
    await desk.put(who, ChatSettled(), name="one")
    assert (await desk.row("10")).archived
    before = await dump(desk.store)
    await desk.store.rebuild()
    assert await dump(desk.store) == before
    await desk.put(who, ChatSettled(problem="telegram-refused"), name="three")
    assert not (await desk.row("10")).archived, "as the messenger has it"
    await desk.store.close()


async def test_at_whatsapp_a_wish_is_so_at_once_and_a_client_who_writes_is_back(
    tmp_path: Path,
) -> None:
    desk = await opened(tmp_path)
    who = peer("79991112233", Channel.WHATSAPP)
    await desk.store.append([message(who, "5")])
    await desk.put(who, ChatWished(wish=Wish(state=ChatState(archived=True, marked=True))))
    row = await desk.row(who.id)
    assert (row.archived, row.marked) == (True, True)
    assert (await dump(desk.store))["chat_wishes"] == []
    await desk.store.append([message(who, "6", NOW + 5)])
    assert not (await desk.row(who.id)).archived
    await desk.put(who, ChatWished(wish=Wish(state=ChatState(archived=True, muted_until=FOREVER))))
    await desk.store.append([message(who, "7", NOW + 9)])
    assert (await desk.row(who.id)).archived, "what is muted stays"
    await desk.store.close()


class Bot:
    """A channel whose messenger keeps nothing of the kind."""

    state = "online"


async def test_where_nobody_keeps_such_things_they_are_kept_here(tmp_path: Path) -> None:
    desk = await opened(tmp_path)
    await desk.store.append([message(peer(10), "5")])
    thread = (await desk.row("10")).id
    channels: dict[tuple[str, str], Any] = {}
    stage, wishes = ChatsStage(desk.store, lambda: channels), ChatWishes(desk.store)
    wished = await wishes.archive([thread], True)
    assert await stage.step() == 0
    assert (await dump(desk.store))["chat_wishes"], "the account is away"
    channels["telegram", US] = Bot()
    await desk.store.write(lambda conn: conn.execute("UPDATE chat_wishes SET next_at = 0"))
    assert await stage.step() == 0
    await wishes.settled(wished)
    assert await stage.step() is None
    assert (await desk.row("10")).archived
    await desk.store.close()


async def test_a_snooze_and_a_follow_up_come_back_from_the_archive(tmp_path: Path) -> None:
    desk = await opened(tmp_path)
    await desk.store.append([message(peer(n), f"m{n}") for n in (10, 20)])
    first, second = [(await desk.row(name)).id for name in ("10", "20")]
    bodies = (
        ThreadSnoozed(thread=first, until=NOW - 5), FollowUpSet(thread=second, due=NOW - 5),
    )  # fmt: skip
    await desk.store.append(
        [Event(external_id=str(i), at=NOW - 9, body=body) for i, body in enumerate(bodies)]
    )
    for name in (10, 20):
        await desk.put(peer(name), ChatSet(state=ChatState(archived=True)))
    found = await desk.store.read(lambda c: reminders(c, now=NOW, ahead=0, since=0))
    assert sorted((one.kind, one.thread) for one in found.due) == [
        ("follow_up", second), ("snooze", first),
    ]  # fmt: skip
    assert await desk.names(due=True) == ["20"]
    await desk.store.close()


async def test_what_the_account_mutes_unasked(tmp_path: Path) -> None:
    desk = await opened(tmp_path)
    await desk.store.append([message(peer(n), f"m{n}") for n in (10, 20, -30)])
    await desk.put(peer(20), ChatSet(state=ChatState(muted_until=0)))
    await desk.put(peer(US), MutesSet(defaults=MuteDefaults(users=FOREVER)))
    muted = {name: (await desk.row(name)).muted(NOW) for name in ("10", "20", "-30")}
    assert muted == {"10": True, "20": False, "-30": False}
    await desk.store.append([message(peer(40), "m40")])
    assert (await desk.row("40")).muted(NOW), "a new one as well"
    before = await dump(desk.store)
    await desk.store.rebuild()
    assert await dump(desk.store) == before
    await desk.put(peer(US), MutesSet(defaults=MuteDefaults()))
    assert not (await desk.row("10")).muted(NOW)
    await desk.store.close()


async def test_a_pin_of_telegram_is_ours_and_ours_is_not_taken_away(tmp_path: Path) -> None:
    desk = await opened(tmp_path)
    await desk.store.append([message(peer(n), f"m{n}", NOW + n) for n in (10, 20, 30)])
    ours = (await desk.row("20")).id
    mark = Event(external_id="p", at=NOW, body=ThreadPinned(thread=ours, pinned=True))
    await desk.store.append([mark])
    await desk.put(peer(10), ChatSet(state=ChatState(pinned=True)), at=NOW + 1)
    assert await desk.names() == ["10", "20", "30"]
    await desk.put(peer(20), ChatSet(state=ChatState(pinned=False)))
    await desk.put(peer(10), ChatSet(state=ChatState(pinned=False)))
    assert await desk.names() == ["20", "30", "10"]
    await desk.store.close()


async def test_a_chat_wished_into_a_folder_and_out_of_it(tmp_path: Path) -> None:
    desk = await opened(tmp_path)
    await desk.store.append([message(peer(n), f"m{n}", NOW + n) for n in (10, 20)])
    made = (Folder(id=2, title="Работа", included=("20",)),
            Folder(id=3, title="Все люди", non_contacts=True, no_archived=True))  # fmt: skip
    await desk.put(peer(US), FoldersSet(folders=made))
    key = key_of(US, 2)
    assert await desk.names(folder=key) == ["20"]
    await desk.put(peer(10), ChatWished(wish=Wish(folder=2, inside=True)), name="in")
    assert await desk.names(folder=key) == ["20", "10"]
    await desk.put(peer(US), FoldersSet(folders=made[:1]))
    assert await desk.names(folder=key) == ["20", "10"], "the wish stands above it"
    taken = (made[0].with_chat("10"),)
    await desk.put(peer(US), FoldersSet(folders=taken))
    await desk.put(peer(10), ChatSettled(), name="in")
    assert await desk.names(folder=key) == ["20", "10"]
    assert await desk.names(folder=key_of(US, 3)) == [], "it is gone"
    await desk.put(peer(20), ChatWished(wish=Wish(folder=2)), name="out")
    await desk.put(peer(20), ChatSettled(problem="x"), name="out")
    assert await desk.names(folder=key) == ["20", "10"]
    await desk.store.close()


@pytest.fixture
async def kept(tmp_path: Path) -> AsyncIterator[Desk]:
    """One store for all examples: each writes anew what is set."""
    desk = await opened(tmp_path)
    yield desk
    await desk.store.close()


_numbers = itertools.count(1)
PEERS = ("10", "11", "12", "-20", "-1000000000021", "13")
names = st.lists(st.sampled_from(PEERS), unique=True, max_size=3).map(tuple)
flag = st.booleans()
made_folders = st.builds(
    Folder, id=st.just(7), title=st.just("Папка"), pinned=names, included=names, excluded=names,
    contacts=flag, non_contacts=flag, groups=flag, channels=flag, bots=flag, no_muted=flag,
    no_read=flag, no_archived=flag,
)  # fmt: skip
states = st.builds(
    ChatState, archived=flag, marked=flag,
    muted_until=st.sampled_from((-1, 0, NOW - 1, NOW + 1, FOREVER)),
    kind=st.sampled_from(("", "contact", "bot", "channel")),
)  # fmt: skip


@given(
    folder=made_folders,
    chats=st.fixed_dictionaries(dict.fromkeys(PEERS, st.tuples(states, flag, flag))),
    defaults=st.builds(MuteDefaults, *[st.sampled_from((0, FOREVER))] * 3),
    narrow=st.sampled_from(({}, {"unread": True})),
)
@settings(
    max_examples=40, deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)  # fmt: skip
async def test_the_list_holds_what_the_rules_of_a_folder_hold(
    kept: Desk, folder: Folder, chats: dict[str, tuple[ChatState, bool, bool]],
    defaults: MuteDefaults, narrow: dict[str, Any],
) -> None:  # fmt: skip
    events = []
    for name, (state, read, named) in chats.items():
        number = str(next(_numbers))
        said = message(peer(name), number, NOW + int(number))
        assert isinstance(said.body, MessageReceived)
        around = Around(mentioned=True) if named else None
        before = ReadUpTo(reader="us", up_to=str(int(number) - 1))  # what examples before left
        events += [
            Event(external_id=f"b{number}", at=NOW, peer=peer(name), body=before),
            structs.replace(said, body=structs.replace(said.body, around=around)),
            Event(external_id=f"s{number}", at=NOW, peer=peer(name), body=ChatSet(state=state)),
        ]
        if read:
            seen = ReadUpTo(reader="us", up_to=number)
            events.append(Event(external_id=f"r{number}", at=NOW, peer=peer(name), body=seen))
    await kept.store.append(events)
    await kept.put(peer(US), MutesSet(defaults=defaults), FoldersSet(folders=(folder,)))
    expected = set()
    for name, (state, read, named) in chats.items():
        assert state.muted_until is not None
        assert state.kind is not None
        until = state.muted_until
        until = defaults.of(name, state.kind) if until == BY_DEFAULT else until
        if folder.holds(
            name, state.kind, muted=until > NOW, unread=not read or bool(state.marked),
            archived=bool(state.archived), mentioned=named and not read,
        ):  # fmt: skip
            expected.add(name)

    def looked(conn: sqlite3.Connection) -> None:
        rows = threads.listed(conn, ThreadFilter(state="all"), now=NOW, limit=99)
        for row in rows:
            (one,) = folders.of_thread(conn, row.id, NOW)
            assert one[1] == (row.name in expected)
        fits = {r.id for r in rows if r.name in expected}
        if narrow:
            fits = {r.id for r in rows if r.id in fits and (r.unread or r.marked)}
        wanted = ThreadFilter(folder=key_of(US, 7), **narrow)
        for few in (lists.FEW, -1):  # fetched and sorted, and along an index
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(lists, "FEW", few)
                page = stretches.ids(conn, wanted, now=NOW, limit=99)
                assert len(page) == len(set(page))
                assert set(page) == fits
                assert lists.count(conn, wanted, now=NOW, most=99) == len(fits)

    await kept.store.read(looked)


@given(folder=made_folders, who=st.sampled_from(PEERS), kind=st.sampled_from(("", "contact")))
def test_a_chat_put_into_a_folder_stands_there_and_one_taken_out_does_not(
    folder: Folder, who: str, kind: Any
) -> None:
    shown = {"muted": False, "unread": True, "archived": False}
    assert folder.with_chat(who).holds(who, kind, **shown)
    assert not folder.without(who, kind).holds(who, kind, **shown)
    assert not folder.with_chat(who).without(who, kind).holds(who, kind, **shown)
    again = folder.without(who, kind).with_chat(who)
    assert who not in again.excluded or who in folder.named


def test_what_names_us_in_a_muted_group_is_told_of_unless_it_is_archived_too() -> None:
    group = peer(-20)

    def said(name: str, **around: Any) -> Event:
        body = MessageReceived(direction="in", text=name, around=Around(**around))
        return Event(external_id=name, at=NOW, peer=group, body=body)

    def set_(name: str, **state: Any) -> Event:
        return Event(external_id=name, at=NOW, peer=group, body=ChatSet(state=ChatState(**state)))

    with log() as kept:
        kept.append([said("1"), set_("m", muted_until=FOREVER), said("2", mentioned=True)])
        told = arrived(kept.conn, [1], 0, 0, NOW)
        assert [one.text for one in told] == ["2"]
        kept.append([set_("a", archived=True)])
        assert arrived(kept.conn, [1], 0, 0, NOW) == []


@given(
    orders=st.lists(st.permutations(PEERS[:4]), min_size=1, max_size=4),
    by_hand=st.sets(st.sampled_from(PEERS), max_size=2),
)
@settings(max_examples=25)
def test_pinned_chats_stand_as_the_account_has_them(
    orders: list[list[str]], by_hand: set[str]
) -> None:
    number = itertools.count(1)

    def put(name: str, body: Body) -> Event:
        n = next(number)
        return Event(external_id=f"p{n}", at=NOW + n, peer=peer(name), body=body)

    with log() as kept:
        kept.append([message(peer(name), str(n)) for n, name in enumerate(PEERS, 1)])
        ids = {row.name: row.id for row in threads.threads(kept.conn, now=NOW)}
        kept.append([put(one, ThreadPinned(thread=ids[one], pinned=True)) for one in by_hand])
        for order in orders:
            kept.append([
                put(name, ChatSet(state=ChatState(pinned=True, place=place)))
                for place, name in reversed([*enumerate(order, 1)])
            ])  # fmt: skip
        rows = threads.listed(kept.conn, ThreadFilter(), now=NOW, limit=99)
        pinned = [row.name for row in rows if row.pinned_at is not None]
        assert [name for name in pinned if name in orders[-1]] == orders[-1]
        assert set(pinned) == set(orders[-1]) | by_hand
        grown = kept.dump()
        with kept.conn:
            rebuild(kept.conn)
        assert kept.dump() == grown
