"""kill -9 in the middle of anything: after the next start every thread is the server's, and
nothing stands twice. More seeds by hand:

    python -m tests.core.channels.telegram.test_telegram_killed FIRST [MINUTES]
"""

import asyncio
import json
import os
import random
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import pytest

from core.sandbox.telegram import TelegramServer

ROOT: Final = Path(__file__).parents[4]
PHONE: Final = "+79990001122"
PATIENCE: Final = 60.0


class Desk:
    """One installation: a process, its session and its log."""

    def __init__(self, server: TelegramServer, folder: Path, **settings: Any) -> None:
        self._server, self._folder = server, folder
        folder.mkdir()
        self._settings = {
            "api_id": 1, "api_hash": "a" * 32, "host": server.host, "port": server.port,
            "dc_id": server.dc_id, "public_key": server.public_key_pem, "retry_delay": 0.1,
            "backfill_pause": 0.01, "heartbeat": 0.4, "first_page": 6, "recheck_messages": 6,
            "backfill_page": 5, "connect_wait": 10.0, **settings,
        }  # fmt: skip
        self._process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        """Start it, and sign in where it is not."""
        self._process = process = await asyncio.create_subprocess_exec(
            sys.executable, str(Path(__file__).with_name("killed_desk.py")),
            json.dumps(self._settings), str(self._folder / "secrets.json"),
            str(self._folder / "log.db"), cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
        )  # fmt: skip
        assert process.stdin
        assert process.stdout
        if self._folder.joinpath("secrets.json").exists():
            return
        while (line := await process.stdout.readline()) != b"online\n":
            assert line == b"code\n", line
            code = self._server.login_code(PHONE)
            assert code is not None
            process.stdin.write(f"{code}\n".encode())

    async def kill(self) -> None:
        """SIGKILL."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            await process.communicate()

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """What stands in the file."""
        conn = sqlite3.connect(f"file:{self._folder / 'log.db'}?mode=ro", uri=True, timeout=5)
        try:
            return conn.execute(query).fetchall()
        finally:
            conn.close()

    def thread(self, client: int) -> list[tuple[Any, ...]]:
        """A chat: id, words, the client's reaction and ours, pinned."""
        return self.rows(
            "SELECT CAST(m.external_id AS INTEGER), m.text, coalesce(c.emoji, ''),"
            " coalesce(u.emoji, ''), m.pinned FROM messages m"
            " JOIN identities i ON i.id = m.identity"
            " LEFT JOIN reactions c ON c.message = m.id AND c.actor = 'client'"
            " LEFT JOIN reactions u ON u.message = m.id AND u.actor = 'us'"
            f" WHERE NOT m.deleted AND i.peer = '{client}' ORDER BY 1"
        )

    def read(self, client: int) -> int:
        """Up to which message the operator has read."""
        found = self.rows(f"SELECT read_us FROM identities WHERE peer = '{client}'")
        return int(found[0][0] or 0) if found else 0


def _theirs(server: TelegramServer, me: int, client: int) -> list[tuple[Any, ...]]:
    box = server._world.post.box(me)
    return [
        (one.id, one.text, one.reactions.get(client) or "", one.reactions.get(me) or "",
         int(box.letters[one.id].extra.pinned))
        for one in server.history(me, client)
    ]  # fmt: skip


def _change(server: TelegramServer, me: int, one: int, turn: int, dice: random.Random) -> None:
    theirs, mine, luck = server.history(one, me), server.history(me, one), dice.random()
    at = dice.randrange(len(theirs)) if theirs else None
    if at is None or luck < 0.45:
        server.send(one, me, f"пишет {turn}", push=dice.random() < 0.8)
    elif luck < 0.55:
        server.send(me, one, f"с телефона {turn}")
    elif luck < 0.7:
        author = theirs[at].sender
        box = theirs if author == one else mine
        server.edit(author, box[at].id, f"правка {turn}")
    elif luck < 0.78:
        server.delete(one, [m.id for m in theirs[at : at + dice.choice([1, 1, 4])]])
    elif luck < 0.88:
        who, box = dice.choice([(one, theirs), (me, mine)])
        server.react(who, box[at].id, dice.choice(["👍", "🔥", None]))
    elif luck < 0.93:
        server.pin(me, mine[at].id, pinned=dice.random() < 0.6)
    else:
        server.read(me, one, mine[at].id)


