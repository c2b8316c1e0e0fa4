"""Every kind of send over real HTTP, what the client then has, and what never leaves."""

import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.channels.whatsapp import outgoing
from core.channels.whatsapp.template_list import page
from core.channels.whatsapp.templates import Template
from core.domain.events import SendRequested
from core.domain.problems import ChannelError
from core.domain.sends import (
    Button,
    Buttons,
    Card,
    Cards,
    Content,
    Link,
    Menu,
    Param,
    Place,
    Reaction,
    Row,
    Section,
    Values,
    shown,
    texts,
)
from core.sandbox.graph import GraphServer, interactive, payloads
from core.sandbox.graph.account import Person
from core.sandbox.graph.errors import GraphError
from core.sandbox.graph.sends import read_send

from .conftest import Connect
from .test_whatsapp_sending import peer_of

OFFICE = Place(latitude=55.75, longitude=37.61, name="Склад", address="ул. Ленина, 1")
ASK = Buttons(body="Когда забрать?", buttons=(Button(title="Сегодня"), Button(title="Завтра")))
MENU = Menu(
    body="Что показать?",
    button="Выбрать",
    sections=(
        Section(title="Насосы", rows=(Row(title="Дренажный", description="220 В"),)),
        Section(title="Трубы", rows=(Row(title="ПНД"), Row(title="Сталь"))),
    ),
    footer="Цены без доставки",
)
LINK = Link(body="Счёт готов", button="Открыть", url="https://shop.example/i/17")
CARD = Cards(cards=(Card(name="Пётр Ильин", phones=("+7 916 000-00-01",), company="Склад"),))


@pytest.fixture
def irina(graph: GraphServer) -> Person:
    person = graph.add_person("+79161112233", "Ирина")
    person.last_inbound = time.time()
    return person


@pytest.mark.parametrize(
    ("content", "kind", "seen"),
    [
        (OFFICE, "location", "Склад\nул. Ленина, 1\n55.75, 37.61"),
        (CARD, "contacts", "Пётр Ильин"),
        (ASK, "interactive", "Когда забрать?\n[Сегодня] [Завтра]"),
        (LINK, "interactive", "Счёт готов\n[Открыть]"),
        (
            MENU,
            "interactive",
            "Что показать?\nЦены без доставки\n[Выбрать]\nНасосы\nДренажный\nТрубы\nПНД\nСталь",
        ),
    ],
)
async def test_places_people_and_questions_reach_the_client(
    content: Content, kind: str, seen: str, graph: GraphServer, connect: Connect, irina: Person
) -> None:
    channel = await connect()
    asked = graph.post(irina, payloads.text("Где вы?"), at=time.time())
    request = SendRequested(client_ref="r", text=shown(content), content=content, reply_to=asked)
    first = await channel.send(peer_of(graph, irina.wa_id), request)
    assert await channel.send(peer_of(graph, irina.wa_id), request) == first
    (sent,) = graph.sent_by_app
    assert (sent.what.kind, sent.what.text, sent.what.reply_to) == (kind, seen, asked)
    assert sent.what.callback_data == "r"


async def test_a_reaction_stands_changes_and_is_taken_back(
    graph: GraphServer, connect: Connect, irina: Person
) -> None:
    channel = await connect()
    wamid = graph.post(irina, payloads.text("Беру"), at=time.time())
    for n, emoji in enumerate(("👍", "❤️", "")):
        content = Reaction(target=wamid, emoji=emoji)
        request = SendRequested(client_ref=f"r{n}", content=content)
        await channel.send(peer_of(graph, irina.wa_id), request)
    assert [(s.what.target, s.what.emoji) for s in graph.sent_by_app] == [
        (wamid, "👍"), (wamid, "❤️"), (wamid, None),
    ]  # fmt: skip


async def test_typing_is_shown_and_the_message_read(
    graph: GraphServer, connect: Connect, irina: Person
) -> None:
    channel = await connect()
    wamid = graph.post(irina, payloads.text("Сколько?"), at=time.time())
    await channel.typing(peer_of(graph, irina.wa_id), wamid)
    assert (graph.marked_read, graph.typed_to) == ([wamid], [irina.phone])


