"""Sends, media and templates against the sandbox's Graph API and against a rude server."""

import asyncio
import hashlib
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from core.channels.whatsapp.channel import WhatsAppChannel
from core.domain.channels import Channel, Peer
from core.domain.events import DeliveryChanged, SendRequested
from core.domain.problems import ChannelError
from core.sandbox.graph import GraphServer
from core.sandbox.graph.account import Person
from core.sandbox.graph.payloads import text
from core.sandbox.loopback import LoopbackSite
from core.store.store import Store

from .conftest import Connect


def peer_of(graph: GraphServer, ident: str) -> Peer:
    return Peer(Channel.WHATSAPP, graph.account.phone_number_id, ident)


@pytest.fixture
def irina(graph: GraphServer) -> Person:
    person = graph.add_person("+79161112233", "Ирина")
    person.last_inbound = time.time()
    return person


async def until(ready: Callable[[], bool]) -> None:
    async with asyncio.timeout(30):
        while not ready():  # noqa: ASYNC110
            await asyncio.sleep(0.01)


async def test_a_text_reaches_the_client_and_its_states_come_back(
    graph: GraphServer, connect: Connect, store: Store, irina: Person
) -> None:
    channel = await connect()
    await graph.register(channel.webhook_url)
    wamid = graph.post(irina, text("Сколько?"), at=time.time())
    sent = await channel.send(
        peer_of(graph, irina.wa_id), SendRequested(client_ref="r1", text="380 000", reply_to=wamid)
    )
    (taken,) = graph.sent_by_app
    assert (taken.wamid, taken.what.text, taken.what.reply_to) == (
        sent.external_id, "380 000", wamid,
    )  # fmt: skip
    await until(lambda: not graph.pending)
    seqs = await store.read(
        lambda c: [
            row[0] for row in c.execute("SELECT seq FROM log WHERE kind='delivery' ORDER BY seq")
        ]
    )
    bodies = [(await store.event(seq)).body for seq in seqs]
    assert [body.status for body in bodies if isinstance(body, DeliveryChanged)] == [
        "sent", "delivered", "read",
    ]  # fmt: skip
    assert {body.client_ref for body in bodies if isinstance(body, DeliveryChanged)} == {"r1"}
    assert channel.state == "online"


async def test_the_same_reference_is_sent_once_even_by_the_next_process(
    graph: GraphServer, connect: Connect, irina: Person
) -> None:
    request = SendRequested(client_ref="r1", text="Да")
    first = await (await connect()).send(peer_of(graph, irina.wa_id), request)
    again = await (await connect()).send(peer_of(graph, irina.wa_id), request)
    assert again == first
    assert len(graph.sent_by_app) == 1


async def test_who_hides_their_phone_is_reached_by_the_user_id(
    graph: GraphServer, connect: Connect, irina: Person
) -> None:
    channel = await connect()
    await channel.send(peer_of(graph, irina.user_id), SendRequested(client_ref="r", text="Да"))
    assert graph.sent_by_app[0].phone == irina.phone


@pytest.mark.parametrize(
    ("name", "mime", "caption", "kind"),
    [
        ("счёт.pdf", "", "Счёт", "document"),
        ("фото.jpg", "", "", "image"),
        ("голос.ogg", "audio/ogg", "", "audio"),
        ("голос.ogg", "audio/ogg", "послушайте", "document"),
    ],
)
async def test_files_are_uploaded_and_shown_as_what_they_are(
    name: str, mime: str, caption: str, kind: str,
    graph: GraphServer, connect: Connect, irina: Person, tmp_path: Path,
) -> None:  # fmt: skip
    (tmp_path / "f").write_bytes(b"bytes of a file")
    channel = await connect(media_root=str(tmp_path))
    request = SendRequested(client_ref="r", file="f", file_name=name, mime=mime, text=caption)
    await channel.send(peer_of(graph, irina.wa_id), request)
    (sent,) = graph.sent_by_app
    assert (sent.what.kind, sent.what.text) == (kind, caption)
    assert sent.what.media_id is not None
    media = graph.media.get(sent.what.media_id)
    assert media is not None
    assert (media.data, media.name) == (b"bytes of a file", name)


async def test_a_file_that_is_gone_says_so(
    graph: GraphServer, connect: Connect, irina: Person
) -> None:
    channel = await connect(media_root="/nowhere")
    with pytest.raises(ChannelError) as caught:
        await channel.send(peer_of(graph, irina.wa_id), SendRequested(client_ref="r", file="f"))
    assert caught.value.problem.code == "file-missing"
    assert caught.value.retry_in is None


