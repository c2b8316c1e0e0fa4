"""A chat of 100,000 messages taken into a store, beside a bare Telethon loop over the same chat in
the same run, 50 ms away from the server (a data centre of Telegram's is 40 to 100)."""

import asyncio
import json
import time
from pathlib import Path
from typing import Any, Final

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
AWAY: Final = 50
PROMISED: Final = 0.7
"""Share of the bare loop's speed."""
HELD: Final = 60.0
"""MB more than before, at most."""


async def test_history_of_100_000_messages(tmp_path: Path, benchmark: Any) -> None:
    benchmark.pedantic(lambda: None, rounds=1)
    async with far_server(1, MESSAGES, AWAY) as far:
        store, secrets = Store(tmp_path / "log.sqlite"), Secrets()
        await store.open()
        held, cpu, began = resident_mb(), time.process_time(), time.perf_counter()
        channel = await signed_in(far, secrets, store, heartbeat=60.0)
        seen: list[int] = []

        def through() -> bool:
            standing = channel.standing
            if standing is not None and standing.of:
                seen.append(standing.have)
            return standing is not None and len(seen) > 1 and not standing.of

        await until(through)
        ours = MESSAGES / (time.perf_counter() - began)
        cpu, grown = time.process_time() - cpu, peak_mb() - held
        stored = await store.read(
            lambda conn: conn.execute("SELECT count(*) FROM messages").fetchone()[0]
        )
        await channel.close()
        await store.close()
        bare, waiting = await _bare(far, json.loads(secrets.kept["telegram/session"])["session"])
    print(
        f"\nhistory: {ours:,.0f} messages/s into the store ({cpu / MESSAGES * 1e6:.0f} us of our"
        f" processor each), bare Telethon {bare:,.0f}/s without its waits: ratio {ours / bare:.2f};"
        f" {waiting:,.0f}/s with them: ratio {ours / waiting:.1f}; memory grew {grown:.0f} MB"
    )
    assert stored == MESSAGES
    assert seen == sorted(seen)
    assert ours / bare > PROMISED
    assert grown < HELD


async def _bare(far: FarServer, session: str) -> tuple[float, float]:
    """Messages/s of a loop that does nothing with them: as fast as it goes, and as Telethon's own
    default has it, which waits a second before each request of a long loop."""
    client = TelegramClient(StringSession(session), 1, "a" * 32, receive_updates=False)
    await client.connect()
    try:
        await client.get_dialogs()
        speeds = []
        for count, wait in ((BARE, 0), (800, None)):
            began, n = time.perf_counter(), 0
            async for _ in client.iter_messages(far.clients[0], limit=None, wait_time=wait):
                n += 1
                if n == count:
                    break
            speeds.append(n / (time.perf_counter() - began))
    finally:
        await client.disconnect()
        await asyncio.sleep(0)
    return speeds[0], speeds[1]
