"""After a cut, a sleep or a lost push, nothing is missing and nothing stands twice."""

import asyncio
import contextlib
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from telethon.network.connection.connection import Connection

from core.channels.telegram.box import Cursor
from core.channels.telegram.ids import external
from core.domain.events import MessageReceived


def _change_much(stage: Any, first: int) -> None:
    """Every kind of change, made where nobody is told."""
    server = stage.server
    theirs = [one.id for one in server.history(stage.irina, stage.me)]
    server.edit(stage.irina, theirs[0], "поправила")
    server.delete(stage.irina, [theirs[1]])
    server.react(stage.irina, theirs[2], "👍")
    server.react(stage.me, first, "🔥")
    for n in range(5):
        stage.write(f"пока вас не было {n}")
    new = server.history(stage.irina, stage.me)[-1].id
    server.edit(stage.irina, new, "пока вас не было, и поправила")
    server.send(stage.me, stage.irina, "с телефона")
    server.read(stage.irina, stage.me, server.history(stage.irina, stage.me)[-1].id)


def _begin(stage: Any) -> int:
    first: int = stage.write("первое")
    stage.write("второе")
    stage.server.send(stage.me, stage.irina, "третье")
    return first


async def test_a_cut_of_two_seconds(stage: Any, wait: Any) -> None:
    channel = await stage.signed_in()
    first = _begin(stage)
    await stage.agree()
    await stage.server.stop()
    await wait(lambda: channel.state != "online")
    _change_much(stage, first)
    await asyncio.sleep(1.5)
    assert channel.state == "waiting"
    assert channel.problem.code == "telegram-unreachable"
    await stage.server.start()
    await stage.agree(5)
    await wait(lambda: channel.state == "online")
    out = stage.server.history(stage.me, stage.irina)[-1].id
    await wait(lambda: ("client", str(out)) in stage.log.reads())
    assert sum(isinstance(e.body, MessageReceived) for e in stage.log.events) == 9


async def test_a_restart_after_changes(stage: Any) -> None:
    channel = await stage.signed_in()
    first = _begin(stage)
    await stage.agree()
    await channel.close()
    _change_much(stage, first)
    again = await stage.signed_in()
    assert again.sign_in.state == "done"
    await stage.agree()
    assert not any(body.history for body in stage.log.bodies(MessageReceived))


async def test_a_restart_before_telegram_can_be_reached(stage: Any, wait: Any) -> None:
    channel = await stage.signed_in()
    await channel.close()
    await stage.server.stop()
    stage.write("вы где?")
    again = stage.channel(connect_wait=0.5)
    await again.start()
    assert again.account == str(stage.me)
    assert again.state == "waiting"
    await stage.server.start()
    await wait(lambda: again.state == "online")
    await stage.agree()


async def test_pushes_lost_silently(stage: Any) -> None:
    await stage.signed_in()
    first = _begin(stage)
    await stage.agree()
    stage.server.lose_pushes(1.0)
    _change_much(stage, first)
    await stage.agree(3)


class Relay:
    """Stands between the channel and the server; ``kill`` makes the connections that stand dead:
    open, and nothing passes any more."""

    def __init__(self, port: int) -> None:
        self._to = port
        self._dead: set[asyncio.StreamReader] = set()
        self._live: set[asyncio.StreamReader] = set()
        self._tasks: set[asyncio.Task[None]] = set()

    def kill(self) -> None:
        self._dead |= self._live

    async def __aenter__(self) -> "Relay":
        self._listener = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.port = self._listener.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_: object) -> None:
        self._listener.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self._to)
        self._live |= {reader, far_reader}
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(self._pass(reader, far_writer))
                group.create_task(self._pass(far_reader, writer))
        finally:
            self._tasks.discard(task)
            writer.close()
            far_writer.close()

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await reader.read(65536):
            if reader not in self._dead:
                writer.write(data)
                await writer.drain()
        writer.close()


async def test_a_line_that_stands_but_is_dead(stage: Any, wait: Any) -> None:
    """The connection stays open and nothing comes through: noticed by the heartbeat."""
    async with Relay(stage.server.port) as relay:
        channel = await stage.signed_in(
            port=relay.port, heartbeat=0.3, heartbeat_timeout=0.4, request_timeout=0.5
        )
        _begin(stage)
        await stage.agree()
        relay.kill()
        stage.write("слышно?")
        await stage.agree(5)
        await wait(lambda: channel.state == "online")
        assert "connecting" in stage.states[stage.states.index("online") :]
        await channel.close()


