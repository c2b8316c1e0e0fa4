"""A hub's home on NATS JetStream and two desks on it: how long a webhook takes to be kept and to
stand in both logs, how fast a desk catches up, what the server needs for each kept update."""

import asyncio
import json
import resource
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from core.channels.whatsapp.converters import to_events
from core.channels.whatsapp.feeding import FeedIntake
from core.domain.events import Event
from core.ports import Update
from core.store.store import Store
from core.team.nats_feed import NatsFeed
from core.team.nats_home import NatsHome
from tests.core.team.conftest import Desk, NatsServer, until

RATE, SECONDS, KEPT = 500, 6, 20_000


def webhook(number: int) -> bytes:
    message = {
        "from": str(79990000000 + number % 50), "id": f"wamid.{number}", "type": "text",
        "timestamp": str(int(time.time())), "text": {"body": f"Сколько стоит насос, {number}?"},
    }  # fmt: skip
    value = {"metadata": {"phone_number_id": "100"}, "messages": [message]}
    return json.dumps({"entry": [{"changes": [{"field": "messages", "value": value}]}]}).encode()


def told(name: str, seconds: Sequence[float]) -> str:
    ordered = sorted(seconds)
    p50, p99, most = (1000 * ordered[int((len(ordered) - 1) * at)] for at in (0.5, 0.99, 1))
    return f"{name}: p50 {p50:.1f} ms, p99 {p99:.1f} ms, most {most:.0f} ms"


async def steady(folder: Path, sync: str) -> list[str]:
    """Two whole intakes while ``RATE`` webhooks a second come."""
    folder.mkdir()
    server = NatsServer(folder, sync)
    await server.start()
    home = NatsHome(server.access("hub"))
    await home.open()
    put_at: dict[str, float] = {}
    kept: list[float] = []
    stood: list[float] = []
    stores, feeds = [], []
    for name in ("anna", "boris"):
        store = Store(folder / f"{name}.db")
        await store.open()

        async def read(body: bytes) -> list[Event]:
            return to_events(body, "100", now=int(time.time() * 1000))

        intake = FeedIntake(store, "100", read)

        async def take(updates: Sequence[Update], place: str, intake: FeedIntake = intake) -> None:
            await intake.take(updates, place)
            now = time.perf_counter()
            for update in updates:
                (event,) = to_events(update.body, "100", now=0)
                stood.append(now - put_at[event.external_id])

        feed = NatsFeed(server.access(name))
        await feed.start("", take, lambda: None)
        stores.append(store)
        feeds.append(feed)

    async def put(number: int) -> None:
        began = put_at[f"wamid.{number}"] = time.perf_counter()
        await home.put(f"k{number}", webhook(number))
        kept.append(time.perf_counter() - began)

    await until(lambda: all(feed.state == "online" for feed in feeds))
    began = time.perf_counter()
    tasks = []
    for number in range(RATE * SECONDS):
        await asyncio.sleep(max(0.0, began + number / RATE - time.perf_counter()))
        tasks.append(asyncio.create_task(put(number)))
    await asyncio.gather(*tasks)
    await until(lambda: len(stood) == 2 * RATE * SECONDS)
    for feed in feeds:
        await feed.stop()
    for store in stores:
        await store.close()
    await home.close()
    await server.kill()
    name = "fsync each" if sync else "no fsync"
    return [told(f"{name}, kept", kept), told(f"{name}, in both logs", stood)]


async def catching_up(folder: Path) -> list[str]:
    folder.mkdir()
    server = NatsServer(folder, "")
    await server.start()
    home = NatsHome(server.access("hub"))
    await home.open()

    def server_mb() -> float:
        assert server.process is not None
        status = Path(f"/proc/{server.process.pid}/status").read_text()
        return int(status.split("VmRSS:")[1].split()[0]) / 1024

    before, began = server_mb(), time.perf_counter()
    for start in range(0, KEPT, 500):
        await asyncio.gather(*(home.put(f"k{n}", webhook(n)) for n in range(start, start + 500)))
    rate = KEPT / (time.perf_counter() - began)
    after = server_mb()
    desk = Desk(NatsFeed(server.access("anna")))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    async def take(updates: Sequence[Update], place: str) -> None:
        desk.states += [""] * len(updates)

    began = time.perf_counter()
    await desk.feed.start("", take, lambda: None)
    await until(lambda: desk.states.count("") == KEPT, 300)
    read = KEPT / (time.perf_counter() - began)
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - peak
    await desk.feed.stop()
    await home.close()
    await server.kill()
    return [
        f"{KEPT} updates put at {rate:.0f}/s, read by a desk that was off at {read:.0f}/s,"
        f" its peak grew by {grown / 1024:.0f} MB",
        f"the server: {before:.0f} MB, with them {after:.0f} MB",
    ]


def test_a_team_on_nats(
    benchmark: Callable[..., Any], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines: list[str] = []

    def measure() -> None:
        lines.extend(asyncio.run(steady(tmp_path / "fsync", "sync_interval: always")))
        lines.extend(asyncio.run(steady(tmp_path / "none", "")))
        lines.extend(asyncio.run(catching_up(tmp_path / "many")))

    benchmark.pedantic(measure, rounds=1, iterations=1)  # type: ignore[attr-defined]
    with capsys.disabled():
        print(f"\n{RATE} webhooks a second for {SECONDS} s")
        print("\n".join(lines))
