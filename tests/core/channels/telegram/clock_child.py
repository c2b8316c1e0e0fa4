"""The account in a process of its own, whose clock is set from outside: a line of JSON asks, a line
answers. ``python -m tests.core.channels.telegram.clock_child FOLDER PORT DC OFFSET``; the server's
key comes first, on a line of its own."""

import asyncio
import json
import sys
import time
from pathlib import Path
from typing import Any

_real, _real_ns = time.time, time.time_ns
offset = float(sys.argv[4]) if __name__ == "__main__" else 0.0
time.time = lambda: _real() + offset
time.time_ns = lambda: _real_ns() + int(offset * 1e9)

from core.channels.telegram import TelegramChannel, TelegramSettings  # noqa: E402
from core.domain.channels import Channel, Peer  # noqa: E402
from core.pipeline.actions import Actions  # noqa: E402
from core.pipeline.sending import SendingStage  # noqa: E402
from core.ports import ChannelPort  # noqa: E402
from core.store.store import Store  # noqa: E402
from core.support.clock import Clock  # noqa: E402


class Secrets:
    """A file beside the log."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def get(self, key: str) -> str | None:
        file = self._folder / key.replace("/", "_")
        return file.read_text("utf-8") if file.exists() else None

    def set(self, key: str, value: str) -> None:
        (self._folder / key.replace("/", "_")).write_text(value, "utf-8")

    def delete(self, key: str) -> None:
        (self._folder / key.replace("/", "_")).unlink(missing_ok=True)


async def main(folder: Path, port: int, dc: int) -> None:
    global offset
    lines: asyncio.StreamReader = asyncio.StreamReader()
    loop = asyncio.get_running_loop()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(lines), sys.stdin)
    key = json.loads(await lines.readline())
    store, clock = Store(folder / "log.db"), Clock()
    await store.open()
    channels: dict[tuple[str, str], ChannelPort] = {}
    actions = Actions(store, folder, lambda: channels, clock.now)
    sending = SendingStage(store, lambda: channels, clock.now)

    def wake(*_: object) -> None:
        for worker in sending.workers:
            worker.wake()

    def changed() -> None:
        if channel.account:
            channels["telegram", channel.account] = channel
        wake()

    store.listen(wake)

    channel = TelegramChannel(
        TelegramSettings(
            api_id=1, api_hash="a" * 32, host="127.0.0.1", port=port, dc_id=dc, public_key=key,
            retry_delay=0.2, heartbeat=1.0, heartbeat_timeout=2.0, connect_wait=5.0,
        ),
        Secrets(folder), store, on_state=changed, now=clock.now,
    )  # fmt: skip
    for worker in sending.workers:
        worker.start()
    await channel.start()
    while line := await lines.readline():
        asked = json.loads(line)
        answer: Any = None
        match asked["do"]:
            case "code":
                await channel.sign_in.request_code(asked["phone"])
            case "sign_in":
                await channel.sign_in.submit_code(asked["code"])
            case "set":
                offset = asked["to"]
            case "send":
                peer = Peer(Channel.TELEGRAM, channel.account, asked["peer"])
                await actions.send(peer, asked["text"])
        if channel.behind_ms is not None:
            clock.told_behind(channel.behind_ms, 2_000)
        rows = await store.read(
            lambda c: c.execute("SELECT text, at, status FROM messages ORDER BY id").fetchall()
        )
        answer = {
            "state": channel.state,
            "problem": channel.problem.code if channel.problem else "",
            "rows": [tuple(row) for row in rows],
            "now": clock.now(),
            "behind": channel.behind_ms,
        }
        print(json.dumps(answer), flush=True)
    for worker in sending.workers:
        await worker.close()
    await channel.close()
    await store.close()


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])))
