"""Groups where clients sit, end to end: a real client before the sandbox's server."""

import time
from pathlib import Path
from typing import Any

import pytest
from telethon import functions

from core.channels.telegram.ids import chat_of, external
from core.domain.channels import Channel, Peer
from core.domain.events import (
    IdentityChanged,
    MessageReceived,
    ProfileSeen,
    SendRequested,
    SentFile,
)
from core.domain.problems import ChannelError
from core.domain.sends import Delete, Edit, Forward, Reaction
from core.sandbox.telegram import SandboxFile

FAST: dict[str, Any] = {"recheck_groups": 0.3, "heartbeat": 0.3}


class Room:
    """A group with Irina, Boris and us in it."""

    def __init__(self, stage: Any, *, supergroup: bool, **more: Any) -> None:
        self.stage, self.server = stage, stage.server
        self.boris = stage.server.add_user(phone="+79160000077", first_name="Борис")
        members = [stage.irina, stage.me, self.boris]
        self.id = self.server.groups.create("Закупки", members, supergroup=supergroup, **more)

    @property
    def peer(self) -> Peer:
        return Peer(Channel.TELEGRAM, str(self.stage.me), str(self.id))

    def write(self, text: str, who: int | None = None, **more: Any) -> int:
        """The number where it stands for us."""
        sender = who or self.stage.irina
        number = self.server.groups.send(sender, self.id, text, **more)
        box = self.server._world.post.box(self.id if self.id < -(10**12) else sender)
        letter = box.letters[number]
        return int(letter.ids.get(self.id, 0) or letter.ids[self.stage.me])

    def theirs(self) -> list[tuple[str, str, dict[str, str]]]:
        """(name, text, what the log has of reactions) of what was written there."""
        found = []
        me = self.stage.me
        for letter in self.server.groups.letters(self.id, me):
            if letter.extra.action:
                continue
            number = letter.ids.get(self.id) or letter.ids[me]
            marks = {}
            if mine := letter.reactions.get(me):
                marks["us"] = mine
            others = [one for one in letter.reactions if one != me]
            if others:
                newest = max(others, key=lambda one: (int(letter.reacted[one]), one))
                marks["client"] = letter.reactions[newest]
            found.append((external(self.id, number), letter.text, marks))
        return found

    def ours(self) -> list[tuple[str, str, dict[str, str]]]:
        own = [(n, r) for n, r in self.stage.log.rows.items() if r.peer.id == str(self.id)]
        lines = {e.external_id for e in self.stage.log.events if getattr(e.body, "service", False)}
        rows = [(n, r.text, r.reactions) for n, r in own if not r.deleted and n not in lines]
        return sorted(rows, key=lambda row: int(row[0].rpartition("/")[2]))

    def same(self) -> bool:
        return self.ours() == self.theirs()

    def authors(self) -> list[tuple[str, str, str]]:
        return [
            (body.direction, body.author, body.text)
            for event in self.stage.log.events
            if isinstance(body := event.body, MessageReceived)
            and event.peer == self.peer
            and not body.service
        ]


@pytest.fixture(params=["basic", "super"])
def room(stage: Any, request: Any) -> Room:
    return Room(stage, supergroup=request.param == "super")


async def test_what_two_people_write_has_their_names(stage: Any, wait: Any, room: Room) -> None:
    room.write("до начала")
    await stage.signed_in(**FAST)
    await wait(room.same)
    room.write("Нужны насосы")
    room.write("И клапаны", room.boris)
    room.write("Сейчас посчитаю", stage.me)
    await wait(room.same)
    assert room.authors()[-3:] == [
        ("in", "Ирина Ковалёва", "Нужны насосы"),
        ("in", "Борис", "И клапаны"),
        ("out", "", "Сейчас посчитаю"),
    ]
    first = next(b for b in stage.log.bodies(MessageReceived) if b.text == "Нужны насосы")
    assert (first.profile.name, first.profile.phone) == ("Закупки", None)