async def test_a_picture_stands_above_buttons_and_a_file_by_its_id_goes_without_upload(
    graph: GraphServer, connect: Connect, irina: Person, tmp_path: Path
) -> None:
    (tmp_path / "f").write_bytes(b"picture")
    channel = await connect(media_root=str(tmp_path))
    peer = peer_of(graph, irina.wa_id)
    await channel.send(
        peer, SendRequested(client_ref="a", content=ASK, file="f", file_name="n.jpg")
    )
    kept = graph.media.add("n.jpg", "image/jpeg", b"picture")
    await channel.send(
        peer, SendRequested(client_ref="b", text="Вот", media=kept.id, mime="image/jpeg")
    )
    asked, shown_ = graph.sent_by_app
    assert asked.what.kind == "interactive"
    assert (shown_.what.kind, shown_.what.text, shown_.what.media_id) == ("image", "Вот", kept.id)


@pytest.mark.parametrize(
    ("name", "values", "file", "seen"),
    [
        (
            "order_ready",
            Values(
                header="А-17",
                body=(
                    Param(text="Ирина"),
                    Param(text="380 000 ₽", kind="currency", code="RUB", amount_1000=380_000_000),
                ),
                buttons=("today", "a-17"),
            ),
            "",
            "Ирина, заказ собран, к оплате 380 000 ₽.",
        ),
        ("invoice", Values(body=texts("Ирина")), "счёт.pdf", "Здравствуйте, Ирина! Счёт во"),
        (
            "new_stock",
            Values(body=texts("трубы"), buttons=("TRUBA7",)),
            "склад.png",
            "На склад пришли трубы.",
        ),
        (
            "pickup_point",
            Values(body=(Param(text="18:00", kind="date_time"),), place=OFFICE),
            "",
            "Заказ ждёт вас здесь до 18:00.",
        ),
    ],
)
@pytest.mark.parametrize("marketing", [False, True])
async def test_templates_go_with_all_their_parts(
    name: str, values: Values, file: str, seen: str, marketing: bool,
    graph: GraphServer, connect: Connect, irina: Person, tmp_path: Path,
) -> None:  # fmt: skip
    irina.last_inbound = None
    (tmp_path / "f").write_bytes(b"bytes")
    channel = await connect(media_root=str(tmp_path), marketing_messages=marketing)
    request = SendRequested(
        client_ref="r", template=name, template_lang="ru", content=values,
        file="f" if file else "", file_name=file,
    )  # fmt: skip
    await channel.send(peer_of(graph, irina.wa_id), request)
    (sent,) = graph.sent_by_app
    assert sent.what.text.startswith(seen)
    assert (sent.what.media_id is not None) == bool(file)
    assert sent.marketing == (marketing and name == "new_stock")
    template = next(t for t in await channel.templates() if (t.name, t.language) == (name, "ru"))
    assert template.preview(values).body == sent.what.text


@pytest.mark.parametrize(
    ("name", "values", "file", "problem"),
    [
        ("order_ready", Values(body=texts("a", "b"), buttons=("", "x")), "", "header"),
        ("order_ready", Values(header="1", body=texts("a")), "", "params"),
        ("order_ready", Values(header="1", body=texts("a", "b")), "", "button"),
        ("order_ready", Values(header="1", body=texts("a", "b"), buttons=("", "a b")), "",
         "button-value"),
        ("order_ready", Values(header="я" * 60, body=texts("a", "b"), buttons=("", "x")), "",
         "header-long"),
        ("order_ready", Values(header="1", body=texts("a", "я" * 1024), buttons=("", "x")), "",
         "too-long"),
        ("invoice", Values(body=texts("a")), "", "file"),
        ("new_stock", Values(body=texts("a"), buttons=("TRUBA7",)), "a.pdf", "file"),
        ("new_stock", Values(body=texts("a"), buttons=("x" * 21,)), "a.png", "button-value"),
        ("pickup_point", Values(body=texts("a")), "", "place"),
        ("follow_up", Values(body=texts("a", "b")), "a.png", "no-file"),
        ("old_price_list", Values(), "", "paused"),
    ],
)  # fmt: skip
async def test_what_meta_would_refuse_of_a_template_is_said_before(
    name: str, values: Values, file: str, problem: str,
    graph: GraphServer, connect: Connect, irina: Person, tmp_path: Path,
) -> None:  # fmt: skip
    (tmp_path / "f").write_bytes(b"bytes")
    channel = await connect(media_root=str(tmp_path))
    request = SendRequested(
        client_ref="r", template=name, template_lang="ru", content=values,
        file="f" if file else "", file_name=file,
    )  # fmt: skip
    with pytest.raises(ChannelError) as caught:
        await channel.send(peer_of(graph, irina.wa_id), request)
    assert caught.value.problem.code == f"whatsapp-template-{problem}"
    assert not graph.sent_by_app


