"""From the start of the process to a painted thread list, beside Qt's own bare window."""

import asyncio
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from core.domain import events as ev
from core.domain.channels import Channel, Peer, Profile
from core.store.store import Store

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
ROUNDS = 5
_LISTS = {"empty": 0, "10,000 messages": 10_000}


def start(what: str) -> float:
    """Milliseconds until the first paint."""
    began = time.time()
    done = subprocess.run(
        [sys.executable, str(HERE / "first_paint.py"), what],
        capture_output=True, text=True, timeout=60, check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return (float(done.stdout.splitlines()[-1]) - began) * 1000


async def fill(database: Path, messages: int) -> None:
    """Threads of fifty messages, read and understood."""
    now = int(time.time() * 1000)
    store = Store(database)
    await store.open()
    for number in range(messages // 50):
        peer = Peer(Channel.TELEGRAM, "1", str(1000 + number))
        await store.append(
            [
                ev.Event(
                    external_id=f"{number}-{n}",
                    at=now - (number * 50 + n) * 60_000,
                    peer=peer,
                    body=ev.MessageReceived(
                        direction="in" if n % 2 else "out",
                        text=f"Сообщение {n}: сколько стоит насос К 80-50-200?",
                        history=True,
                        profile=Profile(name=f"Клиент {number}"),
                    ),
                )
                for n in range(50)
            ]
        )
    await store.write(lambda c: c.execute("UPDATE messages SET needs_read = 0"))
    await store.write(lambda c: c.execute("UPDATE threads SET understood = seq, queue = 'sales'"))
    await store.close()


@pytest.mark.parametrize("kind", _LISTS)
def test_cold_start(
    benchmark: Callable[..., Any], tmp_path: Path, kind: str, capsys: pytest.CaptureFixture[str]
) -> None:
    profile = tmp_path / "profile"
    profile.mkdir()
    if _LISTS[kind]:
        asyncio.run(fill(profile / "threadline.db", _LISTS[kind]))
    start("bare"), start(str(profile))  # the disk's cache is warm for both
    ours, bare = [], []

    def both() -> None:
        bare.append(start("bare"))
        ours.append(start(str(profile)))

    benchmark.pedantic(both, rounds=ROUNDS, iterations=1)  # type: ignore[attr-defined]
    app, qt = statistics.median(ours), statistics.median(bare)
    with capsys.disabled():
        print(
            f"\ncold start, {kind}: thread list painted {app:.0f} ms, bare PySide6 window"
            f" {qt:.0f} ms, ratio {app / qt:.1f}"
        )
