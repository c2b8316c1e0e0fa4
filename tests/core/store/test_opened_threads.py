"""Threads that stand before anything is said in them."""

from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path

import pytest

from core.domain import events as ev
from core.domain.channels import Profile
from core.domain.chats import ChatState, Wish
from core.domain.views import ThreadRow
from core.store.read import threads
from core.store.store import Store

from .test_rebuild import NOW, TG, WA, event, rebuilt_equals_grown, said

OLEG = Profile(name="Олег", phone="+79161112233", username="oleg")


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    made = Store(tmp_path / "log.db", clock=lambda: NOW / 1000)
    await made.open()
    yield made
    await made.close()


async def listed(store: Store) -> list[ThreadRow]:
    return await store.read(partial(threads.threads, now=NOW + 1000))


def opened(ident: str = "o1", at: int = NOW) -> ev.Event:
    return event(TG, ident, ev.ThreadOpened(profile=OLEG), at)


async def test_it_is_listed_from_its_beginning_to_the_end_of_its_chat(store: Store) -> None:
    await store.append([opened()])
    (row,) = await listed(store)
    assert (row.name, row.begun, row.last_at, row.waiting_since) == ("Олег", True, NOW, None)
    await store.append([said(TG, "1", "Здравствуйте", NOW + 5)])
    (row,) = await listed(store)
    assert not row.begun
    await store.append([event(TG, "d1", ev.MessageDeleted(target="1"), NOW + 9)])
    assert await listed(store) == []
    await rebuilt_equals_grown(store)
    await store.append([opened("o2", NOW + 20)])
    assert [one.begun for one in await listed(store)] == [True]


async def test_who_is_here_by_another_messenger_stays_one_client(store: Store) -> None:
    await store.append([said(WA, "wamid.1", "Сколько стоит насос?", NOW - 50)])
    await store.append([event(WA, "p", ev.ProfileSeen(profile=OLEG), NOW - 40), opened()])
    (row,) = await listed(store)
    assert set(row.channels) == {"telegram", "whatsapp"}
    assert await store.read(partial(threads.thread_of, peer=TG)) == row.id
    await rebuilt_equals_grown(store)


async def test_who_is_blocked_is_shown_so_before_the_messenger_has_it(store: Store) -> None:
    await store.append([said(TG, "1", "Реклама")])
    wish = ev.ChatWished(wish=Wish(state=ChatState(blocked=True)))
    await store.append([event(TG, "w1", wish, NOW + 1)])
    (thread,) = [one.id for one in await listed(store)]

    async def blocked() -> bool:
        return (await store.read(partial(threads.peers, thread_id=thread)))[0].blocked

    assert await blocked()
    await store.append([event(TG, "w1", ev.ChatSettled(problem='"x"'), NOW + 2)])
    assert not await blocked()
    await store.append([event(TG, "s1", ev.ChatSet(state=ChatState(blocked=True)), NOW + 3)])
    assert await blocked()
    await rebuilt_equals_grown(store)
