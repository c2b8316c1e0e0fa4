"""`threadline hub` as a process: killed under load, stopped, started twice, without room."""

import asyncio
import random
import resource
import subprocess
import sys
from pathlib import Path

import aiohttp
import pytest

from tests.core.hub.conftest import ROOT, Process, Talk, webhook, write_config

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")


async def test_killed_under_load_it_has_what_it_acknowledged_and_nothing_twice(
    process: Process,
) -> None:
    """Senders go on as Meta does: until 200, and now and then once more."""
    acknowledged: set[bytes] = set()
    sent = [webhook(str(number)) for number in range(600)]
    left = list(sent)
    rounds = 4

    async def sender(talk: Talk) -> None:
        while left:
            body = left.pop()
            try:
                status = await talk.post(body)
            except (aiohttp.ClientError, OSError):
                left.append(body)
                return
            assert status == 200
            acknowledged.add(body)
            if random.random() < 0.2:
                left.append(body)

    for number in range(rounds):
        await process.start()
        async with aiohttp.ClientSession() as session:
            talk = Talk(session, process.port, process.watch_port)
            assert acknowledged <= set(await talk.everything()), "what was acknowledged is there"
            sending = [asyncio.create_task(sender(talk)) for _ in range(16)]
            if number < rounds - 1:
                wanted = len(acknowledged) + random.randrange(20, 150)
                while len(acknowledged) < wanted and not all(task.done() for task in sending):
                    await asyncio.wait(sending, timeout=0.001)
                await asyncio.to_thread(process.kill)
            await asyncio.gather(*sending)
            if number == rounds - 1:
                assert sorted(await talk.everything()) == sorted(sent)
                assert process.process is not None
                process.process.terminate()
                assert await process.ended() == 0


async def test_asked_to_stop_it_ends_what_it_began(
    process: Process, session: aiohttp.ClientSession
) -> None:
    await process.start()
    talk = Talk(session, process.port, process.watch_port)
    assert await talk.post(webhook("first")) == 200
    position = (await talk.page()).position
    waiting = asyncio.create_task(talk.page(position, wait=50))
    await talk.until('threadline_hub_desk_connected{desk="anna"}', bool)
    posts = [asyncio.create_task(talk.post(webhook(str(n)))) for n in range(50)]
    await asyncio.wait(posts, return_when=asyncio.FIRST_COMPLETED)
    assert process.process is not None
    process.process.terminate()
    async with asyncio.timeout(30):
        assert await process.ended() == 0
        await waiting
    statuses = await asyncio.gather(*posts, return_exceptions=True)
    kept = [n for n, status in enumerate(statuses) if status == 200]
    assert {status for status in statuses if isinstance(status, int)} <= {200, 503}
    await process.start()
    again = Talk(session, process.port, process.watch_port)
    bodies = await again.everything()
    assert {webhook(str(n)) for n in kept} <= set(bodies)
    assert len(set(bodies)) == len(bodies)
    process.process.terminate()
    assert await process.ended() == 0
    assert [line["event"] for line in process.lines if line["level"] != "info"] == []


async def test_a_folder_has_one_hub(process: Process, tmp_path: Path) -> None:
    await process.start()
    second = await asyncio.to_thread(
        subprocess.run,
        [sys.executable, "-m", "desktop", "hub", str(tmp_path / "hub.toml")],
        cwd=ROOT, capture_output=True, text=True, env={"LC_ALL": "C", "PATH": ""}, check=False,
    )  # fmt: skip
    assert second.returncode == 1
    assert "Another hub already works on" in second.stderr
    assert "Traceback" not in second.stderr


@pytest.mark.skipif(sys.platform != "linux", reason="limits of another process")
async def test_a_full_disk_is_said_once_and_over_when_there_is_room(
    process: Process, session: aiohttp.ClientSession, tmp_path: Path
) -> None:
    await process.start()
    talk = Talk(session, process.port, process.watch_port)
    assert await talk.post(webhook("before")) == 200
    assert process.process is not None
    pid = process.process.pid
    size = (tmp_path / "data" / "hub.db-wal").stat().st_size
    _, most = resource.prlimit(pid, resource.RLIMIT_FSIZE)
    resource.prlimit(pid, resource.RLIMIT_FSIZE, (size + 4096, most))
    large = [webhook(str(n) + "x" * 20_000) for n in range(8)]
    assert [await talk.post(body) for body in large] == [503] * 8
    assert not (await talk.health())["ok"]
    resource.prlimit(pid, resource.RLIMIT_FSIZE, (most, most))
    assert [await talk.post(body) for body in large] == [200] * 8
    assert (await talk.health())["ok"]
    assert await talk.everything() == [webhook("before"), *large]
    process.process.terminate()
    await process.ended()
    assert [line["event"] for line in process.lines if line["level"] != "info"] == [
        "webhooks cannot be kept now, Meta will deliver them again: EIO",
        "webhooks are kept again",
    ]


async def test_nothing_of_a_message_is_logged(
    process: Process, session: aiohttp.ClientSession
) -> None:
    await process.start()
    talk = Talk(session, process.port, process.watch_port)
    assert await talk.post(webhook("a secret wish")) == 200
    assert await talk.post(webhook("a secret wish"), "forged") == 401
    assert process.process is not None
    process.process.terminate()
    await process.ended()
    text = str(process.lines)
    for word in ("wish", "79990001122", "secret", "wamid", "token"):
        assert word not in text


def hub(*arguments: str) -> tuple[int, str, str]:
    done = subprocess.run(
        [sys.executable, "-m", "desktop", "hub", *arguments],
        cwd=ROOT, capture_output=True, text=True, env={"LC_ALL": "ru_RU.UTF-8", "PATH": ""},
        check=False,
    )  # fmt: skip
    return done.returncode, done.stdout, done.stderr


def test_a_wrong_configuration_ends_with_a_sentence_in_the_terminals_language(
    tmp_path: Path,
) -> None:
    file = write_config(tmp_path, "[limits]\nbodies = 1")
    code, _, errors = hub(str(file))
    assert (code, "limits.bodies" in errors, "Traceback" in errors) == (1, True, False)
    assert "В настройках хаба" in errors
    assert hub(str(write_config(tmp_path)), "--check")[0] == 0


def test_no_heavy_part_is_loaded() -> None:
    code = (
        "import sys, desktop.cli, core.hub.hub; heavy = {'PySide6', 'llama_cpp', 'natasha',"
        " 'telethon', 'nats', 'fluent'}; print(sorted(heavy & sys.modules.keys()))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.stdout.strip() == "[]", done.stderr
