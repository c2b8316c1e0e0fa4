"""What the shipped server configuration lets a desk do: read, and say what it did itself."""

import json

import pytest

from core.team.nats_answers import Denied, Refused
from core.team.nats_line import Line
from tests.core.team.conftest import NatsServer, NewDesk, NewHome, until


@pytest.mark.parametrize(
    "subject",
    [
        "threadline.hook.0123",
        "threadline.share.boris.0123",
        "threadline.due.0123",
        "$O.threadline-files.C.0123",
        "$JS.API.STREAM.DELETE.threadline",
        "$JS.API.STREAM.PURGE.threadline",
        "$JS.API.STREAM.UPDATE.threadline",
        "$JS.API.STREAM.MSG.DELETE.threadline",
        "$JS.API.STREAM.DELETE.OBJ_threadline-files",
        "$JS.API.CONSUMER.DELETE.threadline.boris-0123",
        "$JS.API.CONSUMER.MSG.NEXT.threadline-due.hubs",
        "$JS.API.STREAM.CREATE.another",
    ],
)
async def test_a_desk_may_not(server: NatsServer, new_home: NewHome, subject: str) -> None:
    await new_home()
    line = Line(server.access("anna"))
    await line.start()
    await line.opened()
    try:
        with pytest.raises(Denied) as caught:
            await line.ask(subject, b"{}")
        assert caught.value.subject == subject.lower()
    finally:
        await line.stop()


async def test_a_desk_cannot_have_the_server_write_for_it(
    server: NatsServer, new_home: NewHome, new_desk: NewDesk
) -> None:
    home, boris = await new_home(), await new_desk("boris")
    line = Line(server.access("anna"))
    await line.start()
    await line.opened()
    await line.ask("threadline.share.anna.0123", b"a webhook, as it were")
    config = {
        "name": "anna-pushes",
        "deliver_subject": "threadline.hook.0123",
        "deliver_policy": "all",
        "ack_policy": "none",
    }
    body = {"stream_name": "threadline", "config": config}
    with pytest.raises(Refused):
        await line.api("CONSUMER.CREATE.threadline.anna-pushes", body)
    await line.stop()
    await home.put("last", b"last")
    await until(lambda: boris.bodies[-1:] == [b"last"])
    assert [(update.desk, update.body) for update in boris.updates] == [
        ("anna", b"a webhook, as it were"), ("", b"last"),
    ]  # fmt: skip


async def test_the_streams_have_their_limits(server: NatsServer, new_home: NewHome) -> None:
    await new_home(days=9)
    await new_home(days=10)  # another hub, told otherwise since
    line = Line(server.access("hub"))
    await line.start()
    await line.opened()
    config = json.loads(await line.api("STREAM.INFO.threadline"))["config"]
    await line.stop()
    day = 86_400 * 10**9
    assert (config["max_age"], config["storage"], config["discard"]) == (10 * day, "file", "new")
    assert (config["max_msgs_per_subject"], config["duplicate_window"]) == (1, day // 12)
