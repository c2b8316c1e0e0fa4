"""After more than a difference tells: what changed far below the newest page, and what is shown
meanwhile."""

import asyncio
from typing import Any

import msgspec
import pytest
from telethon import functions

from core.channels.telegram.box import Cursor
from core.domain.events import MessageReceived
from core.sandbox.telegram.rpc.call import Refused

GetHistory = functions.messages.GetHistoryRequest
SMALL: dict[str, Any] = {
    "difference_limit": 10, "first_page": 20, "recheck_messages": 10, "backfill_page": 10,
}  # fmt: skip


def chats(stage: Any) -> Any:
    return stage.channels[-1]._connection.sync.chats


async def _long_thread(stage: Any, wait: Any, messages: int = 120) -> Any:
    for n in range(messages):
        stage.write(str(n), at=1_700_000_000 + n, push=False)
    channel = await stage.signed_in(**SMALL)
    await stage.agree()
    await wait(lambda: chats(stage).kept.book.next() is None)
    return channel


def _change_deep(stage: Any) -> None:
    server = stage.server
    theirs = [one.id for one in server.history(stage.irina, stage.me)]
    for n in (0, 17, 55, 99):
        server.edit(stage.irina, theirs[n], f"правка {n}")
        server.delete(stage.irina, [theirs[n + 1], theirs[n + 2]])
        server.react(stage.irina, theirs[n + 3], "👍")


async def test_changes_deep_in_a_thread_that_no_difference_tells(stage: Any, wait: Any) -> None:
    channel = await _long_thread(stage, wait)
    await channel.close()
    _change_deep(stage)
    stage.write("новое")
    await stage.signed_in(**SMALL)
    await stage.agree()
    await wait(lambda: chats(stage).standing.comparing == 0)
    await wait(lambda: chats(stage).standing.equal_at > 0)
    assert len(stage.log.bodies(MessageReceived)) == 121


async def test_comparing_goes_on_after_a_restart(stage: Any, wait: Any) -> None:
    channel = await _long_thread(stage, wait)
    await channel.close()
    _change_deep(stage)
    again = await stage.signed_in(**SMALL | {"backfill_pause": 30.0})
    await wait(lambda: chats(stage).kept.book.sweep.listed)
    assert not stage.same()
    assert chats(stage).standing.comparing == 1
    await again.close()
    await stage.signed_in(**SMALL)
    await stage.agree()


async def test_a_chat_cleared_while_nobody_looked(stage: Any, wait: Any) -> None:
    channel = await _long_thread(stage, wait)
    await channel.close()
    server = stage.server
    server.delete(stage.irina, [one.id for one in server.history(stage.irina, stage.me)])
    await stage.signed_in(**SMALL)
    await stage.agree()
    assert stage.log.thread(stage.irina) == []


async def test_a_gap_that_is_refused_is_told_and_tried_again_when_asked(
    stage: Any, wait: Any
) -> None:
    channel = await _long_thread(stage, wait)
    await channel.close()
    for n in range(60):
        stage.write(f"пока не было {n}", push=False)
    refused = True

    def answer(request: Any, usual: Any) -> Any:
        if refused and request.offset_id:
            raise Refused("CHAT_FORBIDDEN", 400)
        return usual()

    stage.differ(GetHistory, answer)
    channel = await stage.signed_in(**SMALL)
    await wait(lambda: chats(stage).standing.failed == 1)
    kept = stage.log.kept[str(stage.me), str(stage.irina)]
    assert kept.problem
    assert len(kept.gaps) == 1
    refused = False
    await channel.fetch_missing(stage.peer())
    await stage.agree()
    await wait(lambda: not stage.log.kept[str(stage.me), str(stage.irina)].gaps)
    assert chats(stage).standing.failed == 0


async def _held_page(
    stage: Any, wait: Any
) -> tuple[Any, list[int], "asyncio.Task[Any]", asyncio.Event]:
    """A page of a chat of 60 was given and is taken in only once the event is set: the channel,
    the ids of the chat, the step that waits, the event."""
    for n in range(60):
        stage.write(str(n), at=1_700_000_000 + n, push=False)
    theirs = [one.id for one in stage.server.history(stage.irina, stage.me)]
    asked, go = asyncio.Event(), asyncio.Event()
    channel = await stage.signed_in(**SMALL | {"backfill_pause": 30.0})
    await wait(lambda: chats(stage).kept.book.sweep.listed)
    made = chats(stage)
    part = made.history._part

    async def slow(work: Any, peer: Any) -> Any:
        page = await part(work, peer)
        asked.set()
        await go.wait()
        return page

    made.history._part = slow
    step = asyncio.create_task(made.step())
    await asked.wait()
    return channel, theirs, step, go


