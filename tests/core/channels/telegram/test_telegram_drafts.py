"""What is begun here stands in the phone, and the other way round, whatever happens meanwhile."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from telethon import TelegramClient
from telethon import types as tl
from telethon.crypto import rsa
from telethon.sessions import MemorySession
from telethon.tl import functions as fn

from core.channels.telegram import TelegramChannel
from core.channels.telegram.ids import external
from core.domain.channels import Channel, Peer
from core.pipeline.actions import Actions
from core.pipeline.drafts import Drafts
from core.pipeline.sending import SendingStage
from core.ports import ChannelPort
from core.sandbox.telegram.rpc.call import Refused
from core.sandbox.telegram.rpc.drafts import save_draft
from core.store.read import threads as read_threads
from core.store.store import Store
from tests.core.channels.telegram.conftest import OPERATOR_PHONE, MemorySecrets, Stage


class Desk:
    """The operator's desk, without a window: a store, the account, and the stages of drafts and
    sends. ``phone`` is the operator's other device."""

    def __init__(self, stage: Stage, folder: Path) -> None:
        self.stage, self.folder, self.secrets = stage, folder, MemorySecrets()
        self.peer = stage.peer()
        self.thread = 0

    async def open(self) -> None:
        self.store = Store(self.folder / "log.db")
        await self.store.open()
        channels: dict[tuple[str, str], ChannelPort] = {}
        self.told: list[frozenset[int]] = []
        self.store.listen(
            lambda change: self.told.append(change.threads) if "drafts" in change.kinds else None
        )
        self.drafts = Drafts(self.store, lambda: channels, pause_ms=500)
        self.actions = Actions(self.store, self.folder, lambda: channels)
        sending = SendingStage(self.store, lambda: channels)
        self.workers = [self.drafts.worker, *sending.workers]

        def changed() -> None:
            if self.channel.account:
                channels["telegram", self.channel.account] = self.channel
            for worker in self.workers:
                worker.wake()

        self.channel = TelegramChannel(
            self.stage.settings(), self.secrets, self.store, on_state=changed, drafts=self.drafts
        )
        for worker in self.workers:
            worker.start()

    async def connect(self) -> None:
        await self.channel.start()
        if self.channel.state == "signed_out":
            await self.channel.sign_in.request_code(OPERATOR_PHONE)
            code = self.stage.server.login_code(OPERATOR_PHONE) or ""
            await self.channel.sign_in.submit_code(code)
        await self.until(lambda: self.channel.state == "online")
        while not self.thread:
            rows = await self.store.read(lambda c: read_threads.threads(c, now=1))
            self.thread = rows[0].id if rows else 0
            await asyncio.sleep(0.02)

    async def close(self) -> None:
        for worker in self.workers:
            await worker.close()
        await self.channel.close()
        await self.store.close()

    async def restart(self, *, connect: bool = True) -> None:
        await self.close()
        await self.open()
        if connect:
            await self.connect()

    async def begin(self, text: str, *, leave: bool = True, **more: Any) -> None:
        await self.drafts.keep(self.thread, text, self.peer, **more)
        if leave:
            await self.drafts.left(self.peer)

    async def here(self) -> str:
        found = await self.drafts.listed(self.thread)
        return found[-1].text if found else ""

    def there(self) -> str:
        draft = self.stage.server.begun(self.stage.me, self.stage.irina)
        return draft.message if draft is not None else ""

    async def until(self, condition: Callable[[], Any], seconds: float = 30.0) -> None:
        async with asyncio.timeout(seconds):
            while True:
                met = condition()
                if await met if isinstance(met, Awaitable) else met:
                    return
                await asyncio.sleep(0.02)

    async def both(self, text: str) -> None:
        """Here and in the cloud stands this, and nothing is left to be settled."""

        async def agree() -> bool:
            open_ = await self.store.read(
                lambda c: c.execute("SELECT count(*) FROM chat_drafts WHERE pending").fetchone()[0]
            )
            return await self.here() == self.there() == text and not open_

        await self.until(agree)