async def test_edits_deletions_reactions_reads_and_pins(stage: Any, wait: Any, room: Room) -> None:
    await stage.signed_in(**FAST)
    ours = room.write("от нас", stage.me)
    theirs = room.write("Нужны насосы")
    gone = room.write("лишнее", room.boris)
    await wait(room.same)
    own = theirs if room.id < -(10**12) else next(
        n for n, one in room.server._world.post.box(stage.irina).letters.items()
        if one.text == "Нужны насосы"
    )  # fmt: skip
    room.server.groups.edit(room.id, stage.irina, own, "Нужны три насоса")
    room.server.groups.react(room.id, stage.me, ours, "👍")
    room.server.groups.react(room.id, stage.irina, own, "🔥")
    room.server.groups.delete(room.id, stage.me, [gone])
    room.server.groups.pin(room.id, stage.me, theirs)
    room.server.read(stage.me, room.id, theirs)
    room.server.read(stage.irina, room.id, 0)
    await wait(room.same)
    name = external(room.id, theirs)
    await wait(lambda: stage.log.rows[name].pinned)
    await wait(lambda: ("us", name) in stage.log.reads())
    await wait(lambda: ("client", external(room.id, ours)) in stage.log.reads())


async def test_what_was_missed_is_told_by_the_difference(stage: Any, wait: Any, room: Room) -> None:
    channel = await stage.signed_in(**FAST)
    edited = room.write("было", stage.me)
    await wait(room.same)
    await channel.close()
    room.write("пока вас не было", room.boris)
    room.server.groups.edit(room.id, stage.me, edited, "стало")
    await stage.signed_in(**FAST)
    await wait(room.same)
    room.server.lose_pushes(0.3)
    room.write("никто не сказал")
    await wait(room.same)


async def test_a_difference_too_long_puts_the_chat_in_doubt(stage: Any, wait: Any) -> None:
    room = Room(stage, supergroup=True)
    small = FAST | {"first_page": 5, "recheck_messages": 5, "backfill_page": 4}
    numbers = [room.write(f"{n}") for n in range(8)]
    channel = await stage.signed_in(**small)
    await wait(room.same)
    await channel.close()
    room.server.groups.longest(10)
    room.server.groups.edit(room.id, stage.irina, numbers[0], "правка внизу")
    room.server.groups.delete(room.id, stage.irina, [numbers[1]])
    for n in range(25):
        room.write(f"долго {n}", room.boris)
    channel = await stage.signed_in(**small)
    await wait(room.same)
    await wait(lambda: channel.standing.comparing == 0)
    asked = channel._connection.sync.supergroups._at[room.id]
    assert asked.pts == room.server._world.post.box(room.id).pts


async def test_positions_outlive_a_restart(stage: Any, wait: Any) -> None:
    room = Room(stage, supergroup=True)
    channel = await stage.signed_in(**FAST)
    room.write("раз")
    await wait(room.same)
    await channel.close()
    room.write("два")
    told: list[Any] = []

    def hear(request: Any, usual: Any) -> Any:
        told.append(request.pts)
        return usual()

    stage.differ(functions.updates.GetChannelDifferenceRequest, hear)
    before = len(stage.log.events)
    await stage.signed_in(**FAST)
    await wait(room.same)
    assert told[0] == room.server._world.post.box(room.id).pts - 1
    assert [e.body.text for e in stage.log.events[before:] if e.kind == "message"] == ["два"]


