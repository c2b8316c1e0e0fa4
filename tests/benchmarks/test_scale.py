"""The window over ten thousand, a hundred thousand and a million messages: opening, scrolling,
memory, stalls while messages pour in; and how each grows.
"""

import asyncio
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.benchmarks.big_store import build
from tests.benchmarks.reading import load

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
SIZES = (10_000, 100_000, 1_000_000)
A_SECOND = 200
PROMISED = {
    "open p95": 80.0, "frame p99": 16.0, "memory MB": 350.0, "stall most, ours": 50.0,
}  # fmt: skip
"""At a million messages in a hundred thousand threads: ms and MB. Of a stall counts
what this process was at work; on a quiet machine that is all of it."""


def work_in(profile: Path) -> tuple[dict[str, float], list[str]]:
    """What a window over that profile takes, and what held it up longest."""
    done = subprocess.run(
        [sys.executable, str(HERE / "desk_scale.py"), str(profile), str(A_SECOND)],
        capture_output=True, text=True, timeout=300, check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    *held_up, figures = done.stdout.splitlines()
    found: dict[str, float] = json.loads(figures)
    return found, held_up


@pytest.mark.timeout(900)
def test_scale(
    benchmark: Callable[..., Any], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found: dict[int, dict[str, float]] = {}
    stalls: dict[int, list[str]] = {}

    def measure() -> None:
        for size in SIZES:
            profile = tmp_path / str(size)
            asyncio.run(build(profile, size))
            found[size], stalls[size] = work_in(profile)
            shutil.rmtree(profile)

    benchmark.pedantic(measure, rounds=1, iterations=1)  # type: ignore[attr-defined]
    first, last = found[SIZES[0]], found[SIZES[-1]]
    with capsys.disabled():
        print(f"\nthe window by messages, {A_SECOND} arriving a second; {load()}")
        print(f"{'':24}" + "".join(f"{size:>12,}" for size in SIZES) + "   growth  promised")
        for name in first:
            figures = "".join(f"{found[size][name]:>12.1f}" for size in SIZES)
            grown = last[name] / first[name] if first[name] else 1.0
            print(f"{name:24}{figures}{grown:>8.2f}x{PROMISED.get(name, ''):>10}")
        for size in SIZES:
            print(f"{size:,}:", *stalls[size], sep="\n  ")
    missed = {n: last[n] for n, most in PROMISED.items() if last[n] > most}
    if missed:
        pytest.xfail(f"over what is promised: {missed}")