async def _play(
    server: TelegramServer, me: int, clients: list[int], desks: list[Desk], seed: int
) -> None:
    dice, up = random.Random(seed), True
    for turn in range(90):
        luck = dice.random()
        if luck < 0.8:
            for n in range(dice.choice([1, 1, 1, 12])):
                _change(server, me, dice.choice(clients), turn * 100 + n, dice)
        elif luck < 0.84:
            server.lose_pushes(0.3)
        elif luck < 0.88:
            await (server.stop() if up else server.start())
            up = not up
        elif luck < 0.94:
            desk = dice.choice(desks)
            await desk.kill()
            for n in range(dice.choice([0, 0, 20])):
                _change(server, me, dice.choice(clients), turn * 100 + 50 + n, dice)
            await desk.start()
            await asyncio.sleep(dice.random())
        else:
            await asyncio.sleep(dice.random() / 4)
    await server.start()


async def agree(folder: Path, seed: int) -> str:
    """Play; '' or what differs in the end."""
    server = TelegramServer()
    await server.start()
    me = server.add_user(phone=PHONE, first_name="Анна")
    dice = random.Random(seed)
    clients = [server.add_user(phone=f"+7916000{n:04}", first_name=f"К{n}") for n in range(3)]
    for one in clients:
        for n in range(dice.choice([0, 4, 60])):
            server.send(one, me, f"{n}", at=1_700_000_000 + n, push=False)
    desks = [Desk(server, folder / "a"), Desk(server, folder / "b", difference_limit=8)]
    try:
        for desk in desks:
            await desk.start()
        await _play(server, me, clients, desks, seed)
        return await _settled(lambda: _differs(server, me, clients, desks))
    finally:
        for desk in desks:
            await desk.kill()
        await server.stop()
        server.close()


async def _settled(differs: Callable[[], str]) -> str:
    end = time.monotonic() + PATIENCE
    while (found := differs()) and time.monotonic() < end:  # noqa: ASYNC110 - nothing tells
        await asyncio.sleep(0.1)
    return found


def _differs(server: TelegramServer, me: int, clients: list[int], desks: list[Desk]) -> str:
    read = server._world.post.box(me).head.read_in
    for name, desk in zip("ab", desks, strict=True):
        for one in clients:
            here, there = desk.thread(one), _theirs(server, me, one)
            if here != there:
                return f"{name} {one}: {set(here) ^ set(there)}"
            if desk.read(one) < read.get(one, 0):
                return f"{name} {one}: read up to {desk.read(one)}, there {read.get(one, 0)}"
        twice = desk.rows(
            "SELECT external_id, kind, count(*) FROM log GROUP BY channel, account, external_id,"
            " kind HAVING count(*) > 1"
        )
        if twice:
            return f"{name}: {twice}"
    return ""


@pytest.mark.parametrize("seed", [2])
async def test_killed_at_any_moment_every_thread_is_the_servers(tmp_path: Path, seed: int) -> None:
    assert await agree(tmp_path, seed) == ""


if __name__ == "__main__":
    first, minutes = int(sys.argv[1]), float(sys.argv[2]) if len(sys.argv) > 2 else 10.0
    until, seen, bad = time.monotonic() + minutes * 60, 0, 0
    while time.monotonic() < until:
        with tempfile.TemporaryDirectory() as made:
            if told := asyncio.run(agree(Path(made), first + seen)):
                bad += 1
                print(f"seed {first + seen}: {told}", flush=True)
        seen += 1
    print(f"{seen} seeds, {bad} of them bad", flush=True)
