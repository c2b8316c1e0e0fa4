"""What is found in a real store, while it is written to, edited, merged, rebuilt and killed."""

import asyncio
import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from msgspec import structs

from core.domain import events as ev
from core.domain.channels import Channel, Peer, Profile
from core.domain.reading import Fact, Intent
from core.pipeline.indexing import IndexingStage
from core.search.found import Found
from core.search.query import parse
from core.store.projection import index
from core.store.read.search import search
from core.store.searching import OvertakenError, Searcher
from core.store.store import Store
from tests.core.old_index import with_old_index

NOW = 1_790_000_000_000  # 2026-09-21
DAY = 86_400_000
ANNA, BORIS = Peer(Channel.TELEGRAM, "1", "77"), Peer(Channel.WHATSAPP, "5", "79161112233")


def said(peer: Peer, ext: str, text: str, at: int = NOW, **more: object) -> ev.Event:
    name = "Анна Белова" if peer == ANNA else "Boris Novak"
    phone = "" if peer == ANNA else "79161112233"
    body = ev.MessageReceived(
        direction="in",
        text=text,
        profile=Profile(name=name, phone=phone),
        **more,  # type: ignore[arg-type]
    )
    return ev.Event(external_id=ext, at=at, peer=peer, body=body)


def file(name: str, kind: str = "document", mime: str = "") -> ev.Attachment:
    return ev.Attachment(kind=kind, name=name, mime=mime, ref="r")  # type: ignore[arg-type]


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    store = Store(tmp_path / "log.db", clock=lambda: NOW / 1000)
    await store.open()
    yield store
    await store.close()


async def indexed(store: Store, batch: int = 50) -> None:
    stage = IndexingStage(store, batch=batch, rest=0)
    while await stage.step() == 0:
        pass


async def find(store: Store, text: str) -> Found:
    return await store.read(lambda conn: search(conn, parse(text), now=NOW))


async def texts(store: Store, text: str) -> list[str]:
    return [hit.snippet for hit in (await find(store, text)).messages]


async def talk(store: Store) -> None:
    await store.append([
        said(ANNA, "1", "Добрый день! Сколько стоят насосы?", NOW - 9 * DAY),
        said(ANNA, "2", "Пришлите договор на 300 штук", NOW - 8 * DAY,
             attachments=(file("Смета.pdf"),)),
        said(BORIS, "a", "We need 20 pumps, delivered by Friday", NOW - 2 * DAY),
        said(BORIS, "b", "см. https://example.org", NOW - DAY, attachments=(
            file("", "voice"), file("hall.jpg", "image"))),
    ])  # fmt: skip
    await indexed(store)


@pytest.mark.parametrize(
    ("typed", "where"),
    [
        ("насос ", "стоят насосы"), ("насосами ", "стоят насосы"), ("нас", "стоят насосы"),
        ("договоры ", "договор на 300"), ("прислать ", "Пришлите"), ("пришл", "Пришлите"),
        ("deliver ", "delivered"), ("pump ", "20 pumps"), ("PUMPS ", "20 pumps"),
        ("насоч ", "стоят насосы"), ("догвоор ", "договор на 300"), ("пришлтие ", "Пришлите"),
        ('"сколько стоят"', "Сколько стоят"), ("смета", "Смета.pdf"),
        ("from:анна 300", "договор на 300"), ("от:Boris need ", "We need"),
        ("has:pdf", "договор на 300"), ("есть:голос", "см."), ("has:image", "см."),
        ("has:link", "см."), ("has:pdf догов", "договор на 300"),
        ("channel:whatsapp need ", "We need"), ("after:2026-09-18 need ", "We need"),
        ("before:2026-09-14 300", "договор на 300"),
    ],
)  # fmt: skip
async def test_words_their_forms_beginnings_slips_and_filters(
    store: Store, typed: str, where: str
) -> None:
    await talk(store)
    found = await texts(store, typed)
    assert len(found) == 1, found
    assert where in found[0]


