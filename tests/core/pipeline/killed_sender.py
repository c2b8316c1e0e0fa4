"""Hands over what is queued in a log until it is killed: a process of its own."""

import asyncio
import sys
from pathlib import Path

from core.channels.whatsapp.channel import WhatsAppChannel
from core.channels.whatsapp.settings import WhatsAppSettings
from core.domain.channels import Channel
from core.pipeline.sending import SendingStage
from core.store.store import Store

ACCOUNT = "555"


class Secrets:
    """Any will do."""

    def get(self, key: str) -> str | None:
        return "secret"

    def set(self, key: str, value: str) -> None: ...

    def delete(self, key: str) -> None: ...


def settings(base_url: str, media: Path) -> WhatsAppSettings:
    """The number on a far side at ``base_url``."""
    return WhatsAppSettings(
        phone_number_id=ACCOUNT, waba_id="9", base_url=base_url, port=0, media_root=str(media),
        timeout=30.0,
    )  # fmt: skip


async def main(folder: Path, base_url: str) -> None:
    """Twelve lanes, for as long as it lives."""
    store = Store(folder / "log.db")
    await store.open()
    channel = WhatsAppChannel(settings(base_url, folder), Secrets(), store)
    await channel.start()
    stage = SendingStage(store, lambda: {("whatsapp", ACCOUNT): channel})

    async def lane() -> None:
        while True:
            if await stage.step(Channel.WHATSAPP) != 0:
                await asyncio.sleep(0.05)

    await asyncio.gather(*(lane() for _ in range(12)))


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), sys.argv[2]))
