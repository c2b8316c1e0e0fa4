"""Appends to the log, durable each: one by one, in batches, and a bare fsync beside them."""

import asyncio
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from core.domain import events as ev
from core.domain.channels import Channel, Peer
from core.store.store import Store

MESSAGES = 1000


def event(number: int) -> ev.Event:
    peer = Peer(Channel.TELEGRAM, "1", str(number % 50))
    body = ev.MessageReceived(direction="in", text=f"Сколько стоит насос, {number} шт.?")
    return ev.Event(external_id=str(number), at=1_790_000_000_000 + number, peer=peer, body=body)


async def appended(path: Path, batch: int) -> float:
    """Messages a second."""
    store = Store(path)
    await store.open()
    events = [event(n) for n in range(MESSAGES)]
    began = time.perf_counter()
    for start in range(0, MESSAGES, batch):
        await store.append(events[start : start + batch])
    took = time.perf_counter() - began
    await store.close()
    return MESSAGES / took


def synced(path: Path) -> float:
    """Bare writes with fsync a second."""
    began = time.perf_counter()
    with path.open("wb") as out:
        for _ in range(MESSAGES):
            out.write(b"x" * 512)
            out.flush()
            os.fsync(out.fileno())
    return MESSAGES / (time.perf_counter() - began)


def test_appends_a_second(
    benchmark: Callable[..., Any], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rates: dict[str, float] = {}

    def measure() -> None:
        rates["one by one"] = asyncio.run(appended(tmp_path / "one.db", 1))
        rates["batches of 100"] = asyncio.run(appended(tmp_path / "many.db", 100))
        rates["bare fsync"] = synced(tmp_path / "bare")

    benchmark.pedantic(measure, rounds=1, iterations=1)  # type: ignore[attr-defined]
    with capsys.disabled():
        print(
            "\nlog: "
            + ", ".join(f"{name} {rate:.0f}/s" for name, rate in rates.items())
            + f"; batches {rates['batches of 100'] / rates['one by one']:.1f} times one by one,"
            f" one by one {rates['one by one'] / rates['bare fsync']:.2f} of a bare fsync"
        )
