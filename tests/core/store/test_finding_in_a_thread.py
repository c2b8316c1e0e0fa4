"""Words are found in a whole thread, in whatever case and letter they were written."""

import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain import events as ev
from core.store.read import messages as read_messages
from core.store.read.find import MOST, find, fold
from core.store.store import Store
from tests.core.store.test_store_threads import NOW, TG, message


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    store = Store(tmp_path / "log.db", clock=lambda: NOW / 1000)
    await store.open()
    yield store
    await store.close()


async def found(store: Store, words: str) -> list[tuple[str, str]]:
    """(message, what is lit) of every place."""
    rows = await store.read(lambda c: read_messages.messages(c, 1, media=Path("/m"), limit=10_000))
    texts = {row.id: row.text for row in rows}
    places = await store.read(lambda c: find(c, 1, words))
    return [(texts[p.message], texts[p.message][p.start : p.end]) for p in places]


async def test_case_and_yo_are_one(store: Store) -> None:
    texts = ["Счёт на ПАНЕЛИ", "счет, ещё счЁт", "İstanbul счет", "ничего"]
    await store.append([message(TG, str(i), t, at=NOW + i) for i, t in enumerate(texts)])
    assert await found(store, "СЧЕТ") == [
        (texts[0], "Счёт"), (texts[1], "счет"), (texts[1], "счЁт"), (texts[2], "счет"),
    ]  # fmt: skip
    assert await found(store, "панели") == [(texts[0], "ПАНЕЛИ")]
    assert await found(store, "  ") == []
    assert await found(store, "100%_'") == []


async def test_what_was_heard_is_found_and_the_rest_of_the_world_is_not(store: Store) -> None:
    voice = ev.MessageReceived(
        direction="in", attachments=(ev.Attachment(kind="voice", ref="r", name="note.ogg"),)
    )
    await store.append([ev.Event(external_id="1", at=NOW, peer=TG, body=voice)])
    heard = ev.VoiceHeard(
        target="1", index=0,
        parts=(ev.Part(0, "добрый день"), ev.Part(2500, "нужны панели")),
    )  # fmt: skip
    await store.append([ev.Event(external_id="1:heard", at=NOW + 1, peer=TG, body=heard)])
    assert await found(store, "Нужны Панели") == [("добрый день нужны панели", "нужны панели")]
    (row,) = await store.read(lambda c: read_messages.messages(c, 1, media=Path("/m")))
    assert row.attachments[0].parts == ((0, "добрый день"), (2500, "нужны панели"))
    (place,) = await store.read(lambda c: find(c, 1, "note.ogg"))
    assert (place.message, place.start, place.end) == (row.id, 0, 0)
    assert await store.read(lambda c: find(c, 2, "панели")) == []


async def test_a_long_thread_is_found_whole_and_fast(store: Store) -> None:
    text = "Добрый день, подскажите по срокам поставки на склад в Твери, монтаж в декабре"
    await store.append([message(TG, "0", f"{text} 0", at=NOW)])
    await store.write(
        lambda c: c.executemany(
            "INSERT INTO messages (thread, identity, channel, account, direction, at, text, seq)"
            " VALUES (1, 1, 'telegram', '1', 'in', ?, ?, ?)",
            [(NOW + i, f"{text} {i}", i) for i in range(1, 20_000)],
        )
    )
    started = time.perf_counter()
    places = await store.read(lambda c: find(c, 1, "ТВЕРИ, монтаж в декабре 1"))
    assert time.perf_counter() - started < 1.0
    assert len(places) == MOST
    assert [p.at for p in places] == sorted(p.at for p in places)
    (first,) = await store.read(lambda c: find(c, 1, "декабре 19999"))
    assert first.at == NOW + 19_999


async def test_the_pictures_of_a_thread_come_in_their_order(store: Store) -> None:
    for i, kind in enumerate(("image", "document", "image")):
        body = ev.MessageReceived(
            direction="in", attachments=(ev.Attachment(kind=kind, ref=f"r{i}", name=f"{i}.jpg"),)
        )
        await store.append([ev.Event(external_id=str(i), at=NOW + i, peer=TG, body=body)])
        stored = ev.AttachmentStored(target=str(i), index=0, path=f"ab/{i}.jpg")
        await store.append([ev.Event(external_id=f"{i}:file", at=NOW, peer=TG, body=stored)])
    rows = await store.read(lambda c: read_messages.pictures(c, 1, media=Path("/m")))
    assert [row.file.path for row in rows] == ["/m/ab/0.jpg", "/m/ab/2.jpg"]


@given(st.text())
def test_a_folded_text_keeps_its_places(text: str) -> None:
    assert len(fold(text)) == len(text)
    assert fold(fold(text)) == fold(text)
