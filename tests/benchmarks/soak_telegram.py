"""A Telegram account under load for a long time, by hand:

    nice python -m tests.benchmarks.soak_telegram [MINUTES] [CHANGES A SECOND] [DESKS]

New messages, edits, deletions, reactions, pins and reads in 20 chats, with a cut of two seconds
every half minute, taken in by several desks (sessions of one account, each with a store of its
own). Each minute it prints what the process holds; at the end every thread of every desk must be
the server's, and memory that cannot be given back must not have grown over the second half.
"""

import asyncio
import contextlib
import json
import random
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any, Final

from core.channels.telegram import TelegramChannel
from core.store.store import Store
from tests.benchmarks.memory import Held, held, slope
from tests.benchmarks.telegram_near import FarServer, Secrets, far_server, signed_in, until

CLIENTS: Final = 20
MESSAGES: Final = 4000
CUT_EVERY: Final = 30.0
CUT: Final = 2.0
PATIENCE: Final = 300.0
FLAT: Final = 0.1
"""MB a minute that are taken for none."""
HEAD: Final = (
    "minute     RSS    anon   files  malloc    free  sqlite   objects threads tasks  WAL MB  behind"
    "    events   newest  state"
)


class Desk:
    """One session of the account, with a store of its own."""

    def __init__(self, folder: Path, name: str) -> None:
        self.path = folder / f"{name}.sqlite"
        self.store = Store(self.path)
        self.channel: TelegramChannel | None = None

    @contextlib.asynccontextmanager
    async def online(self, far: FarServer) -> AsyncIterator[None]:
        """Signed in, and its chats read."""
        await self.store.open()
        try:
            self.channel = channel = await signed_in(
                far, Secrets(), self.store, backfill_pause=0.05
            )
            try:
                await until(lambda: _through(channel))
                yield
            finally:
                await channel.close()
        finally:
            await self.store.close()

    async def position(self) -> int:
        """The place in the account's sequence that is durable here."""
        assert self.channel is not None
        kept = await self.store.get_state(f"telegram/{self.channel.account}/cursor")
        return int(json.loads(kept)["pts"]) if kept else 0

    async def counts(self) -> tuple[int, int]:
        """Events, and of those that brought a message the last one. To count them would fill a
        reader's cache with pages, each time another one's."""
        row = await self.store.read(
            lambda conn: conn.execute(
                "SELECT (SELECT max(seq) FROM log), (SELECT max(id) FROM messages)"
            ).fetchone()
        )
        return int(row[0]), int(row[1])

    async def rows(self) -> dict[int, list[Any]]:
        """Every message: words, both reactions, pinned."""
        found = await self.store.read(
            lambda conn: conn.execute(
                "SELECT m.external_id, m.text, coalesce(c.emoji, ''), coalesce(u.emoji, ''),"
                " m.pinned FROM messages m"
                " LEFT JOIN reactions c ON c.message = m.id AND c.actor = 'client'"
                " LEFT JOIN reactions u ON u.message = m.id AND u.actor = 'us'"
                " WHERE NOT m.deleted"
            ).fetchall()
        )
        return {int(row[0]): [row[1], row[2], row[3], bool(row[4])] for row in found}


def _through(channel: TelegramChannel) -> bool:
    now = channel.standing
    return now is not None and not now.comparing and not now.of


async def soak(minutes: int, rate: float, sessions: int) -> bool:
    """Whether all was equal at the end, and memory flat."""
    with tempfile.TemporaryDirectory() as folder:
        desks = [Desk(Path(folder), f"desk{n}") for n in range(sessions)]
        async with far_server(CLIENTS, MESSAGES) as far, contextlib.AsyncExitStack() as stack:
            for desk in desks:
                await stack.enter_async_context(desk.online(far))
            await far.ask(f"rate {rate}")
            cuts = asyncio.create_task(_cuts(far))
            seen: list[Held] = []
            print(HEAD, flush=True)
            try:
                for minute in range(minutes + 1):
                    seen.append(await _report(minute, far, desks))
                    await asyncio.sleep(60 * (minute < minutes))
            finally:
                cuts.cancel()
                await asyncio.gather(cuts, return_exceptions=True)
            await far.ask("start")
            await far.ask("rate 0")
            equal = all([await _equal(far, desk) for desk in desks])
            await _report(minutes, far, desks)
    print("every thread is equal on every desk" if equal else "threads differ")
    return equal and _flat(seen[len(seen) // 2 :])


def _flat(seen: list[Held]) -> bool:
    fine = True
    for name in ("anon", "used", "sqlite", "resident", "objects"):
        grows, most = slope([float(getattr(one, name)) for one in seen])
        print(f"{name}: {grows:+.3f} a minute over the second half, at most {most:+.3f}")
        fine = fine and (name != "anon" or most <= FLAT)
    print("memory is flat" if fine else "memory grows", flush=True)
    return fine


async def _cuts(far: FarServer) -> None:
    dice = random.Random(1)
    while True:
        await asyncio.sleep(CUT_EVERY * (0.5 + dice.random()))
        await far.ask("stop")
        await asyncio.sleep(CUT)
        await far.ask("start")


async def _report(minute: int, far: FarServer, desks: list[Desk]) -> Held:
    counts = [await desk.counts() for desk in desks]
    there = int(await far.ask("position"))
    behind = max([there - await desk.position() for desk in desks])
    now = held()
    wal = sum(Path(f"{desk.path}-wal").stat().st_size for desk in desks) / (1 << 20)
    print(
        f"{minute:6} {now.resident:7.1f} {now.anon:7.1f} {now.files:7.1f} {now.used:7.1f}"
        f" {now.kept:7.1f} {now.sqlite:7.1f} {now.objects:9,} {now.threads:7}"
        f" {len(asyncio.all_tasks()):5}"
        f" {wal:7.1f} {behind:7} {sum(one for one, _ in counts):9,}"
        f" {sum(one for _, one in counts):9,}  "
        + " ".join(desk.channel.state for desk in desks if desk.channel),
        flush=True,
    )
    return now


async def _equal(far: FarServer, desk: Desk) -> bool:
    theirs: dict[str, Any] = await far.ask("threads")
    wanted = {int(one): rest for rows in theirs.values() for one, *rest in rows}
    end = time.monotonic() + PATIENCE
    here: dict[int, list[Any]] = {}
    while here != wanted and time.monotonic() < end:
        await asyncio.sleep(0.5)
        here = await desk.rows()
    if here != wanted:
        print(
            f"{len(wanted.keys() - here.keys())} are missing, {len(here.keys() - wanted.keys())}"
            f" too many, {sum(here.get(one, rest) != rest for one, rest in wanted.items())} differ"
        )
    return here == wanted


if __name__ == "__main__":
    given = [float(one) for one in sys.argv[1:]]
    numbers = given + [10.0, 50.0, 2.0][len(given) :]
    sys.exit(not asyncio.run(soak(round(numbers[0]), numbers[1], round(numbers[2]))))
