"""What an application may send through the sandbox's Graph API, and how it is refused."""

from __future__ import annotations

import time
from typing import Any

import aiohttp
import pytest

from core.sandbox.graph import GraphServer, payloads, templates
from core.sandbox.graph.account import Person

DAY = 24 * 3600


@pytest.fixture
async def open_window(graph: GraphServer, irina: Person) -> str:
    """Irina wrote a moment ago; gives her message's id."""
    return graph.post(irina, payloads.text("Добрый день"), at=time.time())


async def test_a_send_is_followed_by_its_statuses_with_our_key_in_them(
    graph: GraphServer, receiver: Any, irina: Person, open_window: str, client: Any
) -> None:
    await graph.register(receiver.url)
    status, answer = await client.send(
        to="+7 916 111-22-33",
        type="text",
        text={"body": "Пришлю КП до 12:00"},
        biz_opaque_callback_data="outbox-17",
    )
    assert status == 200
    assert answer["contacts"] == [{"input": "+7 916 111-22-33", "wa_id": "79161112233"}]
    wamid = answer["messages"][0]["id"]
    await graph.drained()
    assert [s["status"] for s in receiver.statuses()] == ["sent", "delivered", "read"]
    assert {s["id"] for s in receiver.statuses()} == {wamid}
    assert {s["biz_opaque_callback_data"] for s in receiver.statuses()} == {"outbox-17"}
    assert [send.what.text for send in graph.sent_by_app] == ["Пришлю КП до 12:00"]


async def test_every_send_gets_an_id_of_its_own(
    irina: Person, open_window: str, client: Any
) -> None:
    answers = [await client.text(irina.wa_id) for _ in range(3)]
    assert len({answer["messages"][0]["id"] for _, answer in answers}) == 3


async def test_a_person_can_be_named_by_user_id(
    irina: Person, open_window: str, client: Any
) -> None:
    status, answer = await client.send(
        recipient=irina.user_id, type="text", text={"body": "Здравствуйте"}
    )
    assert status == 200
    assert answer["contacts"][0]["user_id"] == irina.user_id


@pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer wrong"}])
async def test_without_the_token_nothing_works(
    graph: GraphServer, client: Any, headers: dict[str, str]
) -> None:
    async with aiohttp.ClientSession() as session:
        url = client.url(f"{graph.account.phone_number_id}/messages")
        async with session.post(url, json={}, headers=headers) as answer:
            assert answer.status == 401
            error = (await answer.json())["error"]
    assert error["code"] == 190
    assert error["type"] == "OAuthException"
    assert error["fbtrace_id"]


async def test_outside_the_window_only_a_template_goes_out(
    graph: GraphServer, irina: Person, client: Any
) -> None:
    graph.post(irina, payloads.text("вчера"), at=time.time() - DAY - 5)
    status, answer = await client.text(irina.wa_id)
    assert (status, answer["error"]["code"]) == (400, 131047)
    assert answer["error"]["error_data"]["messaging_product"] == "whatsapp"
    template = {
        "name": "follow_up",
        "language": {"code": "ru"},
        "components": [
            {
                "type": "body",
                "parameters": [
                    {"type": "text", "text": "Ирина"},
                    {"type": "text", "text": "насос К-80"},
                ],
            }
        ],
    }
    status, answer = await client.send(to=irina.wa_id, type="template", template=template)
    assert status == 200
    assert answer["messages"][0]["message_status"] == "accepted"
    assert "Ирина! Возвращаюсь к вашему запросу по «насос К-80»" in graph.sent_by_app[0].what.text


async def test_the_window_runs_from_the_messages_own_time(
    graph: GraphServer, irina: Person, client: Any
) -> None:
    graph.post(irina, payloads.text("почти сутки назад"), at=time.time() - DAY + 60)
    assert (await client.text(irina.wa_id))[0] == 200


async def test_a_message_to_an_unknown_number_fails_by_status(
    graph: GraphServer, receiver: Any, client: Any
) -> None:
    await graph.register(receiver.url)
    assert (await client.text("79990000000"))[0] == 200
    await graph.drained()
    (status,) = receiver.statuses()
    assert (status["status"], status["errors"][0]["code"]) == ("failed", 131026)


async def test_a_test_number_refuses_unknown_people_at_once() -> None:
    server = GraphServer(test_number=True)
    await server.start()
    url = f"{server.base_url}/v26.0/{server.account.phone_number_id}/messages"
    headers = {"Authorization": f"Bearer {server.account.access_token}"}
    body = {
        "messaging_product": "whatsapp",
        "to": "79990000000",
        "type": "text",
        "text": {"body": "?"},
    }
    async with (
        aiohttp.ClientSession() as session,
        session.post(url, json=body, headers=headers) as answer,
    ):
        error = (await answer.json())["error"]
    await server.stop()
    assert error["code"] == 131030