async def test_outside_the_window_only_a_template_passes(
    graph: GraphServer, connect: Connect, irina: Person
) -> None:
    irina.last_inbound = time.time() - 25 * 3600
    channel = await connect()
    peer = peer_of(graph, irina.wa_id)
    with pytest.raises(ChannelError) as caught:
        await channel.send(peer, SendRequested(client_ref="r1", text="Вы ещё думаете?"))
    assert caught.value.closes_window
    assert caught.value.problem.code == "whatsapp-window-closed"
    await channel.send(
        peer,
        SendRequested(
            client_ref="r2", template="follow_up", template_lang="ru", params=("Ирина", "насос")
        ),
    )
    await channel.send(
        peer,
        SendRequested(
            client_ref="r3", template="quote_ready", template_lang="en", params=("Irina", "$5")
        ),
    )
    follow_up, quote = graph.sent_by_app
    assert follow_up.what.text.startswith("Здравствуйте, Ирина! Возвращаюсь к вашему запросу")
    assert quote.what.text == "Irina, your quote is ready. Total: $5."


@pytest.mark.parametrize(
    ("name", "params", "code"),
    [
        ("nothing_such", (), "whatsapp-template-gone"),
        ("follow_up", ("one",), "whatsapp-template-params"),
        ("old_price_list", (), "whatsapp-template-paused"),
    ],
)
async def test_a_template_that_cannot_be_sent_says_why(
    name: str, params: tuple[str, ...], code: str,
    graph: GraphServer, connect: Connect, irina: Person,
) -> None:  # fmt: skip
    channel = await connect()
    request = SendRequested(client_ref="r", template=name, template_lang="ru", params=params)
    with pytest.raises(ChannelError) as caught:
        await channel.send(peer_of(graph, irina.wa_id), request)
    assert caught.value.problem.code == code


async def test_templates_are_listed_with_their_gaps(connect: Connect) -> None:
    channel = await connect()
    templates = await channel.templates()
    by_name = {(row.name, row.language): row for row in templates}
    assert by_name["quote_ready", "ru"].gaps == ("client_name", "amount")
    assert by_name["quote_ready", "ru"].named
    assert by_name["follow_up", "en"].fill(("Pat", "pumps")).startswith("Hello Pat")
    assert not by_name["old_price_list", "ru"].sendable


async def test_media_are_fetched_and_held_to_their_digest(
    graph: GraphServer, connect: Connect
) -> None:
    media = graph.media.add("a.pdf", "application/pdf", b"pages")
    channel = await connect()
    assert await channel.fetch(media.id) == b"pages"
    with pytest.raises(ChannelError) as caught:
        await channel.fetch("404")
    assert not caught.value.uncertain
    with pytest.raises(ChannelError):
        await channel.fetch("../../me")


async def test_what_was_read_here_is_read_there(
    graph: GraphServer, connect: Connect, irina: Person
) -> None:
    channel = await connect()
    wamid = graph.post(irina, text("Сколько?"), at=time.time())
    await channel.mark_read(peer_of(graph, irina.wa_id), wamid)
    assert graph.marked_read == [wamid]


async def test_while_graph_is_down_sends_wait_and_the_status_line_says_so(
    graph: GraphServer, connect: Connect, irina: Person
) -> None:
    channel = await connect()
    await until(lambda: channel.state == "online")
    await graph.go_down()
    request = SendRequested(client_ref="r", text="Да")
    with pytest.raises(ChannelError) as caught:
        await channel.send(peer_of(graph, irina.wa_id), request)
    assert caught.value.retry_in is not None
    assert not caught.value.uncertain
    assert channel.state == "waiting"
    await graph.come_back()
    await channel.send(peer_of(graph, irina.wa_id), request)
    assert len(graph.sent_by_app) == 1
    assert channel.state == "online"


async def test_without_its_secrets_the_channel_is_signed_out(
    graph: GraphServer, store: Store
) -> None:
    from core.channels.whatsapp.settings import WhatsAppSettings

    from .conftest import MemorySecrets

    channel = WhatsAppChannel(WhatsAppSettings(phone_number_id="1"), MemorySecrets(), store)
    await channel.start()
    assert channel.state == "signed_out"
    with pytest.raises(ChannelError):
        await channel.send(peer_of(graph, "7916"), SendRequested(client_ref="r", text="Да"))
    await channel.stop()


Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Rude:
    """A Graph that answers every POST as the test wants."""

    def __init__(self) -> None:
        self.answer: Answer | None = None
        self.posts = 0
        self.site = LoopbackSite()

    async def handle(self, request: web.Request) -> web.StreamResponse:
        if request.method == "GET":
            return web.json_response({"id": "1"})
        self.posts += 1
        await request.read()
        assert self.answer is not None
        return await self.answer(request)

    def says(self, code: int, status: int = 400) -> None:
        async def answer(_: web.Request) -> web.Response:
            body = {"error": {"code": code, "message": "m", "error_data": {"details": "d"}}}
            return web.json_response(body, status=status)

        self.answer = answer


@pytest.fixture
async def rude() -> AsyncIterator[Rude]:
    server = Rude()
    app = web.Application()
    app.router.add_route("*", "/{tail:.*}", server.handle)
    await server.site.up(app)
    yield server
    await server.site.close()


