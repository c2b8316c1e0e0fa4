"""A business bot in the application: its accounts' chats are threads, answers go out by it."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from core.domain.problems import Problem, ProblemError
from core.store.read import threads as read_threads
from desktop.backend import CoreBackend
from desktop.backup import secret_names
from desktop.bots import read_bots, token_in, token_names
from desktop.secrets import FileSecrets
from tests.desktop.app.several import PHONES, Two, until


@pytest_asyncio.fixture
async def two(tmp_path: Path) -> AsyncIterator[Two]:
    made = Two(tmp_path)
    await made.start()
    yield made
    await made.close()


async def _stands(two: Two, ours: int, *texts: str) -> None:
    async with asyncio.timeout(20):
        while sorted(await two.texts(ours)) != sorted(texts):  # noqa: ASYNC110
            await asyncio.sleep(0.05)


async def _closing(two: Two) -> int:
    """How many threads have a time after which a bot may not answer."""
    rows = await two.app.store.read(lambda c: read_threads.threads(c, now=two.app.now()))
    return sum(row.window_closes is not None for row in rows)


def test_a_token_is_found_in_what_botfather_writes() -> None:
    token = "123456789:AAFq8x1-s_8xQbV2dYh0nE3sGmTz4rLkPwY"
    said = f"Done! Use this token to access the HTTP API:\n{token}\nKeep it secure"
    assert token_in(said) == ("123456789", token)
    with pytest.raises(ProblemError) as refused:
        token_in("@sales_bot")
    assert refused.value.problem == Problem("telegram-bot-token-form")
    assert read_bots("nonsense") == []


@pytest.mark.timeout(120)
async def test_a_bots_chats_are_threads_and_are_answered(two: Two) -> None:
    bot, token = two.server.add_bot("Отдел продаж", "sales_bot")
    slot = await two.app.add_bot(f"Use this token: {token}")
    for ours in (two.anna, two.boris):
        two.server.connect_bot(ours, bot)
        two.server.send(two.irina, ours, f"вопрос {ours}")
    await _stands(two, two.anna, f"вопрос {two.anna}")
    await _stands(two, two.boris, f"вопрос {two.boris}")
    threads = await two.app.store.read(lambda c: read_threads.threads(c, now=two.app.now()))
    assert sorted(one.accounts for one in threads) == sorted(
        [(str(two.anna),), (str(two.boris),)]
    ), "two accounts, two threads"
    assert [one.has_window for one in threads] == [False, False], "templates are WhatsApp's"
    async with asyncio.timeout(20):
        while await _closing(two) != 2:  # noqa: ASYNC110
            await asyncio.sleep(0.05)
    await two.app.actions.send(two.peer(two.anna), "ответ через бота")
    two.app._health_changed()
    sending = two.app.channels["telegram", str(two.anna)]
    assert sending.account == str(two.anna)
    backend = CoreBackend(two.app)
    (row,) = await backend.bots.listed()
    assert (row.slot, row.name, row.state, row.problem) == (slot, "@sales_bot", "online", None)
    assert {one.name for one in row.links} == {"Анна", "Борис"}
    served = {one.name: one.rights for one in await backend.bots.served()}
    assert "reply" in (served["Анна"] or ())
    services = [(one.id, one.name, one.state) for one in await two.app.services()]
    assert ("bot", "@sales_bot", "online") in services
    assert {one.barred for one in await backend.bots.served()} == {""}
    two.server.connect_bot(two.boris, bot, ["read_messages"])
    await until(lambda: two.app.bots.barred(str(two.boris)) == "no-right")
    two.server.disconnect_bot(two.boris)
    await until(lambda: two.app.bots.barred(str(two.boris)) == "disconnected")
    assert two.app.bots.barred(str(two.anna)) == ""
    assert all(one[0] != "telegram" for one in services), "nobody is asked to sign in beside it"
    kept = two.app.profile.get("telegram.bots")
    assert token.partition(":")[2] not in kept, "the token is a secret"
    assert set(token_names(kept)) <= set(secret_names(two.folder, FileSecrets(two.folder)))
    with pytest.raises(ProblemError) as refused:
        await two.app.add_bot(token)
    assert refused.value.problem.code == "telegram-bot-twice"
    with pytest.raises(ProblemError) as refused:
        await two.app.add_bot("987654:AAFq8x1-s_8xQbV2dYh0nE3sGmTz4rLkPwY")
    assert refused.value.problem.code == "telegram-bot-token"
    assert len(two.app.bots.live) == 1


@pytest.mark.timeout(120)
async def test_an_account_that_is_signed_in_here_answers_for_itself(two: Two) -> None:
    bot, token = two.server.add_bot("Отдел продаж", "sales_bot")
    slot = await two.app.add_bot(token)
    two.server.connect_bot(two.anna, bot)
    two.server.send(two.irina, two.anna, "боту")
    await _stands(two, two.anna, "боту")
    await two.sign_in("1", PHONES[0])
    two.server.send(two.irina, two.anna, "обоим")
    await _stands(two, two.anna, "боту", "обоим")
    own = two.app.telegrams.of("1")
    assert two.app.channels["telegram", str(two.anna)] is own
    channel = two.app.bots.live[slot]
    await until(lambda: channel.problem == Problem("telegram-bot-beside", {"name": "Анна"}))
    backend = CoreBackend(two.app)
    assert await backend.bots.served() == []
    (row,) = await backend.bots.listed()
    assert [one.own for one in row.links] == [True]
    await two.app.remove_telegram("1")
    assert two.app.channels["telegram", str(two.anna)].account == str(two.anna)
    assert two.app._shut(two.peer(two.anna)) is None, "the bot answers for it"
    two.server.send(two.irina, two.anna, "снова боту")
    await _stands(two, two.anna, "боту", "обоим", "снова боту")


@pytest.mark.timeout(120)
async def test_a_bot_that_is_removed_leaves_its_threads(two: Two) -> None:
    bot, token = two.server.add_bot("Отдел продаж", "sales_bot")
    slot = await two.app.add_bot(token)
    two.server.connect_bot(two.anna, bot)
    two.server.send(two.irina, two.anna, "первое")
    await _stands(two, two.anna, "первое")
    await two.app.bots.close()
    two.app.bots.open()  # as after a restart
    await until(lambda: two.app.bots.live[slot].state == "online")
    await two.app.remove_bot(slot)
    closed = two.app._shut(two.peer(two.anna))
    assert closed == Problem("telegram-bot-removed", {"name": "@sales_bot"})
    (served,) = await CoreBackend(two.app).bots.served()
    assert (served.name, served.rights, served.bot) == ("Анна", None, "@sales_bot")
    two.server.send(two.irina, two.anna, "без бота")
    again = await two.app.add_bot(token)
    assert two.app._shut(two.peer(two.anna)) is None
    assert [one.slot for one in two.app.bots.rows] == [again]
    await _stands(two, two.anna, "первое", "без бота")
