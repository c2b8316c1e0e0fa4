"""The sandbox's Telegram before a client with TL code of its own: kurigram.

Server and Telethon share one set of TL classes, which would hide an error they share.
"""

from __future__ import annotations

import io
import random
from collections.abc import AsyncIterator

import pytest

from core.sandbox.telegram import SandboxFile
from tests.foreign import foreign_session

PHONE = "+79990001122"


@pytest.fixture
async def foreign(town, monkeypatch) -> AsyncIterator:
    async with foreign_session(town.server, monkeypatch) as client:
        yield client


async def test_it_signs_in_lists_dialogs_sends_and_hears(foreign, town, until):
    from pyrogram import filters, handlers

    server = town.server
    server.send(town.irina, town.anna, "Добрый день, есть ли насосы?")
    sent = await foreign.send_code(PHONE)
    me = await foreign.sign_in(PHONE, sent.phone_code_hash, server.login_code(PHONE))
    assert (me.id, me.phone_number) == (town.anna, "79990001122")
    dialogs = [dialog async for dialog in foreign.get_dialogs()]
    assert [d.chat.first_name for d in dialogs] == ["Ирина"]
    assert dialogs[0].top_message.text == "Добрый день, есть ли насосы?"
    assert dialogs[0].unread_messages_count == 1
    answer = await foreign.send_message(town.irina, "**Есть**, какие нужны?")
    await foreign.edit_message_text(town.irina, answer.id, "Есть. Какие нужны?")
    assert [m.text for m in server.history(town.irina, town.anna)] == [
        "Добрый день, есть ли насосы?",
        "Есть. Какие нужны?",
    ]
    (passed,) = await foreign.forward_messages(town.irina, town.irina, [answer.id])
    assert passed.text == "Есть. Какие нужны?"
    await foreign.delete_messages(town.irina, [passed.id])
    assert len(server.history(town.irina, town.anna)) == 2
    found = [m.text async for m in foreign.search_global("насосы")]
    assert found == ["Добрый день, есть ли насосы?"]
    heard: list[str] = []

    async def hear(_: object, message: object) -> None:
        heard.append(message.text)

    foreign.add_handler(handlers.MessageHandler(hear, filters.incoming))
    await foreign.initialize()
    server.send(town.irina, town.anna, "Центробежные, три штуки")
    await until(lambda: heard == ["Центробежные, три штуки"])
    texts = [m.text async for m in foreign.get_chat_history(town.irina)]
    assert texts == [
        "Центробежные, три штуки",
        "Есть. Какие нужны?",
        "Добрый день, есть ли насосы?",
    ]


async def test_it_proves_a_password_and_moves_files(foreign, town):
    from pyrogram.errors import SessionPasswordNeeded

    server = town.server
    olga = server.add_user(phone="+79031234567", first_name="Ольга", password="секрет")
    server.add_contact(olga, town.irina)
    data = random.Random(3).randbytes(200_000)
    file = SandboxFile("каталог.pdf", "application/pdf", data, "document")
    server.send(town.irina, olga, "Каталог", file=file)
    sent = await foreign.send_code("+79031234567")
    with pytest.raises(SessionPasswordNeeded):
        await foreign.sign_in(
            "+79031234567", sent.phone_code_hash, server.login_code("+79031234567")
        )
    assert (await foreign.check_password("секрет")).id == olga
    await foreign.initialize()
    message = next(iter([d async for d in foreign.get_dialogs()])).top_message
    assert (message.document.file_name, message.document.file_size) == ("каталог.pdf", len(data))
    got = await foreign.download_media(message, in_memory=True)
    assert got.getbuffer() == data
    back = io.BytesIO(data[:90_000])
    back.name = "счёт.pdf"
    await foreign.send_document(town.irina, back, caption="Счёт")
    stored = server.history(town.irina, olga)[-1]
    assert (stored.text, stored.file_name, stored.file_size) == ("Счёт", "счёт.pdf", 90_000)


async def test_it_archives_marks_mutes_pins_and_makes_folders(foreign, town, until):
    from pyrogram import raw

    server = town.server
    server.send(town.irina, town.anna, "Добрый день")
    sent = await foreign.send_code(PHONE)
    await foreign.sign_in(PHONE, sent.phone_code_hash, server.login_code(PHONE))
    assert len([one async for one in foreign.get_dialogs()]) == 1
    irina = await foreign.resolve_peer(town.irina)
    shelf = server._world.shelves.of(town.anna)
    assert await foreign.archive_chats(town.irina)
    dialog = raw.types.InputDialogPeer(peer=irina)  # its own mark_chat_unread names a bare peer
    await foreign.invoke(raw.functions.messages.MarkDialogUnread(peer=dialog, unread=True))
    (dialog,) = [one async for one in foreign.get_dialogs()]
    assert (dialog.chat.id, dialog.unread_mark) == (town.irina, True)
    assert (shelf.archived, shelf.marked) == ([town.irina], [town.irina])
    assert await foreign.unarchive_chats(town.irina)
    pin = raw.types.InputDialogPeer(peer=irina)
    await foreign.invoke(raw.functions.messages.ToggleDialogPin(peer=pin, pinned=True))
    (dialog,) = [one async for one in foreign.get_dialogs()]
    assert (dialog.is_pinned, shelf.archived) == (True, [])
    await foreign.invoke(
        raw.functions.account.UpdateNotifySettings(
            peer=raw.types.InputNotifyPeer(peer=irina),
            settings=raw.types.InputPeerNotifySettings(mute_until=2**31 - 1),
        )
    )
    assert shelf.muted(town.irina)
    await foreign.invoke(
        raw.functions.messages.UpdateDialogFilter(
            id=2,
            filter=raw.types.DialogFilter(
                id=2, title=raw.types.TextWithEntities(text="Работа", entities=[]),
                pinned_peers=[], include_peers=[irina], exclude_peers=[], emoticon="💼",
            ),
        )
    )  # fmt: skip
    found = await foreign.get_folders()
    assert [folder.name for folder in found if folder.id == 2] == ["Работа"]
    assert await foreign.delete_folder(2)
    assert shelf.folders == []


