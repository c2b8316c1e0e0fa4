"""What one does with a message at Telegram beside writing: vote, pin, press, ask who read it."""

import time
from pathlib import Path
from typing import Any

import pytest
from telethon import types

from core.channels.telegram.keys import keys_of
from core.domain.answers import Pressed
from core.domain.around import Around
from core.domain.events import ContentChanged, MessagePinned, MessageReceived, SendRequested
from core.domain.keys import Key
from core.domain.problems import ChannelError
from core.domain.sends import Card, Cards, Content, Edit, Pin, Place, Quote, Vote, shown
from core.sandbox.telegram.records import Extra
from tests.core.channels.telegram.conftest import Stage, until

DAYS = ("Пн", "Вт", "Ср")
NOBODY = types.PollResults()


def poll(**changed: Any) -> types.MessageMediaPoll:
    answers = [types.PollAnswer(types.TextWithEntities(day, []), day.encode()) for day in DAYS]
    asked = types.Poll(7, types.TextWithEntities("Когда?", []), answers, hash=0, **changed)
    return types.MessageMediaPoll(asked, NOBODY)


def inline(*titles: str) -> types.ReplyInlineMarkup:
    row = [
        types.KeyboardInlineButton(one, types.InlineButtonTypeCallback(one.encode()))
        for one in titles
    ]
    return types.ReplyInlineMarkup([types.KeyboardInlineButtonRow(row)])


def wish(ref: str, content: Content) -> SendRequested:
    return SendRequested(client_ref=ref, content=content)


def around(stage: Stage, message: int) -> Around:
    """What stands around a message by the log, as a projection would have it."""
    found = Around()
    for event in stage.log.events:
        body = event.body
        if isinstance(body, MessageReceived) and event.external_id == str(message):
            found = body.around or found
        elif isinstance(body, ContentChanged) and body.target == str(message):
            found = Around(poll=body.poll, keys=body.keys)
    return found


async def test_we_vote_and_take_it_back_and_the_server_has_the_last_word(stage: Stage) -> None:
    channel = await stage.signed_in()

    def chosen(message: int) -> list[str]:
        found = around(stage, message).poll
        assert found is not None
        return [one.text for one in found.options if one.chosen]

    async def vote(message: int, *days: str) -> None:
        wanted = Vote(target=str(message), options=tuple(day.encode() for day in days))
        ref = f"{message}{days}{time.monotonic_ns()}"
        await channel.send(stage.peer(), wish(ref, wanted))

    async def asked(**changed: Any) -> int:
        sent = stage.write("", extra=Extra(media=bytes(poll(**changed))))
        await until(lambda: str(sent) in stage.log.rows)
        return sent

    one = await asked()
    await vote(one, "Вт")
    assert chosen(one) == ["Вт"]
    assert stage.log.rows[str(one)].text == "Когда?\n○ Пн\n● Вт — 1\n○ Ср"
    await vote(one)
    assert chosen(one) == []
    several = await asked(multiple_choice=True)
    await vote(several, "Пн", "Ср")
    assert chosen(several) == ["Пн", "Ср"]
    quiz = await asked(quiz=True)
    await vote(quiz, "Пн")
    over = await asked(closed=True)
    for message, days, code in (
        (one, ("Пн", "Вт"), "telegram-poll-option"),
        (quiz, ("Вт",), "telegram-poll-final"),
        (over, ("Пн",), "telegram-poll-closed"),
    ):
        with pytest.raises(ChannelError) as refused:
            await vote(message, *days)
        assert refused.value.problem.code == code


async def test_a_message_is_pinned_for_both_or_for_us_alone(stage: Stage) -> None:
    channel = await stage.signed_in()
    one, two = stage.write("Адрес"), stage.write("Счёт")
    await until(lambda: str(two) in stage.log.rows)
    for message, both in ((one, True), (two, False)):
        pin = Pin(target=str(message), pinned=True, both=both)
        for ref in ("a", "b"):  # a second time changes nothing
            await channel.send(stage.peer(), wish(f"{message}{ref}", pin))
    await until(lambda: len(stage.log.bodies(MessagePinned)) == 2)
    theirs = stage.server._hub.view(stage.irina)
    shown = [theirs.message(letter).pinned for letter in theirs.box.letters.values()]
    assert [bool(one) for one in shown if one is not None] == [True, False]
    await channel.send(stage.peer(), wish("c", Pin(target=str(one), pinned=False)))
    await until(lambda: not stage.log.rows[str(one)].pinned)


