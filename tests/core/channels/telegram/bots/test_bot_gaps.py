"""What a bot missed comes by the difference of its own sequence; what cannot be told is said."""

import asyncio
import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telethon import functions, types

from core.channels.telegram.bots.box import place, qts_of, untold
from core.channels.telegram.bots.connection import token_key
from core.channels.telegram.box import Cursor
from core.domain.events import MessageReceived
from core.domain.problems import ChannelError
from core.sandbox.telegram import SandboxFile

START = Cursor(1, 10, 0, 0)


def _told(qts: int) -> Any:
    return types.UpdateBotDeleteBusinessMessage("c", types.PeerUser(7), [qts], qts)


@given(st.lists(st.integers(min_value=1, max_value=20), max_size=12))
def test_the_sequence_is_followed_in_whatever_order(numbers: list[int]) -> None:
    container = types.Updates([_told(one) for one in numbers], [], [], None, 0)
    taken = place(START, container)
    expected = []
    while (expected[-1] if expected else 10) + 1 in numbers:
        expected.append((expected[-1] if expected else 10) + 1)
    assert [qts_of(one) for one in taken.updates] == expected
    assert taken.gap == any(one > 10 + len(expected) for one in numbers)
    if not taken.gap:
        assert taken.cursor.qts == 10 + len(expected)


@given(st.sets(st.integers(min_value=1, max_value=30)), st.integers(1, 15), st.integers(0, 15))
def test_what_was_not_told_is_counted(numbers: set[int], before: int, more: int) -> None:
    after = before + more
    inside = {one for one in numbers if before < one <= after}
    assert untold([_told(one) for one in numbers], before, after) == more - len(inside)


async def test_away_and_back(bots: Any, wait: Any) -> None:
    channel = await bots.signed_in()
    bots.connect()
    bots.write("первое")
    await bots.heard("первое")
    await channel.close()
    theirs = bots.server.history(bots.irina, bots.anna)[0].id
    bots.server.edit(bots.irina, theirs, "первое, поправлено")
    for n in range(130):  # more than one slice
        bots.write(f"без вас {n}")
    bots.server.send(bots.anna, bots.irina, "с телефона")
    again = await bots.signed_in()
    await bots.heard(*bots.theirs())
    assert again.problem is None
    assert bots.log.refused == 0


async def test_a_cut_and_lost_pushes(bots: Any, wait: Any) -> None:
    channel = await bots.signed_in()
    bots.connect()
    bots.write("раз")
    await bots.heard("раз")
    bots.write("два", push=False)
    bots.write("три")  # shows the gap
    await bots.heard("раз", "два", "три")
    bots.write("четыре", push=False)  # the heartbeat shows it
    await bots.heard("раз", "два", "три", "четыре")
    await bots.server.stop()
    bots.write("пять")
    await wait(lambda: channel.state != "online")
    with pytest.raises(ChannelError) as caught:
        await channel.accounts[0].send(bots.peer(), bots.text("рано"))
    assert caught.value.retry_in is not None
    await bots.server.start()
    await bots.heard("раз", "два", "три", "четыре", "пять")
    assert len(bots.log.bodies(MessageReceived)) == 5


async def test_what_telegram_tells_no_more_is_said(bots: Any, wait: Any) -> None:
    channel = await bots.signed_in()
    bots.connect()
    bots.write("раз")
    await bots.heard("раз")
    await channel.close()
    bots.write("два")
    bots.write("три")
    bots.server.lose_business(bots.bot)
    bots.write("четыре")
    again = await bots.signed_in()
    await bots.heard("раз", "четыре")
    assert (again.problem.code, again.problem.params["count"]) == ("telegram-bot-lost", "2")
    bots.write("пять")
    await bots.heard("раз", "четыре", "пять")