async def test_it_lists_groups_and_writes_in_them(foreign, town, until):
    from pyrogram import filters, handlers

    server = town.server
    basic = server.groups.create("Закупки", [town.irina, town.anna])
    there = server.groups.create("Стройка", [town.irina, town.anna], supergroup=True)
    server.groups.send(town.irina, basic, "Кто считает насосы?")
    first = server.groups.send(town.irina, there, "Начинаем в понедельник")
    sent = await foreign.send_code(PHONE)
    await foreign.sign_in(PHONE, sent.phone_code_hash, server.login_code(PHONE))
    dialogs = {d.chat.title: d async for d in foreign.get_dialogs()}
    assert {d.chat.id for d in dialogs.values()} == {basic, there}
    assert dialogs["Закупки"].top_message.from_user.first_name == "Ирина"
    assert dialogs["Стройка"].chat.type.name == "SUPERGROUP"
    assert dialogs["Стройка"].unread_messages_count == 2
    for group, words in ((basic, "Я считаю"), (there, "Ждём")):
        made = await foreign.send_message(group, words)
        await foreign.edit_message_text(group, made.id, f"{words}!")
        assert [x.text for x in server.groups.letters(group, town.anna)][-1] == f"{words}!"
    await foreign.send_reaction(there, first, "👍")
    await foreign.read_chat_history(there)
    gone = await foreign.send_message(there, "лишнее")
    await foreign.delete_messages(there, gone.id)
    letters = server.groups.letters(there, town.anna)
    assert [x.text for x in letters if x.text] == ["Начинаем в понедельник", "Ждём!"]
    assert letters[1].reactions == {town.anna: "👍"}
    texts = [m.text async for m in foreign.get_chat_history(there) if m.text]
    assert texts == ["Ждём!", "Начинаем в понедельник"]
    members = [m.user.first_name async for m in foreign.get_chat_members(there)]
    assert sorted(members) == ["Анна", "Ирина"]
    heard: list[str] = []

    async def hear(_: object, message: object) -> None:
        heard.append(f"{message.chat.title}: {message.from_user.first_name}: {message.text}")

    foreign.add_handler(handlers.MessageHandler(hear, filters.incoming & filters.text))
    await foreign.initialize()
    server.groups.send(town.irina, basic, "Хорошо")
    server.groups.send(town.irina, there, "И мы")
    await until(lambda: len(heard) == 2)
    assert heard == ["Закупки: Ирина: Хорошо", "Стройка: Ирина: И мы"]


async def test_it_keeps_and_sends_quick_replies_and_sets_its_hours(foreign, town):
    from pyrogram import raw

    functions, types = raw.functions, raw.types
    server = town.server
    server._world.people.need(town.anna).premium = True
    server.send(town.irina, town.anna, "Сколько?")
    sent = await foreign.send_code(PHONE)
    await foreign.sign_in(PHONE, sent.phone_code_hash, server.login_code(PHONE))
    await foreign.initialize()
    [_ async for _ in foreign.get_dialogs()]
    made = await foreign.invoke(
        functions.messages.SendMessage(
            peer=types.InputPeerSelf(), message="Сто рублей", random_id=1,
            quick_reply_shortcut=types.InputQuickReplyShortcut(shortcut="цена"),
            entities=[types.MessageEntityBold(offset=0, length=3)],
        )
    )  # fmt: skip
    assert [type(one).__name__ for one in made.updates] == [
        "UpdateMessageID", "UpdateNewQuickReply", "UpdateQuickReplyMessage",
    ]  # fmt: skip
    listed = await foreign.invoke(functions.messages.GetQuickReplies(hash=0))
    assert [(one.shortcut, one.count) for one in listed.quick_replies] == [("цена", 1)]
    hours = types.BusinessWorkHours(
        timezone_id="Europe/Moscow",
        weekly_open=[types.BusinessWeeklyOpen(start_minute=540, end_minute=1080)],
    )
    assert await foreign.invoke(
        functions.account.UpdateBusinessWorkHours(business_work_hours=hours)
    )
    me = await foreign.invoke(functions.users.GetFullUser(id=types.InputUserSelf()))
    assert me.full_user.business_work_hours.timezone_id == "Europe/Moscow"
    await foreign.invoke(
        functions.messages.SendQuickReplyMessages(
            peer=await foreign.resolve_peer(town.irina), shortcut_id=1, id=[], random_id=[7]
        )
    )
    assert [one.text for one in server.history(town.irina, town.anna)] == ["Сколько?", "Сто рублей"]
