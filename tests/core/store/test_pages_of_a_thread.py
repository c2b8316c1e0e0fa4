"""A thread is read by pages both ways from any message in it."""

from pathlib import Path

from core.store.read import messages as read_messages
from core.store.store import Store
from tests.core.store.test_store_threads import NOW, TG, message

MEDIA = Path("/m")


async def test_pages_before_and_after_a_message_meet_at_it(tmp_path: Path) -> None:
    store = Store(tmp_path / "log.db", clock=lambda: NOW / 1000)
    await store.open()
    # two of each moment: the number decides where the time does not
    await store.append([message(TG, str(i), f"m{i}", at=NOW + i // 2 * 1000) for i in range(40)])
    thread = 1
    rows = await store.read(lambda c: read_messages.messages(c, thread, media=MEDIA, limit=100))
    middle = rows[21]
    place = middle.stand
    before = await store.read(
        lambda c: read_messages.messages(c, thread, media=MEDIA, before=place, limit=5)
    )
    after = await store.read(
        lambda c: read_messages.messages_after(c, thread, place, media=MEDIA, limit=5)
    )
    assert [r.text for r in [*before, middle, *after]] == [r.text for r in rows[16:27]]
    last = rows[-1].stand
    assert not await store.read(
        lambda c: read_messages.messages_after(c, thread, last, media=MEDIA)
    )
    await store.close()
