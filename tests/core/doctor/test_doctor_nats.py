"""The doctor on a real nats-server with the shipped configuration: as the hub, then as a desk."""

from collections.abc import AsyncIterator
from pathlib import Path

import msgspec
import pytest

from core.doctor import streams
from core.doctor.findings import Finding
from core.doctor.setup import Stream
from core.team.nats_files import Files
from core.team.nats_home import NatsHome
from core.team.nats_line import Line
from core.team.nats_streams import Streams
from tests.core.team.conftest import NatsServer

from .conftest import World, open_, wrong


@pytest.fixture
async def nats(tmp_path: Path) -> AsyncIterator[NatsServer]:
    (tmp_path / "nats").mkdir()
    server = NatsServer(tmp_path / "nats")
    yield server
    await server.kill()


async def made(nats: NatsServer, days: int = 30) -> None:
    """The streams, as a hub makes them."""
    home = NatsHome(nats.access("hub"), days=days)
    await home.open()
    await home.put("one", b"one")
    await home.close()


def as_hub(nats: NatsServer, user: str = "hub", **more: str) -> Stream:
    return Stream(access=nats.access(user, **more), name="threadline", role="hub", days=30)


def as_desk(nats: NatsServer, user: str = "anna", **more: str) -> Stream:
    return Stream(access=nats.access(user, **more), name="threadline", role="desk")


def keys(found: list[Finding]) -> list[str]:
    return [one.key.removeprefix("doctor-") for one in found]


async def test_a_hub_before_and_after_its_first_start(nats: NatsServer) -> None:
    await nats.start()
    found = await streams.look(as_hub(nats))
    assert keys(found) == [
        "nats-good", "jetstream-storage", *["stream-none-hub"] * 3, "nats-rights-good",
    ]  # fmt: skip
    await made(nats)
    found = await streams.look(as_hub(nats))
    assert keys(found) == [
        "nats-good", "jetstream-storage", *["stream-good"] * 3, "nats-rights-good",
    ]  # fmt: skip
    assert found[2].params["days"] == "30"
    assert found[2].params["messages"] == "1"


async def test_looking_leaves_nothing(nats: NatsServer) -> None:
    await nats.start()
    await made(nats)
    for setup in (as_hub(nats), as_desk(nats)):
        await streams.look(setup)
    line = Line(nats.access("admin"))
    await line.start()
    await line.opened()
    files = Files(line, Streams("threadline").bucket)
    counts = {}
    for name in ("threadline", "threadline-due", files.stream):
        told = msgspec.json.decode(await line.api(f"STREAM.INFO.{name}"))
        counts[name] = (told["state"]["messages"], told["state"]["consumer_count"])
    await line.stop()
    assert counts == {"threadline": (1, 0), "threadline-due": (0, 1), files.stream: (0, 0)}


async def test_a_desk_may_read_and_say_what_is_its_own(nats: NatsServer) -> None:
    await nats.start()
    assert keys(await streams.look(as_desk(nats))) == [
        "nats-good", "jetstream-good", "stream-none-desk", "nats-rights-good",
    ]  # fmt: skip
    await made(nats)
    assert keys(await streams.look(as_desk(nats))) == [
        "nats-good", "jetstream-good", "stream-good", "nats-rights-good",
    ]  # fmt: skip


async def test_rights_that_are_missing_or_too_many(nats: NatsServer) -> None:
    nats.changes['"threadline.share.anna.*"'] = '"threadline.*.>"'
    await nats.start()
    await made(nats)
    found = [one for one in await streams.look(as_desk(nats)) if one.state == "problem"]
    assert {one.key for one in found} == {"doctor-right-excess"}
    assert [one.params["subject"].rpartition(".")[0] for one in found] == [
        "threadline.hook", "threadline.share.threadline-doctor", "threadline.due",
    ]  # fmt: skip
    found = [one for one in await streams.look(as_hub(nats, "boris")) if one.state == "problem"]
    assert [one.key for one in found] == ["doctor-nats-denied"]
    found = await streams.look(as_desk(nats, "hub"))
    assert "doctor-right-missing" in {one.key for one in found}


async def test_what_keeps_the_server_from_being_asked(
    nats: NatsServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    await nats.start()
    found = await streams.look(as_hub(nats, secret="wrong"))
    assert wrong(found) == [("nats", "doctor-nats-refused")]
    assert [step for step, _ in open_(found)] == ["jetstream", "stream", "nats-rights"]
    bad_file = msgspec.structs.replace(nats.access("hub"), ca_file="none.pem")
    found = await streams.look(Stream(access=bad_file, name="threadline", role="hub"))
    assert wrong(found) == [("nats", "problem-feed-ca-file")]
    await nats.kill()
    monkeypatch.setattr(streams, "_OPEN_SECONDS", 0.3)
    found = await streams.look(as_hub(nats))
    assert wrong(found) == [("nats", "doctor-nats-silent")]


async def test_without_jetstream(nats: NatsServer) -> None:
    nats.changes["jetstream: enabled"] = ""
    await nats.start()
    assert wrong(await streams.look(as_hub(nats))) == [("jetstream", "doctor-jetstream-off")]
    assert wrong(await streams.look(as_desk(nats))) == [("jetstream", "doctor-jetstream-off")]


async def test_a_stream_that_keeps_for_too_short(nats: NatsServer) -> None:
    await nats.start()
    await made(nats, days=9)
    found = await streams.look(as_hub(nats))
    assert wrong(found) == [("stream", "doctor-stream-short")]


async def test_a_hub_with_its_home_on_nats(nats: NatsServer, world: World) -> None:
    await nats.start()
    await world.stop()
    more = f"""[nats]
servers = ["{nats.url}"]
user = "hub"
password = {{ file = "nats-password" }}
"""
    world.configure(more, 'home = "nats"')
    found = await world.look()
    assert wrong(found) == [("certificate", "doctor-public-silent")]
    assert ("desks", "doctor-desks-nats") in open_(found)
    assert "nats-rights-good" in keys(found)
