"""Tokens a second of our reading beside llama.cpp driven directly: the same model, the same
tokens in the same batches, on one thread of the processor each, taking turns. Nothing is kept from
one turn to the next. "Engine" is what the model's process does, "model" that process as the rest of
Threadline asks it.
"""

import asyncio
import time
from collections.abc import Callable
from typing import Any

import pytest

from core.domain.reading import ModelRequest, Turn
from models.client import LocalModel
from models.prompts import Said, window
from models.vocabulary import INTENT_TOKENS
from models.worker.engine import Engine
from models.worker.labelling import MAX_INTENTS, Labeller
from tests.benchmarks.bare import Bare, tokens_of
from tests.benchmarks.reading import load, model_path, p50, thread_of, window_of

TURNS = 60
LEAST = 0.9
"""Of llama.cpp's own speed, what is promised."""


def said(turns: list[Turn]) -> list[Said]:
    return window([Said(turn.sender, turn.text) for turn in turns])


async def measured() -> dict[str, list[float]]:
    """Tokens a second of each turn, by who read it."""
    found: dict[str, list[float]] = {"bare": [], "engine": [], "model": []}
    turns = thread_of(TURNS * 3)
    nothing = thread_of(1, skip=3)
    bare = Bare(model_path())
    engine = Engine(model_path(), 4096)
    engine.use_threads(1)
    labeller = Labeller(engine)
    model = LocalModel(model_path(), threads=1)
    await model.start()

    async def forget() -> None:
        labeller.read("t", said(nothing))
        await model.read(ModelRequest(thread="t", turns=tuple(nothing)))

    for place in [n for n, turn in enumerate(turns) if turn.sender == "client" and n > 8][:TURNS]:
        shown = window_of(turns, place)
        tokens, first = tokens_of(bare, said(shown))
        await forget()
        reading = await model.read(ModelRequest(thread="t", turns=tuple(shown)))
        assert model.cost[0] == len(tokens)
        assert model.cost[1] <= 2
        # after its first tag the starter is asked for a further one, as long as there are any
        tags = [
            bare.tokenize(INTENT_TOKENS[0], special=True)[0] for _ in reading.intents
        ][: MAX_INTENTS - 1]  # fmt: skip
        for name in sorted(found, key=lambda name: (len(found[name]) + place * len(name)) % 3):
            await forget()
            began = time.perf_counter()
            if name == "bare":
                bare.decode(tokens, first)
                for number in range(len(tags)):
                    some = [*tokens, *tags[: number + 1]]
                    bare.decode(some, len(some) - 1, kept=len(some) - 1)
            elif name == "engine":
                labeller.read("t", said(shown))
            else:
                await model.read(ModelRequest(thread="t", turns=tuple(shown)))
            found[name].append((len(tokens) + len(tags)) / (time.perf_counter() - began))
    await model.close()
    engine.close()
    bare.close()
    return found


@pytest.mark.timeout(300)
def test_our_reading_has_the_speed_of_llama_cpp(
    benchmark: Callable[..., Any], capsys: pytest.CaptureFixture[str]
) -> None:
    found: dict[str, list[float]] = {}

    def measure() -> None:
        found.update(asyncio.run(measured()))

    benchmark.pedantic(measure, rounds=1, iterations=1)  # type: ignore[attr-defined]
    speed = {name: p50(rates) for name, rates in found.items()}
    with capsys.disabled():
        print(
            f"\ntokens a second, p50 of {TURNS} turns: llama.cpp driven directly"
            f" {speed['bare']:.0f}, our engine {speed['engine']:.0f}"
            f" ({speed['engine'] / speed['bare']:.2f} of it), our model in its process"
            f" {speed['model']:.0f} ({speed['model'] / speed['bare']:.2f} of it); {load()}"
        )
    assert speed["engine"] >= LEAST * speed["bare"]
    assert speed["model"] >= LEAST * speed["bare"]
