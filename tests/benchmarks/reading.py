"""What the benchmarks of reading share: clients' words, the model, and how times are said.

The model is the starter; THREADLINE_MODEL_PATH names another GGUF.
"""

import os
import statistics
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

import msgspec

from core.domain.reading import Turn
from core.store.read.work import STRIDE
from core.understanding.batch import ThreadLine
from core.understanding.pool import RecognizerPool
from models.catalog import resolve
from models.client import LocalModel

THREADS = Path(__file__).parents[2] / "resources" / "evaluation" / "sample.jsonl"
MODEL = os.environ.get("THREADLINE_MODEL_PATH") or "starter"
"""Looked up here: a test sees none of our variables."""
START = datetime(2026, 11, 18, 9, tzinfo=UTC)


def model_path() -> Path:
    """The GGUF to measure."""
    return resolve(MODEL)


def conversations() -> Iterator[list[tuple[str, str]]]:
    """(sender, text) of conversations, for ever; told again they have other numbers in them."""
    lines = [line for line in THREADS.read_bytes().splitlines() if line.strip()]
    told = [msgspec.json.decode(line, type=ThreadLine).messages for line in lines]
    for again in count():
        for messages in told:
            yield [
                (one.sender, f"{one.text} {again * 7 % 90 + 3} шт." if again else one.text)
                for one in messages
            ]


def thread_of(messages: int, skip: int = 0) -> list[Turn]:
    """One thread of so many messages, a client's last; ``skip`` conversations are left out."""
    said: list[tuple[str, str]] = []
    for number, conversation in enumerate(conversations()):
        said += conversation if number >= skip else []
        if len(said) > messages + 20:
            break
    while said[messages - 1][0] != "client":
        said.pop(0)
    return [
        Turn(
            id=str(number),
            sender="us" if sender == "us" else "client",
            at=START + timedelta(minutes=number),
            text=text,
        )
        for number, (sender, text) in enumerate(said[:messages])
    ]


@asynccontextmanager
async def both(threads: int = 0) -> AsyncIterator[tuple[RecognizerPool, LocalModel]]:
    """Recognizers and model, each in its process, loaded and warm; ``threads`` as the
    model takes them, 0: as many as it likes."""
    pool, model = RecognizerPool(), LocalModel(model_path(), threads=threads)
    try:
        await pool.start()
        await model.start()
        yield pool, model
    finally:
        await model.close()
        await pool.close()


def p50(times: Sequence[float]) -> float:
    """The median."""
    return statistics.median(times)


def p95(times: Sequence[float]) -> float:
    """What 95 of a hundred stay under."""
    return sorted(times)[max(0, round(len(times) * 0.95) - 1)]


def load() -> str:
    """How busy the machine is, for whoever reads absolute figures."""
    return f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"


def window_of(turns: Sequence[Turn], place: int, context: int = 6) -> list[Turn]:
    """The turn at ``place`` with those before it that the stage hands to the reader."""
    before = min(place, context + max(0, place - context) % STRIDE)
    return list(turns[place - before : place + 1])