async def test_outside_the_window_nothing_but_templates(
    graph: GraphServer, connect: Connect, irina: Person
) -> None:
    irina.last_inbound = time.time() - 25 * 3600
    channel = await connect()
    contents: tuple[Content, ...] = (OFFICE, CARD, ASK, MENU, LINK)
    for n, content in enumerate(contents):
        with pytest.raises(ChannelError) as caught:
            await channel.send(
                peer_of(graph, irina.wa_id), SendRequested(client_ref=f"{n}", content=content)
            )
        assert caught.value.closes_window


def row(**more: Any) -> Template:
    import json

    one = {"name": "t", "language": "ru", "status": "APPROVED", **more}
    ((template,), _) = page(json.dumps({"data": [one]}).encode())
    return template


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"status": "PENDING"}, "pending"),
        ({"status": "REJECTED", "rejected_reason": "PROMOTIONAL"}, "rejected"),
        ({"status": "PAUSED"}, "paused"),
        ({"status": "DISABLED"}, "disabled"),
        ({"status": "LIMIT_EXCEEDED"}, "status"),
        ({"components": [{"type": "CAROUSEL"}]}, "part"),
        ({"components": [{"type": "HEADER", "format": "GIF"}]}, "part"),
        ({"components": [{"type": "BUTTONS", "buttons": [{"type": "OTP"}]}]}, "part"),
    ],
)
def test_a_template_that_cannot_go_says_why(more: dict[str, Any], code: str) -> None:
    template = row(**more)
    assert not template.sendable
    assert template.problem is not None
    assert template.problem.code == f"whatsapp-template-{code}"


def test_the_preview_is_what_the_client_sees_and_the_examples_fill_it() -> None:
    template = row(
        parameter_format="NAMED",
        components=[
            {
                "type": "HEADER", "format": "TEXT", "text": "Скидка {{share}}",
                "example": {"header_text_named_params": [
                    {"param_name": "share", "example": "7%"}]},
            },
            {
                "type": "BODY", "text": "{{name}}, до {{day}}",
                "example": {"body_text_named_params": [
                    {"param_name": "day", "example": "пятницы"},
                    {"param_name": "name", "example": "Ирина"},
                ]},
            },
            {"type": "FOOTER", "text": "СТОП"},
            {"type": "BUTTONS", "buttons": [
                {"type": "URL", "text": "Открыть", "url": "https://a.example/{{1}}",
                 "example": ["https://a.example/x"]}]},
        ],
    )  # fmt: skip
    empty = template.preview()
    assert (empty.header, empty.body) == ("Скидка {{share}}", "{{name}}, до {{day}}")
    shown_ = template.preview(template.example())
    assert (shown_.header, shown_.body, shown_.footer) == ("Скидка 7%", "Ирина, до пятницы", "СТОП")
    assert [(b.text, b.target) for b in shown_.buttons] == [("Открыть", "https://a.example/x")]
    message = template.message(template.example())
    assert [part["type"] for part in message["components"]] == ["header", "body", "button"]
    assert message["components"][1]["parameters"][1] == {
        "type": "text", "text": "пятницы", "parameter_name": "day",
    }  # fmt: skip


