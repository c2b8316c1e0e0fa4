"""The doctor of a hub: all is well, and each thing that breaks has its sentence."""

import asyncio
import io
import socket
import ssl
import time
from datetime import UTC, datetime
from typing import Any

import aiohttp
import pytest

from core.channels.whatsapp.receiver import signature
from core.sandbox.graph.console import FIELDS, MANAGEMENT, MESSAGING

from .conftest import Authority, Shows, World, open_, wrong


async def test_behind_the_shipped_caddyfile_all_is_well(whole: World) -> None:
    found = await whole.look()
    assert [one for one in found if one.state != "ok"] == []
    steps = list(dict.fromkeys(one.step for one in found))
    assert steps == [
        "config", "data", "disk", "listen", "health", "certificate", "handshake", "delivery",
        "forgery", "graph", "token", "rights", "number", "account", "subscribed", "fields",
        "callback", "templates", "clock", "desks",
    ]  # fmt: skip
    again = await whole.look()
    assert [one.state for one in again] == ["ok"] * len(found)


async def test_the_proxy_takes_what_meta_sends_and_hides_what_is_for_this_machine(
    whole: World,
) -> None:
    trusted = ssl.create_default_context(cafile=whole.ca_file)
    secret = whole.graph.account.app_secret
    body = b'{"entry":[],"pad":"' + b"x" * (3 * 2**20) + b'"}'
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(ssl=trusted)) as http:
        for data, status in ((body, 200), (body * 2, 413)):
            headers = {"X-Hub-Signature-256": signature(secret, data)}
            async with http.post(whole.callback, data=io.BytesIO(data), headers=headers) as answer:
                assert answer.status == status
        for path in ("/health", "/metrics", "/"):
            async with http.get(whole.caddy.url + path) as answer:
                assert answer.status == 404
        bearer = {"Authorization": "Bearer token of anna"}
        async with http.get(f"{whole.caddy.url}/updates", headers=bearer) as answer:
            assert answer.status == 200
            assert body in await answer.read()


async def test_no_proxy(world: World) -> None:
    found = await world.look()
    assert wrong(found) == [("certificate", "doctor-public-silent")]
    assert [step for step, _ in open_(found)] == ["handshake", "delivery", "forgery"]


async def test_a_public_address_that_is_not_told(world: World) -> None:
    world.configure(public="")
    found = await world.look()
    assert wrong(found) == []
    assert ("certificate", "doctor-no-public") in open_(found)
    assert ("callback", "doctor-callback-untold") in open_(found)


async def test_a_hub_that_does_not_run(whole: World) -> None:
    await whole.stop()
    found = await whole.look()
    assert wrong(found) == []
    assert [step for step, _ in open_(found)] == ["health", "handshake", "delivery", "forgery"]
    assert ("listen", "doctor-listen-free") in [(one.step, one.key) for one in found]


async def test_a_port_that_somebody_else_has(whole: World) -> None:
    await whole.stop()
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        other.bind(("127.0.0.1", whole.port))
        other.listen()
        other.setblocking(False)

        async def hang_up() -> None:
            while True:
                taken, _ = await asyncio.get_running_loop().sock_accept(other)
                taken.close()

        hanging = asyncio.create_task(hang_up())
        found = await whole.look()
        hanging.cancel()
        await asyncio.gather(hanging, return_exceptions=True)
    assert wrong(found) == [
        ("listen", "problem-hub-port-busy"), ("handshake", "doctor-handshake-proxy"),
    ]  # fmt: skip


async def test_secrets_that_changed_after_the_start(whole: World) -> None:
    (whole.folder / "app-secret").write_text("another")
    found = await whole.look()
    assert wrong(found) == [
        ("delivery", "doctor-delivery-signature"), ("fields", "doctor-fields-secret"),
    ]  # fmt: skip
    (whole.folder / "verify-token").write_text("another")
    found = await whole.look()
    assert wrong(found)[:2] == [
        ("listen", "doctor-listen-stale"), ("handshake", "doctor-handshake-token"),
    ]  # fmt: skip


async def test_a_disk_without_room(world: World) -> None:
    world.configure("[limits]\ndisk_free_bytes = 1000000000000000000")
    await world.stop()
    await world.run()
    found = wrong(await world.look())
    assert ("disk", "doctor-disk-full") in found
    assert ("health", "doctor-health-disk") in found


async def test_a_folder_that_is_none(world: World) -> None:
    await world.stop()
    world.configure(top="days = 9")
    text = world.file.read_text().replace('data = "data"', 'data = "hub.toml"')
    world.file.write_text(text)
    assert ("data", "doctor-data-unwritable") in wrong(await world.look())


async def test_desks(world: World) -> None:
    desk = '[[desks]]\nname = "{}"\ntoken_sha256 = "{}"\n'
    world.configure(desk.format("oleg", "1" * 64) + desk.format("inga", "0" * 64))
    found = await world.look()
    assert [(one.params["name"], one.key) for one in found if one.step == "desks"] == [
        ("anna", "doctor-desk-away"),
        ("oleg", "doctor-desk-restart"),
        ("inga", "doctor-desk-placeholder"),
    ]


