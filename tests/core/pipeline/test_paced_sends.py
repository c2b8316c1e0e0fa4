"""Throttling through the whole stage: who is over the limit waits, nobody waits behind them."""

import time
from collections.abc import AsyncIterator

import pytest
from aiohttp import web

from core.channels.whatsapp.channel import WhatsAppChannel
from core.domain import events as ev
from core.domain.channels import Channel, Peer
from core.domain.problems import Problem
from core.pipeline.sending import SendingStage
from core.sandbox.loopback import LoopbackSite
from core.store.store import Store

from .conftest import settle
from .killed_sender import ACCOUNT, Secrets, settings

Said = tuple[str, str]


class Far:
    """A Graph that keeps what each person got, and refuses as it is told, once each."""

    def __init__(self) -> None:
        self.got: list[Said] = []
        self.refuse: dict[str, int] = {}
        self.site = LoopbackSite()

    async def handle(self, request: web.Request) -> web.StreamResponse:
        if request.method == "GET":
            return web.json_response({"id": "1"})
        body = await request.json()
        if (code := self.refuse.pop(body["to"], None)) is not None:
            return web.json_response({"error": {"code": code, "message": "m"}}, status=400)
        self.got.append((body["to"], body["text"]["body"]))
        return web.json_response({"messages": [{"id": f"wamid.{len(self.got)}"}]})


@pytest.fixture
async def far() -> AsyncIterator[Far]:
    server = Far()
    app = web.Application()
    app.router.add_route("*", "/{tail:.*}", server.handle)
    await server.site.up(app)
    yield server
    await server.site.close()


Ahead = list[int]


@pytest.fixture
def ahead() -> Ahead:
    return [0]


@pytest.fixture
async def stage(
    far: Far, store: Store, ahead: Ahead, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[SendingStage]:
    media = tmp_path_factory.mktemp("media")
    channel = WhatsAppChannel(settings(far.site.url, media), Secrets(), store)
    await channel.start()

    def now() -> int:
        return int(time.time() * 1000) + ahead[0]

    yield SendingStage(store, lambda: {("whatsapp", ACCOUNT): channel}, now)
    await channel.stop()


async def queue(store: Store, person: str, *texts: str) -> None:
    peer, now = Peer(Channel.WHATSAPP, ACCOUNT, person), int(time.time() * 1000)
    said = ev.MessageReceived(direction="in", text="?")
    await store.append([ev.Event(external_id=f"m-{person}", at=now, peer=peer, body=said)])
    for text in texts:
        body = ev.SendRequested(client_ref=f"{person}-{text}", text=text)
        await store.append([ev.Event(external_id=body.client_ref, at=now, peer=peer, body=body)])


async def waiting(store: Store, person: str) -> list[tuple[str, str, str]]:
    rows = await store.read(
        lambda conn: conn.execute(
            "SELECT m.text, m.status, m.problem FROM messages m JOIN identities i"
            " ON i.id = m.identity WHERE i.peer = ? AND m.direction = 'out'"
            " AND m.external_id IS NULL ORDER BY m.seq",
            (person,),
        ).fetchall()
    )
    problems = [(row, Problem.decode(row["problem"])) for row in rows]
    return [(row["text"], row["status"], p.code if p else "") for row, p in problems]


async def test_a_burst_to_one_waits_in_its_order_and_holds_up_nobody(
    far: Far, store: Store, stage: SendingStage
) -> None:
    many = [f"{n:02}" for n in range(48)]
    await queue(store, "7911", *many)
    await queue(store, "7922", "вам")
    await settle(stage.step)
    assert [text for to, text in far.got if to == "7911"] == many[:45]
    assert ("7922", "вам") in far.got
    left = await waiting(store, "7911")
    assert left == [("45", "queued", "whatsapp-paced"), ("46", "queued", ""), ("47", "queued", "")]


@pytest.mark.parametrize("code", [131056, 130429])
async def test_a_refusal_slows_down_whom_it_is_about(
    code: int, far: Far, store: Store, stage: SendingStage
) -> None:
    far.refuse["7911"] = code
    await queue(store, "7911", "а", "б")
    await settle(stage.step)
    await queue(store, "7922", "вам")
    await settle(stage.step)
    assert await waiting(store, "7911") == [
        ("а", "queued", "whatsapp-throttled"), ("б", "queued", ""),
    ]  # fmt: skip
    everybody = code == 130429
    assert far.got == ([] if everybody else [("7922", "вам")])
    assert bool(await waiting(store, "7922")) == everybody
