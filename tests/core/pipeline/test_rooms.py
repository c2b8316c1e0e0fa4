"""Groups from within: where what is written goes, what names us, as the log has it."""

from typing import Any

from core.domain.around import Around
from core.domain.channels import Channel, Peer
from core.domain.events import Event, MessageReceived, ReadUpTo
from core.domain.thread_filter import ThreadFilter
from core.pipeline.rooms import GroupWork
from core.store.read import threads
from core.store.store import Store

GROUP = Peer(Channel.TELEGRAM, "1", "-1001800000001")


def said(number: int, text: str, **around: Any) -> Event:
    body = MessageReceived(
        direction="in", text=text, author="Ирина", around=Around(**around) if around else None
    )
    name = f"{GROUP.id}/{number}"
    return Event(external_id=name, at=number * 1000, peer=GROUP, body=body)


async def test_where_it_goes_and_what_names_us(store: Store) -> None:
    work = GroupWork(store, dict)
    await store.append([
        said(5, "в теме", topic=4), said(6, "вам", mentioned=True),
        said(7, "ещё вам", mentioned=True, topic=4), said(8, "всем"),
    ])  # fmt: skip
    assert await work.topic(GROUP) == 0
    assert await work.topic(GROUP, f"{GROUP.id}/5") == 4
    work.choose(GROUP, 4)
    assert await work.topic(GROUP) == 4
    work.choose(GROUP, None)
    await store.append([said(9, "снова в теме", topic=4)])
    assert await work.topic(GROUP) == 4

    def row() -> Any:
        return store.read(lambda conn: threads.listed(conn, ThreadFilter(), now=10**9)[0])

    assert (await row()).mentioned
    thread = (await row()).id
    first = await work.next_mention(thread, 0)
    assert first is not None
    second = await work.next_mention(thread, first[0])
    assert second is not None
    assert second[0] > first[0]
    assert await work.next_mention(thread, second[0]) == first
    read = ReadUpTo(reader="us", up_to=f"{GROUP.id}/9")
    await store.append([Event(external_id="r", at=10_000, peer=GROUP, body=read)])
    assert not (await row()).mentioned
    assert await work.next_mention(thread, 0) == second  # what was read is gone through backwards
    assert await work.next_mention(thread, second[0]) == first
    assert await work.next_mention(thread, first[0]) == second
