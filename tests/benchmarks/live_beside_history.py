"""How soon a live Telegram message stands in the store while a history is taken in, by hand:

    python -m tests.benchmarks.live_beside_history [MESSAGES OF HISTORY] [LIVE A SECOND]

Prints the time from the server's push to our notice without a history, and beside it.
"""

import asyncio
import sys
import tempfile
import time
from pathlib import Path
from typing import Final

from core.channels.telegram import TelegramChannel
from core.domain.changes import Change
from core.store.store import Store
from tests.benchmarks.telegram_near import FarServer, Secrets, far_server, signed_in, until

SECONDS: Final = 20.0


class Seen:
    """When the live messages were told of; each says when it was sent."""

    def __init__(self, store: Store) -> None:
        self.late: list[float] = []
        self._store, self._last = store, 0
        self._told: asyncio.Queue[float] = asyncio.Queue()
        store.listen(self._heard)

    def _heard(self, change: Change) -> None:
        if "message" in change.kinds:
            self._told.put_nowait(time.time())

    async def watch(self) -> None:
        """Look at each notice; a message counts from when its notice came."""
        while True:
            at = await self._told.get()
            rows = await self._store.read(
                lambda conn: conn.execute(
                    "SELECT id, text FROM messages WHERE id > ? AND live = 1 ORDER BY id",
                    (self._last,),
                ).fetchall()
            )
            for row, text in rows:
                self._last = int(row)
                if text.startswith("live "):
                    self.late.append(at - float(text.split()[1]))

    def say(self, name: str) -> None:
        """Milliseconds; from now on anew."""
        late, self.late = sorted(self.late), []
        if not late:
            print(f"{name}: none came")
            return
        at = [late[min(len(late) - 1, int(len(late) * part))] * 1000 for part in (0.5, 0.95, 0.99)]
        print(
            f"{name}: {len(late)} live messages, to the notice p50 {at[0]:.0f} p95 {at[1]:.0f}"
            f" p99 {at[2]:.0f} max {late[-1] * 1000:.0f} ms",
            flush=True,
        )


def _through(channel: TelegramChannel) -> bool:
    now = channel.standing
    return now is not None and not now.comparing and not now.of


async def main(messages: int, rate: float) -> None:
    """Without a history, then beside one."""
    for name, history in (("alone", 20), (f"beside {messages:,} messages of history", messages)):
        async with far_server(2, history) as far:
            await _measure(name, far, rate)


async def _measure(name: str, far: FarServer, rate: float) -> None:
    with tempfile.TemporaryDirectory() as folder:
        store = Store(Path(folder) / "log.sqlite")
        await store.open()
        seen = Seen(store)
        watching = asyncio.create_task(seen.watch())
        began = time.perf_counter()
        channel = await signed_in(far, Secrets(), store)
        await far.ask(f"live {rate}")
        if name == "alone":
            await asyncio.sleep(SECONDS)
        else:
            await until(lambda: _through(channel))
        seen.say(name)
        print(f"  took {time.perf_counter() - began:.1f} s")
        await far.ask("live 0")
        watching.cancel()
        await asyncio.gather(watching, return_exceptions=True)
        await channel.close()
        await store.close()


if __name__ == "__main__":
    given = [float(one) for one in sys.argv[1:]]
    numbers = given + [100_000.0, 20.0][len(given) :]
    asyncio.run(main(int(numbers[0]), numbers[1]))
