"""Edits and deletions of ours: shown at once, sent as what is wanted last, taken back where they
are refused; what has not gone out goes out changed."""

import asyncio
import sqlite3
from pathlib import Path

import pytest

from core.domain import events as ev
from core.domain.channels import Peer
from core.domain.marks import Mark
from core.domain.problems import ChannelError, Problem, ProblemError
from core.domain.sends import Delete, Edit
from core.domain.views import MessageRow
from core.pipeline.actions import Actions
from core.pipeline.sending import SendingStage
from core.ports import Sent
from core.store.read import messages as read_messages
from core.store.read.versions import versions
from core.store.rebuild import rebuild
from core.store.store import Store

from .conftest import settle
from .far_side import NOW, TG, WA, Clock, Messenger, edited, said

OFFLINE = Problem("telegram-unreachable")
LATE = Problem("telegram-edit-late")


class Chat(Messenger):
    """A messenger that changes and deletes what it has, and says what the client reads."""

    def __init__(self, peer: Peer) -> None:
        super().__init__(peer)
        self.reads: dict[str, str] = {}
        self.clock = NOW + 60_000

    async def send(self, peer: Peer, request: ev.SendRequested) -> Sent:
        if self.trouble:
            raise self.trouble.pop(0)
        self.clock += 1000
        match request.content:
            case Edit() as wanted:
                self.reads[wanted.target] = wanted.text
                return Sent(wanted.target, self.clock)
            case Delete() as wanted:
                self.reads.pop(wanted.target, None)
                return Sent(wanted.target, self.clock)
        sent = await super().send(peer, request)
        self.reads[sent.external_id] = request.text
        return sent


class Desk:
    def __init__(self, store: Store, peer: Peer, media: Path, hold_ms: int) -> None:
        self.store, self.peer, self.clock = store, peer, Clock()
        self.messenger = Chat(peer)
        channels = {(peer.channel.value, peer.account): self.messenger}
        self.actions = Actions(store, media, lambda: channels, self.clock, lambda: hold_ms)
        self.stage = SendingStage(store, lambda: channels, self.clock)

    async def out(self) -> None:
        """Everything that may goes out."""
        self.clock.pass_(15)
        await settle(self.stage.step)

    async def rows(self) -> list[MessageRow]:
        def read(conn: sqlite3.Connection) -> list[MessageRow]:
            return read_messages.messages(conn, 1, media=Path())

        return await self.store.read(read)

    async def shows(self) -> list[str]:
        return [row.text for row in await self.rows()]


@pytest.fixture
async def desk(store: Store, tmp_path: Path) -> Desk:
    made = Desk(store, TG, tmp_path, 5000)
    await store.append([said(TG, "m1", "Сколько?")])
    await made.actions.send(TG, "Сто")
    await made.out()
    return made


async def test_it_reads_so_at_once_and_only_the_last_words_go_out(desk: Desk) -> None:
    await desk.actions.edit(TG, "sent-0", "Двести")
    assert await desk.shows() == ["Сколько?", "Двести"]
    last = await desk.actions.edit(TG, "sent-0", "Триста")
    await desk.out()
    await desk.actions.settled(last)
    row = (await desk.rows())[-1]
    assert (row.text, row.edited_at) == ("Триста", desk.messenger.clock)
    assert desk.messenger.reads == {"sent-0": "Триста"}
    await desk.store.write(rebuild)
    assert (await desk.rows())[-1] == row


async def test_what_is_refused_gives_back_the_words_and_says_why(desk: Desk) -> None:
    await desk.actions.edit(TG, "sent-0", "Двести")
    await desk.out()
    stood = (await desk.rows())[-1]
    desk.messenger.trouble.append(ChannelError(LATE))
    wish = await desk.actions.edit(TG, "sent-0", "Триста")
    waits = asyncio.create_task(desk.actions.settled(wish))
    await desk.out()
    with pytest.raises(ProblemError) as caught:
        await waits
    assert caught.value.problem == LATE
    now = (await desk.rows())[-1]
    assert (now.text, now.edited_at) == (stood.text, stood.edited_at)


