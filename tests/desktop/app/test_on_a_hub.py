"""The whole application as a desk of a team: its webhooks come from a hub."""

import asyncio
import hashlib
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest

from core.channels.whatsapp.receiver import WebhookReceiver
from core.domain.channels import Channel, Peer
from core.hub.config import load
from core.hub.hub import Hub
from core.sandbox.graph import GraphServer
from core.sandbox.graph.payloads import text
from desktop.application import Application
from desktop.profile import Profile
from desktop.secrets import FileSecrets
from tests.core.hub.conftest import TOKENS, write_config


def made(folder: Path, graph: GraphServer, **more: str) -> Application:
    folder.mkdir()
    profile = Profile(folder, FileSecrets(folder))
    account = graph.account
    profile.save(
        {
            "model.path": "none", "crm.target": "off",
            "whatsapp.phone_id": account.phone_number_id, "whatsapp.token": account.access_token,
            "whatsapp.base_url": graph.base_url,
            **{f"whatsapp.{name}": value for name, value in more.items()},
        }
    )  # fmt: skip
    return Application(
        profile, on_change=lambda _c: None, on_health=lambda: None, on_typing=lambda _t: None
    )


async def until(found: Callable[[], Any]) -> None:
    async with asyncio.timeout(60):
        while not await found():  # noqa: ASYNC110
            await asyncio.sleep(0.02)


async def texts(application: Application) -> list[str]:
    return await application.store.read(
        lambda conn: [row[0] for row in conn.execute("SELECT text FROM messages ORDER BY at")]
    )


async def hub_line(application: Application) -> str:
    for service in await application.services():
        if service.id == "hub":
            return f"{service.state} {service.problem.code if service.problem else ''}".strip()
    return ""


@pytest.mark.timeout(120)
async def test_two_desks_show_the_same_and_one_comes_later(tmp_path: Path) -> None:
    graph = GraphServer()
    await graph.start()
    config = load(write_config(tmp_path))
    hub = Hub(msgspec.structs.replace(config, data=tmp_path / "data"))
    await hub.start()
    url = f"http://127.0.0.1:{hub.port}"

    async def take(body: bytes) -> None:
        assert hub._embedded is not None
        await hub._embedded.put(hashlib.sha256(body).hexdigest(), body)

    account = graph.account
    receiver = WebhookReceiver(
        host="127.0.0.1", port=0, path="/webhook", app_secret=account.app_secret,
        verify_token=account.verify_token, take=take,
    )  # fmt: skip
    await receiver.start()
    await graph.register(receiver.url)
    irina = graph.add_person("+79161112233", "Ирина")
    anna = made(tmp_path / "anna", graph, source="hub", hub_url=url, hub_token=TOKENS["anna"])
    oleg = made(tmp_path / "oleg", graph, source="hub", hub_url=url, hub_token="mistyped")
    for application in (anna, oleg):
        await application.open()
        await application.connect()

    async def both(wanted: list[str]) -> None:
        for application in (anna, oleg):

            async def same(application: Application = application) -> bool:
                return await texts(application) == wanted

            await until(same)

    graph.post(irina, text("Сколько стоит насос?"), at=time.time() - 5)
    peer = Peer(Channel.WHATSAPP, account.phone_number_id, irina.wa_id)

    async def here() -> bool:
        return await texts(anna) == ["Сколько стоит насос?"]

    await until(here)

    async def told() -> bool:
        return await hub_line(oleg) == "failed feed-auth"

    await until(told)
    assert await hub_line(anna) == "online"
    await anna.actions.send(peer, "380 000")
    await oleg.reconfigure({"whatsapp.hub_token": TOKENS["oleg"]})
    await both(["Сколько стоит насос?", "380 000"])
    await oleg.actions.send(peer, "С доставкой")
    await both(["Сколько стоит насос?", "380 000", "С доставкой"])
    assert [sent.what.text for sent in graph.sent_by_app] == ["380 000", "С доставкой"]
    # a desk goes by itself again
    await oleg.reconfigure({"whatsapp.source": "own", "whatsapp.port": "0"})
    assert await hub_line(oleg) == ""
    for application in (anna, oleg):
        await application.close()
    await receiver.stop()
    await hub.stop()
    await graph.stop()