@pytest.mark.parametrize(
    "typed",
    ['"стоят сколько"', "насос договор ", "ъъъ ", "from:анна pumps ", "channel:telegram pumps ",
     "has:video", "has:voice 300", "before:2020 насос ", "!!!", "from:никто насос "],
)  # fmt: skip
async def test_what_does_not_fit_is_not_found(store: Store, typed: str) -> None:
    await talk(store)
    assert await texts(store, typed) == []


async def test_a_hit_says_where_its_words_stand(store: Store) -> None:
    await talk(store)
    (hit,) = (await find(store, "договору ")).messages
    text = "Пришлите договор на 300 штук"
    assert text[hit.start : hit.end] == "договор"
    assert [hit.snippet[s:e] for s, e in hit.lit] == ["договор"]
    assert (hit.message, hit.name, hit.channel) == (2, "Анна Белова", "telegram")


async def test_a_slip_is_told(store: Store) -> None:
    await talk(store)
    assert (await find(store, "насоч ")).meant == (("насоч", "насос"),)
    assert (await find(store, "ъъъъъ ")).missing == ("ъъъъъ",)


@pytest.mark.parametrize("typed", ["анна", "Белов", "Анне ", "белова анна"])
async def test_clients_are_found_by_their_names(store: Store, typed: str) -> None:
    await talk(store)
    found = await find(store, typed)
    assert [hit.name for hit in found.clients] == ["Анна Белова"]
    assert found.counts["client"] == 1


@pytest.mark.parametrize("typed", ["+7 916 111-22-33", "9161112", "7916"])
async def test_clients_are_found_by_their_number(store: Store, typed: str) -> None:
    await talk(store)
    assert [hit.name for hit in (await find(store, typed)).clients] == ["Boris Novak"]


async def understood(store: Store, thread: int, *facts: Fact, tag: str = "order") -> None:
    (seq,) = await store.read(
        lambda c: c.execute("SELECT seq FROM threads WHERE id = ?", (thread,)).fetchone()
    )
    body = ev.ThreadUnderstood(thread=thread, upto=seq, intents=(Intent(tag, 0.9),), facts=facts)
    events = [
        ev.Event(external_id=f"u{thread}-{seq}-{len(facts)}", at=NOW, body=body),
        ev.Event(external_id=f"r{thread}-{seq}-{len(facts)}", at=NOW,
                 body=ev.Routed(thread=thread, queue="sales", reason="", by="rule")),
    ]  # fmt: skip
    await store.append(events)


def fact(kind: str, value: str, quote: str) -> Fact:
    return Fact(id=f"{kind}-{value}", kind=kind, value=value, quote=quote, message="2", start=0,
                end=len(quote), confidence=0.9, source="model", at=NOW - 8 * DAY)  # fmt: skip


async def test_facts_and_what_is_known_of_a_thread(store: Store) -> None:
    await talk(store)
    await understood(store, 1, fact("budget", "450000 RUB", "до 450 тысяч"),
                     fact("deadline", "2026-12-05", "к 5 декабря"))  # fmt: skip
    await indexed(store)
    (hit,) = (await find(store, "декабрь ")).facts
    assert (hit.fact_kind, hit.fact_value, hit.name) == ("deadline", "2026-12-05", "Анна Белова")
    for fits in ("budget>300k", "budget<$6k", "от:Анне", "бюджет<500к",
                 "deadline:2026-12-05", "срок<2026-12-31",
                 "intent:order", "queue:sales", "is:waiting budget>300k",
                 "deadline:2026-12"):  # fmt: skip
        assert [h.name for h in (await find(store, fits)).clients] == ["Анна Белова"], fits
    for misses in ("budget>500k", "budget>$6k", "бюджет<100к", "deadline>2026-12-05", "intent:spam",
                   "queue:support", "is:done"):  # fmt: skip
        assert (await find(store, misses)).clients == (), misses
    assert len(await texts(store, "budget>300k договор ")) == 1
    assert await texts(store, "budget>500k договор ") == []
    await understood(store, 1)
    await indexed(store)
    assert (await find(store, "декабрь ")).facts == ()