@pytest.mark.parametrize("answer", ["too_long", "invalid"])
async def test_a_server_that_gives_no_difference(bots: Any, wait: Any, answer: str) -> None:
    channel = await bots.signed_in()
    bots.connect()
    bots.write("раз")
    await bots.heard("раз")
    await channel.close()
    bots.write("два")
    given: list[int] = []

    def difference(request: Any, usual: Any) -> Any:
        given.append(request.qts)
        if len(given) > 1:
            return usual()
        if answer == "too_long":
            return types.updates.DifferenceTooLong(pts=request.pts + 1)
        from core.sandbox.telegram.rpc.call import Refused

        raise Refused("PERSISTENT_TIMESTAMP_INVALID")

    bots.stage.differ(functions.updates.GetDifferenceRequest, difference)
    again = await bots.signed_in()
    bots.write("три")
    if answer == "too_long":  # that is of the other sequence
        await bots.heard("раз", "два", "три")
        assert again.problem is None
    else:
        await bots.heard("раз", "три")
        assert again.problem.code == "telegram-bot-lost"


async def test_a_bot_that_was_connected_before_it_signed_in(bots: Any, wait: Any) -> None:
    bots.connect()
    bots.write("до бота")
    channel = await bots.signed_in()
    assert channel.problem.code == "telegram-bot-unconnected"
    bots.write("при боте")
    await bots.heard("при боте")
    assert [one.name for one in channel.links] == ["Анна"]
    assert channel.problem is None


async def test_a_token_that_was_revoked(bots: Any, wait: Any) -> None:
    channel = await bots.signed_in()
    bots.connect()
    await wait(lambda: bool(channel.links))
    token = bots.server.revoke_token(bots.bot)
    await wait(lambda: channel.state == "signed_out")
    assert channel.problem.code == "telegram-bot-token"
    bots.write("слышно?")
    bots.stage.secrets.set(token_key("1"), token)
    channel.renew()
    await wait(lambda: channel.state == "online")
    await bots.heard("слышно?")


async def test_an_answer_that_got_lost_is_not_sent_twice(bots: Any, wait: Any) -> None:
    channel = await bots.signed_in()
    bots.connect()
    bots.write("Есть?")
    await bots.heard("Есть?")
    account, peer = channel.accounts[0], bots.peer()
    first = await account.send(peer, bots.text("Есть"))
    await channel.close()
    # the process ended before it noted the answer: the send goes out once more
    again = await bots.signed_in()
    sent = await again.accounts[0].send(peer, bots.text("Есть"))
    assert sent.external_id == first.external_id
    assert bots.theirs() == ["Есть?", "Есть"]
    assert bots.texts() == [("in", "Есть?"), ("out", "Есть")]


async def test_killed_between_the_send_and_its_answer(bots: Any, wait: Any) -> None:
    channel = await bots.signed_in()
    bots.connect()
    bots.write("Есть?")
    await bots.heard("Есть?")
    peer, reached = bots.peer(), asyncio.Event()
    handlers = bots.server._router._handlers
    usual = handlers[functions.messages.SendMessageRequest]

    def cut(call: Any, request: Any) -> Any:
        answer = usual(call, request)
        bots.server._hub.silence(60)
        reached.set()
        call.session.line.drop()
        return answer

    handlers[functions.messages.SendMessageRequest] = cut
    sending = asyncio.create_task(channel.accounts[0].send(peer, bots.text("Есть")))
    await reached.wait()
    await channel.close()
    await asyncio.gather(sending, return_exceptions=True)
    handlers[functions.messages.SendMessageRequest] = usual
    assert bots.theirs() == ["Есть?", "Есть"]
    again = await bots.signed_in()
    sent = await again.accounts[0].send(peer, bots.text("Есть"))
    assert sent.external_id == str(bots.server.history(bots.anna, bots.irina)[-1].id)
    assert bots.theirs() == ["Есть?", "Есть"]
    assert bots.texts() == [("in", "Есть?"), ("out", "Есть")]


async def test_seen_both_ways_it_stands_once(bots: Any, wait: Any) -> None:
    channel = await bots.signed_in()
    bots.connect()
    bots.write("боту")
    await bots.heard("боту")
    own = await bots.stage.signed_in()
    bots.own.add(str(bots.anna))
    await bots.stage.agree()
    bots.write("обоим")
    await own.send(bots.peer(), bots.text("своей сессией"))
    await bots.heard("боту", "обоим", "своей сессией")
    assert channel.problem.code == "telegram-bot-beside"
    assert channel.problem.params == {"name": "Анна"}
    assert len(bots.log.bodies(MessageReceived)) == 3
    # the session ends, and nobody noticed for a while: the bot tells what came meanwhile
    await own.close()
    bots.write("пока никто не заметил")
    await bots.heard("боту", "обоим", "своей сессией")
    bots.own.clear()
    await bots.heard("боту", "обоим", "своей сессией", "пока никто не заметил")
    assert len(bots.log.bodies(MessageReceived)) == 4


