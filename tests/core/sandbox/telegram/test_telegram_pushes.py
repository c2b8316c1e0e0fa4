"""Writing to the sandbox's Telegram, and what the other sessions are told of it."""

from __future__ import annotations

import pytest
from telethon import TelegramClient, errors, events
from telethon.tl import functions as fn
from telethon.tl import types as tl

ANNA, IRINA = "+79990001122", "+79161112233"


def listen(client: TelegramClient) -> list:
    """Everything the client is told, update by update."""
    told: list = []

    async def keep(update: object) -> None:
        told.append(update)

    client.add_event_handler(keep, events.Raw)
    return told


def of(told: list, kind: type) -> list:
    return [update for update in told if isinstance(update, kind)]


async def test_a_message_reaches_the_other_side_and_the_senders_other_session(town, sign_in, until):
    anna, second = await sign_in(town.server, ANNA), await sign_in(town.server, ANNA)
    irina = await sign_in(town.server, IRINA)
    await anna.get_dialogs()
    own, others, theirs = listen(anna), listen(second), listen(irina)
    sent = await anna.send_message("irina_k", "**Готово**, высылаю")
    await until(lambda: of(theirs, tl.UpdateNewMessage) and of(others, tl.UpdateNewMessage))
    got, copy = of(theirs, tl.UpdateNewMessage)[0].message, of(others, tl.UpdateNewMessage)[0]
    assert (got.message, got.out, got.peer_id.user_id) == ("Готово, высылаю", False, town.anna)
    assert isinstance(got.entities[0], tl.MessageEntityBold)
    assert (copy.message.id, copy.message.out) == (sent.id, True)
    assert not of(own, tl.UpdateNewMessage)


async def test_edits_deletions_reactions_reads_and_typing_are_pushed(town, sign_in, until):
    server = town.server
    anna = await sign_in(server, ANNA)
    told = listen(anna)
    asked = server.send(town.irina, town.anna, "до 300 тысяч")
    answered = server.send(town.anna, town.irina, "Хорошо")
    server.edit(town.irina, asked.ids[town.irina], "до 380 тысяч")
    server.react(town.irina, answered.ids[town.irina], "👍")
    server.read(town.irina, town.anna, answered.ids[town.irina])
    server.read(town.anna, town.irina, asked.ids[town.anna])
    server.typing(town.irina, town.anna)
    server.delete(town.irina, [asked.ids[town.irina]])
    await until(lambda: of(told, tl.UpdateDeleteMessages))
    edits = of(told, tl.UpdateEditMessage)
    assert (edits[0].message.message, edits[0].message.edit_hide) == ("до 380 тысяч", False)
    assert edits[0].message.edit_date is not None
    assert (edits[1].message.id, edits[1].message.edit_hide) == (answered.ids[town.anna], True)
    reactions = of(told, tl.UpdateMessageReactions)[0]
    assert reactions.reactions.results[0].reaction.emoticon == "👍"
    assert of(told, tl.UpdateReadHistoryOutbox)[0].max_id == answered.ids[town.anna]
    inbox = of(told, tl.UpdateReadHistoryInbox)[0]
    assert (inbox.max_id, inbox.still_unread_count) == (asked.ids[town.anna], 0)
    assert of(told, tl.UpdateUserTyping)[0].user_id == town.irina
    assert of(told, tl.UpdateDeleteMessages)[0].messages == [asked.ids[town.anna]]
    pts = [u.pts for u in told if hasattr(u, "pts")]
    assert pts == sorted(pts)
    assert pts[-1] == (await anna(fn.updates.GetStateRequest())).pts


async def test_a_client_edits_reacts_reads_types_and_deletes(town, sign_in, until):
    server = town.server
    asked = server.send(town.irina, town.anna, "Когда доставка?")
    anna, irina = await sign_in(server, ANNA), await sign_in(server, IRINA)
    await anna.get_dialogs()
    await irina.get_dialogs()
    told = listen(irina)
    answer = await anna.send_message(town.irina, "Завтра")
    await anna.edit_message(answer, "Послезавтра")
    await anna(
        fn.messages.SendReactionRequest(
            town.irina, asked.ids[town.anna], reaction=[tl.ReactionEmoji("👌")]
        )
    )
    await anna.send_read_acknowledge(town.irina)
    async with anna.action(town.irina, "typing"):
        await until(lambda: of(told, tl.UpdateUserTyping))
    await anna(fn.account.UpdateStatusRequest(offline=False))
    await until(lambda: of(told, tl.UpdateUserStatus))
    stored = server.history(town.anna, town.irina)
    assert [(m.text, m.reactions) for m in stored] == [
        ("Когда доставка?", {town.anna: "👌"}),
        ("Послезавтра", {}),
    ]
    assert of(told, tl.UpdateReadHistoryOutbox)[0].max_id == asked.ids[town.irina]
    await answer.delete()
    await until(lambda: of(told, tl.UpdateDeleteMessages))
    assert [m.text for m in server.history(town.irina, town.anna)] == ["Когда доставка?"]
    shown = await irina(fn.messages.GetMessagesReactionsRequest(town.anna, [1]))
    assert shown.updates[0].reactions.results[0].count == 1


async def test_deleting_for_oneself_leaves_the_other_side(town, sign_in):
    server = town.server
    sent = server.send(town.irina, town.anna, "лишнее")
    anna = await sign_in(server, ANNA)
    await anna.delete_messages(None, [sent.ids[town.anna]], revoke=False)
    assert server.history(town.anna, town.irina) == []
    assert [m.text for m in server.history(town.irina, town.anna)] == ["лишнее"]


async def test_a_repeated_random_id_sends_nothing_twice(town, sign_in):
    anna = await sign_in(town.server, ANNA)
    peer = await anna.get_input_entity("irina_k")
    request = fn.messages.SendMessageRequest(peer, "один раз", random_id=4242)
    await anna(request)
    with pytest.raises(errors.RandomIdDuplicateError):
        # Past the client's own retries: it takes a 500 for trouble that passes.
        await anna._sender.send(request)
    assert [m.text for m in town.server.history(town.irina, town.anna)] == ["один раз"]


async def test_only_the_author_edits_and_only_to_something_new(town, sign_in):
    asked = town.server.send(town.irina, town.anna, "как есть")
    anna = await sign_in(town.server, ANNA)
    await anna.get_dialogs()
    with pytest.raises(errors.MessageAuthorRequiredError):
        await anna.edit_message(town.irina, asked.ids[town.anna], "иначе")
    mine = await anna.send_message(town.irina, "моё")
    with pytest.raises(errors.MessageNotModifiedError):
        await anna.edit_message(mine, "моё")
    with pytest.raises(PermissionError):
        town.server.edit(town.anna, asked.ids[town.anna], "иначе")


async def test_a_flood_wait_can_be_put_in_the_way(town, sign_in):
    anna = await sign_in(town.server, ANNA, flood_sleep_threshold=0)
    town.server.flood_wait("messages.sendMessage", 77)
    with pytest.raises(errors.FloodWaitError) as caught:
        await anna.send_message("irina_k", "сейчас")
    assert caught.value.seconds == 77
    peer = await anna.get_input_entity("irina_k")
    await anna._sender.send(fn.messages.SendMessageRequest(peer, "потом", random_id=1))
    assert [m.text for m in town.server.history(town.anna, town.irina)] == ["потом"]