@pytest.mark.parametrize(
    ("code", "problem", "retry"),
    [
        (131047, "whatsapp-window-closed", None),
        (131026, "whatsapp-undeliverable", None),
        (131049, "whatsapp-marketing-cap", None),
        (131050, "whatsapp-opted-out", None),
        (131056, "whatsapp-throttled", 1.0),
        (130429, "whatsapp-throttled", 2.0),
        (80007, "whatsapp-throttled", 60.0),
        (132012, "whatsapp-template-values", None),
        (190, "whatsapp-auth", None),
        (0, "whatsapp-auth", None),
        (368, "whatsapp-account", None),
        (131062, "whatsapp-no-phone", None),
        (131053, "whatsapp-media", None),
        (131000, "whatsapp-other", 10.0),
        (999999, "whatsapp-refused", None),
    ],
)
async def test_errors_are_decided_by_their_code(
    code: int, problem: str, retry: float | None, rude: Rude, graph: GraphServer, connect: Connect
) -> None:
    channel = await connect(base_url=rude.site.url)
    rude.says(code)
    with pytest.raises(ChannelError) as caught:
        await channel.send(peer_of(graph, "7916"), SendRequested(client_ref="r", text="Да"))
    error = caught.value
    assert (error.problem.code, error.uncertain) == (problem, False)
    assert error.retry_in == (retry if retry is None else pytest.approx(retry, abs=0.01))
    assert error.closes_window == (code == 131047)
    assert error.problem.params == {"number": str(code), "text": "d"}
    assert (channel.state == "failed") == (problem in ("whatsapp-auth", "whatsapp-account"))


async def hang_up(request: web.Request) -> web.StreamResponse:
    assert request.transport is not None
    request.transport.abort()
    return web.Response()


async def gateway(_: web.Request) -> web.StreamResponse:
    return web.Response(status=502, text="<html>Bad Gateway</html>")


async def too_slow(_: web.Request) -> web.StreamResponse:
    await asyncio.sleep(1.0)
    return web.Response()


async def nonsense(_: web.Request) -> web.StreamResponse:
    return web.Response(text="OK")


@pytest.mark.parametrize("answer", [hang_up, gateway, too_slow, nonsense])
async def test_when_nobody_knows_it_is_uncertain_and_never_sent_again_by_itself(
    answer: Answer, rude: Rude, graph: GraphServer, connect: Connect
) -> None:
    rude.answer = answer
    channel = await connect(base_url=rude.site.url, timeout=0.4)
    request = SendRequested(client_ref="r", text="Да")
    for _ in range(2):
        with pytest.raises(ChannelError) as caught:
            await channel.send(peer_of(graph, "7916"), request)
        assert caught.value.uncertain
        assert caught.value.retry_in is None
    assert rude.posts == 1


async def test_a_media_address_off_https_never_gets_the_token(
    graph: GraphServer, connect: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    from core.channels.whatsapp.graph import Graph

    line = Graph("https://127.0.0.1:1", "token", 1.0)

    async def info(url: str, query: Any = None) -> bytes:
        return b'{"url": "http://127.0.0.1:9/steal"}'

    monkeypatch.setattr(line, "get", info)
    with pytest.raises(ChannelError) as caught:
        await line.media("https://127.0.0.1:1/x")
    assert caught.value.problem.params == {"text": "address"}
    await line.close()


async def test_bytes_that_are_not_what_was_announced_are_refused(
    graph: GraphServer, connect: Connect
) -> None:
    site = LoopbackSite()

    async def node(_: web.Request) -> web.Response:
        digest = hashlib.sha256(b"other").hexdigest()
        return web.json_response({"url": f"{site.url}/bytes", "sha256": digest})

    async def data(_: web.Request) -> web.Response:
        return web.Response(body=b"data")

    app = web.Application()
    app.router.add_get("/bytes", data)
    app.router.add_get("/{version}/{id}", node)
    await site.up(app)
    channel = await connect(base_url=site.url)
    try:
        with pytest.raises(ChannelError) as caught:
            await channel.fetch("5")
        assert caught.value.problem.params == {"text": "sha256"}
    finally:
        await channel.stop()
        await site.close()


async def test_a_taken_port_is_told(graph: GraphServer, connect: Connect) -> None:
    first = await connect()
    port = int(first.webhook_url.split(":")[2].split("/")[0])
    second = await connect(port=port)
    assert second.state == "failed"
    assert second.problem is not None
    assert second.problem.code == "whatsapp-port-busy"


async def test_webhooks_are_taken_while_graph_is_out_of_reach(
    graph: GraphServer, connect: Connect
) -> None:
    channel = await connect(base_url="http://127.0.0.1:9")
    await until(lambda: channel.state == "waiting")
    async with aiohttp.ClientSession() as session, session.get(channel.webhook_url) as answer:
        assert answer.status == 403