@pytest.fixture
async def desk(stage: Stage, tmp_path: Path) -> AsyncIterator[Desk]:
    stage.write("здравствуйте")
    made = Desk(stage, tmp_path)
    await made.open()
    try:
        yield made
    finally:
        await made.close()


@pytest.fixture
async def phone(stage: Stage) -> AsyncIterator[Any]:
    """A client that is not ours, signed in to the same account; it remembers what it is told."""
    session = MemorySession()
    session.set_dc(stage.server.dc_id, stage.server.host, stage.server.port)
    rsa.add_key(stage.server.public_key_pem, old=False)
    client = TelegramClient(session, 1, "a" * 32)
    await client.connect()
    await client.send_code_request(OPERATOR_PHONE)
    await client.sign_in(OPERATOR_PHONE, stage.server.login_code(OPERATOR_PHONE))
    await client.get_dialogs()
    yield client
    await client.disconnect()


async def test_what_is_begun_here_stands_in_the_phone(desk: Desk, phone: Any) -> None:
    heard: list[Any] = []

    async def hear(update: Any) -> None:
        heard.append(update)

    phone.add_event_handler(hear)
    await desk.connect()
    first = desk.stage.server.history(desk.stage.me, desk.stage.irina)[0].id
    await desk.begin("Посмотрите **прайс**", reply_to=str(first))
    await desk.until(lambda: desk.there() == "Посмотрите прайс")
    drafts = [one for one in await phone.get_drafts() if one.text]
    assert [one.raw_text for one in drafts] == ["Посмотрите прайс"]
    saved = desk.stage.server.begun(desk.stage.me, desk.stage.irina)
    assert [(e.offset, e.length) for e in saved.entities] == [(11, 5)]
    assert saved.reply_to.reply_to_msg_id == first
    await desk.until(lambda: any(isinstance(one, tl.UpdateDraftMessage) for one in heard))
    assert await desk.here() == "Посмотрите **прайс**", "our own echo changes nothing"
    await desk.begin("")
    await desk.until(lambda: not desk.there())


async def test_nothing_goes_up_while_somebody_writes(desk: Desk) -> None:
    await desk.connect()
    asked = 0

    def count(_request: Any, usual: Callable[[], Any]) -> Any:
        nonlocal asked
        asked += 1
        return usual()

    desk.stage.differ(fn.messages.SaveDraftRequest, count)
    for n in range(1, 12):
        await desk.begin("Здравствуйте"[:n], leave=False)
    assert asked == 0
    await desk.drafts.left(desk.peer)
    await desk.both("Здравствуйт")
    assert asked == 1


async def test_what_the_phone_began_stands_here(desk: Desk, phone: Any) -> None:
    await desk.connect()
    irina = await phone.get_input_entity(desk.stage.irina)
    bold = tl.MessageEntityBold(0, 2)
    await phone(fn.messages.SaveDraftRequest(irina, "Да, успеем", entities=[bold]))
    await desk.until(lambda: bool(desk.told))
    await desk.until(lambda: _is(desk.here, "**Да**, успеем"))
    rows = await desk.store.read(lambda c: read_threads.threads(c, now=1))
    assert rows[0].draft == "Да, успеем"  # its words alone
    await phone(fn.messages.SaveDraftRequest(irina, ""))
    await desk.until(lambda: _is(desk.here, ""))


async def _is(what: Callable[[], Awaitable[str]], text: str) -> bool:
    return await what() == text


