"""Reading from the sandbox's Telegram: dialogs, pages of history, search."""

from __future__ import annotations

import time

import pytest
from telethon import errors
from telethon.tl import functions as fn
from telethon.tl import types as tl

PHONE = "+79990001122"


async def test_dialogs_come_newest_first_with_unread_counts(town, sign_in):
    server, now = town.server, time.time()
    petr = server.add_user(phone="+79260000000", first_name="Пётр")
    for minute, text in enumerate(("раз", "два", "три")):
        server.send(town.irina, town.anna, text, at=now - 3600 + 60 * minute, push=False)
    server.send(town.anna, petr, "Здравствуйте", at=now - 60, push=False)
    anna = await sign_in(server, PHONE)
    first, second = await anna.get_dialogs()
    assert (first.name, first.unread_count, first.message.out) == ("Пётр", 0, True)
    assert (second.name, second.unread_count) == ("Ирина Ковалёва", 3)
    assert second.message.message == "три"
    assert abs(second.message.date.timestamp() - (now - 3600 + 120)) < 2


async def test_many_dialogs_are_paged_without_loss(town, sign_in):
    server, start = town.server, time.time() - 10_000
    people = [server.add_user(phone=f"+7900{n:07}", first_name=f"Клиент {n}") for n in range(130)]
    for n, person in enumerate(people):
        server.send(person, town.anna, f"№{n}", at=start + n // 3, push=False)
    anna = await sign_in(server, PHONE)
    ids = [dialog.id async for dialog in anna.iter_dialogs()]
    assert ids == people[::-1]
    # The id of a dialog's last message alone says where to go on, too.
    last = (await anna.get_messages(people[100], limit=1))[0].id
    page = await anna(fn.messages.GetDialogsRequest(None, last, tl.InputPeerEmpty(), 5, 0))
    assert [dialog.peer.user_id for dialog in page.dialogs] == people[99:94:-1]


async def test_history_is_paged_both_ways(town, sign_in):
    server = town.server
    for n in range(230):
        sender, receiver = (town.irina, town.anna) if n % 3 else (town.anna, town.irina)
        server.send(sender, receiver, str(n), at=1_700_000_000 + n * 60, push=False)
    anna = await sign_in(server, PHONE)
    texts = [m.text async for m in anna.iter_messages(town.irina, wait_time=0)]
    assert texts == [str(n) for n in reversed(range(230))]
    texts = [m.text async for m in anna.iter_messages(town.irina, reverse=True, wait_time=0)]
    assert texts == [str(n) for n in range(230)]
    page = await anna.get_messages(town.irina, limit=5, offset_id=101)
    assert [m.text for m in page] == ["99", "98", "97", "96", "95"]
    assert page.total == 230
    page = await anna.get_messages(town.irina, limit=3, min_id=200)
    assert [m.text for m in page] == ["229", "228", "227"]
    from_date = await anna.get_messages(town.irina, limit=1, offset_date=1_700_000_000 + 50 * 60)
    assert from_date[0].text == "49"


async def test_each_side_numbers_its_own_box(town):
    server = town.server
    petr = server.add_user(phone="+79260000000", first_name="Пётр")
    server.send(petr, town.anna, "первое")
    sent = server.send(town.irina, town.anna, "второе")
    assert sent.ids == {town.irina: 1, town.anna: 2}
    assert [m.id for m in server.history(town.irina, town.anna)] == [1]
    assert server.peers(town.anna) == [town.irina, petr]


async def test_messages_are_found_by_text_and_by_id(town, sign_in):
    server = town.server
    server.send(town.irina, town.anna, "Пришлите счёт")
    server.send(town.anna, town.irina, "Отправил СЧЁТ на почту")
    server.send(town.irina, town.anna, "Спасибо")
    anna = await sign_in(server, PHONE)
    found = await anna.get_messages(town.irina, search="счёт", limit=10)
    assert [m.id for m in found] == [2, 1]
    found = await anna.get_messages(None, search="спасибо", limit=10)
    assert [m.text for m in found] == ["Спасибо"]
    by_id = await anna.get_messages(town.irina, ids=[3, 99])
    assert [m and m.text for m in by_id] == ["Спасибо", None]


async def test_replies_name_the_message_by_the_readers_own_id(town, sign_in):
    server = town.server
    petr = server.add_user(phone="+79260000000", first_name="Пётр")
    server.send(petr, town.anna, "сдвиг")
    asked = server.send(town.irina, town.anna, "Сколько стоит?")
    server.send(town.anna, town.irina, "380 000", reply_to=asked.ids[town.anna])
    anna = await sign_in(server, PHONE)
    answer = (await anna.get_messages(town.irina, limit=1))[0]
    assert answer.reply_to.reply_to_msg_id == asked.ids[town.anna] == 2
    wanted = [tl.InputMessageReplyTo(answer.id), tl.InputMessageReplyTo(2), tl.InputMessageID(1)]
    told = await anna(fn.messages.GetMessagesRequest(wanted))
    assert [getattr(m, "message", None) for m in told.messages] == ["Сколько стоит?", None, "сдвиг"]


async def test_a_wrong_access_hash_names_nobody(town, sign_in):
    anna = await sign_in(town.server, PHONE)
    stranger = tl.InputPeerUser(town.irina, access_hash=1)
    with pytest.raises(errors.PeerIdInvalidError):
        await anna(fn.messages.ReadHistoryRequest(stranger, 0))
