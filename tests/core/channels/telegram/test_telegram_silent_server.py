"""A server that does not list the chats, or never answers a question: the rest goes on."""

import time
from typing import Any

import pytest
from telethon import functions

from core.domain.events import MessageDeleted, SendRequested
from core.domain.problems import ChannelError
from core.sandbox.telegram.rpc.call import Refused, Unanswered

messages = functions.messages
SMALL = {"first_page": 5, "recheck_messages": 5, "backfill_page": 5, "difference_limit": 1}


@pytest.mark.parametrize("how", ["refused", "failed", "silent"])
async def test_what_is_known_is_compared_while_no_chats_are_listed(
    stage: Any, wait: Any, how: str
) -> None:
    for n in range(30):
        stage.write(str(n), at=1_700_000_000 + n, push=False)
    channel = await stage.signed_in(backfill_pause=60.0, **SMALL)
    await wait(lambda: len(stage.log.rows) >= 5)
    await wait(lambda: channel.standing.comparing == 0)
    await channel.close()
    theirs = [one.id for one in stage.server.history(stage.irina, stage.me)]
    stage.server.edit(stage.irina, theirs[-2], "правка")
    stage.server.delete(stage.irina, [theirs[-1]])
    stage.write("ещё")

    def unlisted(request: Any, usual: Any) -> Any:
        if how == "silent":
            raise Unanswered
        raise Refused(*{"refused": ("METHOD_NOT_FOUND", 404), "failed": ("X", 500)}[how])

    stage.differ(messages.GetDialogsRequest, unlisted)
    await stage.signed_in(request_timeout=0.3, **SMALL)
    await stage.agree()
    assert len(stage.log.bodies(MessageDeleted)) == 1


async def test_positions_that_are_never_told_hold_up_nothing_for_long(
    stage: Any, wait: Any
) -> None:
    group = stage.server.groups.create("Группа", [stage.irina, stage.me], supergroup=True)
    stage.server.groups.send(stage.irina, group, "было")
    quick = {"heartbeat": 0.1, "recheck_groups": 0.1, "request_timeout": 0.3}
    channel = await stage.signed_in(**quick)
    await wait(lambda: any(row.text == "было" for row in stage.log.rows.values()))
    asked: list[float] = []

    def silent(request: Any, usual: Any) -> Any:
        asked.append(time.monotonic())
        raise Unanswered

    stage.differ(messages.GetPeerDialogsRequest, silent)
    unanswered = channel._connection.sync.supergroups._unanswered
    kind = messages.GetPeerDialogsRequest
    await wait(lambda: unanswered.get(kind, (0,))[0] == 5)
    assert len(asked) == 5
    assert unanswered[kind][1] > asked[-1] + 0.1 * 2**4
    stage.server.groups.send(stage.irina, group, "дальше")
    stage.write("лично")
    texts = {"дальше", "лично"}
    await wait(lambda: texts <= {row.text for row in stage.log.rows.values()})


async def test_a_line_that_breaks_while_something_is_sent_is_had_again(
    stage: Any, wait: Any
) -> None:
    """Telethon closes it there and tells nobody who reads; and nothing is asked of a closed one."""
    channel = await stage.signed_in(heartbeat=0.1)
    await stage.agree()
    wire = channel._connection.client._sender._connection
    usual, broken = wire._send, []

    def breaks(data: bytes) -> None:
        wire._send = usual
        broken.append(data)
        raise ConnectionResetError("reset by peer")

    wire._send = breaks
    before = len(stage.states)
    await wait(lambda: bool(broken) and "connecting" in stage.states[before:])
    await wait(lambda: channel.state == "online")
    stage.write("снова здесь")
    await stage.agree()


async def test_what_nobody_waits_for_goes_over_no_other_line(stage: Any, wait: Any) -> None:
    """A server that takes a send twice would show it twice."""
    channel = await stage.signed_in(request_timeout=1.0)
    stage.write("привет")
    await stage.agree()
    asked: list[str] = []

    def silent(request: Any, usual: Any) -> Any:
        asked.append(request.message)
        raise Unanswered

    stage.differ(messages.SendMessageRequest, silent)
    with pytest.raises(ChannelError):
        await channel.send(stage.peer(), SendRequested(client_ref="r", text="здравствуйте"))
    client, seen = channel._connection.client, len(stage.states)
    client.break_line()
    await wait(lambda: "connecting" in stage.states[seen:] and channel.state == "online")
    stage.write("вы здесь?")
    await stage.agree()
    assert asked == ["здравствуйте"]