@pytest.mark.parametrize("list_of_all", [True, False])
async def test_a_draft_that_was_made_meanwhile_is_found(desk: Desk, list_of_all: bool) -> None:
    """A difference says nothing of it; a server may have no list of all drafts."""
    if not list_of_all:
        del desk.stage.server._router._handlers[fn.messages.GetAllDraftsRequest]
    await desk.connect()
    await desk.begin("сначала здесь")
    await desk.both("сначала здесь")
    await desk.channel.close()
    desk.stage.server.begin(desk.stage.me, desk.stage.irina, "потом в телефоне", push=False)
    await desk.restart()
    await desk.both("потом в телефоне")
    await desk.channel.close()
    desk.stage.server.begin(desk.stage.me, desk.stage.irina, "", push=False)
    await desk.restart()
    await desk.both("")


async def test_what_was_begun_without_a_line_goes_up_when_it_is_back(desk: Desk) -> None:
    await desk.connect()
    await desk.stage.server.stop()
    await desk.until(lambda: desk.channel.state != "online")
    await desk.begin("без сети")
    await desk.restart(connect=False)  # nothing but what is durable
    assert await desk.here() == "без сети"
    await desk.stage.server.start()
    await desk.connect()
    await desk.both("без сети")


@pytest.mark.parametrize("phone_first", [True, False])
async def test_of_two_drafts_the_newer_stands(desk: Desk, phone_first: bool) -> None:
    await desk.connect()
    await desk.stage.server.stop()
    await desk.until(lambda: desk.channel.state != "online")
    await desk.begin("здесь")
    at = (await desk.store.read(lambda c: c.execute("SELECT at FROM chat_drafts").fetchone()))[0]
    theirs = at / 1000 + (-60 if phone_first else 60)
    desk.stage.server.begin(desk.stage.me, desk.stage.irina, "в телефоне", at=theirs)
    await desk.stage.server.start()
    await desk.until(lambda: desk.channel.state == "online")
    await desk.both("здесь" if phone_first else "в телефоне")


async def test_what_is_typed_now_is_not_taken_away(desk: Desk, phone: Any) -> None:
    await desk.connect()
    await desk.begin("Пишу", leave=False)
    desk.drafts.typing(desk.peer)
    ahead = (await desk.store.read(lambda c: c.execute("SELECT at FROM chat_drafts").fetchone()))[0]
    server, me, irina = desk.stage.server, desk.stage.me, desk.stage.irina
    server.begin(me, irina, "из телефона", at=ahead / 1000 + 30)
    await desk.until(lambda: _cloud(desk, "из телефона"))
    assert await desk.here() == "Пишу"
    await desk.drafts.left(desk.peer)  # nobody types any more: the newer one stands
    await desk.both("из телефона")


async def _cloud(desk: Desk, text: str) -> bool:
    row = await desk.store.read(lambda c: c.execute("SELECT cloud FROM chat_drafts").fetchone())
    return row[0] is not None and text in row[0].decode()


async def test_a_message_takes_its_draft_along(desk: Desk, phone: Any) -> None:
    await desk.connect()
    await desk.begin("Отправляю")
    await desk.both("Отправляю")
    flags: list[Any] = []

    def note(request: Any, usual: Callable[[], Any]) -> Any:
        flags.append(request.clear_draft)
        return usual()

    desk.stage.differ(fn.messages.SendMessageRequest, note)
    await desk.begin("", leave=False)
    await desk.actions.send(desk.peer, "Отправляю")
    for worker in desk.workers:
        worker.wake()
    await desk.both("")
    assert flags == [True]
    assert not [one for one in await phone.get_drafts() if one.text]


