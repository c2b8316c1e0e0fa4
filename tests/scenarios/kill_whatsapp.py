"""WhatsApp under kill -9, run by hand:

    python -m tests.scenarios.kill_whatsapp own|embedded|nats [FOLDER or FILE.json]
        [--kills 10] [--copies 3] [--seed 1]

Recorded webhooks (a folder of bodies, or a JSON list of them) are delivered as Meta would: signed,
each three times, shuffled, some as single POSTs and some in batches of a thousand updates, again
until the answer is 200. Meanwhile whoever takes part is killed at random moments: the desk with its
own receiver, or the hub, its two desks and the nats-server. In the end every desk has to hold what
reading the bodies one by one gives, nothing lost and nothing twice, and the desks show the same.
"""

import argparse
import asyncio
import contextlib
import copy
import json
import random
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import aiohttp

from core.channels.whatsapp.channel import WhatsAppChannel
from core.channels.whatsapp.converters import to_events
from core.channels.whatsapp.receiver import signature
from core.channels.whatsapp.settings import WhatsAppSettings
from core.ports import Feed
from core.store.store import Store
from core.team.http_feed import HttpFeed
from core.team.nats_access import NatsAccess
from core.team.nats_feed import NatsFeed
from tests.core.hub.conftest import SECRET, TOKENS, write_config
from tests.core.team.conftest import NatsServer
from tests.scenarios.kill_driver import free_port

ROOT: Final = Path(__file__).parents[2]
ACCOUNT: Final = "106540352242922"
BATCH: Final = 1000
LIMIT: Final = 2_800_000
SENDERS: Final = 8
NATS_DESKS: Final = {"anna": "anna", "oleg": "boris"}


class Secrets:
    """Of a desk's process."""

    def get(self, key: str) -> str | None:
        return SECRET if key.endswith("app_secret") else "a token"

    def set(self, key: str, value: str) -> None: ...

    def delete(self, key: str) -> None: ...


async def desk(kind: str, where: str, folder: Path, name: str) -> None:
    """A desk's process: its channel and its log."""
    store = Store(folder / "log.db")
    await store.open()
    feed: Feed | None = None
    if kind == "embedded":
        feed = HttpFeed(where, TOKENS[name])
    elif kind == "nats":
        user = NATS_DESKS[name]
        feed = NatsFeed(NatsAccess(servers=(where,), name=user, user=user, secret=f"{user}-secret"))
    settings = WhatsAppSettings(
        phone_number_id=ACCOUNT, base_url="http://127.0.0.1:9",
        port=int(where) if kind == "own" else 0,
    )  # fmt: skip
    await WhatsAppChannel(settings, Secrets(), store, feed=feed).start()
    await asyncio.Event().wait()


def made_unique(body: Any, number: int) -> Any:
    """The same webhook of other messages, of our number."""

    def walk(tree: Any) -> Any:
        if isinstance(tree, list):
            return [walk(each) for each in tree]
        if not isinstance(tree, dict):
            return tree
        found = {key: walk(value) for key, value in tree.items()}
        if "phone_number_id" in found:
            found["phone_number_id"] = ACCOUNT
        for key in ("id", "message_id", "original_message_id", "wacid"):
            if isinstance(found.get(key), str) and not found[key].isdigit():
                found[key] = f"{found[key]}.{number}"
        return found

    return walk(copy.deepcopy(body))


def bodies_of(source: Path, copies: int) -> list[bytes]:
    """Every recorded webhook ``copies`` times: single, and in batches of a thousand updates."""
    if source.is_dir():
        recorded = [json.loads(path.read_text()) for path in sorted(source.glob("*.json"))]
    else:
        recorded = json.loads(source.read_text())
    number, single = 0, []
    for body in recorded:
        single.append(made_unique(body, number))
        number += 1
    batches: list[bytes] = []
    entries: list[Any] = []
    size = 0
    for body in recorded * copies:
        if not isinstance(body.get("entry"), list):
            continue
        more = made_unique(body, number)["entry"]
        number += 1
        size += len(json.dumps(more))
        entries += more
        if len(entries) >= BATCH or size > LIMIT:
            batches.append(json.dumps({"entry": entries}).encode())
            entries, size = [], 0
    if entries:
        batches.append(json.dumps({"entry": entries}).encode())
    return [json.dumps(body).encode() for body in single] + batches


