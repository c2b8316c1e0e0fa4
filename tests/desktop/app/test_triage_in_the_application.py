"""What the operator does to threads, through the real application: log, store, lists, counts."""

import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from core.domain import events as ev
from core.domain.channels import Channel, Peer
from core.domain.thread_filter import ThreadFilter
from desktop.application import Application
from desktop.backend import CoreBackend
from desktop.profile import Profile
from desktop.secrets import FileSecrets

HOUR = 3_600_000


@pytest.fixture
async def backend(tmp_path: Path) -> AsyncIterator[CoreBackend]:
    made = Application(
        Profile(tmp_path, FileSecrets(tmp_path)),
        on_change=lambda _c: None, on_health=lambda: None, on_typing=lambda _t: None,
    )  # fmt: skip
    await made.open()
    for number in (1, 2, 3):
        await made.store.append([said(number, "первое")])
    yield CoreBackend(made)
    await made.close()


def said(number: int, text: str) -> ev.Event:
    peer = Peer(Channel.TELEGRAM, "1", str(70 + number))
    profile = ev.Profile(name=f"Клиент {number}")
    body = ev.MessageReceived(direction="in", text=text, profile=profile)
    at = int(time.time() * 1000) - 10 * HOUR + number * 1000
    return ev.Event(external_id=f"{number}-{text}", at=at, peer=peer, body=body)


async def listed(backend: CoreBackend, wanted: ThreadFilter) -> list[int]:
    return [row.id for row in await backend.lists.listed(wanted, 100)]


async def test_put_aside_counted_and_back_when_the_client_writes(backend: CoreBackend) -> None:
    now = int(time.time() * 1000)
    await backend.triage.move_all([1, 2, 3], "sales")
    await backend.triage.snooze([1], now + HOUR)
    await backend.triage.done([2], True)
    assert await listed(backend, ThreadFilter()) == [3]
    assert await listed(backend, ThreadFilter(state="snoozed")) == [1]
    assert await listed(backend, ThreadFilter(state="done")) == [2]
    assert await listed(backend, ThreadFilter(state="all")) == [3, 1, 2]
    assert await backend.lists.next_due() == now + HOUR
    sales = next(row for row in await backend.lists.queues() if row.id == "sales")
    assert (sales.threads, sales.waiting) == (1, 1)
    await backend._app.store.append([said(1, "ещё"), said(2, "ещё")])
    assert set(await listed(backend, ThreadFilter(waiting=True))) == {1, 2, 3}
    assert await backend.lists.next_due() is None
    sales = next(row for row in await backend.lists.queues() if row.id == "sales")
    assert (sales.threads, sales.waiting) == (3, 3)
    assert await backend.lists.count(ThreadFilter(unread=True), 2) == 2


async def test_many_are_read_in_one_append(backend: CoreBackend) -> None:
    changes = []
    off = backend._app.store.listen(changes.append)
    await backend.triage.mark_all_read([1, 2])
    off()
    assert [change.threads for change in changes] == [frozenset({1, 2})]
    assert await listed(backend, ThreadFilter(unread=True)) == [3]
    await backend.triage.mark_all_read([])


async def test_pinned_first_the_owner_known_and_a_draft_found(backend: CoreBackend) -> None:
    await backend.triage.pin([1], True)
    await backend.triage.assign([2, 3], "Анна Ким")
    await backend.drafting.keep_draft(3, "сейчас")
    assert (await listed(backend, ThreadFilter()))[0] == 1
    assert await backend.lists.owners() == ["Анна Ким"]
    assert await listed(backend, ThreadFilter(owners=("Анна Ким",), draft=True)) == [3]
    assert await listed(backend, ThreadFilter(order="name", owners=("",))) == [1]