async def test_what_has_not_gone_out_goes_out_changed(store: Store, tmp_path: Path) -> None:
    for peer in (TG, WA):
        desk = Desk(store, peer, tmp_path, 5000)
        await store.append([said(peer, "m1", "Сколько?")])
        ref = await desk.actions.send(peer, "Сто")
        await settle(desk.stage.step)
        await desk.actions.edit(peer, ref, "Двести")
        await store.write(rebuild)
        await desk.out()
        assert desk.messenger.texts == ["Двести"]
        assert list(desk.messenger.reads.values()) == ["Двести"]


async def test_one_that_failed_is_tried_again_as_it_was_changed(
    store: Store, tmp_path: Path
) -> None:
    desk = Desk(store, TG, tmp_path, 5000)
    await store.append([said(TG, "m1", "Сколько?")])
    ref = await desk.actions.send(TG, "Сто")
    await desk.actions.edit(TG, ref, "Двести")
    desk.messenger.trouble.append(ChannelError(Problem("telegram-forbidden")))
    await desk.out()
    await desk.actions.retry(ref)
    await desk.out()
    assert (desk.messenger.texts, await desk.shows()) == (["Двести"], ["Сколько?", "Двести"])


async def test_offline_it_waits_however_long_it_takes(desk: Desk) -> None:
    desk.messenger.state = "connecting"
    await desk.actions.edit(TG, "sent-0", "Двести")
    await desk.actions.delete(TG, ["m1"])
    await desk.out()
    desk.clock.pass_(3600)
    await desk.out()
    assert await desk.shows() == ["Двести"]
    assert desk.messenger.reads == {"sent-0": "Сто"}
    desk.messenger.state = "online"
    desk.messenger.trouble.append(ChannelError(OFFLINE, uncertain=True))
    await desk.out()
    await desk.out()
    assert desk.messenger.reads == {"sent-0": "Двести"}


async def test_another_device_that_edits_meanwhile_is_below_ours(desk: Desk) -> None:
    desk.messenger.trouble.append(ChannelError(LATE))
    await desk.actions.edit(TG, "sent-0", "Двести")
    await desk.store.append([edited(TG, "sent-0", "Сто пять", NOW + 5)])
    assert (await desk.shows())[-1] == "Двести"
    await desk.out()
    assert (await desk.shows())[-1] == "Сто пять"


async def test_gone_for_both_and_back_where_it_is_refused(desk: Desk) -> None:
    for one in await desk.actions.delete(TG, ["m1", "sent-0"]):
        assert await desk.shows() == []
        await desk.out()
        await desk.actions.settled(one)
    assert desk.messenger.reads == {}
    await desk.store.append([said(TG, "m2", "Ещё", NOW + 9)])
    desk.messenger.trouble.append(ChannelError(Problem("telegram-delete-forbidden")))
    (wish,) = await desk.actions.delete(TG, ["m2"])
    await desk.out()
    with pytest.raises(ProblemError):
        await desk.actions.settled(wish)
    assert await desk.shows() == ["Ещё"]
    (read, unread) = await desk.store.read(
        lambda conn: conn.execute(
            "SELECT needs_read, unread FROM messages WHERE external_id = 'm2'"
        ).fetchone()
    )
    assert (read, unread) == (1, 1)


async def test_what_the_messenger_says_is_gone_needs_no_more_of_us(desk: Desk) -> None:
    desk.messenger.trouble.append(ChannelError(Problem("message-gone")))
    edit = await desk.actions.edit(TG, "sent-0", "Двести")
    (wish,) = await desk.actions.delete(TG, ["m1"])
    gone = [
        ev.Event(external_id=one, at=NOW, peer=TG, body=ev.MessageDeleted(target=one))
        for one in ("sent-0", "m1")
    ]
    await desk.store.append(gone)
    await desk.out()
    for one in (edit, wish):
        await desk.actions.settled(one)
    assert len(desk.messenger.trouble) == 1
    assert await desk.shows() == []
    with pytest.raises(ProblemError) as caught:
        await desk.actions.edit(TG, "sent-0", "Триста")
    assert caught.value.problem.code == "message-gone"


