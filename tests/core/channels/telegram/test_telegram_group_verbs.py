"""Working in groups, end to end: who is there, what one may do, topics, mentions, a new group."""

from typing import Any

import pytest

from core.domain.channels import Channel, Peer
from core.domain.events import MessageReceived, SendRequested
from core.domain.marks import Mark
from core.domain.persons import Person
from core.domain.problems import ChannelError
from core.domain.rooms import Missing
from tests.core.channels.telegram.conftest import Stage, until
from tests.core.channels.telegram.test_telegram_groups import FAST, Room


def said(room: Room) -> list[Any]:
    """Every message of the group in the log, as it came."""
    events = room.stage.log.events
    return [e.body for e in events if e.peer == room.peer and isinstance(e.body, MessageReceived)]


def person(user: int, **more: Any) -> Person:
    return Person(id=str(user), **more)


def texts(room: Room) -> dict[str, Any]:
    return {one.text: one for one in said(room)}


async def test_who_is_in_a_supergroup_and_who_is_put_out(stage: Stage) -> None:
    room = Room(stage, supergroup=True)
    room.server.groups.rule(room.id, admins={stage.me: "Снабжение"})
    more = [stage.server.add_user(phone=f"+7917{n:07}", first_name=f"Гость{n}") for n in range(110)]
    for one in more:
        room.server._world.rooms.need(room.id).members[one] = 1.0
    channel = await stage.signed_in(**FAST)
    room.write("здравствуйте")
    await until(lambda: "здравствуйте" in texts(room))
    verbs = channel.groups
    first = await verbs.members(room.peer)
    assert (len(first.rows), first.total, first.more) == (100, 113, 100)
    told = {one.id: one for one in first.rows}
    assert told[str(stage.irina)].role == "owner"
    us = told[str(stage.me)]
    assert (us.role, us.title, us.us) == ("admin", "Снабжение", True)
    rest = await verbs.members(room.peer, "", first.more)
    assert (len(rest.rows), rest.more) == (13, 0)
    assert [one.name for one in (await verbs.members(room.peer, "бор")).rows] == ["Борис"]
    await verbs.remove(room.peer, str(room.boris))
    assert [one.name for one in (await verbs.members(room.peer, "Бор")).rows] == []
    await verbs.rename(room.peer, "Закупки 2")
    assert (await verbs.look(room.peer)).title == "Закупки 2"
    assert (await verbs.link(room.peer)).startswith("https://t.me/+")

    room.server.groups.rule(room.id, admins={}, hidden=True)
    hidden = await verbs.members(room.peer)
    assert hidden.hidden
    assert [one.role for one in hidden.rows] == ["owner"]
    assert not (await verbs.look(room.peer)).rights.remove
    with pytest.raises(ChannelError, match="telegram-group-admins"):
        await verbs.rename(room.peer, "Моя")
    await verbs.leave(room.peer)
    await until(lambda: any(one.note == "group_left" for one in said(room)))
    known = channel.room(room.peer)
    assert known is not None
    assert known.rights.silent == "gone"


async def test_a_new_group_is_a_thread_and_says_who_is_missing(stage: Stage) -> None:
    boris = stage.server.add_user(phone="+79160000077", first_name="Борис")
    stage.server.groups.keep_out(boris)
    stage.server.send(boris, stage.me, "это Борис")
    stage.write("здравствуйте")
    channel = await stage.signed_in(**FAST)
    await stage.agree()
    await until(lambda: bool(stage.log.thread(boris)))
    made = await channel.groups.make("Насосы для Ирины", [person(stage.irina), person(boris)])
    assert [one.id for one in made.missing] == [str(boris)]
    peer = Peer(Channel.TELEGRAM, str(stage.me), made.group)
    await until(lambda: any(e.peer == peer for e in stage.log.events))
    room = channel.room(peer)
    assert room is not None
    assert room.title == "Насосы для Ирины"
    assert room.rights.add
    assert room.rights.rename
    assert room.rights.remove
    vera = stage.server.add_user(phone="+79160000078", first_name="Вера")
    added = await channel.groups.add(
        peer, [person(vera, phone="+79160000078"), person(boris), person(stage.irina)]
    )
    assert [one.id for one in added.missing] == [str(boris)]
    listed = await channel.groups.members(peer)
    assert {one.id for one in listed.rows} == {str(stage.me), str(stage.irina), str(vera)}
    assert Missing(id=str(boris), name="") == added.missing[0]
    await channel.groups.remove(peer, str(vera))
    await channel.groups.leave(peer)
    last = [e.body for e in stage.log.events if e.peer == peer][-1]
    assert isinstance(last, MessageReceived)
    assert last.note == "group_participants_remove"