async def test_a_draft_whose_message_waits_is_not_brought_back(desk: Desk) -> None:
    """The cloud took it, its answer was lost, and it was sent without a line."""
    await desk.connect()

    def lost(_request: Any, usual: Callable[[], Any]) -> Any:
        usual()
        listener = desk.stage.server._listener
        assert listener is not None
        listener.close()
        for connection in desk.stage.server._serving.values():
            connection.drop()
        return True

    desk.stage.differ(fn.messages.SaveDraftRequest, lost)
    await desk.begin("Уже отправлено")
    await desk.until(lambda: desk.there() == "Уже отправлено")
    await desk.until(lambda: desk.channel.state != "online")
    await desk.stage.server.stop()
    await desk.begin("", leave=False)
    await desk.actions.send(desk.peer, "Уже отправлено")
    await desk.begin("и ещё")
    await desk.stage.server.start()
    desk.stage.server._router._handlers[fn.messages.SaveDraftRequest] = save_draft
    await desk.until(lambda: desk.channel.state == "online")
    await desk.both("и ещё")

    def stand() -> list[str]:
        return [m.text for m in desk.stage.server.history(desk.stage.me, desk.stage.irina)]

    await desk.until(lambda: stand() == ["здравствуйте", "Уже отправлено"])
    assert desk.there() == "и ещё", "it takes no later draft along"


async def test_a_refused_draft_stays_here(desk: Desk) -> None:
    await desk.connect()

    def refuse(_request: Any, _usual: Callable[[], Any]) -> Any:
        raise Refused("CHAT_WRITE_FORBIDDEN", 403)

    desk.stage.differ(fn.messages.SaveDraftRequest, refuse)
    await desk.begin("не примут")
    await desk.until(lambda: _settled(desk))
    assert (await desk.here(), desk.there()) == ("не примут", "")


async def _settled(desk: Desk) -> bool:
    row = await desk.store.read(
        lambda c: c.execute("SELECT count(*) FROM chat_drafts WHERE pending").fetchone()
    )
    return not row[0]


async def test_looks_without_a_sign_survive_a_change_here(desk: Desk) -> None:
    await desk.connect()
    link = tl.MessageEntityTextUrl(4, 5, "https://example.org/price")
    server, me, irina = desk.stage.server, desk.stage.me, desk.stage.irina
    server.begin(me, irina, "вот прайс", entities=[link])
    await desk.until(lambda: _is(desk.here, "вот прайс"))
    await desk.begin("Ирина, вот прайс")
    await desk.until(lambda: desk.there() == "Ирина, вот прайс")
    (kept,) = server.begun(me, irina).entities
    assert (kept.offset, kept.length, kept.url) == (11, 5, link.url)


async def test_without_the_setting_the_cloud_is_left_alone(desk: Desk) -> None:
    await desk.connect()
    await desk.channel.close()
    desk.drafts._shared = lambda: False
    desk.stage.server.begin(desk.stage.me, desk.stage.irina, "в облаке")
    desk.channel._drafts = None
    desk.channel._connection._drafts = None
    await desk.connect()
    await desk.begin("только здесь")
    with contextlib.suppress(TimeoutError):
        await desk.until(lambda: desk.there() != "в облаке", seconds=0.5)
    assert (await desk.here(), desk.there()) == ("только здесь", "в облаке")


@pytest.mark.parametrize("supergroup", [False, True])
async def test_a_group_has_a_draft_like_any_chat(desk: Desk, supergroup: bool) -> None:
    server, me, irina = desk.stage.server, desk.stage.me, desk.stage.irina
    room = server.groups.create("Закупки", [irina, me], supergroup=supergroup)
    number = server.groups.send(irina, room, "всем привет")
    await desk.connect()
    group = Peer(Channel.TELEGRAM, str(me), str(room))

    async def here() -> list[str]:
        return [one.text for one in await desk.drafts.listed() if one.peer == group]

    await desk.drafts.keep(desk.thread, "в группе", group, reply_to=external(room, number))
    await desk.drafts.left(group)
    await desk.until(lambda: server.begun(me, room) is not None)
    saved = server.begun(me, room)
    assert (saved.message, saved.reply_to.reply_to_msg_id) == ("в группе", number)
    server.begin(me, room, "из телефона", at=time.time() + 1)

    async def arrived() -> bool:
        return await here() == ["из телефона"]

    await desk.until(arrived)
    assert [one.peer for one in await desk.drafts.listed()] == [group], "no other chat has one"