async def test_whatsapp_changes_nothing_that_was_sent(store: Store, tmp_path: Path) -> None:
    desk = Desk(store, WA, tmp_path, 0)
    await store.append([said(WA, "m1", "Сколько?")])
    await desk.actions.send(WA, "Сто")
    await desk.out()
    with pytest.raises(ProblemError) as caught:
        await desk.actions.edit(WA, "sent-0", "Двести")
    assert caught.value.problem.code == "edit-not-here"


async def test_signs_that_are_typed_are_looks_on_telegram_alone(
    store: Store, tmp_path: Path
) -> None:
    for peer, shown in ((TG, "Сто рублей"), (WA, "**Сто** рублей")):
        desk = Desk(store, peer, tmp_path, 5000)
        await store.append([said(peer, "m1", "Сколько?")])
        ref = await desk.actions.send(peer, "**Сто** рублей")
        await desk.actions.edit(peer, ref, "**Сто** рублей")
        await desk.out()
        assert desk.messenger.texts == [shown]

    def marks(conn: sqlite3.Connection) -> list[MessageRow]:
        return read_messages.messages(conn, 1, media=Path())

    assert (await store.read(marks))[-1].marks == (Mark("bold", 0, 3),)


async def test_what_it_said_before_is_kept(desk: Desk) -> None:
    await desk.actions.edit(TG, "sent-0", "Двести")
    await desk.out()
    await desk.store.append([edited(TG, "sent-0", "Триста", desk.messenger.clock + 1000)])
    desk.messenger.trouble.append(ChannelError(LATE))
    await desk.actions.edit(TG, "sent-0", "Не вышло")
    await desk.out()
    (row,) = (one for one in await desk.rows() if one.direction == "out")
    found = await desk.store.read(lambda conn: versions(conn, row.id))
    assert [one.text for one in found] == ["Сто", "Двести", "Триста"]
    assert await desk.store.read(lambda conn: versions(conn, 999)) == []


async def test_a_messenger_that_counts_in_seconds_turns_no_wording_round(desk: Desk) -> None:
    echo = ev.MessageReceived(direction="out", text="Сто")
    await desk.store.append([ev.Event(external_id="sent-0", at=NOW - 900, peer=TG, body=echo)])
    desk.messenger.clock = NOW - 1900  # before the send, by our clock
    await desk.actions.edit(TG, "sent-0", "Двести")
    await desk.out()
    await desk.store.append([edited(TG, "sent-0", "Двести", desk.messenger.clock)])
    (row,) = (one for one in await desk.rows() if one.direction == "out")
    found = await desk.store.read(lambda conn: versions(conn, row.id))
    assert [one.text for one in found] == ["Сто", "Двести"]


async def test_ended_between_the_messenger_and_the_answer(desk: Desk, tmp_path: Path) -> None:
    """As kill -9 does it: the messenger has it, this log does not know, and it is said again."""
    held = asyncio.Event()
    send = desk.messenger.send

    async def silent(peer: Peer, request: ev.SendRequested) -> Sent:
        sent = await send(peer, request)
        held.set()
        await asyncio.Event().wait()
        return sent

    desk.messenger.send = silent  # type: ignore[method-assign]
    await desk.actions.edit(TG, "sent-0", "Двести")
    await desk.actions.delete(TG, ["m1"])
    dying = asyncio.create_task(desk.stage.step())
    await held.wait()
    dying.cancel()
    await asyncio.gather(dying, return_exceptions=True)
    desk.messenger.send = send  # type: ignore[method-assign]
    channels = {("telegram", "1"): desk.messenger}
    desk.stage = SendingStage(desk.store, lambda: channels, desk.clock)
    await desk.out()
    assert (await desk.shows(), desk.messenger.reads) == (["Двести"], {"sent-0": "Двести"})
    waiting = await desk.store.read(
        lambda conn: conn.execute("SELECT status FROM gestures WHERE status = 'queued'").fetchall()
    )
    assert waiting == []
