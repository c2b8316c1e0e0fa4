"""The sandbox's Telegram in a process of its own, for the benchmarks: its work is not ours.

    python tests/benchmarks/telegram_far.py CLIENTS MESSAGES [MILLISECONDS]

What is said takes MILLISECONDS there and back, as over a real line. It says where it is in one
line of JSON, then answers lines: ``code`` (a login code), ``rate N`` (N changes a second
from now on), ``live N`` (messages that say when they were sent instead), ``stop`` and ``start``
(the line), ``threads`` (every chat as it stands),
``position`` (of the account's sequence of changes).
"""

import asyncio
import contextlib
import json
import random
import sys
import time
from typing import Any

sys.path.insert(0, ".")
from core.sandbox.telegram import TelegramServer

PHONE = "+79990001122"
_WORDS = ("добрый день", "сколько стоит", "нужно 20 штук", "в Самару", "до пятницы", "спасибо")


class Far:
    """A server with an operator and some clients who have written for a long time."""

    def __init__(self, clients: int, messages: int, away: float) -> None:
        self.away = away
        self.server, self.dice = TelegramServer(), random.Random(1)
        self.me = self.server.add_user(phone=PHONE, first_name="Анна")
        self.clients = [
            self.server.add_user(phone=f"+7916000{n:04}", first_name=f"Клиент {n}")
            for n in range(clients)
        ]
        self.rate = 0.0
        self.alone = False
        start = int(time.time()) - messages * 60
        for n in range(messages):
            one = self.clients[n % clients]
            pair = (self.me, one) if n % 3 == 0 else (one, self.me)
            self.server.send(*pair, self.words(n), at=start + n * 60, push=False)

    def words(self, n: int) -> str:
        """Something a client might write."""
        return f"{n}: " + ", ".join(self.dice.choices(_WORDS, k=self.dice.randint(1, 12)))

    def change(self, n: int) -> None:
        """Something happens in a chat."""
        server, one, luck = self.server, self.dice.choice(self.clients), self.dice.random()
        box = server._world.post.box(one)
        ids = box.thread(self.me)
        some = ids[-min(len(ids), self.dice.randint(1, 200))] if ids else None
        if luck < 0.6 or some is None:
            server.send(one, self.me, self.words(n))
        elif luck < 0.7:
            server.send(self.me, one, self.words(n))
        elif luck < 0.8 and box.letters[some].sender == one:
            server.edit(one, some, self.words(n))
        elif luck < 0.88:
            server.delete(one, [some])
        elif luck < 0.95:
            letter = box.letters[some]
            who = self.dice.choice([one, self.me])
            server.react(who, letter.ids[who], self.dice.choice(["👍", "🔥", None]))
        elif luck < 0.97:
            server.pin(one, some, pinned=self.dice.random() < 0.7)
        else:
            server.read(self.me, one, server._world.post.box(self.me).thread(one)[-1])

    async def live(self) -> None:
        """Changes at the rate that is asked for."""
        n, due = 0, time.monotonic()
        while True:
            if not self.rate:
                await asyncio.sleep(0.05)
                due = time.monotonic()
                continue
            if self.alone:
                self.server.send(self.clients[-1], self.me, f"live {time.time()}")
            else:
                self.change(n)
            n += 1
            due += 1 / self.rate
            await asyncio.sleep(max(0.0, due - time.monotonic()))

    def threads(self) -> dict[str, list[Any]]:
        """Every chat in the operator's box by client, oldest first: id, text, the client's
        reaction and ours, whether it is pinned."""
        box = self.server._world.post.box(self.me)
        return {
            str(one): [
                (m.id, m.text, m.reactions.get(one) or "", m.reactions.get(self.me) or "",
                 box.letters[m.id].extra.pinned)
                for m in self.server.history(self.me, one)
            ]
            for one in self.clients
        }  # fmt: skip

    async def passes(self, near: asyncio.StreamReader, answer: asyncio.StreamWriter) -> None:
        """The line between a client and the server."""
        try:
            far, there = await asyncio.open_connection(self.server.host, self.server.port)
        except OSError:
            answer.close()
            return
        await asyncio.gather(late(near, there, self.away / 2), late(far, answer, self.away / 2))

    async def serve(self) -> None:
        """Answer until the input ends."""
        server = self.server
        await server.start()
        line = await asyncio.start_server(self.passes, server.host, 0)
        where = {
            "host": server.host, "port": line.sockets[0].getsockname()[1], "dc_id": server.dc_id,
            "public_key": server.public_key_pem,
        }  # fmt: skip
        say({**where, "me": self.me, "clients": self.clients})
        lines = asyncio.StreamReader(limit=1 << 20)
        await asyncio.get_running_loop().connect_read_pipe(
            lambda: asyncio.StreamReaderProtocol(lines), sys.stdin
        )
        live = asyncio.create_task(self.live())
        while words := (await lines.readline()).split():
            verb = words[0].decode()
            if verb == "code":
                say(server.login_code(PHONE))
            elif verb in ("rate", "live"):
                self.rate, self.alone = float(words[1]), verb == "live"
                say("ok")
            elif verb == "threads":
                say(self.threads())
            elif verb == "position":
                say(server._world.post.box(self.me).pts)
            else:
                await (server.stop() if verb == "stop" else server.start())
                say("ok")
        live.cancel()
        line.close()
        await server.stop()
        server.close()


async def late(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, seconds: float) -> None:
    """Hand on what comes, so much later."""
    loop = asyncio.get_running_loop()
    with contextlib.suppress(OSError):
        while data := await reader.read(1 << 16):
            if seconds:
                loop.call_later(seconds, writer.write, data)
            else:
                writer.write(data)
    loop.call_later(seconds, writer.close)


def say(what: Any) -> None:
    """One line of JSON."""
    print(json.dumps(what), flush=True)


if __name__ == "__main__":
    away = float(sys.argv[3]) / 1000 if len(sys.argv) > 3 else 0.0
    asyncio.run(Far(int(sys.argv[1]), int(sys.argv[2]), away).serve())
