"""Somebody is written to first: the thread stands before a word, outlives a restart, and the
message counts as one to a stranger."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

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
async def test_a_stranger_is_found_and_written_to_after_a_restart(one: Two) -> None:
    server = one.server
    oleg = server.add_user(phone="+79165550001", first_name="Олег", username="oleg_pump")
    backend = CoreBackend(one.app)
    (found,) = (await backend.people.look_up("t.me/oleg_pump")).people
    assert (found.account, found.person.name, found.thread) == (str(one.anna), "Олег", None)
    thread = await backend.people.open(found.account, found.person.id)
    (row,) = await backend.lists.threads(None, "", 10)
    assert (row.id, row.name, row.begun) == (thread, "Олег", True)
    peer = (await backend.talk.peers(thread))[0].peer
    await backend.drafting.keep_draft(thread, "Здравствуйте, Олег", peer)
    await one.app.close()
    one.app = one.made()
    await one.app.open()
    await one.app.connect()
    backend = CoreBackend(one.app)
    (row,) = await backend.lists.threads(None, "", 10)
    assert (row.id, row.begun, row.draft) == (thread, True, "Здравствуйте, Олег")
    await backend.sending.send(thread, peer, "Здравствуйте, Олег", None)

    async def there() -> bool:
        return [m.text for m in server.history(oleg, one.anna)] == ["Здравствуйте, Олег"]

    await comes(there)
    channel = one.app.telegrams.of("1")
    assert channel.safety.new_people(one.app.now()) == 1
    for photo in (b"\xff\xd8\xff one", b"\xff\xd8\xff two"):
        ident = server.persons.show(oleg, photo)
        await backend.people.rename(peer, "Олег", f"Насосов {ident}")
        ((_, path),) = [found async for found in backend.people.portraits([thread])]
        assert Path(path).read_bytes() == photo
        assert [one.name for one in Path(path).parent.iterdir()] == [Path(path).name]
        (row,) = await backend.lists.threads(None, "", 10)
        assert row.name == f"Олег Насосов {ident}"
    place = await backend.people.follow("https://t.me/oleg_pump", str(one.anna))
    assert place.thread == thread
