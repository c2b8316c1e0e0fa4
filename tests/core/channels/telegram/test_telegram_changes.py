"""Edits and deletions of ours at Telegram: what it takes, what it refuses, and how words look."""

import time
from typing import Any

import pytest
from msgspec import structs
from telethon import types

from core.channels.telegram.entities import entities_of, marks_of
from core.domain.events import MessageEdited, MessageReceived, SendRequested
from core.domain.marks import Mark
from core.domain.problems import ChannelError
from core.domain.sends import Content, Delete, Edit, Forward

from .conftest import until


async def _met(stage: Any) -> Any:
    channel = await stage.signed_in()
    stage.write("здравствуйте")
    await stage.agree()
    return channel


def wish(ref: str, content: Content) -> SendRequested:
    return SendRequested(client_ref=ref, content=content)


async def test_an_edit_is_there_for_both_and_may_be_said_twice(stage: Any) -> None:
    channel = await _met(stage)
    sent = await channel.send(stage.peer(), SendRequested(client_ref="r1", text="Сто"))
    await stage.agree()
    edit = wish("r2", Edit(target=sent.external_id, text="Двести"))
    taken = await channel.send(stage.peer(), edit)
    again = await channel.send(stage.peer(), edit)
    last = stage.server.history(stage.irina, stage.me)[-1]
    assert last.text == "Двести"
    assert taken.at == again.at == int(last.edited_at) * 1000
    await stage.agree()
    told = {(one.text, one.edited_at) for one in stage.log.bodies(MessageEdited)}
    assert told == {("Двести", taken.at)}


async def test_looks_go_out_and_come_in(stage: Any) -> None:
    channel = await _met(stage)
    text = "😀 жирный и код"
    marks = (Mark("bold", 2, 8), Mark("code", 11, 14))
    sent = await channel.send(stage.peer(), SendRequested(client_ref="r1", text=text, marks=marks))
    await stage.agree()
    mine = [b for b in stage.log.bodies(MessageReceived) if b.direction == "out"]
    assert [(one.text, one.marks) for one in mine] == [(text, marks)]
    edit = Edit(target=sent.external_id, text=text, marks=marks[:1])
    await channel.send(stage.peer(), wish("r2", edit))
    letter = stage.server._letter(stage.me, int(sent.external_id))
    assert len(letter.entities) == 1


async def test_what_is_deleted_is_gone_for_both(stage: Any) -> None:
    channel = await _met(stage)
    sent = await channel.send(stage.peer(), SendRequested(client_ref="r1", text="Сто"))
    await stage.agree()
    theirs = str(stage.log.thread(stage.irina)[0][0])
    for target in (theirs, sent.external_id, sent.external_id):
        await channel.send(stage.peer(), wish("r2", Delete(target=target)))
    assert stage.server.history(stage.irina, stage.me) == []


@pytest.mark.parametrize("case", ["late", "not-ours", "gone", "forbidden"])
async def test_what_telegram_refuses_is_said(stage: Any, case: str) -> None:
    channel = await _met(stage)
    asked = stage.log.thread(stage.irina)[0][0]
    content: Content = Edit(target=str(asked), text="?")
    code = "telegram-edit-not-ours"
    if case == "late":
        old = stage.server.send(stage.me, stage.irina, "Сто", at=time.time() - 49 * 3600)
        content = Edit(target=str(old.ids[stage.me]), text="?")
        code = "telegram-edit-late"
    elif case == "gone":
        content, code = Edit(target="999", text="?"), "message-gone"
    elif case == "forbidden":
        stage.server.protect(stage.irina)
        content, code = Delete(target=str(asked)), "telegram-delete-forbidden"
    with pytest.raises(ChannelError) as failed:
        await channel.send(stage.peer(), wish("r2", content))
    assert failed.value.problem.code == code
    assert failed.value.retry_in is None


def test_offsets_of_utf16_and_what_is_out_of_the_text() -> None:
    text = "😀 см. a.example и @irina"
    entities = [
        types.MessageEntityUrl(7, 9),
        types.MessageEntityMention(19, 6),
        types.MessageEntityTextUrl(0, 2, "https://b.example"),
        types.MessageEntityCustomEmoji(0, 2, 5),
        types.MessageEntityBold(20, 400),
        types.MessageEntityBold(90, 4),
    ]
    marks = marks_of(text, entities)
    assert [(m.style, text[m.start : m.end], m.url) for m in marks] == [
        ("link", "😀", "https://b.example"),
        ("link", "a.example", "a.example"),
        ("mention", "@irina", ""),
        ("bold", "irina", ""),
    ]
    back = entities_of(text, marks)
    assert back is not None
    assert [(type(e).__name__[13:], e.offset, e.length) for e in back] == [
        ("TextUrl", 0, 2), ("Bold", 20, 5),
    ]  # fmt: skip
    assert (marks_of("", entities), marks_of(text, None), entities_of(text, ())) == ((), (), None)


async def test_what_is_passed_on_shows_once_and_not_where_it_may_not(stage: Any) -> None:
    channel = await _met(stage)
    oleg = stage.server.add_user(phone="+79163334455", first_name="Олег")
    stage.server.send(oleg, stage.me, "привет")
    asked = str(stage.log.thread(stage.irina)[0][0])
    await stage.agree()
    forward = Forward(source=str(stage.irina), target=asked)
    request = SendRequested(client_ref="r1", text="здравствуйте", content=forward)
    first = await channel.send(stage.peer(oleg), request)
    assert await channel.send(stage.peer(oleg), request) == first
    assert [m.text for m in stage.server.history(oleg, stage.me)] == ["привет", "здравствуйте"]
    dropped = SendRequested(client_ref="r3", content=structs.replace(forward, named=False))
    await channel.send(stage.peer(oleg), dropped)
    letters = [stage.server._letter(oleg, one.id) for one in stage.server.history(oleg, stage.me)]
    assert [bool(one.extra.forward) for one in letters] == [False, True, False]
    stage.server.protect(stage.irina)
    again = SendRequested(client_ref="r2", text="здравствуйте", content=forward)
    with pytest.raises(ChannelError) as failed:
        await channel.send(stage.peer(oleg), again)
    assert failed.value.problem.code == "telegram-forwards-restricted"


async def test_another_device_changes_only_how_words_look(stage: Any) -> None:
    await _met(stage)
    asked = stage.log.thread(stage.irina)[0][0]
    letter = stage.server._letter(stage.me, asked)
    for second, entity in enumerate((types.MessageEntityBold, types.MessageEntityItalic), 1):
        effects = stage.server._world.post.edit(letter, letter.text, [bytes(entity(0, 12))])
        letter.edited_at += second
        stage.server._done(effects)
        await until(lambda n=second: len(stage.log.bodies(MessageEdited)) == n)
    styles = [[m.style for m in one.marks] for one in stage.log.bodies(MessageEdited)]
    assert styles == [["bold"], ["italic"]]