async def test_a_part_is_answered_without_a_sound(stage: Stage) -> None:
    channel = await stage.signed_in()
    asked = stage.write("Есть 40 мм? И 🔥 цена?")
    await until(lambda: str(asked) in stage.log.rows)
    told = SendRequested(
        client_ref="q", text="Да", reply_to=str(asked), quote=Quote(text="цена", at=17), silent=True
    )
    sent = await channel.send(stage.peer(), told)
    letter = stage.server._world.post.box(stage.me).letters[int(sent.external_id)]
    assert (letter.extra.quote, letter.extra.quote_at, letter.extra.silent) == ("цена", 17, True)
    found = around(stage, int(sent.external_id))
    assert (found.quote, found.quote_at) == ("цена", 17)
    # the words were changed meanwhile: then the whole message is answered
    gone = SendRequested(
        client_ref="r", text="Да", reply_to=str(asked), quote=Quote(text="скидка", at=3)
    )
    sent = await channel.send(stage.peer(), gone)
    assert stage.server._world.post.box(stage.me).letters[int(sent.external_id)].extra.quote == ""


async def test_a_button_of_a_bot_is_pressed(stage: Stage) -> None:
    channel = await stage.signed_in()
    markup = inline("Принять", "Отказ")
    order = stage.write("Заказ 5", extra=Extra(markup=bytes(markup)))
    await until(lambda: str(order) in stage.log.rows)
    keys = around(stage, order).keys
    assert keys is not None
    (accept, refuse) = keys.rows[0]
    stage.server._world.answers[accept.data] = ("Заказ принят", True, "")
    answer = await channel.press(stage.peer(), str(order), accept.data)
    assert answer == Pressed("Заказ принят", True)
    assert stage.server._world.presses == [(stage.me, stage.irina, accept.data)]
    with pytest.raises(ChannelError) as silent:
        await channel.press(stage.peer(), str(order), refuse.data)
    assert silent.value.problem.code == "telegram-bot-silent"
    # the bot puts other buttons there
    letter = stage.server._letter(stage.me, order)
    letter.extra.markup = b""
    stage.server.edit(stage.irina, letter.ids[stage.irina], "Заказ 5 принят")
    await until(lambda: around(stage, order).keys is None)


async def test_chats_with_bots_are_taken_where_they_are_wanted(stage: Stage) -> None:
    bot, _ = stage.server.add_bot("Заказы", "orders_bot", business=False)
    extra = Extra(markup=bytes(inline("Принять")))
    order = stage.server.send(bot, stage.me, "Заказ 5", extra=extra).ids[stage.me]
    channel = await stage.signed_in()
    last = stage.write("здравствуйте")
    await until(lambda: str(last) in stage.log.rows)
    assert str(order) not in stage.log.rows
    await channel.close()
    again = await stage.signed_in(bots=True)
    await until(lambda: str(order) in stage.log.rows)
    peer, keys = stage.peer(bot), around(stage, order).keys
    assert keys is not None
    stage.server._world.answers[keys.rows[0][0].data] = ("Принято", False, "")
    assert (await again.press(peer, str(order), keys.rows[0][0].data)).text == "Принято"
    sent = await again.send(peer, SendRequested(client_ref="b", text="/start"))
    assert stage.server.history(stage.me, bot)[-1].id == int(sent.external_id)


async def test_when_a_message_was_read(stage: Stage) -> None:
    channel = await stage.signed_in()
    asked = stage.write("Когда?")
    await until(lambda: str(asked) in stage.log.rows)
    sent = await channel.send(stage.peer(), SendRequested(client_ref="a", text="Отправили"))

    async def code() -> str:
        with pytest.raises(ChannelError) as refused:
            await channel.read_by(stage.peer(), sent.external_id)
        return refused.value.problem.code

    assert await code() == "telegram-read-not-yet"
    stage.server.read(stage.irina, stage.me, 0)
    (found,) = await channel.read_by(stage.peer(), sent.external_id)
    assert abs(found.at - time.time() * 1000) < 60_000
    stage.server._world.hide_reads.add(stage.irina)
    assert await code() == "telegram-read-theirs"
    stage.server._world.hide_reads.add(stage.me)
    assert await code() == "telegram-read-ours"


