"""Accounts and files of several data centres: each is found where it lives."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
from telethon.sessions import StringSession

from core.channels.telegram import TelegramChannel
from core.channels.telegram.session import session_key
from core.domain.channels import Channel, Peer
from core.domain.events import MessageReceived, SendRequested
from core.sandbox.telegram import TelegramServer
from core.sandbox.telegram.records import SandboxFile
from tests.core.channels.telegram.conftest import MemoryLog, MemorySecrets, Stage, until

FAR = "+79990005566"


class Both(Stage):
    """The operator at home in the first data centre, Oleg in the fourth."""

    def __init__(self, server: TelegramServer) -> None:
        super().__init__(server)
        self.oleg = server.add_user(phone=FAR, first_name="Олег", dc=4)
        server.add_contact(self.oleg, self.irina)
        self.far_log = MemoryLog()

    def far(self) -> TelegramChannel:
        made = TelegramChannel(
            self.settings(), self.secrets, self.far_log, on_state=lambda: None, key=session_key("2")
        )
        self.channels.append(made)
        return made


@pytest.fixture
async def both() -> AsyncIterator[Both]:
    server = TelegramServer(more=(4,))
    await server.start()
    made = Both(server)
    try:
        yield made
    finally:
        for channel in made.channels:
            await channel.close()
        await server.stop()
        server.close()


async def sign_in(both: Both, channel: TelegramChannel, phone: str) -> None:
    await channel.start()
    assert await channel.sign_in.request_code(phone) == "code"
    await channel.sign_in.submit_code(both.server.login_code(phone) or "")
    await until(lambda: channel.state == "online")


async def test_a_second_account_lives_in_another_data_centre(both: Both) -> None:
    anna = await both.signed_in()
    oleg = both.far()
    await sign_in(both, oleg, FAR)
    client = oleg._connection.client
    assert client is not None
    assert client.session.dc_id == 4
    both.server.send(both.irina, both.oleg, "Олегу")
    both.write("Анне")
    await until(lambda: [row.text for row in both.far_log.rows.values()] == ["Олегу"])
    await until(lambda: [row.text for row in both.log.rows.values()] == ["Анне"])
    assert "connecting" not in both.states[both.states.index("online") :]
    # the kept session leads there at once, and the answer goes out there
    await oleg.close()
    again = both.far()
    await again.start()
    await until(lambda: again.state == "online")
    peer = Peer(Channel.TELEGRAM, str(both.oleg), str(both.irina))
    await again.send(peer, SendRequested(client_ref="one", text="от Олега"))
    assert both.server.history(both.oleg, both.irina)[-1].text == "от Олега"
    assert [one.name for one in await again.devices()] == ["Threadline"]
    assert anna.state == "online"


async def test_a_number_that_is_sent_elsewhere_first(both: Both) -> None:
    """The network decides before the number is known."""
    both.server.send_strangers(4)
    channel = both.channel()
    await channel.start()
    assert await channel.sign_in.request_code("+79995550000") == "code"
    client = channel._connection.client
    assert client is not None
    assert client.session.dc_id == 4
    await channel.sign_in.request_code("+79990001122")  # at home in the first after all
    assert client.session.dc_id == both.server.dc_id
    await channel.sign_in.submit_code(both.server.login_code("+79990001122") or "")
    await until(lambda: channel.state == "online")


@pytest.mark.parametrize("told", [True, False])
async def test_a_file_of_another_data_centre_is_fetched(both: Both, told: bool) -> None:
    """Whether its message says where it lies, or the server has to."""
    data = bytes(range(256)) * 8192
    file = SandboxFile("прайс.pdf", "application/pdf", data, "document", dc=4)
    both.server.send(both.irina, both.me, "прайс", file=file)
    if not told:
        view = both.server._hub.view

        def near(user: int) -> Any:
            made = view(user)
            usual = made.file_media

            def media(record: Any) -> Any:
                shown = usual(record)
                shown.document.dc_id = both.server.dc_id
                return shown

            made.file_media = media  # type: ignore[method-assign]
            return made

        both.server._hub.view = near  # type: ignore[method-assign]
    channel = await both.signed_in()
    await until(lambda: bool(both.log.bodies(MessageReceived)))
    (body,) = both.log.bodies(MessageReceived)
    assert await channel.fetch(body.attachments[0].ref) == data
    assert len(await channel.devices()) == 1, "what fetches files is no device"
    both.write("и ещё")
    await both.agree()


async def test_an_account_that_moves_keeps_its_session(both: Both) -> None:
    channel = await both.signed_in()
    both.write("до переезда")
    await both.agree()
    both.server.move(both.me, 4)
    both.write("после")
    await both.agree()
    await until(lambda: channel.state == "online")
    sent = await channel.send(both.peer(), SendRequested(client_ref="two", text="отвечаю"))
    assert both.server.history(both.me, both.irina)[-1].id == int(sent.external_id)
    await until(lambda: _kept_dc(both.secrets) == 4)
    # moved while we were away, too
    await channel.close()
    both.server.move(both.me, both.server.dc_id)
    both.write("дома")
    again = both.channel()
    await again.start()
    await until(lambda: again.state == "online")
    await both.agree()
    await asyncio.sleep(0)
    assert "signed_out" not in both.states[both.states.index("online") :]


def _kept_dc(secrets: MemorySecrets) -> int:
    return int(StringSession(json.loads(secrets.kept["telegram/session"])["session"]).dc_id)
