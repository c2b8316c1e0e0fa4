"""What a rep does in Telegram all day, from the window's backend to the client: changed, deleted,
passed on, formatted, reacted to, sent later, found at the server."""

import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from telethon import types

from core.domain.problems import ProblemError
from core.domain.views import MessageRow
from desktop.backend import CoreBackend
from tests.desktop.app.several import PHONES, Two, comes


@pytest_asyncio.fixture
async def one(tmp_path: Path) -> AsyncIterator[Two]:
    made = Two(tmp_path)
    await made.start_all({"desk.undo_seconds": "0"})
    await made.sign_in("1", PHONES[0])
    yield made
    await made.close()


@pytest.mark.timeout(180)
async def test_telegram_desktop_need_not_be_opened(one: Two) -> None:
    server, backend, peer = one.server, CoreBackend(one.app), one.peer(one.anna)

    async def rows() -> list[MessageRow]:
        return await backend.talk.messages(1, None, 50)

    def theirs() -> list[str]:
        return [m.text for m in server.history(one.irina, one.anna)]

    server.send(one.irina, one.anna, "Сколько?", at=time.time() - 60)
    await comes(rows)
    await backend.sending.send(1, peer, "**Сто** рублей", None)

    async def sent() -> bool:
        return bool((row := (await rows())[-1]).external_id) and row.text == "Сто рублей"

    await comes(sent)
    assert theirs() == ["Сколько?", "Сто рублей"]
    letters = server._world.post.box(one.irina).letters
    assert letters[max(letters)].entities == [bytes(types.MessageEntityBold(0, 3))]
    asked, ours = await rows()
    await backend.changing.edit(1, peer, ours.external_id, "Двести")
    assert theirs() == ["Сколько?", "Двести"]
    assert [v.text for v in await backend.talk.versions(ours.id)] == ["Сто рублей", "Двести"]
    emoji = (await backend.changing.reactions(peer))[0]
    await backend.changing.react(1, peer, asked.external_id, emoji)
    assert server.history(one.irina, one.anna)[0].reactions == {one.anna: emoji}
    oleg = server.add_user(phone="+79163334455", first_name="Олег")
    server.send(oleg, one.anna, "Здравствуйте")

    async def oleg_here() -> int:
        found = await one.app.store.read(
            lambda c: c.execute(
                "SELECT thread FROM identities WHERE peer = ?", (str(oleg),)
            ).fetchone()
        )
        return int(found[0]) if found else 0

    await comes(oleg_here)
    await backend.sending.forward([asked], await oleg_here(), named=True)

    async def passed() -> bool:
        return [m.text for m in server.history(oleg, one.anna)][-1] == "Сколько?"

    await comes(passed)
    await backend.changing.delete(1, peer, [asked.external_id, ours.external_id])
    assert (theirs(), await rows()) == ([], [])
    with pytest.raises(ProblemError):
        await backend.changing.edit(1, peer, ours.external_id, "Триста")
    at = (int(time.time()) + 3600) * 1000
    await backend.postponed.postpone(1, peer, "Завтра", at)
    (waits,) = await backend.postponed.waiting(peer)
    assert (waits.text, waits.at) == ("Завтра", at)
    await backend.postponed.cancel_waiting(peer, waits.id)
    assert await backend.postponed.waiting(peer) == []
    assert await backend.lists.find_at_messengers("Здравствуйте") == 0  # that is here already