class Desk:
    """One desk's process."""

    def __init__(self, kind: str, where: str, folder: Path, name: str) -> None:
        self.folder, self.name = folder, name
        folder.mkdir()
        self._arguments = ("--desk", kind, where, str(folder), name)
        self._process: subprocess.Popen[bytes] | None = None

    async def start(self) -> None:
        log = (self.folder / "desk.log").open("ab")
        self._process = await asyncio.to_thread(
            subprocess.Popen,
            [sys.executable, "-m", "tests.scenarios.kill_whatsapp", *self._arguments],
            cwd=ROOT, stdout=log, stderr=log,
        )  # fmt: skip
        log.close()

    async def kill(self) -> None:
        if self._process is not None:
            self._process.kill()
            await asyncio.to_thread(self._process.wait)


class Hub:
    """`threadline hub`; its port stays over kills."""

    def __init__(self, folder: Path, nats: str = "") -> None:
        self.port = free_port()
        more, top = "", ""
        if nats:
            (folder / "nats-password").write_text("hub-secret")
            password = '{ file = "nats-password" }'
            more = f'[nats]\nservers = ["{nats}"]\nuser = "hub"\npassword = {password}'
            top = 'home = "nats"'
        self._config = write_config(folder, more, top)
        text = self._config.read_text().replace("port = 0", f"port = {self.port}", 1)
        self._config.write_text(text)
        self._process: subprocess.Popen[bytes] | None = None

    async def start(self) -> None:
        log = (self._config.parent / "hub.log").open("ab")
        self._process = await asyncio.to_thread(
            subprocess.Popen,
            [sys.executable, "-m", "desktop", "hub", str(self._config)],
            cwd=ROOT, stdout=log, stderr=log,
        )  # fmt: skip
        log.close()

    async def kill(self) -> None:
        if self._process is not None:
            self._process.kill()
            await asyncio.to_thread(self._process.wait)


class Meta:
    """Delivers every body until it was acknowledged three times."""

    def __init__(self, port: int, bodies: Sequence[bytes], chance: random.Random) -> None:
        self._url = f"http://127.0.0.1:{port}/webhook"
        self._left = [body for body in bodies for _ in range(3)]
        chance.shuffle(self._left)
        self.whole = len(self._left)
        self.answers: dict[int, int] = {}

    @property
    def acknowledged(self) -> int:
        return self.answers.get(200, 0)

    async def deliver(self) -> None:
        timeout = aiohttp.ClientTimeout(total=30)
        async with aiohttp.ClientSession(timeout=timeout) as session:
            await asyncio.gather(*(self._send(session) for _ in range(SENDERS)))

    async def _send(self, session: aiohttp.ClientSession) -> None:
        while self._left:
            body = self._left.pop()
            headers = {"X-Hub-Signature-256": signature(SECRET, body)}
            status = 0
            while status != 200:
                try:
                    async with session.post(self._url, data=body, headers=headers) as answer:
                        status = answer.status
                except (aiohttp.ClientError, TimeoutError):
                    status = 0
                self.answers[status] = self.answers.get(status, 0) + 1
                if status != 200:
                    await asyncio.sleep(0.1)


def keys(folder: Path) -> list[tuple[str, ...]]:
    """What the log holds of the bodies, read beside its desk; what it made of that itself (chats
    that are one person's) depends on their order."""
    with contextlib.closing(sqlite3.connect(f"file:{folder / 'log.db'}?mode=ro", uri=True)) as conn:
        try:
            return conn.execute(
                "SELECT kind, external_id, peer FROM log WHERE kind != 'merged' ORDER BY 1, 2, 3"
            ).fetchall()
        except sqlite3.OperationalError:  # killed before it had made its tables
            return []


def shown(folder: Path) -> list[tuple[Any, ...]]:
    """What the desk shows: every message with its chat's people, and what became of it."""
    with sqlite3.connect(f"file:{folder / 'log.db'}?mode=ro", uri=True) as conn:
        found = conn.execute(
            "SELECT m.external_id, m.direction, m.text, m.note, m.status, m.deleted, t.name,"
            " (SELECT group_concat(peer) FROM (SELECT peer FROM identities WHERE thread = t.id"
            " ORDER BY peer)), (SELECT group_concat(emoji) FROM reactions WHERE message = m.id)"
            " FROM messages m JOIN threads t ON t.id = m.thread ORDER BY 1, 2, 3"
        ).fetchall()
    conn.close()
    return found