async def test_what_a_rep_does(stage: Any, wait: Any, room: Room, tmp_path: Path) -> None:
    (tmp_path / "счёт.pdf").write_bytes(b"%PDF-1.4 test")
    stage.write("лично")
    channel = await stage.signed_in(media_dir=str(tmp_path), **FAST)
    asked = room.write("Пришлите счёт")
    await wait(room.same)
    target = external(room.id, asked)
    send = channel.send
    sent = await send(room.peer, SendRequested(client_ref="a", text="Вот", reply_to=target))
    file = SendRequested(
        client_ref="b", file="счёт.pdf", file_name="счёт.pdf", mime="application/pdf"
    )
    with_file = await send(room.peer, file)
    more = SendRequested(client_ref="c", text="ошибка")
    gone = await send(room.peer, more)
    assert await send(room.peer, more) == gone
    change = Edit(target=sent.external_id, text="Вот, держите")
    await send(room.peer, SendRequested(client_ref="d", content=change))
    await send(
        room.peer, SendRequested(client_ref="e", content=Reaction(target=target, emoji="👍"))
    )
    away = Delete(target=gone.external_id)
    await send(room.peer, SendRequested(client_ref="f", content=away))
    passed = Forward(source=str(room.id), target=target, named=True)
    await send(stage.peer(), SendRequested(client_ref="g", content=passed))
    await channel.mark_read(room.peer, target)
    await channel.typing(room.peer, "")
    stage.log.rows[gone.external_id].deleted = True  # whoever asked for it notes that
    await wait(room.same)
    assert [text for _, text, _ in room.theirs()] == ["Пришлите счёт", "Вот, держите", ""]
    assert [m.text for m in room.server.history(stage.me, stage.irina)][1:] == ["Пришлите счёт"]
    box = room.server._world.post.box(room.id if room.id < -(10**12) else stage.me)
    assert stage.me in box.head.read_in or room.id in box.head.read_in
    refs = {b.client_ref for b in stage.log.bodies(MessageReceived) if b.direction == "out"}
    assert {"a", "b", "c"} <= refs
    body = next(b for b in stage.log.bodies(MessageReceived) if b.attachments)
    assert await channel.fetch(body.attachments[0].ref) == b"%PDF-1.4 test"
    assert with_file.external_id in stage.log.rows
    await channel.postpone(room.peer, "завтра", (), round(time.time() + 3600) * 1000, "h")
    assert [one.text for one in await channel.waiting(room.peer)] == ["завтра"]


async def test_a_group_goes_on_as_a_supergroup(stage: Any, wait: Any) -> None:
    room = Room(stage, supergroup=False)
    channel = await stage.signed_in(**FAST)
    room.write("было здесь")
    await wait(room.same)
    old = room.peer
    new = room.server.groups.upgrade(room.id, stage.irina)
    room.id = new
    room.write("и дальше", room.boris)
    await wait(lambda: any(row.text == "и дальше" for row in stage.log.rows.values()))
    (moved, *again) = stage.log.bodies(IdentityChanged)
    assert (moved.new_id, again) == (str(new), [])
    sent = await channel.send(old, SendRequested(client_ref="a", text="Ответ"))
    assert sent.external_id.startswith(f"{new}/")


async def test_somebody_comes_and_goes_and_so_do_we(stage: Any, wait: Any, room: Room) -> None:
    channel = await stage.signed_in(**FAST)
    room.write("раз")
    await wait(room.same)
    olga = room.server.add_user(phone="+79160000078", first_name="Ольга")
    room.server.groups.add(room.id, stage.irina, olga)
    room.server.groups.rename(room.id, stage.irina, "Закупки 2027")

    def lines() -> list[tuple[str, str, str]]:
        bodies = [one for one in stage.log.bodies(MessageReceived) if one.service]
        return [(one.note, one.author, one.text) for one in bodies]

    await wait(lambda: ("group_participants_add", "Ирина Ковалёва", "Ольга") in lines())
    await wait(lambda: ("group_title", "Ирина Ковалёва", "Закупки 2027") in lines())
    await wait(lambda: [b.profile.name for b in stage.log.bodies(ProfileSeen)] == ["Закупки 2027"])
    room.server.groups.remove(room.id, stage.irina, stage.me)
    gone = {"group_participants_remove", "group_left"}
    await wait(lambda: bool(gone & {note for note, _, _ in lines()}))
    room.server.groups.send(stage.irina, room.id, "без нас")
    with pytest.raises(ChannelError) as refused:
        await channel.send(room.peer, SendRequested(client_ref="a", text="ау"))
    assert refused.value.problem.code in ("telegram-group-forbidden", "telegram-group-private")
    room.server.groups.add(room.id, stage.irina, stage.me)
    room.write("снова с нами")
    await wait(lambda: any(row.text == "снова с нами" for row in stage.log.rows.values()))


