"""What the log makes of messages, in any order and any number of times."""

import random
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.domain import events as ev
from core.domain.channels import Channel, Peer, Profile
from core.pipeline.indexing import IndexingStage
from core.store.migrations import PROJECTION
from core.store.read import facts as read_facts
from core.store.read import messages as read_messages
from core.store.read import threads as read_threads
from core.store.store import Store

TG = Peer(Channel.TELEGRAM, "1", "77")
WA = Peer(Channel.WHATSAPP, "555", "79161112233")
NOW = 1_790_000_000_000


def message(
    peer: Peer, ext: str, text: str, at: int = NOW, *, out: bool = False, **more: object
) -> ev.Event:
    body = ev.MessageReceived(direction="out" if out else "in", text=text, **more)  # type: ignore[arg-type]
    return ev.Event(external_id=ext, at=at, peer=peer, body=body)


def edit(peer: Peer, target: str, text: str, at: int) -> ev.Event:
    body = ev.MessageEdited(target=target, text=text, edited_at=at)
    return ev.Event(external_id=f"{target}@{at}", at=at, peer=peer, body=body)


def delete(peer: Peer, target: str) -> ev.Event:
    return ev.Event(external_id=target, at=NOW, peer=peer, body=ev.MessageDeleted(target=target))


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    store = Store(tmp_path / "log.db", clock=lambda: NOW / 1000)
    await store.open()
    yield store
    await store.close()


async def texts(store: Store, thread: int = 1) -> list[str]:
    rows = await store.read(lambda c: read_messages.messages(c, thread, media=Path("/m")))
    return [r.text for r in rows]


async def the_list(store: Store) -> list[tuple[str, int, int | None]]:
    rows = await store.read(lambda c: read_threads.threads(c, now=NOW))
    return [(r.name, r.unread, r.waiting_since) for r in rows]


async def test_a_message_delivered_five_times_stands_once(store: Store) -> None:
    for _ in range(5):
        await store.append([message(WA, "wamid.1", "Здравствуйте")])
    assert await texts(store) == ["Здравствуйте"]
    assert (await store.append([message(WA, "wamid.1", "Здравствуйте")])).new == ()


async def test_an_edit_and_a_deletion_may_come_before_their_message(store: Store) -> None:
    await store.append([edit(WA, "wamid.1", "300 штук", NOW + 5), delete(WA, "wamid.2")])
    await store.append([message(WA, "wamid.1", "200 штук"), message(WA, "wamid.2", "ой")])
    assert await texts(store) == ["300 штук"]


async def test_the_newest_edit_decides_whatever_came_last(store: Store) -> None:
    await store.append([message(TG, "1", "a"), edit(TG, "1", "c", NOW + 9)])
    await store.append([edit(TG, "1", "b", NOW + 5)])
    assert await texts(store) == ["c"]


async def test_the_same_phone_on_both_channels_is_one_thread_and_can_be_parted(
    store: Store,
) -> None:
    phone = Profile(name="Ирина", phone="+79161112233")
    await store.append([message(TG, "1", "из телеграма", profile=phone)])
    await store.append([message(WA, "w1", "из вотсапа", at=NOW + 1, profile=phone)])
    rows = await store.read(lambda c: read_threads.threads(c, now=NOW))
    assert [(r.name, r.channels, r.merged) for r in rows] == [
        ("Ирина", (Channel.TELEGRAM, Channel.WHATSAPP), (2,))
    ]
    assert await texts(store) == ["из телеграма", "из вотсапа"]
    undo = ev.MergeUndone(thread=1, other=2)
    await store.append([ev.Event(external_id="u", at=NOW, body=undo)])
    assert await texts(store, 1) == ["из телеграма"]
    assert await texts(store, 2) == ["из вотсапа"]
    await store.append([message(WA, "w2", "ещё", at=NOW + 2, profile=phone)])
    assert await texts(store, 2) == ["из вотсапа", "ещё"], "an undone merge stays undone"


