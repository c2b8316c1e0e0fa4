"""A new message costs its own tokens: the next one in a long thread beside the next in a short
one, and beside reading the whole thread again by the same model with nothing kept.
"""

import asyncio
import time
from collections.abc import Callable
from typing import Any

import pytest

from core.store.read.work import STRIDE
from core.understanding.reader import Reader
from models.prompts import Said
from tests.benchmarks.bare import Bare, tokens_of
from tests.benchmarks.reading import both, load, model_path, p50, thread_of, window_of

LENGTHS = (10, 300)
NEXT = 24
MOST = 2.0
"""What is promised: so many times a short thread's cost, at most."""


async def measured() -> dict[str, list[float]]:
    """Milliseconds and tokens of each next message, by the thread's length. Both threads end with
    the same words; each has been read up to the message before."""
    found: dict[str, list[float]] = {}
    async with both(threads=1) as (pool, model):
        reader = Reader(pool, model)
        for number in range(NEXT):
            whole = thread_of(max(LENGTHS) + STRIDE + 1, skip=number)
            for length in sorted(LENGTHS, reverse=bool(number % 2)):
                # some more or less: the window moves by several turns at a time
                place = length + number % STRIDE
                turns, name = whole[-place - 1 :], f"{number} of {length}"
                before = [at for at in range(place) if turns[at].sender == "client"]
                await reader.read_turn(name, window_of(turns, before[-1]))
                began = time.perf_counter()
                await reader.read_turn(name, window_of(turns, place))
                took = (time.perf_counter() - began) * 1000
                found.setdefault(f"{length}", []).append(took)
                prompt, kept = model.cost
                found.setdefault(f"{length} tokens", []).append(prompt - kept)
    return found


def again_from_the_start() -> dict[str, float]:
    """Milliseconds and tokens of one naive reading of the whole thread."""
    found: dict[str, float] = {}
    for length in LENGTHS:
        bare = Bare(model_path(), context=16_384)
        tokens, _ = tokens_of(bare, [Said(turn.sender, turn.text) for turn in thread_of(length)])
        began = time.perf_counter()
        bare.decode(tokens, len(tokens) - 1)
        found[f"{length}"] = (time.perf_counter() - began) * 1000
        found[f"{length} tokens"] = len(tokens)
        bare.close()
    return found


def test_a_new_message_costs_its_own_tokens(
    benchmark: Callable[..., Any], capsys: pytest.CaptureFixture[str]
) -> None:
    found: dict[str, list[float]] = {}
    naive: dict[str, float] = {}

    def measure() -> None:
        found.update(asyncio.run(measured()))
        naive.update(again_from_the_start())

    benchmark.pedantic(measure, rounds=1, iterations=1)  # type: ignore[attr-defined]
    short, long = (p50(found[f"{length}"]) for length in LENGTHS)
    few, many = (p50(found[f"{length} tokens"]) for length in LENGTHS)
    with capsys.disabled():
        print(
            f"\nthe next message, p50 of {len(found['10'])}: in a thread of 10 {short:.0f} ms"
            f" ({few:.0f} tokens), of 300 {long:.0f} ms ({many:.0f} tokens), ratio"
            f" {long / short:.2f}; the whole thread read again: of 10 {naive['10']:.0f} ms"
            f" ({naive['10 tokens']:.0f} tokens), of 300 {naive['300']:.0f} ms"
            f" ({naive['300 tokens']:.0f} tokens), {naive['300'] / long:.0f} times ours; {load()}"
        )
    assert long <= MOST * short
