"""What a client of the sandbox's Telegram misses, and how it gets it back."""

from __future__ import annotations

import asyncio

import pytest
from telethon import errors, events
from telethon.tl import functions as fn
from telethon.tl import types as tl

from core.sandbox.telegram import SandboxFile, TelegramServer

ANNA, IRINA = "+79990001122", "+79161112233"


async def difference(client, state, **limits) -> tuple[list, list, int]:
    """New messages, other updates and the number of answers it took."""
    messages: list = []
    updates: list = []
    answers = 0
    pts = state.pts
    while True:
        got = await client(fn.updates.GetDifferenceRequest(pts, state.date, 0, **limits))
        answers += 1
        if isinstance(got, tl.updates.DifferenceEmpty):
            return messages, updates, answers
        messages += got.new_messages
        updates += got.other_updates
        if isinstance(got, tl.updates.Difference):
            return messages, updates, answers
        pts = got.intermediate_state.pts


async def test_what_happened_while_it_was_down_comes_by_difference(town, sign_in, until):
    server = town.server
    old = server.send(town.irina, town.anna, "до 300 тысяч")
    other = server.send(town.irina, town.anna, "опечатка")
    mine = server.send(town.anna, town.irina, "Принято")
    anna = await sign_in(server, ANNA)
    state = await anna(fn.updates.GetStateRequest())
    port = server.port
    await server.stop()
    for n in range(3):
        server.send(town.irina, town.anna, f"пока вас не было {n}")
    gone = server.send(town.irina, town.anna, "передумала")
    server.edit(town.irina, old.ids[town.irina], "до 380 тысяч")
    server.delete(town.irina, [other.ids[town.irina], gone.ids[town.irina]])
    server.react(town.irina, mine.ids[town.irina], "🔥")
    server.read(town.irina, town.anna, mine.ids[town.irina])
    server.read(town.anna, town.irina, old.ids[town.anna])
    await asyncio.sleep(0.05)
    await server.start()
    assert server.port == port
    messages, updates, _ = await asyncio.wait_for(difference(anna, state), 10)
    assert [m.message for m in messages] == [f"пока вас не было {n}" for n in range(3)]
    edits = [u.message for u in updates if isinstance(u, tl.UpdateEditMessage)]
    assert [e.message for e in edits] == ["до 380 тысяч", "Принято"]
    assert edits[1].reactions.results[0].reaction.emoticon == "🔥"
    deleted = [u.messages for u in updates if isinstance(u, tl.UpdateDeleteMessages)]
    assert deleted == [[other.ids[town.anna], gone.ids[town.anna]]]
    kinds = [type(update) for update in updates]
    assert tl.UpdateReadHistoryOutbox in kinds
    assert tl.UpdateReadHistoryInbox in kinds
    assert tl.UpdateMessageReactions in kinds
    now = await anna(fn.updates.GetStateRequest())
    assert now.pts == state.pts + 10


async def test_a_client_gets_its_own_way_back_after_a_cut(town, sign_in, until):
    server = town.server
    anna = await sign_in(server, ANNA)
    await anna.get_dialogs()
    heard: list[str] = []

    async def hear(event: events.NewMessage.Event) -> None:
        heard.append(event.raw_text)

    anna.add_event_handler(hear, events.NewMessage)
    server.send(town.irina, town.anna, "до обрыва")
    await until(lambda: heard == ["до обрыва"])
    await server.stop()
    server.send(town.irina, town.anna, "во время обрыва")
    await server.start()
    # The client comes back by itself, but asks for what it missed only when a push shows a gap.
    assert (await asyncio.wait_for(anna.get_me(), 10)).id == town.anna
    server.send(town.irina, town.anna, "после обрыва")
    await until(lambda: len(heard) == 3)
    assert heard[0] == "до обрыва"
    assert sorted(heard[1:]) == ["во время обрыва", "после обрыва"]