async def test_a_group_that_put_us_out_unheard_holds_up_no_other(stage: Any, wait: Any) -> None:
    server, members = stage.server, [stage.irina, stage.me]
    rooms = [server.groups.create(f"Проект {n}", members, supergroup=True) for n in range(5)]
    for one in rooms:
        server.groups.send(stage.irina, one, "раз")
    await stage.signed_in(**FAST)

    def told(text: str) -> set[str]:
        return {row.peer.id for row in stage.log.rows.values() if row.text == text}

    everywhere = set(map(str, rooms))
    await wait(lambda: told("раз") == everywhere)
    server.lose_pushes(60)
    server.groups.remove(rooms[1], stage.irina, stage.me)
    for one in rooms:
        server.groups.send(stage.irina, one, "два")
    await wait(lambda: told("два") == everywhere - {str(rooms[1])})

    def left() -> list[str]:
        told = [e for e in stage.log.events if getattr(e.body, "note", "") == "group_left"]
        return [one.peer.id for one in told]

    await wait(lambda: left() == [str(rooms[1])])
    server.lose_pushes(0)
    server.groups.add(rooms[1], stage.irina, stage.me)
    await wait(lambda: told("два") == everywhere)


async def test_what_was_refused_while_we_were_out_is_fetched_when_we_are_back(
    stage: Any, wait: Any
) -> None:
    room = Room(stage, supergroup=True)
    for n in range(20):
        room.write(f"{n}")
    channel = await stage.signed_in(first_page=5, backfill_page=5, **FAST)
    await wait(room.same)
    chats = channel._connection.sync.chats
    room.server.lose_pushes(60)
    room.server.groups.remove(room.id, stage.irina, stage.me)
    room.server.groups.delete(room.id, stage.irina, [int(room.theirs()[3][0].rpartition("/")[2])])
    async with channel._connection.sync._lock:
        await chats.tear(room.id, 0)
    await wait(lambda: bool(chats.kept.book.of(room.id).problem))
    room.server.lose_pushes(0)
    room.server.groups.add(room.id, stage.irina, stage.me)
    await wait(room.same)
    await wait(lambda: not chats.kept.book.of(room.id).problem)
    await wait(lambda: chats.kept.book.of(room.id).doubtful == ())


@pytest.mark.parametrize(
    ("error", "code"),
    [
        ("CHAT_WRITE_FORBIDDEN", "telegram-group-forbidden"),
        ("USER_BANNED_IN_CHANNEL", "telegram-account-muted"),
        ("CHAT_ADMIN_REQUIRED", "telegram-group-admins"),
        ("CHAT_RESTRICTED", "telegram-group-restricted"),
        ("CHAT_SEND_MEDIA_FORBIDDEN", "telegram-group-no-media"),
        ("CHAT_SEND_PLAIN_FORBIDDEN", "telegram-group-no-text"),
        ("SLOWMODE_WAIT_30", "telegram-group-slow"),
    ],
)
async def test_what_a_group_refuses_is_said(stage: Any, error: str, code: str) -> None:
    room = Room(stage, supergroup=True)
    channel = await stage.signed_in(**FAST)
    room.server.groups.deny(room.id, error)
    with pytest.raises(ChannelError) as refused:
        await channel.send(room.peer, SendRequested(client_ref="a", text="ау"))
    assert refused.value.problem.code == code
    assert (refused.value.retry_in == 30) == (code == "telegram-group-slow")