async def reference(folder: Path, bodies: Sequence[bytes]) -> None:
    """The bodies read one by one into a log."""
    folder.mkdir()
    store = Store(folder / "log.db")
    await store.open()
    for body in bodies:
        if events := to_events(body, ACCOUNT, now=time.time_ns() // 1_000_000):
            await store.append(events)
    await store.close()


async def run(
    parts: list[Any], kind: str, source: Path, kills: int, copies: int, seed: int, top: Path
) -> bool:
    chance = random.Random(seed)
    bodies = bodies_of(source, copies)
    await reference(top / "reference", bodies)
    wanted = keys(top / "reference")
    server: NatsServer | None = None
    hub: Hub | None = None
    if kind == "nats":
        (top / "nats").mkdir()
        server = NatsServer(top / "nats")
        await server.start()
    if kind == "own":
        port = free_port()
        desks = [Desk(kind, str(port), top / "own", "own")]
    else:
        (top / "hub").mkdir()
        hub = Hub(top / "hub", server.url if server else "")
        port = hub.port
        where = server.url if server else f"http://127.0.0.1:{port}"
        desks = [Desk(kind, where, top / name, name) for name in NATS_DESKS]
    parts += [part for part in (hub, *desks, server) if part is not None]
    for part in parts if server is None else parts[:-1]:
        await part.start()
    meta = Meta(port, bodies, chance)
    started, killed = time.monotonic(), dict.fromkeys((type(part).__name__ for part in parts), 0)
    delivering = asyncio.create_task(meta.deliver())
    for _ in range(kills):
        goal = meta.acknowledged + chance.randint(1, 2 * meta.whole // (kills + 1))
        until = time.monotonic() + chance.uniform(5, 20)
        while meta.acknowledged < goal and time.monotonic() < until and not delivering.done():  # noqa: ASYNC110
            await asyncio.sleep(0.002)
        part = chance.choice(parts)
        await part.kill()
        killed[type(part).__name__] += 1
        await asyncio.sleep(chance.uniform(0, 0.3))
        await part.start()
    in_time = meta.acknowledged
    await delivering
    delivered = time.monotonic() - started
    end = time.monotonic() + 300
    while time.monotonic() < end and any(len(keys(d.folder)) < len(wanted) for d in desks):  # noqa: ASYNC110
        await asyncio.sleep(0.5)
    for part in reversed(parts):
        await part.kill()
    good = True
    print(f"{kind}: {len(bodies)} bodies, {meta.whole} deliveries, {len(wanted)} events")
    print(f"  killed {killed}; answers {meta.answers}; {in_time} acknowledged at the last kill")
    print(f"  delivered in {delivered:.0f} s, all read {time.monotonic() - started:.0f} s")
    for each in desks:
        found = keys(each.folder)
        lost, more = set(wanted) - set(found), set(found) - set(wanted)
        twice = len(found) - len(set(found))
        rows = shown(each.folder)
        doubled = len(rows) - len({row[0] for row in rows})
        good &= not (lost or more or twice or doubled)
        print(f"  {each.name}: lost {len(lost)}, twice {twice + doubled}, besides {len(more)}")
        for key in [*sorted(lost), *sorted(more)][:3]:
            print(f"    {key}")
    if len(desks) > 1:
        one, two = (shown(each.folder) for each in desks)
        good &= one == two
        print(f"  the desks show the same: {one == two}")
        for row in sorted({*one} ^ {*two}, key=str)[:4]:
            print(f"    {row}")
    return good


async def watched(*told: Any) -> bool:
    """As ``run``, and whatever happens nobody is left running."""
    parts: list[Any] = []
    try:
        return await run(parts, *told)
    finally:
        for part in reversed(parts):
            await part.kill()


def main() -> int:
    if sys.argv[1:2] == ["--desk"]:
        kind, where, folder, name = sys.argv[2:]
        asyncio.run(desk(kind, where, Path(folder), name))
        return 0
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("kind", choices=("own", "embedded", "nats"))
    ask.add_argument("source", nargs="?", type=Path, default=ROOT / "tests" / "data" / "whatsapp")
    ask.add_argument("--kills", type=int, default=10)
    ask.add_argument("--copies", type=int, default=3)
    ask.add_argument("--seed", type=int, default=1)
    told = ask.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        good = asyncio.run(
            watched(told.kind, told.source, told.kills, told.copies, told.seed, Path(folder))
        )
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
