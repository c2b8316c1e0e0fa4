"""The sandbox as a child process: real Telethon, real HTTP, JSON lines in between."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from telethon import TelegramClient
from telethon.crypto import rsa
from telethon.sessions import MemorySession

from core.sandbox.loopback import LoopbackSite

ROOT = Path(__file__).parents[3]
SCENARIO = {
    "name": "малый",
    "operator": {"phone": "+79990001122", "name": "Анна", "password": None},
    "contacts": [
        {
            "id": "c1",
            "name": "Ирина Ковалёва",
            "telegram": {"username": "irina_k", "phone": "+79161112233"},
            "whatsapp": {"phone": "+79161112233"},
        },
        {"id": "c2", "name": "John Reed", "telegram": {}},
    ],
    "events": [
        {"id": "h1", "at": -7200, "contact": "c1", "channel": "telegram", "from": "client",
         "text": "Добрый день"},
        {"id": "h2", "at": -7000, "contact": "c1", "channel": "whatsapp", "from": "client",
         "text": "Это тоже я"},
        {"id": "h3", "at": -6900, "contact": "c1", "channel": "telegram", "from": "us",
         "text": "Здравствуйте, Ирина"},
        {"id": "e1", "at": 0.1, "contact": "c2", "channel": "telegram", "from": "client",
         "attachment": {"kind": "document", "file": "kp.pdf"}, "text": "our RFQ"},
        {"id": "e2", "at": 0.2, "contact": "c1", "channel": "whatsapp", "from": "client",
         "text": "До 300 тысяч", "redeliver": 2},
        {"id": "e3", "at": 0.3, "contact": "c1", "channel": "whatsapp", "from": "client",
         "edit": "e2", "text": "До 380 тысяч"},
        {"id": "e4", "at": 0.4, "contact": "c1", "channel": "telegram", "from": "client",
         "text": "Ошибка"},
        {"id": "e5", "at": 0.5, "contact": "c1", "channel": "telegram", "from": "client",
         "delete": "e4"},
        {"id": "e6", "at": 0.55, "contact": "c2", "channel": "telegram", "from": "us",
         "reaction": "👍", "to": "e1"},
        {"id": "f1", "at": 0.6, "fault": "graph_down", "seconds": 0.3},
        {"id": "f2", "at": 0.6, "fault": "telegram_down", "seconds": 0.3},
        {"id": "f3", "at": 0.6, "fault": "crm_down", "seconds": 0.1},
        {"id": "f4", "at": 0.6, "fault": "model_crash"},
        {"id": "e7", "at": 0.7, "contact": "c1", "channel": "whatsapp", "from": "us",
         "text": "Перезвоню"},
        {"id": "e8", "at": 0.75, "contact": "c1", "channel": "telegram", "from": "client",
         "text": "Да, берём"},
    ],
}  # fmt: skip


class Child:
    """The process with its lines; every wait is bounded."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self.process = process
        self.events: list[dict[str, Any]] = []

    async def line(self) -> dict[str, Any]:
        assert self.process.stdout is not None
        async with asyncio.timeout(10):
            event: dict[str, Any] = json.loads(await self.process.stdout.readline())
        self.events.append(event)
        return event

    async def until(self, name: str) -> dict[str, Any]:
        while (event := await self.line())["event"] != name:
            pass
        return event

    def do(self, **command: Any) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(command).encode() + b"\n")

    def sent(self) -> dict[str, dict[str, Any]]:
        return {event["id"]: event for event in self.events if event["event"] == "sent"}


@pytest.fixture
def scenario_file(tmp_path: Path) -> Path:
    (tmp_path / "kp.pdf").write_bytes(b"%PDF-1.4 RFQ")
    path = tmp_path / "scenario.json"
    path.write_text(json.dumps(SCENARIO), encoding="utf-8")
    return path


async def spawn(*arguments: str, stdin: int = asyncio.subprocess.PIPE, limit: int = 2**22) -> Child:
    return Child(
        await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "core.sandbox",
            *arguments,
            cwd=ROOT,
            stdin=stdin,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            limit=limit,
        )
    )


async def finish(child: Child) -> int:
    """End it by closing stdin, and take the rest of what it says."""
    process = child.process
    assert process.stdin is not None
    process.stdin.close()
    try:
        async with asyncio.timeout(10):
            _, logs = await process.communicate()
    except TimeoutError:
        process.kill()
        raise
    assert b"Traceback" not in logs, logs.decode()
    assert process.returncode is not None
    return process.returncode