async def test_a_way_that_is_open_while_the_server_is_away(stage: Any, wait: Any) -> None:
    """A proxy takes connections and drops them: tried again at a pace, and well when it is back."""
    opened = 0

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal opened
        opened += 1
        try:
            far_reader, far_writer = await asyncio.open_connection("127.0.0.1", stage.server.port)
        except OSError:
            writer.close()
            return
        await asyncio.gather(_copied(reader, far_writer), _copied(far_reader, writer))

    way = await asyncio.start_server(serve, "127.0.0.1", 0)
    try:
        channel = await stage.signed_in(port=way.sockets[0].getsockname()[1], retry_delay=0.1)
        stage.write("первое")
        await stage.agree()
        await stage.server.stop()
        before = opened
        await asyncio.sleep(1.0)
        assert opened - before < 30
        stage.write("второе")
        await stage.server.start()
        await stage.agree()
        await wait(lambda: channel.state == "online")
        await channel.close()
    finally:
        way.close()


async def _copied(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError):
        while data := await reader.read(65536):
            writer.write(data)
    writer.close()


async def test_old_changes_come_by_the_difference_alone(stage: Any) -> None:
    channel = await stage.signed_in()
    first = _begin(stage)
    await stage.agree()
    await channel.close()
    _change_much(stage, first)
    await stage.signed_in(heartbeat=60, recheck_chats=0)
    await stage.agree(3)


async def test_a_reaction_told_before_a_difference_does_not_undo_what_it_tells(
    stage: Any, wait: Any
) -> None:
    first = stage.write("первое")
    channel = await stage.signed_in(heartbeat=60.0)
    await stage.settled(channel)
    (theirs,) = (one.id for one in stage.server.history(stage.irina, stage.me))
    stage.write("не сказано", push=False)
    for emoji in ("🔥", "👍"):
        stage.server.react(stage.irina, theirs, emoji)
    last = str(stage.write("последнее"))
    await wait(lambda: last in stage.log.rows)
    await wait(lambda: stage.log.rows[str(first)].reactions == {"client": "👍"})


async def test_a_reaction_told_before_a_supergroups_difference_does_not_undo_it(
    stage: Any, wait: Any
) -> None:
    groups = stage.server.groups
    group = groups.create("Группа", [stage.irina, stage.me], supergroup=True)
    first = groups.send(stage.irina, group, "первое")
    name = external(group, first)
    channel = await stage.signed_in(heartbeat=60.0)
    await stage.settled(channel)
    groups.send(stage.irina, group, "не сказано", push=False)
    for emoji in ("🔥", "👍"):
        groups.react(group, stage.irina, first, emoji)
    last = external(group, groups.send(stage.irina, group, "последнее"))
    await wait(lambda: last in stage.log.rows)
    await wait(lambda: stage.log.rows[name].reactions == {"client": "👍"})


async def test_changes_that_no_difference_tells_are_found_by_looking(stage: Any) -> None:
    channel = await stage.signed_in()
    first = _begin(stage)
    await stage.agree()
    await channel.close()
    _change_much(stage, first)
    # As if our position had moved past them.
    key = f"telegram/{stage.me}/cursor"
    cursor = msgspec.json.decode(stage.log.states[key], type=Cursor)
    newest = stage.server._world.post.box(stage.me).pts
    stage.log.states[key] = msgspec.json.encode(msgspec.structs.replace(cursor, pts=newest))
    await stage.signed_in(heartbeat=60)
    await stage.agree(3)


async def test_closing_ends_even_where_a_cancellation_is_swallowed(
    stage: Any, monkeypatch: Any, wait: Any
) -> None:
    """``asyncio.wait_for`` may turn a cancellation into the error of what it waited for."""
    channel = await stage.signed_in()
    began = asyncio.Event()

    async def swallows(self: Any, *args: Any, **kwargs: Any) -> None:
        began.set()
        with contextlib.suppress(asyncio.CancelledError):
            await asyncio.sleep(2)
        raise ConnectionRefusedError

    monkeypatch.setattr(Connection, "connect", swallows)
    await stage.server.stop()
    await wait(began.is_set)
    async with asyncio.timeout(3):
        await channel.close()


