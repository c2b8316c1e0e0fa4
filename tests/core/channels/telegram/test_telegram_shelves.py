"""Archive, mutes, marks, pins and folders follow the account: another device of ours sets them, and
so do we, online or not."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from telethon import TelegramClient, functions, types
from telethon.crypto import rsa
from telethon.sessions import MemorySession

from core.channels.telegram import TelegramChannel
from core.domain.chats import BY_DEFAULT, FOREVER, SETTLED, ChatState, Wish, key_of
from core.domain.events import ChatSet
from core.domain.problems import ProblemError
from core.domain.thread_filter import ThreadFilter
from core.domain.views import ThreadRow
from core.pipeline.chats import ChatsStage, ChatWishes
from core.sandbox.telegram import TelegramServer
from core.sandbox.telegram.rpc.call import Refused, Unanswered
from core.store.read import folders, threads
from core.store.read.chats import any_wish
from core.store.store import Store
from tests.core.channels.telegram.conftest import OPERATOR_PHONE, Stage, until

Phone = Callable[[], Awaitable[TelegramClient]]


@pytest.fixture
async def phone(stage: Stage) -> AsyncIterator[Phone]:
    """Another device of the operator's: Telethon as it is."""
    clients: list[TelegramClient] = []

    async def connected() -> TelegramClient:
        server: TelegramServer = stage.server
        rsa.add_key(server.public_key_pem, old=False)
        session = MemorySession()
        session.set_dc(server.dc_id, server.host, server.port)
        client = TelegramClient(session, 1, "hash")
        clients.append(client)
        await asyncio.wait_for(client.connect(), 10)
        await client.send_code_request(OPERATOR_PHONE)
        await client.sign_in(OPERATOR_PHONE, server.login_code(OPERATOR_PHONE))
        await client.get_dialogs()
        return client

    yield connected
    for client in clients:
        await client.disconnect()


async def named(client: TelegramClient, user: int) -> Any:
    return await client.get_input_entity(user)


async def archive(client: TelegramClient, user: int, folder: int = 1) -> None:
    one = types.InputFolderPeer(await named(client, user), folder)
    await client(functions.folders.EditPeerFoldersRequest([one]))


async def mute(client: TelegramClient, user: int, until: int | None) -> None:
    where = types.InputNotifyPeer(await named(client, user))
    wanted = types.InputPeerNotifySettings(mute_until=until, silent=True)
    await client(functions.account.UpdateNotifySettingsRequest(where, wanted))


async def mark(client: TelegramClient, user: int, unread: bool | None) -> None:
    dialog = types.InputDialogPeer(await named(client, user))
    await client(functions.messages.MarkDialogUnreadRequest(dialog, unread=unread))


async def pin(client: TelegramClient, user: int, pinned: bool | None) -> None:
    dialog = types.InputDialogPeer(await named(client, user))
    await client(functions.messages.ToggleDialogPinRequest(dialog, pinned=pinned))


async def folder(client: TelegramClient, ident: int, title: str, *users: int, **more: Any) -> None:
    made = types.DialogFilter(
        id=ident, title=types.TextWithEntities(title, []), pinned_peers=[],
        include_peers=[await named(client, one) for one in users], exclude_peers=[], **more,
    )  # fmt: skip
    await client(functions.messages.UpdateDialogFilterRequest(ident, made))