async def test_pages_of_documents_are_found_with_their_number(store: Store) -> None:
    await talk(store)
    body = ev.AttachmentStored(
        target="2", index=0, path="x.pdf", sha256="", pages=("Титул", "Срок поставки до декабря")
    )
    await store.append([ev.Event(external_id="2#0", at=NOW, peer=ANNA, body=body)])
    await indexed(store)
    (hit,) = (await find(store, "поставка ")).documents
    assert (hit.page, hit.document, hit.message) == (2, "Смета.pdf", 2)
    assert "Срок поставки до декабря"[hit.start : hit.end] == "поставки"


async def test_edits_deletions_and_statuses_follow(store: Store) -> None:
    await talk(store)
    edited = ev.MessageEdited(target="1", text="Сколько стоят кабели?", edited_at=NOW)
    await store.append([ev.Event(external_id="1@e", at=NOW, peer=ANNA, body=edited)])
    gone = ev.MessageDeleted(target="2")
    await store.append([ev.Event(external_id="2", at=NOW, peer=ANNA, body=gone)])
    assert await texts(store, "договор ") == [], "at once, though the index still has it"
    await indexed(store)
    assert await texts(store, "насос ") == []
    assert len(await texts(store, "кабель ")) == 1
    docs = await store.read(
        lambda c: dict(c.execute("SELECT form, docs FROM search_words").fetchall())
    )
    assert docs["насосы"] == docs["договор"] == 0, "nothing is meant by what nobody says any more"
    assert (await find(store, "догвор ")).meant == ()


async def test_a_status_writes_nothing_into_the_index(store: Store) -> None:
    await talk(store)
    await store.write(lambda c: c.execute("UPDATE messages SET status = 'read', unread = 0"))
    left = await store.read(lambda c: c.execute("SELECT count(*) FROM search_queue").fetchone())
    assert left[0] == 0


async def test_clients_who_turn_out_to_be_one_are_one(store: Store) -> None:
    await talk(store)
    merged = ev.ContactsMerged(thread=1, other=2, reason="operator")
    await store.append([ev.Event(external_id="m", at=NOW, body=merged)])
    await indexed(store)
    found = await find(store, "boris")
    assert [hit.thread for hit in found.clients] == [1]
    assert [hit.thread for hit in (await find(store, "from:Boris pumps ")).messages] == [1]


async def test_a_rebuild_is_indexed_anew(store: Store) -> None:
    await talk(store)
    before = await texts(store, "насос ")
    await store.rebuild()
    assert (await find(store, "насос ")).indexed < 1
    await indexed(store, batch=1)
    assert await texts(store, "насос ") == before
    assert (await find(store, "насос ")).indexed == 1


async def test_the_newest_are_indexed_first_and_the_old_index_serves_until_then(
    tmp_path: Path,
) -> None:
    store = Store(tmp_path / "log.db", clock=lambda: NOW / 1000)
    await store.open()
    await store.append(
        [said(ANNA, str(n), f"насос номер {n}", NOW - (40 - n) * DAY) for n in range(1, 41)]
    )
    await store.write(_as_before)
    stage = IndexingStage(store, batch=8, rest=0)
    await stage.step()  # names
    await stage.step()
    docs = await store.read(
        lambda c: c.execute(
            "SELECT min(owner), count(*) FROM search_docs WHERE source = 'message'"
        ).fetchone()
    )
    assert tuple(docs) == (33, 8)
    found = await find(store, "насос ")
    assert 0.1 < found.indexed < 0.3
    assert found.counts["message"] == 40
    await store.append([said(BORIS, "new", "насос срочно")])
    await stage.step()
    while not (await find(store, "срочно")).messages:
        await stage.step()
    assert await store.read(index.has_old)
    assert (await find(store, "насос ")).indexed < 1, "what is new waits for nothing old"
    await indexed(store)
    found = await find(store, "насос ")
    assert (found.indexed, found.counts["message"]) == (1, 41)
    assert not await store.read(index.has_old)
    await store.close()


def _as_before(conn: sqlite3.Connection) -> None:
    """The store as one that was written before there was this index."""
    with_old_index(conn)
    conn.execute("DELETE FROM search_queue")
    for unit, table in (("thread", "threads"), ("message", "messages")):
        (last,) = conn.execute(f"SELECT max(id) FROM {table}").fetchone()
        index.set_cursor(conn, unit, last)  # type: ignore[arg-type]