def test_which_buttons_there_are() -> None:
    made = types.ReplyKeyboardMarkup(
        [
            types.KeyboardButtonRow(
                [
                    types.KeyboardButton("Да", types.ButtonTypeDefault()),
                    types.KeyboardButton("Мой номер", types.ButtonTypeRequestPhone()),
                ]
            )
        ]
    )
    answers = keys_of(made)
    assert answers is not None
    assert not answers.under
    assert [one.does for one in answers.rows[0]] == ["text", "phone"]
    row = [
        types.KeyboardInlineButton("Сайт", types.InlineButtonTypeUrl("https://ex.ru/1")),
        types.KeyboardInlineButton("Плохой", types.InlineButtonTypeUrl("javascript:1")),
        types.KeyboardInlineButton("Код", types.InlineButtonTypeCopy("A-7")),
        types.KeyboardInlineButton("Спросить", types.InlineButtonTypeSwitchInline("x")),
    ]
    under = keys_of(types.ReplyInlineMarkup([types.KeyboardInlineButtonRow(row)]))
    assert under is not None
    assert under.rows[0] == (
        Key(title="Сайт", does="url", url="https://ex.ru/1"),
        Key(title="Плохой", does="none"),
        Key(title="Код", does="copy", url="A-7"),
        Key(title="Спросить", does="none"),
    )
    assert keys_of(types.ReplyKeyboardHide()) is None


async def test_a_place_and_a_contact_go_out_as_such(stage: Stage) -> None:
    channel = await stage.signed_in()
    asked = stage.write("Где вы? Чей номер?")
    await until(lambda: str(asked) in stage.log.rows)
    for content, kind in (
        (Place(latitude=55.75, longitude=37.61), types.MessageMediaGeo),
        (Place(latitude=55.75, longitude=37.61, name="Склад"), types.MessageMediaVenue),
        (Cards(cards=(Card(name="Анна К", phones=("+79990001122",)),)), types.MessageMediaContact),
    ):
        told = SendRequested(client_ref=kind.__name__, content=content, text=shown(content))
        sent = await channel.send(stage.peer(), told)
        view = stage.server._hub.view(stage.irina)
        theirs = stage.server.history(stage.irina, stage.me)[-1].id
        assert isinstance(view.message(view.box.letters[theirs]).media, kind)
        assert await channel.send(stage.peer(), told) == sent  # a second time it is found
    with pytest.raises(ChannelError):
        await channel.send(stage.peer(), wish("none", Cards(cards=(Card(name="Без номера"),))))


async def test_another_file_is_put_in_place_of_ours(stage: Stage, tmp_path: Path) -> None:
    channel = await stage.signed_in(media_dir=str(tmp_path))
    asked = stage.write("Счёт?")
    await until(lambda: str(asked) in stage.log.rows)
    for name in ("a.pdf", "b.pdf"):
        (tmp_path / name).write_bytes(name.encode())
    told = SendRequested(client_ref="f", text="Вот", file="a.pdf", file_name="a.pdf")
    sent = await channel.send(stage.peer(), told)
    other = Edit(target=sent.external_id, text="Верный", file="b.pdf", file_name="b.pdf")
    await channel.send(stage.peer(), wish("e", other))
    theirs = stage.server.history(stage.irina, stage.me)[-1]
    assert (theirs.text, theirs.file_name, theirs.file_size) == ("Верный", "b.pdf", 5)
    plain = await channel.send(stage.peer(), SendRequested(client_ref="t", text="Без файла"))
    wrong = Edit(target=plain.external_id, text="", file="b.pdf", file_name="b.pdf")
    with pytest.raises(ChannelError) as refused:
        await channel.send(stage.peer(), wish("w", wrong))
    assert refused.value.problem.code == "telegram-file-fixed"