async def test_what_another_device_sets_is_here_at_once(stage: Stage, phone: Phone) -> None:
    stage.write("Здравствуйте")
    await stage.signed_in()
    await stage.agree()
    ours, known = await phone(), stage.log.set
    irina = str(stage.irina)

    def stands(**wanted: Any) -> bool:
        now = known.get(irina, SETTLED)
        return all(getattr(now, name) == value for name, value in wanted.items())

    await archive(ours, stage.irina)
    await until(lambda: stands(archived=True))
    await archive(ours, stage.irina, 0)
    await until(lambda: stands(archived=False))
    await mute(ours, stage.irina, FOREVER // 1000)
    await until(lambda: stands(muted_until=FOREVER))
    await mute(ours, stage.irina, 0)
    await until(lambda: stands(muted_until=0))
    await mark(ours, stage.irina, True)
    await until(lambda: stands(marked=True))
    await mark(ours, stage.irina, None)
    await until(lambda: stands(marked=False))
    await pin(ours, stage.irina, True)
    await until(lambda: stands(pinned=True))
    dialog = types.InputDialogPeer(await named(ours, stage.irina))
    await ours(functions.messages.ReorderPinnedDialogsRequest(0, [], force=True))
    await until(lambda: stands(pinned=False))
    await ours(functions.messages.ReorderPinnedDialogsRequest(0, [dialog]))
    await until(lambda: stands(pinned=True, kind="contact"))
    users = types.InputNotifyUsers()
    wanted = types.InputPeerNotifySettings(mute_until=FOREVER // 1000)
    await ours(functions.account.UpdateNotifySettingsRequest(users, wanted))
    await until(lambda: stage.log.mutes.users == FOREVER)

    await folder(ours, 2, "Работа", stage.irina, emoticon="💼", color=3)
    await folder(ours, 3, "Люди", contacts=True, exclude_muted=True)
    await until(lambda: len(stage.log.folders) == 2)
    work, people = stage.log.folders
    assert (work.title, work.emoji, work.colour, work.included) == ("Работа", "💼", 3, (irina,))
    assert (people.contacts, people.no_muted, people.no_read) == (True, True, False)
    await ours(functions.messages.UpdateDialogFiltersOrderRequest([3, 2]))
    await until(lambda: [one.id for one in stage.log.folders] == [3, 2])
    await ours(functions.messages.UpdateDialogFilterRequest(3))
    await until(lambda: [one.id for one in stage.log.folders] == [2])


async def test_what_was_set_while_we_were_away_is_compared(stage: Stage, phone: Phone) -> None:
    stage.write("Здравствуйте")
    channel = await stage.signed_in()
    await stage.agree()
    ours = await phone()
    await mark(ours, stage.irina, True)
    await until(lambda: stage.log.set.get(str(stage.irina), SETTLED).marked is True)
    await channel.close()
    await mark(ours, stage.irina, None)
    await archive(ours, stage.irina)
    await mute(ours, stage.irina, 2_000_000_000)
    await folder(ours, 2, "Работа", stage.irina)
    await stage.signed_in()
    irina = str(stage.irina)
    await until(lambda: bool(stage.log.folders) and stage.log.set[irina].archived is True)
    await until(lambda: stage.log.set[irina].muted_until == 2_000_000_000_000)
    assert stage.log.set[irina].marked is False

    # once more, and nothing is to be told
    told = len(stage.log.bodies(ChatSet))
    await stage.channels[-1].close()
    calls: list[Any] = []
    ask = functions.messages.GetPinnedDialogsRequest
    stage.differ(ask, lambda request, usual: (calls.append(request), usual())[1])
    await stage.signed_in()
    await until(lambda: len(calls) == 2)
    await stage.agree()
    assert len(stage.log.bodies(ChatSet)) == told


async def test_pinned_chats_follow_the_order_of_the_account(stage: Stage, phone: Phone) -> None:
    """At once, and after a cut."""
    others = [stage.server.add_user(phone=f"+7916000000{n}", first_name="О") for n in range(2)]
    for one in others:
        stage.server.send(one, stage.me, "Здравствуйте")
    stage.write("Здравствуйте")
    await stage.signed_in()
    ours, (first, second) = await phone(), others

    def places() -> dict[str, int | None]:
        found = {name: one.place for name, one in stage.log.set.items() if one.pinned}
        return dict(sorted(found.items(), key=lambda item: item[1] or 0))

    async def put(*users: int) -> None:
        order = [types.InputDialogPeer(await named(ours, one)) for one in users]
        await ours(functions.messages.ReorderPinnedDialogsRequest(0, order, force=True))

    await put(first, stage.irina, second)
    await until(lambda: places() == {str(first): 1, str(stage.irina): 2, str(second): 3})
    await put(second, stage.irina)
    await until(lambda: places() == {str(second): 1, str(stage.irina): 2})
    stage.server.lose_pushes(60)
    await put(stage.irina, first, second)
    for channel in stage.channels:
        client = channel._connection.client
        assert client is not None
        client.break_line()
    await until(lambda: places() == {str(stage.irina): 1, str(first): 2, str(second): 3})


async def test_after_a_cut_and_where_the_server_knows_less(stage: Stage, phone: Phone) -> None:
    """A reconnect compares; a server that refuses one question is asked the others."""
    stage.write("Здравствуйте")
    await stage.signed_in()
    await stage.agree()
    ours = await phone()

    def refused(_request: Any, _usual: Any) -> Any:
        raise Refused("METHOD_INVALID")

    stage.differ(functions.messages.GetDialogFiltersRequest, refused)
    stage.differ(functions.account.GetNotifyExceptionsRequest, refused)
    stage.server.lose_pushes(60)
    await mark(ours, stage.irina, True)
    await pin(ours, stage.irina, True)
    for channel in stage.channels:
        client = channel._connection.client
        assert client is not None
        client.break_line()
    irina = str(stage.irina)
    await until(lambda: stage.log.set.get(irina, SETTLED).marked is True)
    await until(lambda: stage.log.set[irina].pinned is True)


async def test_a_server_that_is_silent_at_one_question_is_asked_the_others(
    stage: Stage, phone: Phone
) -> None:
    stage.write("Здравствуйте")
    ours = await phone()
    await mark(ours, stage.irina, True)

    def silent(_request: Any, _usual: Any) -> Any:
        raise Unanswered

    stage.differ(functions.messages.GetDialogFiltersRequest, silent)
    await stage.signed_in(request_timeout=0.3)
    await until(lambda: stage.log.set.get(str(stage.irina), SETTLED).marked is True)
    await stage.agree()


async def test_a_contact_is_known_as_soon_as_they_are_one(stage: Stage, phone: Phone) -> None:
    await stage.signed_in()
    oleg = stage.server.add_user(phone="+79160000007", first_name="Олег")
    stage.server.send(oleg, stage.me, "Добрый день")
    await until(lambda: bool(stage.log.thread(oleg)))
    assert str(oleg) not in stage.log.set
    stage.server.add_contact(stage.me, oleg)
    stage.server.send(oleg, stage.me, "Это Олег")
    await until(lambda: stage.log.set.get(str(oleg), SETTLED).kind == "contact")


async def test_a_server_that_keeps_its_archive_apart(stage: Stage, phone: Phone) -> None:
    stage.write("Здравствуйте")
    ours = await phone()
    await archive(ours, stage.irina)

    def apart(request: Any, usual: Any) -> Any:
        if request.folder_id is None:
            request.folder_id = 0
        return usual()

    stage.differ(functions.messages.GetDialogsRequest, apart)
    await stage.signed_in()
    await stage.agree()
    await until(lambda: stage.log.set.get(str(stage.irina), SETTLED).archived is True)


async def test_an_archive_of_many_pages_is_read_whole(stage: Stage) -> None:
    server, many = stage.server, list[int]()
    for n in range(230):
        one = server.add_user(phone=f"+7916200{n:04}", first_name=f"К{n}")
        server.send(one, stage.me, "Здравствуйте", at=1_700_000_000 + n // 3, push=False)
        many.append(one)
    kept = shelf(stage)
    kept.archived, kept.pinned = [*many], [many[3], many[220]]
    channel = await stage.signed_in()

    def archived() -> set[str]:
        return {peer for peer, state in stage.log.set.items() if state.archived}

    await until(lambda: archived() == set(map(str, many)), 30.0)
    # what left it while nothing told of it, on whatever page
    await channel.close()
    gone = [many[0], many[110], many[229]]
    kept.archived = [one for one in many if one not in gone]
    await stage.signed_in()
    await until(lambda: archived() == set(map(str, kept.archived)), 30.0)


async def test_a_client_who_writes_is_back_unless_muted(stage: Stage, phone: Phone) -> None:
    """As the server says, and it alone."""
    stage.write("Здравствуйте")
    await stage.signed_in()
    await stage.agree()
    ours, irina = await phone(), str(stage.irina)
    await archive(ours, stage.irina)
    await until(lambda: stage.log.set.get(irina, SETTLED).archived is True)
    stage.write("Вы здесь?")
    await until(lambda: stage.log.set[irina].archived is False)
    await archive(ours, stage.irina)
    await mute(ours, stage.irina, FOREVER // 1000)
    await until(lambda: stage.log.set[irina].archived is True)
    stage.write("Алло")
    await stage.agree()
    assert stage.log.set[irina].archived is True


class Desk:
    """The store, the channel and the stage together, as the application has them."""

    def __init__(self, stage: Stage, store: Store) -> None:
        self.stage, self.store = stage, store
        stage.log = store  # type: ignore[assignment]
        self.channel: TelegramChannel | None = None
        self.wishes = ChatWishes(store)
        self.work = ChatsStage(store, self._channels)
        self.unlisten = store.listen(lambda change: self.work.worker.wake())

    def _channels(self) -> dict[tuple[str, str], Any]:
        return {("telegram", str(self.stage.me)): self.channel} if self.channel else {}

    async def start(self) -> None:
        self.channel = await self.stage.signed_in()
        self.work.worker.start()
        self.work.worker.wake()

    async def stop(self) -> None:
        await self.work.worker.close()
        if self.channel is not None:
            await self.channel.close()
            self.channel = None

    async def row(self) -> ThreadRow:
        rows = await self.store.read(
            lambda conn: threads.listed(conn, ThreadFilter(state="all"), now=0)
        )
        (row,) = rows
        return row

    async def comes_to(self, holds: Callable[[ThreadRow], bool]) -> ThreadRow:
        async with asyncio.timeout(30):
            while True:
                rows = await self.store.read(
                    lambda conn: threads.listed(conn, ThreadFilter(state="all"), now=0)
                )
                if rows and holds(rows[0]):
                    return rows[0]
                await asyncio.sleep(0.02)

    async def nothing_waits(self) -> None:
        await self.holds(lambda conn: not any_wish(conn))

    async def holds(self, query: Callable[[sqlite3.Connection], bool]) -> None:
        """Wait until the store says so."""
        async with asyncio.timeout(30):
            while not await self.store.read(query):  # noqa: ASYNC110 - another task's work
                await asyncio.sleep(0.02)


@pytest.fixture
async def desk(stage: Stage, tmp_path: Path) -> AsyncIterator[Desk]:
    store = Store(tmp_path / "log.db")
    await store.open()
    made = Desk(stage, store)
    yield made
    await made.stop()
    made.unlisten()
    await store.close()


def shelf(stage: Stage) -> Any:
    return stage.server._world.shelves.of(stage.me)


async def test_what_we_set_is_at_telegram_and_on_the_other_devices(
    stage: Stage, desk: Desk, phone: Phone
) -> None:
    stage.write("Здравствуйте")
    await desk.start()
    thread = (await desk.comes_to(lambda row: bool(row.last_text))).id
    ours = await phone()
    heard: list[Any] = []

    async def hear(update: Any) -> None:
        heard.append(update)

    ours.add_event_handler(hear)
    await mute(ours, stage.irina, 5)
    await desk.wishes.settled(await desk.wishes.archive([thread], True))
    await desk.wishes.settled(await desk.wishes.mute([thread], FOREVER))
    await desk.wishes.settled(await desk.wishes.mark([thread], True))
    assert shelf(stage).archived == shelf(stage).marked == [stage.irina]
    settings = shelf(stage).settings(stage.irina)
    assert (settings.mute_until.timestamp(), settings.silent) == (FOREVER // 1000, True)
    row = await desk.row()
    assert (row.archived, row.muted(0), row.marked) == (True, True, True)
    kinds = (types.UpdateFolderPeers, types.UpdateNotifySettings, types.UpdateDialogUnreadMark)
    await until(lambda: all(any(isinstance(u, kind) for u in heard) for kind in kinds))
    await desk.wishes.unmark([thread])
    await desk.nothing_waits()
    assert shelf(stage).marked == []
    assert not (await desk.row()).marked


async def test_wishes_made_offline_go_out_once_the_last_of_a_kind_alone(
    stage: Stage, desk: Desk, phone: Phone
) -> None:
    stage.write("Здравствуйте")
    await desk.start()
    thread = (await desk.comes_to(lambda row: bool(row.last_text))).id
    ours = await phone()
    await folder(ours, 2, "Работа", stage.irina)
    await desk.holds(lambda conn: bool(folders.folders(conn)))
    await desk.stop()
    key = key_of(str(stage.me), 2)
    for archived in (True, False, True):
        await desk.wishes.archive([thread], archived)
    await desk.wishes.mute([thread], FOREVER)
    await desk.wishes.mute([thread], 0)
    await desk.wishes.put([thread], key, False)
    asked: list[str] = []
    for kind in (functions.folders.EditPeerFoldersRequest,
                 functions.account.UpdateNotifySettingsRequest):  # fmt: skip
        stage.differ(kind, lambda r, usual: (asked.append(type(r).__name__), usual())[1])
    # meanwhile another device wants it otherwise, and has one more chat in the folder
    boris = stage.server.add_user(phone="+79160000001", first_name="Борис")
    stage.server.send(boris, stage.me, "Привет")
    await ours.get_dialogs()
    await mute(ours, stage.irina, 2_000_000_000)
    await folder(ours, 2, "Работа 2", stage.irina, boris)
    asked.clear()
    assert (await desk.row()).archived
    await desk.store.rebuild()
    assert (await desk.row()).archived
    await desk.start()
    await desk.nothing_waits()
    assert sorted(asked) == ["EditPeerFoldersRequest", "UpdateNotifySettingsRequest"]
    assert shelf(stage).archived == [stage.irina]
    assert shelf(stage).settings(stage.irina).mute_until.timestamp() == 0
    (made,) = shelf(stage).filters()
    assert made.title.text == "Работа 2"
    assert [one.user_id for one in made.include_peers] == [boris]
    (row,) = [one.folder for one in await desk.store.read(folders.folders)]
    assert (row.title, row.included) == ("Работа 2", (str(boris),))


async def test_what_telegram_refuses_is_said_and_stands_as_it_was(
    stage: Stage, desk: Desk, phone: Phone
) -> None:
    stage.write("Здравствуйте")
    await desk.start()
    thread = (await desk.comes_to(lambda row: bool(row.last_text))).id
    ours = await phone()
    await folder(ours, 2, "Работа", stage.irina)
    key = key_of(str(stage.me), 2)
    await desk.holds(lambda conn: bool(folders.folders(conn)))
    with pytest.raises(ProblemError) as refused:
        await desk.wishes.settled(await desk.wishes.put([thread], key, False))
    assert refused.value.problem.code == "telegram-folder-empty"
    inside = await desk.store.read(lambda conn: folders.of_thread(conn, thread, 0))
    assert [held for _, held in inside] == [True]
    await folder(ours, 2, "Люди", contacts=True)
    await desk.holds(lambda conn: folders.folders(conn)[0].folder.title == "Люди")
    await desk.wishes.settled(await desk.wishes.put([thread], key, False))
    (made,) = shelf(stage).filters()
    assert [one.user_id for one in made.exclude_peers] == [stage.irina], "a contact, left out"
    await desk.wishes.settled(await desk.wishes.put([thread], key, True))
    (made,) = shelf(stage).filters()
    assert ([one.user_id for one in made.include_peers], made.exclude_peers) == ([stage.irina], [])


async def test_a_wish_that_replaced_one_on_its_way_is_the_one_that_stands(
    stage: Stage, desk: Desk
) -> None:
    stage.write("Здравствуйте")
    await desk.start()
    thread = (await desk.comes_to(lambda row: bool(row.last_text))).id
    began = asyncio.Event()
    stage.differ(
        functions.folders.EditPeerFoldersRequest, lambda _r, usual: (began.set(), usual())[1]
    )
    first = await desk.wishes.archive([thread], True)
    await began.wait()
    second = await desk.wishes.archive([thread], False)
    await desk.wishes.settled([*first, *second])
    await desk.nothing_waits()
    assert shelf(stage).archived == []
    assert not (await desk.row()).archived
    state = (await desk.store.chats("telegram", str(stage.me), [str(stage.irina)])).popitem()[1]
    assert state.beyond(ChatState(muted_until=BY_DEFAULT, kind="contact")) == ChatState()
    assert Wish(state=ChatState(archived=True)).fields == {"archived": 1}