_KILLED = """
import asyncio, sys
from pathlib import Path
from core.pipeline.indexing import IndexingStage
from core.store.store import Store

async def main():
    store = Store(Path(sys.argv[1]))
    await store.open()
    stage = IndexingStage(store, batch=5, rest=0)
    while await stage.step() == 0:
        print("step", flush=True)

asyncio.run(main())
"""


async def test_a_killed_process_goes_on_where_it_was(tmp_path: Path) -> None:
    path = tmp_path / "log.db"
    store = Store(path, clock=lambda: NOW / 1000)
    await store.open()
    await store.append(
        [said(ANNA, str(n), f"насос номер {n}", NOW - n * 60_000) for n in range(1, 201)]
    )
    await store.write(_as_before)
    await store.append([said(BORIS, f"b{n}", f"кабель номер {n}", NOW - n) for n in range(1, 51)])
    await store.close()
    for steps in (1, 3, 6):
        child = subprocess.Popen(  # noqa: ASYNC220
            [sys.executable, "-c", _KILLED, str(path)], stdout=subprocess.PIPE, text=True
        )
        assert child.stdout is not None
        for _ in range(steps):
            child.stdout.readline()
        os.kill(child.pid, signal.SIGKILL)
        child.wait()
        child.stdout.close()
    store = Store(path, clock=lambda: NOW / 1000)
    await store.open()
    await indexed(store)
    for word, many in (("насос ", 200), ("кабель ", 50)):
        assert (await find(store, word)).counts["message"] == many
    once = await store.read(lambda c: c.execute(
        "SELECT count(*), count(DISTINCT owner) FROM search_docs WHERE source = 'message'"
    ).fetchone())  # fmt: skip
    assert tuple(once) == (250, 250)
    await store.close()


async def test_a_live_message_is_found_within_a_second(tmp_path: Path) -> None:
    from core.pipeline.pipeline import Pipeline

    store = Store(tmp_path / "log.db")
    await store.open()
    pipeline = Pipeline(store, [IndexingStage(store).worker])
    pipeline.start()
    await asyncio.sleep(0.1)
    await store.append([said(ANNA, "1", "Нужны светодиодные панели")])
    async with asyncio.timeout(1):
        while not (await find(store, "панель ")).messages:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
    await pipeline.close()
    await store.close()


async def test_a_newer_search_ends_the_one_before(store: Store, tmp_path: Path) -> None:
    await talk(store)
    searcher = Searcher(tmp_path / "log.db")
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT sum(i) FROM n"

    async def old() -> None:
        await searcher.run(lambda conn: conn.execute(endless).fetchone())

    first = asyncio.create_task(old())
    await asyncio.sleep(0.05)
    async with asyncio.timeout(2):
        found = await searcher.run(lambda conn: search(conn, parse("насос "), now=NOW))
        with pytest.raises(OvertakenError):
            await first
    assert found.messages
    await searcher.close()


async def test_hits_of_a_thread_stand_together(store: Store) -> None:
    await store.append(
        [said(ANNA, str(n), f"насос {n}", NOW - n * DAY) for n in range(1, 9)]
        + [said(BORIS, "b", "насос для Бориса", NOW - 3 * DAY)]
    )
    await indexed(store)
    hits = (await find(store, "насос ")).messages
    assert [hit.thread for hit in hits] == [1, 1, 2]
    assert hits[1].more == 6
    assert structs.asdict(hits[0])["snippet"] == "насос 1"


async def test_what_is_heard_in_a_voice_message_is_found(store: Store) -> None:
    await talk(store)
    heard = ev.VoiceHeard(target="b", index=0, parts=(ev.Part(0, "наш бюджет двести тысяч"),))
    await store.append([ev.Event(external_id="b#0", at=NOW, peer=BORIS, body=heard)])
    await indexed(store)
    (hit,) = (await find(store, "бюджета ")).messages
    assert hit.voice
    assert hit.message == 4
