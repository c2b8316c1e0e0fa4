"""A hub's home and desks' feeds on a real NATS server."""

import asyncio
import errno
import os
import random

import pytest

from core.domain.problems import ChannelError, ProblemError
from core.ports import Update
from core.team.nats_feed import NatsFeed
from core.team.nats_home import NatsHome
from core.team.nats_line import Line
from tests.core.team.conftest import Desk, NatsServer, NewDesk, NewHome, until


async def test_two_desks_read_what_two_hubs_took_in(new_home: NewHome, new_desk: NewDesk) -> None:
    one, two = await new_home(), await new_home()
    anna, boris = await new_desk("anna"), await new_desk("boris")
    await asyncio.gather(*((one, two)[n % 2].put(f"k{n}", f"body {n}".encode()) for n in range(40)))
    for desk in (anna, boris):
        await until(lambda desk=desk: len(desk.updates) >= 40)
        assert sorted(desk.bodies) == sorted(f"body {n}".encode() for n in range(40))
        assert (desk.feed.state, desk.feed.problem) == ("online", None)


async def test_the_same_key_again_is_kept_once_for_as_long_as_it_is_kept(
    new_home: NewHome, new_desk: NewDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = await new_home()
    await home.put("k", b"first")
    # the server's own window is over: it does not know the id any more
    monkeypatch.setattr("core.team.nats_streams.MSG_ID", "X-Not-Looked-At")
    await home.put("k", b"first")
    await (await new_home()).put("k", b"first")
    await home.put("last", b"last")
    desk = await new_desk()
    await until(lambda: desk.bodies[-1:] == [b"last"])
    assert desk.bodies == [b"first", b"last"]


@pytest.mark.parametrize("kind", ["text", "noise"])
async def test_a_body_of_three_megabytes(new_home: NewHome, new_desk: NewDesk, kind: str) -> None:
    body = b"a webhook " * 300_000 if kind == "text" else random.Random(1).randbytes(3_000_000)
    home, desk = await new_home(), await new_desk()
    await home.put("large", body)
    await home.put("small", b"{}")
    await until(lambda: len(desk.updates) == 2)
    assert desk.bodies == [body, b"{}"]


async def test_a_desk_reads_on_where_it_stood(new_home: NewHome, new_desk: NewDesk) -> None:
    home, desk = await new_home(), await new_desk()
    await home.put("1", b"1")
    await until(lambda: desk.bodies == [b"1"])
    await desk.feed.stop()
    for n in range(2, 251):
        await home.put(str(n), str(n).encode())
    again = await new_desk("anna", desk.place)
    await until(lambda: len(again.updates) >= 249)
    assert again.bodies == [str(n).encode() for n in range(2, 251)]


@pytest.mark.logs_errors
async def test_what_could_not_be_taken_is_read_again(new_home: NewHome, server: NatsServer) -> None:
    home = await new_home()
    for n in range(5):
        await home.put(str(n), str(n).encode())
    feed = NatsFeed(server.access("anna"))
    desk, failures = Desk(feed), 2

    async def take(updates: list[Update], place: str) -> None:
        nonlocal failures
        if failures:
            failures -= 1
            raise RuntimeError("the disk")
        await desk.take(updates, place)

    await feed.start("", take, lambda: None)  # type: ignore[arg-type]
    await until(lambda: len(desk.updates) == 5)
    await feed.stop()
    assert desk.bodies == [b"0", b"1", b"2", b"3", b"4"]


async def test_desks_share_with_one_another(new_home: NewHome, new_desk: NewDesk) -> None:
    await new_home()
    anna, boris = await new_desk("anna"), await new_desk("boris")
    await anna.feed.share("sent:1", b"hello")
    await anna.feed.share("sent:1", b"hello")
    await boris.feed.share("sent:1", b"from boris")
    for desk in (anna, boris):
        await until(lambda desk=desk: len(desk.updates) == 2)
        assert desk.updates == [Update(b"hello", "anna"), Update(b"from boris", "boris")]


async def test_a_server_killed_at_any_moment_loses_nothing_acknowledged(
    server: NatsServer, new_home: NewHome, new_desk: NewDesk
) -> None:
    chance = random.Random(7)
    home, desk = await new_home(), await new_desk()
    kept: list[bytes] = []

    async def webhooks() -> None:
        for n in range(600):
            body = f"{n}".encode()
            while True:
                try:
                    await home.put(f"key {n}", body)
                except OSError:
                    await asyncio.sleep(0.01)  # 503: Meta sends it again
                else:
                    kept.append(body)
                    break

    writing = asyncio.create_task(webhooks())
    for _ in range(3):
        before = len(kept)
        goal = before + chance.randrange(20, 120)
        await until(lambda goal=goal: len(kept) >= goal or writing.done())
        await server.kill()
        await server.start()
    await writing
    await until(lambda: len(desk.updates) >= 600)
    assert desk.bodies == kept
    assert len(set(desk.bodies)) == 600


async def test_files_are_given_to_one_hub_and_read_by_desks(
    new_home: NewHome, new_desk: NewDesk
) -> None:
    one, two, desk = await new_home(), await new_home(), await new_desk()
    await one.put("k", b"{}", media=["111", "222", "333"])
    await one.put("k", b"{}", media=["111", "222", "333"])
    first = await one.due(2)
    rest = await two.due(10)
    assert sorted(first + rest) == ["111", "222", "333"]
    data = os.urandom(700_000)
    await one.put_media(first[0], data)
    await one.put_off(first[1], None)
    await two.put_off(rest[0], 0.0)
    again: list[str] = []
    async with asyncio.timeout(30):
        while not again:
            again = await two.due(10)
    assert again == rest
    assert await desk.feed.media(first[0]) == data == await two.media(first[0])
    assert await desk.feed.media("999") is None


async def test_a_wrong_password_is_told_as_one(server: NatsServer, new_desk: NewDesk) -> None:
    desk = await new_desk(access=server.access("anna", "another"))
    await until(lambda: desk.feed.state == "failed")
    assert desk.feed.problem is not None
    assert desk.feed.problem.code == "feed-auth"
    with pytest.raises(ChannelError, match="feed-auth"):
        await desk.feed.share("k", b"")
    with pytest.raises(ProblemError, match="feed-auth"):
        await NatsHome(server.access("hub", "another")).open()


async def test_a_server_that_is_away_is_waited_for(
    server: NatsServer, new_home: NewHome, new_desk: NewDesk
) -> None:
    home, desk = await new_home(), await new_desk()
    await until(lambda: desk.feed.state == "online")
    await server.kill()
    await until(lambda: desk.feed.state == "waiting")
    assert desk.feed.problem is not None
    assert desk.feed.problem.code == "feed-unreachable"
    with pytest.raises(OSError, match="NATS"):
        await home.put("k", b"k")
    await server.start()
    await until(lambda: desk.feed.state == "online")
    await home.put("k", b"k")
    await until(lambda: desk.bodies == [b"k"])
    assert desk.feed.problem is None


async def test_a_denied_publish_is_no_outage(
    server: NatsServer, new_home: NewHome, new_desk: NewDesk
) -> None:
    await new_home()
    # a desk's user may not be a hub
    with pytest.raises(ProblemError, match="feed-denied"):
        await NatsHome(server.access("anna")).open()
    # nor speak for another desk
    desk = await new_desk(access=server.access("anna", name="boris"))
    await until(lambda: desk.feed.state == "failed")
    assert desk.feed.problem is not None
    assert desk.feed.problem.code == "feed-denied"


async def test_a_stream_deleted_under_us_and_made_anew(
    server: NatsServer, new_home: NewHome, new_desk: NewDesk
) -> None:
    home, desk = await new_home(), await new_desk()
    await home.put("old", b"old")
    await until(lambda: desk.bodies == [b"old"])
    admin = Line(server.access("admin"))
    await admin.start()
    await admin.opened()
    await admin.api("STREAM.DELETE.threadline")
    await admin.stop()
    await until(lambda: "failed feed-missing" in desk.states)
    await home.put("new", b"new")
    await until(lambda: desk.bodies == [b"old", b"new"])


async def test_a_full_disk_is_an_oserror_and_nothing_is_forgotten(
    server: NatsServer, new_home: NewHome, new_desk: NewDesk
) -> None:
    await server.kill()
    server.changes["max_file_store: 50GB"] = "max_file_store: 2MB"
    await server.start()
    home, desk = await new_home(), await new_desk()
    chance, kept = random.Random(5), []
    refused: OSError | None = None
    while refused is None and len(kept) < 100:
        body = chance.randbytes(200_000)
        try:
            await home.put(str(len(kept)), body)
        except OSError as error:
            refused = error
        else:
            kept.append(body)
    assert refused is not None
    assert refused.errno == errno.ENOSPC
    await until(lambda: len(desk.updates) >= len(kept))
    assert desk.bodies == kept


async def test_a_desk_that_was_away_for_too_long_is_told(
    server: NatsServer, new_home: NewHome, new_desk: NewDesk
) -> None:
    home, desk = await new_home(), await new_desk()
    await home.put("1", b"1")
    await until(lambda: desk.bodies == [b"1"])
    await desk.feed.stop()
    await home.put("2", b"2")
    await home.put("3", b"3")
    admin = Line(server.access("admin"))
    await admin.start()
    await admin.opened()
    # as its age would
    await admin.api("STREAM.PURGE.threadline", {"keep": 1})
    await admin.stop()
    again = await new_desk("anna", desk.place)
    await until(lambda: again.bodies == [b"3"])
    assert again.feed.problem is not None
    assert (again.feed.state, again.feed.problem.code) == ("online", "feed-gap")


async def test_a_body_that_is_lost_holds_nothing_up(
    server: NatsServer, new_home: NewHome, new_desk: NewDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("core.team.nats_feed.PATIENCE", 2)
    home = await new_home()
    await home.put("large", random.Random(2).randbytes(3_000_000))
    await home.put("small", b"small")
    admin = Line(server.access("admin"))
    await admin.start()
    await admin.opened()
    await admin.api("STREAM.DELETE.OBJ_threadline-files")
    await admin.stop()
    desk = await new_desk()
    await until(lambda: desk.bodies[1:] == [b"small"])
    assert desk.bodies[0].startswith(b"lost: body-")
