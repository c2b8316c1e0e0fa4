"""The projection made anew: the same rows, and what the stages know beside the log."""

import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from core.domain import events as ev
from core.domain.channels import Channel, Peer
from core.store.migrations import PROJECTION
from core.store.read import facts as read_facts
from core.store.read import messages as read_messages
from core.store.read import work
from core.store.store import Store

TG = Peer(Channel.TELEGRAM, "1", "77")
WA = Peer(Channel.WHATSAPP, "555", "79161112233")
NOW = 1_790_000_000_000


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    store = Store(tmp_path / "log.db", clock=lambda: NOW / 1000)
    await store.open()
    yield store
    await store.close()


def event(peer: Peer | None, ident: str, body: ev.Body, at: int = NOW) -> ev.Event:
    return ev.Event(external_id=ident, at=at, peer=peer, body=body)


def said(peer: Peer, ident: str, text: str, at: int = NOW) -> ev.Event:
    return event(peer, ident, ev.MessageReceived(direction="in", text=text), at)


def ours(peer: Peer, ident: str, text: str, at: int = NOW) -> ev.Event:
    return event(peer, ident, ev.MessageReceived(direction="out", text=text), at)


async def begun(store: Store, peer: Peer, ref: str, text: str) -> None:
    """A send that is between the application and the messenger."""
    await store.append([event(peer, ref, ev.SendRequested(client_ref=ref, text=text))])
    await store.write(
        lambda c: c.execute("UPDATE messages SET status = 'sending' WHERE client_ref = ?", (ref,))
    )


def dump(conn: sqlite3.Connection) -> dict[str, list[tuple[object, ...]]]:
    return {t: sorted(tuple(r) for r in conn.execute(f"SELECT * FROM {t}")) for t in PROJECTION}


async def rebuilt_equals_grown(store: Store) -> None:
    grown = await store.read(dump)
    await store.rebuild()
    assert await store.read(dump) == grown


async def test_an_echo_that_came_before_the_answer_is_one_message_after_a_rebuild_too(
    store: Store,
) -> None:
    await store.append([said(TG, "1", "а")])
    await begun(store, TG, "r1", "Добрый день")
    await store.append([ours(TG, "2", "Добрый день", NOW + 2), said(TG, "3", "б", NOW + 3)])
    await rebuilt_equals_grown(store)
    rows = await store.read(lambda c: read_messages.messages(c, 1, media=Path("/m")))
    assert [(r.external_id, r.text, r.status) for r in rows] == [
        ("1", "а", None), ("2", "Добрый день", "sent"), ("3", "б", None)
    ]  # fmt: skip
    assert await store.read(lambda c: work.next_send(c, NOW)) is None, "nothing goes out again"
    sent = ev.MessageSent(client_ref="r1", message_id="2")
    await store.append([event(TG, "r1", sent, NOW + 2)])
    assert len(await store.read(lambda c: read_messages.messages(c, 1, media=Path("/m")))) == 3


async def test_what_happened_to_an_echo_happened_to_the_message(store: Store) -> None:
    await store.append([event(TG, "r1", ev.SendRequested(client_ref="r1", text=" Добрый день "))])
    await store.append([ours(TG, "2", "Добрый день")])
    thumb = ev.ReactionSet(target="2", actor="client", emoji="👍")
    read = ev.ReadUpTo(reader="client", up_to="2")
    await store.append([event(TG, "x", thumb), event(TG, "y", read)])
    await store.append([event(TG, "r1", ev.MessageSent(client_ref="r1", message_id="2"))])
    (row,) = await store.read(lambda c: read_messages.messages(c, 1, media=Path("/m")))
    assert (row.text, row.status, row.reactions) == ("Добрый день", "read", (("client", "👍"),))
    await rebuilt_equals_grown(store)


async def test_a_send_on_its_way_is_still_on_its_way_and_not_queued_again(store: Store) -> None:
    await store.append([said(WA, "w1", "а")])
    await begun(store, WA, "r1", "раз")
    await store.append([event(WA, "r2", ev.SendRequested(client_ref="r2", text="два"))])
    await store.write(
        lambda c: c.execute("UPDATE messages SET next_at = 7, attempts = 3, problem = '{}'"
                            " WHERE client_ref = 'r2'")
    )  # fmt: skip
    await rebuilt_equals_grown(store)


async def test_what_the_crm_took_is_not_to_be_delivered_again(store: Store) -> None:
    await store.append([said(TG, "1", "бюджет 7"), said(WA, "w1", "бюджет 8")])
    for thread in (1, 2):
        facts = ev.ThreadUnderstood(thread=thread, upto=2, facts=())
        await store.append([event(None, f"u{thread}", facts)])
    taken = ev.CrmDelivered(thread=1, target="folder", digest="d", remote="x#1")
    await store.append([event(None, "c", taken)])
    await store.write(
        lambda c: (
            c.execute("UPDATE crm SET handled = 9"),
            c.execute("INSERT INTO crm (thread, target, attempts, next_at, problem)"
                      " VALUES (2, 'folder', 4, 99, '{}')"),
        )
    )  # fmt: skip
    await rebuilt_equals_grown(store)


async def test_the_operators_word_goes_where_its_contact_goes(store: Store) -> None:
    await store.append([said(TG, "1", "бюджет 7"), said(WA, "w1", "бюджет 8")])
    merged = ev.ContactsMerged(thread=1, other=2, reason="phone")
    await store.append([event(None, "m", merged)])
    # the card was open on the thread that is part of another one now
    word = ev.FactReviewed(thread=2, fact="f1", fact_kind="budget", verdict="confirmed")
    await store.append([event(None, "w", word)])
    assert [r.fact for r in await store.read(lambda c: read_facts.reviews(c, 1))] == ["f1"]
    await rebuilt_equals_grown(store)
    await store.append([event(None, "u", ev.MergeUndone(thread=1, other=2))])
    assert [r.fact for r in await store.read(lambda c: read_facts.reviews(c, 2))] == ["f1"]
    await rebuilt_equals_grown(store)