async def test_many_missed_messages_in_slices(stage: Any) -> None:
    channel = await stage.signed_in()
    _begin(stage)
    await stage.agree()
    await channel.close()
    for n in range(400):
        stage.write(f"сообщение {n}", push=False)
    await stage.signed_in()
    await stage.agree()


ACTIONS = st.lists(
    st.one_of(
        st.tuples(st.just("write"), st.sampled_from("аbв")),
        st.tuples(st.just("ours"), st.sampled_from("гд")),
        st.tuples(st.just("edit"), st.integers(0, 9)),
        st.tuples(st.just("delete"), st.integers(0, 9)),
        st.tuples(st.just("react"), st.integers(0, 9)),
        st.tuples(st.just("unreact"), st.integers(0, 9)),
        st.tuples(st.just("cut"), st.just(0)),
        st.tuples(st.just("back"), st.just(0)),
        st.tuples(st.just("lose"), st.just(0)),
        st.tuples(st.just("restart"), st.just(0)),
        st.tuples(st.just("breathe"), st.just(0)),
    ),
    min_size=8,
    max_size=40,
)


async def _play(stage: Any, actions: list[tuple[str, Any]]) -> None:
    server = stage.server
    for turn, (verb, value) in enumerate(actions):
        theirs = [o for o in server.history(stage.irina, stage.me)]
        if verb == "write":
            stage.write(f"{value}{turn}")
        elif verb == "ours":
            server.send(stage.me, stage.irina, f"{value}{turn}")
        elif verb in ("edit", "delete", "react", "unreact") and theirs:
            one = theirs[value % len(theirs)]
            if verb == "edit":
                server.edit(one.sender, _id(stage, one, theirs), f"правка{turn}")
            elif verb == "delete":
                server.delete(stage.irina, [one.id])
            else:
                server.react(stage.irina, one.id, "👍" if verb == "react" else None)
        elif verb == "cut":
            await server.stop()
        elif verb == "back":
            await server.start()
        elif verb == "lose":
            server.lose_pushes(0.2)
        elif verb == "restart":
            await stage.channels.pop().close()
            await stage.channel(connect_wait=0.2).start()
        elif verb == "breathe":
            await asyncio.sleep(0.15)
    await server.start()
    await stage.agree()
    await asyncio.sleep(0.2)
    assert stage.same()


def _id(stage: Any, one: Any, theirs: list[Any]) -> int:
    """The id of Irina's ``one`` in its author's box."""
    if one.sender == stage.irina:
        return int(one.id)
    mine = stage.server.history(stage.me, stage.irina)
    return int(mine[theirs.index(one)].id)


@pytest.mark.parametrize("seed", range(4))
async def test_any_order_of_changes_and_cuts(stage: Any, seed: int) -> None:
    await stage.signed_in(heartbeat=0.3)
    await _play(stage, _example(seed))


def _example(seed: int) -> list[tuple[str, Any]]:
    found: list[list[tuple[str, Any]]] = []

    @settings(
        max_examples=seed * 3 + 12,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(ACTIONS)
    def draw(actions: list[tuple[str, Any]]) -> None:
        found.append(actions)

    draw()
    return max(found[-10:], key=len)


async def test_a_line_that_is_cut_while_keys_are_made_is_taken_up_again(
    stage: Any, wait: Any, caplog: Any
) -> None:
    """It ends with what came so far: no fault of ours, and nothing to wait ten seconds for."""
    taken = 0

    async def hangs_up(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal taken
        taken += 1
        if taken > 2:
            far, there = await asyncio.open_connection(stage.server.host, stage.server.port)
            await asyncio.gather(_passes(reader, there), _passes(far, writer))
            return
        await reader.read(1)
        writer.close()

    line = await asyncio.start_server(hangs_up, stage.server.host, 0)
    channel = stage.channel(port=line.sockets[0].getsockname()[1])
    await channel.start()
    await wait(lambda: channel.state == "signed_out", 8.0)
    assert not [one for one in caplog.records if one.levelname == "ERROR"]
    await channel.close()
    line.close()


async def _passes(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError):
        while data := await reader.read(1 << 16):
            writer.write(data)
    writer.close()