async def test_reading_and_typing_are_told(
    graph: GraphServer, irina: Person, open_window: str, client: Any
) -> None:
    status, answer = await client.send(
        status="read", message_id=open_window, typing_indicator={"type": "text"}
    )
    assert (status, answer) == (200, {"success": True})
    assert graph.marked_read == [open_window]
    assert graph.typed_to == [irina.phone]
    assert (await client.send(status="read", message_id="wamid.nope"))[0] == 400


async def test_a_reaction_has_to_name_a_message_of_the_conversation(
    irina: Person, open_window: str, client: Any
) -> None:
    reaction = {"message_id": open_window, "emoji": "👍"}
    assert (await client.send(to=irina.wa_id, type="reaction", reaction=reaction))[0] == 200
    reaction["message_id"] = "wamid.nope"
    assert (await client.send(to=irina.wa_id, type="reaction", reaction=reaction))[0] == 400


async def test_a_file_is_uploaded_and_sent_by_its_id(
    graph: GraphServer, irina: Person, open_window: str, client: Any
) -> None:
    form = aiohttp.FormData()
    form.add_field("messaging_product", "whatsapp")
    form.add_field("file", b"%PDF-1.4", filename="КП.pdf", content_type="application/pdf")
    url = client.url(f"{graph.account.phone_number_id}/media")
    async with client.session.post(url, data=form, headers=client.headers) as answer:
        assert answer.status == 200
        ident = (await answer.json())["id"]
    document = {"id": ident, "filename": "КП.pdf", "caption": "Коммерческое предложение"}
    assert (await client.send(to=irina.wa_id, type="document", document=document))[0] == 200
    assert graph.sent_by_app[-1].what.media_id == ident
    status, answer = await client.send(to=irina.wa_id, type="image", image={"id": "1"})
    assert (status, answer["error"]["code"]) == (400, 100)


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"type": "text", "text": {"body": "без адресата"}}, 131008),
        ({"to": "не номер", "type": "text", "text": {"body": "?"}}, 131009),
        ({"to": "79161112233", "type": "text", "text": {}}, 131008),
        ({"to": "79161112233", "type": "text", "text": {"body": "я" * 4097}}, 100),
        ({"to": "79161112233", "type": "telepathy"}, 100),
        ({"to": "79161112233", "type": "template", "template": {"name": "nope"}}, 132001),
    ],
)
async def test_malformed_sends_are_refused_with_the_right_code(
    irina: Person, open_window: str, client: Any, body: dict[str, Any], code: int
) -> None:
    status, answer = await client.send(**body)
    assert status in (400, 404)
    assert answer["error"]["code"] == code


async def test_template_parameters_are_counted(irina: Person, client: Any) -> None:
    template = {"name": "quote_ready", "language": {"code": "en"}, "components": []}
    _, answer = await client.send(to=irina.wa_id, type="template", template=template)
    assert answer["error"]["code"] == 132000


async def test_templates_come_by_pages(graph: GraphServer, client: Any) -> None:
    path = f"{graph.account.waba_id}/message_templates"
    _, page = await client.get(path, limit="3")
    names = []
    while True:
        names += [(row["name"], row["language"]) for row in page["data"]]
        if "next" not in page["paging"]:
            break
        async with client.session.get(page["paging"]["next"], headers=client.headers) as answer:
            page = await answer.json()
    assert len(names) == len(set(names)) == len(templates.TEMPLATES)
    _, russian = await client.get(path, language="ru", name="follow_up")
    assert [row["language"] for row in russian["data"]] == ["ru"]


async def test_an_id_that_is_nothing_is_said_in_graphs_form(client: Any) -> None:
    status, answer = await client.get("123")
    assert status == 400
    assert answer["error"]["error_subcode"] == 33


def _template(name: str, *components: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "language": {"code": "ru"}, "components": list(components)}


def _texts(kind: str, *texts: str) -> dict[str, Any]:
    return {"type": kind, "parameters": [{"type": "text", "text": text} for text in texts]}


_URL = {**_texts("button", "a-17"), "sub_type": "url", "index": "1"}
_HEADER, _BODY = _texts("header", "А-17"), _texts("body", "Ирина", "5 ₽")
_IMAGE = {"type": "header", "parameters": [{"type": "image", "image": {"link": "https://a/b"}}]}


