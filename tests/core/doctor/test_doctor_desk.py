"""The doctor of a desk: on its own, on a hub, on NATS; and the command itself."""

import asyncio
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from core.channels.whatsapp.receiver import WebhookReceiver
from core.doctor.findings import Finding
from desktop.doctor_setup import of_profile
from desktop.profile import Profile
from desktop.secrets import FileSecrets

from .conftest import ROOT, TOKEN, World, looked, open_, wrong


def profile(world: World, **more: str) -> Profile:
    """A desk's settings; ``whatsapp__`` stands before each name of ``more``."""
    account = world.graph.account
    made = Profile(world.folder / "desk", FileSecrets(world.folder / "desk"))
    made.save(
        {
            "whatsapp.phone_id": account.phone_number_id,
            "whatsapp.waba_id": account.waba_id,
            "whatsapp.token": account.access_token,
            "whatsapp.base_url": world.graph.base_url,
            **{f"whatsapp.{name}": value for name, value in more.items()},
        }
    )
    return made


async def look(world: World, **more: str) -> list[Finding]:
    return await looked(of_profile(profile(world, **more), world.ca_file))


async def test_on_a_hub(whole: World) -> None:
    found = await look(whole, source="hub", hub_url=whole.caddy.url, hub_token=TOKEN)
    assert [one for one in found if one.state != "ok"] == []
    assert next(one for one in found if one.key == "doctor-hub-good").params["name"] == "anna"
    assert {"fields", "callback"}.isdisjoint(one.step for one in found)
    found = await look(whole, source="hub", hub_url=whole.caddy.url, hub_token="another")
    assert wrong(found) == [("hub", "problem-feed-auth")]
    whole.ca_file = ""
    found = await look(whole, source="hub", hub_url=whole.caddy.url, hub_token=TOKEN)
    assert wrong(found) == [("hub-certificate", "doctor-certificate-untrusted")]
    await whole.caddy.stop()
    found = await look(whole, source="hub", hub_url=whole.caddy.url, hub_token=TOKEN)
    assert wrong(found) == [("hub", "problem-feed-unreachable")]
    found = await look(whole, source="hub", hub_url="http://hub.example.com", hub_token=TOKEN)
    assert wrong(found) == [("hub", "problem-feed-insecure")]
    found = await look(whole, source="hub", hub_url="", hub_token=TOKEN)
    assert wrong(found) == [("hub", "problem-feed-not-configured")]


async def test_alone(world: World) -> None:
    account, taken = world.graph.account, []

    async def take(body: bytes) -> None:
        taken.append(body)

    await world.stop()
    receiver = WebhookReceiver(
        host="127.0.0.1", port=world.port, path="/webhook", app_secret=account.app_secret,
        verify_token=account.verify_token, take=take,
    )  # fmt: skip
    await receiver.start()
    await world.caddy.start()
    own = {
        "source": "own", "port": str(world.port), "public_url": world.callback,
        "app_secret": account.app_secret, "verify_token": account.verify_token,
    }  # fmt: skip
    found = await look(world, **own)
    assert [one for one in found if one.state != "ok"] == []
    assert len(taken) == 1
    assert "doctor-step-health" not in {f"doctor-step-{one.step}" for one in found}
    await receiver.stop()
    found = await look(world, **own)
    assert ("handshake", "doctor-after-start") in open_(found)


async def test_nothing_is_set_up_yet(world: World) -> None:
    found = await looked(of_profile(profile(world, token="", phone_id=""), ""))
    assert wrong(found) == []
    assert ("graph", "doctor-no-number-here") in open_(found)


async def doctor(
    *arguments: str | Path, lang: str = "en_US.UTF-8"
) -> "subprocess.CompletedProcess[str]":
    return await asyncio.to_thread(
        subprocess.run,
        [sys.executable, "-m", "desktop", *map(str, arguments)],
        cwd=ROOT, capture_output=True, text=True, check=False,
        env={**os.environ, "LC_ALL": lang},
    )  # fmt: skip


async def test_the_command_says_it_in_lines_and_as_json(whole: World) -> None:
    done = await doctor("doctor", whole.file, "--ca-file", whole.ca_file, lang="ru_RU.UTF-8")
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    lines = done.stdout.splitlines()
    assert len(lines) == 21
    assert lines[-1] == "Всё в порядке."
    assert all(line.startswith("в порядке ") for line in lines[:-1])
    secret = whole.graph.account
    for hidden in (secret.access_token, secret.app_secret, secret.verify_token):
        assert hidden not in done.stdout
    whole.graph.console.fields = ("messages",)
    done = await doctor("doctor", whole.file, "--json", "--ca-file", whole.ca_file)
    told: dict[str, Any] = json.loads(done.stdout)
    assert (done.returncode, told["ok"]) == (1, False)
    bad = [one for one in told["steps"] if one["state"] == "problem"]
    assert {one["step"] for one in bad} == {"fields"}
    assert "account_update is missing: it is not noticed" in str(bad)


async def test_what_cannot_be_read_is_said_at_once(tmp_path: Path) -> None:
    (tmp_path / "hub.toml").write_text("data = 1")
    done = await doctor("doctor", tmp_path / "hub.toml")
    assert (done.returncode, len(done.stdout.splitlines())) == (1, 2)
    assert "problem       configuration" in done.stdout
    assert "Traceback" not in done.stderr
    done = await doctor("--profile", tmp_path / "none", "doctor")
    assert done.returncode == 1
    assert "There is no profile" in done.stdout


@pytest.mark.parametrize("named", ["--profile DIR doctor", "doctor --profile DIR"])
async def test_a_profile_is_named_before_or_after(named: str, tmp_path: Path) -> None:
    (tmp_path / "desk").mkdir()
    arguments = [str(tmp_path / "desk") if word == "DIR" else word for word in named.split()]
    done = await doctor(*arguments)
    assert (done.returncode, str(tmp_path / "desk") in done.stdout) == (0, True), done.stdout
