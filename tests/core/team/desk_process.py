"""A desk's intake as a process of its own, to be killed: URL FOLDER."""

import asyncio
import sys
from pathlib import Path

from core.channels.whatsapp.converters import to_events
from core.channels.whatsapp.feeding import FeedIntake
from core.domain.events import Event
from core.store.store import Store
from core.team.nats_access import NatsAccess
from core.team.nats_feed import NatsFeed


async def main(url: str, folder: Path) -> None:
    store = Store(folder / "log.db")
    await store.open()

    async def read(body: bytes) -> list[Event]:
        return to_events(body, "100", now=1_700_000_000_000)

    intake = FeedIntake(store, "100", read)
    access = NatsAccess(servers=(url,), name="anna", user="anna", secret="anna-secret")
    feed = NatsFeed(access)
    await feed.start(await intake.place(), intake.take, lambda: None)
    await asyncio.Event().wait()


asyncio.run(main(sys.argv[1], Path(sys.argv[2])))