@pytest.mark.parametrize(
    ("template", "code"),
    [
        (_template("order_ready", _HEADER, _BODY, _URL), None),
        (_template("order_ready", _BODY, _URL), 132000),
        (_template("order_ready", _HEADER, _texts("body", "Ирина"), _URL), 132000),
        (_template("order_ready", _HEADER, _texts("body", "a\nb", "5"), _URL), 132018),
        (_template("order_ready", _HEADER, _texts("body", "", "5"), _URL), 131008),
        (_template("order_ready", _HEADER, _texts("body", "я" * 1100, "5"), _URL), 132005),
        (_template("order_ready", _HEADER, _BODY), 131008),
        (_template("order_ready", _HEADER, _BODY, {**_URL, "index": "7"}), 132012),
        (_template("order_ready", _HEADER, _BODY, {**_URL, "index": "0"}), 132012),
        (_template("order_ready", _IMAGE, _BODY, _URL), 132012),
        (_template("invoice", _texts("body", "Ирина")), 132012),
        (_template("invoice", _IMAGE, _texts("body", "Ирина")), 132012),
        (_template("pickup_point", _texts("body", "18:00")), 132012),
        (_template("new_stock", _IMAGE, _texts("body", "трубы")), 131008),
        (_template("old_price_list"), 132015),
        (_template("nothing_such"), 132001),
    ],
)
async def test_templates_are_held_to_what_was_approved(
    template: dict[str, Any], code: int | None, irina: Person, client: Any
) -> None:
    _, answer = await client.send(to=irina.wa_id, type="template", template=template)
    error = answer.get("error")
    assert (error and error["code"]) == code
    if error:
        assert error["message"].startswith(f"(#{code})")
        assert error["error_data"]["details"]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"type": "location", "location": {"latitude": 91, "longitude": 0}}, 131009),
        ({"type": "location", "location": {"longitude": 0}}, 131008),
        ({"type": "contacts", "contacts": []}, 131009),
        ({"type": "contacts", "contacts": [{"name": {"formatted_name": "a"}}]}, 131009),
        ({"type": "interactive", "interactive": {"type": "poll"}}, 131009),
        ({"type": "image", "image": {"link": "https://a/b", "caption": "я" * 1025}}, 131009),
        ({"type": "reaction", "reaction": {"message_id": "wamid.x", "emoji": "да"}}, 131009),
        ({"type": "reaction", "reaction": {"message_id": "wamid.x", "emoji": "👍"}}, 131009),
    ],
)
async def test_other_kinds_are_held_to_their_limits(
    body: dict[str, Any], code: int, irina: Person, open_window: str, client: Any
) -> None:
    status, answer = await client.send(to=irina.wa_id, **body)
    assert (status, answer["error"]["code"]) == (400, code)


async def test_only_marketing_goes_the_marketing_way(
    graph: GraphServer, irina: Person, client: Any
) -> None:
    url = client.url(f"{graph.account.phone_number_id}/marketing_messages")
    for name, status in (("autumn_offer", 200), ("delivery_update", 400)):
        body = {
            "messaging_product": "whatsapp", "to": irina.wa_id, "type": "template",
            "template": _template(name),
        }  # fmt: skip
        async with client.session.post(url, json=body, headers=client.headers) as answer:
            assert answer.status == status
            if status == 400:
                assert (await answer.json())["error"]["code"] == 134100


async def test_too_many_to_one_person_are_refused_where_that_is_asked_for() -> None:
    from core.sandbox.graph.pairs import PairLimit

    pairs = PairLimit()
    assert [pairs.passes("a", n / 100) for n in range(46)] == [True] * 45 + [False]
    assert pairs.passes("b", 0.5)
    assert not pairs.passes("a", 5.0)
    assert pairs.passes("a", 7.0)


@pytest.mark.parametrize(("mime", "name"), [("image/jpeg", "delivered"), ("image/webp", "failed")])
async def test_a_picture_that_is_none_fails_later(
    mime: str, name: str, graph: GraphServer, receiver: Any, irina: Person, open_window: str,
    client: Any,
) -> None:  # fmt: skip
    await graph.register(receiver.url)
    media = graph.media.add("a", mime, b"bytes")
    status, _ = await client.send(to=irina.wa_id, type="image", image={"id": media.id})
    assert status == 200
    await graph.drained()
    statuses = receiver.statuses()
    assert name in [s["status"] for s in statuses]
    codes = [e["code"] for s in statuses for e in s.get("errors", [])]
    assert codes == ([131053] if name == "failed" else [])