async def test_a_long_gap_comes_in_slices(town, sign_in):
    server = town.server
    anna = await sign_in(server, ANNA)
    state = await anna(fn.updates.GetStateRequest())
    server.lose_pushes(60)
    sent = [server.send(town.irina, town.anna, str(n)) for n in range(250)]
    server.edit(town.irina, sent[0].ids[town.irina], "0, но иначе")
    server.delete(town.irina, [s.ids[town.irina] for s in sent[100:105]])
    messages, updates, answers = await difference(anna, state)
    kept = [n for n in range(250) if not 100 <= n < 105]
    assert [m.id for m in messages] == [sent[n].ids[town.anna] for n in kept]
    assert messages[0].message == "0, но иначе"
    assert answers == 3
    assert (await difference(anna, state, pts_limit=20))[2] == 13
    too_long = await anna(
        fn.updates.GetDifferenceRequest(state.pts, state.date, 0, pts_total_limit=10)
    )
    assert isinstance(too_long, tl.updates.DifferenceTooLong)
    assert too_long.pts == state.pts + 256
    assert len([u for u in updates if isinstance(u, tl.UpdateDeleteMessages)]) == 1


async def test_lost_pushes_are_made_good_by_the_next_one(town, sign_in, until):
    server = town.server
    anna = await sign_in(server, ANNA)
    await anna.get_dialogs()
    heard: list[str] = []

    async def hear(event: events.NewMessage.Event) -> None:
        heard.append(event.raw_text)

    anna.add_event_handler(hear, events.NewMessage)
    server.lose_pushes(60)
    server.send(town.irina, town.anna, "потерянное")
    server.lose_pushes(0)
    server.send(town.irina, town.anna, "следующее")
    await until(lambda: len(heard) == 2)
    assert sorted(heard) == ["потерянное", "следующее"]


async def test_the_state_file_carries_everything_into_a_new_process(tmp_path, connect, until):
    path = tmp_path / "telegram.sqlite"
    first = TelegramServer(state=path)
    await first.start()
    anna = first.add_user(phone=ANNA, first_name="Анна", password="секрет")
    irina = first.add_user(phone=IRINA, first_name="Ирина", username="irina_k")
    first.add_contact(anna, irina)
    client = await connect(first)
    await client.send_code_request(ANNA)
    with pytest.raises(errors.SessionPasswordNeededError):
        await client.sign_in(ANNA, first.login_code(ANNA))
    await client.sign_in(password="секрет")
    file = SandboxFile("a.pdf", "application/pdf", b"%PDF" * 300, "document")
    asked = first.send(irina, anna, "Смета во вложении", file=file, at=1_700_000_000.5)
    first.edit(irina, asked.ids[irina], "Смета ниже")
    first.react(anna, asked.ids[anna], "👍")
    first.read(anna, irina, asked.ids[anna])
    peer = await client.get_input_entity("irina_k")
    await client(fn.messages.SendMessageRequest(peer, "Спасибо", random_id=7))
    state = await client(fn.updates.GetStateRequest())
    before, port, pem = first.history(anna, irina), first.port, first.public_key_pem
    await first.stop()
    first.close()

    second = TelegramServer(state=path)
    assert (second.public_key_pem, second.port) == (pem, port)
    assert second.history(anna, irina) == before
    second.send(irina, anna, "Пока никого не было")
    await second.start()
    try:
        me = await asyncio.wait_for(client.get_me(), 10)
        assert me.id == anna
        messages, _, _ = await difference(client, state)
        assert [m.message for m in messages] == ["Пока никого не было"]
        dialog = (await client.get_dialogs())[0]
        assert (dialog.unread_count, dialog.entity.phone) == (1, "79161112233")
        got = (await client.get_messages(peer, ids=[asked.ids[anna]]))[0]
        assert await got.download_media(bytes) == file.data
        request = fn.messages.SendMessageRequest(peer, "Спасибо", random_id=7)
        with pytest.raises(errors.RandomIdDuplicateError):
            await client._sender.send(request)
        await client.disconnect()
    finally:
        await second.stop()
        second.close()