@pytest.fixture
async def child(scenario_file: Path) -> AsyncIterator[Child]:
    child = await spawn(str(scenario_file))
    yield child
    assert await finish(child) == 0


@pytest.fixture
async def webhooks() -> AsyncIterator[tuple[str, list[dict[str, Any]]]]:
    """(url, bodies) of a receiver that takes everything."""
    bodies: list[dict[str, Any]] = []

    async def verify(request: web.Request) -> web.Response:
        return web.Response(text=request.query["hub.challenge"])

    async def take(request: web.Request) -> web.Response:
        bodies.append(await request.json())
        return web.Response()

    app = web.Application()
    app.router.add_get("/hook", verify)
    app.router.add_post("/hook", take)
    site = LoopbackSite()
    await site.up(app)
    yield f"{site.url}/hook", bodies
    await site.close()


async def signed_in(child: Child, where: dict[str, Any], phone: str) -> TelegramClient:
    rsa.add_key(where["public_key"], old=False)
    session = MemorySession()
    session.set_dc(where["dc_id"], where["host"], where["port"])
    client = TelegramClient(
        session,
        where["api_id"],
        where["api_hash"],
        retry_delay=0.1,
        connection_retries=200,
        request_retries=1,
    )
    await client.connect()
    await client.send_code_request(phone)
    child.do(do="code", phone=phone)
    code = (await child.until("code"))["code"]
    await client.sign_in(phone, code)
    return client


async def test_a_scenario_is_played_over_the_wire(
    child: Child, webhooks: tuple[str, list[dict[str, Any]]]
) -> None:
    url, bodies = webhooks
    ready = await child.until("ready")
    assert ready["operator"] == SCENARIO["operator"]
    child.do(do="webhook", url=url)
    assert (await child.until("webhook"))["ok"] is True
    client = await signed_in(child, ready["telegram"], "+79990001122")
    before = {dialog.name: dialog.message.message for dialog in await client.get_dialogs()}
    assert before == {"Ирина Ковалёва": "Здравствуйте, Ирина"}

    child.do(do="play")
    done = await child.until("done")
    assert done["pending"] == 0
    faults = {event["name"] for event in child.events if event["event"] == "fault"}
    assert faults == {"graph_down", "telegram_down", "crm_down", "model_crash"}
    sent = child.sent()
    assert {ident for ident, event in sent.items() if event["history"]} == {"h1", "h2", "h3"}
    assert sent.keys() == {event["id"] for event in SCENARIO["events"] if "at" in event} - {
        "f1", "f2", "f3", "f4",
    }  # fmt: skip
    assert sent["e3"]["external_id"] == sent["e2"]["external_id"]
    assert (sent["e5"]["kind"], sent["e5"]["target"]) == ("delete", "e4")

    irina = await client.get_entity("irina_k")
    reply = await client.send_message(irina, "Оформляем")
    child.do(do="truth")
    truth = await child.until("truth")
    stands = {c["id"]: [(m["event"], m["text"]) for m in c["messages"]] for c in truth["contacts"]}
    assert stands == {
        "c1": [
            ("h1", "Добрый день"),
            ("h2", "Это тоже я"),
            ("h3", "Здравствуйте, Ирина"),
            ("e2", "До 380 тысяч"),
            ("e7", "Перезвоню"),
            ("e8", "Да, берём"),
        ],
        "c2": [("e1", "our RFQ")],
    }
    assert truth["contacts"][1]["messages"][0]["reactions"] == [{"from": "us", "emoji": "👍"}]
    assert [(m["contact"], m["external_id"], m["text"]) for m in truth["sent_by_app"]] == [
        ("c1", str(reply.id), "Оформляем")
    ]
    assert "party.party" in truth["crm"]
    messages = await client.get_messages(irina, limit=10)
    assert [m.message for m in reversed(messages)] == [
        "Добрый день", "Здравствуйте, Ирина", "Да, берём", "Оформляем",
    ]  # fmt: skip
    await client.disconnect()
    fields = [body["entry"][0]["changes"][0]["field"] for body in bodies]
    assert fields == ["messages"] * (1 + 3 + 1) + ["smb_message_echoes"]


