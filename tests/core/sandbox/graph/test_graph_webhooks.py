"""Webhooks of the sandbox's WhatsApp: signed, in Meta's shapes, until they are taken."""

from __future__ import annotations

import json
import time
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from core.sandbox.graph import GraphServer, payloads
from core.sandbox.graph.account import Person
from core.sandbox.graph.delivery import VerificationError


async def test_nothing_is_delivered_before_the_callback_is_verified(
    graph: GraphServer, receiver: Any, irina: Person
) -> None:
    graph.post(irina, payloads.text("Добрый день"), at=1_790_000_000.9)
    assert graph.pending == 1
    await graph.register(receiver.url)
    await graph.drained()
    (value,) = receiver.values()
    assert value["contacts"] == [
        {"profile": {"name": "Ирина Ковалёва"}, "wa_id": "79161112233", "user_id": irina.user_id}
    ]
    (message,) = value["messages"]
    assert message["timestamp"] == "1790000000"
    assert message["text"] == {"body": "Добрый день"}
    assert receiver.forged == 0


async def test_a_callback_that_does_not_echo_the_challenge_is_refused(
    graph: GraphServer, receiver: Any
) -> None:
    with pytest.raises(VerificationError):
        await graph.register(receiver.url.replace("/webhook", "/nowhere"))
    assert not graph.registered


@pytest.mark.parametrize("status", [204, 302, 401, 503])
async def test_a_refused_webhook_comes_again_with_the_same_bytes_until_it_is_taken(
    status: int, graph: GraphServer, receiver: Any, irina: Person
) -> None:
    receiver.refuse = 2
    receiver.refusal = web.Response(status=status, headers={"Location": receiver.url})
    begun: list[float] = []
    await graph.register(receiver.url)
    graph.post(irina, payloads.text("важно"), at=time.time(), on_first=begun.append)
    await graph.drained()
    assert len(receiver.bodies) == 3
    assert len(set(receiver.bodies)) == 1
    assert len(receiver.taken) == 1
    assert len(begun) == 1


async def test_redelivery_repeats_a_webhook_that_was_taken(
    graph: GraphServer, receiver: Any, irina: Person
) -> None:
    await graph.register(receiver.url)
    graph.post(irina, payloads.text("раз"), at=time.time(), redeliver=3)
    await graph.drained()
    assert len(receiver.taken) == 4
    assert len({message["id"] for message in receiver.messages()}) == 1


async def test_messages_of_one_person_keep_their_order(
    graph: GraphServer, receiver: Any, irina: Person
) -> None:
    await graph.register(receiver.url)
    sent = [graph.post(irina, payloads.text(str(n)), at=time.time()) for n in range(30)]
    await graph.drained()
    assert [message["id"] for message in receiver.messages()] == sent


async def test_out_of_order_delivery_shuffles_them(receiver: Any, graph: GraphServer) -> None:
    server = GraphServer(graph.account, out_of_order=True)
    person = server.add_person("+79161112233", "Ирина")
    await server.register(receiver.url)
    sent = [server.post(person, payloads.text(str(n)), at=time.time()) for n in range(12)]
    await server.drained()
    await server.stop()
    came = [message["id"] for message in receiver.messages()]
    assert came != sent
    assert sorted(came) == sorted(sent)


async def test_edit_revoke_and_reaction_name_the_original(
    graph: GraphServer, receiver: Any, irina: Person
) -> None:
    await graph.register(receiver.url)
    at = time.time()
    wamid = graph.post(irina, payloads.text("до 300 тысяч"), at=at)
    graph.post(irina, payloads.edit(wamid, payloads.text("до 380 тысяч")), at=at)
    graph.post(irina, payloads.reaction(wamid, "👍"), at=at)
    graph.post(irina, payloads.reaction(wamid, None), at=at)
    graph.post(irina, payloads.revoke(wamid), at=at)
    await graph.drained()
    _, edit, reaction, removal, revoke = receiver.messages()
    assert edit["type"] == "edit"
    assert edit["id"] != wamid
    assert edit["edit"] == {
        "original_message_id": wamid,
        "message": {"type": "text", "text": {"body": "до 380 тысяч"}},
    }
    assert reaction["reaction"] == {"message_id": wamid, "emoji": "👍"}
    assert removal["reaction"] == {"message_id": wamid}
    assert revoke["revoke"] == {"original_message_id": wamid}


async def test_our_own_message_from_the_phone_comes_as_an_echo(
    graph: GraphServer, receiver: Any, irina: Person
) -> None:
    await graph.register(receiver.url)
    graph.post(irina, payloads.text("Перезвоню в 15:00"), at=time.time(), echo=True)
    await graph.drained()
    (value,) = receiver.values("smb_message_echoes")
    (message,) = value["message_echoes"]
    assert (message["from"], message["to"]) == (graph.account.display_phone, irina.wa_id)
    assert irina.last_inbound is None, "an echo opens no service window"


async def test_a_document_can_be_fetched_by_its_id_and_with_the_bearer_only(
    graph: GraphServer, receiver: Any, irina: Person, client: Any
) -> None:
    await graph.register(receiver.url)
    media = graph.media.add("Реквизиты.pdf", "application/pdf", b"%PDF-1.4 test")
    content = payloads.media("document", media, graph.media_url(media), "наши реквизиты")
    graph.post(irina, content, at=time.time())
    await graph.drained()
    (message,) = receiver.messages()
    assert message["document"]["filename"] == "Реквизиты.pdf"
    assert message["document"]["caption"] == "наши реквизиты"
    status, found = await client.get(message["document"]["id"])
    assert (status, found["sha256"], found["file_size"]) == (200, media.sha256_hex, 13)
    async with client.session.get(found["url"]) as answer:
        assert answer.status == 401
    async with client.session.get(found["url"], headers=client.headers) as answer:
        assert await answer.read() == b"%PDF-1.4 test"
        assert answer.content_type == "application/pdf"


async def test_voice_is_an_audio_that_says_so(graph: GraphServer) -> None:
    media = graph.media.add("v.ogg", "audio/ogg", b"OggS")
    content = payloads.media("voice", media, "http://127.0.0.1/x", "")
    assert content["type"] == "audio"
    assert content["audio"]["voice"] is True
    content = payloads.media("voice", media, "http://127.0.0.1/x", "что на ней сказано")
    assert content["audio"]["caption"] == "что на ней сказано", "a scenario's words stand somewhere"


async def test_an_outage_refuses_connections_and_holds_webhooks_back(
    graph: GraphServer, receiver: Any, irina: Person, client: Any
) -> None:
    await graph.register(receiver.url)
    base = graph.base_url
    await graph.go_down()
    graph.post(irina, payloads.text("во время сбоя"), at=time.time())
    with pytest.raises(aiohttp.ClientConnectionError):
        await client.text(irina.wa_id)
    assert receiver.taken == []
    await graph.come_back()
    await graph.drained()
    assert graph.base_url == base
    assert [m["text"]["body"] for m in receiver.messages()] == ["во время сбоя"]
    status, _ = await client.text(irina.wa_id)
    assert status == 200


def test_payloads_are_json(irina: Person, graph: GraphServer) -> None:
    body = payloads.inbound(graph.account, irina, "wamid.x", 1.0, payloads.text("«ё» 👍"))
    assert json.loads(json.dumps(body)) == body
