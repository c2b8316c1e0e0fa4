"""A Telegram account under load for a long time, by hand:

    nice python -m tests.benchmarks.soak_telegram [MINUTES] [CHANGES A SECOND]

New messages, edits, deletions, reactions and reads in 20 chats, with a cut of two seconds every
half minute. Each minute it prints what the process holds; at the end every thread must be equal
to the server's.
"""

import asyncio
import gc
import random
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, Final

from core.channels.telegram import TelegramChannel
from core.store.store import Store
from tests.benchmarks.telegram_near import (
    FarServer,
    Secrets,
    far_server,
    resident_mb,
    signed_in,
)

CLIENTS: Final = 20
MESSAGES: Final = 4000
CUT_EVERY: Final = 30.0
CUT: Final = 2.0
PATIENCE: Final = 300.0


async def soak(minutes: float, rate: float) -> bool:
    """Whether all was equal at the end."""
    async with far_server(CLIENTS, MESSAGES) as far:
        with tempfile.TemporaryDirectory() as folder:
            store = Store(Path(folder) / "log.sqlite")
            await store.open()
            channel = await signed_in(far, Secrets(), store, backfill_pause=0.05)
            await far.ask(f"rate {rate}")
            cuts = asyncio.create_task(_cuts(far))
            try:
                for minute in range(round(minutes)):
                    await _report(minute, store, channel)
                    await asyncio.sleep(60)
            finally:
                cuts.cancel()
                await asyncio.gather(cuts, return_exceptions=True)
            await far.ask("start")
            await far.ask("rate 0")
            equal = await _equal(far, store)
            await _report(round(minutes), store, channel)
            print("every thread is equal" if equal else "threads differ", flush=True)
            await channel.close()
            await store.close()
            return equal


async def _cuts(far: FarServer) -> None:
    dice = random.Random(1)
    while True:
        await asyncio.sleep(CUT_EVERY * (0.5 + dice.random()))
        await far.ask("stop")
        await asyncio.sleep(CUT)
        await far.ask("start")


async def _report(minute: int, store: Store, channel: TelegramChannel) -> None:
    began = time.perf_counter()
    await asyncio.sleep(0)
    late = (time.perf_counter() - began) * 1000
    events, messages = await store.read(
        lambda conn: conn.execute(
            "SELECT (SELECT count(*) FROM log), (SELECT count(*) FROM messages)"
        ).fetchone()
    )
    print(
        f"minute {minute}: {resident_mb():.1f} MB, {len(gc.get_objects()):,} objects,"
        f" {len(asyncio.all_tasks())} tasks, {events:,} events, {messages:,} messages,"
        f" loop {late:.1f} ms, {channel.state}, {channel.standing}",
        flush=True,
    )


async def _equal(far: FarServer, store: Store) -> bool:
    theirs: dict[str, Any] = await far.ask("threads")
    wanted = {(int(one), text) for rows in theirs.values() for one, text in rows}
    end = time.monotonic() + PATIENCE
    here: set[tuple[int, str]] = set()
    while here != wanted and time.monotonic() < end:
        await asyncio.sleep(0.5)
        here = await store.read(
            lambda conn: {
                (int(row[0]), str(row[1]))
                for row in conn.execute("SELECT external_id, text FROM messages WHERE NOT deleted")
            }
        )
    if here != wanted:
        print(f"{len(wanted - here)} are missing or old, {len(here - wanted)} too many")
    return here == wanted


if __name__ == "__main__":
    numbers = [float(one) for one in sys.argv[1:]] or [10.0]
    sys.exit(not asyncio.run(soak(numbers[0], numbers[1] if len(numbers) > 1 else 50.0)))