@pytest.mark.parametrize("seed", [1, 2, 3])
async def test_whatever_happens_the_chat_is_the_accounts(bots: Any, wait: Any, seed: int) -> None:
    draw, server = random.Random(seed), bots.server
    channel = await bots.signed_in()
    bots.connect("reply", "delete_received_messages")
    bots.write("начало")
    await bots.heard("начало")
    for n in range(60):
        here = server.history(bots.irina, bots.anna)
        mine = [one for one in here if one.sender == bots.irina]
        match draw.randrange(10):
            case 0 | 1 | 2:
                bots.write(f"клиент {n}", push=draw.random() < 0.7)
            case 3:
                server.send(bots.anna, bots.irina, f"телефон {n}")
            case 4:
                server.edit(bots.irina, draw.choice(mine).id, f"правка {n}")
            case 5 if len(mine) > 1:
                server.delete(bots.irina, [draw.choice(mine[1:]).id])
            case 6:
                server.send(bots.irina, bots.bot, "боту самому")
            case 7:
                server.lose_pushes(draw.random() * 0.1)
            case 8 if channel.state == "online":
                await channel.accounts[0].send(bots.peer(), bots.text(f"бот {n}", f"ref{n}"))
            case 9 if n % 3 == 0:
                await channel.close()
                channel = await bots.signed_in()
        await asyncio.sleep(0)
    server.lose_pushes(0)
    wanted = [
        (one.id, "out" if one.sender == bots.anna else "in", one.text)
        for one in server.history(bots.anna, bots.irina)
    ]
    await wait(lambda: [row[:3] for row in bots.log.thread(bots.irina)] == wanted)
    assert {event.peer for event in bots.log.events} == {bots.peer()}
    assert channel.problem is None


class Dying:
    """The log of a process that is killed at its ``last`` write: what it asks for then and after
    never comes back."""

    def __init__(self, log: Any, last: int) -> None:
        self._log, self._left = log, last
        self.died = asyncio.Event()

    def __getattr__(self, name: str) -> Any:
        asked = getattr(self._log, name)
        if name not in ("append", "set_state"):
            return asked

        async def write(*args: Any) -> Any:
            self._left -= 1
            if self._left < 0:
                self.died.set()
                await asyncio.Event().wait()
            return await asked(*args)

        return write


async def test_killed_at_any_write_nothing_is_missing_and_nothing_twice(
    bots: Any, wait: Any
) -> None:
    channel = await bots.signed_in()
    bots.connect()
    bots.write("начало")
    await bots.heard("начало")
    await channel.close()
    log = bots.log
    for last in range(9):
        file = SandboxFile("заявка.txt", "text/plain", b"12345", "document")
        bots.write(f"первое {last}", file=file)
        bots.write(f"второе {last}")
        theirs = bots.server.history(bots.irina, bots.anna)
        bots.server.edit(bots.irina, theirs[0].id, f"начало {last}")
        bots.server.delete(bots.irina, [theirs[1].id])
        bots.log = Dying(log, last)
        killed = bots.channel()
        starting = asyncio.create_task(killed.start())
        ended = asyncio.create_task(bots.log.died.wait())
        online = asyncio.create_task(wait(lambda at=killed: at.state == "online"))
        await asyncio.wait({ended, online}, return_when=asyncio.FIRST_COMPLETED)
        for task in (ended, online, starting):
            task.cancel()
        await asyncio.gather(ended, online, starting, return_exceptions=True)
        await killed.close()
        bots.log = log
    again = await bots.signed_in()
    await bots.heard(*bots.theirs())
    files = [one for one in log.bodies(MessageReceived) if one.attachments]
    for one in files[-1:]:
        assert await again.accounts[0].fetch(one.attachments[0].ref) == b"12345"
    assert again.problem is None
