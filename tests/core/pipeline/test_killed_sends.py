"""kill -9 between the post and its answer, for every kind of send: the client has it once."""

import asyncio
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import web

from core.channels.whatsapp.channel import WhatsAppChannel
from core.domain import events as ev
from core.domain.channels import Channel, Peer
from core.domain.problems import Problem
from core.domain.sends import (
    Button,
    Buttons,
    Card,
    Cards,
    Link,
    Menu,
    Place,
    Reaction,
    Row,
    Section,
    Values,
    texts,
)
from core.pipeline.sending import SendingStage
from core.sandbox.loopback import LoopbackSite
from core.store.store import Store

from .conftest import settle
from .killed_sender import ACCOUNT, Secrets, settings

KINDS: dict[str, dict[str, object]] = {
    "text": {"text": "Да", "preview": True},
    "file": {"file": "f", "file_name": "a.pdf", "text": "Счёт"},
    "place": {"content": Place(latitude=55.0, longitude=37.0)},
    "cards": {"content": Cards(cards=(Card(name="Пётр"),))},
    "buttons": {"content": Buttons(body="?", buttons=(Button(title="Да"),))},
    "menu": {"content": Menu(body="?", button="b", sections=(Section(rows=(Row(title="r"),)),))},
    "link": {"content": Link(body="?", button="b", url="https://a.example")},
    "template": {"template": "t", "template_lang": "ru", "content": Values(body=texts("Ирина"))},
    "reaction": {"content": Reaction(target="m-reaction", emoji="👍")},
}


class Silent:
    """A Graph that takes every message and answers none, until it is told to."""

    def __init__(self) -> None:
        self.posts: Counter[str] = Counter()
        self.answers = False
        self.site = LoopbackSite()

    async def handle(self, request: web.Request) -> web.StreamResponse:
        if request.path.endswith("/message_templates"):
            body = [{"type": "BODY", "text": "Здравствуйте, {{1}}"}]
            row = {"name": "t", "language": "ru", "status": "APPROVED", "components": body}
            return web.json_response({"data": [row]})
        if request.method == "GET":
            return web.json_response({"id": "1"})
        if request.path.endswith("/media"):
            await request.read()
            return web.json_response({"id": "77"})
        ref = (await request.json())["biz_opaque_callback_data"]
        self.posts[ref] += 1
        if not self.answers:
            await asyncio.Event().wait()
        return web.json_response({"messages": [{"id": f"wamid.{ref}"}]})


@pytest.fixture
async def far() -> AsyncIterator[Silent]:
    server = Silent()
    app = web.Application()
    app.router.add_route("*", "/{tail:.*}", server.handle)
    await server.site.up(app)
    yield server
    await server.site.close()


async def queue(store: Store) -> None:
    now = int(time.time() * 1000)
    for n, (ref, what) in enumerate(KINDS.items()):
        peer = Peer(Channel.WHATSAPP, ACCOUNT, f"7916000000{n}")
        said = ev.MessageReceived(direction="in", text="?")
        send = ev.SendRequested(client_ref=ref, **what)  # type: ignore[arg-type]
        await store.append(
            [
                ev.Event(external_id=f"m-{ref}", at=now, peer=peer, body=said),
                ev.Event(external_id=ref, at=now, peer=peer, body=send),
            ]
        )


async def statuses(store: Store) -> dict[str, tuple[str, str]]:
    rows = await store.read(
        lambda conn: conn.execute(
            "SELECT client_ref, status, problem FROM messages WHERE client_ref IS NOT NULL"
        ).fetchall()
    )
    found: dict[str, tuple[str, str]] = {}
    for row in rows:
        problem = Problem.decode(row["problem"])
        found[row["client_ref"]] = (row["status"], problem.code if problem else "")
    return found


@pytest.mark.timeout(90)
async def test_each_kind_reaches_the_client_once(far: Silent, tmp_path: Path) -> None:
    (tmp_path / "f").write_bytes(b"pages")
    store = Store(tmp_path / "log.db")
    await store.open()
    await queue(store)
    await store.close()
    command = [sys.executable, "-m", "tests.core.pipeline.killed_sender"]
    child = await asyncio.create_subprocess_exec(*command, str(tmp_path), far.site.url)
    try:
        async with asyncio.timeout(60):
            while len(far.posts) < len(KINDS):  # noqa: ASYNC110
                await asyncio.sleep(0.02)
    finally:
        child.kill()
        await child.wait()
    far.answers = True
    store = Store(tmp_path / "log.db")
    await store.open()
    channel = WhatsAppChannel(settings(far.site.url, tmp_path), Secrets(), store)
    await channel.start()
    ahead = [0]

    def now() -> int:
        return int(time.time() * 1000) + ahead[0]

    stage = SendingStage(store, lambda: {("whatsapp", ACCOUNT): channel}, now)
    try:
        await settle(stage.step)
        messages = KINDS.keys() - {"reaction"}
        assert {s for s, _ in (await statuses(store)).values()} == {"sending"}, "Meta may tell yet"
        ahead[0] = 60_000
        await settle(stage.step)
        assert await statuses(store) == {ref: ("failed", "whatsapp-unsure") for ref in messages}
        assert {ref: far.posts[ref] for ref in messages} == dict.fromkeys(messages, 1)
        assert far.posts["reaction"] == 2, "a second one changes nothing"
        for n, ref in enumerate(KINDS):
            if ref in messages:
                peer = Peer(Channel.WHATSAPP, ACCOUNT, f"7916000000{n}")
                body = ev.DeliveryChanged(status="delivered", target=f"w{n}", client_ref=ref)
                told = ev.Event(external_id=f"w{n}:d", at=now(), peer=peer, body=body)
                await store.append([told])
        await settle(stage.step)
        assert await statuses(store) == {ref: ("delivered", "") for ref in messages}
        assert {ref: far.posts[ref] for ref in messages} == dict.fromkeys(messages, 1)
    finally:
        await channel.stop()
        await store.close()