async def test_a_contact_that_had_taken_in_another_leaves_with_it(store: Store) -> None:
    other = Peer(Channel.TELEGRAM, "1", "88")
    for peer, ext in ((TG, "1"), (WA, "w1"), (other, "2")):
        await store.append([message(peer, ext, ext)])
    for thread, taken in ((2, 3), (1, 2)):
        merged = ev.ContactsMerged(thread=thread, other=taken, reason="phone")
        await store.append([ev.Event(external_id=f"m{taken}", at=NOW, body=merged)])
    assert sorted(await texts(store, 1)) == ["1", "2", "w1"]
    undo = ev.MergeUndone(thread=1, other=2)
    await store.append([ev.Event(external_id="u", at=NOW, body=undo)])
    assert await texts(store, 1) == ["1"]
    assert sorted(await texts(store, 2)) == ["2", "w1"]


async def test_unread_and_waiting_follow_reads_and_answers(store: Store) -> None:
    await store.append([message(TG, "1", "а"), message(TG, "2", "б", at=NOW + 1000)])
    assert await the_list(store) == [("77", 2, NOW)]
    read = ev.ReadUpTo(reader="us", up_to="1")
    await store.append([ev.Event(external_id="us:1", at=NOW, peer=TG, body=read)])
    assert await the_list(store) == [("77", 1, NOW)]
    await store.append([message(TG, "3", "ответ", at=NOW + 2000, out=True)])
    assert await the_list(store) == [("77", 1, None)]


async def test_an_own_message_that_comes_back_is_the_one_that_was_sent(store: Store) -> None:
    send = ev.SendRequested(client_ref="r1", text="Добрый день")
    await store.append([message(TG, "1", "а")])
    await store.append([ev.Event(external_id="r1", at=NOW + 1, peer=TG, body=send)])
    await store.write(
        lambda c: c.execute("UPDATE messages SET status = 'sending' WHERE client_ref = 'r1'")
    )
    await store.append([message(TG, "2", "Добрый день", at=NOW + 2, out=True)])
    sent = ev.MessageSent(client_ref="r1", message_id="2")
    await store.append([ev.Event(external_id="r1", at=NOW + 2, peer=TG, body=sent)])
    assert await texts(store) == ["а", "Добрый день"]


async def test_half_a_surrogate_is_replaced_and_holds_up_nothing(store: Store) -> None:
    page = ev.AttachmentStored(target="1", index=0, path="a.pdf", pages=("\ud83d\ude00 \udfff",))
    file = ev.Attachment(kind="document", name="\ud83d.pdf", ref="1")
    stored = ev.Event(external_id="1#0", at=NOW, peer=TG, body=page)
    await store.append([message(TG, "1", "цена\ud83d?", attachments=(file,)), stored])
    await store.append([message(TG, "2", "\0бюджет \u202e450000\u202c")])
    assert await texts(store) == ["цена\ufffd?", "\0бюджет \u202e450000\u202c"]
    rows = await store.read(lambda c: c.execute("SELECT text FROM pages").fetchall())
    assert [row["text"] for row in rows] == ["😀 \ufffd"]
    assert await store.append([stored]) == await store.append([]), "the same event again"
    await store.rebuild()
    assert len(await texts(store)) == 2


async def indexed(store: Store) -> None:
    stage = IndexingStage(store, rest=0)
    while await stage.step() is not None:
        pass


async def test_search_finds_words_and_takes_quotes_as_text(store: Store) -> None:
    await store.append([message(TG, "1", "нужен счёт на 450 000"), message(WA, "w", "привет")])
    await indexed(store)
    for wanted, found in (("счет", 1), ("счёт", 1), ('"; DROP', 0), ("прив", 1), ("нужен 450", 1)):
        rows = await store.read(
            lambda c, w=wanted: read_threads.threads(c, now=NOW, search=w)  # type: ignore[misc]
        )
        assert len(rows) == found, wanted


