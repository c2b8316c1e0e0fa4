"""Webhooks of one message each at a steady 500 a second: how long a hub takes to answer, durable,
beside pywa's own server, which keeps nothing; each a process of its own, on this machine together
with who sends. Measured from the moment a webhook was due to be sent, so that a server which stands
still is not spared what would have come meanwhile.

pywa comes with ``.ci/setup bench``.
"""

import asyncio
import io
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, NamedTuple

import aiohttp
import pytest

from core.channels.whatsapp.receiver import signature
from core.team import wire
from tests.core.hub.conftest import ROOT, SECRET, Process, Talk, write_config

HERE: Final = Path(__file__).parent
OTHERS: Final = ROOT / ".venv-bench" / "bin" / "python"
MESSAGE: Final = (ROOT / "tests" / "data" / "whatsapp" / "text.json").read_bytes()
RATE: Final = 500
SECONDS: Final = 15
P99: Final = 0.250
MOST: Final = 1.0


class Answers(NamedTuple):
    """Seconds until 200, sorted; answers that were none of it; webhooks a second."""

    took: list[float]
    failed: int
    rate: float

    @property
    def p99(self) -> float:
        return self.took[len(self.took) * 99 // 100]

    def line(self) -> str:
        p50 = statistics.median(self.took)
        return (
            f"p50 {p50 * 1000:.1f} ms, p99 {self.p99 * 1000:.1f} ms, max "
            f"{self.took[-1] * 1000:.0f} ms, {self.rate:.0f}/s, {self.failed} not taken"
        )


def body(number: int) -> bytes:
    """A webhook that differs from the others, as another client's message does."""
    return MESSAGE.replace(b"wamid.text", f"wamid.{number}".encode())


async def load(port: int, seconds: float, first: int = 0) -> Answers:
    """Send at the rate whatever the answers take."""
    took: list[float] = []
    failed = 0
    url = f"http://127.0.0.1:{port}/webhook"

    async def send(number: int, due: float) -> None:
        nonlocal failed
        data = body(number)
        headers = {
            "X-Hub-Signature-256": signature(SECRET, data),
            "Content-Type": "application/json",
        }
        try:
            async with session.post(url, data=io.BytesIO(data), headers=headers) as answer:
                good = answer.status == 200
        except aiohttp.ClientError:
            good = False
        if good:
            took.append(time.perf_counter() - due)
        else:
            failed += 1

    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:
        began = time.perf_counter()
        async with asyncio.TaskGroup() as sending:
            for number in range(int(RATE * seconds)):
                due = began + number / RATE
                await asyncio.sleep(max(0.0, due - time.perf_counter()))
                sending.create_task(send(first + number, due))
        lasted = time.perf_counter() - began
    return Answers(sorted(took), failed, len(took) / lasted)


async def hub(folder: Path) -> Answers:
    """Ours, with a desk that reads along; what it acknowledged is there once."""
    folder.mkdir()
    process = await Process(write_config(folder)).start()
    try:
        await load(process.port, 1.0)
        reading = asyncio.create_task(read_along(process))
        found = await load(process.port, SECONDS, first=100_000)
        async with aiohttp.ClientSession() as session:
            kept = await Talk(session, process.port, process.watch_port).everything("oleg")
        reading.cancel()
        await asyncio.gather(reading, return_exceptions=True)
        assert len(kept) == len(set(kept)) == RATE + len(found.took) + found.failed
    finally:
        assert process.process is not None
        process.process.terminate()
        await process.ended()
    return found


async def read_along(process: Process) -> None:
    async with aiohttp.ClientSession() as session:
        talk = Talk(session, process.port, process.watch_port)
        page = wire.Page((), "")
        while True:
            page = await talk.page(page.position, wait=20)


async def pywa() -> Answers | None:
    """The other one; None where it is not installed."""
    if not OTHERS.exists():
        return None
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    process = await asyncio.create_subprocess_exec(
        str(OTHERS), str(HERE / "pywa_server.py"), str(port), SECRET,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        while True:
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", port)
            except OSError:
                if process.returncode is not None:
                    return None
                await asyncio.sleep(0.05)
            else:
                writer.close()
                break
        await load(port, 1.0)
        return await load(port, SECONDS, first=100_000)
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


def test_five_hundred_a_second(
    benchmark: Callable[..., Any], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found: dict[str, Answers] = {}

    def measure() -> None:
        other = asyncio.run(pywa())
        found["Threadline hub, durable"] = asyncio.run(hub(tmp_path / "hub"))
        if other is not None:
            found["pywa's server, keeps nothing"] = other

    benchmark.pedantic(measure, rounds=1, iterations=1)  # type: ignore[attr-defined]
    ours, *others = found.values()
    with capsys.disabled():
        print(f"\nwebhooks, {RATE} a second for {SECONDS} s on {sys.platform}:")
        for name, answers in found.items():
            print(f"  {name}: {answers.line()}")
        for other in others:
            p50 = statistics.median(ours.took) / statistics.median(other.took)
            p99, most = ours.p99 / other.p99, ours.took[-1] / other.took[-1]
            print(f"  ours over pywa's: p50 {p50:.2f}, p99 {p99:.2f}, max {most:.2f}")
        if not others:
            print("  pywa's server is not installed here: `.ci/setup bench`")
    assert ours.failed == 0
    assert ours.p99 < P99
    assert ours.took[-1] < MOST