async def test_what_cannot_be_done_is_answered(child: Child) -> None:
    await child.until("ready")
    child.do(do="dance")
    assert "dance" in (await child.until("error"))["error"]
    assert child.process.stdin is not None
    child.process.stdin.write(b"not json\n")
    assert "not JSON" in (await child.until("error"))["error"]
    child.do(do="webhook", url="http://127.0.0.1:9/hook")
    answer = await child.until("webhook")
    assert answer["ok"] is False
    assert answer["error"]
    child.do(do="play")
    await child.until("playing")
    child.do(do="play")
    assert "already" in (await child.until("error"))["error"]


async def test_stop_ends_it_at_once_even_in_the_middle_of_a_scenario(child: Child) -> None:
    await child.until("ready")
    child.do(do="code", phone="+79990001122")
    child.do(do="play")
    await child.until("playing")
    child.do(do="stop")
    async with asyncio.timeout(5):
        assert await child.process.wait() == 0


async def test_a_kept_state_has_the_history_once(scenario_file: Path, tmp_path: Path) -> None:
    for _ in range(2):
        child = await spawn(str(scenario_file), "--state", str(tmp_path / "state"))
        await child.until("ready")
        child.do(do="truth")
        truth = await child.until("truth")
        assert await finish(child) == 0
        irina = truth["contacts"][0]["messages"]
        assert [m["event"] for m in irina if m["channel"] == "telegram"] == ["h1", "h3"]


async def test_a_scenario_that_cannot_be_read_is_told_apart_from_a_crash(tmp_path: Path) -> None:
    path = tmp_path / "bad.json"
    path.write_text('{"colour": 1}', encoding="utf-8")
    child = await spawn(str(path))
    assert "colour" in (await child.until("error"))["error"]
    assert await finish(child) == 2


async def test_a_reader_that_stops_reading_holds_up_no_server(tmp_path: Path) -> None:
    events = [
        {"id": f"h{n}", "at": n - 9000, "contact": "c2", "channel": "telegram", "from": "client",
         "text": "…"}
        for n in range(1500)
    ]  # fmt: skip
    path = tmp_path / "long.json"
    path.write_text(json.dumps({**SCENARIO, "events": events}), encoding="utf-8")
    # No line is taken after the first: far more is said than a pipe holds.
    child = await spawn(str(path), limit=4096)
    where = (await child.until("ready"))["telegram"]
    rsa.add_key(where["public_key"], old=False)
    session = MemorySession()
    session.set_dc(where["dc_id"], where["host"], where["port"])
    client = TelegramClient(session, where["api_id"], where["api_hash"])
    async with asyncio.timeout(10):
        await client.connect()
    await client.disconnect()
    assert await finish(child) == 0


async def test_without_a_stdin_it_stays_until_it_is_told_to_end(scenario_file: Path) -> None:
    child = await spawn(str(scenario_file), stdin=asyncio.subprocess.DEVNULL)
    await child.until("ready")
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(1):
            await child.process.wait()
    child.process.terminate()
    async with asyncio.timeout(10):
        assert await child.process.wait() == 0


async def test_what_was_acknowledged_before_a_kill_stands_after_it(
    scenario_file: Path, tmp_path: Path
) -> None:
    state = str(tmp_path / "state")
    child = await spawn(str(scenario_file), "--state", state)
    client = await signed_in(child, (await child.until("ready"))["telegram"], "+79990001122")
    await client.get_dialogs()
    irina = await client.get_input_entity("irina_k")
    sends = [asyncio.create_task(client.send_message(irina, f"{n}")) for n in range(100)]
    await asyncio.wait(sends, return_when=asyncio.FIRST_COMPLETED)
    child.process.kill()
    await child.process.wait()
    taken = {one.result().id for one in sends if one.done()}
    again = await spawn(str(scenario_file), "--state", state)
    await again.until("ready")
    # The others go out again; one that was kept, too, is refused as a repetition.
    await asyncio.gather(*sends, return_exceptions=True)
    history = await client.get_messages(irina, limit=None)
    texts = [message.message for message in history if message.message.isdecimal()]
    assert sorted(texts, key=int) == [str(n) for n in range(100)]
    assert taken <= {message.id for message in history}
    await client.disconnect()
    assert await finish(again) == 0
