"""Templates, questions, reactions and typing from the window's backend to the client, over HTTP."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest

from core.domain import events as ev
from core.domain.channels import Channel, Peer
from core.domain.problems import ProblemError
from core.domain.sends import Button, Buttons
from core.sandbox.graph import GraphServer, payloads
from core.sandbox.graph.account import Person
from desktop.application import Application
from desktop.backend import CoreBackend
from desktop.profile import Profile
from desktop.secrets import FileSecrets
from desktop.viewmodels import template_order, templates


async def until(true: Callable[[], Any], seconds: float = 20.0) -> None:
    """Wait until something is so."""
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "it did not come about in time"
        await asyncio.sleep(0.02)


@pytest.fixture
async def graph() -> AsyncIterator[GraphServer]:
    server = GraphServer()
    await server.start()
    yield server
    await server.stop()


@pytest.fixture
async def application(tmp_path: Path, graph: GraphServer) -> AsyncIterator[Application]:
    profile = Profile(tmp_path / "profile", FileSecrets(tmp_path / "profile"))
    account = graph.account
    profile.save({
        "whatsapp.phone_id": account.phone_number_id, "whatsapp.waba_id": account.waba_id,
        "whatsapp.base_url": graph.base_url, "whatsapp.port": "0",
        "whatsapp.token": account.access_token, "whatsapp.app_secret": account.app_secret,
        "whatsapp.verify_token": account.verify_token, "crm.target": "off",
    })  # fmt: skip
    made = Application(
        profile,
        on_change=lambda _c: None, on_health=lambda: None, on_typing=lambda _t: None,
    )  # fmt: skip
    await made.open()
    await made.connect()
    yield made
    await made.close()


@pytest.fixture
def irina(graph: GraphServer) -> Person:
    person = graph.add_person("+79161112233", "Ирина")
    person.last_inbound = time.time()
    return person


@pytest.fixture
async def asked(graph: GraphServer, application: Application, irina: Person) -> str:
    """What the client wrote, by its name there; it stands here too."""
    name = graph.post(irina, payloads.text("Где мой заказ?"), at=time.time())
    body = ev.MessageReceived(direction="in", text="Где мой заказ?")
    at = int(time.time() * 1000)
    peer = peer_of(graph, irina)
    await application.store.append([ev.Event(external_id=name, at=at, peer=peer, body=body)])
    return name


def peer_of(graph: GraphServer, person: Person) -> Peer:
    return Peer(Channel.WHATSAPP, graph.account.phone_number_id, person.wa_id)


async def test_a_template_with_all_parts_arrives_as_it_was_shown(
    application: Application, graph: GraphServer, irina: Person, asked: str
) -> None:
    backend, peer = CoreBackend(application), peer_of(graph, irina)
    await until(lambda: application.whatsapp and application.whatsapp.state == "online")
    rows = await backend.sending.templates(peer)
    by_name = {template_order.key(row): row for row in rows}
    paused = by_name["old_price_list ru"]
    assert (paused.sendable, paused.status, paused.quality) == (False, "PAUSED", "RED")
    assert paused.problem is not None
    row = by_name["order_ready ru"]
    slots = templates.slots(row)
    assert [slot.part for slot in slots] == ["header", "body", "body", "button"]
    filling = templates.gathered(row, ["А-17", "Ирина", "380 000 ₽", "a-17"])
    await backend.sending.send_template(1, peer, row, filling)
    await until(lambda: graph.sent_by_app)
    (sent,) = graph.sent_by_app
    assert "Ирина, заказ собран, к оплате 380 000 ₽." in sent.what.text
    assert by_name["pickup_point ru"].media == "location"
    assert by_name["invoice ru"].media == "document"
    shown = (await backend.talk.messages(1, None, 10))[-1]
    assert (shown.note, shown.text) == ("template", templates.shown(row, filling).words)


async def test_a_question_a_reaction_and_typing_reach_the_client(
    application: Application, graph: GraphServer, irina: Person, asked: str
) -> None:
    backend, peer = CoreBackend(application), peer_of(graph, irina)
    await until(lambda: application.whatsapp and application.whatsapp.state == "online")
    await backend.drafting.typing(1, peer)
    assert graph.typed_to == []  # what is unread is not read by the way
    await backend.talk.mark_read(1)
    await backend.drafting.typing(1, peer)
    assert graph.typed_to == [irina.phone]
    ask = Buttons(body="Когда забрать?", buttons=(Button(title="Сегодня"), Button(title="Завтра")))
    await backend.sending.send_content(1, peer, ask, None)
    await until(lambda: graph.sent_by_app)
    assert graph.sent_by_app[0].what.text == "Когда забрать?\n[Сегодня] [Завтра]"
    shown = (await backend.talk.messages(1, None, 10))[-1]
    assert shown.note == "buttons"
    await backend.changing.react(1, peer, asked, "👍")
    await until(lambda: len(graph.sent_by_app) == 2)
    first = (await backend.talk.messages(1, None, 10))[0]
    assert first.reactions == (("us", "👍"),)
    too_many = Buttons(body="?", buttons=tuple(Button(title=str(n)) for n in range(4)))
    with pytest.raises(ProblemError):
        await backend.sending.send_content(1, peer, too_many, None)
