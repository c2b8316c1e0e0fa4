"""A connected bot before the server: kurigram as the bot, with TL code of its own, and Telethon as
the account that connects it."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator
from typing import Any

import pytest
from telethon import errors, functions, types

from core.sandbox.telegram import SandboxFile
from tests.foreign import foreign_session

EVERYBODY = types.InputBusinessBotRecipients(
    existing_chats=True, new_chats=True, contacts=True, non_contacts=True
)
RIGHTS = types.BusinessBotRights(reply=True, read_messages=True, delete_sent_messages=True)


@pytest.fixture
async def foreign(town: Any, monkeypatch: Any) -> AsyncIterator[Any]:
    async with foreign_session(town.server, monkeypatch, bot=True) as client:
        yield client


async def test_a_foreign_bot_hears_answers_and_follows(foreign: Any, town: Any, until: Any) -> None:
    from pyrogram import handlers
    from pyrogram.errors import BusinessConnectionInvalid, RPCError

    server = town.server
    bot, token = server.add_bot("Отдел продаж", "sales_bot")
    me = await foreign.sign_in_bot(token)
    assert (me.id, me.is_bot, me.username) == (bot, True, "sales_bot")
    heard: list[tuple[str, str]] = []
    connections: list[Any] = []
    gone: list[int] = []

    def hear(kind: str) -> Any:
        async def took(_: object, message: Any) -> None:
            heard.append((kind, message.text or message.caption or ""))

        return took

    async def connected(_: object, connection: Any) -> None:
        connections.append(connection)

    async def deleted(_: object, messages: Any) -> None:
        gone.extend(one.id for one in messages)

    foreign.add_handler(handlers.BusinessMessageHandler(hear("new")))
    foreign.add_handler(handlers.EditedBusinessMessageHandler(hear("edit")))
    foreign.add_handler(handlers.DeletedBusinessMessagesHandler(deleted))
    foreign.add_handler(handlers.BusinessConnectionHandler(connected))
    await foreign.initialize()
    link = server.connect_bot(town.anna, bot)
    await until(lambda: [one.id for one in connections] == [link])
    assert connections[0].user.first_name == "Анна"
    file = SandboxFile("заявка.txt", "text/plain", b"12345", "document")
    first = server.send(town.irina, town.anna, "Заявка", file=file).ids
    await until(lambda: heard == [("new", "Заявка")])
    server.edit(town.irina, first[town.irina], "Заявка, срочно")
    await until(lambda: heard[-1] == ("edit", "Заявка, срочно"))
    sent = await foreign.send_message(town.irina, "Принято", business_connection_id=link)
    assert sent.id == server.history(town.anna, town.irina)[-1].id
    back = io.BytesIO(b"offer")
    back.name = "кп.pdf"
    await foreign.send_document(town.irina, back, caption="КП", business_connection_id=link)
    assert [(m.text, m.file_name) for m in server.history(town.irina, town.anna)] == [
        ("Заявка, срочно", "заявка.txt"),
        ("Принято", None),
        ("КП", "кп.pdf"),
    ]
    assert await foreign.delete_business_messages(link, [sent.id])
    server.delete(town.irina, [first[town.irina]])
    await until(lambda: first[town.anna] in gone)
    assert (await foreign.get_business_connection(link)).is_enabled
    server.disconnect_bot(town.anna)
    with pytest.raises(BusinessConnectionInvalid):
        await foreign.send_message(town.irina, "ещё", business_connection_id=link)
    with pytest.raises(RPCError, match="ACCESS_TOKEN_INVALID"):
        await foreign.sign_in_bot("1:nonsense")


async def test_an_account_connects_changes_and_takes_away(town: Any, sign_in: Any) -> None:
    server = town.server
    bot, _ = server.add_bot("Отдел продаж", "sales_bot")
    plain, _ = server.add_bot("Просто бот", "plain_bot", business=False)
    anna = await sign_in(server, "+79990001122")

    async def named(user: int) -> Any:
        name = server._world.people.need(user).username
        found = await anna(functions.contacts.ResolveUsernameRequest(name))
        return types.InputUser(found.users[0].id, found.users[0].access_hash)

    async def connect(user: int, recipients: Any = EVERYBODY, **more: Any) -> Any:
        request = functions.account.UpdateConnectedBotRequest(
            await named(user), recipients, rights=RIGHTS, **more
        )
        return await anna(request)

    with pytest.raises(errors.ForbiddenError):
        await connect(bot)  # without Premium
    server._world.people.need(town.anna).premium = True
    with pytest.raises(errors.BadRequestError, match="BOT_BUSINESS_MISSING"):
        await connect(plain)
    with pytest.raises(errors.BadRequestError, match="BUSINESS_RECIPIENTS_EMPTY"):
        await connect(bot, types.InputBusinessBotRecipients())
    await connect(bot)
    listed = await anna(functions.account.GetConnectedBotsRequest())
    assert [(one.bot_id, one.rights.reply) for one in listed.connected_bots] == [(bot, True)]
    await connect(bot, deleted=True)
    listed = await anna(functions.account.GetConnectedBotsRequest())
    assert listed.connected_bots == []
