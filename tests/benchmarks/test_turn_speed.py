"""A whole turn, by rules and by the model, in conversations that go on."""

import asyncio
import time
from collections.abc import Callable
from typing import Any

import pytest

from core.understanding.reader import Reader
from tests.benchmarks.reading import both, load, p50, p95, thread_of, window_of

TURNS = 150
MEDIAN, WORST = 60.0, 150.0
"""Milliseconds that are promised on 2 cores: of half the turns, and of 95 of a hundred."""


async def measured() -> dict[str, list[float]]:
    found: dict[str, list[float]] = {"whole": [], "rules": [], "tokens": []}
    turns = thread_of(TURNS * 3)
    async with both() as (pool, model):
        reader = Reader(pool, model)
        places = [n for n, turn in enumerate(turns) if turn.sender == "client"]
        for number, place in enumerate(places[: TURNS + 10]):
            shown = window_of(turns, place)
            began = time.perf_counter()
            await reader.read_turn("t", shown)
            middle = time.perf_counter()
            await pool.read(shown)
            ended = time.perf_counter()
            if number >= 10:
                found["whole"].append((middle - began) * 1000)
                found["rules"].append((ended - middle) * 1000)
                found["tokens"].append(model.cost[0] - model.cost[1])
    return found


def test_a_whole_turn(benchmark: Callable[..., Any], capsys: pytest.CaptureFixture[str]) -> None:
    found: dict[str, list[float]] = {}

    def measure() -> None:
        found.update(asyncio.run(measured()))

    benchmark.pedantic(measure, rounds=1, iterations=1)  # type: ignore[attr-defined]
    whole = found["whole"]
    with capsys.disabled():
        print(
            f"\na whole turn, {len(whole)} of them: p50 {p50(whole):.0f} ms"
            f" ({p50(whole) / MEDIAN:.2f} of what is promised), p95 {p95(whole):.0f} ms"
            f" ({p95(whole) / WORST:.2f}); its rules alone p50 {p50(found['rules']):.0f} ms, at the"
            f" same time as the model's {p50(found['tokens']):.0f} new tokens; {load()}"
        )
    assert p50(whole) < MEDIAN
    assert p95(whole) < WORST
