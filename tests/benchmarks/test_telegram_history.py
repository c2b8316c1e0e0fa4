"""A chat of 100,000 messages taken into a store, beside a bare Telethon loop over the same chat in
the same run: 50 ms away from the server (a data centre of Telegram's is 40 to 100), and with no
distance at all, where whatever is done for a message costs speed; there both take turns."""

import asyncio
import json
import os
import statistics
import time
from pathlib import Path
from typing import Any, Final, NamedTuple

from telethon import TelegramClient
from telethon.sessions import StringSession

from core.store.store import Store
from tests.benchmarks.telegram_near import (
    FarServer,
    Secrets,
    far_server,
    peak_mb,
    resident_mb,
    signed_in,
    until,
)

MESSAGES: Final = 100_000
BARE: Final = 20_000
SLOW: Final = 800
AWAY: Final = 50
ROUNDS: Final = 5
PROMISED: Final = 0.7
"""Share of the bare loop's speed."""
HELD: Final = 60.0
"""MB more than before, at most."""


class Taken(NamedTuple):
    """Messages a second into the store, microseconds of our processor each, the longest that the
    loop had no turn (ms), what is told of how far we are, how many stand, and the session."""

    speed: float
    cpu: float
    longest: float
    seen: list[int]
    stored: int
    session: str


async def test_history_of_100_000_messages(tmp_path: Path, benchmark: Any) -> None:
    benchmark.pedantic(lambda: None, rounds=1)
    async with far_server(1, MESSAGES, AWAY) as far:
        held = resident_mb()
        ours = await _taken(far, tmp_path)
        grown = peak_mb() - held
        bare = await _bare(far, ours.session, BARE, 0)
        waiting = await _bare(far, ours.session, SLOW, None)
    print(
        f"\nhistory, {AWAY} ms away: {ours.speed:,.0f} messages/s into the store ({ours.cpu:.0f} us"
        f" of our processor each), bare Telethon {bare:,.0f}/s without its waits: ratio"
        f" {ours.speed / bare:.2f}; {waiting:,.0f}/s with them: ratio {ours.speed / waiting:.1f};"
        f" memory grew {grown:.0f} MB"
    )
    assert ours.stored == MESSAGES
    assert ours.seen == sorted(ours.seen)
    assert ours.speed / bare > PROMISED
    assert grown < HELD


async def test_history_with_no_distance(tmp_path: Path, benchmark: Any) -> None:
    benchmark.pedantic(lambda: None, rounds=1)
    ratios: list[float] = []
    async with far_server(1, MESSAGES) as far:
        held = resident_mb()
        for turn in range(ROUNDS):
            ours = await _taken(far, tmp_path / str(turn))
            bare = await _bare(far, ours.session, BARE, 0)
            ratios.append(ours.speed / bare)
            print(
                f"\nhistory, no distance: {ours.speed:,.0f} messages/s into the store"
                f" ({ours.cpu:.0f} us of our processor each, longest step {ours.longest:.0f} ms),"
                f" bare {bare:,.0f}/s: ratio {ratios[-1]:.2f}; load {os.getloadavg()[0]:.1f}"
            )
            assert ours.stored == MESSAGES
        grown = peak_mb() - held
    middle = statistics.median(ratios)
    print(f"ratio {min(ratios):.2f} / {middle:.2f} / {max(ratios):.2f}; grew {grown:.0f} MB")
    assert middle > PROMISED
    assert grown < HELD


async def _taken(far: FarServer, folder: Path) -> Taken:
    """The whole history into a store of its own."""
    store, secrets = Store(folder / "log.sqlite"), Secrets()
    await store.open()
    cpu, began = time.process_time(), time.perf_counter()
    channel = await signed_in(far, secrets, store, heartbeat=60.0)
    seen: list[int] = []
    longest = [0.0]
    watching = asyncio.create_task(_watch(longest))

    def through() -> bool:
        standing = channel.standing
        if standing is not None and standing.of:
            seen.append(standing.have)
        return standing is not None and len(seen) > 1 and not standing.of

    await until(through)
    took, cpu = time.perf_counter() - began, time.process_time() - cpu
    watching.cancel()
    stored = await store.read(
        lambda conn: conn.execute("SELECT count(*) FROM messages").fetchone()[0]
    )
    await channel.close()
    await store.close()
    session = json.loads(secrets.kept["telegram/session"])["session"]
    return Taken(MESSAGES / took, cpu / MESSAGES * 1e6, longest[0] * 1e3, seen, stored, session)


async def _watch(longest: list[float]) -> None:
    """Note the longest time between two turns of the loop."""
    last = time.perf_counter()
    while True:
        await asyncio.sleep(0.002)
        now = time.perf_counter()
        longest[0], last = max(longest[0], now - last - 0.002), now


async def _bare(far: FarServer, session: str, count: int, wait: float | None) -> float:
    """Messages/s of a loop that does nothing with them: as fast as it goes (``wait`` 0), or as
    Telethon's own default has it (None), which waits a second before each request of a long
    loop."""
    client = TelegramClient(StringSession(session), 1, "a" * 32, receive_updates=False)
    await client.connect()
    try:
        await client.get_dialogs()
        began, n = time.perf_counter(), 0
        async for _ in client.iter_messages(far.clients[0], limit=None, wait_time=wait):
            n += 1
            if n == count:
                break
        return n / (time.perf_counter() - began)
    finally:
        await client.disconnect()
        await asyncio.sleep(0)
