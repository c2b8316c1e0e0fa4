"""A Graph API that is not the sandbox's: other addresses, other dress, addresses that run out."""

import asyncio
import hashlib
import json
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest
from aiohttp import web

from core.channels.whatsapp import channel as channel_module
from core.channels.whatsapp.converters import to_events
from core.channels.whatsapp.settings import WhatsAppSettings
from core.channels.whatsapp.template_list import page
from core.domain.channels import Channel, Peer
from core.domain.events import Event, SendRequested
from core.domain.problems import ChannelError
from core.sandbox.graph import GraphServer
from core.sandbox.loopback import LoopbackSite
from core.store.store import Store

from .conftest import Connect, MemorySecrets

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
DATA = b"pages of a file"


class Foreign:
    """Answers by path; ``paths`` are those that were asked for."""

    def __init__(self) -> None:
        self.site = LoopbackSite()
        self.paths: list[str] = []
        self.answers: dict[str, Handler] = {}

    def says(self, path: str, *answers: web.Response) -> None:
        """Answers of a path in their order, the last for ever."""
        left = list(answers)

        async def answer(_: web.Request) -> web.StreamResponse:
            said = left.pop(0) if len(left) > 1 else left[0]
            return web.Response(status=said.status, body=said.body, headers=said.headers)

        self.answers[path] = answer

    async def handle(self, request: web.Request) -> web.StreamResponse:
        self.paths.append(request.path_qs)
        await request.read()
        answer = self.answers.get(request.path.rpartition("/")[2])
        return await answer(request) if answer else web.json_response({"id": "1"})


@pytest.fixture
async def foreign() -> AsyncIterator[Foreign]:
    server = Foreign()
    app = web.Application()
    app.router.add_route("*", "/{tail:.*}", server.handle)
    await server.site.up(app)
    yield server
    await server.site.close()


def somebody(graph: GraphServer) -> Peer:
    return Peer(Channel.WHATSAPP, graph.account.phone_number_id, "79161112233")


async def until(ready: Callable[[], bool]) -> None:
    async with asyncio.timeout(30):
        while not ready():  # noqa: ASYNC110
            await asyncio.sleep(0.01)


@pytest.mark.parametrize(
    ("base", "version", "url"),
    [
        ("https://graph.facebook.com", "v26.0", "https://graph.facebook.com/v26.0/1/messages"),
        ("http://127.0.0.1:9/a/b/", "/v30.0/", "http://127.0.0.1:9/a/b/v30.0/1/messages"),
        ("http://127.0.0.1:9", "", "http://127.0.0.1:9/1/messages"),
    ],
)
def test_address_and_version_are_settings(base: str, version: str, url: str) -> None:
    settings = WhatsAppSettings(phone_number_id="1", base_url=base, version=version)
    assert settings.url("1/messages") == url


@pytest.mark.parametrize("base", ["graph.example:8080", "ftp://graph.example", "nothing at all"])
async def test_an_address_that_is_none_sends_nothing_and_says_so(
    base: str, graph: GraphServer, connect: Connect
) -> None:
    channel = await connect(base_url=base)
    with pytest.raises(ChannelError) as caught:
        await channel.send(somebody(graph), SendRequested(client_ref="r", text="Да"))
    assert caught.value.problem.code == "whatsapp-unreachable"
    assert not caught.value.uncertain


@pytest.mark.parametrize(
    "body",
    [
        {"error": {"code": "131026", "message": "m", "error_data": "words"}},
        {"error": {"code": 131026, "message": None, "error_data": None}},
        {"error": {"code": 131026, "message": {"a": 1}, "error_data": {"details": 5}}},
    ],
)
async def test_a_code_counts_whatever_stands_beside_it(
    body: dict[str, Any], foreign: Foreign, graph: GraphServer, connect: Connect
) -> None:
    foreign.says("messages", web.json_response(body, status=400))
    channel = await connect(base_url=foreign.site.url)
    with pytest.raises(ChannelError) as caught:
        await channel.send(somebody(graph), SendRequested(client_ref="r", text="Да"))
    assert caught.value.problem.code == "whatsapp-undeliverable"


def file_info(foreign: Foreign) -> web.Response:
    digest = hashlib.sha256(DATA).hexdigest()
    return web.json_response({"url": f"{foreign.site.url}/bytes", "sha256": digest})


