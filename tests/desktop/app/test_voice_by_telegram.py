"""The whole application without a speech model: Telegram says what is said, over its own wire."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from core.domain.problems import Problem
from core.domain.views import MessageRow
from core.sandbox.telegram import SandboxFile, TelegramServer
from core.store.read import facts as read_facts
from core.store.read import messages as read_messages
from desktop.application import Application
from desktop.profile import Profile
from desktop.secrets import FileSecrets

PHONE = "+79990001122"


class Desk:
    """A server with an operator and a client, and the application signed in at it."""

    def __init__(self, folder: Path) -> None:
        self.server = TelegramServer()
        self.me = self.server.add_user(phone=PHONE, first_name="Анна")
        self.irina = self.server.add_user(phone="+79161112233", first_name="Ирина")
        profile = Profile(folder, FileSecrets(folder))
        profile.save({"model.path": "none"})
        self.application = Application(
            profile, on_change=lambda _: None, on_health=lambda: None, on_typing=lambda _: None
        )

    async def start(self) -> None:
        await self.server.start()
        await self.application.open()
        await self.application.connect()
        await self.application.reconfigure(
            {
                "telegram.api_id": "17349", "telegram.api_hash": "0" * 32,
                "telegram.host": self.server.host, "telegram.port": str(self.server.port),
                "telegram.public_key": self.server.public_key_pem,
            }
        )  # fmt: skip
        telegram = self.application.telegram
        assert telegram is not None

        async def comes(state: str) -> None:
            async with asyncio.timeout(20):
                while telegram.state != state:  # noqa: ASYNC110
                    await asyncio.sleep(0.05)

        await comes("signed_out")
        await telegram.sign_in.request_code(PHONE)
        await telegram.sign_in.submit_code(self.server.login_code(PHONE) or "")
        await comes("online")

    def says(self, said: str) -> None:
        file = SandboxFile("голос.ogg", "audio/ogg", b"OggS" * 50, "voice", 7, said)
        self.server.send(self.irina, self.me, "", file=file)

    async def row(self, number: int) -> MessageRow:
        """The message of that number, once it was heard or not heard."""
        async with asyncio.timeout(40):
            while True:
                rows = await self.application.store.read(
                    lambda c: read_messages.messages(c, 1, media=Path("/m"))
                )
                if len(rows) > number and (
                    rows[number].text or rows[number].attachments[0].problem
                ):
                    return rows[number]
                await asyncio.sleep(0.1)


@pytest_asyncio.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    made = Desk(tmp_path)
    await made.start()
    yield made
    await made.application.close()
    await made.server.stop()
    made.server.close()


@pytest.mark.timeout(180)
async def test_telegram_hears_while_its_trial_lasts_then_the_model_is_offered(desk: Desk) -> None:
    desk.says("Добрый день, наш бюджет 450 тысяч рублей")
    assert (await desk.row(0)).text == "Добрый день, наш бюджет 450 тысяч рублей"
    desk.says("Второе")
    assert (await desk.row(1)).text == "Второе"
    desk.says("Третье")
    third = await desk.row(2)
    assert third.text == ""
    assert Problem.decode(third.attachments[0].problem) == Problem("speech-no-model")
    async with asyncio.timeout(60):
        while not (found := await desk.application.store.read(lambda c: read_facts.facts(c, 1))):  # noqa: ASYNC110
            await asyncio.sleep(0.1)
    (budget,) = [row for row in found if row.fact.kind == "budget"]
    assert (budget.fact.value, budget.second) == ("450000 RUB", 0)