async def test_live_messages_do_not_wait_for_a_page(stage: Any, wait: Any) -> None:
    """A page that takes its time holds nothing up, and what it says late changes nothing back."""
    channel, theirs, step, go = await _held_page(stage, wait)
    stage.server.edit(stage.irina, theirs[35], "правка на ходу")
    stage.server.delete(stage.irina, [theirs[36]])
    one = str(stage.write("живое"))
    await wait(lambda: one in stage.log.rows)
    go.set()
    await step
    here = {text for _, _, text, _ in stage.log.thread(stage.irina)}
    assert "правка на ходу" in here
    assert "36" not in here
    await channel.close()


@pytest.mark.parametrize("untold", ["too-long", "emptied"])
async def test_a_page_from_before_what_nobody_told(stage: Any, wait: Any, untold: str) -> None:
    """It is asked for again: by it an old state would be taken for equal, and what is gone come
    back."""
    channel, theirs, step, go = await _held_page(stage, wait)
    if untold == "emptied":
        await channel.profiles.empty(stage.peer(), both=True)
    else:
        stage.server.lose_pushes(60.0)
        for n in range(12):  # more than the difference tells
            stage.server.edit(stage.irina, theirs[35], f"правка {n}")
        await wait(lambda: not chats(stage).kept.book.sweep.listed)
    go.set()
    await step
    here = {text for _, _, text, _ in stage.log.thread(stage.irina)}
    assert here == set() if untold == "emptied" else "правка 11" in here
    await channel.close()


async def test_what_comes_while_the_newest_are_compared(stage: Any, wait: Any) -> None:
    """It is not on the page, which tells of what is gone all the same."""
    channel = await _long_thread(stage, wait)
    await channel.close()
    _change_deep(stage)
    theirs = stage.server.history(stage.irina, stage.me)
    stage.server.delete(stage.irina, [theirs[-3].id])

    def refused(*_: Any) -> Any:
        raise Refused("CHAT_FORBIDDEN", 400)

    stage.differ(functions.messages.GetDialogsRequest, refused)
    channel = await stage.signed_in(**SMALL | {"backfill_pause": 30.0})
    made = chats(stage)
    await wait(lambda: made.kept.book.next() is not None)
    part = made.history._part

    async def slow(work: Any, peer: Any) -> Any:
        page = await part(work, peer)
        made.history._part = part
        one = str(stage.write("живое"))
        await wait(lambda: one in stage.log.rows)
        return page

    made.history._part = slow
    await made.step()
    here = {text for _, _, text, _ in stage.log.thread(stage.irina)}
    assert theirs[-3].text not in here
    assert "живое" in here
    await channel.close()


async def test_a_server_that_lost_its_last_changes(stage: Any, wait: Any) -> None:
    """Our position is one that the server does not know: everything is compared."""
    channel = await _long_thread(stage, wait)
    await channel.close()
    _change_deep(stage)
    key = f"telegram/{stage.me}/cursor"
    cursor = msgspec.json.decode(stage.log.states[key], type=Cursor)
    stage.log.states[key] = msgspec.json.encode(msgspec.structs.replace(cursor, pts=10**6))
    await stage.signed_in(heartbeat=0.2, **SMALL)
    await stage.agree()


async def test_history_waits_for_what_comes_live(stage: Any, wait: Any) -> None:
    """Page after page the lock would be taken before each of the live messages that wait."""
    for n in range(400):
        stage.write(str(n), at=1_700_000_000 + n, push=False)
    await stage.signed_in(**SMALL | {"backfill_pause": 30.0})
    await wait(lambda: chats(stage).kept.book.sweep.listed)
    await stage.channels[-1].close()
    waiting: list[int] = []
    channel = await stage.signed_in(**SMALL | {"backfill_pause": 0.0})
    client, made = channel._connection.client, chats(stage)
    step = made.step

    async def noted() -> bool:
        waiting.append(client.updates.qsize())
        if len(waiting) % 5 == 1:
            for n in range(20):
                stage.write(f"живое {len(waiting)}/{n}")
        more: bool = await step()
        return more

    made.step = noted
    await wait(lambda: made.kept.book.next() is None)
    await stage.agree()
    assert len(waiting) > 10
    assert set(waiting) == {0}


async def test_pages_asked_for_ahead_are_all_taken(stage: Any, wait: Any) -> None:
    """Two chats take turns, and none of their pages is asked for twice."""
    boris = stage.server.add_user(phone="+79160000099", first_name="Борис")
    for n in range(100):
        stage.write(str(n), at=1_700_000_000 + n, push=False)
        stage.server.send(boris, stage.me, f"б{n}", at=1_700_000_000 + n, push=False)
    asked: list[tuple[int, int]] = []

    def answer(request: Any, usual: Any) -> Any:
        asked.append((request.peer.user_id, request.offset_id))
        return usual()

    stage.differ(GetHistory, answer)
    await stage.signed_in(**SMALL | {"backfill_pause": 0.0})
    await wait(lambda: asked and chats(stage).kept.book.sweep.listed)
    await wait(lambda: chats(stage).kept.book.next() is None)
    assert stage.same()
    assert stage.same(boris)
    older = [one for one in asked if one[1]]
    assert len(older) == len(set(older))
