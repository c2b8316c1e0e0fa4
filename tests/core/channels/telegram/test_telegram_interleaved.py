"""Two desks of one account, phones, cuts, restarts, lost pushes, absences too long for a
difference, in any order: at the end every thread is the server's, on both."""

import asyncio
import random
from typing import Any

import pytest

from core.channels.telegram import TelegramChannel
from tests.core.channels.telegram.conftest import MemoryLog, MemorySecrets, Stage, until

SMALL: dict[str, Any] = {
    "heartbeat": 0.3, "first_page": 6, "recheck_messages": 6, "backfill_page": 5,
    "connect_wait": 1.0,
}  # fmt: skip


class Desk:
    """One installation: its own session, its own log."""

    def __init__(self, stage: Stage, **settings: Any) -> None:
        self.stage, self.settings = stage, SMALL | settings
        self.log, self.secrets = MemoryLog(), MemorySecrets()
        self.channel: TelegramChannel | None = None

    async def start(self) -> None:
        self.channel = TelegramChannel(
            self.stage.settings(**self.settings), self.secrets, self.log, on_state=lambda: None
        )
        self.stage.channels.append(self.channel)
        await self.channel.start()
        if not self.secrets.kept:
            made = self.channel
            await until(lambda: made.state == "signed_out")
            self.stage.secrets = self.secrets
            await self.channel.sign_in.request_code("+79990001122")
            code = self.stage.server.login_code("+79990001122")
            assert code is not None
            await self.channel.sign_in.submit_code(code)

    async def stop(self) -> None:
        assert self.channel is not None
        self.stage.channels.remove(self.channel)
        await self.channel.close()

    def equal(self, clients: list[int]) -> bool:
        """Whether every thread and what we have read is as it is there. Of a chat with nothing in
        it nobody tells how far it was read."""
        box = self.stage.server._world.post.box(self.stage.me)
        marks = self.log.reads()
        return all(
            self.log.thread(one) == self.stage.theirs(one)
            and (
                not box.thread(one)
                or not box.head.read_in.get(one)
                or ("us", str(box.head.read_in[one])) in marks
            )
            for one in clients
        )


async def _play(stage: Stage, desks: list[Desk], clients: list[int], dice: random.Random) -> None:
    server, up = stage.server, True
    for turn in range(70):
        one, luck = dice.choice(clients), dice.random()
        theirs = server.history(one, stage.me)
        mine = server.history(stage.me, one)
        at = dice.randrange(len(theirs)) if theirs else None
        if at is None or luck < 0.3:
            server.send(one, stage.me, f"пишет {turn}", push=dice.random() < 0.8)
        elif luck < 0.38:
            server.send(stage.me, one, f"с телефона {turn}")
        elif luck < 0.5:
            author = theirs[at].sender
            box = theirs if author == one else mine
            server.edit(author, box[at].id, f"правка {turn}")
        elif luck < 0.58:
            server.delete(one, [m.id for m in theirs[at : at + dice.choice([1, 1, 4])]])
        elif luck < 0.68:
            who, box = dice.choice([(one, theirs), (stage.me, mine)])
            server.react(who, box[at].id, dice.choice(["👍", "🔥", None]))
        elif luck < 0.74:
            server.read(stage.me, one, mine[at].id)
        elif luck < 0.79:
            server.lose_pushes(0.2)
        elif luck < 0.84:
            await (server.stop() if up else server.start())
            up = not up
        elif luck < 0.89:
            desk = dice.choice(desks)
            await desk.stop()
            for n in range(dice.choice([0, 0, 25])):
                server.send(one, stage.me, f"пока не было {turn}/{n}", push=False)
            await desk.start()
        else:
            await asyncio.sleep(dice.random() / 5)
    await server.start()


@pytest.mark.parametrize("seed", [1, 3, 17, 21])
async def test_every_thread_is_the_servers_on_every_desk(stage: Stage, seed: int) -> None:
    dice = random.Random(seed)
    server = stage.server
    clients = [server.add_user(phone=f"+7916000{n:04}", first_name=f"Клиент {n}") for n in range(3)]
    for one in clients:
        for n in range(dice.choice([0, 4, 30])):
            server.send(one, stage.me, f"{n}", at=1_700_000_000 + n, push=False)
    desks = [Desk(stage), Desk(stage, difference_limit=3)]
    for desk in desks:
        await desk.start()
    await _play(stage, desks, clients, dice)
    await until(lambda: all(desk.equal(clients) for desk in desks), 20.0)
    for desk in desks:
        assert desk.channel is not None
        chats = desk.channel._connection.sync
        assert chats is not None
        await until(lambda chats=chats: chats.chats.standing.comparing == 0, 20.0)  # type: ignore[misc]
        assert desk.equal(clients)