async def test_who_is_taken(stage: Any, wait: Any) -> None:
    server, members = stage.server, [stage.irina, stage.me]
    big = server.groups.create("Форум", members, supergroup=True, counted=5000)
    small = server.groups.create("Проект", members, supergroup=True)
    news = server.groups.create("Новости", members, supergroup=True, broadcast=True)
    basic = server.groups.create("Двое", members)
    for one in (big, small, news, basic):
        server.groups.send(stage.irina, one, "привет")

    def here() -> set[str]:
        return {row.peer.id for row in stage.log.rows.values()}

    channel = await stage.signed_in(groups="none", **FAST)
    stage.write("и лично")
    await stage.agree()
    assert here() == {str(stage.irina)}
    await channel.close()
    channel = await stage.signed_in(**FAST)
    await wait(lambda: here() == {str(stage.irina), str(small), str(basic)})
    await channel.close()
    await stage.signed_in(groups="all", **FAST)
    await wait(lambda: here() == {str(stage.irina), str(small), str(basic), str(big)})


async def test_what_was_not_taken_for_a_while_is_fetched(stage: Any, wait: Any, room: Room) -> None:
    channel = await stage.signed_in(**FAST)
    room.write("раз")
    await wait(room.same)
    await channel.leave_out(room.peer, out=True)
    room.write("без нас", room.boris)
    stage.write("лично")
    await stage.agree()
    assert channel.left_out(room.peer)
    assert not room.same()
    await channel.close()
    channel = await stage.signed_in(**FAST)
    stage.write("ещё лично")
    await stage.agree()
    assert channel.left_out(room.peer)
    assert not room.same()
    await channel.leave_out(room.peer, out=False)
    await wait(room.same)
    await channel.close()
    channel = await stage.signed_in(groups="none", **FAST)
    room.write("никто не слышит")
    stage.write("и снова лично")
    await stage.agree()
    await channel.close()
    assert not room.same()
    await stage.signed_in(**FAST)
    await wait(room.same)


async def test_an_anonymous_admin_writes_as_the_group(stage: Any, wait: Any) -> None:
    room = Room(stage, supergroup=True)
    await stage.signed_in(**FAST)
    room.write("правила", send_as=room.id)
    await wait(room.same)
    assert room.authors() == [("in", "Закупки", "правила")]


async def test_a_search_finds_in_groups(stage: Any, wait: Any, room: Room) -> None:
    for n in range(6):
        room.write(f"насос {n}")
    channel = await stage.signed_in(first_page=2, backfill_limit=0, backfill_pause=60.0, **FAST)
    await wait(lambda: len(room.ours()) >= 2)
    assert await channel.find("насос") > 0
    assert room.same()


async def test_a_file_of_a_group(stage: Any, wait: Any, room: Room) -> None:
    file = SandboxFile("план.pdf", "application/pdf", b"%PDF-1.4 plan", "document")
    room.write("План", file=file)
    channel = await stage.signed_in(**FAST)
    await wait(room.same)
    body = next(b for b in stage.log.bodies(MessageReceived) if b.attachments)
    assert await channel.fetch(body.attachments[0].ref) == b"%PDF-1.4 plan"


async def test_a_groups_file_whose_reference_runs_out_on_the_way(
    stage: Any, wait: Any, room: Room
) -> None:
    data = bytes(range(256)) * 3000
    room.write("Проект", file=SandboxFile("проект.zip", "application/zip", data, "document"))
    channel = await stage.signed_in(**FAST)
    await wait(room.same)
    room.server.expire_files()
    parts = 0

    def runs_out(request: Any, usual: Any) -> Any:
        nonlocal parts
        parts += 1
        if parts == 2:
            room.server.expire_files()
        return usual()

    stage.differ(functions.upload.GetFileRequest, runs_out)
    body = next(b for b in stage.log.bodies(MessageReceived) if b.attachments)
    assert await channel.fetch(body.attachments[0].ref) == data
    assert parts == 4


