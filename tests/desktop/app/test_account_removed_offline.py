"""An account that is removed while Telegram cannot be reached is let go all the same."""

import asyncio
from collections.abc import AsyncIterator, Callable
from functools import partial
from pathlib import Path

import pytest
import pytest_asyncio

from core.domain.changes import Change
from core.domain.problems import Problem
from core.pipeline.chats import ChatsStage
from core.pipeline.sending import SendingStage
from core.store.read import threads as read_threads
from core.store.read.chats import wish_ended
from desktop.accounts_backend import AccountsBackend
from desktop.telegrams import SETTING, read_accounts
from tests.desktop.app.several import PASSWORD, PHONES, Two, until


@pytest_asyncio.fixture
async def two(tmp_path: Path) -> AsyncIterator[Two]:
    made = Two(tmp_path)
    await made.start()
    app = made.app
    sending = SendingStage(app.store, lambda: app.channels, app.now, app.telegrams.closed)
    chats = ChatsStage(app.store, lambda: app.channels, app.now, app.telegrams.closed)
    workers = [*sending.workers, chats.worker, app.drafts.worker]
    for worker in workers:
        worker.start()

    def wake(_change: Change) -> None:
        for worker in workers:
            worker.wake()

    stop = app.store.listen(wake)
    yield made
    stop()
    for worker in workers:
        await worker.close()
    await made.close()


async def met(condition: Callable[[], object]) -> None:
    async with asyncio.timeout(20):
        while not await condition():  # type: ignore[misc]  # noqa: ASYNC110
            await asyncio.sleep(0.03)


@pytest.mark.timeout(120)
async def test_it_is_let_go_and_what_waited_for_it_fails(two: Two) -> None:
    slot, app = await two.both(), two.app
    first = two.server.send(two.irina, two.boris, "Борису").ids[two.boris]
    two.server.send(two.irina, two.anna, "Анне")
    await met(lambda: _both(two))
    (thread,) = await app.store.read(lambda c: read_threads.threads(c, now=app.now()))
    await app.drafts.keep(thread.id, "для Анны", two.peer(two.anna))
    await app.drafts.left(two.peer(two.anna))
    await until(lambda: two.server.begun(two.anna, two.irina) is not None)
    await two.server.stop()
    await until(lambda: two.state(slot) != "online")
    sent = await app.actions.send(two.peer(two.boris), "не уйдёт")
    await app.actions.react(two.peer(two.boris), str(first), "👍")
    await app.drafts.keep(thread.id, "для Бориса", two.peer(two.boris))
    wishes = await app.chats.archive([thread.id], True)

    await app.remove_telegram(slot)
    gone = Problem("telegram-account-removed", {"name": "Борис"})

    async def failed() -> bool:
        row, gesture = await app.store.read(
            lambda c: (
                c.execute(
                    "SELECT status, problem FROM messages WHERE client_ref = ?", (sent,)
                ).fetchone(),
                c.execute("SELECT status FROM gestures").fetchone(),
            )
        )
        return (
            row[0] == "failed"
            and Problem.decode(row[1]) == gone
            and gesture[0] not in ("queued", "sending")
        )

    await met(failed)

    async def ended() -> bool:
        said = [await app.store.read(partial(wish_ended, client_ref=one)) for one in wishes]
        return gone.encode() in said and None in said  # that of the other account waits

    await met(ended)
    assert [one.text for one in await app.drafts.listed()] == ["для Анны"]
    assert app.profile.secrets.get(f"telegram/session/{slot}") is None
    (row,) = [one for one in await AccountsBackend(app).listed() if one.removed]
    assert row.unended, "the operator is to end its session on the phone"
    assert two.state("1") != "signed_out"

    # its threads are taken up again when it signs in, and nothing of what failed goes out
    await two.server.start()
    await until(lambda: two.state("1") == "online")
    assert two.server.begun(two.anna, two.irina).message == "для Анны"
    again = await app.add_telegram()
    await two.sign_in(again, PHONES[1], PASSWORD)
    two.server.send(two.irina, two.boris, "с возвращением")
    await met(lambda: _texts(two, "с возвращением"))
    assert [one.text for one in two.server.history(two.boris, two.irina)] == [
        "Борису", "с возвращением",
    ]  # fmt: skip
    rows = await app.store.read(lambda c: read_threads.threads(c, now=app.now()))
    assert [one.id for one in rows] == [thread.id]
    assert app.telegrams.closed(two.peer(two.boris)) is None
    assert [one.unended for one in read_accounts(app.profile.get(SETTING))] == [False, False]
    # with a line Telegram is told
    await app.remove_telegram(again)
    (row,) = [one for one in await AccountsBackend(app).listed() if one.removed]
    assert not row.unended


async def _both(two: Two) -> bool:
    return bool(await two.texts(two.anna) and await two.texts(two.boris))


async def _texts(two: Two, text: str) -> bool:
    return text in await two.texts(two.boris)
