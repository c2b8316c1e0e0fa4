"""Two operators on one server, and the application for both of them."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path

from core.channels.telegram import SignIn
from core.domain.channels import Channel, Peer
from core.domain.problems import ProblemError
from core.domain.views import MessageRow
from core.sandbox.telegram import TelegramServer
from desktop.application import Application
from desktop.backend import CoreBackend
from desktop.profile import Profile
from desktop.secrets import FileSecrets

PHONES = ("+79990001122", "+79990003344")
PASSWORD = "не скажу"


class Two:
    """``anna`` and ``boris`` are ours (Boris with 2FA), ``irina`` is a client of both."""

    def __init__(self, folder: Path) -> None:
        self.server = TelegramServer()
        self.anna = self.server.add_user(phone=PHONES[0], first_name="Анна")
        self.boris = self.server.add_user(phone=PHONES[1], first_name="Борис", password=PASSWORD)
        self.irina = self.server.add_user(phone="+79161112233", first_name="Ирина")
        for ours in (self.anna, self.boris):
            self.server.add_contact(ours, self.irina)
        self.folder = folder
        self.app = self.made()

    def made(self) -> Application:
        profile = Profile(self.folder, FileSecrets(self.folder))
        profile.save({"model.path": "none", "crm.target": "off"})
        return Application(
            profile, on_change=lambda _: None, on_health=lambda: None, on_typing=lambda _: None
        )

    async def start(self) -> None:
        """The accounts alone."""
        await self._open({})
        self.app.telegrams.open()

    async def start_all(self, settings: Mapping[str, str] | None = None) -> None:
        """The whole application."""
        await self._open(settings or {})
        await self.app.connect()

    async def _open(self, settings: Mapping[str, str]) -> None:
        await self.server.start()
        await self.app.open()
        self.app.profile.save(
            {
                "telegram.api_id": "17349", "telegram.api_hash": "0" * 32,
                "telegram.host": self.server.host, "telegram.port": str(self.server.port),
                "telegram.public_key": self.server.public_key_pem, **settings,
            }
        )  # fmt: skip

    async def close(self) -> None:
        await self.app.close()
        await self.server.stop()
        self.server.close()

    def state(self, slot: str) -> str:
        return self.app.telegrams.of(slot).state

    async def sign_in(self, slot: str, phone: str, password: str = "") -> None:
        await until(lambda: self.state(slot) == "signed_out")
        steps = self.app.telegrams.of(slot).sign_in
        await asked(steps, phone)
        step = await steps.submit_code(self.server.login_code(phone) or "")
        assert step == ("password" if password else "done")
        if password:
            await steps.submit_password(password)
        await until(lambda: self.state(slot) == "online")

    async def both(self) -> str:
        """Both are online; returns the slot of the second."""
        await self.sign_in("1", PHONES[0])
        slot = await self.app.add_telegram()
        await self.sign_in(slot, PHONES[1], PASSWORD)
        return slot

    def peer(self, ours: int) -> Peer:
        return Peer(Channel.TELEGRAM, str(ours), str(self.irina))

    async def texts(self, ours: int) -> list[str]:
        """What stands in the chat with Irina through one of our accounts."""
        rows = await self.app.store.read(
            lambda c: c.execute(
                "SELECT text FROM messages WHERE channel = 'telegram' AND account = ? ORDER BY id",
                (str(ours),),
            ).fetchall()
        )
        return [row[0] for row in rows]


async def asked(steps: SignIn, phone: str) -> None:
    """Have a code sent, once there is a line to ask through."""
    async with asyncio.timeout(30):
        while True:
            try:
                await steps.request_code(phone)
                return
            except ProblemError as error:
                if error.problem.code != "telegram-unreachable":
                    raise
                await asyncio.sleep(0.05)


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(30):
        while not condition():  # noqa: ASYNC110
            await asyncio.sleep(0.02)


async def comes(so: Callable[[], Awaitable[object]]) -> None:
    """Wait until something is so."""
    async with asyncio.timeout(40):
        while not await so():  # noqa: ASYNC110
            await asyncio.sleep(0.02)


async def rows_when(
    backend: CoreBackend, true: Callable[[list[MessageRow]], object]
) -> list[MessageRow]:
    """The messages of the first thread, once something is so of them."""
    async with asyncio.timeout(40):
        while True:
            rows = await backend.talk.messages(1, None, 50)
            if true(rows):
                return rows
            await asyncio.sleep(0.05)
