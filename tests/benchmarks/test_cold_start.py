"""From the start of the process to a painted window that answers a key: ours over nothing and over
a hundred thousand threads, Qt's own bare window, and two other applications of Python and Qt, all
measured the same way in turn.

git-cola (on a repository) and ReText (on a text) come with ``.ci/setup bench``.
"""

import asyncio
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

import pytest

from tests.benchmarks.big_store import build
from tests.benchmarks.reading import load

HERE: Final = Path(__file__).parent
ROOT: Final = HERE.parents[1]
OTHERS: Final = ROOT / ".venv-bench"
ROUNDS: Final = 5
MESSAGES: Final = 1_000_000
GROWTH: Final = 1.5
"""What a hundred thousand threads may cost over none, in the processor's time."""


class Started(NamedTuple):
    """ms from the start to the painted window and to the answered key; ms of the processor."""

    painted: float
    usable: float
    worked: float


def start(command: Sequence[str], home: Path) -> Started:
    """One start from the disk's warm cache."""
    began = time.time()
    done = subprocess.run(
        command, capture_output=True, text=True, timeout=120, check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT), "HOME": str(home), "LANG": "C.UTF-8"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    painted, usable, worked = map(float, done.stdout.splitlines()[-1].split())
    return Started((painted - began) * 1000, (usable - began) * 1000, worked * 1000)


def commands(folder: Path) -> dict[str, list[str]]:
    """What is started, by the name it has in the table."""
    ours = [sys.executable, str(HERE / "first_paint.py")]
    found = {
        "bare PySide6 window": [*ours, "bare"],
        "Threadline, empty": [*ours, str(folder / "empty")],
        "Threadline, 100,000 threads": [*ours, str(folder / "big")],
    }
    python = OTHERS / "bin" / "python"
    if python.exists():
        other = [str(python), str(HERE / "other_paint.py")]
        found["git-cola"] = [*other, "cola.main", "--repo", str(folder / "repository")]
        found["ReText"] = [*other, "ReText.__main__", str(folder / "repository" / "read.md")]
    return found


def repository(folder: Path) -> None:
    """What git-cola shows and ReText opens."""
    folder.mkdir()
    (folder / "read.md").write_text("# Насосы\n\n" + "Строка о насосах.\n\n" * 50, "utf-8")
    name = ("-c", "user.name=a", "-c", "user.email=a@example.org")
    for words in (["init", "-q"], ["add", "."], [*name, "commit", "-q", "-m", "one"]):
        subprocess.run(["git", *words], cwd=folder, check=True, capture_output=True)
    (folder / "read.md").write_text("# Насосы\n", "utf-8")


@pytest.mark.timeout(900)
def test_cold_start(
    benchmark: Callable[..., Any], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    repository(tmp_path / "repository")
    (tmp_path / "empty").mkdir()
    asyncio.run(build(tmp_path / "big", MESSAGES))
    started = commands(tmp_path)
    for command in started.values():
        start(command, tmp_path)  # the disk's cache is warm, first settings are written
    found: dict[str, list[Started]] = {name: [] for name in started}

    def in_turn() -> None:
        for name, command in started.items():
            found[name].append(start(command, tmp_path))

    benchmark.pedantic(in_turn, rounds=ROUNDS, iterations=1)  # type: ignore[attr-defined]
    middle = {
        name: Started(*(statistics.median(part) for part in zip(*times, strict=True)))
        for name, times in found.items()
    }
    empty, big = middle["Threadline, empty"], middle["Threadline, 100,000 threads"]
    with capsys.disabled():
        print(f"\ncold start, ms, medians of {ROUNDS} in turn; {load()}")
        print(f"{'':28}{'painted':>9}{'usable':>9}{'processor':>11}   ours, big, over it: usable"
              " (processor)")  # fmt: skip
        for name, at in middle.items():
            print(f"{name:28}{at.painted:>9.0f}{at.usable:>9.0f}{at.worked:>11.0f}"
                  f"   {big.usable / at.usable:.2f} ({big.worked / at.worked:.2f})")  # fmt: skip
        if "git-cola" not in middle:
            print(f"git-cola and ReText: no {OTHERS.name}; .ci/setup bench makes it")
    assert big.worked <= GROWTH * empty.worked
