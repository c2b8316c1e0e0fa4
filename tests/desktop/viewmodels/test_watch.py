"""From the log to what the operator is told, over a real store."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from types import SimpleNamespace

import pytest_asyncio

from core.domain import events as ev
from core.domain.channels import Channel, Peer
from desktop.application import Application
from desktop.backend import CoreBackend
from desktop.profile import Profile
from desktop.secrets import FileSecrets
from desktop.shell.tasks import Tasks
from desktop.viewmodels.feed import Feed
from desktop.viewmodels.notices import Notice, Withdraw
from desktop.viewmodels.watch import Watch

HOUR = 3_600_000


class Told:
    """What a watch said, and its clock."""

    def __init__(self, app: Application, feed: Feed) -> None:
        self.said: list[object] = []
        self.ahead = 0
        self.tasks = Tasks()
        self.watch = Watch(CoreBackend(app).notices, self.tasks, lambda: app.now() + self.ahead)
        self.watch.out.connect(self.said.append)
        self._feed = feed
        feed.changed.connect(self.watch.changed)

    async def close(self) -> None:
        self._feed.changed.disconnect(self.watch.changed)
        await self.watch.close()
        await self.tasks.close()

    @property
    def notices(self) -> list[Notice]:
        return [one for one in self.said if isinstance(one, Notice)]


@pytest_asyncio.fixture()
async def real(tmp_path: Path) -> AsyncIterator[SimpleNamespace]:
    feed = Feed()
    app = Application(
        Profile(tmp_path, FileSecrets(tmp_path)),
        on_change=feed.push, on_health=lambda: None, on_typing=lambda _t: None,
    )  # fmt: skip
    await app.open()
    yield SimpleNamespace(app=app, feed=feed)
    feed.stop()
    await app.close()


async def until(true: Callable[[], object]) -> None:
    deadline = asyncio.get_running_loop().time() + 30
    while not true():
        assert asyncio.get_running_loop().time() < deadline, "it was not told in time"
        await asyncio.sleep(0.005)


def wrote(number: int, at: int, *, history: bool = False) -> ev.Event:
    peer = Peer(Channel.WHATSAPP, "555", f"7916111220{number}")
    profile = ev.Profile(name=f"Клиент {number}")
    body = ev.MessageReceived(direction="in", text="да", history=history, profile=profile)
    return ev.Event(external_id=f"{number}-{at}-{history}", at=at, peer=peer, body=body)


async def test_what_arrives_is_told_and_what_is_read_taken_back(real: SimpleNamespace) -> None:
    app, now = real.app, real.app.now()
    await app.store.append([wrote(1, now - HOUR)])
    told = Told(app, real.feed)
    await told.watch.start({})
    await app.store.append([wrote(2, now - 90 * 24 * HOUR, history=True)])
    await app.store.append([wrote(1, app.now()), wrote(3, app.now())])
    await until(lambda: len(told.notices) == 2)
    assert {one.names for one in told.notices} == {("Клиент 1",), ("Клиент 3",)}
    assert [one.count for one in told.notices] == [1, 1], "what came before is no news"
    thread = next(one.threads[0] for one in told.notices if one.names == ("Клиент 3",))
    await app.actions.mark_read(thread)
    await until(lambda: Withdraw(f"thread:{thread}") in told.said)
    await told.close()


async def test_spam_is_told_of_to_nobody(real: SimpleNamespace) -> None:
    app = real.app
    told = Told(app, real.feed)
    await told.watch.start({})
    await app.store.append([wrote(1, app.now())])
    await until(lambda: told.watch.notices.waiting == {1})
    routed = ev.Routed(thread=1, queue="spam", reason="", by="rules")
    await app.store.append([ev.Event(external_id="r", at=app.now(), body=routed)])
    await until(lambda: not told.watch.notices.waiting)
    assert told.notices == []
    await told.close()


async def test_a_reminder_comes_by_itself_and_not_again_after_a_restart(
    real: SimpleNamespace,
) -> None:
    app, now = real.app, real.app.now()
    closes_soon = now - 23 * HOUR + 400  # in an hour and 0.4 s
    await app.store.append([wrote(1, closes_soon)])
    told = Told(app, real.feed)
    await told.watch.start({"desk.remind_minutes": "60"})
    assert told.said == []
    await until(lambda: told.notices)
    assert (told.notices[0].kind, told.notices[0].at) == ("closing", closes_soon + 24 * HOUR)
    await until(lambda: app.store.problem is None)
    await told.close()
    again = Told(app, real.feed)
    await again.watch.start({"desk.remind_minutes": "60"})
    await asyncio.sleep(0.05)
    assert again.said == []
    await again.close()


async def test_redelivery_and_a_clock_put_right_remind_of_nothing_twice_and_hide_nothing(
    real: SimpleNamespace,
) -> None:
    app, now = real.app, real.app.now()
    minutes = {"desk.remind_minutes": "60"}
    soon = wrote(1, now - 23 * HOUR - HOUR // 2)
    await app.store.append([soon])
    # this machine thought that it was a day later
    await app.store.set_state("desk.told", json.dumps({"seen": now + 24 * HOUR}).encode())
    told = Told(app, real.feed)
    await told.watch.start(minutes)
    await until(lambda: [one.kind for one in told.notices] == ["closing"])
    await app.store.append([soon, wrote(1, now - 40 * HOUR, history=True)])
    await told.watch.remind()
    await told.close()
    again = Told(app, real.feed)
    await again.watch.start(minutes)
    again.ahead = HOUR  # and it closes: told that it would is told enough
    await again.watch.remind()
    assert (len(told.notices), again.said) == (1, [])
    await again.close()


async def test_a_follow_up_that_was_due_while_it_was_quiet_is_told_afterwards(
    real: SimpleNamespace,
) -> None:
    app = real.app
    await app.store.append([wrote(1, app.now())])
    told = Told(app, real.feed)
    await told.watch.start({})
    told.watch.set_quiet(told.watch.quiet_time.toggled(told.watch.local))
    await until(lambda: told.watch.notices.is_quiet)
    await app.triage.follow_up([1], app.now() + 5, "позвонить")
    await app.store.append([wrote(2, app.now())])
    await until(lambda: told.watch.notices.waiting)
    assert told.said == []
    told.watch.set_quiet(told.watch.quiet_time.toggled(told.watch.local))
    await until(lambda: told.notices)
    (one,) = told.notices
    assert (one.kind, one.count, one.due) == ("meanwhile", 1, 1)
    await told.close()


async def test_nothing_is_told_of_what_is_muted(real: SimpleNamespace) -> None:
    app = real.app
    await app.store.append([wrote(1, app.now()), wrote(2, app.now())])
    told = Told(app, real.feed)
    await told.watch.start({})
    threads = await CoreBackend(app).lists.threads(None, "", 9)
    first = next(row.id for row in threads if row.name == "Клиент 1")
    await app.store.append([wrote(1, app.now() + 1)])
    await until(lambda: told.watch.notices.waiting == {first})
    told.ahead = HOUR
    told.watch._fire()
    await until(lambda: [n.threads for n in told.notices] == [(first,)])
    await app.chats.mute([first], app.now() + 2 * HOUR)
    await until(lambda: any(isinstance(one, Withdraw) for one in told.said))
    await app.store.append([wrote(1, app.now() + 2), wrote(2, app.now() + 2)])
    await until(lambda: bool(told.watch.notices.waiting))
    assert first not in told.watch.notices.waiting
    await told.close()