async def test_albums_and_what_is_passed_on_into_a_group(
    stage: Any, wait: Any, room: Room, tmp_path: Path
) -> None:
    names = ["1.pdf", "2.pdf", "3.pdf"]
    for name in names:
        (tmp_path / name).write_bytes(b"%PDF " + name.encode())
    private = [stage.write(text) for text in ("Нужны насосы", "и клапаны")]
    channel = await stage.signed_in(media_dir=str(tmp_path), **FAST)
    await stage.agree()
    first, *others = (SentFile(file=one, name=one, mime="application/pdf") for one in names)
    album = SendRequested(
        client_ref="a", text="Три счёта", file=first.file, file_name=first.name, mime=first.mime,
        more=tuple(others),
    )  # fmt: skip
    sent = await channel.send(room.peer, album)
    assert await channel.send(room.peer, album) == sent
    ids = [str(one) for one in private]
    passed = Forward(source=str(stage.irina), target=ids[0], more=(ids[1],), named=True)
    forwarded = await channel.send(room.peer, SendRequested(client_ref="f", content=passed))
    again = Forward(source=str(room.id), target=forwarded.external_id, named=False)
    await channel.send(room.peer, SendRequested(client_ref="g", content=again))
    await wait(room.same)
    texts = [text for _, text, _ in room.theirs()]
    assert texts == ["Три счёта", "", "", "Нужны насосы", "и клапаны", "Нужны насосы"]
    bodies = {
        event.external_id: event.body
        for event in stage.log.events
        if isinstance(event.body, MessageReceived) and event.peer == room.peer
    }
    mine = [bodies[name] for name, _, _ in room.theirs()]
    assert [one.direction for one in mine] == ["out"] * 6
    assert len({one.around.album for one in mine[:3] if one.around}) == 1
    assert bodies[sent.external_id].client_ref == "a"
    assert bodies[forwarded.external_id].client_ref == "f"
    for name, one in zip(names, mine, strict=False):
        assert await channel.fetch(one.attachments[0].ref) == b"%PDF " + name.encode()
    letters = [x for x in room.server.groups.letters(room.id, stage.me) if not x.extra.action]
    assert [bool(one.extra.forward) for one in letters] == [False] * 3 + [True, True, False]


async def test_a_supergroup_that_the_server_names_among_no_dialogs(stage: Any, wait: Any) -> None:
    room = Room(stage, supergroup=True)

    def unlisted(_: Any, usual: Any) -> Any:
        answer = usual()
        answer.dialogs = [one for one in answer.dialogs if not hasattr(one.peer, "channel_id")]
        answer.messages = [one for one in answer.messages if chat_of(one.peer_id) != room.id]
        return answer

    orders: list[bool] = []
    usual = stage.log.set_state

    async def set_state(key: str, value: bytes) -> None:
        if key.endswith("/supergroups"):
            orders.append((str(stage.me), str(room.id)) in stage.log.kept)
        await usual(key, value)

    stage.log.set_state = set_state
    stage.differ(functions.messages.GetDialogsRequest, unlisted)
    stage.differ(functions.messages.GetPeerDialogsRequest, unlisted)
    before = ["до нас", "и ещё", "и ещё раз"]
    for text in before:
        room.write(text)
    channel = await stage.signed_in(**FAST)
    stage.write("лично")
    await stage.agree()  # updates are taken: nothing but its own tells of the group
    room.write("при нас")
    await wait(room.same)
    assert all(orders)  # an end between the two leaves no page unread
    await channel.close()
    room.write("без нас", push=False)
    await stage.signed_in(**FAST)
    await wait(room.same)
    assert [text for _, text, _ in room.theirs()] == [*before, "при нас", "без нас"]