async def test_two_numbers_with_one_token(world: World) -> None:
    more = '[[numbers]]\nphone_number_id = "77"\naccess_token = { file = "access-token" }\n'
    world.configure(more)
    found = [one for one in await world.look() if one.step != "certificate"]
    assert next(one.params for one in found if one.state == "problem")["number"] == "77"
    assert wrong(found) == [
        ("number", "doctor-number-gone"), ("account", "doctor-account-other"),
    ]  # fmt: skip
    assert [one.step for one in found].count("graph") == 1


def another(names: tuple[str, ...], gone: str) -> tuple[str, ...]:
    return tuple(name for name in names if name != gone)


ELSEWHERE = "https://elsewhere.example/webhook"
SOON = int(time.time()) + 3 * 86_400


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"token_valid": False}, [("token", "token-refused"), ("number", "number-gone")]),
        ({"expires_at": SOON}, [("token", "token-soon")]),
        ({"scopes": (MANAGEMENT,)}, [("rights", "right-messaging")]),
        ({"scopes": (MESSAGING,)}, [("rights", "right-management")]),
        ({"numbers": ("1",)}, [("account", "account-other")]),
        ({"number": {"status": "BANNED", "quality_rating": "RED"}}, [("number", "number-status")]),
        (
            {"number": {"status": "CONNECTED", "quality_rating": "RED"}},
            [("number", "number-quality")],
        ),
        ({"subscribed": False}, [("subscribed", "subscribed-not")]),
        ({"fields": another(FIELDS, "messages")}, [("fields", "field-messages")]),
        ({"fields": another(FIELDS, "account_update")}, [("fields", "field-account-update")]),
        ({"fields": another(FIELDS, "history")}, []),
        (
            {"fields": another(FIELDS, "smb_message_echoes"), "number_in_app": True},
            [("fields", "field-smb-message-echoes")],
        ),
        ({"callback": ELSEWHERE}, [("callback", "callback-app")]),
        ({"callback": ""}, [("fields", "fields-none"), ("callback", "callback-none")]),
        ({"waba_callback": ELSEWHERE}, [("callback", "callback-account")]),
        ({"number_callback": ELSEWHERE}, [("callback", "callback-number")]),
        ({"ahead": 90.0}, [("clock", "clock-behind")]),
        ({"ahead": -90.0}, [("clock", "clock-ahead")]),
        ({"ahead": 20.0}, []),
    ],
)  # fmt: skip
async def test_what_stands_at_meta(
    world: World, changed: dict[str, Any], told: list[tuple[str, str]]
) -> None:
    console = world.graph.console
    for name, value in changed.items():
        setattr(console, name, console.number | value if name == "number" else value)
    found = [one for one in wrong(await world.look()) if one[0] != "certificate"]
    assert found == [(step, f"doctor-{code}") for step, code in told]


async def test_messages_come_here_and_notices_go_elsewhere(world: World) -> None:
    world.graph.console.callback = ELSEWHERE
    world.graph.console.number_callback = world.callback
    assert ("callback", "doctor-callback-notices") in wrong(await world.look())


async def test_a_graph_that_does_not_answer(world: World) -> None:
    await world.graph.go_down()
    found = await world.look()
    assert ("graph", "doctor-graph-silent") in wrong(found)
    assert ("clock", "doctor-clock-unknown") in open_(found)


async def test_ids_that_are_told_are_held_to(world: World) -> None:
    text = world.file.read_text()
    world.file.write_text(text.replace("[[numbers]]", '[[numbers]]\nwaba_id = "5"'))
    assert ("account", "doctor-account-closed") in wrong(await world.look())
    world.file.write_text(text.replace("[[apps]]", '[[apps]]\nid = "6"'))
    assert ("fields", "doctor-fields-no-secret") in open_(await world.look())


@pytest.mark.parametrize(
    ("issued", "code"),
    [
        ({"until": -1}, "certificate-expired"),
        ({"since": 1}, "certificate-not-yet"),
        ({"name": "hub.example.com"}, "certificate-name"),
        ({"since": -60, "until": 5}, "certificate-soon"),
    ],
)
async def test_certificates(
    world: World,
    authority: Authority,
    shows: Shows,
    issued: dict[str, Any],
    code: str,
) -> None:
    await shows(authority.issue(**issued, file="other"))
    assert ("certificate", f"doctor-{code}") in wrong(await world.look())


async def test_a_certificate_that_nobody_vouches_for(whole: World) -> None:
    whole.ca_file = ""
    found = await whole.look()
    assert wrong(found) == [("certificate", "doctor-certificate-untrusted")]
    assert [step for step, _ in open_(found)] == ["handshake", "delivery", "forgery"]
    detail = next(one for one in found if one.step == "certificate").params
    assert detail["issuer"] == "Threadline Test CA"


async def test_a_certificate_file_that_is_not_there(world: World) -> None:
    world.ca_file = str(world.folder / "none.pem")
    assert wrong(await world.look()) == [("certificate", "doctor-ca-file")]


async def test_how_long_a_certificate_holds_is_told(whole: World) -> None:
    found = next(one for one in await whole.look() if one.step == "certificate")
    until = datetime.fromisoformat(found.params["date"]).replace(tzinfo=UTC)
    assert 88 <= (until - datetime.now(UTC)).days <= 90
    assert found.params["days"] in ("89", "90")
