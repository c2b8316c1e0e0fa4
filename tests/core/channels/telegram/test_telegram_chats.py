"""Many chats, long absences and history: everything comes, the newest first."""

import time
from typing import Any

from telethon import errors, functions

from core.domain.events import MessageReceived
from core.sandbox.telegram.rpc.call import Refused


def _people(stage: Any, count: int) -> list[int]:
    return [
        stage.server.add_user(phone=f"+7916000{n:04}", first_name=f"Клиент {n}")
        for n in range(count)
    ]


async def test_every_chat_is_listed_with_its_history(stage: Any, wait: Any) -> None:
    clients = _people(stage, 130)
    for n, one in enumerate(clients):
        for m in range(3):
            at = 1_700_000_000 + n * 10 + m
            stage.server.send(one, stage.me, f"{n}/{m}", at=at, push=False)
    await stage.signed_in()
    await wait(lambda: all(stage.same(one) for one in clients))
    first = stage.log.bodies(MessageReceived)[0]
    assert first.profile.name.startswith("Клиент")


async def test_our_own_notes_are_no_chat(stage: Any) -> None:
    stage.server.send(stage.me, stage.me, "заметка", push=False)
    await stage.signed_in()
    stage.server.send(stage.me, stage.me, "ещё одна")
    stage.write("здравствуйте")
    await stage.agree()
    assert {row.peer.id for row in stage.log.rows.values()} == {str(stage.irina)}


async def test_backfill_goes_on_after_a_restart(stage: Any, wait: Any) -> None:
    for n in range(200):
        stage.write(str(n), at=1_700_000_000 + n, push=False)
    channel = await stage.signed_in(first_page=10, backfill_page=10, backfill_pause=0.05)
    await wait(lambda: len(stage.log.rows) >= 40)
    await channel.close()
    assert len(stage.log.rows) < 200
    stage.write("новое")
    await stage.signed_in(first_page=10, backfill_page=10)
    await stage.agree()
    assert stage.log.refused == 0


async def test_backfill_may_be_limited(stage: Any, wait: Any) -> None:
    for n in range(100):
        stage.write(str(n), at=1_700_000_000 + n, push=False)
    channel = await stage.signed_in(first_page=10, backfill_page=10, backfill_limit=30)
    await wait(
        lambda: (
            channel._connection.sync.chats.kept.book.sweep.listed
            and channel._connection.sync.chats.kept.book.next() is None
        )
    )
    assert len(stage.log.rows) == 40


async def test_an_absence_too_long_for_a_difference(stage: Any) -> None:
    channel = await stage.signed_in()
    stage.write("до")
    await stage.agree()
    await channel.close()
    for n in range(120):
        stage.write(f"пока не было {n}")
    await stage.signed_in(difference_limit=10, recheck_messages=20, backfill_page=20)
    await stage.agree()
    assert not any(body.history for body in stage.log.bodies(MessageReceived))


async def test_a_message_is_seen_at_once(stage: Any, wait: Any) -> None:
    await stage.signed_in()
    stage.write("разогрев")
    await stage.agree()
    began = time.monotonic()
    one = str(stage.write("сколько?"))
    await wait(lambda: one in stage.log.rows)
    assert time.monotonic() - began < 1.0


async def test_a_lost_position_leads_to_a_full_look(stage: Any) -> None:
    channel = await stage.signed_in()
    stage.write("до")
    await stage.agree()
    await channel.close()
    stage.log.states[f"telegram/{stage.me}/cursor"] = b'{"pts":0,"qts":0,"date":0,"seq":0}'
    stage.write("после")
    await stage.signed_in()
    await stage.agree()


async def test_a_clock_that_is_off_is_told(stage: Any, monkeypatch: Any) -> None:
    class Skewed:
        monotonic = staticmethod(time.monotonic)

        @staticmethod
        def time() -> float:
            return time.time() + 3600

    monkeypatch.setattr("core.channels.telegram.running.time", Skewed)
    channel = await stage.signed_in()
    assert channel.problem.code == "telegram-clock"
    assert abs(int(channel.problem.params["seconds"]) - 3600) < 5


async def test_a_session_the_server_does_not_know(stage: Any, wait: Any) -> None:
    channel = await stage.signed_in()
    await stage.server.stop()
    for record in stage.server._world.auths.of(stage.me):
        stage.server._world.auths.drop(record)
    await stage.server.start()
    await wait(lambda: channel.state == "signed_out")
    assert channel.problem.code == "telegram-signed-out"


async def test_a_session_forgotten_while_business_is_asked_for_is_signed_out(
    stage: Any, wait: Any
) -> None:
    channel = await stage.signed_in()
    client = channel._connection.client

    async def forgotten() -> None:
        raise errors.AuthKeyNotFound

    channel._connection.sync.business.refresh = forgotten
    channel._connection.sync.business.wanted.set()
    await wait(lambda: channel.state == "signed_out" and channel._connection.client is not client)
    assert channel.problem.code == "telegram-signed-out"


async def test_what_comes_live_before_the_look_hides_no_hole(stage: Any, wait: Any) -> None:
    channel = await stage.signed_in()
    stage.write("до", at=time.time() - 60)
    await stage.agree()
    await channel.close()
    for n in range(60):
        stage.write(f"пока не было {n}", push=False)

    def in_no_hurry(request: Any, usual: Any) -> Any:
        # The first time the chats are asked for, a message comes before the answer is read.
        if not stage.log.thread(stage.irina)[-1][2].startswith("живое"):
            stage.write("живое")
            raise Refused("FLOOD_WAIT_1", 420)
        return usual()

    stage.differ(functions.messages.GetDialogsRequest, in_no_hurry)
    await stage.signed_in(difference_limit=10, recheck_messages=20, backfill_page=20)
    await stage.agree()


async def test_what_is_read_while_all_chats_are_looked_at_anew(stage: Any, wait: Any) -> None:
    """A second absence too long for a difference, in the middle of the look after the first: who
    read what is taken from a list of chats that is newer than it, not from the one at hand."""
    clients = [stage.irina, *_people(stage, 2)]
    for one in clients:
        stage.server.send(one, stage.me, "здравствуйте")
    await stage.signed_in(heartbeat=30.0, recheck_chats=0)
    await wait(lambda: _chats(stage).kept.book.sweep.listed)
    sync, chats = stage.channels[-1]._connection.sync, _chats(stage)
    looked_at, read = chats._newest_page, []

    async def looks(dialog: Any, *, moved: bool) -> None:
        await looked_at(dialog, moved=moved)
        if not read:  # told to nobody, as where a push is lost
            stage.server.lose_pushes(0.5)
            for one in clients:
                read.append(stage.server.history(stage.me, one)[-1].id)
                stage.server.read(stage.me, one, read[-1])
            await sync._start_over()

    chats._newest_page = looks
    async with sync._lock:
        await sync._start_over()
    await wait(lambda: read and chats.kept.book.sweep.listed)
    assert {("us", str(one)) for one in read} <= stage.log.reads()


def _chats(stage: Any) -> Any:
    return stage.channels[-1]._connection.sync.chats
