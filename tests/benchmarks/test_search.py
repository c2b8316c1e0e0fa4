"""Searching ten thousand, a hundred thousand and a million messages: a mix of two hundred queries
as one types them, each through the connection that the window searches with.

``python -m tests.benchmarks.test_search PROFILE`` measures one profile that is indexed.
"""

import asyncio
import json
import random
import shutil
import sqlite3
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import pytest

from core.search.found import Found
from core.search.query import Query, parse
from core.search.typos import once
from core.store.read.search import search
from core.store.searching import Searcher
from tests.benchmarks.big_store import INTENTS, NAMES, QUEUES, SUBJECTS, SURNAMES, build, index
from tests.benchmarks.reading import load

SIZES: Final = (10_000, 100_000, 1_000_000)
PROMISED_MS: Final = 50.0
FORMS: Final = (
    "насосы", "насосами", "кабелем", "панели", "панелей", "стеллажи", "договору", "договоры",
    "поставку", "счета", "монтажа", "фильтры", "двигателю", "клапанами", "краской", "лицензии",
    "доставкой", "гарантию", "pumps", "cables", "invoices", "deliveries", "licences", "пришлите",
    "получили", "дешевле", "перенести", "документов",
)  # fmt: skip
SAID: Final = ("сколько стоит", "вторую неделю", "до пятницы", "есть в наличии", "for pieces",
               "встречу на завтра", "документы по договору", "насос штук")  # fmt: skip


def mix() -> dict[str, list[str]]:
    """Two hundred queries by their kind, the same every time."""
    draw = random.Random(23)

    def slip(word: str) -> str:
        near = sorted(w for w in once(word.lower()) if w[0] == word.lower()[0])
        return draw.choice(near) if near else word

    def subject() -> str:
        return draw.choice(SUBJECTS)

    def name() -> str:
        return draw.choice(NAMES)

    filters: tuple[Callable[[], str], ...] = (
        lambda: f"from:{name()} {subject()}",
        lambda: f'from:"{name()} {draw.choice(SURNAMES)}" {subject()}',
        lambda: f"queue:{draw.choice(QUEUES)} {subject()}",
        lambda: f"budget>{draw.choice((300, 600, 850, 899))}k {subject()}",
        lambda: f"budget>{draw.choice((300, 600, 850))}k",
        lambda: f"is:waiting {subject()}",
        lambda: f"intent:{draw.choice(INTENTS)} {subject()}",
        lambda: f"channel:whatsapp {subject()}",
        lambda: f"after:2026-06 before:2026-10 {subject()}",
        lambda: f"queue:{draw.choice(QUEUES)} budget>{draw.choice((500, 800))}k {subject()}",
        lambda: f"has:pdf {subject()}",
        lambda: "is:unread",
    )
    words = [*SUBJECTS, *NAMES, *SURNAMES]
    return {
        "prefix": [w[: draw.randint(1, max(2, len(w) - 1))] for w in draw.choices(words, k=60)],
        "forms": [draw.choice(FORMS) + " " for _ in range(35)] + draw.choices(SAID, k=15),
        "slips": [slip(w) + " " for w in draw.choices([w for w in words if len(w) > 4], k=30)],
        "filters": [filters[i % len(filters)]() for i in range(40)],
        "no hit": [f"{subject()} {draw.choice(('жираф', 'сиреневый', 'xylophone'))} "
                   for _ in range(10)] + [f"щъ{draw.randint(100, 999)}эь " for _ in range(10)],
    }  # fmt: skip


async def measure(database: Path) -> dict[str, float]:
    """Milliseconds: the share of each kind, and of all together; ``cpu`` is what the search itself
    takes, however busy the computer is with something else."""
    searcher = Searcher(database)
    now = int(time.time() * 1000)
    await searcher.run(lambda conn: search(conn, parse("начало"), now=now))  # opened, words loaded
    took: dict[str, list[float]] = {}
    worked: list[float] = []

    def timed(conn: sqlite3.Connection, query: Query) -> Found:
        began = time.thread_time()
        found = search(conn, query, now=now)
        worked.append((time.thread_time() - began) * 1000)
        return found

    asked = [(kind, text) for kind, texts in mix().items() for text in texts]
    random.Random(3).shuffle(asked)
    hits = 0
    for kind, text in asked:
        began = time.perf_counter()
        query = parse(text)
        found = await searcher.run(lambda conn, query=query: timed(conn, query))
        took.setdefault(kind, []).append((time.perf_counter() - began) * 1000)
        hits += bool(found.hits)
    await searcher.close()
    everything = [ms for kind in took.values() for ms in kind]
    made = {
        "p50": share(everything, 0.5), "p95": share(everything, 0.95), "most": max(everything),
        "cpu p95": share(worked, 0.95), "with hits": float(hits),
    }  # fmt: skip
    return made | {f"{kind} p95": share(took[kind], 0.95) for kind in mix()}


def share(times: list[float], part: float) -> float:
    """What that part of the times stays under."""
    return sorted(times)[min(len(times) - 1, int(len(times) * part))]


@pytest.mark.timeout(900)
def test_search(
    benchmark: Callable[..., Any], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found: dict[int, dict[str, float]] = {}

    def run() -> None:
        for size in SIZES:
            profile = tmp_path / str(size)
            database = asyncio.run(build(profile, size))
            began = time.perf_counter()
            asyncio.run(index(database))
            taken = time.perf_counter() - began
            found[size] = asyncio.run(measure(database))
            found[size]["indexed a second"] = size / taken
            found[size]["MB"] = database.stat().st_size / 1e6
            shutil.rmtree(profile)

    benchmark.pedantic(run, rounds=1, iterations=1)  # type: ignore[attr-defined]
    first, last = found[SIZES[0]], found[SIZES[-1]]
    with capsys.disabled():
        print(f"\nsearching, {sum(map(len, mix().values()))} queries, ms; {load()}")
        print(f"{'':24}" + "".join(f"{size:>12,}" for size in SIZES) + "   growth")
        for name in first:
            figures = "".join(f"{found[size][name]:>12.1f}" for size in SIZES)
            print(f"{name:24}{figures}{last[name] / first[name]:>8.2f}x")
    assert first["with hits"] >= 100, "the mix finds something"
    if last["p95"] > PROMISED_MS:
        pytest.xfail(f"p95 {last['p95']:.0f} ms is over the promised {PROMISED_MS:.0f} ms")


if __name__ == "__main__":
    print(json.dumps(asyncio.run(measure(Path(sys.argv[1]) / "threadline.db"))))