@pytest.mark.parametrize("status", [401, 403, 404, 410])
async def test_an_address_that_ran_out_is_asked_for_again(
    status: int, foreign: Foreign, connect: Connect
) -> None:
    foreign.says("77", file_info(foreign))
    foreign.says("bytes", web.Response(status=status), web.Response(body=DATA))
    channel = await connect(base_url=foreign.site.url)
    await until(lambda: channel.state == "online")
    with pytest.raises(ChannelError) as caught:
        await channel.fetch("77")
    assert caught.value.retry_in is not None
    assert channel.state == "online", "the token is good: only this address is not"
    assert await channel.fetch("77") == DATA


async def test_what_is_gone_at_meta_is_not_asked_for_for_ever(
    foreign: Foreign, connect: Connect
) -> None:
    gone = {"error": {"code": 100, "error_subcode": 33, "message": "does not exist"}}
    foreign.says("77", web.json_response(gone, status=400))
    channel = await connect(base_url=foreign.site.url)
    with pytest.raises(ChannelError) as caught:
        await channel.fetch("77")
    assert caught.value.retry_in is None


@pytest.mark.parametrize(
    ("first", "state"),
    [
        (web.json_response({"error": {"code": 190}}, status=401), "failed"),
        (web.json_response({"error": {"code": 131031}}, status=400), "failed"),
        (web.Response(status=429), "waiting"),
        (web.Response(status=502), "waiting"),
    ],
)
async def test_what_was_put_right_there_is_noticed_here(
    first: web.Response,
    state: str,
    foreign: Foreign,
    graph: GraphServer,
    connect: Connect,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seen: set[str] = set()
    number = graph.account.phone_number_id
    foreign.says(number, first, web.json_response({"id": number}))
    for name in ("_FIRST_WAIT", "_LAST_WAIT"):
        monkeypatch.setattr(channel_module, name, 0.2)
    channel = await connect(base_url=foreign.site.url)

    def online() -> bool:
        seen.add(channel.state)
        return channel.state == "online"

    await until(online)
    assert state in seen


async def test_after_a_refused_send_the_line_is_looked_at_again(
    foreign: Foreign, graph: GraphServer, connect: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(channel_module, "_LAST_WAIT", 0.1)
    foreign.says("messages", web.json_response({"error": {"code": 131042}}, status=400))
    channel = await connect(base_url=foreign.site.url)
    await until(lambda: channel.state == "online")
    with pytest.raises(ChannelError):
        await channel.send(somebody(graph), SendRequested(client_ref="r", text="Да"))
    assert channel.state == "failed"
    await until(lambda: channel.state == "online")


@pytest.mark.parametrize(
    "answer",
    [
        {"messages": [{"id": "wamid.1", "message_status": "accepted"}], "trace": {"a": [1]}},
        {"messages": {"id": "wamid.1"}},
        {"contacts": 7, "messages": [{"id": "wamid.1"}]},
        {"contacts": [{}, {}], "messages": [{"id": "wamid.1"}]},
    ],
)
async def test_a_send_that_was_taken_is_sent_whatever_stands_beside_it(
    answer: dict[str, Any], foreign: Foreign, graph: GraphServer, connect: Connect
) -> None:
    foreign.says("messages", web.json_response(answer, status=201))
    channel = await connect(base_url=foreign.site.url)
    request = SendRequested(client_ref="r", text="Да")
    assert (await channel.send(somebody(graph), request)).external_id == "wamid.1"


async def test_an_id_may_be_a_number(
    foreign: Foreign, graph: GraphServer, connect: Connect
) -> None:
    foreign.says("messages", web.json_response({"messages": [{"id": 17}]}))
    channel = await connect(base_url=foreign.site.url)
    request = SendRequested(client_ref="r", text="Да")
    assert (await channel.send(somebody(graph), request)).external_id == "17"


@pytest.mark.parametrize(
    "contact",
    [
        {"input": "79161112233", "wa_id": "79161112233", "user_id": "RU.77"},
        {"input": "+7 916 111-22-33", "wa_id": "RU.77"},
        {"input": "79161112233", "wa_id": "7916111223", "user_id": ""},
        {"input": "79161112233", "wa_id": 7916111223},
    ],
)
async def test_who_answers_under_the_id_that_the_send_told_is_in_the_same_chat(
    contact: dict[str, Any], foreign: Foreign, graph: GraphServer, connect: Connect, store: Store
) -> None:
    answer = {"contacts": [contact], "messages": [{"id": "wamid.1"}]}
    foreign.says("messages", web.json_response(answer))
    channel = await connect(base_url=foreign.site.url)
    peer = somebody(graph)
    request = SendRequested(client_ref="r", text="Да")
    await store.append([Event(external_id="r", at=1, peer=peer, body=request)])
    await channel.send(peer, request)
    other = contact.get("user_id") or contact["wa_id"]
    later = int(time.time()) + 1
    reply = {"id": "w", "timestamp": f"{later}", "type": "text", "text": {"body": "Беру"}}
    value = {"metadata": {"phone_number_id": peer.account}, "messages": [{**reply, "from": other}]}
    body = json.dumps({"entry": [{"changes": [{"field": "messages", "value": value}]}]}).encode()
    await store.append(to_events(body, peer.account, now=later * 1000))
    ((thread, address),) = await store.read(
        lambda conn: conn.execute(
            "SELECT thread, address FROM identities WHERE alias_of IS NULL"
        ).fetchall()
    )
    texts = await store.read(
        lambda conn: conn.execute(
            "SELECT text FROM messages WHERE thread = ? ORDER BY at", (thread,)
        ).fetchall()
    )
    assert [text for (text,) in texts] == ["Да", "Беру"]
    assert address == str(other), "the one who wrote last is the one to write to"


async def test_until_they_answer_a_client_is_written_to_as_before(
    foreign: Foreign, graph: GraphServer, connect: Connect, store: Store
) -> None:
    contact = {"input": "79161112233", "wa_id": "79161112233", "user_id": "RU.77"}
    answer = {"contacts": [contact], "messages": [{"id": "wamid.1"}]}
    foreign.says("messages", web.json_response(answer))
    channel = await connect(base_url=foreign.site.url)
    peer, request = somebody(graph), SendRequested(client_ref="r", text="Да")
    await store.append([Event(external_id="r", at=1, peer=peer, body=request)])
    await channel.send(peer, request)
    ((address,),) = await store.read(
        lambda conn: conn.execute(
            "SELECT coalesce(address, peer) FROM identities WHERE alias_of IS NULL"
        ).fetchall()
    )
    assert address == peer.id


@pytest.mark.parametrize("code", [1, 131000])
@pytest.mark.parametrize("status", [500, 503])
async def test_an_error_that_even_graph_cannot_explain_may_have_been_sent(
    code: int, status: int, foreign: Foreign, graph: GraphServer, connect: Connect
) -> None:
    body = {"error": {"code": code, "message": "An unknown error occurred"}}
    foreign.says("messages", web.json_response(body, status=status))
    channel = await connect(base_url=foreign.site.url)
    with pytest.raises(ChannelError) as caught:
        await channel.send(somebody(graph), SendRequested(client_ref="r", text="Да"))
    assert caught.value.uncertain
    assert caught.value.problem.code == "whatsapp-unsure"


def template(**more: Any) -> dict[str, Any]:
    body = {"type": "BODY", "text": "{{1}} и {{2}}"}
    return {"name": "n", "language": "ru", "status": "APPROVED", "components": [body], **more}


@pytest.mark.parametrize(
    ("paging", "after"),
    [
        ({"cursors": {"before": "a", "after": "b"}, "next": "https://g/x?after=b&limit=2"}, "b"),
        ({"next": "https://g/x?limit=2&after=c%3D%3D"}, "c=="),
        ({"cursors": {"before": "a", "after": "b"}}, None),
        ({}, None),
        (None, None),
        ("?", None),
    ],
)
def test_the_next_page_is_where_the_list_says_that_there_is_one(
    paging: Any, after: str | None
) -> None:
    rows, found = page(json.dumps({"data": [template()], "paging": paging}).encode())
    assert (len(rows), found) == (1, after)


@pytest.mark.parametrize(
    ("text", "more", "gaps", "named"),
    [
        ("{{2}} и {{1}}, {{2}}", {}, ("1", "2"), False),
        ("{{2}} и {{1}}", {"parameter_format": "POSITIONAL"}, ("1", "2"), False),
        ("{{имя}} и {{ сумма }}", {"parameter_format": "NAMED"}, ("имя", "сумма"), True),
        ("{{name}} и {{sum}}", {}, ("name", "sum"), True),
        ("Добрый день", {}, (), False),
    ],
)
def test_the_gaps_of_a_template_are_numbers_or_names(
    text: str, more: dict[str, str], gaps: tuple[str, ...], named: bool
) -> None:
    row = template(components=[{"type": "BODY", "text": text}], **more)
    ((found,), _) = page(json.dumps({"data": [row, {"strange": 1}]}).encode())
    assert (found.gaps, found.named, found.sendable) == (gaps, named, True)


async def test_blanks_around_a_pasted_secret_are_no_part_of_it(
    graph: GraphServer, connect: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    def get(self: MemorySecrets, key: str) -> str | None:
        return f"  {self.kept[key]}\n"

    monkeypatch.setattr(MemorySecrets, "get", get)
    channel = await connect()
    await until(lambda: channel.state == "online")
    await graph.register(channel.webhook_url)
