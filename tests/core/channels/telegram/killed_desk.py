"""A desk as a process that a test kills: ``python killed_desk.py SETTINGS SECRETS LOG``.

SETTINGS is JSON for ``TelegramSettings``; SECRETS a JSON file that is kept. Each line on its input
is a login code; it says ``code`` when one is wanted and ``online`` when it is.
"""

import asyncio
import json
import sys
from pathlib import Path

from core.channels.telegram import TelegramChannel, TelegramSettings
from core.store.store import Store

PHONE = "+79990001122"


class _Secrets:
    def __init__(self, file: Path) -> None:
        self._file = file
        self._kept: dict[str, str] = json.loads(file.read_text()) if file.exists() else {}

    def get(self, key: str) -> str | None:
        return self._kept.get(key)

    def set(self, key: str, value: str) -> None:
        self._kept[key] = value
        part = self._file.with_suffix(".part")
        part.write_text(json.dumps(self._kept))
        part.replace(self._file)

    def delete(self, key: str) -> None:
        self._kept.pop(key, None)


async def _main(settings: str, secrets: str, log: str) -> None:
    store = Store(Path(log))
    await store.open()
    channel = TelegramChannel(
        TelegramSettings(**json.loads(settings)), _Secrets(Path(secrets)), store,
        on_state=lambda: None,
    )  # fmt: skip
    await channel.start()
    while channel.state != "online":
        if channel.state == "signed_out":
            await channel.sign_in.request_code(PHONE)
            print("code", flush=True)
            code = await asyncio.to_thread(sys.stdin.readline)
            await channel.sign_in.submit_code(code.strip())
        await asyncio.sleep(0.02)
    print("online", flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(_main(*sys.argv[1:]))