words = st.text(max_size=30)
buttons = st.builds(Button, title=words, id=st.sampled_from(["", "a", "b" * 257]))
everything = st.one_of(
    st.builds(
        Place,
        latitude=st.floats(-100, 100),
        longitude=st.floats(-200, 200),
        name=words,
        address=words,
    ),
    st.builds(
        Buttons,
        body=st.sampled_from(["", "a", "a" * 1024, "a" * 1025]),
        buttons=st.lists(buttons, max_size=4).map(tuple),
        header=st.sampled_from(["", "h" * 60, "h" * 61]),
        footer=st.sampled_from(["", "f" * 60, "f" * 61]),
    ),
    st.builds(
        Menu,
        body=st.sampled_from(["", "a", "a" * 4096, "a" * 4097]),
        button=words,
        sections=st.lists(
            st.builds(
                Section,
                title=words,
                rows=st.lists(
                    st.builds(
                        Row,
                        title=words,
                        description=st.sampled_from(["", "d" * 72, "d" * 73]),
                        id=st.sampled_from(["", "i" * 200, "i" * 201]),
                    ),
                    max_size=6,
                ).map(tuple),
            ),
            max_size=3,
        ).map(tuple),
    ),
    st.builds(
        Link,
        body=words,
        button=words,
        url=st.sampled_from(["", "x", "https://a.example", "ftp://a", "https://a b"]),
    ),
    st.builds(Cards, cards=st.lists(st.builds(Card, name=words), max_size=2).map(tuple)),
    st.builds(Reaction, target=st.just("wamid.1"), emoji=st.one_of(words, st.just("👍"))),
)


@given(everything)
def test_what_passes_here_passes_there(content: Content) -> None:
    request = SendRequested(client_ref="r", content=content)
    try:
        part = outgoing.message_part(request)
    except ChannelError:
        return  # said before anything is sent
    read_send({**outgoing.envelope("79161112233", "r", None), **part}, lambda _: True)


def test_the_far_side_refuses_what_we_never_send() -> None:
    rows = [{"id": "1", "title": "a"}, {"id": "1", "title": "b"}]
    for body in (
        {"type": "button", "body": {"text": "a"}, "action": {"buttons": []}},
        {"type": "list", "body": {"text": "a"}, "action": {
            "button": "b", "sections": [{"rows": rows}]}},
        {"type": "cta_url", "body": {"text": "a" * 1025}, "action": {}},
    ):  # fmt: skip
        with pytest.raises(GraphError):
            interactive.interactive(body, lambda _: True)


def test_a_link_is_shown_with_its_page_where_the_send_or_the_number_wants_it() -> None:
    for asked, number, shown_ in ((False, False, False), (True, False, True), (False, True, True)):
        request = SendRequested(client_ref="r", text="https://a.example", preview=asked)
        part = outgoing.message_part(request, preview=number)
        assert part["text"]["preview_url"] is shown_


async def test_a_template_takes_a_file_that_meta_has_already(
    graph: GraphServer, connect: Connect, irina: Person
) -> None:
    channel = await connect()
    kept = graph.media.add("счёт.pdf", "application/pdf", b"pages")
    request = SendRequested(
        client_ref="r", template="invoice", template_lang="ru", media=kept.id,
        mime="application/pdf", file_name="счёт.pdf", content=Values(body=texts("Ирина")),
    )  # fmt: skip
    await channel.send(peer_of(graph, irina.wa_id), request)
    assert graph.sent_by_app[0].what.media_id == kept.id


@pytest.mark.parametrize("named", [False, True])
async def test_limits_of_what_is_sent_are_said_over_http_too(
    named: bool, graph: GraphServer, connect: Connect, irina: Person
) -> None:
    channel = await connect()
    title = "я" * 21 if named else ""
    content = Buttons(body="?", buttons=(Button(title=title),))
    with pytest.raises(ChannelError) as caught:
        await channel.send(
            peer_of(graph, irina.wa_id), SendRequested(client_ref="r", content=content)
        )
    code = "whatsapp-part-long" if named else "whatsapp-part-missing"
    assert caught.value.problem.code == code
    assert not graph.sent_by_app
