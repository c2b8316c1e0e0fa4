"""What the first steps say of what was entered: the real webhook, real folders, nobody at Meta."""

import socket
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from core.channels.whatsapp.receiver import WebhookReceiver
from desktop.application import Application
from desktop.checks_backend import ChecksBackend
from desktop.profile import Profile
from desktop.secrets import FileSecrets
from desktop.viewmodels.checks_port import Check

VALUES = {
    "model.path": "none", "crm.target": "off", "whatsapp.base_url": "http://127.0.0.1:9",
    "whatsapp.phone_id": "106555123450001", "whatsapp.token": "EAAG" + "0" * 60,
    "whatsapp.app_secret": "0123456789abcdef" * 2, "whatsapp.verify_token": "made up",
}  # fmt: skip


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@pytest_asyncio.fixture
async def app(tmp_path: Path) -> AsyncIterator[Application]:
    folder = tmp_path / "profile"
    profile = Profile(folder, FileSecrets(folder))
    made = Application(
        profile, on_change=lambda _c: None, on_health=lambda: None, on_typing=lambda _t: None
    )
    await made.open()
    profile.save({"model.path": "none", "crm.target": "off"})
    await made.connect()
    yield made
    await made.close()


def by_id(found: list[Check]) -> dict[str, str]:
    """What was found: ``good``, ``open`` or the code of the problem."""
    return {
        one.id: "good" if one.good else one.problem.code if one.problem else "open" for one in found
    }


async def test_a_number_is_looked_at_from_here(app: Application) -> None:
    checks, port = ChecksBackend(app), free_port()
    await app.reconfigure({**VALUES, "whatsapp.port": str(port)})
    assert await checks.webhook() == f"http://127.0.0.1:{port}/webhook"
    found = by_id(await checks.whatsapp())
    graph = found.pop("graph")
    assert graph in ("open", "whatsapp-unreachable")
    assert found == {
        "number": "good", "token": "good", "secret": "good", "listening": "good",
        "webhook": "good", "public": "check-no-public",
    }  # fmt: skip
    await app.reconfigure({"whatsapp.public_url": "https://desk.example.com/webhook"})
    assert by_id(await checks.whatsapp())["public"] == "good"


async def test_what_looks_wrong_is_named(app: Application) -> None:
    wrong = {
        "whatsapp.phone_id": "79161112233", "whatsapp.token": "abc", "whatsapp.app_secret": "xyz",
        "whatsapp.public_url": "http://desk.example.com", "whatsapp.port": str(free_port()),
    }  # fmt: skip
    await app.reconfigure({**VALUES, **wrong})
    found = by_id(await ChecksBackend(app).whatsapp())
    assert found["number"] == "check-number"
    assert found["token"] == "check-token"
    assert found["secret"] == "check-secret"
    assert found["public"] == "check-public"


async def test_a_port_that_is_taken_is_named(app: Application) -> None:
    async def take(_body: bytes) -> None:
        return

    other = WebhookReceiver(
        host="127.0.0.1", port=0, path="/webhook", app_secret="x", verify_token="y", take=take
    )
    await other.start()
    port = other.url.split(":")[2].split("/")[0]
    await app.reconfigure({**VALUES, "whatsapp.port": port})
    found = by_id(await ChecksBackend(app).whatsapp())
    assert found["listening"] == "whatsapp-port-busy"
    assert "webhook" not in found
    await other.stop()


async def test_a_crm_is_tried_and_nothing_is_kept(app: Application, tmp_path: Path) -> None:
    checks, folder = ChecksBackend(app), tmp_path / "crm"
    assert await checks.crm({"crm.target": "folder", "crm.folder": str(folder)}) is None
    assert list(folder.iterdir()) == []
    (tmp_path / "file").write_text("")
    found = await checks.crm({"crm.target": "folder", "crm.folder": str(tmp_path / "file")})
    assert found is not None
    assert found.code == "crm-folder"
    assert await checks.crm({"crm.target": "off"}) is None
    assert app.profile.get("crm.folder") == ""


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("http://127.0.0.1:9", "check-crm-silent"), ("https://", "check-crm-url"),
        ("crm", "check-crm-url"),
    ],
)  # fmt: skip
async def test_a_tryton_that_is_not_there_is_said(app: Application, url: str, code: str) -> None:
    values = {
        "crm.target": "tryton", "crm.url": url, "crm.database": "base", "crm.login": "anna",
        "crm.token": "x",
    }  # fmt: skip
    found = await ChecksBackend(app).crm(values)
    assert found is not None
    assert found.code == code
