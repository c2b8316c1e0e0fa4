"""The application as it runs: what arrives is found, by the window's own backend."""

import asyncio
from pathlib import Path

import pytest

from core.domain import events as ev
from core.domain.channels import Channel, Peer, Profile
from core.search.query import parse
from desktop.backend import CoreBackend
from tests.desktop.app.test_reconfiguring import made


@pytest.mark.timeout(120)
async def test_what_arrives_while_it_runs_is_found_and_forgotten_with_its_deletion(
    tmp_path: Path,
) -> None:
    application = made(tmp_path)
    backend = CoreBackend(application)
    await application.open()
    await application.connect()
    peer = Peer(Channel.TELEGRAM, "1", "7")
    body = ev.MessageReceived(
        direction="in", text="Нужны светодиодные панели", profile=Profile(name="Анна Белова")
    )
    await application.store.append(
        [ev.Event(external_id="1", at=1_790_000_000_000, peer=peer, body=body)]
    )
    async with asyncio.timeout(30):
        while not ((found := await backend.lists.search(parse("панель "))) and found.messages):  # noqa: ASYNC110
            await asyncio.sleep(0.02)
    assert found.messages[0].name == "Анна Белова"
    clients = await backend.lists.search(parse("белов"))
    assert clients is not None
    assert [hit.thread for hit in clients.clients] == [found.messages[0].thread]
    names = await backend.lists.threads(None, "анн", 6)
    assert [row.name for row in names] == ["Анна Белова"]
    gone = ev.MessageDeleted(target="1")
    await application.store.append(
        [ev.Event(external_id="1", at=1_790_000_000_001, peer=peer, body=gone)]
    )
    after = await backend.lists.search(parse("панель "))
    assert after is not None
    assert after.messages == ()
    await application.close()
    assert not [task for task in asyncio.all_tasks() if task.get_name() == "indexing"]
