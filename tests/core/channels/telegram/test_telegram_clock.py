"""A machine whose clock is off, is set while connected, or stood still: reception and sending go
on, and what stands in the thread has the server's times. The server refuses message ids of other
times, as Telegram does (bad_msg_notification 16 and 17)."""

import asyncio
import json
import os
import signal
import sys
import time
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telethon.network.mtprotostate import MTProtoState

from core.channels.telegram import steady
from core.channels.telegram.steady import GAP_MS, SET_MS, Pulse, Steady
from core.sandbox.telegram import TelegramServer
from tests.core.channels.telegram.conftest import CLIENT_PHONE, OPERATOR_PHONE

DAYS = 2 * 24 * 3600


class Machine:
    """The account on a machine of its own."""

    def __init__(self, server: TelegramServer, folder: Path) -> None:
        self.server, self.folder = server, folder
        self.me = server.add_user(phone=OPERATOR_PHONE, first_name="Анна")
        self.irina = server.add_user(phone=CLIENT_PHONE, first_name="Ирина")
        self.process: asyncio.subprocess.Process | None = None

    async def start(self, offset: float = 0.0) -> None:
        self.process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "tests.core.channels.telegram.clock_child", str(self.folder),
            str(self.server.port), str(self.server.dc_id), str(offset),
            stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
        )  # fmt: skip
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(self.server.public_key_pem).encode() + b"\n")
        await self.until(lambda seen: seen["state"] in ("signed_out", "online"))

    async def ask(self, do: str, **more: Any) -> dict[str, Any]:
        assert self.process is not None
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps({"do": do, **more}).encode() + b"\n")
        answer: dict[str, Any] = json.loads(await self.process.stdout.readline())
        return answer

    async def sign_in(self) -> None:
        await self.ask("code", phone=OPERATOR_PHONE)
        await self.ask("sign_in", code=self.server.login_code(OPERATOR_PHONE))
        await self.until(lambda seen: seen["state"] == "online")

    async def until(self, true: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        seen: dict[str, Any] = {}
        try:
            async with asyncio.timeout(20):
                while not true(seen := await self.ask("tell")):  # noqa: ASYNC110
                    await asyncio.sleep(0.05)
        except TimeoutError:
            raise AssertionError(f"it did not come to that: {seen}") from None
        return seen

    async def goes_on(self, word: str) -> dict[str, Any]:
        """Something comes and something goes out, at the server's times."""
        self.server.send(self.irina, self.me, f"{word}?")
        await self.until(lambda seen: [r[0] for r in seen["rows"]][-1:] == [f"{word}?"])
        await self.ask("send", peer=str(self.irina), text=f"{word}!")
        seen = await self.until(
            lambda seen: [(r[0], r[2]) for r in seen["rows"]][-1:] == [(f"{word}!", "sent")]
        )
        now = time.time() * 1000
        assert all(abs(row[1] - now) < 60_000 for row in seen["rows"]), seen
        assert abs(seen["now"] - now) < 60_000, "windows and reminders go by it"
        assert seen["state"] == "online"
        return seen

    async def end(self) -> None:
        process, self.process = self.process, None
        if process is None or process.stdin is None:
            return
        process.stdin.close()
        try:
            await asyncio.wait_for(process.wait(), 15)
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()


@pytest.fixture
async def machine(tmp_path: Path) -> AsyncIterator[Machine]:
    server = TelegramServer()
    await server.start()
    made = Machine(server, tmp_path)
    try:
        yield made
    finally:
        await made.end()
        await server.stop()
        server.close()


@pytest.mark.timeout(120)
async def test_the_clock_is_set_while_connected(machine: Machine) -> None:
    await machine.start()
    await machine.sign_in()
    await machine.goes_on("раз")
    for word, to in (("вперёд", DAYS), ("назад", -DAYS), ("как было", 0)):
        await machine.ask("set", to=to)
        seen = await machine.goes_on(word)
        assert abs(seen["behind"] + to * 1000) < 5_000
    # the line is cut meanwhile, too
    await machine.ask("set", to=DAYS)
    await machine.server.stop()
    machine.server.send(machine.irina, machine.me, "пока нас не было")
    await machine.server.start()
    await machine.until(lambda seen: seen["rows"][-1][0] == "пока нас не было")
    await machine.goes_on("снова")


@pytest.mark.timeout(120)
@pytest.mark.parametrize("offset", [DAYS, -DAYS])
async def test_the_clock_is_wrong_from_the_start(machine: Machine, offset: int) -> None:
    await machine.start(offset)
    await machine.sign_in()
    seen = await machine.goes_on("первый раз")
    assert seen["problem"] == "telegram-clock"
    await machine.end()
    # with the session that is kept, and the other way round
    await machine.start(-offset)
    await machine.goes_on("второй раз")


@pytest.mark.timeout(120)
async def test_the_process_stood_still(machine: Machine) -> None:
    await machine.start()
    await machine.sign_in()
    await machine.goes_on("до сна")
    assert machine.process is not None
    os.kill(machine.process.pid, signal.SIGSTOP)
    await machine.server.stop()
    machine.server.send(machine.irina, machine.me, "во сне")
    await machine.server.start()
    machine.server.send(machine.irina, machine.me, "и ещё")
    os.kill(machine.process.pid, signal.SIGCONT)
    await machine.until(lambda seen: [r[0] for r in seen["rows"]][-2:] == ["во сне", "и ещё"])
    await machine.goes_on("после сна")


counts = st.integers(0, 10**6)


@given(counts, counts, st.integers(-(10**6), 10**6))
def test_a_pause_and_a_clock_that_is_set_are_told_apart(at: int, gone: int, set_by: int) -> None:
    pulse = Pulse(1_000)
    assert pulse.beat(at, 10**12) == ""
    said = pulse.beat(at + gone, 10**12 + gone + set_by)
    if gone > 1_000 + GAP_MS:
        assert said == "gap"
    else:
        assert said == ("set" if abs(set_by) > SET_MS else "")


@given(counts, st.integers(-(10**12), 10**12))
def test_time_goes_on_by_the_counter(gone: int, set_by: int) -> None:
    wall, count = 1_700_000_000, 5_000
    made = Steady(lambda: wall * 10**9, lambda: count)
    wall, count = wall + set_by, count + gone
    assert made.time() == pytest.approx(1_700_000_000 + gone / 1000)
    assert made.gmtime(0).tm_year == 1970, "all else is time's own"


def test_message_ids_go_by_it(monkeypatch: pytest.MonkeyPatch) -> None:
    steady.install()
    state = MTProtoState(None, {"telethon.network.mtprotostate": None})
    monkeypatch.setattr(time, "time", lambda: 4_000_000_000.0)
    assert state._get_new_msg_id() >> 32 < 3_900_000_000
