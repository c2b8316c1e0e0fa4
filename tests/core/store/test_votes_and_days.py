"""A vote and a pin of ours stand at once and give way to the messenger's word; another file in an
edited message; days of a thread."""

import sqlite3
from functools import partial
from pathlib import Path

import msgspec
import pytest

from core.domain import events as ev
from core.domain.around import Around
from core.domain.channels import Channel, Peer
from core.domain.keys import Key, Keys
from core.domain.polls import Option, Poll, line, parted
from core.domain.sends import Content, Edit, Pin, Vote
from core.store.read import days
from core.store.read.messages import messages
from core.store.store import Store

PEER = Peer(Channel.TELEGRAM, "1", "2")
POLL = Poll(options=(Option(key=b"1", text="Пн"), Option(key=b"2", text="Вт")))
ASKED = "\n".join(["Когда?", *map(line, POLL.options)])
DAY = 86_400_000


def event(name: str, body: ev.Body, at: int = DAY) -> ev.Event:
    return ev.Event(external_id=name, at=at, peer=PEER, body=body)


def wish(ref: str, content: Content) -> ev.Event:
    return event(ref, ev.SendRequested(client_ref=ref, content=content))


def shown(conn: sqlite3.Connection) -> tuple[tuple[bytes, ...], bool, str]:
    (row,) = messages(conn, 1, media=Path())
    assert row.around is not None
    assert row.around.poll is not None
    return row.around.poll.ours, row.pinned, row.text


async def test_a_wish_stands_until_the_messenger_says_otherwise(tmp_path: Path) -> None:
    store = Store(tmp_path / "log.db")
    await store.open()
    voted = msgspec.structs.replace(
        POLL,
        options=(POLL.options[0], Option(key=b"2", text="Вт", votes=1, chosen=True)),
        told=True,
    )
    text = "\n".join(["Когда?", *map(line, voted.options)])

    async def stands(wanted: tuple[tuple[bytes, ...], bool, str]) -> None:
        assert await store.read(shown) == wanted
        await store.rebuild()
        assert await store.read(shown) == wanted

    try:
        around = Around(poll=POLL, keys=Keys(rows=((Key(title="Да", does="text"),),)))
        told = ev.MessageReceived(direction="in", text=ASKED, note="poll", around=around)
        await store.append([event("1", told)])
        await store.append([wish("a", Vote(target="1", options=(b"1",)))])
        await store.append([wish("b", Vote(target="1", options=(b"2",)))])
        await store.append([wish("p", Pin(target="1", pinned=True))])
        await stands(((b"2",), True, ASKED))
        # the results come before the answer to our vote, and say more
        await store.append(
            [event("1@2", ev.ContentChanged(target="1", text=text, note="poll", poll=voted))]
        )
        await store.append([event("b", ev.MessageSent(client_ref="b", message_id="1"))])
        await stands(((b"2",), True, text))
        await store.append([wish("c", Vote(target="1"))])
        assert (await store.read(shown))[0] == ()
        for ref, why in (("c", "telegram-poll-final"), ("p", "telegram-pin-restricted")):
            await store.append([event(ref, ev.SendFailed(client_ref=ref, problem=why))])
        await stands(((b"2",), False, text))
        known = await store.known("telegram", "1", ["1"])
        assert known["1"].keys is None  # the bot took them away with the change
    finally:
        await store.close()


async def test_where_a_day_begins(tmp_path: Path) -> None:
    store = Store(tmp_path / "log.db")
    await store.open()
    try:
        await store.append(
            [
                event(str(i), ev.MessageReceived(direction="in", text=str(i)), at)
                for i, at in enumerate((DAY + 5, DAY + 9, 3 * DAY), start=1)
            ]
        )
        read = store.read
        for at, found in ((0, (1, DAY + 5)), (2 * DAY, (3, 3 * DAY)), (9 * DAY, (3, 3 * DAY))):
            assert await read(partial(days.first_since, thread=1, at=at)) == found
        assert await read(lambda c: days.first_since(c, 2, 0)) is None
        bounds = [DAY, 2 * DAY, 3 * DAY, 4 * DAY]
        assert await read(lambda c: days.spoken_on(c, 1, bounds)) == (True, False, True)
    finally:
        await store.close()


@pytest.mark.parametrize("text", ["", "Когда?", "○ Пн"])
def test_a_poll_that_does_not_stand_in_its_text_is_drawn_as_text(text: str) -> None:
    assert parted(text, POLL) is None
    assert parted(f"Привет\n{ASKED}\nПотому", POLL) == ("Привет\nКогда?", "Потому")


async def test_an_edit_puts_another_file_in_place(tmp_path: Path) -> None:
    store = Store(tmp_path / "log.db")
    await store.open()

    async def file() -> tuple[str, str, int]:
        row = await store.read(lambda c: messages(c, 1, media=Path())[0])
        (one,) = row.attachments
        return one.name, one.path, one.pages

    def edited(at: int, size: int) -> ev.Event:
        bill = ev.Attachment(kind="document", name="Счёт.pdf", size=size, ref=f"2/1@{at}")
        body = ev.MessageEdited(target="1", text="Счёт", edited_at=at, attachments=(bill,))
        return event(f"1@{at}", body)

    def fetched(ref: str, path: str) -> ev.Event:
        body = ev.AttachmentStored(target="1", index=0, path=path, ref=ref, pages=("Итого",))
        return event(f"1#0{ref}", body)

    try:
        bill = ev.Attachment(kind="document", name="Счёт.pdf", size=10, ref="2/1")
        told = ev.MessageReceived(direction="in", text="Счёт", attachments=(bill,))
        await store.append([event("1", told), fetched("2/1", "old.pdf")])
        await store.append([edited(DAY + 1, 10)])
        assert await file() == ("Счёт.pdf", "old.pdf", 1)  # its words were changed
        await store.append([edited(DAY + 2, 12)])
        assert await file() == ("Счёт.pdf", "", 0)
        # the first one, which was on its way until now, comes too late
        await store.append([event("late", ev.AttachmentStored(target="1", index=0, ref="2/1"))])
        await store.append([fetched(f"2/1@{DAY + 2}", "new.pdf")])
        for _ in range(2):
            assert await file() == ("Счёт.pdf", "new.pdf", 1)
            await store.rebuild()
    finally:
        await store.close()


async def test_another_file_of_ours_that_is_refused_gives_way_to_the_first(tmp_path: Path) -> None:
    store = Store(tmp_path / "log.db")
    await store.open()

    async def file() -> tuple[str, str, str]:
        row = await store.read(lambda c: messages(c, 1, media=Path())[0])
        return row.text, row.attachments[0].name, row.attachments[0].path

    def wanted(ref: str, text: str, name: str) -> ev.Event:
        edit = Edit(target="1", text=text, file=f"{name}.bin", file_name=name, mime="text/plain")
        return wish(ref, edit)

    try:
        sent = ev.SendRequested(client_ref="s", text="Счёт", file="a.bin", file_name="a")
        await store.append([event("s", sent)])
        await store.append([event("s", ev.MessageSent(client_ref="s", message_id="1"))])
        await store.append([wanted("e", "Счёт 2", "b")])
        await store.append([wanted("f", "Счёт 3", "c")])
        assert await file() == ("Счёт 3", "c", "c.bin")
        await store.append(
            [event("f", ev.SendFailed(client_ref="f", problem="telegram-file-fixed"))]
        )
        for _ in range(2):
            assert await file() == ("Счёт", "a", "a.bin")
            await store.rebuild()
    finally:
        await store.close()
