"""Telegram Business on the sandbox's server, asked by a client that knows nothing of it: limits and
errors, updates to other sessions, greetings and away messages."""

from typing import Any

import pytest
from telethon import errors, functions, types

from core.sandbox.telegram.shop import (
    MOST_MESSAGES,
    Held,
    Reply,
    messages_hash,
    replies_hash,
)
from tests.core.sandbox.telegram.conftest import ANNA, Town

SELF = types.InputPeerSelf()


@pytest.fixture
def premium(town: Town) -> Town:
    town.server._world.people.need(town.anna).premium = True
    return town


async def put(client: Any, name: str, text: str, random_id: int) -> Any:
    return await client(
        functions.messages.SendMessageRequest(
            SELF, text, random_id=random_id,
            quick_reply_shortcut=types.InputQuickReplyShortcut(name),
        )
    )  # fmt: skip


async def refused(work: Any) -> str:
    with pytest.raises(errors.RPCError) as error:
        await work
    return str(getattr(error.value, "message", "") or type(error.value).__name__)


async def test_what_is_refused(premium: Town, sign_in: Any) -> None:
    client = await sign_in(premium.server, ANNA)
    await put(client, "цена", "Сто", 1)
    assert await refused(put(client, "не то", "Сто", 2)) == "SHORTCUT_INVALID"
    shop = premium.server._world.shops.of(premium.anna)
    shop.replies[0].messages += [Held(n, "x", 0) for n in range(2, MOST_MESSAGES + 1)]
    assert await refused(put(client, "цена", "Сто", 3)) == "REPLY_MESSAGES_TOO_MUCH"
    assert not await client(functions.messages.CheckQuickReplyShortcutRequest("цена"))
    shop.replies += [Reply(n, f"n{n}", []) for n in range(2, 101)]
    assert await refused(put(client, "ещё", "Сто", 4)) == "QUICK_REPLIES_TOO_MUCH"
    update = functions.account.UpdateBusinessWorkHoursRequest
    for spans, said in (
        ([], "BUSINESS_WORK_HOURS_EMPTY"),
        ([(5, 5)], "BUSINESS_WORK_HOURS_PERIOD_INVALID"),
        ([(0, 60), (60, 90)], "BUSINESS_WORK_HOURS_PERIOD_INVALID"),
        ([(60, 90), (10000, 10200)], "BUSINESS_WORK_HOURS_PERIOD_INVALID"),
    ):
        open_ = [types.BusinessWeeklyOpen(*span) for span in spans]
        hours = types.BusinessWorkHours("Europe/Moscow", open_)
        assert await refused(client(update(hours))) == said
    odd = types.BusinessWorkHours("Mars", [types.BusinessWeeklyOpen(0, 60)])
    assert await refused(client(update(odd))) == "TIMEZONE_INVALID"
    premium.server._world.people.need(premium.anna).premium = False
    with pytest.raises(errors.PremiumAccountRequiredError):
        await client(update(None))


async def test_hashes_save_an_answer(premium: Town, sign_in: Any) -> None:
    client = await sign_in(premium.server, ANNA)
    await put(client, "цена", "Сто", 1)
    shop = premium.server._world.shops.of(premium.anna)
    first = await client(functions.messages.GetQuickRepliesRequest(hash=0))
    assert [(one.shortcut, one.count) for one in first.quick_replies] == [("цена", 1)]
    again = functions.messages.GetQuickRepliesRequest(hash=replies_hash(shop.replies))
    assert isinstance(await client(again), types.messages.QuickRepliesNotModified)
    same = functions.messages.GetQuickReplyMessagesRequest(
        shop.replies[0].id, hash=messages_hash(shop.replies[0].messages)
    )
    assert isinstance(await client(same), types.messages.MessagesNotModified)


async def test_who_writes_first_is_greeted_and_later_told_that_we_are_away(
    premium: Town, sign_in: Any
) -> None:
    client = await sign_in(premium.server, ANNA)
    await put(client, "hello", "Здравствуйте", 1)
    await put(client, "away", "Мы спим", 2)
    everybody = types.InputBusinessRecipients(exclude_selected=True)
    await client(
        functions.account.UpdateBusinessGreetingMessageRequest(
            types.InputBusinessGreetingMessage(1, everybody, no_activity_days=7)
        )
    )
    always = types.BusinessAwayMessageScheduleAlways()
    await client(
        functions.account.UpdateBusinessAwayMessageRequest(
            types.InputBusinessAwayMessage(2, always, everybody)
        )
    )
    server, anna, irina = premium.server, premium.anna, premium.irina
    for text in ("Кто здесь?", "Ау", "Ну что ж"):
        server.send(irina, anna, text)
    told = [(one.sender == anna, one.text) for one in server.history(anna, irina)]
    assert told == [
        (False, "Кто здесь?"), (True, "Здравствуйте"), (False, "Ау"), (False, "Ну что ж"),
    ]  # fmt: skip
    server.send(anna, irina, "Я здесь")
    server.send(irina, anna, "А теперь?")
    assert [one.text for one in server.history(anna, irina)][-1] == "Мы спим"
    await client.get_dialogs()
    history = await client(
        functions.messages.GetHistoryRequest(
            await client.get_input_entity(irina), 0, None, 0, 10, 0, 0, 0
        )
    )
    assert [(one.message, bool(one.offline)) for one in history.messages][:2] == [
        ("Мы спим", True), ("А теперь?", False),
    ]  # fmt: skip