async def test_search_finds_a_name_in_any_case_and_with_or_without_yo(store: Store) -> None:
    await store.append([message(TG, "1", "привет", profile=Profile(name="Ирина Ковалёва"))])
    await indexed(store)
    for wanted, found in (("ковалёва", 1), ("КОВАЛЕВА", 1), ("ирина к", 1), ("Егоров", 0)):
        rows = await store.read(
            lambda c, w=wanted: read_threads.threads(c, now=NOW, search=w)  # type: ignore[misc]
        )
        assert len(rows) == found, wanted


async def test_a_window_is_counted_from_the_newest_message_of_the_client(store: Store) -> None:
    await store.append(
        [message(WA, "w2", "новое", at=NOW), message(WA, "w1", "старое", at=NOW - 9)]
    )
    (row,) = await store.read(lambda c: read_threads.threads(c, now=NOW))
    assert row.has_window
    assert row.window_closes == NOW + 24 * 3600 * 1000


EVENTS = st.lists(
    st.one_of(
        st.builds(
            message,
            st.sampled_from([TG, WA]),
            st.sampled_from("123456"),
            st.text(max_size=8),
            st.integers(NOW, NOW + 50),
            out=st.booleans(),
        ),
        st.builds(
            edit,
            st.sampled_from([TG, WA]),
            st.sampled_from("123456"),
            st.text(max_size=8),
            st.integers(NOW, NOW + 50),
        ),
        st.builds(delete, st.sampled_from([TG, WA]), st.sampled_from("123456")),
    ),
    max_size=25,
)


def dump(conn: sqlite3.Connection) -> dict[str, list[tuple[object, ...]]]:
    return {t: sorted(tuple(r) for r in conn.execute(f"SELECT * FROM {t}")) for t in PROJECTION}


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(EVENTS)
async def test_a_projection_rebuilt_from_the_log_equals_the_one_that_grew(
    tmp_path_factory: pytest.TempPathFactory, events: list[ev.Event]
) -> None:
    store = Store(tmp_path_factory.mktemp("log") / "log.db", clock=lambda: NOW / 1000)
    await store.open()
    try:
        for event in events:
            await store.append([event])
        grown = await store.read(dump)
        await store.rebuild()
        assert await store.read(dump) == grown
    finally:
        await store.close()


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(EVENTS, st.randoms())
async def test_the_order_of_arrival_does_not_change_what_stands(
    tmp_path_factory: pytest.TempPathFactory, events: list[ev.Event], rng: random.Random
) -> None:
    unique = list({(e.channel, e.external_id, e.kind): e for e in events}.values())
    shown = []
    for order in (unique, rng.sample(unique, len(unique))):
        store = Store(tmp_path_factory.mktemp("log") / "log.db", clock=lambda: NOW / 1000)
        await store.open()
        try:
            for event in order:
                await store.append([event])
            rows = await store.read(
                lambda c: c.execute(
                    "SELECT channel, external_id, text, deleted, status FROM messages"
                    " ORDER BY channel, external_id"
                ).fetchall()
            )
            shown.append([tuple(r) for r in rows])
        finally:
            await store.close()
    assert shown[0] == shown[1]


async def test_the_operators_word_on_a_fact_carries_when_it_was_given(store: Store) -> None:
    await store.append([message(TG, "1", "нужно 4 штуки")])
    word = ev.FactReviewed(
        thread=1, fact="f1", fact_kind="quantity", verdict="corrected", value="6", unit="штук"
    )
    await store.append([ev.Event(external_id="r", at=NOW + 7, body=word)])
    (review,) = await store.read(lambda c: read_facts.reviews(c, 1))
    assert (review.value, review.at) == ("6", NOW + 7)
    back = ev.FactReviewed(thread=1, fact="f1", fact_kind="quantity", verdict="withdrawn")
    await store.append([ev.Event(external_id="b", at=NOW + 8, body=back)])
    assert not await store.read(lambda c: read_facts.reviews(c, 1)), "as if nothing was said"