async def test_topics_mentions_and_slow_mode(stage: Stage) -> None:
    room = Room(stage, supergroup=True)
    channel = await stage.signed_in(**FAST)
    room.write("до темы")
    await until(lambda: "до темы" in texts(room))
    groups = room.server.groups
    topic = groups.topic(room.id, stage.irina, "Насосы", 0xFF93B2)
    start = room.server._world.post.box(room.id).letters[topic]
    await until(lambda: "Насосы" in texts(room))
    assert texts(room)["Насосы"].around.topic == topic
    first = groups.send(stage.irina, room.id, "в теме", reply_to=topic, extra=_in(start, topic))
    await until(lambda: "в теме" in texts(room))
    assert (texts(room)["в теме"].around.topic, texts(room)["в теме"].reply_to) == (topic, None)

    look = await channel.groups.look(room.peer)
    assert look.forum
    assert [one.title for one in look.topics] == ["General", "Насосы"]
    name = f"{room.id}/{first}"
    for i, (reply, text) in enumerate(((None, "сами"), (name, "в ответ"))):
        request = SendRequested(client_ref=f"t{i}", text=text, reply_to=reply, topic=topic)
        await channel.send(room.peer, request)
    await channel.send(room.peer, SendRequested(client_ref="g", text="в общую"))
    there = {one.text: one for one in groups.letters(room.id, stage.me)}
    assert [there[t].extra.topic for t in ("сами", "в ответ", "в общую")] == [topic, topic, 0]
    groups.change_topic(room.id, stage.irina, topic, title="Насосы и клапаны", closed=True)
    await until(lambda: channel.room(room.peer).topic(topic).closed)  # type: ignore[union-attr]
    with pytest.raises(ChannelError, match="telegram-topic-closed"):
        await channel.send(room.peer, SendRequested(client_ref="c", text="х", topic=topic))

    ours = groups.letters(room.id, stage.me)[-2].ids[room.id]
    room.write("это вам", reply_to=ours)
    await until(lambda: "это вам" in texts(room))
    assert texts(room)["это вам"].around.mentioned
    assert groups.unseen(room.id, stage.me)
    await channel.groups.mentions_read(room.peer)
    assert groups.unseen(room.id, stage.me) == []
    await channel.groups.members(room.peer)
    marks = (Mark("mention", 0, 5, str(room.boris)),)
    await channel.send(room.peer, SendRequested(client_ref="m", text="Борис, да", marks=marks))
    assert groups.unseen(room.id, room.boris)

    groups.rule(room.id, slow=60)
    slow = await channel.groups.look(room.peer)
    assert slow.slow == 60
    assert slow.slow_until == 0
    await channel.send(room.peer, SendRequested(client_ref="s", text="раз"))
    with pytest.raises(ChannelError, match="telegram-group-slow"):
        await channel.send(room.peer, SendRequested(client_ref="s2", text="два"))
    held = channel.room(room.peer)
    assert held is not None
    assert held.slow_until > stage.log.events[-1].at
    groups.rule(room.id, slow=0, silenced={stage.me: 0})
    assert (await channel.groups.look(room.peer)).rights.silent == "restricted"


def _in(letter: Any, topic: int) -> Any:
    from msgspec.structs import replace

    return replace(letter.extra, action=b"", topic=topic)
