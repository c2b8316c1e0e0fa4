"""Archive, mutes, marks and folders from the window's backend to two Telegram accounts, and kept
over a restart."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from telethon import types

from core.domain.chats import FOREVER, Wish, key_of
from core.domain.thread_filter import ThreadFilter
from core.domain.views import ThreadRow
from core.pipeline.chats import ChatWishes
from core.store.read.chats import any_wish
from desktop.backend import CoreBackend
from tests.desktop.app.several import PHONES, Two, comes


@pytest_asyncio.fixture
async def two(tmp_path: Path) -> AsyncIterator[Two]:
    made = Two(tmp_path)
    await made.start_all({"desk.undo_seconds": "0"})
    yield made
    await made.close()


@pytest.mark.timeout(120)
async def test_what_is_set_is_set_at_the_account_and_the_folder_follows(two: Two) -> None:
    server, backend, app = two.server, CoreBackend(two.app), two.app
    shelf = server._world.shelves.of(two.anna)
    named = types.InputPeerUser(
        two.irina, server._world.people.access_hash(two.anna, "user", two.irina)
    )
    made = types.DialogFilter(
        id=2, title=types.TextWithEntities("Работа", []), pinned_peers=[],
        include_peers=[named], exclude_peers=[],
    )  # fmt: skip
    shelf.folders = [bytes(made)]
    await two.sign_in("1", PHONES[0])  # they are told once, unless they change
    server.send(two.irina, two.anna, "Сколько?")

    async def row() -> ThreadRow | None:
        return await backend.lists.thread(1)

    async def here() -> bool:
        return bool((one := await row()) and one.last_text and await backend.chats.folders())

    await comes(here)
    key = key_of(str(two.anna), 2)
    assert [(f.key, inside) for f, inside in await backend.chats.folders_of(1)] == [(key, True)]
    assert await backend.lists.count(ThreadFilter(folder=key, waiting=True), 99) == 1
    await backend.chats.settled(await backend.chats.archive([1], True))
    await backend.chats.settled(await backend.chats.mute([1], FOREVER))
    assert (shelf.archived, shelf.muted(two.irina)) == ([two.irina], True)
    assert await backend.lists.count(ThreadFilter(), 99) == 0
    assert await backend.lists.count(ThreadFilter(state="archived", waiting=True), 99) == 1
    assert await backend.lists.count(ThreadFilter(folder=key), 99) == 1
    assert [r.id for r in await backend.lists.listed(ThreadFilter(folder=key), 9)] == [1]

    # a write: muted, it stays in the archive and nothing is told of it
    newest = await backend.notices.newest_message()
    server.send(two.irina, two.anna, "Алло")

    async def told() -> bool:
        one = await row()
        return one is not None and one.last_text == "Алло"

    await comes(told)
    assert await backend.notices.arrived({1}, newest, 0) == []
    one = await row()
    assert one is not None
    assert (one.archived, one.unread) == (True, 2)

    # what is wanted with the account away goes out with the next run
    await app.close()
    app = two.app = two.made()
    await app.open()
    await ChatWishes(app.store).archive([1], False)
    await ChatWishes(app.store).put([1], key, False)
    assert await CoreBackend(app).lists.count(ThreadFilter(), 99) == 1
    shelf.folders = [
        bytes(types.DialogFilter(
            id=2, title=types.TextWithEntities("Клиенты", []), pinned_peers=[], include_peers=[],
            exclude_peers=[], contacts=True,
        ))
    ]  # fmt: skip
    await app.connect()

    async def out() -> bool:
        return not await app.store.read(any_wish)

    await comes(out)
    assert shelf.archived == []
    (kept,) = shelf.filters()
    assert [one.user_id for one in kept.exclude_peers] == [two.irina]
    (folder,) = await CoreBackend(app).chats.folders()
    assert (folder.folder.title, folder.folder.excluded) == ("Клиенты", (str(two.irina),))
    assert Wish(folder=2).fields == {"folder:2": 0}
