"""A server that does everything a server may do at once: short and combined updates, lost, late and
repeated ones, short pages, refusals, flood waits, cuts in the middle of an answer. When it calms
down, every chat stands as it does there, and every send of ours went out once."""

import asyncio
import random
from typing import Any

import pytest
from telethon import functions, types

from core.domain.events import SendRequested
from core.domain.problems import ChannelError
from core.sandbox.telegram.rpc.call import Refused

GetDialogs = functions.messages.GetDialogsRequest
GetHistory = functions.messages.GetHistoryRequest
GetDifference = functions.updates.GetDifferenceRequest


class Roughness:
    """Gets between the server and its clients while ``on``."""

    def __init__(self, server: Any, dice: random.Random) -> None:
        self.on = True
        self._dice = dice
        self._hub, self._router = server._hub, server._router
        self._push, self._call = self._hub.push_to, self._router._call
        self._late: list[tuple[list[Any], Any]] = []
        self._hub.push_to, self._router._call = self.push_to, self.call

    def push_to(self, sessions: Any, updates: Any) -> None:
        sessions = list(sessions)
        if not self.on:
            self._push(sessions, updates)
            return
        updates, luck = self._reworded(updates), self._dice.random()
        if luck < 0.08:
            updates = types.UpdatesTooLong()
        elif luck < 0.16:
            return
        elif luck < 0.24:
            self._push(sessions, updates)
        elif luck < 0.34:
            self._late.append((sessions, updates))
            return
        self._push(sessions, updates)
        if self._dice.random() < 0.7:
            for late in self._late:
                self._push(*late)
            self._late.clear()
        if self._dice.random() < 0.05:
            self._cut(sessions)

    def _reworded(self, updates: Any) -> Any:
        """The same in other words."""
        if not isinstance(updates, types.Updates):
            return updates
        inner = list(updates.updates)
        message = getattr(inner[0], "message", None) if len(inner) == 1 else None
        if isinstance(inner[0], types.UpdateNewMessage) and isinstance(message, types.Message):
            if self._dice.random() < 0.5 and not message.media:
                return types.UpdateShortMessage(
                    id=message.id,
                    user_id=message.peer_id.user_id,
                    message=message.message,
                    pts=inner[0].pts,
                    pts_count=inner[0].pts_count,
                    date=message.date,
                    out=message.out,
                    reply_to=message.reply_to,
                )
            return types.UpdateShort(inner[0], updates.date)
        self._dice.shuffle(inner)
        return types.UpdatesCombined(inner, updates.users, [], updates.date, 0, 0)

    @staticmethod
    def _cut(sessions: Any) -> None:
        for session in sessions:
            if session.line is not None:
                session.line.drop()

    def call(self, session: Any, name: str, request: Any) -> Any:
        if not self.on or name.startswith(("auth.", "help.")):
            return self._call(session, name, request)
        luck = self._dice.random()
        for below, error, code in (
            (0.03, "RPC_CALL_FAIL", 500),
            (0.06, "FLOOD_WAIT_1", 420),
            (0.08, "Timeout", -503),
        ):
            if luck < below:
                raise Refused(error, code)
        if isinstance(request, GetHistory | GetDialogs):
            request.limit = min(request.limit, self._dice.choice([2, 10, 100]))
        if isinstance(request, GetDifference):
            request.pts_limit = self._dice.choice([1, 2, 5, None])
            request.pts_total_limit = self._dice.choice([1, 1000, 1000, 1000])
        answer = self._call(session, name, request)
        if luck < 0.1:
            self._cut([session])
        return answer


async def _send(stage: Any, client: int, request: SendRequested) -> None:
    """As the sending stage does it."""
    while True:
        try:
            await stage.channels[0].send(stage.peer(client), request)
        except ChannelError as error:
            if error.problem.code == "telegram-sent-unseen":
                return  # taken, and taken away by the client before it was looked up
            if error.retry_in is None and not error.uncertain:
                raise
            await asyncio.sleep(min(error.retry_in or 0.2, 0.5))
        else:
            return


@pytest.mark.parametrize("seed", range(3))
async def test_nothing_is_lost_and_nothing_stands_twice(stage: Any, wait: Any, seed: int) -> None:
    server, dice = stage.server, random.Random(seed)
    clients = [server.add_user(phone=f"+7916000{n:04}", first_name=f"Клиент {n}") for n in range(4)]
    for one in clients:
        for n in range(dice.choice([0, 3, 30])):
            server.send(one, stage.me, f"{n}", at=1_700_000_000 + n, push=False)
    await stage.signed_in(heartbeat=0.4, backfill_page=10, request_timeout=3.0)
    rough, sends = Roughness(server, dice), []
    for turn in range(90):
        one, luck = dice.choice(clients), dice.random()
        theirs = server.history(one, stage.me)
        some = dice.choice(theirs) if theirs else None
        if luck < 0.4 or some is None:
            server.send(one, stage.me, f"пишет {turn}")
        elif luck < 0.5:
            server.send(stage.me, one, f"с телефона {turn}")
        elif luck < 0.6 and some.sender == one:
            server.edit(one, some.id, f"правит {turn}")
        elif luck < 0.68:
            server.delete(one, [some.id])
        elif luck < 0.78:
            server.react(one, some.id, dice.choice(["👍", "🔥", None]))
        elif luck < 0.86:
            request = SendRequested(client_ref=f"{turn}", text=f"отвечаем {turn}")
            sends.append(asyncio.create_task(_send(stage, one, request)))
        elif luck < 0.88:
            await server.stop()
            await asyncio.sleep(dice.random() / 2)
            await server.start()
        else:
            await asyncio.sleep(dice.random() / 5)
    rough.on = False
    async with asyncio.timeout(20):
        await asyncio.gather(*sends)
    await wait(lambda: all(stage.same(one) for one in clients), 20.0)
    answers = [
        message.text
        for one in clients
        for message in server.history(stage.me, one)
        if message.text.startswith("отвечаем")
    ]
    assert len(answers) == len(set(answers))
    await asyncio.sleep(0.5)
    assert all(stage.same(one) for one in clients)
